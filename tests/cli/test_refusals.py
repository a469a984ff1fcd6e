"""What a refused or changed network must not claim."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.runner import call


@pytest.mark.parametrize(
    "layers",
    [
        "[{conv: {filters: 8, kernel: 3, norm: bn}}, {fc: 10}]",
        "[{conv: {filters: 4, kernel: 3}}, {for: {w: 3}, layers: [{fc: $w}]}]",
        "[{repeat: 1000000000, layers: [relu]}]",
        "[{if: maybe, layers: [relu]}]",
        "{fc: 10}",
    ],
)
def test_a_refused_file_has_no_totals_and_no_expectation_holds(layers: str) -> None:
    text = f"input: 8x8x3\nlayers: {layers}\nexpect: {{params: 3114, output: 10}}\n"
    done = call("show", "-", stdin=text)
    assert done.status == 1
    assert "totals: unknown" in done.out
    assert "expect" not in done.out
    report = json.loads(call("show", "-", "-f", "json", stdin=text).out)
    assert report["totals"]["params"] is None
    assert [expectation["holds"] for expectation in report["expect"]] == [None, None]


@pytest.mark.parametrize("limit", ["1", "3", "10"])
def test_a_limit_in_the_middle_of_a_network_is_a_finding(limit: str) -> None:
    done = call("show", "vgg16", "--max-layers", limit)
    assert done.status == 1
    assert "error[Y013]" in done.err


@pytest.mark.parametrize("options", [("--batch", "2"), ("--no-bias",), ("--input", "64x64x3"), ("--set", "depths=[1,1,1,1]")])
def test_expectations_are_not_judged_of_another_network(options: tuple[str, ...]) -> None:
    done = call("show", "resnet18", *options)
    assert done.status == 0
    assert "expect: not checked" in done.out
    assert "✗" not in done.out


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (
            ("show", "vgg16", "--input", "64x64"),
            "--input 64x64 is a sequence of 64 places with 64 channels, but the file's input, 224x224x3, has height and width\n"
            "  help: write 64x64x3\n",
        ),
        (
            ("explain", "vgg16", "conv1_1", "--input", "3072"),
            "--input 3072 is a vector of 3,072 values, but the file's input, 224x224x3, has height and width\n",
        ),
    ],
)
def test_another_input_has_the_axes_of_the_files(command: tuple[str, ...], says: str) -> None:
    done = call(*command)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"cnncalc: {says}")


@pytest.mark.parametrize("options", [(), ("--input", "8x8x3")])
def test_what_the_file_does_not_have_is_refused(options: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "net.yaml").write_text("input: 8x8x3\nlayers: [fc: 2]\nvariants: {a: {}}\n")
    done = call("show", "net.yaml:b", *options, cwd=tmp_path)
    assert (done.status, done.err) == (2, "cnncalc: net.yaml has no variant `b`\n  help: it has a\n")
    done = call("show", "net.yaml", "--set", "n=3", *options, cwd=tmp_path)
    assert (done.status, done.err) == (2, "cnncalc: net.yaml has no parameter `n`\n  help: it has none\n")


def test_json_says_what_holds() -> None:
    text = "input: 8x8x1\nlayers: [{fc: 2}]\nexpect: {params: 131, output: 2}\nbudget: {params: 130, weights: 520 B}\n"
    report = json.loads(call("show", "-", "-f", "json", stdin=text).out)
    assert [(e["found"], e["holds"]) for e in report["expect"]] == [(130, False), ([2], True)]
    assert [(b["found"], b["holds"]) for b in report["budget"]] == [(130, True), (520, True)]


def test_formulas_agree_with_figures_without_biases() -> None:
    report = json.loads(call("show", "vgg16", "--no-bias", "-f", "json").out)
    for row in report["layers"]:
        assert row["formulas"]["params"]["value"] == row["params"]


def test_side_heads_stay_apart_when_blocks_are_folded() -> None:
    text = """input: 8x8x1
blocks: {s: {layers: [{conv: {filters: 2, kernel: 3}}, {aux: [{fc: 7}], name: head}, relu]}}
layers: [s, {fc: 3}]
expect: {layers: {s1: {params: 20}, s1/head: {params: 511}}}
"""
    done = call("show", "-", "--depth", "1", "--columns", "layer,params", stdin=text)
    lines = [line.split() for line in done.out.splitlines()]
    assert ["s1", "20"] in lines
    assert ["s1/head", "(aux)", "511"] in lines
    assert "all 2 figures hold" in done.out
    whole = call("show", "googlenet", "--depth", "0", "--columns", "layer,params")
    assert "6,998,552" in next(line for line in whole.out.splitlines() if line.startswith("GoogLeNet  "))
