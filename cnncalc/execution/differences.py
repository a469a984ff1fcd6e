"""Gradients against finite differences: a few values of an array are moved up and down, and the outputs are compared.

Where an output has a kink (a ReLU at 0, two equal values under a maximum) a difference is no derivative: it is then taken
elsewhere, with fewer values. Errors are told relative to the sum of what the moved values do, each taken positive.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isnan
from typing import Any

from cnncalc.execution.backward import Step
from cnncalc.execution.tracing import Trace
from cnncalc.layer_base import Array

#: The largest error allowed, in float64.
MOST = 1e-6
#: The step, in units of the array's values; and the values moved at once, attempt by attempt.
_STEP = 1e-5
_MOVED = (16, 8, 4, 2, *[1] * 20)
_CANDIDATES = 256
#: Roundings of an output that a difference of two may have.
_ROUNDINGS = 4

#: What the outputs are once an array has been exchanged: output -> array.
Outputs = Callable[[Array], Mapping[int, Array]]


def layer_error(trace: Trace, step: Step) -> float | None:
    """The largest error of a layer's own backward pass, of all its inputs and learned tensors; None at kinks alone."""
    node, inputs, own = step.node, trace.inputs(step.node), trace.own(step.node)
    upstream = {0: step.upstream}
    base = {0: trace.arrays[node.index]}
    errors = []
    for position, gradient in enumerate(step.downstream):

        def exchanged(x: Array, position: int = position) -> dict[int, Array]:
            return {0: trace.forward(node, [*inputs[:position], x, *inputs[position + 1 :]], own)}

        errors.append(_error(trace, inputs[position], gradient, upstream, base, exchanged))
    for name, gradient in step.tensors.items():

        def with_tensor(tensor: Array, name: str = name) -> dict[int, Array]:
            return {0: trace.forward(node, inputs, {**own, name: tensor})}

        errors.append(_error(trace, own[name], gradient, upstream, base, with_tensor))
    return _largest(errors)


def whole_error(trace: Trace, starts: Mapping[int, Array], gradient: Array) -> float | None:
    """The error of dL/d(input), which went through the whole network; None at kinks alone."""
    base = {output: trace.arrays[output] for output in starts}

    def exchanged(x: Array) -> dict[int, Array]:
        arrays = trace.replay({0: x})
        return {output: arrays[output] for output in starts}

    return _error(trace, trace.arrays[0], gradient, starts, base, exchanged)


def by_size(error: float) -> tuple[bool, float]:
    """What errors are ordered by: one that is no number is the largest."""
    return isnan(error), error


def _largest(errors: list[float | None]) -> float | None:
    return max((error for error in errors if error is not None), key=by_size, default=None)


def _error(trace: Trace, array: Array, gradient: Array, upstream: Mapping[int, Array], base: Mapping[int, Array],
           outputs: Outputs) -> float | None:  # fmt: skip
    """The least error of a few attempts: the first that is small enough, or that no kink explains."""
    xp, random = trace.on.xp, trace.on.xp.random.default_rng([trace.on.seed, array.size])
    values = float((array.astype("float64") ** 2).mean()) ** 0.5 if array.size else 0.0
    step = _STEP * (values or 1.0)
    least: float | None = None
    for count in _MOVED:
        moved = _moved(random, gradient, count)
        slope = gradient.reshape(-1)[moved]
        by = step * random.uniform(0.5, 1, len(moved)) * random.choice(xp.asarray([-1, 1]), len(moved))
        by[::2] = xp.where(slope < 0, -abs(by), abs(by))[::2]  # these must not cancel each other
        up, down = (outputs(_changed(array, moved, way * by)) for way in (1, -1))
        measured = spread = bend = rounded = 0.0
        for output, weight in upstream.items():
            change = weight * (up[output] - down[output]) / 2
            measured += float(change.sum())
            spread += float(abs(change).sum())
            rounded += _ROUNDINGS * float(xp.finfo(change.dtype).eps) * float(abs(weight * base[output]).sum())
            bend += float(abs(weight * (up[output] - 2 * base[output] + down[output])).sum()) / 2
        expected = slope * by
        scale = max(spread, float(abs(expected).sum()))
        apart = abs(measured - float(expected.sum()))
        error = apart / scale if scale else apart
        if error > MOST and apart <= rounded:  # the difference has no more digits
            return 0.0
        if error <= MOST or not apart <= 1.01 * bend:
            return error
        if bend <= 1e-4 * scale:
            least = error if least is None else min(least, error)
    return least


def _moved(random: Any, gradient: Array, count: int) -> Array:
    """Places of values to move, of some drawn at random: half of them where the gradient is largest, or one where it is not 0."""
    some = random.integers(0, gradient.size, _CANDIDATES) if gradient.size > _CANDIDATES else random.permutation(gradient.size)
    drawn = list(dict.fromkeys(some.tolist()))
    sizes = dict(zip(drawn, abs(gradient.reshape(-1)[drawn]).tolist(), strict=True))
    if count == 1:
        return [next((place for place in drawn if sizes[place]), drawn[0])]
    largest = sorted(drawn, key=lambda place: -sizes[place])[: count // 2]
    return list(dict.fromkeys([*largest, *drawn]))[:count]


def _changed(array: Array, places: Array, by: Array) -> Array:
    changed = array.copy()
    changed.reshape(-1)[places] += by
    return changed
