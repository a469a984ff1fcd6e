"""K126: the heads that help in training counted with the network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._counts import conventions, layers, number, of_layer, total_of
from cnncalc.homework.misconceptions._slip import Misconception, Slip

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    report = question.report
    heads = [row for row in report.rows if row.aux is not None] if report is not None else []
    if report is None or not heads or len(question.rows) + len(heads) != len(report.rows):
        return
    known = [(row, row.facts) for row in heads if row.facts is not None and row.shares is None]
    for asked in conventions(question):
        right = total_of(layers(question, asked))
        extra = total_of(of_layer(row, facts, report, asked) for row, facts in known)
        if extra:
            said = f"the side heads are counted: without their {number(extra)} it is {number(right)}"
            yield Slip(right + extra, said)


MISCONCEPTION = Misconception(
    "K126",
    "side-heads-counted",
    what="the auxiliary heads are counted with the network",
    why="Side heads feed gradients into the middle of a network while it is trained and are removed afterwards. "
    "Its parameters are given without them.",
    asks=frozenset({"params", "weights", "biases"}),
    slips=_slips,
)
