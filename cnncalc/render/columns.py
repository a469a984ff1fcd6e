"""The columns that every tabular format shows: what each says to people, and what it is exactly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from cnncalc.analysis.formulas import formulas
from cnncalc.analysis.report import Cost, Report
from cnncalc.diagnostics import printable
from cnncalc.render.lines import Line, Selection
from cnncalc.tensor import DTYPE_BYTES

#: A cell for programs: a number, a text as it is, several of them, or "" for nothing.
Exact = int | str | tuple[str, ...]


class Column(NamedTuple):
    """A column: its heading, how it is aligned, its text in a line, its exact value, and the share it shows."""

    header: str
    align: str
    text: Callable[[Line, Report], str]
    exact: Callable[[Line, Report], Exact]
    share: Callable[[Cost], int] | None = None
    always: bool = False  # of a failed layer too


def texts(selection: Selection, name: str) -> list[str]:
    """A column for people, a text a line; the names in it are printable."""
    column, report = COLUMNS[name], selection.report
    if column.share:
        return [percent(value, whole) for value, whole in shares(selection, column.share)]
    if column.always:
        return [column.text(line, report) for line in selection.lines]
    return [
        (line.unknown if name == "output" else "-") if line.unknown else column.text(line, report) for line in selection.lines
    ]


def exacts(selection: Selection, name: str) -> list[Exact]:
    """A column for programs, a value a line; "" where nothing is known."""
    column, report = COLUMNS[name], selection.report
    if column.share:
        return [f"{100 * value / whole:.2f}" if whole else "" for value, whole in shares(selection, column.share)]
    return [column.exact(line, report) if column.always or not line.unknown else "" for line in selection.lines]


def shares(selection: Selection, share: Callable[[Cost], int]) -> list[tuple[int, int]]:
    """What each line has of the whole network's; of nothing, where it is not part of it or where not all is known."""
    whole = sum(map(share, selection.main))
    return [(0, 0) if line.aux or line.unknown else (share(line.cost), whole) for line in selection.lines]


def percent(value: int, whole: int) -> str:
    """`74%`, and nothing for nothing."""
    if not value or not whole:
        return ""
    return "<1%" if 100 * value < whole else f"{value / whole:.0%}"


def _arithmetic(line: Line, figure: str, value: int) -> str:
    if line.row is None or line.row.facts is None or not value:
        return f"{value:,}"
    if line.row.shares and figure == "params":
        return f"{value:,}"
    written: str = getattr(formulas(line.row.facts), figure).substituted
    return f"{written} = {value:,}" if not written.isdigit() else f"{value:,}"


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


def _field(line: Line) -> list[str]:
    field = line.row.field if line.row else None
    if field is None:
        return []
    return ["all"] if field.is_global else [str(size) for size in field.to_dict()["size"]]


def _field_text(line: Line, report: Report) -> str:
    sizes = _field(line)
    return sizes[0] if len(set(sizes)) == 1 else "x".join(sizes)


def _unread(line: Line) -> list[int]:
    return list(line.row.facts.unread) if line.row and line.row.facts else []


def _unread_text(line: Line, report: Report) -> str:
    unread = _unread(line)
    return "x".join(map(str, unread)) if any(unread) else ("0" if unread else "")


def _inputs(line: Line, report: Report) -> tuple[str, ...]:
    return line.row.inputs if line.row else ()


def _input(line: Line, report: Report) -> tuple[str, ...]:
    return tuple(str(shape) if shape else "?" for shape in line.row.input_shapes) if line.row else ()


def _count(header: str, exact: Callable[[Line, Report], int], text: Callable[[Line, Report], str] | None = None) -> Column:
    """A column of figures; grouped by commas for people where they are not told how they come about."""
    return Column(header, "right", text or (lambda line, report: f"{exact(line, report):,}"), exact)


def _word(header: str, exact: Callable[[Line, Report], str]) -> Column:
    """A column of words that are known of a failed layer too."""
    return Column(header, "left", lambda line, report: printable(exact(line, report)), exact, always=True)


def _share(header: str, share: Callable[[Cost], int]) -> Column:
    return Column(header, "left", _nothing, _nothing, share)


def _nothing(line: Line, report: Report) -> Any:
    """Shares are made of all lines together."""
    return ""


def _of_row(name: str) -> Callable[[Line, Report], str]:
    return lambda line, _: (getattr(line.row, name) or "") if line.row else ""


COLUMNS: dict[str, Column] = {
    "layer": Column(
        "layer", "left", lambda line, _: printable(line.label) + (" (aux)" if line.aux else ""), lambda line, _: line.label,
        always=True,
    ),
    "kind": Column(
        "kind", "left", lambda line, _: line.kind if line.layers <= 1 else f"{line.layers} layers",
        lambda line, _: line.kind or "input", always=True,
    ),
    "layers": Column("layers", "right", lambda line, _: str(line.layers), lambda line, _: line.layers, always=True),
    "block": _word("block", _of_row("block")),
    "aux": _word("side head", lambda line, _: line.aux or ""),
    "inputs": Column("reads", "left", lambda line, _: printable(" ".join(_inputs(line, _))), _inputs, always=True),
    "input": Column("input", "right", lambda line, _: " ".join(_input(line, _)), _input, always=True),
    "output": Column(
        "output", "right", lambda line, _: str(line.output or "?"), lambda line, _: str(line.output) if line.output else "",
    ),
    "memory": _count("memory", lambda line, _: line.cost.activations, _memory),
    "activations": _count("memory", lambda line, _: line.cost.activations),
    "memory%": _share("memory %", lambda cost: cost.activations),
    "params": _count("parameters", lambda line, _: line.cost.params, _params),
    "parameters": _count("parameters", lambda line, _: line.cost.params),
    "params%": _share("params %", lambda cost: cost.params),
    "macs": _count("multiply-adds", lambda line, _: line.cost.macs),
    "macs%": _share("macs %", lambda cost: cost.macs),
    "weights": _count("weights", lambda line, _: line.cost.weights),
    "biases": _count("biases", lambda line, _: line.cost.biases),
    "buffers": _count("buffers", lambda line, _: line.cost.buffers),
    "bytes": _count("bytes", lambda line, report: line.cost.activations * DTYPE_BYTES[report.dtype]),
    "kept": _count("kept bytes", lambda line, _: line.cost.kept_bytes),
    "field": Column("receptive field", "right", _field_text, lambda line, _: "x".join(_field(line))),
    "unread": Column("unread", "right", _unread_text, lambda line, _: "x".join(map(str, _unread(line)))),
    "shares": _word("shares", _of_row("shares")),
    "error": _word("error", lambda line, _: (line.unknown or "").removeprefix("error ")),
}  # fmt: skip

#: What formats for people show of themselves, where they have the room.
FULL = ("layer", "kind", "output", "memory", "params", "macs", "memory%", "params%", "macs%")
#: What formats for programs show of themselves. Stable: new columns come last.
RECORD = (
    "layer", "kind", "layers", "block", "aux", "inputs", "input", "output", "params", "weights", "biases", "buffers", "macs",
    "activations", "bytes", "kept", "field", "unread", "shares", "error",
)  # fmt: skip
