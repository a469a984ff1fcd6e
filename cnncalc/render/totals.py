"""The totals block: every figure with its unit, and the convention that it was counted by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cnncalc.analysis.report import Report, budget_figure, expected_figure
from cnncalc.diagnostics import printable
from cnncalc.tensor import human_bytes, volume

#: Columns that the labels take.
LABEL = 19


def title(report: Report) -> str:
    """What the network is called, and where it is from."""
    return f"{name_of(report)} - {printable(report.source)}" if report.source else name_of(report)


def name_of(report: Report) -> str:
    """Its own name, else the bundled one, else the file's."""
    return printable(report.name or report.architecture.strip("-") or report.path)


def conditions(report: Report) -> str:
    """What the figures are of."""
    shape = report.input or "unknown"
    return f"input {shape}, batch {report.batch}, {report.dtype}, rounding {report.rounding}"


def render_totals(report: Report, mark: tuple[str, str] = ("ok", "NO")) -> list[str]:
    """Lines of at most 80 columns where the names allow it. `mark` shows what holds and what does not."""
    figures = [f"{label:<{LABEL}}{text}" for label, text in _figures(report)] if report.complete else []
    return [*figures, *(f"{label}: {text}" for label, text in _remarks(report, mark))]


def labelled(report: Report) -> list[tuple[str, str]]:
    """The same, each figure whole behind its label, for formats that have a place for either."""
    found: list[tuple[str, str]] = []
    for label, text in _figures(report) if report.complete else ():
        if label:
            found.append((label, text))
        else:
            found[-1] = (found[-1][0], f"{found[-1][1]}; {text}")
    return [*found, *_remarks(report, ("ok", "NO"))]


def _unknown(report: Report) -> str:
    failed = sum(row.error is not None for row in report.rows)
    hanging = sum(row.unknown for row in report.rows)
    said = [f"{failed} failed"] * bool(failed) + [f"{hanging} unknown because of that"] * bool(hanging)
    return f"unknown ({', '.join(said) or 'see what is wrong with the file'})"


def counted_kinds(report: Report) -> str:
    """What the multiply-adds are those of: `of conv and fc, without bias`."""
    layers = {row.kind: row.facts.layer for row in report.rows if row.facts and row.facts.macs}
    others = [kind for kind, layer in layers.items() if kind not in ("conv", "fc") and not layer.declared]
    declared = [f"`{kind}`" for kind, layer in layers.items() if layer.declared]
    words = ", ".join(["conv", *others])
    return f"of {words} and fc, without bias" + (f", and as {' and '.join(declared)} declares" if declared else "")


def counted_outputs(report: Report) -> str:
    """Whose outputs are memory: the lecture's, and the other kinds that the network has."""
    layers = {row.kind: row.facts.layer for row in report.rows if row.facts and row.facts.activations}
    usual = {"conv", "fc"} | {
        kind for kind, layer in layers.items() if layer.stem == "pool" or layer.role == "norm" or layer.merges
    }
    return ", ".join(["input", "conv", "fc", "pool", "norm", "merge", *(kind for kind in layers if kind not in usual)])


def _figures(report: Report) -> Iterator[tuple[str, str]]:
    totals, memory = report.totals, report.totals.memory
    cost = totals.cost
    counted = f"weights {cost.weights:,} + biases {cost.biases:,}"
    yield "parameters", f"{cost.params:,} ({counted if report.count_biases else 'weights alone, as the lecture counts'})"
    if cost.buffers:
        yield "buffers", f"{cost.buffers:,} (running statistics, not learned)"
    yield "multiply-adds", f"{cost.macs:,} ({counted_kinds(report)})"
    yield "FLOPs", f"{2 * cost.macs:,} = 2 x multiply-adds"
    if any(row.aux for row in report.rows):
        yield "with aux heads", f"{totals.with_aux.params:,} parameters, {totals.with_aux.macs:,} multiply-adds"
    yield "weight layers", f"{totals.weight_layers:,} on the longest path"
    yield "memory", f"{totals.activations:,} values: {counted_outputs(report)} outputs"
    yield "", f"{human_bytes(memory.activations)} in {report.dtype}, forward only"
    yield "weights", human_bytes(memory.weights)
    at = f", at {printable(memory.inference_peak_layer)}" if memory.inference_peak_layer else ""
    yield "peak at inference", f"{human_bytes(memory.inference_peak)}{at}; weights apart"
    yield "kept for backward", f"{human_bytes(memory.kept)}, as autograd keeps"
    yield "training", f"{human_bytes(memory.training)}: weights, gradients, kept"


def _remarks(report: Report, mark: tuple[str, str]) -> Iterator[tuple[str, str]]:
    if not report.complete:
        yield "totals", _unknown(report)
        return
    for row in report.rows:
        for remark in row.facts.remarks if row.facts else ():
            yield "note", f"{printable(row.path)} {remark}"
    unread = [row for row in report.rows if row.facts and any(row.facts.unread)]
    if unread:
        names = ", ".join(printable(row.path) for row in unread[:2]) + (", ..." if len(unread) > 2 else "")
        layers = "1 layer leaves" if len(unread) == 1 else f"{len(unread)} layers leave"
        yield "note", f"{layers} rows or columns unread ({names}); `--columns layer,unread`"
    yield from _claims(report, mark)


def _claims(report: Report, mark: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """What the file expects, in one line where all of it holds; each of its budgets."""
    good, bad = mark
    if report.expect and report.changed:
        yield "expect", f"not checked, as {' and '.join(report.changed)} change{'s' * (len(report.changed) == 1)} the network"
    found = [(expectation, expected_figure(report, expectation)) for expectation in report.expect if not report.changed]
    failed = [(expectation, actual) for expectation, actual in found if actual != expectation.value]
    if found and not failed:
        count = len(found)
        yield "expect", f"{good} " + ("the figure holds" if count == 1 else f"all {count} figures hold")
    for expectation, actual in failed:
        where = f"{printable(expectation.layer)} " if expectation.layer else ""
        instead = f"found {_shown(actual)}" if actual is not None else "there is no such layer"
        yield "expect", f"{bad} {where}{expectation.figure} {_shown(expectation.value)}, {instead}"
    for budget in report.budget:
        actual = budget_figure(report, budget.figure)
        within = actual <= budget.limit
        used = f"{actual:,} of {budget.limit:,}" + (f" ({actual / budget.limit:.1%})" if budget.limit else "")
        level = "" if budget.level == "error" else f" ({budget.level})"
        yield "budget", f"{good if within else bad} {budget.figure} {printable(budget.written)}{level}: {used}"


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return str(volume(value))
    return f"{value:,}"
