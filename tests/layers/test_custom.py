from __future__ import annotations

from cnncalc.api import loads
from cnncalc.graph import Facts
from cnncalc.render.as_json import report_to_dict
from cnncalc.tensor import Shape
from tests.conformance import facts_of, refused


def facts(**options: object) -> Facts:
    return facts_of("custom", {"output": "55x55x96", "params": 34_944, "macs": 105_415_200, **options}, "227x227x3")


def test_it_is_what_it_declares() -> None:
    found = facts()
    assert found.output == Shape(96, (55, 55))
    assert (found.params, found.weights, found.biases) == (34_944, 34_944, 0)
    assert found.macs == 105_415_200
    assert found.activations == 55 * 55 * 96
    assert facts(params=0).parameters == {}
    assert facts(output=10).output == Shape(10)
    assert found.remarks == ("declares its output, parameters and multiply-adds: they are not computed",)


def test_the_report_says_so() -> None:
    report = loads(
        "input: 9x9x1\nlayers: [{custom: {output: 3x3x4, params: 5, macs: 6}}, {conv: {filters: 1, kernel: 3}}]"
    ).analyze()
    layers = report_to_dict(report)["layers"]
    assert [layer.get("declared") for layer in layers] == [True, None]
    assert [layer["receptive_field"] for layer in layers] == [None, None]
    assert report.totals.cost.params == 5 + 4 * 9 + 1
    assert report.totals.cost.macs == 6 + 36


def test_nothing_unknown_counts_as_zero() -> None:
    for missing in ("output", "params", "macs"):
        options = {"output": "3x3x4", "params": 5, "macs": 6}
        del options[missing]
        text = ", ".join(f"{name}: {value}" for name, value in options.items())
        (finding,) = loads(f"input: 9x9x1\nlayers: [custom: {{{text}}}]").analyze(strict=False).findings
        assert (finding.code, finding.message) == ("S106", f"`custom` needs `{missing}`")


def test_refusals() -> None:
    refused("custom", {"output": "3x3x4", "params": -1, "macs": 0}, "9x9x1", "H303", "params", "at least 0, found -1")
