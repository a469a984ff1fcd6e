"""K409: dilations ignored in a receptive field."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._path import Chain, field, sizes_slip, worked
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    return sizes_slip(question, lambda chain: field(_dense(chain)), _said)


def _dense(chain: Chain) -> Chain:
    return [step._replace(dilation=1) for step in chain]


def _said(chain: Chain, value: int) -> str:
    return f"the dilation is ignored: {worked(_dense(chain))}; it spreads the window: {worked(chain)}"


MISCONCEPTION = Misconception(
    "K409",
    "dilation-ignored-in-field",
    "the dilation was ignored",
    "With dilation d the cells of a window lie d apart: it spans d*(F - 1) + 1 cells, not F.",
    frozenset({"field"}),
    _slips,
)
