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
    depth, filters = row.facts.inputs[0].channels, row.facts.output.channels
    return (
        depth,
        f"the input's depth of {depth} is kept; each filter makes one channel, so {filters} filters make a depth of {filters}",
    )


MISCONCEPTION = Misconception(
    code="K208",
    name="input-depth-kept",
    what="the depth of the input is kept, the filters ignored",
    why="Each filter makes one channel of the output, so the output is as deep as there are filters.",
    asks=DEPTHS,
    slips=depth_slips(_slip),
)
