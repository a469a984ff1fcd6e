"""Kinds with windows on arrays, beside the random settings: cases worked by hand in fractions, paddings and roundings that torch
lacks, ties, and blocks of every size."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest

from cnncalc.execution.machine import Machine
from tests.conformance import make
from tests.execution.against_torch import DRAWS, accepted, distance
from tests.execution.executed import Array, Execution, channels_first, executed, gradients, numpy
from tests.naive import Options, all_windows
from tests.oracle import oracle_or_skip

torch = oracle_or_skip("torch")
functional = torch.nn.functional

FOUR = [[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]
TWO = [[1, 2], [3, 4]]
THREE = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
EVERY = ("maxpool", "avgpool", "lppool", "globalavgpool", "globalmaxpool", "adaptiveavgpool", "subsample", "pad", "crop", "upsample",
         "pixelshuffle", "deconv")  # fmt: skip
FINISHING = ("maxpool", "avgpool", "lppool", "globalavgpool", "globalmaxpool", "adaptiveavgpool", "subsample")


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
     [[["3/2", "5/2", "5/2", "9/2"], ["7/2", "9/2", "13/2", "17/2"], ["7/2", "13/2", "9/2", "17/2"], ["19/2", "25/2", "25/2", "33/2"]]]),
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
    found = Execution("crop", {"to": "up"}, [fractions([[FOUR]]), fractions([[TWO]])], dtype=object)
    assert channels_first(found.output).tolist() == [[[[6, 7], [2, 1]]]]
    to_x, to_model = found.gradients(fractions([[TWO]]))[0]
    assert to_x.tolist() == [[[[0, 0, 0, 0], [0, 1, 2, 0], [0, 3, 4, 0], [0, 0, 0, 0]]]]
    assert to_model.tolist() == [[[[0, 0], [0, 0]]]]


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
    for (rounding, padding, stride), n, kernel, counted in product(ROUNDED, range(1, 7), (1, 2, 3, 4), (True, False)):
        options = {"kernel": [kernel], "stride": [stride], "padding": padding, "rounding": rounding}
        laid = all_windows([n], options)
        if laid is None or any(not cells for cells in laid) or (kind != "avgpool" and not counted):
            continue
        x = random(1, 1, n, seed=kernel)
        if accepted_on(kind, options, x):
            after = sum(max(0, n - min(cells)) < kernel for cells in laid[0])  # how many hang over, for the assertion below
            if kind == "avgpool":
                options["count_padding"] = counted
            tensors = {"weight": numpy.ones(1), "bias": numpy.zeros(1)} if kind == "subsample" else {}
            found = executed(kind, options, [x], tensors)[0, 0]
            truth = [_pooled(kind, x[0, 0], cells, _end(n, kernel, stride, padding), counted) for cells in laid[0]]
            numpy.testing.assert_allclose(found, truth, rtol=1e-14, atol=1e-15, err_msg=f"{options} on {n}, {after} hang over")
            compared += 1
    assert compared > 150


def accepted_on(kind: str, options: Options, x: Array) -> bool:
    from tests.layers.settings import Setting

    return accepted(kind, Setting(options, (x.shape[1:],), lambda: None)) is not None  # type: ignore[arg-type,return-value]


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
    tensors = {name: random(*shape, seed=1) for name, shape in _shapes(layer, x).items()}
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


def _shapes(layer: Any, x: Array) -> dict[str, tuple[int, ...]]:
    from cnncalc.tensor import Shape

    found: dict[str, tuple[int, ...]] = layer.parameters(Shape(x.shape[1], tuple(x.shape[2:])))
    return found


@pytest.mark.parametrize(("groups", "channels"), [(1, 3), (2, 4), ("depthwise", 2)])
def test_a_transposed_convolution_whose_paddings_differ_is_cut_out_of_the_whole(groups: Any, channels: int) -> None:
    x = random(2, channels, 5, 4)
    whole = {"filters": 4, "kernel": [3, 4], "stride": [2, 3], "groups": groups, "dilation": [2, 1]}
    tensors = {name: random(*shape, seed=1) for name, shape in _shapes(make("deconv", whole, 2), x).items()}
    cut = {**whole, "padding": [[3, 1], [0, 2]]}
    count = channels if groups == "depthwise" else groups
    truth = functional.conv_transpose2d(
        *map(torch.from_numpy, (x, tensors["weight"], tensors["bias"])), (2, 3), 0, 0, count, (2, 1)
    )
    ours = Execution("deconv", cut, [x], tensors, exact=True)
    assert distance(channels_first(ours.output), truth[:, :, 3:-1, :-2].numpy()) < 1e-12
    assert ours.products == 2 * ours.facts.macs


def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row, or less, at a time."""
    for name in ("_pooling._BLOCK", "_interpolation._BLOCK", "_transposed._MOST"):
        monkeypatch.setattr(f"cnncalc.layers.{name}", 1)
    monkeypatch.setattr("cnncalc.layers._pooling._SMALL", 0)


