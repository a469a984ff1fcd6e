"""Layer by layer against torchvision's models, as forward hooks recorded them."""

from __future__ import annotations

import pytest

from tests.architectures.reference import FILES, merges, recorded, report_of, weighted_layers

#: Model of ours -> the recording, where its name is another.
MODELS = {model: model.removesuffix("_adaptive") for model in FILES}


@pytest.mark.parametrize("model", MODELS)
def test_every_weighted_layer_is_torchvisions(model: str) -> None:
    """Kind, output shape, parameters and multiply-adds, in forward order; a shortcut's layers stand after the body."""
    ours, theirs = weighted_layers(report_of(model)), recorded(MODELS[model]).layers
    different = [(i, a, b) for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b]
    assert not different
    assert len(ours) == len(theirs) > 0


@pytest.mark.parametrize("model", MODELS)
def test_every_merge_is_torchvisions(model: str) -> None:
    """Kind and shape, in order. DenseNet joins n outputs there and two at a time here, to equal volumes."""
    assert merges(report_of(model)) == recorded(MODELS[model]).merges


@pytest.mark.parametrize("model", MODELS)
def test_totals_are_torchvisions(model: str) -> None:
    totals, theirs = report_of(model).totals, recorded(MODELS[model])
    assert totals.cost.params == theirs.params_without_aux
    assert totals.cost.macs == theirs.macs
    # GoogLeNet's heads are trained only; this file leaves them out and the bundled googlenet has them.
    assert totals.with_aux.params == (theirs.params_without_aux if model == "googlenet" else theirs.params)


def test_buffers_are_the_running_statistics() -> None:
    """Two a channel of every batch norm: torchvision's resnet18 has 4,800 channels of them."""
    channels = sum(layer.output[0] for layer in recorded("resnet18").layers if layer.kind == "batchnorm")
    assert report_of("resnet18").totals.cost.buffers == 2 * channels == 9600
