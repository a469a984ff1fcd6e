from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._shapes import DEPTHS, depth_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import CONVOLUTIONS

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.homework.question import Question


def _slip(question: Question, row: Row) -> tuple[int, str] | None:
    if row.facts is None or row.kind not in CONVOLUTIONS:
        return None
    layer, filters = row.facts.layer, row.facts.output.channels
    groups = getattr(layer, "groups", 1)
    groups = row.facts.inputs[0].channels if groups == "depthwise" else groups
    each = filters // groups
    return each, f"only one group is counted, {filters}/{groups} = {each}; the groups are stacked, {groups}*{each} = {filters}"


MISCONCEPTION = Misconception(
    code="K234",
    name="one-group-only",
    what="the filters of one group are counted only",
    why="Each group makes its own channels; those of all groups are stacked, so the output is as deep as there are filters.",
    asks=DEPTHS,
    slips=depth_slips(_slip),
)
