"""Reduced twins: a network with fewer channels or a smaller input, every layer of it there, its shapes inferred anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import ceil, lcm
from typing import Any, NamedTuple

from cnncalc.diagnostics import LayerError, UsageError
from cnncalc.execution.plan import main_nodes
from cnncalc.execution.weights import owners
from cnncalc.graph import Facts, Graph
from cnncalc.layer_base import Layer, Parameters
from cnncalc.spec.walk import Entry
from cnncalc.tensor import Shape

#: Kind -> the option that says how many channels its output has.
_COUNTS = {"conv": "filters", "deconv": "filters", "fc": "outputs"}
#: Kinds that classify what is left of an image where their window is as large as it.
_GLOBAL = ("conv", "avgpool", "maxpool", "lppool")
#: Options that divide channels.
_DIVISORS = ("groups", "parts", "factor")

_WHOLE = Fraction(1)
_HALF = Fraction(1, 2)


class Scale(NamedTuple):
    """By how much a network is reduced: factors of all channel counts, and of the input's height and width."""

    channels: Fraction = _WHOLE
    input: Fraction = _WHOLE

    def __str__(self) -> str:
        if self.channels == self.input:
            return str(self.channels)
        return ",".join(f"{name}={value}" for name, value in zip(self._fields, self, strict=True) if value != 1)


class Effort:
    """How many layers may still be asked for sizes that then do not fit: some tenths of a second. One size is always tried."""

    def __init__(self, left: int = 12_000) -> None:
        self.left = left


def parse(text: str) -> Scale:
    """`1/2`, `0.5`, `channels=1/2` or `channels=1/2,input=3/4`. Raises UsageError."""
    found: dict[str, Fraction] = {}
    for part in text.split(","):
        name, equals, number = part.partition("=")
        names = [name.strip()] if equals else list(Scale._fields)
        value = _fraction(number if equals else name)
        if value is None or any(known not in Scale._fields or known in found for known in names):
            raise UsageError(
                f"--scale must be above 0 and at most 1, found `{text[:60]}`", "--scale 1/2, channels=1/2 or input=1/2"
            )
        found.update(dict.fromkeys(names, value))
    return Scale(**found)


def _fraction(text: str) -> Fraction | None:
    try:
        value = Fraction(text.strip()) if len(text) < 20 and "e" not in text.lower() else None
    except (ValueError, ZeroDivisionError):
        return None
    return value if value is not None and 0 < value <= 1 else None


def twin(graph: Graph, scale: Scale) -> tuple[Graph, str]:
    """The reduced network, and how it differs from the whole one. Raises UsageError where it cannot be reduced.

    Filters and outputs are multiplied by the scale and rounded up to what groups need; what leaves the network keeps its
    channels. Height and width become the size nearest to what was asked for that all windows fit.
    """
    try:
        made, told = _reduced(graph, scale)
    except _Misfit as misfit:
        parts = [Scale(channels=scale.channels), Scale(input=scale.input)] if 1 not in scale else []
        raise UsageError(f"there is no twin scaled by {scale}: {misfit}", *_possible(graph, parts)) from None
    if not told:
        kept = ", and what leaves the network keeps its channels" if scale.channels != 1 else ""
        others = [other for other in (Scale(channels=_HALF), Scale(input=_HALF)) if other != scale]
        raise UsageError(f"--scale {scale} reduces nothing, the input is {graph.input}{kept}", *_possible(graph, others))
    return made, told


def _possible(graph: Graph, scales: list[Scale]) -> list[str]:
    return [f"--scale {scale} can be done" for scale in scales if twin_if_any(graph, scale)]


def twin_if_any(graph: Graph, scale: Scale, effort: Effort | None = None) -> tuple[Graph, str] | None:
    """What `twin` gives; None where it gives nothing, or nothing smaller. `effort` is shared by several searches."""
    try:
        made, told = _reduced(graph, scale, effort)
    except _Misfit:
        return None
    return (made, told) if told else None


class _Misfit(Exception):
    """A layer that cannot be reduced."""


def _reduced(graph: Graph, scale: Scale, effort: Effort | None = None) -> tuple[Graph, str]:
    assert graph.input is not None
    told = []
    whole = graph.input
    if scale.channels != 1:
        thinner = graph.refitted(whole, _Thinner(graph, scale.channels).facts)
        _check_shared(thinner)
        if _shapes(thinner) != _shapes(graph):
            graph = thinner
            told.append(f"channels x {scale.channels}")
    if scale.input != 1 and whole.spatial:
        refit = _Refit()
        smaller = _smaller(graph, whole, scale.input, refit, effort or Effort())
        graph = graph.refitted(smaller, refit.facts)
        _check_shared(graph)
        told.append(f"input {smaller} of {whole}")
    return graph, ", ".join(told)


