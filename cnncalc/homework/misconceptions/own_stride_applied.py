"""K408: a window's own stride applied to its own kernel in a receptive field."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._path import Chain, sizes_slip, worked
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    return sizes_slip(question, _wrong, _said)


def _wrong(chain: Chain) -> int:
    size, step = 1, 1
    for window in chain:
        step *= window.stride
        size += (window.kernel - 1) * window.dilation * step
    return size


def _said(chain: Chain, value: int) -> str:
    strided = next(step for step in chain if step.stride > 1)
    return (
        f"the stride {strided.stride} of `{strided.path}` counts for its own window too, which gives {value}; it counts from "
        f"the next layer on: {worked(chain)}"
    )


MISCONCEPTION = Misconception(
    "K408",
    "own-stride-applied",
    "each window was multiplied by its own stride too",
    "A window's cells lie as far apart as the strides before it say; its own stride counts from the next layer on.",
    frozenset({"field"}),
    _slips,
)
