from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._shapes import unread
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.misconceptions._windows import windows_of

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    cells, worked = unread(question)
    if not cells:
        return
    row = question.rows[0]
    assert row.facts is not None
    windows = windows_of(question, row, row.facts.inputs[0].spatial)
    rooms = [window.size + window.before + window.after - window.span for window in windows]
    rests = tuple(Fraction(room % window.stride) for room, window in zip(rooms, windows, strict=True))
    if rests != cells:
        given = "x".join(map(str, dict.fromkeys(rests)))
        yield Slip(rests, f"the rest of the division, {given}, is taken for the cells; {worked}")


MISCONCEPTION = Misconception(
    code="K238",
    name="rest-for-unread",
    what="the rest of (N + 2P - F)/S is taken for the rows and columns that no window reads",
    why="The rest counts cells of the padding too, and no cells that lie between windows farther apart than they are wide.",
    asks=frozenset({"unread"}),
    slips=_slips,
)
