"""Jacobians: against matrices of finite differences, and the entries that are counted without writing them out."""

from __future__ import annotations

from typing import Any

import pytest

from cnncalc.api import loads
from cnncalc.execution import jacobian, losses
from cnncalc.layer_base import Array
from tests.execution.backpropagated import backpropagated, numpy

LAYERS = [
    ("conv: {filters: 3, kernel: 3, padding: 1, stride: 2}", "5x7x2"),
    ("conv: {filters: 4, kernel: 2, groups: 2, dilation: 2}", "5x5x2"),
    ("conv: {filters: 2, kernel: 3, padding: 1, padding_mode: reflect}", "4x4x1"),
    ("deconv: {filters: 2, kernel: 3, stride: 2}", "3x3x2"),
    ("fc: 3", "2x2x2"),
    ("maxpool: {kernel: 3, stride: 2, padding: 1}", "5x5x2"),
    ("avgpool: {kernel: 3, stride: 2, padding: 1}", "5x5x2"),
    ("avgpool: {kernel: 2, stride: 2, padding: [[1, 0], [1, 0]], rounding: floor}", "6x6x1"),
    ("globalavgpool", "3x4x2"),
    ("globalmaxpool", "3x4x2"),
    ("relu", "3x3x2"),
    ("batchnorm", "3x3x2"),
    ("flatten", "2x3x2"),
    ("softmax", "6"),
    ("lrn: {size: 3}", "2x2x5"),
]


@pytest.mark.parametrize(("layer", "input"), LAYERS)
@pytest.mark.parametrize("batch", [1, 2])
def test_jacobians_are_torchs(layer: str, input: str, batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written out, and their entries counted without that: a matrix of finite differences is the judge."""
    monkeypatch.setattr(jacobian, "SHOWN", 512)
    text = f"input: {input}\nlayers: [{{{layer if ':' in layer else layer + ': '}, name: it}}]\n"
    dims = loads(text).analyze().input
    assert dims is not None
    random = numpy.random.default_rng(1)
    x = random.permutation(batch * dims.elements).reshape(batch, *dims.dims()) / 10 - 1.23
    (written, *_) = _detail(text, x).jacobians
    monkeypatch.setattr(jacobian, "MOST", 0)  # nothing is written out from here on
    size = 1e-6
    columns = []
    for at in range(x.size):
        step = numpy.zeros(x.size)
        step[at] = size
        up, down = (_detail(text, x + way * step.reshape(x.shape)).output for way in (1, -1))
        columns.append(((up - down) / (2 * size)).reshape(-1))
    truth = numpy.array(columns).T
    assert (written.rows, written.columns) == truth.shape
    numpy.testing.assert_allclose(written.matrix, truth, atol=1e-6)
    filled = int((abs(truth) > 1e-8).sum())
    assert written.filled == filled
    (counted, *_) = _detail(text, x).jacobians
    assert counted.matrix is None
    assert counted.filled in (filled, None)
    assert (counted.filled is None) == (layer.split(":")[0] in ("softmax", "lrn") or "reflect" in layer)


def test_the_statistics_of_a_batch_tie_all_its_values_together() -> None:
    x = numpy.random.default_rng(1).standard_normal((2, 2, 3, 3))
    text = "input: 3x3x2\nlayers: [{batchnorm: , name: it}]\n"
    for training, filled in ((False, 36), (True, 2 * 18**2)):
        found = backpropagated(text, x, layer="it", training=training).detail
        assert found is not None
        assert found.jacobians[0].filled == filled
    large = numpy.random.default_rng(1).standard_normal((2, 2, 24, 24))
    found = backpropagated(text.replace("3x3", "24x24"), large, layer="it", training=True).detail
    assert found is not None
    assert found.jacobians[0].filled is None


def _detail(text: str, x: Array) -> Any:
    found = backpropagated(text, x, None, losses.total, "it").detail
    assert found is not None
    return found


def test_jacobians_of_the_lecture_by_size_alone() -> None:
    """A batch of 64 on 4,096 values: dy/dx has 2^36 entries (256 GiB in float32), dy/dw 2^42 (16 TiB)."""
    x, w = (numpy.ones((rows, 4096), "float32") for rows in (64, 4096))
    text = "input: 4096\nlayers: [fc: {outputs: 4096, bias: false}]\n"
    found = backpropagated(text, x, {"fc1.weight": w}, layer="fc1", dtype="float32")
    assert found.detail is not None
    by_x, by_w = found.detail.jacobians
    assert (by_x.rows, by_x.columns, by_x.entries * 4) == (64 * 4096, 64 * 4096, 256 * 2**30)
    assert by_x.filled == 64 * 4096 * 4096
    assert by_w.entries * 4 == 16 * 2**40
