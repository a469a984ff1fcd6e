"""The listing that `cnncalc list` and completion read: fresh, every network once, with the figures that the files expect."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cnncalc import _index, _listing, catalogue
from cnncalc.api import load
from cnncalc.diagnostics import CnnCalcError, UsageError

BY_NAME = {network.name: network for network in catalogue.networks()}


def expected_of(name: str) -> dict[str, Any]:
    """What the file itself states, from outside sources, read without cnncalc's reader."""
    file, variant = _index.NAMES[name]
    document = yaml.safe_load((catalogue.folder() / file).read_text("utf-8"))
    own = (document.get("variants") or {}).get(variant) or {}
    return {**(document.get("expect") or {}), **(own.get("expect") or {})}


def test_the_listing_is_fresh() -> None:
    assert catalogue.make_listing(catalogue.folder()) == Path(_listing.__file__).read_text("utf-8")


def test_every_name_is_listed_once() -> None:
    listed = [name for network in BY_NAME.values() for name in (network.name, *network.aliases)]
    assert sorted(listed) == sorted(_index.NAMES)
    assert len(set(listed)) == len(listed)


def test_an_alias_is_of_the_same_file() -> None:
    for network in BY_NAME.values():
        assert {_index.NAMES[name][0] for name in (network.name, *network.aliases)} == {_index.NAMES[network.name][0]}


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_the_figures_are_those_that_the_file_expects(name: str) -> None:
    stated = expected_of(name)
    figures = {figure: stated[figure] for figure in ("params", "macs", "weight_layers") if figure in stated}
    assert "params" in figures
    assert {figure: getattr(BY_NAME[name], figure) for figure in figures} == figures


def test_the_lectures_names_come_first() -> None:
    assert BY_NAME["vgg-d"].aliases == ("vgg16",)
    assert BY_NAME["torchvision/vgg16"].aliases == ()
    assert BY_NAME["torchvision/vgg16_bn"].aliases == ("vgg16_bn",)
    assert BY_NAME["two-layer"].input == (3072,)
    assert BY_NAME["unet"].input == (1, 572, 572)


def made(root: Path) -> list[Any]:
    names: dict[str, Any] = {}
    exec(catalogue.make_listing(root), names)
    return [catalogue.Network(*row) for row in names["NETWORKS"]]


def test_variants_that_differ_in_name_alone_are_one_network(tmp_path: Path) -> None:
    text = "name: N\nsource: S\ninput: 3\nparams: {n: 2}\nvariants: {a: {}, b: {}, c: {n: 3}, d: {name: M}}\nlayers: [fc: $n]\n"
    (tmp_path / "x.cnn.yaml").write_text(text, "utf-8")
    assert [(one.name, one.aliases, one.title, one.params) for one in made(tmp_path)] == [
        ("a", ("b",), "N", 8), ("c", (), "N", 12), ("d", (), "M", 8),
    ]  # fmt: skip


def test_a_folder_qualifies_and_lends_its_short_names(tmp_path: Path) -> None:
    for place in ("net", "zoo/net", "zoo/only"):
        path = tmp_path / f"{place}.cnn.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text("input: 4x6x3\nlayers: [conv: {filters: 2, kernel: 1}]\n", "utf-8")
    assert [(one.name, one.aliases, one.title, one.input) for one in made(tmp_path)] == [
        ("net", (), "net", (3, 4, 6)), ("zoo/net", (), "zoo/net", (3, 4, 6)), ("zoo/only", ("only",), "zoo/only", (3, 4, 6)),
    ]  # fmt: skip


def test_files_with_one_stem_keep_their_own_variants(tmp_path: Path) -> None:
    (tmp_path / "zoo").mkdir()
    (tmp_path / "net.cnn.yaml").write_text("input: 3\nvariants: {a: {}}\nlayers: [fc: 1]\n", "utf-8")
    (tmp_path / "zoo" / "net.cnn.yaml").write_text("input: 3\nvariants: {b: {}}\nlayers: [fc: 1]\n", "utf-8")
    names: dict[str, Any] = {}
    exec(catalogue.make_index(tmp_path), names)
    assert names["FILES"] == {"net": ("a",), "zoo/net": ("zoo/b",)}


@pytest.mark.parametrize(
    ("name", "message", "help"),
    [
        ("torchvision/resnt50", "no file and no bundled", "did you mean `torchvision/resnet50`?"),
        ("torchvision/squeezenet", "has variants", "name one: torchvision/squeezenet1_0, torchvision/squeezenet1_1"),
        ("qqqqqqqq", "no file and no bundled", "`cnncalc list` shows what is bundled"),
    ],
)
def test_a_slip_in_a_name(name: str, message: str, help: str) -> None:
    with pytest.raises(UsageError, match=message) as refused:
        load(name)
    assert refused.value.help == (help,)
    with pytest.raises(UsageError, match="there is no file elsewhere/resnt50"):
        load("elsewhere/resnt50")


def test_a_file_with_findings_stops_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.cnn.yaml").write_text("input: 8x8x3\nlayers: [conv: {filters: 2, kernel: 3, stride: 2}]\n", "utf-8")
    with pytest.raises(CnnCalcError, match="H302"):
        catalogue.make_listing(tmp_path)
    before = Path(_index.__file__).read_text("utf-8"), Path(_listing.__file__).read_text("utf-8")
    monkeypatch.setattr(catalogue, "folder", lambda: tmp_path)
    assert catalogue.write() == 1
    assert "bad.cnn.yaml:2" in capsys.readouterr().err
    assert before == (Path(_index.__file__).read_text("utf-8"), Path(_listing.__file__).read_text("utf-8"))
