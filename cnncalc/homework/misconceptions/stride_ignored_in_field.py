"""K402: strides ignored in a receptive field."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._path import Chain, field, sizes_slip, worked
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    return sizes_slip(question, lambda chain: field(_unstrided(chain)), _said)


def _unstrided(chain: Chain) -> Chain:
    return [step._replace(stride=1) for step in chain]


def _said(chain: Chain, value: int) -> str:
    return f"the strides are ignored: {worked(_unstrided(chain))}; each counts for all windows after it: {worked(chain)}"


MISCONCEPTION = Misconception(
    "K402",
    "stride-ignored-in-field",
    "the strides before a window were ignored",
    "Behind a stride, neighbouring cells lie further apart in the input: a window adds F - 1 times the product of all strides "
    "before it.",
    frozenset({"field"}),
    _slips,
)
