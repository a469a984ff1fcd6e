"""Kinds with windows on arrays, beside the random settings: cases worked by hand in fractions, paddings and roundings that torch
lacks, and ties."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from cnncalc.diagnostics import LayerError
from cnncalc.execution.machine import Machine
from cnncalc.graph import Facts
from cnncalc.layer_base import Layer
from cnncalc.tensor import Shape
from tests.conformance import make
from tests.execution.against_torch import distance
from tests.execution.executed import Array, Execution, channels_first, executed, gradients, numpy
from tests.naive import Options, all_windows
from tests.oracle import oracle_or_skip

torch = oracle_or_skip("torch")
functional = torch.nn.functional

FOUR = [[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]
TWO = [[1, 2], [3, 4]]
THREE = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


def fractions(numbers: Any) -> Array:
    """Nested lists of ints and of words such as `1/3`."""
    return numpy.vectorize(Fraction, otypes=[object])(numpy.array(numbers, dtype=object))


def random(*dims: int, seed: int = 0) -> Array:
    return numpy.random.default_rng([seed, *dims]).standard_normal(dims)


#: Kind, options, channels, tensors, output: one image, worked by hand.
BY_HAND: list[tuple[str, Options, list[Any], dict[str, Any], list[Any]]] = [
    ("maxpool", {"kernel": 2, "stride": 2}, [FOUR], {}, [[[6, 8], [3, 4]]]),
    ("maxpool", {"kernel": 3, "stride": 1, "padding": 1}, [[[-1, -2], [-3, -4]]], {}, [[[-1, -1], [-1, -1]]]),
    ("maxpool", {"kernel": 2, "stride": 2, "rounding": "ceil"}, [THREE], {}, [[[5, 6], [8, 9]]]),
    ("maxpool", {"kernel": 2, "stride": 2, "rounding": "floor"}, [THREE], {}, [[[5]]]),
    ("maxpool", {"kernel": 2, "stride": 1, "dilation": 2}, [THREE, [[9, 8, 7], [6, 5, 4], [3, 2, 1]]], {}, [[[9]], [[9]]]),
    ("avgpool", {"kernel": 2, "stride": 1}, [[[1, 2, 3], [4, 5, 6], [7, 8, 10]]], {}, [[[3, 4], [6, "29/4"]]]),
    ("avgpool", {"kernel": 3, "stride": 1, "padding": 1}, [TWO], {}, [[["10/9", "10/9"], ["10/9", "10/9"]]]),
    ("avgpool", {"kernel": 3, "stride": 1, "padding": 1, "count_padding": False}, [TWO], {}, [[["5/2", "5/2"], ["5/2", "5/2"]]]),
    ("avgpool", {"kernel": 2, "stride": 2, "rounding": "ceil"}, [[1, 2, 3, 4, 5]], {}, [["3/2", "7/2", 5]]),
    ("avgpool", {"kernel": 3, "stride": 2, "padding": 1, "rounding": "ceil"}, [[1, 2, 3, 4]], {}, [[1, 3, 2]]),
    ("avgpool", {"kernel": 3, "stride": 2, "padding": 1, "rounding": "ceil", "count_padding": False}, [[1, 2, 3, 4]], {},
     [["3/2", 3, 4]]),
    ("lppool", {"kernel": 2, "stride": 2, "power": 1}, [[[1, -2], ["1/3", -4]]], {}, [[["22/3"]]]),
    ("lppool", {"kernel": 2, "stride": 2, "power": 1, "rounding": "ceil"}, [[1, 2, -3]], {}, [[3, 6]]),
    ("globalavgpool", {}, [THREE, [[1, 0, 0], [0, 0, 0], [0, 0, 0]]], {}, [[[5]], [["1/9"]]]),
    ("globalmaxpool", {}, [FOUR, [[-1] * 4] * 4], {}, [[[8]], [[-1]]]),
    ("adaptiveavgpool", {"output": [2]}, [[1, 2, 4]], {}, [["3/2", 3]]),
    ("adaptiveavgpool", {"output": [2, 1]}, [FOUR], {}, [[["17/4"], [2]]]),
    ("subsample", {"kernel": 2, "stride": 2}, [TWO, [[0, 0], [0, 3]]], {"weight": ["1/2", -1], "bias": ["1/3", 0]},
     [[["16/3"]], [[-3]]]),
    ("pad", {"padding": [[1, 0], [0, 2]]}, [TWO], {}, [[[0, 0, 0, 0], [1, 2, 0, 0], [3, 4, 0, 0]]]),
    ("pad", {"padding": [[2, 2]], "mode": "reflect"}, [[1, 2, 3]], {}, [[3, 2, 1, 2, 3, 2, 1]]),
    ("pad", {"padding": [[0, 1], [2, 0]], "mode": "replicate"}, [TWO], {}, [[[1, 1, 1, 2], [3, 3, 3, 4], [3, 3, 3, 4]]]),
    ("upsample", {"factor": [2, 1]}, [TWO], {}, [[[1, 2], [1, 2], [3, 4], [3, 4]]]),
    ("upsample", {"factor": 2, "mode": "bilinear"}, [[0, 1]], {}, [[0, "1/4", "3/4", 1]]),
    ("upsample", {"factor": 2, "mode": "bilinear", "align_corners": True}, [[0, 1]], {}, [[0, "1/3", "2/3", 1]]),
    ("pixelshuffle", {"factor": 2}, [[[1]], [[2]], [[3]], [["4/3"]]], {}, [[[1, 2], [3, "4/3"]]]),
    ("deconv", {"filters": 1, "kernel": 2, "bias": False}, [TWO], {"weight": [[TWO]]}, [[[1, 4, 4], [6, 20, 16], [9, 24, 16]]]),
    ("deconv", {"filters": 1, "kernel": 2, "stride": 2}, [TWO], {"weight": [[TWO]], "bias": ["1/2"]},
     [[["3/2", "5/2", "5/2", "9/2"], ["7/2", "9/2", "13/2", "17/2"],
       ["7/2", "13/2", "9/2", "17/2"], ["19/2", "25/2", "25/2", "33/2"]]]),
    ("deconv", {"filters": 2, "kernel": 1, "groups": "depthwise"}, [[5], [7]], {"weight": [[["1/5"]], [[2]]], "bias": [0, "1/3"]},
     [[1], ["43/3"]]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "options", "channels", "tensors", "output"), BY_HAND)
def test_fractions_stay_exact(kind: str, options: Options, channels: list[Any], tensors: Any, output: list[Any]) -> None:
    x = fractions([channels])
    found = executed(kind, options, [x], {name: fractions(tensor) for name, tensor in tensors.items()}, object)
    assert found.tolist() == fractions([output]).tolist()
    assert {type(value) for value in found.ravel()} <= {Fraction, int}


def test_a_crop_is_a_view_of_the_middle() -> None:
    """Of an odd surplus the last row goes."""
    found = Execution("crop", {"to": "up"}, [fractions([[FOUR]]), fractions([[[[0, 0]] * 3]])], dtype=object)
    assert channels_first(found.output).tolist() == [[[[1, 2], [6, 7], [2, 1]]]]
    to_x, to_model = found.gradients(fractions([[[[1, 2], [3, 4], [5, "1/6"]]]]))[0]
    assert to_x.tolist() == [[[[0, 1, 2, 0], [0, 3, 4, 0], [0, 5, Fraction(1, 6), 0], [0, 0, 0, 0]]]]
    assert to_model.tolist() == [[[[0, 0]] * 3]]


#: Kind, options, channels, tensors, upstream, dL/dx, dL/d(tensors): worked by hand.
BACK_BY_HAND: list[tuple[str, Options, list[Any], dict[str, Any], list[Any], list[Any], dict[str, Any]]] = [
    ("maxpool", {"kernel": 2, "stride": 2}, [FOUR], {}, [[["1/3", 2], [3, 4]]],
     [[[0, 0, 0, 0], [0, "1/3", 0, 2], [3, 0, 0, 0], [0, 0, 0, 4]]], {}),
    ("maxpool", {"kernel": 2, "stride": 1}, [[7, 7, 7]], {}, [[1, 2]], [[1, 2, 0]], {}),
    ("maxpool", {"kernel": 2, "stride": 2}, [[[5, 8], [8, 8]]], {}, [[["1/2"]]], [[[0, "1/2"], [0, 0]]], {}),
    ("globalmaxpool", {}, [[[5, 8], [8, 8]]], {}, [[["1/2"]]], [[[0, "1/2"], [0, 0]]], {}),
    ("avgpool", {"kernel": 2, "stride": 1}, [[1, 2, 3]], {}, [[1, "1/3"]], [["1/2", "2/3", "1/6"]], {}),
    ("globalavgpool", {}, [[1, 2, 3]], {}, [[1]], [["1/3"] * 3], {}),
    ("adaptiveavgpool", {"output": [2]}, [[1, 2, 4]], {}, [[1, 3]], [["1/2", 2, "3/2"]], {}),
    ("lppool", {"kernel": 2, "stride": 2, "power": 1}, [[1, -2]], {}, [["1/3"]], [["1/3", "-1/3"]], {}),
    ("subsample", {"kernel": 2, "stride": 2}, [[1, 2, 3, 4]], {"weight": ["1/2"], "bias": [1]}, [[1, "1/3"]],
     [["1/2", "1/2", "1/6", "1/6"]], {"weight": ["16/3"], "bias": ["4/3"]}),
    ("pad", {"padding": [[2, 1]], "mode": "reflect"}, [[1, 2, 3]], {}, [[1, 2, 3, 4, 5, 6]], [[3, 12, 6]], {}),
    ("pad", {"padding": [[2, 1]], "mode": "replicate"}, [[1, 2, 3]], {}, [[1, 2, 3, 4, 5, "1/6"]], [[6, 4, "31/6"]], {}),
    ("upsample", {"factor": 2, "mode": "bilinear"}, [[0, 1]], {}, [[1, 2, 3, 4]], [["13/4", "27/4"]], {}),
    ("fc", {"outputs": 2}, [1, 2], {"weight": TWO, "bias": [0, 0]}, [1, "1/2"], ["5/2", 4],
     {"weight": [[1, 2], ["1/2", 1]], "bias": [1, "1/2"]}),
    ("fc", {"outputs": 1, "bias": False}, [[1, 2], [3, 4]], {"weight": [[5, 6, 7, "1/8"]]}, [2], [[10, 12], [14, "1/4"]],
     {"weight": [[2, 4, 6, 8]]}),
    ("pixelshuffle", {"factor": 2}, [[[0]]] * 4, {}, [[[1, 2], [3, "4/3"]]], [[[1]], [[2]], [[3]], [["4/3"]]], {}),
    ("conv", {"filters": 1, "kernel": 2}, [[1, 2, 3]], {"weight": [[[1, -1]]], "bias": [0]}, [["1/2", "1/3"]],
     [["1/2", "-1/6", "-1/3"]], {"weight": [[["7/6", 2]]], "bias": ["5/6"]}),
    ("deconv", {"filters": 1, "kernel": 2}, [[1, 2]], {"weight": [[[1, -1]]], "bias": [0]}, [[1, "1/2", "1/3"]],
     [["1/2", "1/6"]], {"weight": [[[2, "7/6"]]], "bias": ["11/6"]}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "options", "channels", "tensors", "upstream", "to_x", "to_tensors"), BACK_BY_HAND)
def test_gradients_in_fractions(kind: str, options: Options, channels: list[Any], tensors: Any, upstream: list[Any],
                                to_x: list[Any], to_tensors: Any) -> None:  # fmt: skip
    given = {name: fractions(tensor) for name, tensor in tensors.items()}
    (found,), learned = gradients(kind, options, [fractions([channels])], fractions([upstream]), given, object)
    assert found.tolist() == fractions([to_x]).tolist()
    assert {name: tensor.tolist() for name, tensor in learned.items()} == {
        n: fractions(t).tolist() for n, t in to_tensors.items()
    }
    assert {type(value) for array in (found, *learned.values()) for value in array.ravel()} <= {Fraction, int}


ROUNDED = list(
    product(["ceil", "ceil-caffe", "ceil-onnx", "floor"], [[[0, 0]], [[1, 0]], [[0, 1]], [[2, 1]], "same-tf"], [1, 2, 3, 5])
)


@pytest.mark.parametrize("kind", ["maxpool", "avgpool", "subsample"])
def test_pools_of_every_rounding_read_what_their_windows_cover(kind: str) -> None:
    """Windows laid down one by one; padding is nothing for the maximum, and counts as asked for in the mean."""
    compared = 0
    counting = (True, False) if kind == "avgpool" else (True,)
    with Machine("cpu", "float64") as on:
        for (rounding, padding, stride), n, kernel, counted in product(ROUNDED, range(1, 7), (1, 2, 3, 4), counting):
            options: Options = {"kernel": [kernel], "stride": [stride], "padding": padding, "rounding": rounding}
            if kind == "avgpool":
                options["count_padding"] = counted
            laid = all_windows([n], options)
            layer = make(kind, options, 1)
            if laid is None or facts_or_none(layer, Shape(1, (n,))) is None:
                continue
            x, out = random(1, n, 1, seed=kernel), numpy.full((1, len(laid[0]), 1), numpy.nan)
            layer.forward(on, {"weight": numpy.ones(1), "bias": numpy.zeros(1)}, x, out=out)
            truth = [_pooled(kind, x.ravel(), cells, _end(n, kernel, stride, padding), counted) for cells in laid[0]]
            numpy.testing.assert_allclose(out.ravel(), truth, rtol=1e-14, atol=1e-15, err_msg=f"{options} on {n}")
            compared += 1
    assert compared > 1_000 * len(counting)


def facts_or_none(layer: Layer, x: Shape) -> Facts | None:
    """What the layer is on such an input; None where it refuses."""
    try:
        return Facts(layer, (x,))
    except LayerError:
        return None


def _end(n: int, kernel: int, stride: int, padding: Any) -> int:
    """Where the padding ends."""
    if padding == "same-tf":
        return n + -(-max((-(-n // stride) - 1) * stride + kernel - n, 0) // 2)
    return n + int(padding[0][1])


def _pooled(kind: str, x: Array, cells: list[int], end: int, counted: bool) -> float:
    read = [float(x[cell]) for cell in cells if 0 <= cell < len(x)]
    if kind == "maxpool":
        return max(read, default=float("-inf"))
    count = 1 if kind == "subsample" else sum(cell < end for cell in cells) if counted else len(read)
    return sum(read) / max(count, 1)


def test_a_window_of_padding_alone() -> None:
    """Nothing wins there, and nobody gets its gradient."""
    x, options = numpy.array([[[3.0, 4.0]]]), {"kernel": 1, "stride": 1, "padding": [[1, 0]]}
    assert executed("maxpool", options, [x]).tolist() == [[[float("-inf"), 3, 4]]]
    assert gradients("maxpool", options, [x], numpy.array([[[5.0, 6.0, 7.0]]]))[0][0].tolist() == [[[6, 7]]]


def test_not_a_number_is_seen_by_every_window_over_it() -> None:
    x = random(1, 1, 5, 5)
    x[0, 0, 2, 2] = numpy.nan
    for kind in ("maxpool", "avgpool"):
        found = numpy.isnan(executed(kind, {"kernel": 2, "stride": 1}, [x])[0, 0])
        assert found.tolist() == [[i in (1, 2) and j in (1, 2) for j in range(4)] for i in range(4)]


CONVOLUTIONS: list[tuple[Options, tuple[int, ...]]] = [
    ({"filters": 4, "kernel": [3, 2], "stride": [2, 1], "padding": [[2, 0], [0, 1]], "rounding": "floor"}, (2, 3, 8, 5)),
    ({"filters": 4, "kernel": 3, "padding": "same-tf", "stride": 2, "groups": 2}, (2, 4, 7, 6)),
    ({"filters": 6, "kernel": 3, "padding": 2, "padding_mode": "reflect", "groups": "depthwise"}, (2, 3, 5, 4)),
    ({"filters": 2, "kernel": 3, "padding": [[2, 1]], "padding_mode": "reflect", "stride": 2, "rounding": "floor"}, (2, 3, 6)),
    ({"filters": 2, "kernel": 3, "padding": [[0, 3], [2, 1]], "padding_mode": "replicate", "dilation": 2}, (2, 3, 6, 7)),
    ({"filters": 2, "kernel": 3, "padding": 1, "padding_mode": "replicate"}, (1, 2, 3, 4, 3)),
    ({"filters": 3, "kernel": [2, 3], "form": "convolution", "bias": False}, (2, 2, 5, 6)),
    ({"filters": 3, "kernel": 2, "values": [[0, 1], [-1, 2]]}, (2, 2, 4, 4)),
    ({"filters": 3, "kernel": 2, "connections": [[0, 2], [1], [3, 0, 1]]}, (2, 4, 4, 5)),
    ({"filters": 2, "kernel": 2, "stride": 3, "connections": [[2], [0, 1]], "padding": 1, "padding_mode": "reflect",
      "form": "convolution", "rounding": "floor"}, (1, 3, 6, 5)),
]  # fmt: skip


@pytest.mark.parametrize(("options", "dims"), CONVOLUTIONS)
def test_gradients_of_convolutions_that_torch_has_not(options: Options, dims: tuple[int, ...]) -> None:
    """As torch sees them: the input padded, the filters turned round, zeros where nothing is connected."""
    layer: Any = make("conv", options, len(dims) - 2)
    x = random(*dims)
    tensors = {name: random(*shape, seed=1) for name, shape in layer.parameters(Shape(dims[1], dims[2:])).items()}
    ours = Execution("conv", options, [x], tensors)
    given = random(*channels_first(ours.output).shape, seed=2)
    (to_x,), to_tensors = ours.gradients(given)

    leaves = {name: torch.tensor(array, requires_grad=True) for name, array in {**tensors, "x": x}.items()}
    weight = leaves["weight"]
    if layer.connections:
        rows = iter(weight)
        none = torch.zeros(layer.kernel, dtype=torch.float64)
        of = [{channel: next(rows) for channel in row} for row in layer.connections]
        weight = torch.stack([torch.stack([row.get(channel, none) for channel in range(dims[1])]) for row in of])
    if layer.form == "convolution":
        weight = weight.flip(*range(2, weight.ndim))
    mode = {"zero": "constant"}.get(layer.padding_mode, layer.padding_mode)
    flat = [cells for axis in reversed(ours.facts.axes) for cells in (axis.before, axis.after)]
    convolve = getattr(functional, f"conv{len(dims) - 2}d")
    groups = layer.group_count(dims[1])
    truth = convolve(functional.pad(leaves["x"], flat, mode), weight, leaves.get("bias"), layer.stride, 0, layer.dilation, groups)
    assert distance(channels_first(ours.output), truth.detach().numpy()) < 1e-12
    truth.backward(torch.from_numpy(given))
    assert distance(to_x, leaves["x"].grad.numpy()) < 1e-12
    for name, found in to_tensors.items():
        assert distance(found, leaves[name].grad.numpy()) < 1e-12, name


@pytest.mark.parametrize(("groups", "channels"), [(1, 3), (2, 4), ("depthwise", 2)])
def test_a_transposed_convolution_whose_paddings_differ_is_cut_out_of_the_whole(groups: Any, channels: int) -> None:
    x = random(2, channels, 5, 4)
    whole = {"filters": 4, "kernel": [3, 4], "stride": [2, 3], "groups": groups, "dilation": [2, 1]}
    tensors = {
        name: random(*shape, seed=1) for name, shape in make("deconv", whole, 2).parameters(Shape(channels, (5, 4))).items()
    }
    cut = {**whole, "padding": [[3, 1], [0, 2]]}
    count = channels if groups == "depthwise" else groups
    truth = functional.conv_transpose2d(
        *map(torch.from_numpy, (x, tensors["weight"], tensors["bias"])), (2, 3), 0, 0, count, (2, 1)
    )
    ours = Execution("deconv", cut, [x], tensors, exact=True)
    assert distance(channels_first(ours.output), truth[:, :, 3:-1, :-2].numpy()) < 1e-12
    assert ours.products == 2 * ours.facts.macs
