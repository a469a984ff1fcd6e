"""K325: one side of the output where its area belongs."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._counting import MEMORY, OPERATIONS, count, facts_of, plain, written
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    truth, facts = count(question), facts_of(question)
    if truth is None or question.whole or len(facts) != 1 or len(facts[0].output.spatial) < 2:
        return
    if question.ask in OPERATIONS and facts[0].layer.kind != "conv":
        return
    sides = facts[0].output.spatial
    shape = "x".join(map(str, sides))
    for side in {side: None for side in sides if side > 1}:
        value = truth / side
        yield Slip(
            value, f"one side of the output is left out: its map is {shape}, {side}*{plain(value)} = {written(question, truth)}"
        )


MISCONCEPTION = Misconception(
    "K325",
    "side-for-area",
    "one side of the output was left out where height times width belongs",
    "A map of H rows and W columns has H*W places.",
    OPERATIONS | MEMORY,
    _slips,
    rank=12,
)
