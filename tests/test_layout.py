"""The import rules of CONTRIBUTING.md, as data, held against every module."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "cnncalc"

#: Module prefix (the longest that fits counts) -> what it may import: of the package, and from outside.
RULES: dict[str, tuple[set[str], set[str]]] = {
    "diagnostics": (set(), set()),
    "formula": (set(), set()),
    "tensor": (set(), set()),
    "collector": (set(), set()),
    "_index": (set(), set()),
    "_listing": (set(), set()),
    "layer_base": ({"diagnostics", "formula", "tensor"}, set()),
    "layers": ({"layers", "layer_base", "diagnostics", "formula", "tensor"}, set()),
    "spec": ({"spec", "diagnostics"}, set()),
    "spec.document": ({"spec", "diagnostics"}, {"yaml"}),
    "graph": ({"spec", "layer_base", "diagnostics", "tensor"}, set()),
    "analysis": ({"analysis", "graph", "spec", "layer_base", "diagnostics", "formula", "tensor"}, set()),
    "render": ({"render", "analysis", "layer_base", "diagnostics", "formula", "tensor"}, set()),
    "render.as_json": ({"render", "analysis", "collector", "diagnostics", "tensor"}, set()),
    "render.grid": (set(), {"rich"}),
    "render.table": ({"render", "analysis", "diagnostics"}, {"rich"}),
    "render.manual": ({"manual", "render"}, set()),
    "render.rules": ({"render", "check", "rules", "diagnostics"}, set()),
    "rules": ({"rules", "analysis", "graph", "layers", "layer_base", "spec", "diagnostics", "tensor"}, set()),
    "rules.refusals.homework": ({"homework", "rules"}, set()),
    "catalogue": ({"_index", "_listing", "layers", "spec", "graph", "analysis", "render", "diagnostics"}, set()),
    "manual": ({"manual", "api", "analysis", "layers", "layer_base", "spec", "diagnostics", "formula", "tensor"}, set()),
    "api": ({"catalogue", "collector", "layers", "graph", "analysis", "report", "spec", "diagnostics", "tensor"}, set()),
    "report": ({"analysis", "render", "diagnostics", "tensor"}, set()),
    "files": ({"diagnostics"}, set()),
    "cli": ({"cli", "api", "files", "report", "render", "spec", "diagnostics"}, {"typer", "rich"}),
    "cli._complete": ({"api", "catalogue", "layers", "render", "rules", "spec"}, {"typer"}),
    "cli._sources": ({"cli", "api", "collector", "layers", "render", "report", "spec", "diagnostics"}, set()),
    "cli._pairs": ({"cli", "analysis", "render", "diagnostics"}, set()),
    "cli.diff": ({"cli", "analysis", "render", "diagnostics"}, {"typer"}),
    "cli.kinds": ({"cli", "manual", "render"}, {"typer"}),
    "cli.list": ({"cli", "catalogue", "render", "diagnostics"}, {"typer"}),
    "cli.check": ({"check", "cli"}, {"typer"}),
    "cli._check": ({"check", "cli", "spec", "diagnostics"}, set()),
    "homework": (
        {
            "homework",
            "api",
            "catalogue",
            "analysis",
            "collector",
            "graph",
            "layers",
            "layer_base",
            "spec",
            "files",
            "formula",
            "diagnostics",
            "tensor",
        },
        set(),
    ),
    "homework.exact": ({"homework", "layers", "layer_base", "diagnostics", "formula", "tensor"}, set()),
    "homework.exact.board": ({"homework", "layers", "render", "tensor"}, set()),
    "homework.solve_render": ({"homework", "render"}, set()),
    "homework.quiz_render": ({"homework", "render", "diagnostics"}, set()),
    "homework.formats": ({"homework", "render", "diagnostics", "tensor", ""}, set()),
    "homework.tables": ({"homework", "api", "catalogue", "analysis", "render", "spec", "files", "diagnostics", "tensor"}, set()),
    "execution": (
        {"execution", "homework", "collector", "graph", "analysis", "layers", "layer_base", "spec", "files"}
        | {"tensor", "diagnostics"},
        set(),
    ),
    "render.run_text": ({"execution", "render", "diagnostics", "tensor"}, set()),
    "render.run_json": ({"execution"}, set()),
    "cli.run": ({"cli", "execution", "graph", "render", "report", "diagnostics"}, {"typer"}),
    "render.grad_text": ({"execution", "render", "diagnostics"}, set()),
    "render.grad_layer": ({"execution", "render", "diagnostics", "tensor"}, set()),
    "render.grad_json": ({"execution"}, set()),
    "cli.grad": ({"cli", "execution", "graph", "render", "report", "diagnostics", "tensor"}, {"typer"}),
    "cli._numbers": ({"homework", "diagnostics"}, set()),
    "cli.solve": ({"cli", "homework", "render", "diagnostics"}, {"typer"}),
    "cli.value": ({"cli", "homework", "render", "diagnostics"}, {"typer"}),
    "cli.grade": ({"cli", "homework", "render", "check", "files", "diagnostics"}, {"typer"}),
    "cli._grade": ({"cli", "homework", "render", "check", "files", "diagnostics"}, set()),
    "cli.exercise": ({"cli", "homework", "files", "diagnostics"}, {"typer"}),
    "cli.quiz": ({"cli", "homework", "diagnostics"}, {"typer"}),
    "cli.table": ({"cli", "homework", "render", "report", "diagnostics"}, {"typer"}),
    "cli.rule": ({"cli", "render", "rules", "diagnostics"}, {"typer"}),
    "cli.schema": ({"cli", "schema", "diagnostics"}, {"typer"}),
    "cli.init": ({"catalogue", "cli", "schema", "spec", "diagnostics"}, {"typer"}),
    "schema": ({"schema", "layers", "layer_base", "spec", "tensor"}, set()),
    "schema.settings": ({"schema", "check", "rules"}, set()),
    "cli._one_layer": ({"cli", "api", "layers", "render", "report", "spec", "diagnostics", "tensor"}, {"typer"}),
    "check": (
        {
            "check",
            "rules",
            "analysis",
            "graph",
            "layers",
            "render",
            "spec",
            "files",
            "collector",
            "catalogue",
            "diagnostics",
            "tensor",
            "",
        },
        {"platformdirs"},
    ),
    "check.formats": ({"check", "render", "rules", "diagnostics", "tensor", ""}, set()),
    "__main__": ({"cli", "diagnostics", ""}, {"typer"}),
    "__init__": ({"api", "analysis", "diagnostics", "report", "spec"}, set()),
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def rule_of(name: str) -> tuple[set[str], set[str]]:
    fitting = [prefix for prefix in RULES if name == prefix or name.startswith(prefix + ".")]
    assert fitting, f"no rule for {name}"
    return RULES[max(fitting, key=len)]


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            if node.module in ("cnncalc", "cnncalc.cli"):
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
            else:
                found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_one_way(path: Path) -> None:
    name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
    inside, outside = rule_of(name)
    for module in imported(path):
        top, _, rest = module.partition(".")
        if top == "cnncalc":
            part = rest.split(".")[0]
            part = "" if part == "__version__" else part
            assert part in inside, f"cnncalc.{name} imports cnncalc.{rest}"
        elif top not in sys.stdlib_module_names:
            assert top in outside, f"cnncalc.{name} imports {top}"


def test_the_table_in_contributing_names_every_part() -> None:
    table = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for part in {prefix.split(".")[0] for prefix in RULES} - {"_index", "_listing", "__init__"}:
        assert re.search(rf"\b{part}\b", table), part


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 330


def test_no_path_of_a_machine_is_named() -> None:
    for path in [*modules(), *ROOT.glob("*.md"), *(ROOT / "architectures").rglob("*.yaml")]:
        assert not re.search(r"/(home|root|work|Users)/", path.read_text("utf-8")), path
