"""A window on one axis or on height and width: each axis solved, and what serves both at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from cnncalc.homework.solve import Problem, Solution, Wrong, solve
from cnncalc.homework.solve_nothing import nothing
from cnncalc.homework.solve_words import reasons
from cnncalc.tensor import AXIS_NAMES

_COMPARED = 500  # solutions of each axis
_BEYOND = 3  # paddings that are listed where only such as reach beyond the window fit


class Axis(NamedTuple):
    """One axis, or both where they are alike; `more` says whether there are further solutions than those listed."""

    name: str  # "" where one size was given for every axis
    problem: Problem
    symmetric: list[Solution]
    asymmetric: list[Solution]
    more: bool
    why: list[str]

    @property
    def solutions(self) -> list[Solution]:
        """All that are listed."""
        return [*self.symmetric, *self.asymmetric]


def solve_axes(given: Mapping[str, str], rounding: str, limit: int) -> list[Axis]:
    """The axes of what was given as texts, `224x192` for height and width; `limit` solutions of each sort. Raises Wrong."""
    split = {name: _split(name, text) for name, text in given.items()}
    rank = max(map(len, split.values()), default=1)
    plain = [{name: texts[axis % len(texts)] for name, texts in split.items()} for axis in range(rank)]
    problems = [Problem.from_plain(mapping, rounding) for mapping in plain]
    if rank == 1:
        return [_solved("", problems[0], limit)]
    names = AXIS_NAMES[rank]
    if problems[0] == problems[1]:
        return [_solved(" and ".join(names), problems[0], limit)]
    return [_solved(name, problem, limit) for name, problem in zip(names, problems, strict=True)]


def together(axes: list[Axis], limit: int) -> list[tuple[Solution, Solution]]:
    """Height and width of one layer, at most `limit`; with the same padding on both axes, else with any.

    Kernel, stride and dilation are the same, but for those that were given for each axis.
    """
    (heights, widths), problems = [solve(axis.problem, _COMPARED) for axis in axes], [axis.problem for axis in axes]
    shared = [name for name in ("kernel", "stride", "dilation") if len({getattr(p, name) for p in problems}) == 1]

    def layer(solution: Solution) -> tuple[int, ...]:
        return tuple(getattr(solution, name) for name in shared)

    for key in (lambda s: (*layer(s), s.before, s.after)), layer:
        nearest: dict[tuple[int, ...], Solution] = {}
        for width in widths:
            nearest.setdefault(key(width), width)
        pairs = [(height, nearest[key(height)]) for height in heights if key(height) in nearest]
        if pairs:
            return pairs[:limit]
    return []


def _solved(name: str, problem: Problem, limit: int) -> Axis:
    nearest = solve(problem, 1)
    if nearest and problem.padding is None and nearest[0].before >= nearest[0].span:
        limit = min(limit, _BEYOND)
    symmetric, asymmetric = (solve(problem, limit + 1, sort) for sort in (True, False))
    more = max(len(symmetric), len(asymmetric)) > limit
    why = reasons(problem) if symmetric or asymmetric else nothing(problem)
    return Axis(name, problem, symmetric[:limit], asymmetric[:limit], more, why)


def _split(name: str, text: str) -> list[str]:
    """One text an axis."""
    pairs = re.fullmatch(r"\s*\[\s*(\[[^\[\]]*\])\s*,\s*(\[[^\[\]]*\])\s*\]\s*", text)
    parts = [f"[{pair}]" for pair in pairs.groups()] if pairs else text.split("x")
    if len(parts) > 2:
        raise Wrong(name, f"`{name}` is one size, or height x width, found {len(parts)} in `{text[:60]}`",
                    "channels make no difference here: 32x32, not 32x32x3")  # fmt: skip
    return parts
