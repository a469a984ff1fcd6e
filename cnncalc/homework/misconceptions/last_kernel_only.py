"""K404: the last window's size as the receptive field."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._path import Chain, sizes_slip, worked
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    return sizes_slip(question, lambda chain: chain[-1].kernel, _said)


def _said(chain: Chain, value: int) -> str:
    return f"{value} is what `{chain[-1].path}` sees of the layer before it; of the input it sees {worked(chain)}"


MISCONCEPTION = Misconception(
    "K404",
    "last-kernel-only",
    "the kernel of the last layer was given for its receptive field",
    "The receptive field is what a value sees of the network's input, through all layers before it; the kernel is what it sees "
    "of the layer before.",
    frozenset({"field"}),
    _slips,
)
