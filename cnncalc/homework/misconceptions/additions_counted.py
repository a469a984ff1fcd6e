"""K121: additions counted among the multiplications."""

from __future__ import annotations

from cnncalc.homework.misconceptions._counts import Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _sums(right: Counts) -> Wrong | None:
    return _wrong(right, 2 * right.reads - 1)


def _sums_and_bias(right: Counts) -> Wrong | None:
    return _wrong(right, 2 * right.reads)


def _wrong(right: Counts, operations: int) -> Wrong | None:
    if not right.has_filters and not right.is_fc:
        return None
    because = f"only the multiplications are asked, {right.worked}"
    return Wrong(right.reading(operations), "the additions are counted as well", because)


MISCONCEPTION = Misconception(
    "K121",
    "additions-counted",
    what="the additions are counted among the multiplications",
    why="A dot product of n numbers has n multiplications and n - 1 additions; adding the bias is one more.",
    asks=frozenset({"products"}),
    slips=in_layers(_sums, _sums_and_bias),
)
