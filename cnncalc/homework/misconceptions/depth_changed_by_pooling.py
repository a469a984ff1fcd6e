from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._shapes import DEPTHS, VOLUMES, answer, maker, with_depth
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.misconceptions._windows import POOLS

if TYPE_CHECKING:
    from cnncalc.homework.question import Question

_GLOBAL = ("globalavgpool", "globalmaxpool", "adaptiveavgpool")


def _slips(question: Question) -> Iterator[Slip]:
    row = maker(question)
    if row is None or row.facts is None or row.kind not in (*POOLS, *_GLOBAL):
        return
    depth, before = row.facts.output.channels, row.facts.inputs[0].spatial
    kept = f"pooling works on every channel by itself, so the depth stays {depth}"
    yield from with_depth(question, 1, f"the channels are pooled into one; {kept}")
    if row.kind in _GLOBAL:
        value = answer(question, tuple(map(Fraction, before)), 1) if question.ask == "output" else None
        if value is not None:
            yield Slip(value, f"the channels are pooled in place of the rows and columns; {kept}")
        return
    axis = row.facts.axes[0]
    if axis.stride > 1 and depth % axis.stride == 0:
        worked = f"{depth}/{axis.stride} = {depth // axis.stride}"
        yield from with_depth(question, depth // axis.stride, f"the depth is divided by the stride too, {worked}; {kept}")
    room = depth - axis.kernel
    if room > 0 and room % axis.stride == 0:
        worked = f"({depth} - {axis.kernel})/{axis.stride} + 1 = {room // axis.stride + 1}"
        yield from with_depth(question, room // axis.stride + 1, f"the window is moved over the depth too, {worked}; {kept}")


MISCONCEPTION = Misconception(
    code="K207",
    name="depth-changed-by-pooling",
    what="pooling is taken to change the depth",
    why="Pooling works on every channel by itself: only height and width become smaller.",
    asks=DEPTHS | VOLUMES,
    slips=_slips,
)
