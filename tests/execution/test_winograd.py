"""3x3 convolutions with fewer multiplications: the same numbers as torch's, on images of few tiles and of many."""

from __future__ import annotations

from typing import Any

import pytest

from cnncalc.api import loads
from cnncalc.execution.machine import Machine
from cnncalc.graph import build
from cnncalc.layers import _convolution
from cnncalc.layers.conv import Conv
from cnncalc.tensor import Shape
from tests.conformance import make
from tests.execution.drawn import apart, drawn, images
from tests.execution.drawn import executed as run_of
from tests.execution.executed import executed, numpy
from tests.oracle import oracle_or_skip

torch = oracle_or_skip("torch")

#: Of the largest output: float32 loses some 3e-6 in the transforms.
MOST = 1e-5
#: Channels, filters, height, width, padding, batch. Those of few tiles multiply filters in parts of 64, of 32, and whole.
SETTINGS = [
    (32, 48, 30, 26, 1, 1),
    (40, 32, 41, 24, 0, 3),
    (32, 40, 25, 33, [0, 3], 2),
    (32, 32, 24, 24, 8, 2),
    (96, 64, 24, 27, 20, 1),
    (256, 256, 14, 14, 1, 1),
    (256, 320, 13, 15, [[1, 0], [1, 2]], 3),
    (512, 512, 7, 7, 1, 2),
    (512, 160, 28, 28, 1, 1),
    (192, 390, 14, 14, 1, 2),
]


@pytest.mark.parametrize(("channels", "filters", "high", "wide", "padding", "batch"), SETTINGS)
def test_as_torch(channels: int, filters: int, high: int, wide: int, padding: Any, batch: int) -> None:
    options = {"filters": filters, "kernel": 3, "padding": padding}
    layer = make("conv", options, 2)
    assert isinstance(layer, Conv)
    with Machine("cpu", "float32") as on:
        assert _convolution.method(layer, on, Shape(channels, (high, wide))) == "winograd"
    numbers = numpy.random.default_rng(channels + filters)
    x, weight, bias = (numbers.standard_normal(dims, "float32") for dims in
                       [(batch, channels, high, wide), (filters, channels, 3, 3), (filters,)])  # fmt: skip
    given = [torch.from_numpy(array).double() for array in (x, weight, bias)]
    (above, below), (left, right) = ((axis.before, axis.after) for axis in layer.axes(Shape(channels, (high, wide))))
    given[0] = torch.nn.functional.pad(given[0], (left, right, above, below))
    theirs = torch.nn.functional.conv2d(*given).numpy()
    ours = executed("conv", options, [x], {"weight": weight, "bias": bias}, "float32")
    assert numpy.abs(ours - theirs).max() < MOST * numpy.abs(theirs).max()


def test_norms_do_not_magnify_what_the_transforms_lose() -> None:
    """Half of the picture is black: there 0 is divided by the root of 0 + eps."""
    written = {
        "input": "28x28x32",
        "layers": [{"conv": {"filters": 32, "kernel": 3, "padding": 1, "bias": False}}, {"layernorm": None}],
    }
    graph = build(loads(written).program)
    tensors, x = drawn(graph, "float32"), 255 * abs(images(graph, batch=1, dtype="float32"))
    x[:, :, 14:] = 0
    (output,) = graph.outputs
    wide = {name: tensor.astype("float64") for name, tensor in tensors.items()}
    truth = run_of(graph, wide, x.astype("float64")).arrays[output]
    assert apart(run_of(graph, tensors, x).arrays[output], truth) < MOST


def test_what_follows_has_scratch_memory_of_its_own() -> None:
    """The products of all tiles lie in one worker's memory while each worker finishes some of them."""
    written = {
        "input": "24x24x192",
        "layers": [
            {"name": "a", "conv": {"filters": 192, "kernel": 1}},
            {"name": "b", "conv": {"filters": 192, "kernel": 1}, "from": "input"},
            {"name": "c", "conv": {"filters": 192, "kernel": 3, "padding": 1}, "from": "input"},
            {"multiply": ["c", "a", "b"]},
        ],
    }
    graph = build(loads(written).program)
    tensors, x = drawn(graph, "float32"), images(graph, batch=4, dtype="float32")
    (output,) = graph.outputs
    folded = run_of(graph, dict(tensors), x, fold=True).arrays[output]
    assert apart(folded, run_of(graph, dict(tensors), x, fold=False).arrays[output]) < MOST
