"""K115: biases where there are none, or where none are asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._counts import Counts, Wrong, conventions, in_layers, layers, number, total_of
from cnncalc.homework.misconceptions._slip import Misconception, Slip

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _given(right: Counts) -> Wrong | None:
    if right.biases or getattr(right.facts.layer, "bias", True):
        return None
    return Wrong(right._replace(biases=right.filters), "a bias is counted", f"`bias: false` leaves it out, {right.worked}")


_in_layers_without = in_layers(_given)


def _slips(question: Question) -> Iterator[Slip]:
    yield from _in_layers_without(question)
    ways = conventions(question)
    for asked in [] if any(way.counted for way in ways) else ways:
        counts = layers(question, asked)
        if not any(each.biases for each in counts):
            continue
        sum_of = {"products": "filter_params", "weights": "params"}.get(asked.ask, asked.ask)
        value = total_of(each._replace(asked=asked._replace(ask=sum_of, counted=True)) for each in counts)
        right = counts[0].worked if len(counts) == 1 else number(total_of(counts))
        if asked.ask == "products":
            said = f"the bias is counted: it is added, not multiplied, {right}"
        elif asked.ask == "filter_params":
            said = f"the bias is counted: here it is left out, {right}"
        else:
            said = f"the {sum(each.biases for each in counts):,} biases are counted: here they are left out, {right}"
        yield Slip(value, said)


MISCONCEPTION = Misconception(
    "K115",
    "bias-counted-though-left-out",
    what="biases are counted where there are none, or where only weights are asked",
    why="A layer with `bias: false` learns its weights alone, as before a norm, whose shift does the same. "
    "Where weights or products are asked, biases are no part of them.",
    asks=frozenset({"params", "weights", "biases", "filter_params", "products"}),
    slips=_slips,
)
