"""Every bundled file: complete, sourced, and everything that it expects of itself holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cnncalc import _index, catalogue
from cnncalc.analysis.report import Cost, Report
from cnncalc.api import load
from cnncalc.diagnostics import UsageError
from cnncalc.tensor import Shape
from tests.architectures.reference import NETWORKS, report_of, rows_named


def figure_of(report: Report, layer: str | None, figure: str) -> Any:
    """A total, a layer's figure, or a block's: its last output and its sums."""
    if layer is None:
        if figure != "output":
            return report.figure(figure)
        return as_volume(report.graph.shape(report.graph.outputs[0]))
    rows = rows_named(report, layer)
    assert rows, layer
    if figure == "output":
        return as_volume(rows[-1].output)
    return getattr(Cost(*map(sum, zip(*(row.cost for row in rows), strict=True))), figure)


def as_volume(shape: Shape | None) -> tuple[int, ...]:
    assert shape is not None
    return (*shape.spatial, shape.channels)


@pytest.mark.parametrize("name", NETWORKS)
def test_what_it_expects_holds(name: str) -> None:
    report = report_of(name)
    assert [(e.layer, e.figure, figure_of(report, e.layer, e.figure)) for e in report.expect] == [
        (e.layer, e.figure, e.value) for e in report.expect
    ]


@pytest.mark.parametrize("name", NETWORKS)
def test_it_is_complete(name: str) -> None:
    """torchvision's files are held against recordings too (test_torchvision.py); the others state their layers here."""
    report = report_of(name)
    assert report.complete
    assert report.name
    assert report.source
    stated = {expectation.figure for expectation in report.expect if expectation.layer is None}
    assert stated >= {"output", "params", "macs"}
    if not name.startswith("torchvision/"):
        assert "weight_layers" in stated
        assert any(expectation.layer for expectation in report.expect)


def test_every_file_has_a_name() -> None:
    files = {path.relative_to(catalogue.folder()).as_posix() for path in catalogue.folder().rglob("*.cnn.yaml")}
    assert files == {file for file, _ in _index.NAMES.values()}
    assert len(files) >= 30


def test_the_index_is_fresh() -> None:
    assert catalogue.make_index(catalogue.folder()) == Path(_index.__file__).read_text("utf-8")


@pytest.mark.parametrize(
    "folder",
    [".", "torchvision"],
)
def test_one_name_in_two_files_of_a_folder_is_refused(tmp_path: Path, folder: str) -> None:
    text = "input: 3\nvariants: {same: {}}\nlayers: [fc: 1]\n"
    (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / folder / "a.cnn.yaml").write_text(text, "utf-8")
    (tmp_path / folder / "b.cnn.yaml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match="same"):
        catalogue.make_index(tmp_path)


def test_a_folder_qualifies_and_the_outer_file_wins(tmp_path: Path) -> None:
    inner = tmp_path / "torchvision"
    inner.mkdir()
    (tmp_path / "net.cnn.yaml").write_text("input: 3\nlayers: [fc: 1]\n", "utf-8")
    (inner / "net.cnn.yaml").write_text("input: 3\nlayers: [fc: 2]\n", "utf-8")
    names: dict[str, Any] = {}
    exec(catalogue.make_index(tmp_path), names)
    assert names["NAMES"] == {"net": ("net.cnn.yaml", None), "torchvision/net": ("torchvision/net.cnn.yaml", None)}


def test_an_unqualified_name_is_the_lectures() -> None:
    both = [name for name in _index.NAMES if f"torchvision/{name}" in _index.NAMES]
    lectures = {name for name in both if "/" not in _index.NAMES[name][0]}
    assert lectures >= {"alexnet", "googlenet", "resnet50", "vgg16"}
    stems = {path.name for path in catalogue.folder().glob("*.cnn.yaml")}
    assert {_index.NAMES[name][0] for name in lectures} <= stems
    assert report_of("alexnet").totals.cost.params == 62378344
    assert report_of("torchvision/alexnet").totals.cost.params == 61100840


def test_a_file_with_variants_is_named_by_them() -> None:
    with pytest.raises(UsageError, match="has variants") as refused:
        load("resnet")
    assert "resnet18" in refused.value.help[0]
    with pytest.raises(UsageError, match="no bundled architecture") as refused:
        load("alexent")
    assert "alexnet" in refused.value.help[0]
