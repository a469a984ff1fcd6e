"""Memory beside the arrays: kinds work in blocks, whatever the batch. What half precision cannot hold is not written to it."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest

from cnncalc.execution.machine import Machine
from cnncalc.tensor import Shape
from tests.conformance import make
from tests.execution.executed import Array, numpy
from tests.naive import Options


def forward(kind: str, options: Options, x: Array, out: Array) -> int:
    """Executed on a processor with one worker: the bytes beside `x` and `out` at most, scratch memory included."""
    layer: Any = make(kind, options, x.ndim - 2)
    with Machine("cpu", x.dtype) as on:
        on.workers = 1
        ones = numpy.ones(x.shape[-1], x.dtype)
        tensors = layer.prepare(on, {"weight": ones, "bias": 0 * ones}, Shape(x.shape[-1], x.shape[1:-1]))
        layer.forward(on, tensors, x[:1], out=out[:1])  # what it imports
        tracemalloc.start()
        try:
            layer.forward(on, tensors, x, out=out)
            return max(tracemalloc.get_traced_memory()[1], on.scratch_bytes)
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("options", [{"kernel": 2, "stride": 2}, {"kernel": 3, "stride": 1, "padding": 1}])
def test_powers_are_taken_of_some_rows_alone(options: Options) -> None:
    x = numpy.random.default_rng(0).standard_normal((6, 128, 64, 64), "float32")
    size = (x.shape[1] + 2 * int(options.get("padding", 0)) - options["kernel"]) // options["stride"] + 1
    out = numpy.empty((6, size, size // 2 if options["stride"] == 2 else 64, 64), "float32")
    assert forward("lppool", options, x, out) < x.nbytes / 2
    padded = numpy.pad(x, [(0, 0), *[(int(options.get("padding", 0)),) * 2] * 2, (0, 0)])
    windows = numpy.lib.stride_tricks.sliding_window_view(padded, (options["kernel"],) * 2, (1, 2))
    expected = numpy.sqrt((windows[:, :: options["stride"], :: options["stride"]] ** 2).sum(axis=(-1, -2)))
    numpy.testing.assert_allclose(out, expected, rtol=1e-5)


@pytest.mark.parametrize(("kind", "options"), [("groupnorm", {"groups": 4}), ("instancenorm", {})])
def test_statistics_of_many_images_take_little(kind: str, options: Options) -> None:
    x = numpy.random.default_rng(0).standard_normal((64, 7, 7, 1024), "float32")
    out = numpy.empty_like(x)
    assert forward(kind, options, x, out) < x.nbytes / 4
    groups = x.reshape(64, 49, options.get("groups", 1024), -1).astype("float64")
    mean, variance = (method(axis=(1, 3), keepdims=True) for method in (groups.mean, groups.var))
    expected = (groups - mean) / numpy.sqrt(variance + 1e-5)
    numpy.testing.assert_allclose(out, expected.reshape(x.shape), atol=1e-5)


@pytest.mark.parametrize(("kind", "options"), [("globalavgpool", {}), ("adaptiveavgpool", {"output": [1, 1]})])
def test_means_of_half_precision_do_not_overflow(kind: str, options: Options) -> None:
    """The sum of an image is 10 x 112 x 112, and half precision ends at 65,504; that of a row may be more, too."""
    for value in (10, 1_000):
        x = numpy.full((2, 112, 112, 3), value, "float16")
        out = numpy.empty((2, 1, 1, 3), "float16")
        forward(kind, options, x, out)
        assert (out == value).all()
