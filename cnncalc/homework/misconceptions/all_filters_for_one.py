"""K128: the whole layer, where one filter is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._counts import conventions, layers
from cnncalc.homework.misconceptions._slip import Misconception, Slip

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    for asked in conventions(question):
        for right in layers(question, asked):
            if right.filters > 1 and (right.has_filters or right.is_fc):
                one = "one value of the output" if asked.ask == "products" else f"one {right.each}"
                said = f"all {right.filters:,} {right.each}s are counted: {one} is asked, {right.worked}"
                yield Slip(right.figure * right.filters, said)


MISCONCEPTION = Misconception(
    "K128",
    "all-filters-for-one",
    what="all filters are counted where one is asked",
    why="One value of the output is made by one filter at one place. The layer has K of them, each F*F*D weights and a bias.",
    asks=frozenset({"filter_params", "products"}),
    slips=_slips,
)
