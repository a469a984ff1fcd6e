"""Gradients checked by finite differences: right ones pass, kinks are told from errors, and wrong ones are found."""

from __future__ import annotations

from math import isnan, nan
from typing import Any

import pytest

from cnncalc.api import loads
from cnncalc.layers.relu import ReLU
from tests.execution.backpropagated import NETWORK, backpropagated, numpy

CHECKED = [
    NETWORK,
    "input: 4x4x1\nlayers: [relu, maxpool: {kernel: 2, stride: 2}, fc: 3, softmax]\n",
    "input: 8x8x4\nlayers: [lrn: {size: 3}, deconv: {filters: 2, kernel: 2, stride: 2}, dropout: 0.5, globalavgpool]\n",
]


@pytest.mark.parametrize("text", CHECKED)
@pytest.mark.parametrize("training", [False, True])
def test_finite_differences_agree(text: str, training: bool) -> None:
    shape = loads(text).analyze().input
    assert shape is not None
    x = numpy.random.default_rng(0).standard_normal((2, *shape.dims()))
    found = backpropagated(text, x, check=True, training=training)
    assert found.problems == ()
    assert found.whole_error is not None
    assert all(layer.error is not None and layer.error < 1e-6 for layer in found.layers)


def test_ties_and_zeros_are_kinks_and_no_errors() -> None:
    """Half of what goes into the maximum is 0, and all windows of one channel are."""
    x = numpy.random.default_rng(0).integers(-1, 2, (1, 2, 8, 8)).astype("float64")
    x[:, 1] = 0
    found = backpropagated("input: 8x8x2\nlayers: [relu, maxpool: {kernel: 3, stride: 1}]\n", x, {}, check=True)
    assert found.problems == ()


@pytest.mark.parametrize("factor", [1 + 1e-5, 0, -1, nan])
def test_a_wrong_backward_pass_is_found(factor: float, monkeypatch: pytest.MonkeyPatch) -> None:
    right = ReLU.backward

    def wrong(self: ReLU, *given: Any) -> Any:
        (to_input,), learned = right(self, *given)
        return (to_input * factor,), learned

    monkeypatch.setattr(ReLU, "backward", wrong)
    found = backpropagated(NETWORK, numpy.random.default_rng(0).standard_normal((1, 3, 12, 12)), check=True)
    blamed = [problem.partition(":")[0] for problem in found.problems]
    assert (blamed[0], blamed[-1]) == ("`r`", "the whole network")
    assert len(blamed) == 2 or isnan(factor)
    assert "at most 1e-06 is allowed" in found.problems[0]


def test_a_gradient_of_another_shape_ends_the_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReLU, "backward", lambda self, on, tensors, inputs, output, upstream: ((upstream[..., :1],), {}))
    found = backpropagated(NETWORK, numpy.zeros((1, 3, 12, 12)))
    assert found.problems == ("`r`: dL/dx is 1x12x12x1, expected 1x12x12x4",)
    assert found.layers[-1].path == "r"
