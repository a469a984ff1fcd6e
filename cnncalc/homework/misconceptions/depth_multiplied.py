from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._shapes import DEPTHS, depth_slips
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._windows import CONVOLUTIONS

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.homework.question import Question


def _slip(question: Question, row: Row) -> tuple[int, str] | None:
    if row.facts is None or row.kind not in CONVOLUTIONS or getattr(row.facts.layer, "groups", 1) != 1:
        return None
    depth, filters = row.facts.inputs[0].channels, row.facts.output.channels
    adds = f"each filter adds up over the depth, so {filters} filters make a depth of {filters}"
    return depth * filters, f"the depth is multiplied by the filters, {depth}*{filters} = {depth * filters}; {adds}"


MISCONCEPTION = Misconception(
    code="K220",
    name="depth-multiplied",
    what="the depths of input and output are multiplied, as if each filter made a channel of every channel",
    why="Each filter covers the whole depth of its input, adds everything up, and makes one channel.",
    asks=DEPTHS,
    slips=depth_slips(_slip),
)
