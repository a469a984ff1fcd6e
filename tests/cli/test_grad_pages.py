"""Pages of `cnncalc grad` at the edges: no layers, labels of filters, frozen norms, narrow terminals, repeated images."""

from __future__ import annotations

import re
from math import nan
from pathlib import Path

import pytest

from cnncalc.cli.grad import LOSSES
from cnncalc.execution import gradients
from cnncalc.render import Look
from cnncalc.render.grad_text import render
from cnncalc.schema import schema_of
from tests.cli.runner import call
from tests.execution.backpropagated import NETWORK, backpropagated
from tests.oracle import oracle_or_skip

numpy = oracle_or_skip("numpy")
oracle_or_skip("psutil")


@pytest.fixture
def net(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "net.cnn.yaml"


def page(net: Path, text: str, *arguments: str) -> str:
    net.write_text(text, "utf-8")
    done = call("grad", net.name, *arguments)
    assert (done.status, done.err) == (0, "")
    return done.out


@pytest.mark.parametrize("arguments", [(), ("--target", "0"), ("--check",)])
def test_a_network_without_layers(net: Path, arguments: tuple[str, ...]) -> None:
    out = page(net, "input: 3\nlayers: []\n", "--values", "0 0 0", *arguments)
    assert "\ninput 3, given; no weights; float64\n" in out
    assert re.search(r"^input +3 ", out, re.MULTILINE)
    if "--target" in arguments:
        assert "L = -log of what softmax(input) gives class 0 = 1.09861\n" in out


def test_a_side_head_by_its_name_is_refused(net: Path) -> None:
    net.write_text("input: 4\nlayers: [{fc: 3, name: a}, {aux: [fc: 2], name: head}, fc: 2]\n", "utf-8")
    done = call("grad", net.name, "head")
    assert (done.status, done.out) == (2, "")
    assert "`head/fc1` is part of the side head `head`, which is left out of a run" in done.err


@pytest.mark.parametrize(
    ("layer", "input", "labels"),
    [
        ("conv: {filters: 2, kernel: 2}", "3x3x2", ["filter 0, channel 1", "filter 1, channel 0"]),
        ("conv: {filters: 2, kernel: 2}", "4x2", ["filter 0", "filter 1"]),
        ("conv: {filters: 2, kernel: 2}", "3x3x3x2", ["filter 0, channel 1, slice 0", "filter 1, channel 0, slice 1"]),
        ("deconv: {filters: 3, kernel: 2}", "2x2x2", ["channel 0, filter 2", "channel 1, filter 0"]),
        ("deconv: {filters: 3, kernel: 2}", "2x2x2x2", ["channel 0, filter 2, slice 1"]),
        ("conv: {filters: 2, kernel: 2, connections: [[0], [0, 1]]}", "3x3x2", ["pair 0", "pair 2"]),
    ],
)
def test_what_the_axes_of_filters_are_called(net: Path, layer: str, input: str, labels: list[str]) -> None:
    out = page(net, f"input: {input}\nlayers: [{{{layer}, name: it}}]\n", "it")
    for title in (r"it\.weight: .*", r"dL/d\(it\.weight\): .*"):
        section = re.search(rf"^{title}\n((?:  .*\n)*)", out, re.MULTILINE)
        assert section is not None
        told = [line.strip() for line in section[1].splitlines() if re.match(r"  (filter|channel|pair) \d", line)]
        assert len(told) == len(set(told))
        assert {*labels} <= {*told}
        assert not [label for label in told if label.count(",") != labels[0].count(",")]
        assert not [label for label in told if " 3" in label]


def test_images_and_channels_count_from_0(net: Path) -> None:
    values = "[[[1, 2]], [[3, 4]]], [[[5, 6]], [[7, 8]]]"
    out = page(net, "input: 1x2x2\nlayers: [relu]\n", "relu1", "--values", f"[{values}]")
    told = "  image 0, channel 0\n  1 2\n  image 0, channel 1\n  3 4\n  image 1, channel 0\n  5 6\n  image 1, channel 1\n  7 8\n"
    assert f"x, from input: 2 images of 1x2x2\n{told}" in out


def test_maps_of_one_place_stand_in_a_row(net: Path) -> None:
    text = "input: 1x1x{0}\nlayers: [{{conv: {{filters: {0}, kernel: 1}}, name: c}}]\n"
    numpy.savez("w.npz", **{"c.weight": 2 * numpy.eye(3)[:, :, None, None], "c.bias": numpy.zeros(3)})
    out = page(net, text.format(3), "c", "--values", "[[[1]], [[-2]], [[3]]]", "--weights", "w.npz")
    weights = "c.weight: 3x3x1x1\n  2 0 0\n  0 2 0\n  0 0 2\n"
    assert f"x, from input: 1x1x3\n  1 -2 3\n{weights}c.bias: 3\n  0 0 0\ny = conv, c: 1x1x3\n  2 -4 6\n" in out
    numpy.savez("w.npz", **{"c.weight": numpy.full((1, 1, 1, 1), 7), "c.bias": numpy.zeros(1)})
    out = page(net, text.format(1), "c", "--values", "[[[3]]]", "--weights", "w.npz")
    assert "x, from input: 1x1x1\n  3\nc.weight: 1x1x1x1\n  7\nc.bias: 1\n  0\ny = conv, c: 1x1x1\n  21\n" in out
    numpy.save("x.npy", numpy.arange(100.0).reshape(100, 1, 1))
    numpy.savez("w.npz", **{"c.weight": numpy.eye(100)[:, :, None, None], "c.bias": numpy.zeros(100)})
    out = page(net, text.format(100), "c", "--array", "x.npy", "--weights", "w.npz")
    assert "x, from input: 1x1x100\n  from 0 to 99; its first 8\n  0 1 2 3 4 5 6 7\n" in out
    assert "c.weight: 100x100x1x1\n  from 0 to 1; its first corner\n  1 0 0 0\n  0 1 0 0\n  0 0 1 0\n  0 0 0 1\n" in out
    assert "c.bias: 100\n  all 0\ny = conv" in out


def test_norms_that_stay_frozen_in_training_are_told(net: Path) -> None:
    text = "input: 2x2x1\nlayers: [batchnorm: , relu]\n"
    said = "batch norms stay frozen with one image; from --batch 2 on they take the batch's own statistics\n"
    assert said in page(net, text, "--train")
    assert said in page(net, text, "--train", "relu1")
    assert said not in page(net, text)
    assert said not in page(net, text, "--train", "--batch", "2")
    assert said not in page(net, "input: 2x2x1\nlayers: [relu]\n", "--train")


def test_a_shared_tensor_whose_owner_leads_nowhere(net: Path) -> None:
    """a's output is not read; b, behind the input too, learns with a's weights."""
    text = (
        "input: 6x6x2\nlayers:\n  - {name: a, conv: {filters: 2, kernel: 3, padding: 1}}\n"
        "  - {name: b, conv: {filters: 2, kernel: 3, padding: 1}, share: a, from: input}\n"
    )
    rows = {line.split()[0]: line.split() for line in page(net, text).splitlines() if line[:2] in ("a ", "b ")}
    assert rows["a"][-2:] == [figure.rstrip("*") for figure in rows["b"][-2:]]
    assert float(rows["a"][-1]) > 0
    assert "L does not depend" not in page(net, text, "a")


def test_small_gradients_are_no_wrong_ones(net: Path) -> None:
    """A difference of two numbers beside 1 has no more digits."""
    assert "finite differences" in page(net, "input: 2\nlayers: [tanh: ]\n", "--check", "--values", "14 10")
    assert "finite differences" in page(net, "input: 4\nlayers: [fc: 3]\n", "--check", "--values", "1e8 1 1 1")


def test_what_is_no_number_does_not_explode(net: Path) -> None:
    out = page(net, "input: 2\nlayers: [fc: 2, batchnorm: , fc: 1]\n", "--tensor", "batchnorm1.running_var=-9 -9")
    assert re.search(r"^from \w+ on the gradients are no numbers$", out, re.MULTILINE)
    assert "exploding" not in out


def test_a_softmax_over_a_volume_has_no_class(net: Path) -> None:
    assert "L = the sum of the 32 values" in page(net, "input: 4x4x2\nlayers: [softmax: ]\n")


def test_side_heads_are_left_out_and_told(net: Path) -> None:
    text = "input: 4\nlayers:\n  - fc: 3\n  - {name: side, aux: [fc: 2]}\n  - relu\n"
    assert "the side head side is left out\n" in page(net, text)
    assert "left out" not in page(net, text.replace("  - {name: side, aux: [fc: 2]}\n", ""))


def test_one_image_stands_for_a_batch(net: Path) -> None:
    numpy.save("x.npy", numpy.array([1.0, -2, 3]))
    for given in (("--values", "1 -2 3"), ("--array", "x.npy")):
        out = page(net, "input: 3\nlayers: [relu]\n", "relu1", "--batch", "2", *given)
        assert "x, from input: 2 images of 3\n  1 -2 3\n  1 -2 3\n" in out
    numpy.save("x.npy", numpy.ones((3, 3)))
    done = call("grad", net.name, "--array", "x.npy", "--batch", "2")
    assert (done.status, done.out) == (2, "")
    assert "--array is a batch of 3, --batch 2 asks for another" in done.err


def test_a_tensor_is_given_once(net: Path) -> None:
    net.write_text("input: 3\nlayers: [{fc: 2, name: f}]\n", "utf-8")
    done = call("grad", net.name, "--tensor", "f.bias=1 2", "--tensor", "f.bias=3 4")
    assert (done.status, done.out, done.err) == (2, "", "cnncalc: --tensor f.bias is given twice\n")
    done = call("grad", net.name, "--tensor", "f.bias=1 2 3")
    assert done.err == "cnncalc: --tensor f.bias is 3, the network needs 2\n"
    done = call("grad", net.name, "--tensor", "f.weight=1 2 3")
    assert done.err == "cnncalc: --tensor f.weight is 3, the network needs 2x3\n  help: a row is a list\n"


def test_a_probability_that_is_no_number_is_not_called_0(net: Path) -> None:
    numpy.save("x.npy", numpy.full(2, 1e300))
    numpy.savez("w.npz", **{"f.weight": numpy.full((2, 2), 1e300), "f.bias": numpy.zeros(2)})
    out = page(net, "input: 2\nlayers: [{fc: 2, name: f}, softmax]\n", "--array", "x.npy", "--weights", "w.npz")
    assert "L = -log of what softmax1 gives class 0 = nan\n" in out


@pytest.mark.parametrize("errors", [(1e-9, nan, 2.0), (nan, 1e-9, 2.0)])
def test_an_error_that_is_no_number_is_the_largest(errors: tuple[float, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    given = iter(errors)
    monkeypatch.setattr(gradients, "layer_error", lambda trace, step: next(given, 0.0))
    found = backpropagated(NETWORK, numpy.zeros((1, 3, 12, 12)), check=True)
    place = found.layers[errors.index(nan)].path
    assert f"finite differences: the largest error is nan, at {place}; 1e-06 is allowed" in render(found, Look())


@pytest.mark.parametrize("width", [20, 30, 40])
def test_one_layer_fits_a_narrow_terminal(net: Path, width: int) -> None:
    text = "input: 3x3x3x2\nlayers: [{conv: {filters: 2, kernel: 2}, name: it}]\n"
    out = page(net, text, "it", "--batch", "2", "--width", str(width))
    assert max(map(len, out.splitlines())) <= width


def test_losses_are_those_of_the_schema() -> None:
    assert schema_of("grad")["properties"]["loss"]["properties"]["kind"]["enum"] == [*LOSSES, "given"]
