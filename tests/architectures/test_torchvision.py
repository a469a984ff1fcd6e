"""The files of architectures/torchvision against torchvision's models: layer by layer as hooks recorded them, and totals."""

from __future__ import annotations

import pytest

from cnncalc import _index
from cnncalc.api import load
from tests.architectures.reference import FILES, merges, published, recorded, report_of, weighted_layers

ZOO = sorted(name for name in _index.NAMES if name.startswith("torchvision/"))


def test_there_are_22_recordings() -> None:
    assert len({model for name, model in FILES.items() if name.startswith("torchvision/")}) == 22
    assert set(FILES) <= set(_index.NAMES)


@pytest.mark.parametrize("name", FILES)
def test_every_weighted_layer_is_torchvisions(name: str) -> None:
    """Kind, output shape, parameters and multiply-adds, in forward order; a shortcut's layers stand after the body."""
    ours, theirs = weighted_layers(report_of(name)), recorded(FILES[name]).layers
    different = [(i, a, b) for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b]
    assert not different
    assert len(ours) == len(theirs) > 0


@pytest.mark.parametrize("name", FILES)
def test_every_merge_is_torchvisions(name: str) -> None:
    """Kind and shape, in order. DenseNet joins n outputs there and two at a time here, to equal volumes."""
    assert merges(report_of(name)) == recorded(FILES[name]).merges


@pytest.mark.parametrize("name", FILES)
def test_totals_are_the_recorded_ones(name: str) -> None:
    totals, theirs = report_of(name).totals, recorded(FILES[name])
    assert totals.cost.params == theirs.params_without_aux
    assert totals.with_aux.params == theirs.params
    assert totals.cost.macs == theirs.macs


def test_every_classifier_of_torchvision_is_bundled() -> None:
    """All convolutional ones; a transformer (ViT, Swin, MaxViT) is none."""
    assert sorted(f"torchvision/{model}" for model in published()) == ZOO
    assert len(ZOO) == 68


@pytest.mark.parametrize("name", ZOO)
def test_totals_are_torchvisions(name: str) -> None:
    """Parameters and multiply-adds at the input that the published weights take."""
    report, theirs = report_of(name), published()[name.removeprefix("torchvision/")]
    assert report.complete
    assert str(report.input) == f"{theirs.size}x{theirs.size}x3"
    assert report.totals.cost.params == theirs.params
    assert report.totals.with_aux.params == theirs.params_with_aux
    assert report.totals.cost.macs == theirs.macs


@pytest.mark.parametrize(("width", "params"), [(1.4, 6108776), (0.75, 2636424)])
def test_mobilenet_v2_by_width(width: float, params: int) -> None:
    """The multiplier rounds channels to multiples of 8, as torchvision's `_make_divisible` does."""
    assert load("mobilenet_v2", width=width).analyze().totals.cost.params == params


def test_buffers_are_the_running_statistics() -> None:
    """Two a channel of every batch norm: torchvision's resnet18 has 4,800 channels of them."""
    channels = sum(layer.output[0] for layer in recorded("resnet18").layers if layer.kind == "batchnorm")
    assert report_of("torchvision/resnet18").totals.cost.buffers == 2 * channels == 9600
