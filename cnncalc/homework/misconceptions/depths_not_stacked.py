from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._shapes import DEPTHS, maker, with_depth
from cnncalc.homework.misconceptions._slip import Misconception, Slip

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    row = maker(question)
    if row is None or row.facts is None or row.kind not in ("add", "concat") or len(row.facts.inputs) < 2:
        return
    depths = [shape.channels for shape in row.facts.inputs]
    total = f"{' + '.join(map(str, depths))} = {sum(depths)}"
    if row.kind == "add":
        yield from with_depth(
            question, sum(depths), f"the depths are added, {total}; values are added place by place, so it stays {depths[0]}"
        )
        return
    for depth in dict.fromkeys((max(depths), depths[-1])):
        yield from with_depth(question, depth, f"only a depth of {depth} is counted; the inputs are stacked, {total}")


MISCONCEPTION = Misconception(
    code="K232",
    name="depths-not-stacked",
    what="the inputs of a concatenation are not stacked, or those of an addition are",
    why="`concat` stacks its inputs: their depths add up. `add` adds them value by value: the shape stays.",
    asks=DEPTHS,
    slips=_slips,
)
