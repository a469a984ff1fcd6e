"""K125: weights of another layer counted again where they are shared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._counts import conventions, layers, number, of_layer, total_of
from cnncalc.homework.misconceptions._slip import Misconception, Slip

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    sharing = [(row, row.facts) for row in question.rows if row.facts is not None and row.shares is not None]
    for asked in conventions(question) if sharing else []:
        right = total_of(layers(question, asked))
        again = total_of(of_layer(row, facts, question.report, asked) for row, facts in sharing)
        if again:
            row = sharing[0][0]
            where = f"{row.path} shares its parameters with {row.shares}"
            yield Slip(right + again, f"shared parameters are counted again: {where}, {number(right)} are learned")


MISCONCEPTION = Misconception(
    "K125",
    "shared-weights-counted",
    what="weights that a layer shares with another are counted again",
    why="Two layers that share their weights use the same numbers. They are stored and learned once; "
    "only the operations are done twice.",
    asks=frozenset({"params", "weights", "biases"}),
    slips=_slips,
)
