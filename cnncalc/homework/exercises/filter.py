"""What a filter does: its response to a flat image, to edges and to a single point."""

from __future__ import annotations

from typing import Any

from cnncalc.homework.exercises._board import added, board
from cnncalc.homework.exercises._draws import Draws
from cnncalc.homework.exercises._exercise import Exercise, Made, part

_FLAT = ("Every pixel is the same, so the response is the sum of the filter's numbers times that pixel.",
         "A filter whose numbers add up to 0 is blind to flat areas; one with the sum 1 keeps them as they are.")  # fmt: skip
_POINT = "A single 1 under the filter picks out one of its numbers; as the filter slides on, the next one."


def _make(draw: Draws, difficulty: str) -> Made | None:
    return _list(draw) if difficulty == "easy" else _image(draw, difficulty == "hard")


def _list(draw: Draws) -> Made | None:
    w, level = draw.row(3, -3, 3), draw.between(2, 6)
    if len(set(w)) == 1 or w.count(0) > 1 or sum(w) not in (0, 1, 2, 3):
        return None
    flat, edge, point = [level] * 3, [0, 0, 0, level, level, level], [0, 0, 1, 0, 0]
    return Made((
        part(f"What does this filter do? Begin with a flat list: how does the filter respond to it?\n\n"
             f"{board(flat_list=flat, filter=w)}", (*_FLAT, f"Put in: {level}*({added(w)})"), **_asked(flat, w)),
        part(f"How does it respond to this edge, without padding?\n\n{board(edge=edge)}",
             ("Slide the filter over the edge: it sees the flat side, then ever more of the other one.",
              f"The second number is 0*{w[0]} + 0*{w[1]} + {level}*{w[2]}."), **_asked(edge, w)),
        part(f"And to a single point, without padding?\n\n{board(point=point)}",
             (_POINT, f"The first number is 0*{w[0]} + 0*{w[1]} + 1*{w[2]}."), **_asked(point, w)),
    ))  # fmt: skip


def _image(draw: Draws, is_hard: bool) -> Made | None:
    w = _edge_filter(draw) if not is_hard else draw.grid(3, 3, -2, 4)
    if w is None or len({cell for row in w for cell in row}) < 2 or w == [list(row) for row in zip(*w, strict=True)]:
        return None
    level = draw.between(2, 5)
    flat = [[level] * 3 for _ in range(3)]
    vertical = [[0, 0, level, level] for _ in range(3)]
    horizontal = [[0] * 3, [0] * 3, [level] * 3, [level] * 3]
    point = [[int((row, column) == (2, 2)) for column in range(5)] for row in range(5)]
    parts = [
        part(f"What does this filter do? Begin with a flat image: how does the filter respond to it?\n\n"
             f"{board(flat_image=flat, filter=w)}", (*_FLAT, "Add up the nine numbers of the filter first."), **_asked(flat, w)),
        part(f"How does it respond to this vertical edge, without padding?\n\n{board(vertical_edge=vertical)}",
             ("Only the columns of the filter that lie on the bright side count.",
              f"The first number is {level}*({added([row[2] for row in w])})."), **_asked(vertical, w)),
        part(f"And to this horizontal edge, without padding?\n\n{board(horizontal_edge=horizontal)}",
             ("Only the rows of the filter that lie on the bright side count.",
              f"The first number is {level}*({added(w[2])})."), **_asked(horizontal, w)),
    ]  # fmt: skip
    if is_hard:
        parts.append(part(f"And to a single point, without padding?\n\n{board(point=point)}",
                          (_POINT, "At the first place, the point lies under the filter's last number."),
                          **_asked(point, w)))  # fmt: skip
    return Made(parts)


def _edge_filter(draw: Draws) -> list[list[int]] | None:
    """A filter that sees one kind of edge, as it stands, turned or mirrored; or one that smooths along an axis."""
    side, row = draw.choice([1, 2]), draw.choice([[-1, 0, 1], [1, 0, -1], [1, 2, 1], [-1, 2, -1], [-2, 0, 2]])
    middle = draw.between(side, 3)
    weights = [side, middle, side]
    found = [[weight * cell for cell in row] for weight in weights]
    return [list(column) for column in zip(*found, strict=True)] if draw.below(2) else found


def _asked(x: object, w: object) -> dict[str, Any]:
    return {"ask": "values", "compute": {"op": "correlation", "input": x, "filter": w}}


EXERCISE = Exercise("what a filter does: its responses to a flat image, to edges and to a point", _make)
