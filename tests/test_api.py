"""The Python entry points: names, texts and dicts; the report and its forms; one exception with its findings."""

from __future__ import annotations

import html
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import cnncalc
from cnncalc import CnnCalcError, UsageError
from tests.cli.runner import call
from tests.oracle import oracle_or_skip

CONV: dict[str, Any] = {"conv": {"filters": 8, "kernel": 3, "stride": 3}}
TEXT = "input: 7x7x3\nlayers:\n  - conv: {filters: 8, kernel: 3, stride: 3}\n  - relu\n"


def refused(source: Any, **options: Any) -> CnnCalcError:
    with pytest.raises(CnnCalcError) as found:
        cnncalc.analyze(source, **options)
    return found.value


def test_parameters_may_be_lists() -> None:
    report = cnncalc.load("resnet50", depths=[2, 2, 2, 2]).analyze()
    assert report.complete
    assert report.totals.weight_layers == 1 + 3 * 8 + 1


def test_names_and_paths(tmp_path: Path) -> None:
    path = tmp_path / "net.cnn.yaml"
    path.write_text("input: 8\nlayers: [fc: 3]\nvariants: {a: {}, b: {input: 4}}\n")
    assert cnncalc.load(path).analyze().totals.cost.params == 27
    assert cnncalc.load(str(path), variant="b").analyze().totals.cost.params == 15
    assert cnncalc.load(f"{path}:b").analyze().architecture == "b"
    with pytest.raises(UsageError, match="there is no file vgg16"):
        cnncalc.load(Path("vgg16"))
    with pytest.raises(UsageError, match="not one of the type int"):
        cnncalc.load(5)  # type: ignore[arg-type]


def test_a_report_is_its_layers() -> None:
    report = cnncalc.load("vgg16").analyze()
    assert [row.path for row in report] == [row.path for row in report.rows]
    assert len(report) == len(list(report)) == 38
    assert sum(row.cost.params for row in report) == report.totals.cost.params == 138357544
    assert report["fc6"].cost.params == 102764544
    assert repr(report["conv1_1"]) == "<Row conv1_1: conv, 224x224x3 to 224x224x64, 1,792 parameters>"
    with pytest.raises(UsageError, match="did you mean `conv5_3`"):
        report["conv5_4"]


def test_layers_by_number_and_by_path() -> None:
    report = cnncalc.load("vgg16").analyze()
    assert report[0] is report.rows[0]
    assert report[-1].path == "fc8"
    assert report[0:2] == report.rows[:2]
    assert [row.path for row in report[::-19]] == ["fc8", "conv4_1/relu"]
    assert "conv1_1" in report
    assert report.rows[5] in report
    other = cnncalc.load("lenet5").analyze()
    assert not any(key in report for key in ("conv9", "", 0, None, other.rows[0]))
    missing: tuple[tuple[Any, str], ...] = (
        (38, "there is no layer 38: there are 38"),
        (1.5, "not by one of the type float"),
        (None, "NoneType"),
    )
    for key, says in missing:
        with pytest.raises(UsageError, match=says):
            report[key]
    with pytest.raises(UsageError, match="by its path or its number"):
        report["conv1_1":"conv2_1"]


def test_a_report_says_what_it_is() -> None:
    report = cnncalc.load("vgg16").analyze()
    assert repr(report) == (
        "<cnncalc.Report VGG-16 (configuration D): 38 layers, 138,357,544 parameters, 15,470,264,320 multiply-adds>"
    )
    assert str(report).splitlines()[0] == "VGG-16 (configuration D): 224x224x3 to 1000, 38 layers"
    assert len(str(report).splitlines()) == 3
    assert "3 to 2, 1 layer\n" in str(cnncalc.analyze("input: 3\nlayers: [fc: 2]\n"))
    faulty = cnncalc.loads(TEXT).analyze(strict=False)
    assert repr(faulty) == "<cnncalc.Report <text>: 2 layers, totals unknown (1 error)>"
    assert "H302" in str(faulty)
    assert [repr(row) for row in faulty] == ["<Row conv1: conv, error H302>", "<Row relu1: relu, unknown>"]
    assert "\x1b" not in str(cnncalc.analyze('{name: "\\x1b[1m", input: 3, layers: [fc: 2]}'))
    assert repr(cnncalc.load("resnet50", depths=[1, 1, 1, 1])) == "<cnncalc.Architecture resnet50, depths=(1, 1, 1, 1)>"


def test_the_dict_is_the_json_report() -> None:
    shown = json.loads(call("show", "lenet5", "--format", "json").out)
    report = cnncalc.load("lenet5").analyze()
    assert json.loads(json.dumps(report.to_dict())) == shown
    assert "formulas" not in report.to_dict(formulas=False)["layers"][0]


def test_a_notebook_gets_html() -> None:
    from cnncalc.render.html import html_of

    report = cnncalc.load("lenet5").analyze()
    assert report._repr_html_() == html_of(report)
    assert "61,706" in report._repr_html_()