@pytest.mark.parametrize("kind", EVERY)
def test_blocks_of_a_row_give_what_one_block_gives(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    draws, runs = Random(f"blocks of {kind}"), []
    while len(runs) < 25:
        setting = DRAWS[kind](draws)
        facts = accepted(kind, setting)
        if facts is not None:
            tensors = {name: random(*dims, seed=1) for name, dims in facts.parameters.items()}
            runs.append((kind, setting.options, [random(3, *dims) for dims in setting.inputs], tensors))
    expected = [executed(*run) for run in runs]
    small_blocks(monkeypatch)
    for run, whole in zip(runs, expected, strict=True):
        numpy.testing.assert_allclose(executed(*run), whole, rtol=1e-12, atol=1e-12, err_msg=str(run[1]))


@pytest.mark.parametrize("kind", FINISHING)
def test_every_place_is_finished_once_after_it_is_written(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    options: dict[str, Options] = {"globalavgpool": {}, "globalmaxpool": {}, "adaptiveavgpool": {"output": [3, 2]}}
    layer = make(kind, options.get(kind, {"kernel": 2, "stride": 1}), 2)
    assert layer.finishes
    for tiny in (False, True):
        if tiny:
            small_blocks(monkeypatch)
        with Machine("cpu", "float64") as on:
            x = random(3, 5, 4, 2)
            facts = accepted_facts(layer, x)
            out = numpy.full((3, *facts.output.spatial, 2), numpy.nan)
            seen = numpy.zeros(out[..., 0].size, int)

            def tail(first: int, last: int, out: Array = out, seen: Array = seen) -> None:
                assert not numpy.isnan(out.reshape(-1, 2)[first:last]).any()
                seen[first:last] += 1

            on.tail = tail
            layer.forward(on, {"weight": numpy.ones(2), "bias": numpy.ones(2)}, x, out=out)
            assert (seen == 1).all()


def accepted_facts(layer: Any, x: Array) -> Any:
    from cnncalc.graph import Facts
    from cnncalc.tensor import Shape

    return Facts(layer, (Shape(x.shape[-1], tuple(x.shape[1:-1])),))


@pytest.mark.parametrize("kind", EVERY)
def test_views_are_read_as_they_lie(kind: str) -> None:
    """The input may be part of a larger volume: every second channel of a crop."""
    draws = Random(f"views of {kind}")
    compared = 0
    while compared < 10:
        setting = DRAWS[kind](draws)
        facts = accepted(kind, setting)
        if facts is None or kind == "crop":
            if kind == "crop":
                return
            continue
        compared += 1
        tensors = {name: random(*dims, seed=1) for name, dims in facts.parameters.items()}
        channels, *sizes = setting.inputs[0]
        large = random(2, *[size + 2 for size in sizes], 2 * channels)
        view = large[(slice(None), *[slice(1, -1)] * len(sizes), slice(None, None, 2))]
        outs = []
        for x in (view, numpy.ascontiguousarray(view)):
            with Machine("cpu", "float64") as on:
                out = numpy.full((2, *facts.output.spatial, facts.output.channels), numpy.nan)
                facts.layer.forward(on, facts.layer.prepare(on, tensors, *facts.inputs), x, out=out)
                outs.append(out)
        numpy.testing.assert_array_equal(*outs)
