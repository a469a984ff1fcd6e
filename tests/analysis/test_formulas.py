"""Every formula of every layer: its numbers put in, read back as arithmetic, give the figure."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from cnncalc.analysis.formulas import Formula, formulas
from cnncalc.analysis.report import Report
from cnncalc.api import load
from cnncalc.render.as_json import report_to_dict
from tests.analysis.test_engine import short
from tests.architectures.reference import NETWORKS

#: What a formula is written with.
OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def evaluate(text: str) -> Fraction:
    """A formula with its numbers put in, by arithmetic alone."""

    def value(node: ast.expr) -> Fraction:
        if isinstance(node, ast.BinOp):
            return Fraction(OPERATORS[type(node.op)](value(node.left), value(node.right)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return ROUNDED[node.func.id](*map(value, node.args))
        assert isinstance(node, ast.Constant), ast.dump(node)
        return Fraction(node.value)  # type: ignore[arg-type]  # only numbers are written

    return value(ast.parse(text, mode="eval").body)


ROUNDED: dict[str, Callable[..., Fraction]] = {
    "floor": lambda x: Fraction(x.__floor__()),
    "ceil": lambda x: Fraction(x.__ceil__()),
}


def written(report: Report) -> list[tuple[str, Formula, int]]:
    """Every formula of a report with the figure that it must give."""
    found: list[tuple[str, Formula, int]] = []
    for row in report.rows:
        assert row.facts is not None
        made = formulas(row.facts)
        output = row.facts.output.spatial or (row.facts.output.channels,)
        found += [(row.path, formula, size) for formula, size in zip(made.output, output, strict=True)]
        for figure in ("params", "weights", "macs", "activations"):
            found.append((row.path, getattr(made, figure), getattr(row.facts, figure)))
    return found


@pytest.mark.parametrize("name", NETWORKS, ids=short)
def test_every_formula_gives_its_figure(name: str) -> None:
    """The value, and the text with its numbers put in read as arithmetic."""
    for path, formula, figure in written(load(name).analyze()):
        assert formula.value == figure, path
        assert evaluate(formula.substituted) == figure, (path, formula.substituted)


def test_formulas_in_the_lectures_letters() -> None:
    """The two that report.md prints for VGG-16's first layer."""
    first = report_to_dict(load("vgg16").analyze())["layers"][0]["formulas"]
    size = {"symbolic": "(N + 2P - F)/S + 1", "substituted": "(224 + 2*1 - 3)/1 + 1", "value": 224}
    assert first["output"] == [size, size]
    assert first["params"] == {"symbolic": "(F*F*D + 1)*K", "substituted": "(3*3*3 + 1)*64", "value": 1792}
    assert first["macs"]["value"] == 86704128
