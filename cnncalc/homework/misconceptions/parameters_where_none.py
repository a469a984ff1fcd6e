"""K116: parameters for a layer that learns nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._counts import Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception, Slip

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _values(right: Counts) -> Wrong | None:
    return _wrong(right, right.facts.output.elements, "the values of the output are given for parameters")


def _channels(right: Counts) -> Wrong | None:
    return None if right.is_pool else _wrong(right, right.facts.output.channels, "a parameter is counted for each channel")


def _two_a_channel(right: Counts) -> Wrong | None:
    return (
        None if right.is_pool else _wrong(right, 2 * right.facts.output.channels, "two parameters are counted for each channel")
    )


def _wrong(right: Counts, weights: int, head: str) -> Wrong | None:
    layer = right.facts.layer
    if right.facts.params or layer.weighted or layer.declared:
        return None
    return Wrong(right._replace(weights=weights), head, f"`{right.row.kind}` learns nothing, 0")


_in_layers = in_layers(_values, _channels, _two_a_channel)


def _slips(question: Question) -> Iterable[Slip]:
    return () if question.whole else _in_layers(question)


MISCONCEPTION = Misconception(
    "K116",
    "parameters-where-none",
    what="a layer that learns nothing is given parameters: the values of its output, or its channels",
    why="Parameters are numbers that are learned. ReLU, dropout, softmax and pooling compute fixed functions: they put "
    "values out, which are activations, and have no parameters.",
    asks=frozenset({"params", "weights"}),
    slips=_slips,
)
