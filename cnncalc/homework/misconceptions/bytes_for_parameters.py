"""K124: how much memory the parameters take, for how many there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._counts import conventions, layers, number, total_of
from cnncalc.homework.misconceptions._slip import Misconception, Slip, in_bytes
from cnncalc.tensor import DTYPE_BYTES

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    size = DTYPE_BYTES[question.report.dtype] if question.report is not None else 1
    for asked in conventions(question) if size > 1 else []:
        right = total_of(layers(question, asked))
        if right:
            label = next((f" {truth.label}" for truth in question.truths if truth.label and truth.value == right), "")
            said = f"these are bytes, {size} for each parameter: how many there are is asked, {number(right)}{label}"
            yield Slip(right * size, said, when=in_bytes)


MISCONCEPTION = Misconception(
    "K124",
    "bytes-for-parameters",
    what="the bytes that the parameters take are given for their number",
    why="A parameter is one number, however it is stored. In float32 each takes 4 bytes, and memory is 4 times the count.",
    asks=frozenset({"params", "weights", "biases"}),
    slips=_slips,
    rank=20,
)
