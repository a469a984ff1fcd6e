"""The inverse problems of a window on one axis: whatever of (N + 2P - F)/S + 1 = output is not given, found.

Nearest first: least distance from a kernel of 3 at stride 1 and dilation 1 without padding, where every cell of padding,
every step of stride, kernel and dilation counts one, an uneven padding one more, and a cell that a floor leaves over one; then
the smaller input. Of one total padding the evenest split stands for all: (1, 2) for a total of 3. A padding that is not
given stays below the window, unless only a larger one fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from cnncalc.formula import Term, divide, floor_divide
from cnncalc.homework import solve_domains as sets
from cnncalc.homework.solve_domains import LEAST, MOST, Choices, Given, Pair, Range, Wrong
from cnncalc.homework.solve_search import Found, System, nearest
from cnncalc.layers._window import unread_cells

__all__ = ["Choices", "Pair", "Problem", "Range", "Solution", "Wrong", "fits", "known", "solve"]
#: What a problem names, in the order of the formula.
QUANTITIES = ("input", "kernel", "stride", "padding", "output", "dilation")
ROUNDINGS = ("strict", "floor")
_MOST_COUNTED = 4_096  # taps of a dilated window whose cells are counted one lattice after another


@dataclass(frozen=True)
class Problem:
    """One axis: each quantity an int, a Range, Choices, or None where it is to be found; a padding may be a Pair.

    `same`: the output is as large as the input. Without an input that asks for every input, which stride 1 alone can do.
    Raises Wrong, which names the quantity, where nothing can be asked so.
    """

    input: Given = None
    kernel: Given = None
    stride: Given = None
    padding: Given | Pair = None
    output: Given = None
    dilation: Given = 1
    same: bool = False
    rounding: str = "strict"

    def __post_init__(self) -> None:
        for name in QUANTITIES:
            given = getattr(self, name)
            for value in given if isinstance(given, Pair) else sets.ranges(given, LEAST[name]):
                low, high = value if isinstance(value, Range) else (value, value)
                _check_bounds(name, low, high)
        if self.rounding not in ROUNDINGS:
            raise Wrong("rounding", f"`rounding` is strict or floor here, found `{self.rounding[:60]}`")
        if self.same and self.output is not None:
            raise Wrong("output", "`output` is as large as the input, so it is not given as well")
        given_ones = [name for name in QUANTITIES if name != "dilation" and getattr(self, name) is not None]
        if len(given_ones) + self.same < 2:
            raise Wrong("", "too little is given to solve for the rest",
                        "give two or more of `input`, `kernel`, `stride`, `padding` and `output`")  # fmt: skip
        if self.every_input and not sets.allows(self.stride, 1):
            raise Wrong("input", "which padding keeps the size depends on the `input` unless the `stride` is 1",
                        "give the `input`")  # fmt: skip

    @property
    def every_input(self) -> bool:
        """Whether the size is to be kept whatever the input."""
        return self.same and self.input is None

    @classmethod
    def from_plain(cls, mapping: Mapping[str, Any], rounding: str = "strict") -> Problem:
        """A problem from texts as in a key, `{input: 32, kernel: 5, stride: 2, output: 16, padding: 0..3}`; `output: same`.

        `?` is to be found. Raises Wrong.
        """
        for name in mapping:
            if name not in QUANTITIES:
                raise Wrong(name, f"`{str(name)[:60]}` is no quantity of a window", "one of " + ", ".join(QUANTITIES))
        same = mapping.get("output") == "same"
        given: dict[str, Any] = {
            name: sets.read(name, value) for name, value in mapping.items() if not (same and name == "output")
        }
        return cls(**given, same=same, rounding=rounding)


class Solution(NamedTuple):
    """One legal window; `before` and `after` are its padding. Where every input does, `input` is the smallest."""

    input: int
    kernel: int
    stride: int
    before: int
    after: int
    dilation: int
    output: int

    @property
    def symmetric(self) -> bool:
        """Whether the padding is the same on both sides."""
        return self.before == self.after

    @property
    def span(self) -> int:
        """Cells from the first that a window reads to the last."""
        return self.dilation * (self.kernel - 1) + 1

    @property
    def left_over(self) -> int:
        """Cells of the padded input behind the last window; not 0 under `floor` alone."""
        return self.input + self.before + self.after - self.span - (self.output - 1) * self.stride

    @property
    def unread(self) -> int | None:
        """Cells of the input that no window reads, gaps between windows included; None where too many taps would be counted."""
        if self.dilation > 1 and min(self.kernel, self.stride) > _MOST_COUNTED:
            return None
        return unread_cells(self.input, self.kernel, self.stride, self.before, self.dilation, self.output)

    @property
    def on_padding(self) -> int:
        """How many windows lie on padding alone."""
        first = (self.before - self.span) // self.stride + 1 if self.before >= self.span else 0
        last = self.output - max(-(-(self.input + self.before) // self.stride), 0)
        return min(first + max(last, 0), self.output)

    def arithmetic(self, rounding: str = "strict", every_input: bool = False) -> str:
        """`(32 + 3 - 5)/2 + 1 = 16`; with N for the input where every input does."""
        span = Term(self.kernel)
        if self.dilation > 1:
            span = Term(self.dilation) * (span - 1) + 1
        padding = 2 * Term(self.before) if self.symmetric else Term(self.before + self.after)
        size = Term(self.input, "N") if every_input else Term(self.input)
        room, stride = size + padding - span, Term(self.stride)
        term = (floor_divide if rounding == "floor" and self.left_over else divide)(room, stride) + 1
        return f"{term.symbolic()} = N" if every_input else f"{term.substituted()} = {self.output}"

    def written(self, axes: int) -> str:
        """The padding as a file has it: `1`, or `[[1, 2], [1, 2]]` on two axes."""
        return str(self.before) if self.symmetric else f"[{', '.join([f'[{self.before}, {self.after}]'] * axes)}]"


def solve(problem: Problem, limit: int = 20, symmetric: bool | None = None) -> list[Solution]:
    """At most `limit` solutions, nearest first; `symmetric` asks for those with the same padding on both sides, or the others.

    With two unknowns or fewer these are the nearest of all that there are; with more, of those within reach of the search.
    """
    return _solved(problem, limit, symmetric, bool(_solved(problem, 1, None, True)))


def fits(problem: Problem, **found: int | Pair) -> Solution | None:
    """The solution that has what was found, or None: `fits(problem, stride=2)`. Every split of a padding counts."""
    for name, value in found.items():
        given = getattr(problem, name)
        if isinstance(given, Pair):
            if given != (value if isinstance(value, Pair) else (value, value)):
                return None
        elif not all(LEAST[name] <= part <= MOST and sets.allows(given, part) for part in _parts(value)):
            return None
    values: dict[str, Any] = dict(found)
    output = values.pop("output", None) if problem.same else None
    if output is not None and (values.setdefault("input", output) != output or not sets.allows(problem.input, output)):
        return None
    try:
        asked = replace(problem, **values)
    except Wrong:  # a stride that keeps no size but that of some inputs
        return None
    return next(iter(_solved(asked, 1, None, False)), None)


def _parts(value: int | Pair) -> tuple[int, ...]:
    return value if isinstance(value, Pair) else (value,)


def _check_bounds(name: str, low: int, high: int) -> None:
    for value in (low, high):
        if value < LEAST[name]:
            raise Wrong(name, f"`{name}` must be at least {LEAST[name]}, found {value}")
        if value > MOST:
            raise Wrong(name, f"`{name}` must be at most {MOST:,}, found {value:,}")
    if low > high:
        raise Wrong(name, f"`{name}` runs down from {low} to {high}", f"write {high}..{low}")


def _solved(problem: Problem, limit: int, symmetric: bool | None, below_window: bool) -> list[Solution]:
    """The nearest of all ways to split a padding. A search that is asked for padding below the window leaves larger ones out."""
    limited = below_window and problem.padding is None
    found: list[tuple[Found, int, int]] = []
    for before, extra, cells in _splits(problem.padding):
        if symmetric is None or symmetric == (extra == 0):
            system = _system(problem, cells, before, extra, limited)
            found += [(values, before, extra) for values in nearest(system, limit)]
    found.sort(key=lambda item: (item[0].cost, item[2]))
    return [_solution(problem, *item) for item in found[:limit]]


def _splits(padding: Given | Pair) -> list[tuple[int, int, tuple[Range, ...]]]:
    """Paddings as (c, e, ranges of P): c + P before and c + P + e after."""
    if isinstance(padding, Pair):
        least = min(padding)
        return [(padding.before, padding.after - padding.before, (Range(0, 0),))] if least >= 0 else []
    cells = sets.ranges(padding, 0)
    uneven = sets.intersect(cells, sets.shifted(cells, -1))
    return [(0, 0, cells), *([(0, 1, uneven)] if uneven else [])]


def _system(problem: Problem, cells: tuple[Range, ...], before: int, extra: int, below_window: bool) -> System:
    """The problem as s*L + d*K + r = n + 2P + c: L = output - 1, K = F - 1, n = N - 1, s = S.

    Where the output is the input, n moves to the left: s = S - 1, n = 0.
    """
    same = problem.same
    sizes = sets.ranges(problem.input, 1)
    output = sizes if same else sets.ranges(problem.output, 1)
    stride = sets.ranges(problem.stride, 1)
    if problem.every_input:
        output, stride = (Range(1, 1),), (Range(1, 1),)
    domains = {
        "s": sets.shifted(stride, -1) if same else stride,
        "L": sets.shifted(output, -1),
        "d": sets.ranges(problem.dilation, 1),
        "K": sets.shifted(sets.ranges(problem.kernel, 1), -1),
        "n": (Range(0, 0),) if same else sets.shifted(sizes, -1),
        "P": cells,
        "r": (Range(0, 0) if problem.rounding == "strict" else Range(0, MOST),),
    }
    return System(domains, 2 * before + extra, int(same), extra, below_window)


def _solution(problem: Problem, found: Found, before: int, extra: int) -> Solution:
    values = found.values
    output, first = values["L"] + 1, before + values["P"]
    size = output if problem.same else values["n"] + 1
    stride = values["s"] + problem.same
    return Solution(size, values["K"] + 1, stride, first, first + extra, values["d"], output)


def known(problem: Problem, name: str) -> int | None:
    """The value of a quantity that is given as one number; of a padding, its total."""
    given = getattr(problem, name)
    if name == "padding":
        if isinstance(given, Pair):
            return sum(given)
        side = sets.one_of(given)
        return None if side is None else 2 * side
    return sets.one_of(given)
