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
    kernel, filters = row.facts.axes[0].kernel, row.facts.output.channels
    said = f"the kernel's size of {kernel} is taken for the depth; there are {filters} filters, so the depth is {filters}"
    return kernel, said


MISCONCEPTION = Misconception(
    code="K231",
    name="kernel-for-filters",
    what="the kernel's size is taken for the number of filters",
    why="F is the size of a filter, K how many filters there are; the output is K deep.",
    asks=DEPTHS,
    slips=depth_slips(_slip),
    rank=20,
)
