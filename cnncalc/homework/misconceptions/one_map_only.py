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
    filters = row.facts.output.channels
    return 1, f"only one map is counted; each of the {filters} filters makes its own, so the depth is {filters}"


MISCONCEPTION = Misconception(
    code="K236",
    name="one-map-only",
    what="the output is taken to be a single map, as if there were one filter",
    why="Each filter makes one channel of the output; the channels of all filters are stacked.",
    asks=DEPTHS,
    slips=depth_slips(_slip),
)
