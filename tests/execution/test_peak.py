"""What is allocated at once while networks run, against what was predicted; and nothing else found wrong on the way."""

from __future__ import annotations

import gc

import pytest

from cnncalc.execution.results import Run
from cnncalc.execution.run import Request, execute
from tests.execution.drawn import bundled, drawn, images
from tests.execution.test_networks import LECTURES, SMALLER

#: One of each family, at its own input.
TORCHVISION = [
    f"torchvision/{name}"
    for name in (
        "alexnet", "convnext_tiny", "densenet121", "efficientnet_b0", "googlenet", "inception_v3", "mnasnet0_5", "mobilenet_v2",
        "mobilenet_v3_large", "regnet_y_400mf", "resnext50_32x4d", "shufflenet_v2_x1_0", "squeezenet1_0", "vgg11_bn",
    )
]  # fmt: skip
#: Of the predicted arrays, what may be allocated.
MOST = 1.15


@pytest.mark.parametrize("fold", [True, False], ids=["folded", "apart"])
@pytest.mark.parametrize("name", [*LECTURES, *TORCHVISION])
def test_peak_is_the_predicted_one(name: str, fold: bool) -> None:
    """Beside the weights and the workspace that are told. Apart, every layer's multiply-adds are counted too."""
    run = _run(name, fold)
    peak = run.peak
    assert run.problems == ()
    most = MOST * peak.predicted + peak.weights + peak.workspace
    assert peak.weights + peak.predicted <= peak.measured <= most


def _run(name: str, fold: bool) -> Run:
    graph = bundled(name, SMALLER.get(name))
    gc.collect()
    run, _ = execute(Request(graph, name, fold=fold), lambda on: drawn(graph), lambda on: images(graph, batch=1))
    return run
