"""What torchvision's models are, recorded once (tests/data/torchvision), and where cnncalc's files of them stand."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from cnncalc.analysis.report import Report, Row
from cnncalc.api import load

DATA = Path(__file__).parent.parent / "data"
TORCHVISION = DATA / "torchvision"
SAMPLES = DATA / "samples"

#: Model -> the name that `load` takes.
FILES = {
    "vgg16": "vgg16",
    "resnet18": "resnet18",
    "resnet50": "resnet50",
    "resnet152": "resnet152",
    "resnext50_32x4d": f"{SAMPLES}/resnet.cnn.yaml:resnext50_32x4d",
    "wide_resnet50_2": f"{SAMPLES}/resnet.cnn.yaml:wide_resnet50_2",
    "densenet121": f"{SAMPLES}/densenet.cnn.yaml:densenet121",
    "inception_v3": f"{SAMPLES}/inception_v3.cnn.yaml",
    "mobilenet_v2": f"{SAMPLES}/mobilenet_v2.cnn.yaml:mobilenet_v2",
    "alexnet": f"{TORCHVISION}/alexnet.cnn.yaml",
    "vgg11": f"{TORCHVISION}/vgg.cnn.yaml:vgg11",
    "vgg16_adaptive": f"{TORCHVISION}/vgg.cnn.yaml:vgg16",
    "vgg16_bn": f"{TORCHVISION}/vgg.cnn.yaml:vgg16_bn",
    "googlenet": f"{TORCHVISION}/googlenet.cnn.yaml",
}


class Weighted(NamedTuple):
    """A layer with parameters: cnncalc's word for its kind, the output channels first, parameters, multiply-adds."""

    kind: str
    output: tuple[int, ...]
    params: int
    macs: int


class Model(NamedTuple):
    """One recorded model."""

    params: int
    params_without_aux: int
    macs: int
    layers: list[Weighted]
    merges: list[tuple[str, tuple[int, ...]]]


_KINDS = {"Conv2d": "conv", "Linear": "fc", "BatchNorm2d": "batchnorm"}


@cache
def recorded(model: str) -> Model:
    """What torchvision's model is."""
    found: dict[str, Any] = json.loads((TORCHVISION / f"{model}.json").read_text("utf-8"))
    return Model(
        found["params"],
        found["params_without_aux"],
        found["macs"],
        [Weighted(_KINDS[kind], tuple(output), params, macs) for _, kind, output, params, macs in found["layers"]],
        [(kind, tuple(output)) for kind, output in found["merges"]],
    )


@cache
def report_of(model: str, batch: int = 1) -> Report:
    """cnncalc's report of the same model."""
    report = load(FILES[model]).analyze(batch=batch)
    assert report.findings == ()
    return report


def weighted_layers(report: Report) -> list[Weighted]:
    """The layers with parameters, side heads apart, in the order of the file."""
    return [
        Weighted(row.kind, (row.output.channels, *row.output.spatial), row.cost.params, row.cost.macs)
        for row in report.rows
        if row.kind in _KINDS.values() and row.aux is None and row.output is not None
    ]


def merges(report: Report) -> list[tuple[str, tuple[int, ...]]]:
    """The layers that read several others."""
    return [
        (row.kind, (row.output.channels, *row.output.spatial))
        for row in report.rows
        if row.kind in ("add", "concat", "multiply") and row.aux is None and row.output is not None
    ]


def rows_named(report: Report, name: str) -> list[Row]:
    """The layer of that name, or all layers of the block or stage of that name."""
    exact = [row for row in report.rows if row.path == name]
    return exact or [row for row in report.rows if row.path.startswith(f"{name}/")]
