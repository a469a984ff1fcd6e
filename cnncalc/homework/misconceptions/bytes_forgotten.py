"""K308: values where bytes are asked, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._counting import MEMORY, count, plain, value_bytes, written
from cnncalc.homework.misconceptions._slip import Misconception, Slip, in_bytes
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth = count(question)
    if truth is None or question.report is None:
        return
    size, dtype = value_bytes(question), question.report.dtype
    if question.ask == "memory":
        values = truth / size
        yield Slip(
            values,
            f"{plain(values)} is the number of values: in {dtype}, {size} bytes each, {size}*{plain(values)} = "
            f"{written(question, truth)}",
        )
    else:
        found = truth * size
        said = f"{plain(found)} are bytes, {size} for each value: {plain(found)}/{size} = {written(question, truth)}"
        yield Slip(found, said, when=in_bytes)


MISCONCEPTION = Misconception(
    "K308",
    "bytes-forgotten",
    "the number of values was given where bytes are asked, or bytes where values are asked",
    "Memory in bytes is the number of values times the bytes of one: 4 in float32, 2 in float16, 8 in float64.",
    MEMORY,
    _slips,
)
