"""K309: the bytes of another number format."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._counting import count, plain, value_bytes, written
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question

_FORMATS = {8: "float64", 4: "float32", 2: "float16"}


def _slips(question: Question) -> Iterator[Slip]:
    truth = count(question)
    if truth is None or question.report is None:
        return
    size = value_bytes(question)
    for taken, name in _FORMATS.items():
        if taken != size:
            value = truth / size * taken
            yield Slip(
                value,
                f"a value was taken for {taken} bytes, as in {name}, {plain(value)} in all; in {question.report.dtype} it has "
                f"{size}: {written(question, truth)}",
            )


MISCONCEPTION = Misconception(
    "K309",
    "wrong-number-format",
    "the bytes of a value are those of another number format",
    "A value takes 8 bytes in float64, 4 in float32, 2 in float16 and bfloat16, and 1 in int8.",
    frozenset({"memory"}),
    _slips,
    rank=12,
)
