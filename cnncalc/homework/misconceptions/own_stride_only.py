"""K418: the layer's own stride as the step."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._path import Chain, sizes_slip, strides
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    return sizes_slip(question, lambda chain: chain[-1].stride, _said)


def _said(chain: Chain, value: int) -> str:
    return f"{value} is the stride of `{chain[-1].path}` alone; with those before it the step is {strides(chain)}"


MISCONCEPTION = Misconception(
    "K418",
    "own-stride-only",
    "the layer's own stride was given for its step in the input",
    "The step in the input is the product of this stride and all strides before it.",
    frozenset({"jump"}),
    _slips,
)
