"""Every JSON output is what its schema says, and nothing else."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from cnncalc import catalogue, layers
from cnncalc.api import Architecture, load, loads
from cnncalc.diagnostics import CnnCalcError
from cnncalc.render.as_json import render_refusal, report_to_dict
from cnncalc.schema import schema_of
from cnncalc.spec.load import Program
from cnncalc.spec.source import decode
from tests.cli.runner import call
from tests.schema.judge import validator

BAD = sorted((Path(__file__).parent.parent / "bad").glob("*.cnn.yaml"))


def _check(report: Any, name: str = "report") -> None:
    errors = [
        f"{error.json_path}: {error.message[:200]}" for error in validator(name).iter_errors(json.loads(json.dumps(report)))
    ]
    assert errors == []


@pytest.mark.parametrize("name", [network.name for network in catalogue.networks()])
def test_bundled(name: str) -> None:
    report = report_to_dict(load(name).analyze(), formulas="/" not in name)
    _check(_thinned(report))


_SEEN: set[str] = set()


def _thinned(report: dict[str, Any]) -> dict[str, Any]:
    """Without layers whose values have the types and signs of one before: the schema tells them not apart, and is slow."""
    forms = {repr(_form(row)): row for row in report["layers"]}
    new = [row for form, row in forms.items() if form not in _SEEN]
    _SEEN.update(forms)
    return {**report, "layers": new}


def _form(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _form(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return len(value), sorted({repr(_form(item)) for item in value})
    if isinstance(value, str):
        return "/" in value
    return type(value).__name__, value if value is None or isinstance(value, bool) else (value > 0) - (value < 0)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name.removesuffix(".cnn.yaml"))
def test_failed_files(path: Path) -> None:
    try:
        text = decode(path.read_bytes(), path.name)
        report = report_to_dict(Architecture(Program(text, layers, path.name), path.name, None, {}).analyze(strict=False))
    except CnnCalcError as error:
        report = json.loads(render_refusal(error))
    _check(_thinned(report))


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "vgg16", "--batch", "2", "--no-bias", "--dtype", "int8", "-f", "json"),
        ("show", "unet", "-f", "json"),
        ("conv", "32x32x3", "--filters", "10", "--kernel", "5", "-f", "json"),
    ],
    ids=" ".join,
)
def test_of_the_commands(arguments: tuple[str, ...]) -> None:
    _check(json.loads(call(*arguments).out))


def test_of_the_list() -> None:
    _check(json.loads(call("list", "--format", "json").out), "list")
    _check(json.loads(call("list", "nothing-is-called-so", "--format", "json").out), "list")


SHARING = """\
input: 8x8x3
expect: {output: 3}
layers:
  - conv: {filters: 3, kernel: 3, padding: 1, norm: batchnorm}
    name: a
  - custom: {output: 8x8x3, params: 5, macs: 7}
  - conv: {filters: 3, kernel: 3, padding: 1}
    share: a
  - deconv: {filters: 2, kernel: 2}
  - fc: 3
"""


def test_a_custom_layer_and_shared_weights() -> None:
    report = report_to_dict(loads(SHARING).analyze())
    assert [row.get("declared") for row in report["layers"]].count(True) == 1
    assert [row.get("shares") for row in report["layers"]].count("a") == 1
    _check(report)


def test_the_descriptions_are_what_the_figures_are() -> None:
    report, alone = (report_to_dict(loads(SHARING).analyze(batch=batch)) for batch in (2, 1))
    totals, layers = report["totals"], {row["kind"]: row for row in report["layers"]}
    schema = schema_of("report")
    layer, total, expectation = (
        found["properties"]
        for found in (schema["definitions"]["layer"], schema["properties"]["totals"], schema["properties"]["expect"]["items"])
    )
    formulas = layer["formulas"]["properties"]
    budget = schema_of("language")["definitions"]["budget"]["properties"]

    assert min(totals["buffers"], totals["biases"]) > 0
    assert totals["memory"]["weights_bytes"] == 4 * totals["params"]
    for described in (total["memory"]["properties"]["weights_bytes"], budget["weights"]):
        assert described["description"] == "Bytes of all parameters, biases included; buffers apart."

    shared = next(row for row in report["layers"] if "shares" in row)
    assert (shared["params"], shared["formulas"]["params"]["value"]) == (0, (3 * 3 * 3 + 1) * 3)
    assert "the layer's own, even where `params` is 0" in formulas["params"]["description"]

    conv, deconv, custom = 2 * 9 * 64 * 3 * 3, 4 * 64 * 3 * 2, 7
    assert layers["deconv"]["macs"] == 2 * layers["deconv"]["formulas"]["macs"]["value"] == 2 * deconv
    assert alone["totals"]["macs"] == conv + deconv + custom + layers["fc"]["formulas"]["macs"]["value"]
    assert totals["macs"] == 2 * alone["totals"]["macs"]
    for described in (layer["macs"], total["macs"]):
        assert "transposed ones too" in described["description"]
        assert "`custom`" in described["description"]
        assert described["description"].endswith(" Of the whole batch.")
    assert "for one image" in formulas["macs"]["description"]

    assert [(one["found"], one["holds"]) for one in report["expect"] + alone["expect"]] == [(None, None), ([3], True)]
    for key in ("found", "holds"):
        assert "another input, batch, rounding or parameter was asked for" in expectation[key]["description"]


def _changes() -> list[tuple[tuple[Any, ...], Any]]:
    return [
        (("schema",), "cnncalc.report/2"),
        (("batch",), 0),
        (("input",), [3, 224, 224, 1, 1]),
        (("dtype",), "float31"),
        (("totals", "macs"), 1.5),
        (("totals", "memory", "kept_bytes"), -1),
        (("totals", "new"), 1),
        (("layers", 0, "params"), None),
        (("layers", 0, "error"), "H301"),
        (("layers", 0, "receptive_field", "stride"), ["1/0x"]),
        (("layers", 0, "formulas", "output"), None),
        (("layers", 0, "new"), 1),
        (("expect", 0, "holds"), "yes"),
        (("new",), 1),
    ]


@pytest.mark.parametrize(
    ("path", "value"), _changes(), ids=lambda part: ".".join(map(str, part)) if isinstance(part, tuple) else ""
)
def test_the_schema_is_strict(path: tuple[Any, ...], value: Any) -> None:
    report = json.loads(json.dumps(report_to_dict(load("alexnet").analyze())))
    changed = deepcopy(report)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    assert validator("report").is_valid(report)
    assert not validator("report").is_valid(changed)


@pytest.mark.parametrize("key", ["findings", "totals", "layers"])
def test_no_key_may_be_left_out(key: str) -> None:
    report = json.loads(json.dumps(report_to_dict(load("alexnet").analyze())))
    del report[key]
    assert not validator("report").is_valid(report)


@pytest.mark.parametrize("name", ["report", "list", "check", "diff", "compare"])
def test_every_key_is_described(name: str) -> None:
    schema = schema_of(name)
    for definition in schema["definitions"].values():
        for condition in ("if", "then", "else"):
            definition.pop(condition, None)
    assert _undescribed(schema) == []


def _undescribed(node: Any) -> list[str]:
    if isinstance(node, list):
        return [key for value in node for key in _undescribed(value)]
    if not isinstance(node, dict):
        return []
    own = [key for key, value in node.get("properties", {}).items() if "description" not in value and "$ref" not in value]
    return own + [key for value in node.values() for key in _undescribed(value)]
