"""L207: convolutions without padding, one after the other, that use up the map."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from cnncalc.diagnostics import Label
from cnncalc.rules._rule import Network, Rule
from cnncalc.rules._sliding import volume

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L207",
    name="shrinks-fast",
    level="info",
    what="convolutions in a row without padding take a quarter or more of a map's rows or columns",
    why="A convolution of F without padding leaves F - 1 rows and columns fewer. The lectures' 32 -> 28 -> 24 -> 20 loses 61 "
    "% of the map to three 5x5 convolutions: shrinking too fast is not good and does not work well, since the size of the "
    "map, not the task, then says how deep the network can be, and what is at the edge counts least. A padding of (F - "
    "1)/2 keeps the size.",
    example="""\
input: 32x32x3
layers:
  - repeat: 3
    layers:
      - conv: {filters: 6, kernel: 5, activation: relu}
  - fc: 10
""",
    fix="pad by (F - 1)/2, and let strides and pools make maps smaller where that is meant",
    fixed="""\
input: 32x32x3
layers:
  - repeat: 3
    layers:
      - conv: {filters: 6, kernel: 5, padding: 2, activation: relu}
  - fc: 10
""",
)

_PART = 4  # of the rows, one in so many


class _Run(NamedTuple):
    """Convolutions one behind the other with nothing in between that resizes."""

    first: Row
    last: Row
    length: int


def check(network: Network) -> Iterator[Diagnostic]:
    """Runs of two or more; each is told once, by its first convolution, by the way on which it takes most."""
    runs: list[_Run | None] = [None]
    longest: dict[str, _Run] = {}
    for row in network.rows:
        facts: Any = row.facts
        run = runs[row.entry.inputs[0]] if len(row.entry.inputs) == 1 else None
        if facts.axes:
            run = _longer(run, row) if _shrinks(facts) else None
        elif facts.output.spatial != facts.inputs[0].spatial:
            run = None
        runs.append(run)
        if run is not None and run.length > 1 and run.last is row:
            other = longest.get(run.first.path)
            longest[run.first.path] = run if other is None else max(run, other, key=_taken)
    for run in longest.values():
        yield from _finding(run)


def _taken(run: _Run) -> int:
    """How many cells of the map a run takes."""
    before: Any = run.first.facts
    after: Any = run.last.facts
    cells: int = prod(before.inputs[0].spatial) - prod(after.output.spatial)
    return cells


def _longer(run: _Run | None, row: Row) -> _Run:
    return _Run(run.first, row, run.length + 1) if run else _Run(row, row, 1)


def _shrinks(facts: Any) -> bool:
    """Whether it is a convolution at stride 1 without padding; one that leaves 1x1 reads the whole map at once."""
    axes = facts.axes
    if not facts.macs or axes[0].pattern:
        return False
    whole = all(axis.stride == 1 and axis.before == axis.after == 0 for axis in axes)
    return whole and any(axis.kernel > 1 for axis in axes) and any(axis.out > 1 for axis in axes)


def _finding(run: _Run) -> Iterator[Diagnostic]:
    before: Any = run.first.facts
    after: Any = run.last.facts
    old, new = before.inputs[0].spatial, after.output.spatial
    if not any(_PART * (n - m) >= n for n, m in zip(old, new, strict=True)):
        return
    gone = 100 * (1 - prod(new) / prod(old))
    told = f"{run.length} convolutions without padding, up to `{run.last.path}`, make {volume(new)} of {volume(old)}: "
    span = run.last.entry.template.node.span
    labels = (Label(span, f"the last of them gives {after.output}"),) if span != run.first.entry.template.node.span else ()
    yield RULE.at(run.first, f"{told}{gone:.0f} % of the map's cells are gone", labels=labels)
