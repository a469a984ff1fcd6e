"""One backward pass: the chain rule from the loss to the input, the gradients of an array that is read several times summed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf, isnan, nan, sqrt
from typing import NamedTuple

from cnncalc.execution.tracing import Trace
from cnncalc.layer_base import Array, Tensors
from cnncalc.spec.walk import Entry

#: Values of which a norm is worked out at once.
_BLOCK = 1 << 20


class Step(NamedTuple):
    """One layer's backward pass with its arrays."""

    node: Entry
    upstream: Array
    readers: tuple[tuple[str, float], ...]
    downstream: tuple[Array, ...]  # for each of node.inputs
    tensors: dict[str, Array]  # this layer's own share, by the name within the layer
    total: dict[str, Array]  # with those of the layers that share the tensor


class Backward:
    """One backward pass over a trace. After `steps` has run to its end, `to_input` is dL/d(input)."""

    def __init__(self, trace: Trace, starts: Mapping[int, Array]) -> None:
        self.trace = trace
        self.problems: list[str] = []
        self._arriving: dict[int, Array] = dict(starts)
        self._readers: dict[int, list[tuple[str, float]]] = {output: [("L", norm(start))] for output, start in starts.items()}
        self._shared: dict[str, dict[str, Array]] = {}  # owner -> what the layers behind it sent back
        self._lent = {trace.owners[node.path] for node in trace.nodes if node.share is not None}

    @property
    def to_input(self) -> Array | None:
        return self._arriving.get(0)

    def steps(self) -> Iterator[tuple[Entry, Step | None]]:
        """Every layer, last to first, once all that read it have sent their gradients back; None: L does not depend on it.

        Ends at the first layer whose gradients have another shape than what they are of: `problems` says so.
        """
        for node in reversed(self.trace.nodes):
            upstream = self._arriving.pop(node.index, None)
            if upstream is None:
                yield node, self._lender(node) if node.share is None and node.path in self._shared else None
                continue
            step = self._step(node, upstream)
            yield node, step
            if self.problems:
                return

    def _lender(self, node: Entry) -> Step:
        """A layer that L depends on by what others share of it alone."""
        arrays, zeros, total = self.trace.arrays, self.trace.on.xp.zeros_like, self._shared[node.path]
        own = {name: zeros(gradient) for name, gradient in total.items()}
        return Step(node, zeros(arrays[node.index]), (), tuple(zeros(arrays[source]) for source in node.inputs), own, total)

    def _step(self, node: Entry, upstream: Array) -> Step:
        trace, on = self.trace, self.trace.on
        on.layer = node.index
        inputs = trace.inputs(node)
        found, tensors = node.facts.layer.backward(on, trace.own(node), inputs, trace.arrays[node.index], upstream)
        downstream = found[: len(node.inputs)]
        self.problems += _misshapen(node, trace.own(node), inputs, downstream, tensors)
        if self.problems:
            return Step(node, upstream, tuple(self._readers[node.index]), downstream, tensors, tensors)
        for source, gradient in zip(node.inputs, downstream, strict=True):
            before = self._arriving.get(source)
            self._arriving[source] = gradient if before is None else before + gradient
            self._readers.setdefault(source, []).append((node.path, norm(gradient)))
        return Step(node, upstream, tuple(self._readers[node.index]), downstream, tensors, self._total(node, tensors))

    def _total(self, node: Entry, tensors: dict[str, Array]) -> dict[str, Array]:
        """The layer's gradients with those of the layers behind it that use the same tensors."""
        owner = self.trace.owners[node.path]
        if owner not in self._lent:
            return tensors
        known = self._shared.get(owner, {})
        total = {name: known[name] + gradient if name in known else gradient for name, gradient in tensors.items()}
        self._shared[owner] = total
        return total


def _misshapen(
    node: Entry, own: Tensors, inputs: list[Array], downstream: tuple[Array, ...], tensors: dict[str, Array]
) -> Iterator[str]:
    """Gradients of another shape than what they are the gradients of."""
    pairs = [("dL/dx", x, gradient) for x, gradient in zip(inputs, downstream, strict=False)]
    pairs += [(f"dL/d({name})", own[name], gradient) for name, gradient in tensors.items()]
    for what, of, gradient in pairs:
        if gradient.shape != of.shape:
            found, expected = ("x".join(map(str, array.shape)) for array in (gradient, of))
            yield f"`{node.path}`: {what} is {found}, expected {expected}"


def norm(array: Array) -> float:
    """The Euclidean norm, in float64: the largest value is divided out first, so that squares do not overflow."""
    flat = array.reshape(-1)
    blocks = [flat[first : first + _BLOCK] for first in range(0, array.size, _BLOCK)]
    most = [float(abs(block).max()) for block in blocks]
    largest = nan if any(map(isnan, most)) else max(most)
    if not 0 < largest < inf:
        return largest
    return largest * sqrt(sum(float(((block / largest).astype("float64") ** 2).sum()) for block in blocks))
