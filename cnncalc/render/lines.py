"""The lines that every tabular format shows: the input and the layers, folded, sorted and cut as was asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cnncalc.analysis.report import Cost, Report, Row
from cnncalc.render import Look
from cnncalc.tensor import Shape


class Line(NamedTuple):
    """One line of a table: the input (its kind is ""), a layer, or a block folded with `--depth`."""

    label: str
    kind: str
    output: Shape | None
    cost: Cost
    aux: str | None
    row: Row | None  # None for the input and for a folded block
    layers: int  # how many it stands for
    unknown: str | None  # "error H302" or "unknown"


class Selection(NamedTuple):
    """The lines to show. Shares are of all lines that are the network's own, shown or not, where all are known."""

    report: Report
    lines: list[Line]
    hidden: int  # lines that `--top` cut off
    main: list[Cost]


#: What `--sort` knows.
SORT_KEYS: dict[str, Callable[[Line], int]] = {
    "params": lambda line: line.cost.params,
    "weights": lambda line: line.cost.weights,
    "macs": lambda line: line.cost.macs,
    "memory": lambda line: line.cost.activations,
    "kept": lambda line: line.cost.kept_bytes,
}


def select(report: Report, look: Look) -> Selection:
    """What `--depth`, `--sort` and `--top` leave. Sorted or cut, the input is left out: it is no layer."""
    lines = lines_of(report, look.depth)
    main = [line.cost for line in lines if not line.aux] if report.complete else []
    if look.sort or look.top is not None:
        lines = [line for line in lines if line.kind]
    if look.sort:
        lines.sort(key=SORT_KEYS[look.sort], reverse=True)
    hidden = max(len(lines) - look.top, 0) if look.top is not None else 0
    return Selection(report, lines[: look.top], hidden, main)


def more(selection: Selection) -> str:
    """How many lines `--top` cut off, in words."""
    return f"({selection.hidden} more line{'s' if selection.hidden > 1 else ''})"


def lines_of(report: Report, depth: int | None) -> list[Line]:
    """The input and the rows, with blocks deeper than `depth` folded into one line each, their sums kept."""
    lines: list[Line] = []
    if report.input is not None:
        cost = Cost(activations=report.totals.input_activations)
        lines.append(Line("input", "", report.input, cost, None, None, 0, None))
    folded: dict[bool, tuple[str, int]] = {}  # of the network and of its side heads: the open block and its line
    for row in report.rows:
        parts = row.block.split("/") if row.block else []
        side = row.aux is not None
        if depth is None or (depth > 0 and len(parts) < depth):
            lines.append(_line(row))
            folded.pop(side, None)
            continue
        block = "/".join(parts[:depth]) if depth else report.name or report.architecture or "network"
        if side and not f"{block}/".startswith(f"{row.aux}/"):
            block = row.aux or block  # a side head inside a block stays apart, as its figures do
        if side in folded and folded[side][0] == block:
            lines[folded[side][1]] = _join(lines[folded[side][1]], row)
        else:
            folded[side] = (block, len(lines))
            lines.append(_line(row)._replace(label=block, kind="block", row=None))
    return lines


def _line(row: Row) -> Line:
    unknown = f"error {row.error}" if row.error else ("unknown" if row.unknown else None)
    return Line(row.path, row.kind, row.output, row.cost, row.aux, row, 1, unknown)


def _join(line: Line, row: Row) -> Line:
    """A folded line and one more of its rows; its output is its last layer's."""
    added = _line(row)
    unknown = line.unknown or added.unknown
    return line._replace(output=added.output, cost=line.cost.plus(row.cost), layers=line.layers + 1, unknown=unknown)
