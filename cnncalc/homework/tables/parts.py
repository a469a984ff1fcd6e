"""What a line of a table is about: a layer, several, a block, the input or the whole network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from cnncalc.analysis.report import Cost, total_of

if TYPE_CHECKING:
    from cnncalc.analysis.report import Report, Row
    from cnncalc.tensor import Shape

#: What the line of the whole network is called.
WHOLE = ("total", "totals", "network", "sum", "all", "overall", "whole network")
_SIGNS = re.compile("[^a-z0-9]+")


@dataclass(frozen=True)
class Part:
    """Layers of a network with their sums. `with_aux` is the sum with side heads, of a whole network that has some."""

    report: Report
    rows: tuple[Row, ...]
    output: Shape | None
    input: Shape | None
    cost: Cost
    path: str = ""  # where it is one layer or block
    whole: bool = False
    is_input: bool = False
    with_aux: Cost | None = None

    @property
    def activations(self) -> int:
        """Values of the outputs, of a whole network with the input's."""
        return self.report.totals.activations if self.whole else self.cost.activations

    @property
    def weight_layers(self) -> int:
        """Weighted layers on the longest path through it."""
        if self.whole:
            return self.report.totals.weight_layers
        own = {row.path for row in self.rows}
        depths: dict[str, int] = {}
        for row in self.report.rows[self.rows[0].entry.index - 1 : self.rows[-1].entry.index] if self.rows else ():
            weighted = row.path in own and row.facts is not None and row.facts.layer.weighted
            depths[row.path] = max((depths.get(source, 0) for source in row.inputs), default=0) + weighted
        return max((depths[path] for path in own), default=0)


def find(report: Report, text: str) -> Part | None:
    """The part of that name: `total`, `input`, a path, a block, or several with `+` between; None where there is none.

    Where no path is written so, one that differs in case, spaces and signs alone is meant: `Inception (3a)`.
    """
    if text.strip().lower() in WHOLE:
        rows = tuple(row for row in report.rows if row.aux is None)
        shape = report.graph.shape(report.graph.outputs[0]) if report.graph.outputs else None
        return Part(report, rows, shape, report.input, report.totals.cost, whole=True, with_aux=report.totals.with_aux)
    paths = [_path(report, piece.strip()) for piece in text.split("+")]
    if "" in paths:
        return _input(report) if text.strip().lower() == "input" else None
    rows = tuple(row for path in paths for row in _rows(report, path))
    return Part(report, rows, rows[-1].output, rows[0].input_shapes[0], total_of(rows), paths[0] if len(paths) == 1 else "")


def inner(part: Part, paths: tuple[str, ...]) -> Part | None:
    """What a column names of a line: the first of the paths that is inside the line's block, or is one of its layers."""
    for path in paths:
        found = find(part.report, f"{part.path}/{path}") if part.path else None
        found = found or (find(part.report, path) if part.whole or any(row.path == path for row in part.rows) else None)
        if found is not None:
            return found
    return None


def _input(report: Report) -> Part | None:
    if report.input is None:
        return None
    cost = Cost(activations=report.totals.input_activations)
    return Part(report, (), report.input, report.input, cost, "input", is_input=True)


def _path(report: Report, name: str) -> str:
    """The path of a layer or block that has that name, or one that is spelled a little otherwise; nothing where none has."""
    if _rows(report, name):
        return name
    alike = _by_letters(report).get(_letters(name), [])
    return alike[0] if len(alike) == 1 else ""


@lru_cache(maxsize=4)
def _by_letters(report: Report) -> dict[str, list[str]]:
    """Every path by its letters and digits alone."""
    found: dict[str, list[str]] = {}
    for path in (*(row.path for row in report.rows), *report.blocks()):
        found.setdefault(_letters(path), []).append(path)
    return found


def _letters(name: str) -> str:
    return _SIGNS.sub("", name.lower())


def _rows(report: Report, path: str) -> tuple[Row, ...]:
    row = report.row(path)
    return (row,) if row is not None else tuple(report.inside(path) if path in report.graph.ends else ())
