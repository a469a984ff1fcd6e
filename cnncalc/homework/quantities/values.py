"""`ask: values`."""

from __future__ import annotations

from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity
from cnncalc.homework.question import Truth


def _answer(asked: Asked) -> Answered:
    computation = asked.computation
    assert computation is not None
    return Answered((Truth(computation.output),), tuple(computation.lines()), f"{computation.phrase()} What is the output?")


QUANTITY = Quantity("values", "cells", "the values of a small computation, cell by cell", "values", _answer)
