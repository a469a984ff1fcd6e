"""The totals explained: which layers each is the sum of, and which arrays are alive at the peak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cnncalc.analysis.engine import deepest_path
from cnncalc.analysis.memory import inference_peak, last_readers
from cnncalc.analysis.report import Report, Row, total_of
from cnncalc.diagnostics import printable
from cnncalc.render.explain import OPERATIONS
from cnncalc.render.sums import Addend, column, layers_of, wrapped
from cnncalc.render.totals import counted_kinds, render_totals
from cnncalc.tensor import DTYPE_BYTES, human_bytes

_FIRST, _LAST = 12, 4


def render_totals_explained(report: Report) -> str:
    """Plain text, a total a paragraph."""
    name = report.name or report.architecture.strip("-") or report.path
    lines = wrapped(f"{printable(name)}: the totals", 2)
    if not report.complete:
        return "\n".join([*lines, *render_totals(report), ""])
    output = report.graph.shape(report.graph.outputs[0])
    images = "1 image" if report.batch == 1 else f"{report.batch:,} images"
    lines += [f"  {report.input} to {output}, {len(report.rows):,} layers, {images}, {report.dtype}", ""]
    main = [row for row in report.rows if row.aux is None]
    for part in (_params(report, main), _macs(report, main), _side_heads(report), _depth(report), _memory(report, main),
                 _peak(report, main), _kept(report, main), _training(report)):  # fmt: skip
        found = list(part)
        lines += [*found, ""] if found else []
    return "\n".join(lines[:-1]) + "\n"


def _bytes(label: str, count: int, size: int) -> str:
    total = count * size
    return f"  {label} = {count:,} * {size} = {total:,} bytes" + (f" = {human_bytes(total)}" if total >= 1000 else "")


def _params(report: Report, rows: list[Row]) -> Iterator[str]:
    cost, size = report.totals.cost, DTYPE_BYTES[report.dtype]
    yield "parameters" + ("" if report.count_biases else ", weights alone")
    yield from column(layers_of(report, rows, "params"))
    yield f"  weights {cost.weights:,} + biases {cost.biases:,} = {cost.params:,}"
    yield _bytes("in memory", cost.params, size)
    if cost.buffers:
        yield ""
        yield "buffers: stored, not learned"
        yield from column(layers_of(report, rows, "buffers"))


def _macs(report: Report, rows: list[Row]) -> Iterator[str]:
    cost = report.totals.cost
    yield f"multiply-adds, {counted_kinds(report)}"
    yield from column(layers_of(report, rows, "macs"))
    yield f"  FLOPs = 2 * {cost.macs:,} = {2 * cost.macs:,}"
    listed = ", ".join(f"{count:,} {OPERATIONS[name]}" for name, count in report.totals.operations.items())
    yield from wrapped(f"  all operations: {listed or 'none'}", 4)


def _side_heads(report: Report) -> Iterator[str]:
    """The network and each of its side heads, as they add up."""
    heads: dict[str, list[Row]] = {}
    for row in report.rows:
        if row.aux is not None:
            heads.setdefault(row.aux, []).append(row)
    for figure, name in (("params", "parameters"), ("macs", "multiply-adds")) if heads else ():
        yield f"{name} with auxiliary heads"
        inside = [Addend(getattr(total_of(rows), figure), printable(head)) for head, rows in heads.items()]
        yield from column([Addend(getattr(report.totals.cost, figure), "the network"), *inside])


def _depth(report: Report) -> Iterator[str]:
    """The weighted layers of one longest path."""
    names = [printable(report.rows[index - 1].path) for index in deepest_path(report.graph)]
    if len(names) > _FIRST + _LAST + 1:
        names = [*names[:_FIRST], f"... {len(names) - _FIRST - _LAST} more ...", *names[-_LAST:]]
    yield f"weight layers = {report.totals.weight_layers:,}, on the longest path"
    yield from wrapped(f"  {', '.join(names)}".replace("more ...,", "more ..."), 2) if names else ()


def _memory(report: Report, rows: list[Row]) -> Iterator[str]:
    given = report.input.elements if report.input else 0
    written = "*".join(map(str, (*report.input.spatial, report.input.channels))) if report.input else ""
    written = f"{written} * {report.batch} images" if report.batch > 1 else (written if written != str(given) else "")
    yield "memory, in values: the input and what conv, fc, pool, norm, merge give"
    yield from column([Addend(report.totals.input_activations, "input", written), *layers_of(report, rows, "activations")])
    yield _bytes("forward only", report.totals.activations, DTYPE_BYTES[report.dtype])


def _peak(report: Report, rows: list[Row]) -> Iterator[str]:
    """Every array that is alive while the layer of the peak runs."""
    memory, size = report.totals.memory, DTYPE_BYTES[report.dtype]
    at = memory.inference_peak_layer
    entries = [row.entry for row in rows]
    arrays: Iterable[tuple[int, int]] = inference_peak(report.graph, entries, last_readers(report.graph, entries), at).arrays
    if at is None and report.input is not None:
        arrays = [(0, report.input.elements)]
    factor = (f" * {report.batch} images" if report.batch > 1 else "") + f" * {size}"
    while_it_runs = f": alive while {printable(at)} runs" if at else ""
    yield from wrapped(f"peak at inference, in bytes{while_it_runs}", 2)
    yield from column(
        Addend(values * report.batch * size, _label(report, index), f"{values:,}{factor}") for index, values in arrays
    )
    yield f"  {human_bytes(memory.inference_peak)}; weights apart"


def _label(report: Report, index: int) -> str:
    return printable(report.rows[index - 1].path) if index else "input"


def _kept(report: Report, rows: list[Row]) -> Iterator[str]:
    yield "kept for backward, in bytes, as autograd keeps"
    yield from column(layers_of(report, rows, "kept_bytes"), human_bytes(report.totals.memory.kept))


def _training(report: Report) -> Iterator[str]:
    memory = report.totals.memory
    yield "training, in bytes"
    parts = [("weights", memory.weights), ("gradients", memory.gradients), ("optimizer", memory.optimizer), ("kept", memory.kept)]
    yield from column([Addend(value, label) for label, value in parts], human_bytes(memory.training))