class _Refit:
    """The layers as they are, on other inputs; equal ones worked out once."""

    def __init__(self) -> None:
        self._made: dict[Any, Facts] = {}
        self.asked = 0

    def facts(self, node: Entry, inputs: tuple[Shape, ...]) -> Facts:
        self.asked += 1
        key = self._key(node, inputs)
        if key not in self._made:
            try:
                self._made[key] = Facts(self._layer(node, inputs), inputs)
            except LayerError as error:
                raise _Misfit(f"`{node.path}`: {error.message}") from None
        return self._made[key]

    def _key(self, node: Entry, inputs: tuple[Shape, ...]) -> Any:
        return node.facts, inputs

    def _layer(self, node: Entry, inputs: tuple[Shape, ...]) -> Layer:
        """The layer as it is; but a window over a whole axis goes on covering all of it."""
        layer: Any = node.facts.layer
        axes = node.facts.axes if node.kind in _GLOBAL else ()
        whole = [axis.kernel == axis.size and axis.out == 1 and not (axis.before or axis.after) for axis in axes]
        if any(whole):
            sizes = zip(whole, layer.kernel, inputs[0].spatial, strict=True)
            layer = replace(layer, kernel=tuple(size if all else kernel for all, kernel, size in sizes))
        made: Layer = layer
        return made


class _Thinner(_Refit):
    """The layers with fewer filters and outputs."""

    def __init__(self, graph: Graph, scale: Fraction) -> None:
        super().__init__()
        self._scale, self._owners = scale, owners(graph)
        self._kept = _ends(graph, self._owners)
        self._divisors = {divisor for node in main_nodes(graph) for divisor in _divisors(node.facts)}

    def _key(self, node: Entry, inputs: tuple[Shape, ...]) -> Any:
        return node.facts, inputs, self._owners[node.path] in self._kept

    def _layer(self, node: Entry, inputs: tuple[Shape, ...]) -> Layer:
        layer: Any = node.facts.layer
        if node.kind not in _COUNTS:
            return super()._layer(node, inputs)
        option, channels = _COUNTS[node.kind], inputs[0].channels
        before = getattr(layer, option)
        if _is_depthwise(node.facts):
            each = before // node.facts.inputs[0].channels
            groups = layer.groups if layer.groups == "depthwise" else channels
            fitted: Layer = replace(layer, **{option: each * channels}, groups=groups)
            return fitted
        if self._owners[node.path] in self._kept:
            return super()._layer(node, inputs)
        unit = lcm(*[divisor for divisor in self._divisors if before % divisor == 0])
        thinner: Layer = replace(layer, **{option: unit * ceil(before * self._scale / unit)})
        return thinner


def _divisors(facts: Facts) -> Iterator[int]:
    """Numbers that must go on dividing the channels that they divide."""
    if _is_depthwise(facts):
        return
    for name in _DIVISORS:
        value = getattr(facts.layer, name, 1)
        if isinstance(value, int) and value > 1:
            yield value ** len(facts.output.spatial) if name == "factor" else value


def _is_depthwise(facts: Facts) -> bool:
    """Whether each channel is convolved apart, so that there must be as many groups as channels."""
    groups = getattr(facts.layer, "groups", 1) if facts.layer.kind in _COUNTS else 1
    return groups == "depthwise" or groups == facts.inputs[0].channels > 1


def _ends(graph: Graph, owner: dict[str, str]) -> set[str]:
    """The layers whose channels leave the network, by the path of the layer whose weights they use."""
    found: set[str] = set()
    seen: set[int] = set()
    waiting = list(graph.outputs)
    while waiting:
        index = waiting.pop()
        if index == 0 or index in seen:
            continue
        seen.add(index)
        node = graph.nodes[index - 1]
        if node.kind in _COUNTS and not _is_depthwise(node.facts):
            found.add(owner[node.path])
        else:
            waiting += node.inputs
    return found


def _smaller(graph: Graph, whole: Shape, scale: Fraction, refit: _Refit, effort: Effort) -> Shape:
    """The input that all windows fit, on each axis the size nearest to what was asked for; the axes are tried one by one."""
    sizes = list(whole.spatial)
    first: _Misfit | None = None
    for axis, size in enumerate(whole.spatial):
        least = effort.left * (len(sizes) - axis - 1) // (len(sizes) - axis)  # for the axes that follow
        for candidate in _nearest(max(round(size * scale), 1), size - 1):
            asked = refit.asked
            spatial = (*whole.spatial[:axis], candidate, *whole.spatial[axis + 1 :])
            try:
                graph.refitted(Shape(whole.channels, spatial), refit.facts)
            except _Misfit as misfit:
                first = first or misfit
                effort.left -= refit.asked - asked
                if effort.left <= least:
                    break
            else:
                sizes[axis] = candidate
                break
    if tuple(sizes) == whole.spatial:
        raise first or _Misfit(f"the input is {whole}")
    return Shape(whole.channels, tuple(sizes))


def _nearest(wanted: int, most: int) -> Iterator[int]:
    """Sizes from 1 to `most`, those nearest to the wanted one first, of two as near the smaller."""
    for away in range(max(wanted, most - wanted + 1)):
        for size in (wanted - away, wanted + away)[: 1 + bool(away)]:
            if 1 <= size <= most:
                yield size


def _shapes(graph: Graph) -> dict[str, Parameters]:
    return {node.path: node.facts.parameters for node in main_nodes(graph)}


def _check_shared(graph: Graph) -> None:
    """Layers that share tensors must still need them of one shape."""
    shapes = _shapes(graph)
    for path, owner in owners(graph).items():
        if shapes[path] != shapes[owner]:
            raise _Misfit(f"`{path}` shares the weights of `{owner}`, which would have another shape")
