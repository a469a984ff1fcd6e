"""A block, branch or named turn of a loop explained: its layers, their sums, and what goes in and comes out."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.analysis.report import Cost, Report, Row, total_of
from cnncalc.diagnostics import printable
from cnncalc.render.explain_field import field_lines
from cnncalc.render.explain_memory import images
from cnncalc.render.sums import column, layers_of
from cnncalc.tensor import DTYPE_BYTES, Shape, human_bytes

_MOST_LINES = 40


def render_block(report: Report, path: str) -> str:
    """Plain text; figures of a block with a faulty layer are not known."""
    rows = report.inside(path)
    lines = [f"{printable(path)}: {_count(len(rows))}", *_ends(report, path, rows), "", *_layers(rows, path), ""]
    if not all(row.facts for row in rows):
        return "\n".join([*lines, "totals: unknown, because a layer is", ""])
    sums = total_of(rows)
    for part in (_sums(report, rows, path, sums), _memory(report, rows, path, sums), _field(report, path, rows)):
        found = list(part)
        lines += [*found, ""] if found else []
    return "\n".join(lines[:-1]) + "\n"


def _count(layers: int) -> str:
    return f"{layers:,} layer{'s' if layers != 1 else ''}"


def _ends(report: Report, path: str, rows: list[Row]) -> Iterator[str]:
    """What the block reads from outside, and what its name stands for."""
    within = {row.path for row in rows}
    read = {name: shape for row in rows for name, shape in zip(row.inputs, row.input_shapes, strict=False) if name not in within}
    for name, shape in read.items():
        yield f"  reads {shape or '?'} from {printable(name)}"
    end = _end(report, path, rows)
    yield f"  gives {end.output or '?'}, of {printable(end.path)}" if end else "  gives what it reads"


def _end(report: Report, path: str, rows: list[Row]) -> Row | None:
    """The layer whose output is the block's; of a scope that has no name of its own, its last."""
    index = report.graph.ends.get(path)
    if index is None:
        return rows[-1]
    return report.rows[index - 1] if index > 0 else None


def _layers(rows: list[Row], path: str) -> Iterator[str]:
    """A line a layer; blocks inside are one line each."""
    table = [("layer", "kind", "output", "parameters", "multiply-adds")]
    folded: list[tuple[str, list[Row]]] = []
    for row in rows:
        inner = (row.block or "").removeprefix(path).removeprefix("/").partition("/")[0]
        if inner and folded and folded[-1][0] == inner:
            folded[-1][1].append(row)
        else:
            folded.append((inner, [row]))
    for inner, inside in folded[:_MOST_LINES]:
        name, kind = (inner, _count(len(inside))) if inner else (inside[0].path.removeprefix(f"{path}/"), inside[0].kind)
        table.append((printable(name), kind, *_figures(inside[-1].output, total_of(inside))))
    widths = [max(len(line[place]) for line in table) for place in range(5)]
    for line in table:
        left = f"  {line[0]:<{widths[0]}}  {line[1]:<{widths[1]}}"
        yield left + "".join(f"  {text:>{width}}" for text, width in zip(line[2:], widths[2:], strict=True))
    if len(folded) > _MOST_LINES:
        others = [row for _, inside in folded[_MOST_LINES:] for row in inside]
        cost = total_of(others)
        yield f"  {_count(len(others))} more: {cost.params:,} parameters, {cost.macs:,} multiply-adds"


def _figures(output: Shape | None, cost: Cost) -> tuple[str, str, str]:
    if output is None:
        return "?", "-", "-"
    return str(output), f"{cost.params:,}", f"{cost.macs:,}"


def _sums(report: Report, rows: list[Row], path: str, sums: Cost) -> Iterator[str]:
    aux = any(row.aux for row in rows)
    whole = report.totals.with_aux if aux else report.totals.cost
    for figure, name in (("params", "parameters"), ("macs", "multiply-adds")):
        yield name + (", weights alone" if figure == "params" and not report.count_biases else "")
        total = getattr(whole, figure)
        share = f"{getattr(sums, figure) / total:.1%} of the network's {total:,}" if total and report.complete else ""
        share += " with auxiliary heads" * (aux and bool(share))
        yield from column(layers_of(report, rows, figure, path), share)
        if figure == "params":
            yield f"  weights {sums.weights:,} + biases {sums.biases:,}" + (f"; {sums.buffers:,} buffers" if sums.buffers else "")
            yield ""
    yield f"  FLOPs = 2 x multiply-adds = {2 * sums.macs:,}"


def _memory(report: Report, rows: list[Row], path: str, sums: Cost) -> Iterator[str]:
    size = DTYPE_BYTES[report.dtype]
    yield "memory of the outputs, in values"
    yield from column(layers_of(report, rows, "activations", path))
    yield f"  bytes = {sums.activations:,} * {size} = {human_bytes(sums.activations * size)}"
    yield f"kept for backward: {human_bytes(sums.kept_bytes)}{images(report, ' for ')} that no layer before it kept"


def _field(report: Report, path: str, rows: list[Row]) -> Iterator[str]:
    """Of its output, in pixels of the network's input."""
    end = _end(report, path, rows)
    if end is not None:
        for line in field_lines(report, end):
            yield f"{line} of {printable(end.path)}" if line == "receptive field" else line
