"""K303: MB written where the number is of MiB, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from cnncalc.homework.misconceptions._counting import count
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question
from cnncalc.homework.written import Number
from cnncalc.tensor import human_bytes

_UNITS = (("kB", "KiB"), ("MB", "MiB"), ("GB", "GiB"), ("TB", "TiB"))


def _slips(question: Question) -> Iterator[Slip]:
    truth = count(question)
    if truth is None or truth < 1000:
        return
    right = f"it is {human_bytes(int(truth))}"
    for power, (decimal, binary) in enumerate(_UNITS, 1):
        if truth >= 1000**power:
            ratio = Fraction(1024, 1000) ** power
            for value, meant, taken in ((truth * ratio, decimal, binary), (truth / ratio, binary, decimal)):
                said = f"the number is right in {meant}, not in {taken}: {right}"
                yield Slip(value, said, when=partial(_is_in, taken.removesuffix("B")))


def _is_in(prefix: str, number: Number) -> bool:
    """Whether a number is written in that unit, or as bytes into which it was turned."""
    return number.unit in ("", "B") and number.prefix in ("", prefix[:1].upper() + prefix[1:])


MISCONCEPTION = Misconception(
    "K303",
    "mib-for-mb",
    "megabytes were written for mebibytes, or the reverse",
    "1 MB is 1,000,000 bytes, 1 MiB is 1024*1024 = 1,048,576 bytes; in the same way kB and KiB, GB and GiB.",
    frozenset({"memory"}),
    _slips,
)
