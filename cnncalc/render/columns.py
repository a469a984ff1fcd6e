"""The columns of the layer table: what each shows, and which give way first where the terminal is narrow."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cnncalc.analysis.formulas import formulas
from cnncalc.analysis.report import Cost, Report, Row
from cnncalc.diagnostics import printable
from cnncalc.tensor import DTYPE_BYTES, Shape


class Line(NamedTuple):
    """One line of the table: a layer, or a block folded with `--depth`."""

    label: str
    kind: str
    output: Shape | None
    cost: Cost
    aux: str | None
    row: Row | None  # None for a folded block
    layers: int  # how many it stands for
    unknown: str | None  # "error H302" or "unknown"


class Column(NamedTuple):
    """A column: its heading, how it is aligned, its text in a line, and the share that its bar shows."""

    header: str
    align: str
    text: Callable[[Line, Report], str]
    share: Callable[[Cost], int] | None = None


def lines_of(report: Report, depth: int | None) -> list[Line]:
    """The input and the rows, with blocks deeper than `depth` folded into one line each, their sums kept."""
    lines: list[Line] = []
    if report.input is not None:
        cost = Cost(activations=report.totals.input_activations)
        lines.append(Line("input", "", report.input, cost, None, None, 1, None))
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


def _arithmetic(line: Line, figure: str, value: int) -> str:
    if line.row is None or line.row.facts is None or not value:
        return f"{value:,}"
    if line.row.shares and figure == "params":
        return f"{value:,}"
    written: str = getattr(formulas(line.row.facts), figure).substituted
    return f"{written} = {value:,}" if not written.isdigit() else f"{value:,}"


def _layer(line: Line, report: Report) -> str:
    return printable(line.label) + (" (aux)" if line.aux else "")


def _memory(line: Line, report: Report) -> str:
    if not line.kind and line.output and line.output.spatial and report.batch == 1:
        return f"{'*'.join(map(str, (*line.output.spatial, line.output.channels)))} = {line.cost.activations:,}"
    if report.batch == 1:
        return _arithmetic(line, "activations", line.cost.activations)
    return f"{line.cost.activations:,}"


def _params(line: Line, report: Report) -> str:
    if line.row and line.row.shares:
        return f"0 (shared with {printable(line.row.shares)})"
    return _arithmetic(line, "params" if report.count_biases else "weights", line.cost.params)


def _field(line: Line, report: Report) -> str:
    field = line.row.field if line.row else None
    if field is None:
        return ""
    if field.is_global:
        return "all"
    sizes = [str(size) for size in field.to_dict()["size"]]
    return sizes[0] if len(set(sizes)) == 1 else "x".join(sizes)


def _unread(line: Line, report: Report) -> str:
    unread = line.row.facts.unread if line.row and line.row.facts else []
    return "x".join(map(str, unread)) if any(unread) else ("0" if unread else "")


def _input(line: Line, report: Report) -> str:
    return " ".join(str(shape) if shape else "?" for shape in line.row.input_shapes) if line.row else ""


COLUMNS: dict[str, Column] = {
    "layer": Column("layer", "left", _layer),
    "kind": Column("kind", "left", lambda line, _: line.kind if line.layers == 1 else f"{line.layers} layers"),
    "input": Column("input", "right", _input),
    "output": Column("output", "right", lambda line, _: str(line.output) if line.output else "?"),
    "memory": Column("memory", "right", _memory),
    "activations": Column("memory", "right", lambda line, _: f"{line.cost.activations:,}"),
    "memory%": Column("memory %", "left", lambda line, _: "", lambda cost: cost.activations),
    "memory|": Column("mem %", "left", lambda line, _: "", lambda cost: cost.activations),
    "params": Column("parameters", "right", _params),
    "parameters": Column("parameters", "right", lambda line, _: f"{line.cost.params:,}"),
    "params%": Column("params %", "left", lambda line, _: "", lambda cost: cost.params),
    "params|": Column("par %", "left", lambda line, _: "", lambda cost: cost.params),
    "macs": Column("multiply-adds", "right", lambda line, _: f"{line.cost.macs:,}"),
    "macs%": Column("macs %", "left", lambda line, _: "", lambda cost: cost.macs),
    "weights": Column("weights", "right", lambda line, _: f"{line.cost.weights:,}"),
    "biases": Column("biases", "right", lambda line, _: f"{line.cost.biases:,}"),
    "buffers": Column("buffers", "right", lambda line, _: f"{line.cost.buffers:,}"),
    "bytes": Column("bytes", "right", lambda line, report: f"{line.cost.activations * DTYPE_BYTES[report.dtype]:,}"),
    "kept": Column("kept bytes", "right", lambda line, _: f"{line.cost.kept_bytes:,}"),
    "field": Column("receptive field", "right", _field),
    "unread": Column("unread", "right", _unread),
}

#: Bars alone, without the per cent behind them.
NARROW_BARS = ("memory|", "params|")
#: From the widest set to the narrowest; the first that fits is shown.
LAYOUTS: tuple[tuple[str, ...], ...] = (
    ("layer", "kind", "output", "memory", "params", "macs", "memory%", "params%", "macs%"),
    ("layer", "kind", "output", "activations", "params", "macs", "memory%", "params%", "macs%"),
    ("layer", "kind", "output", "activations", "parameters", "macs", "memory%", "params%", "macs%"),
    ("layer", "output", "activations", "parameters", "macs", "memory%", "params%", "macs%"),
    ("layer", "output", "activations", "parameters", "macs", "memory%", "params%"),
    ("layer", "output", "activations", "parameters", "macs", "memory|", "params|"),
    ("layer", "output", "activations", "parameters", "memory|", "params|"),
    ("layer", "output", "activations", "parameters", "macs"),
    ("layer", "output", "activations", "parameters"),
    ("layer", "output", "parameters"),
    ("layer", "output"),
)
#: What `--sort` knows.
SORT_KEYS: dict[str, Callable[[Line], int]] = {
    "params": lambda line: line.cost.params,
    "weights": lambda line: line.cost.weights,
    "macs": lambda line: line.cost.macs,
    "memory": lambda line: line.cost.activations,
    "kept": lambda line: line.cost.kept_bytes,
}
