"""K302: bits where bytes are asked, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._counting import count, plain, written
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question
from cnncalc.homework.written import Number


def _slips(question: Question) -> Iterator[Slip]:
    truth = count(question)
    if truth is None:
        return
    right = written(question, truth)
    said = f"the number is right in bytes, not in bits, for which a small b stands: it is {right}"
    yield Slip(truth, said, -5, when=_in_bits)
    yield Slip(truth * 8, f"these are bits: 8 for each byte, 8*{plain(truth)} = {plain(truth * 8)}; it is {right}")
    yield Slip(
        truth / 8, f"it was divided by 8 as if to make bytes of bits: {plain(truth)}/8 = {plain(truth / 8)}; it is {right}", 5
    )


def _in_bits(number: Number) -> bool:
    return number.unit == "bit"


MISCONCEPTION = Misconception(
    "K302",
    "bits-for-bytes",
    "bits were given where bytes are asked, or bytes were taken for bits",
    "A byte is 8 bits; a float32 value takes 32 bits, which are 4 bytes. B stands for bytes, b for bits.",
    frozenset({"memory"}),
    _slips,
)
