"""The JSON report, `cnncalc.report/1`: exact integers, shapes channels first, nulls where a figure is unknown."""

from __future__ import annotations

import json
from typing import Any

from cnncalc.analysis.report import Budget, Expectation, Report, Row, budget_figure, expected_figure
from cnncalc.collector import paused
from cnncalc.diagnostics import CnnCalcError, Diagnostic
from cnncalc.render import Look
from cnncalc.tensor import DTYPE_BYTES

SCHEMA = "cnncalc.report/1"


def render(report: Report, look: Look) -> str:
    """The whole report with its formulas."""
    return json.dumps(report_to_dict(report), indent=1) + "\n"


def render_refusal(error: CnnCalcError) -> str:
    """The same keys where a text gives no network at all: no layers, nothing known, the findings."""
    keys = ("name", "architecture", "source", "input", "batch", "dtype", "rounding", "biases_counted")
    findings = [finding_to_dict(finding, error.path) for finding in error.findings]
    found = {
        "schema": SCHEMA,
        **dict.fromkeys(keys),
        "layers": [],
        "totals": None,
        "expect": [],
        "budget": [],
        "findings": findings,
    }
    return json.dumps(found, indent=1) + "\n"


def report_to_dict(report: Report, formulas: bool = True) -> dict[str, Any]:
    """The report as plain dicts and lists; formulas cost more than everything else and can be left out."""
    value_bytes = DTYPE_BYTES[report.dtype]
    figures: dict[int, dict[str, Any]] = {}
    with paused():
        layers = [_row(row, value_bytes, formulas, figures, report.count_biases) for row in report.rows]
    return {
        "schema": SCHEMA,
        "name": report.name,
        "architecture": report.architecture,
        "source": report.source,
        "input": report.input.dims() if report.input else None,
        "batch": report.batch,
        "dtype": report.dtype,
        "rounding": report.rounding,
        "biases_counted": report.count_biases,
        "layers": layers,
        "totals": totals_to_dict(report),
        "expect": [_expectation(report, expectation) for expectation in report.expect],
        "budget": [_budget(report, budget) for budget in report.budget],
        "findings": [finding_to_dict(finding, report.path) for finding in report.findings],
    }


def _row(row: Row, value_bytes: int, formulas: bool, figures: dict[int, dict[str, Any]], count_biases: bool) -> dict[str, Any]:
    """One layer. Repetitions of a layer share the lists of its figures."""
    facts, place = row.facts, row.entry.template.place
    found: dict[str, Any] = {
        "name": row.name,
        "path": row.path,
        "kind": row.kind,
        "inputs": list(row.inputs),
        "aux": row.aux is not None,
        "block": row.block,
    }
    if facts is None:
        found["input_shapes"] = [shape and shape.dims() for shape in row.input_shapes]
        found.update(dict.fromkeys(_FIGURES))
        found.update({"error": row.error} if row.error else {"unknown": True})
    else:
        shared = figures.get(id(row.operations))
        if shared is None:
            shared = figures[id(row.operations)] = _figures(row, value_bytes)
        found.update(shared)
        found["kept_bytes"] = row.cost.kept_bytes
        found["receptive_field"] = row.field.to_dict() if row.field else None
        if row.shares:
            found["shares"] = row.shares
        if formulas:
            found["formulas"] = _formulas(row, count_biases)
    found["line"], found["column"] = place.line, place.column
    found["end_line"], found["end_column"] = place.end_line, place.end_column
    return found


def _figures(row: Row, value_bytes: int) -> dict[str, Any]:
    """What is the same wherever a layer is repeated."""
    facts, cost = row.facts, row.cost
    assert facts is not None
    found: dict[str, Any] = {
        "input_shapes": [shape.dims() for shape in facts.inputs],
        "output_shape": facts.output.dims(),
        "parameters": {name: list(shape) for name, shape in facts.parameters.items()},
        "params": cost.params, "weights": cost.weights, "biases": cost.biases, "buffers": cost.buffers,
        "macs": cost.macs, "ops": row.operations,
        "activations": cost.activations, "activation_bytes": cost.activations * value_bytes,
        "kept_bytes": 0, "receptive_field": None, "unread": facts.unread,
    }  # fmt: skip
    if facts.layer.declared:
        found["declared"] = True
    if facts.remarks:
        found["remarks"] = list(facts.remarks)
    return found


_FIGURES = ("output_shape", "parameters", "params", "weights", "biases", "buffers", "macs", "ops", "activations",
            "activation_bytes", "kept_bytes", "receptive_field", "unread")  # fmt: skip


def _formulas(row: Row, count_biases: bool) -> dict[str, Any]:
    from cnncalc.analysis.formulas import formulas

    assert row.facts is not None
    found = formulas(row.facts)
    return (found if count_biases else found._replace(params=found.weights)).to_dict()


def totals_to_dict(report: Report) -> dict[str, Any]:
    """The totals as every command's JSON holds them; null where the network is not wholly known."""
    totals, memory = report.totals, report.totals.memory
    cost = totals.cost
    found: dict[str, Any] = {
        "params": cost.params, "weights": cost.weights, "biases": cost.biases, "buffers": cost.buffers,
        "params_with_aux": totals.with_aux.params, "weight_layers": totals.weight_layers,
        "macs": cost.macs, "flops": 2 * cost.macs, "macs_with_aux": totals.with_aux.macs, "ops": totals.operations,
        "input_activations": totals.input_activations, "activations": totals.activations,
        "memory": {
            "weights_bytes": memory.weights, "activations_bytes": memory.activations,
            "inference_peak_bytes": memory.inference_peak, "inference_peak_layer": memory.inference_peak_layer,
            "kept_bytes": memory.kept, "gradients_bytes": memory.gradients, "optimizer_bytes": memory.optimizer,
            "training_bytes": memory.training,
        },
    }  # fmt: skip
    if report.complete:
        return found
    return {name: dict.fromkeys(value) if name == "memory" else None for name, value in found.items()}


def _expectation(report: Report, expectation: Expectation) -> dict[str, Any]:
    """`found` and `holds` are null where the network is not known or not the one that the file describes."""
    judged = report.complete and not report.changed
    found = expected_figure(report, expectation) if judged else None
    holds = found == expectation.value if judged else None
    stated = {"layer": expectation.layer, "figure": expectation.figure, "value": _volume(expectation.value)}
    return {**stated, "found": _volume(found), "holds": holds}


def _budget(report: Report, budget: Budget) -> dict[str, Any]:
    found = budget_figure(report, budget.figure) if report.complete else None
    holds = None if found is None else found <= budget.limit
    stated = {"figure": budget.figure, "level": budget.level, "limit": budget.limit, "written": budget.written}
    return {**stated, "found": found, "holds": holds}


def _volume(value: Any) -> Any:
    """Channels first, as everywhere in the report."""
    return [*value[-1:], *value[:-1]] if isinstance(value, tuple) else value


def finding_to_dict(finding: Diagnostic, path: str) -> dict[str, Any]:
    """A finding as every command's JSON holds it."""
    span = finding.span
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "path": path,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "end_line": span.end_line if span else None,
        "end_column": span.end_column if span else None,
        "layer": finding.layer,
        "help": list(finding.help),
    }
