"""Differences of two networks: figures worked by hand, layers matched as a reader would, sums that agree with the totals."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.analysis import alignment
from cnncalc.analysis.diff import FIGURES, Change, Diff, compare
from cnncalc.api import load, loads


def diff(old: str, new: str) -> Diff:
    return compare(loads(old).analyze(), loads(new).analyze())


def network(*layers: str, head: str = "") -> str:
    return f"{head}input: 8x8x3\nlayers:\n" + "".join(f"  - {layer}\n" for layer in layers)


def told(found: Diff) -> list[tuple[str, str | None, str | None]]:
    """Status and names of every layer that is not the same."""
    return [
        (layer.status, layer.old and layer.old.path, layer.new and layer.new.path)
        for layer in found.layers
        if layer.status != "same"
    ]


CONV = "conv: {filters: 4, kernel: 3, padding: 1}"
WIDER = "conv: {filters: 5, kernel: 3, padding: 1}"


def test_figures_by_hand() -> None:
    """4 or 5 filters of 3*3*3, an fc of 10 on 8*8 of them: (27 + 1)*K and (64*K + 1)*10 parameters."""
    found = diff(network(CONV, "fc: 10"), network(WIDER, "fc: 10"))
    totals = found.totals
    assert totals["params"] == Change("params", 28 * 4 + 2570, 28 * 5 + 3210)
    assert (totals["params"].difference, totals["params"].percent) == (28 + 640, Fraction(100 * 668, 2682))
    assert totals["weights"] == ("weights", 27 * 4 + 2560, 27 * 5 + 3200)
    assert totals["biases"] == ("biases", 14, 15)
    assert totals["macs"] == ("macs", 64 * 27 * 4 + 2560, 64 * 27 * 5 + 3200)
    assert totals["flops"] == ("flops", 2 * (64 * 27 * 4 + 2560), 2 * (64 * 27 * 5 + 3200))
    assert totals["activations"] == ("activations", 192 + 256 + 10, 192 + 320 + 10)
    assert totals["activations_bytes"] == ("activations_bytes", 4 * 458, 4 * 522)
    assert totals["weights_bytes"].old == 4 * 2682
    assert totals["inference_peak_bytes"] == ("inference_peak_bytes", 4 * (192 + 256), 4 * (192 + 320))
    assert not totals["weight_layers"]
    assert not totals["layers"]
    conv, fc = found.layers
    assert conv.changes == (
        ("filters", 4, 5), ("output", (4, (8, 8)), (5, (8, 8))), ("params", 112, 140), ("weights", 108, 135), ("biases", 4, 5),
        ("macs", 6912, 8640), ("activations", 256, 320),
    )  # fmt: skip
    assert [change.name for change in fc.changes] == ["params", "weights", "macs", "kept_bytes"]


def test_percent_of_nothing_is_none() -> None:
    assert Change("params", 0, 5).percent is None
    assert Change("kind", "conv", "fc").difference is None


def test_a_network_is_the_same_as_itself() -> None:
    found = diff(network(CONV, "relu"), network(CONV, "relu"))
    assert found.same
    assert not any(found.totals.values())


def test_what_is_put_in_is_added_and_numbers_below_it_change_no_layer() -> None:
    middle = [CONV, "maxpool: 2", "conv: {filters: 9, kernel: 1}", "fc: 10"]
    found = diff(network(CONV, *middle), network(CONV, "conv: {filters: 4, kernel: 1}", *middle))
    assert told(found) == [
        ("added", None, "conv2"), ("renamed", "conv2", "conv3"), ("renamed", "conv3", "conv4"), ("renamed", "fc4", "fc5"),
    ]  # fmt: skip
    assert told(diff(network(CONV, "conv: {filters: 4, kernel: 1}", *middle), network(CONV, *middle)))[0] == (
        "removed", "conv2", None,
    )  # fmt: skip


def test_names_that_the_file_gives_hold_layers_where_they_are() -> None:
    def named(*words: str) -> list[str]:
        return [f"{CONV[:-1]}, activation: relu}}\n    name: {word}" for word in words]

    assert told(diff(network(*named("a", "b", "c")), network(*named("a", "c")))) == [
        ("removed", "b", None), ("removed", "b/relu", None),
    ]  # fmt: skip
    assert told(diff(network(*named("a", "b", "c")), network(*named("a", "B", "c")))) == [
        ("renamed", "b", "B"), ("renamed", "b/relu", "B/relu"),
    ]  # fmt: skip


def test_other_shapes_below_an_insertion() -> None:
    """All below it has other shapes and other numbers, and is still known by its options."""
    below = ["conv: {filters: 7, kernel: 3}", "relu", "conv: {filters: 9, kernel: 1}"]
    found = diff(network(*below), network("conv: {filters: 6, kernel: 3}", *below))
    assert told(found) == [
        ("added", None, "conv1"), ("changed", "conv1", "conv2"), ("changed", "relu1", "relu1"), ("changed", "conv2", "conv3"),
    ]  # fmt: skip


def test_a_layer_that_was_moved_keeps_its_name() -> None:
    one, other = f"{CONV}\n    name: a", "conv: {filters: 3, kernel: 1}\n    name: b"
    pairs = {
        (layer.old.path, layer.new.path)
        for layer in diff(network(one, other), network(other, one)).layers
        if layer.old and layer.new
    }
    assert pairs == {("a", "a"), ("b", "b")}


def test_a_kind_that_changed_under_its_name() -> None:
    found = diff(network("relu:\n    name: act"), network("gelu:\n    name: act"))
    ((status, old, new),) = told(found)
    assert (status, old, new) == ("changed", "act", "act")
    assert found.layers[0].changes[0] == ("kind", "relu", "gelu")


def test_what_a_layer_reads_is_told_where_it_is_not_an_insertion() -> None:
    skip = [f"{CONV}\n    name: a", f"{CONV}\n    name: b", f"{CONV}\n    name: c"]
    found = diff(network(*skip, "add: [a, c]\n    name: sum"), network(*skip, "add: [b, c]\n    name: sum"))
    assert found.layers[-1].changes[0] == ("inputs", ("a", "c"), ("b", "c"))
    put_in = diff(network(*skip), network(skip[0], "relu", *skip[1:]))
    assert told(put_in)[0] == ("added", None, "relu1")
    assert {change.name for layer in put_in.layers for change in layer.changes} == {"kept_bytes"}  # the relu keeps what b kept


def test_a_renamed_layer_that_is_read_by_its_name_changes_nobody() -> None:
    def text(name: str) -> str:
        return network(f"{CONV}\n    name: {name}", CONV, f"add: [{name}, conv2]")

    assert told(diff(text("a"), text("b"))) == [("renamed", "a", "b")]


def test_the_rounding_of_the_file_is_told_once() -> None:
    found = diff(network(CONV), network(CONV, head="rounding: floor\n"))
    assert found.settings["rounding"] == ("rounding", "strict", "floor")
    assert told(found) == []
    assert not found.same


PAIRS = [
    ("alexnet", "vgg16"), ("resnet18", "resnet50"), ("googlenet", "torchvision/googlenet"), ("unet", "vgg16-fcn"),
    ("vgg16", "torchvision/vgg16_bn"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), PAIRS)
@pytest.mark.parametrize("most", [0, alignment._MOST])
def test_every_layer_stands_once_and_sums_agree(old: str, new: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment, "_MOST", most)
    theirs, ours = load(old).analyze(), load(new).analyze()
    found = compare(theirs, ours)
    assert sorted(layer.old.path for layer in found.layers if layer.old) == sorted(row.path for row in theirs)
    assert [layer.new.path for layer in found.layers if layer.new] == [row.path for row in ours]
    for figure in FIGURES:
        if figure == "activations":
            continue  # the input counts too
        grown = sum(
            (0 if side is None or side.aux else sign * getattr(side.cost, figure))
            for layer in found.layers
            for sign, side in ((1, layer.new), (-1, layer.old))
        )
        assert grown == found.totals[figure].difference, figure
    for layer in found.layers:
        if layer.status in ("same", "renamed"):
            assert layer.old is not None
            assert layer.new is not None
            assert layer.old.cost == layer.new.cost
            assert layer.old.output == layer.new.output
            assert (layer.status == "same") == (layer.old.path == layer.new.path)


KEYS = st.lists(st.tuples(*[st.integers(0, 2)] * 4).map(lambda parts: alignment._Key(*parts)), max_size=6)


@given(KEYS, KEYS)
def test_no_alignment_is_cheaper(old: list[Any], new: list[Any]) -> None:
    @cache
    def least(i: int, j: int) -> int:
        if i == len(old) or j == len(new):
            return alignment._ALONE * (len(old) - i + len(new) - j)
        paired = alignment._price(old[i], new[j]) + least(i + 1, j + 1)
        return min(paired, alignment._ALONE + least(i + 1, j), alignment._ALONE + least(i, j + 1))

    pairs = alignment._cheapest(old, new)
    assert [i for i, _ in pairs if i is not None] == list(range(len(old)))
    assert [j for _, j in pairs if j is not None] == list(range(len(new)))
    cost = sum(alignment._ALONE if i is None or j is None else alignment._price(old[i], new[j]) for i, j in pairs)
    assert cost == least(0, 0)
