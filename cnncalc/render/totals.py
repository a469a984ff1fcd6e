"""The totals block: every figure with its unit, and the convention that it was counted by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cnncalc.analysis.report import Report, budget_figure, expected_figure
from cnncalc.diagnostics import printable
from cnncalc.tensor import Shape, human_bytes

#: Columns that the labels take.
LABEL = 19


def render_totals(report: Report, mark: tuple[str, str] = ("ok", "NO")) -> list[str]:
    """Lines of at most 80 columns where the names allow it. `mark` shows what holds and what does not."""
    if not report.complete:
        failed = sum(row.error is not None for row in report.rows)
        hanging = sum(row.unknown for row in report.rows)
        said = [f"{failed} failed"] * bool(failed) + [f"{hanging} unknown because of that"] * bool(hanging)
        found = ", ".join(said) or "see what is wrong with the file"
        return [f"totals: unknown ({found})"]
    lines = [f"{label:<{LABEL}}{text}" for label, text in _figures(report)]
    lines += _remarks(report)
    lines += _claims(report, mark)
    return lines


def _figures(report: Report) -> Iterator[tuple[str, str]]:
    totals, memory = report.totals, report.totals.memory
    cost = totals.cost
    counted = f"weights {cost.weights:,} + biases {cost.biases:,}"
    yield "parameters", f"{cost.params:,} ({counted if report.count_biases else 'weights alone, as the lecture counts'})"
    if cost.buffers:
        yield "buffers", f"{cost.buffers:,} (running statistics, not learned)"
    yield "multiply-adds", f"{cost.macs:,} (of conv and fc, without bias)"
    yield "FLOPs", f"{2 * cost.macs:,} = 2 x multiply-adds"
    if any(row.aux for row in report.rows):
        yield "with aux heads", f"{totals.with_aux.params:,} parameters, {totals.with_aux.macs:,} multiply-adds"
    yield "weight layers", f"{totals.weight_layers:,} on the longest path"
    yield "memory", f"{totals.activations:,} values: input, conv, fc, pool, norm, merge outputs"
    yield "", f"{human_bytes(memory.activations)} in {report.dtype}, forward only"
    yield "weights", human_bytes(memory.weights)
    at = f", at {printable(memory.inference_peak_layer)}" if memory.inference_peak_layer else ""
    yield "peak at inference", f"{human_bytes(memory.inference_peak)}{at}; weights apart"
    yield "kept for backward", f"{human_bytes(memory.kept)}, as autograd keeps"
    yield "training", f"{human_bytes(memory.training)}: weights, gradients, kept"


def _remarks(report: Report) -> Iterator[str]:
    for row in report.rows:
        for remark in row.facts.remarks if row.facts else ():
            yield f"note: {printable(row.path)} {remark}"
    unread = [row for row in report.rows if row.facts and any(row.facts.unread)]
    if unread:
        names = ", ".join(printable(row.path) for row in unread[:2]) + (", ..." if len(unread) > 2 else "")
        layers = "1 layer leaves" if len(unread) == 1 else f"{len(unread)} layers leave"
        yield f"note: {layers} rows or columns unread ({names}); `--columns layer,unread`"


def _claims(report: Report, mark: tuple[str, str]) -> Iterator[str]:
    """What the file expects, in one line where all of it holds; each of its budgets."""
    good, bad = mark
    if report.expect and report.changed:
        yield f"expect: not checked, as {' and '.join(report.changed)} changes the network"
    found = [(expectation, expected_figure(report, expectation)) for expectation in report.expect if not report.changed]
    failed = [(expectation, actual) for expectation, actual in found if actual != expectation.value]
    if found and not failed:
        count = len(found)
        yield f"expect: {good} " + ("the figure holds" if count == 1 else f"all {count} figures hold")
    for expectation, actual in failed:
        where = f"{printable(expectation.layer)} " if expectation.layer else ""
        instead = f"found {_shown(actual)}" if actual is not None else "there is no such layer"
        yield f"expect: {bad} {where}{expectation.figure} {_shown(expectation.value)}, {instead}"
    for budget in report.budget:
        actual = budget_figure(report, budget.figure)
        within = actual <= budget.limit
        used = f"{actual:,} of {budget.limit:,}" + (f" ({actual / budget.limit:.1%})" if budget.limit else "")
        yield f"budget: {good if within else bad} {budget.figure} {printable(budget.written)}: {used}"


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return str(Shape(value[-1], value[:-1]))
    return f"{value:,}"
