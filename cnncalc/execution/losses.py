"""What the network's outputs are judged by: the loss, and dL/d(outputs), from which the backward pass starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cnncalc.diagnostics import UsageError
from cnncalc.execution.tracing import Trace, channels_first, channels_last, path_of
from cnncalc.layer_base import Array
from cnncalc.spec.walk import Entry


class Loss(NamedTuple):
    """`value` is None where dL/d(output) was given: many losses have the same."""

    kind: str  # "sum", "cross-entropy" or "given"
    words: str
    value: float | None
    target: tuple[int, ...]  # of cross-entropy, a class for each image
    starts: dict[int, Array]  # output (its entry) -> dL/d(output)


def given(trace: Trace, upstream: Array) -> Loss:
    """From dL/dy of the network's one output, channels first."""
    (output,) = trace.graph.outputs
    start = trace.on.xp.ascontiguousarray(channels_last(upstream))
    return Loss("given", f"dL/dy of {path_of(trace.graph, output)} as given", None, (), {output: start})


def total(trace: Trace) -> Loss:
    """L is the sum of all values of all outputs."""
    xp, arrays = trace.on.xp, trace.arrays
    starts = {output: xp.ones_like(arrays[output]) for output in trace.graph.outputs}
    paths = ", ".join(path_of(trace.graph, output) for output in starts)
    values = sum(array.size for array in starts.values())
    found = sum(arrays[output].sum() for output in starts)
    return Loss("sum", f"L = the sum of the {values:,} value{'s' * (values > 1)} of {paths}", float(found), (), starts)


def cross_entropy(trace: Trace, target: Sequence[int]) -> Loss:
    """L = -log p(class), its mean over the batch; p is the network's softmax, or that of its scores. Raises UsageError."""
    xp, output = trace.on.xp, trace.graph.outputs[0]
    y = trace.arrays[output]
    target = _targets(trace, target, y)
    images, rows = y.shape[0], list(range(y.shape[0]))
    start = xp.zeros_like(y)
    if ends_in_softmax(trace):
        p = y[rows, target]
        if bool((p == 0).any()):
            least = f"the softmax gives class {target[int((p == 0).argmax())]} a probability of 0 in {trace.on.dtype}"
            raise UsageError(f"{least}: its logarithm is infinite", "without the softmax, the loss is worked out from the scores")
        start[rows, target] = -1 / (p * images)
        value, of = -xp.log(p).mean(), path_of(trace.graph, output)
    else:
        shifted = y - y.max(axis=-1, keepdims=True)
        e = xp.exp(shifted)
        sums = e.sum(axis=-1, keepdims=True)
        start[...] = e / sums
        start[rows, target] -= 1
        start /= images
        value, of = (xp.log(sums[:, 0]) - shifted[rows, target]).mean(), f"softmax({path_of(trace.graph, output)})"
    classes = sorted(set(target))
    named = f"class {classes[0]}" if len(classes) == 1 else "each image's class"
    mean = f", the mean of {images} images" if images > 1 else ""
    return Loss("cross-entropy", f"L = -log of what {of} gives {named}{mean}", float(value), tuple(target), {output: start})


def ends_in_softmax(trace: Trace) -> bool:
    """Whether the network has one output, a vector, and a softmax makes it."""
    last = [_node(trace, output) for output in trace.graph.outputs]
    return len(last) == 1 and last[0] is not None and last[0].kind == "softmax" and not last[0].facts.output.spatial


def check_upstream(trace: Trace) -> tuple[int, ...]:
    """The shape of the one output's batch, channels first. Raises UsageError where there are several outputs."""
    outputs = trace.graph.outputs
    if len(outputs) > 1:
        paths = ", ".join(path_of(trace.graph, output) for output in outputs)
        raise UsageError(f"--upstream is the gradient of one output, and the network has {len(outputs)}: {paths}",
                         "leave it out: L is the sum of all outputs")  # fmt: skip
    return tuple(channels_first(trace.arrays[outputs[0]]).shape)


def _targets(trace: Trace, target: Sequence[int], y: Array) -> list[int]:
    outputs = trace.graph.outputs
    if len(outputs) > 1 or y.ndim != 2:
        found = f"{len(outputs)} outputs" if len(outputs) > 1 else f"an output of {'x'.join(map(str, y.shape[1:]))}"
        raise UsageError(f"cross-entropy needs a vector of scores or probabilities, and the network has {found}", "--loss sum")
    images, classes = y.shape
    if len(target) not in (1, images):
        raise UsageError(f"--target names {len(target)} classes for {images} image{'s' * (images > 1)}",
                         "one class for all, or one for each image")  # fmt: skip
    path = path_of(trace.graph, outputs[0])
    for word in target:
        if not 0 <= word < classes:
            raise UsageError(f"there is no class {word}: {path} has {classes:,}, from 0 to {classes - 1:,}")
    return list(target) * (images if len(target) == 1 else 1)


def _node(trace: Trace, index: int) -> Entry | None:
    return trace.graph.nodes[index - 1] if index else None
