"""K414: strides added where they multiply."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._path import Chain, shortened, sizes_slip, strides
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    yield from sizes_slip(question, lambda chain: sum(step.stride for step in chain), _said)
    yield from sizes_slip(question, lambda chain: sum(step.stride for step in chain if step.stride > 1), _said)


def _said(chain: Chain, value: int) -> str:
    added = [step.stride for step in chain]
    if sum(added) != value:
        added = [stride for stride in added if stride > 1]
    return (
        f"the strides are added, {shortened([str(stride) for stride in added], ' + ')} = {value}; they multiply: {strides(chain)}"
    )


MISCONCEPTION = Misconception(
    "K414",
    "strides-added",
    "the strides were added",
    "One cell of a layer is S cells of the layer before it, each of which is S cells of the one before that: strides multiply.",
    frozenset({"jump"}),
    _slips,
)