def test_a_text_or_a_dict() -> None:
    layers = [{"conv": {"filters": 4, "kernel": 3, "padding": [[1, 0], [0, 1]]}, "name": "first"}, "relu", {"fc": "$n"}]
    source = {"name": "yes", "params": {"n": 5}, "input": (8, 8, 3), "layers": layers}
    report = cnncalc.analyze(source, batch=2)
    text = "name: 'yes'\nparams: {n: 5}\ninput: [8, 8, 3]\nlayers:\n"
    text += "  - {conv: {filters: 4, kernel: 3, padding: [[1, 0], [0, 1]]}, name: first}\n  - relu\n  - fc: $n\n"
    same = cnncalc.analyze(text, batch=2)
    assert [(row.path, row.output, row.cost) for row in report] == [(row.path, row.output, row.cost) for row in same]
    assert report.name == same.name == "yes"
    assert cnncalc.analyze(source, n=7)["fc2"].output == (7, ())
    assert cnncalc.loads(source, n=7).analyze().totals.cost.params == cnncalc.analyze(text, n=7).totals.cost.params


def test_a_fault_in_a_dict_has_its_keys() -> None:
    error = refused({"input": "7x7x3", "layers": [CONV, "rleu", {"conv": {"filters": 1, "kernel": 1, "a b": 2}}]})
    assert [(found.code, found.keys) for found in error.findings] == [
        ("H302", "layers[0].conv.stride"), ("S105", "layers[1]"), ("S104", 'layers[2].conv["a b"]'),
    ]  # fmt: skip
    assert str(error).startswith("layers[0].conv.stride: error H302 (layer conv1): height and width: the windows do not fit")
    assert error.source.splitlines()[2] == "  - conv: {filters: 8, kernel: 3, stride: 3}"
    assert refused({"input": "7x7x3", "layer": []}).findings[0].keys == "layer"


def test_a_number_in_quotes_is_told_to_lose_them() -> None:
    assert refused({"input": "256", "layers": [{"fc": 2}]}).findings[0].help == ("write 256 without quotes",)
    assert refused({"input": [8, "8", 3], "layers": [{"fc": 2}]}).findings[0].help == ("write 8 without quotes",)


def test_a_notebook_names_the_place_of_a_fault() -> None:
    source = {"input": "7x7x3", "layers": [CONV, {"fc": 2}]}
    assert "error[H302], layers[0].conv.stride: height and width" in cnncalc.analyze(source, strict=False)._repr_html_()
    assert "error[H302], line 3: height and width" in cnncalc.loads(TEXT).analyze(strict=False)._repr_html_()
    named = {"input": "7x7x3", "layers": [{"conv": {"<b>": 1}}]}
    assert 'layers[0].conv["&lt;b&gt;"]' in html.unescape(cnncalc.analyze(named, strict=False)._repr_html_()).replace(
        "<b>", "&lt;b&gt;"
    )


def test_a_fault_in_a_text_has_its_line() -> None:
    error = refused(TEXT)
    assert str(error).splitlines()[0].startswith("<text>:3:43: error H302 (layer conv1): ")
    assert str(error).splitlines()[1].startswith("  help: what fits: padding 1")
    assert error.findings[0].keys == ""


def test_the_partial_report_comes_along() -> None:
    error = refused(TEXT)
    assert [(row.path, row.error, row.unknown) for row in error.report] == [("conv1", "H302", False), ("relu1", None, True)]
    assert error.report.findings == error.findings
    assert refused("").report is None
    assert cnncalc.loads(TEXT).analyze(strict=False).findings == error.findings


def test_a_missing_pandas_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match="python -m pip install pandas"):
        cnncalc.load("lenet5").analyze().to_dataframe()


def test_columns_of_a_data_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """What pandas is given, where it is absent too: whole numbers, and a type that holds gaps where there are any."""
    fake = SimpleNamespace(Series=lambda values, dtype: (dtype, values), DataFrame=dict)
    monkeypatch.setitem(sys.modules, "pandas", fake)
    frame = cnncalc.load("lenet5").analyze().to_dataframe()
    assert frame["params"] == ("int64", [row["params"] for row in cnncalc.load("lenet5").analyze().to_dict()["layers"]])
    assert frame["path"][0] == "object"
    partial = cnncalc.loads(TEXT).analyze(strict=False).to_dataframe()
    assert partial["macs"] == ("object", [None, None])
    mixed = cnncalc.loads("input: 8\nlayers: [fc: 3, fc: x]\n").analyze(strict=False).to_dataframe()
    assert mixed["params"] == ("Int64", [27, None])
    huge = "input: 2147483647x2147483647x2147483647\nlayers: [relu, {conv: {filters: 2147483647, kernel: 1}}]\n"
    assert cnncalc.analyze(huge).to_dataframe()["macs"] == ("object", [0, (2**31 - 1) ** 4])


def test_a_real_data_frame() -> None:
    pandas = oracle_or_skip("pandas")
    report = cnncalc.load("vgg16").analyze()
    frame = report.to_dataframe()
    assert isinstance(frame, pandas.DataFrame)
    assert len(frame) == len(report)
    assert int(frame["params"].sum()) == 138357544
    assert str(frame["macs"].dtype) == "int64"
    partial = cnncalc.loads("input: 8\nlayers: [fc: 3, fc: x]\n").analyze(strict=False).to_dataframe()
    assert str(partial["params"].dtype) == "Int64"
    assert partial["params"].tolist()[0] == 27


def test_everything_exported_is_there() -> None:
    for name in cnncalc.__all__:
        assert getattr(cnncalc, name) is not None
        assert name in dir(cnncalc)
    with pytest.raises(AttributeError):
        cnncalc.analyse  # type: ignore[attr-defined]  # noqa: B018
