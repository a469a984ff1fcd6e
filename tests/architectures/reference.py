"""What torchvision's models are (tests/data/torchvision), and which of the bundled networks are to be the same."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from cnncalc import _index
from cnncalc.analysis.report import Report, Row
from cnncalc.api import load

DATA = Path(__file__).parent.parent / "data"
TORCHVISION = DATA / "torchvision"

#: Bundled name -> the recording that it must equal, layer by layer.
FILES = {f"torchvision/{path.stem}": path.stem for path in sorted(TORCHVISION.glob("*.json"))}
FILES |= {name: name for name in ("vgg11", "vgg16", "resnet18", "resnet50", "resnet152")}  # the lectures' are the same

#: One name of each bundled network.
NETWORKS = sorted({entry: name for name, entry in sorted(_index.NAMES.items(), key=lambda item: len(item[0]))}.values())


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


class Published(NamedTuple):
    """A model's totals at the square input of its published weights."""

    size: int
    params: int
    params_with_aux: int
    macs: int


_KINDS = {"Conv2d": "conv", "Linear": "fc", "BatchNorm2d": "batchnorm", "LayerNorm": "layernorm", "LayerNorm2d": "layernorm"}
_MERGES = ("add", "concat", "multiply", "split", "scale")


@cache
def recorded(model: str) -> Model:
    """What torchvision's model is."""
    found: dict[str, Any] = json.loads((TORCHVISION / f"{model}.json").read_text("utf-8"))
    return Model(
        found["params"],
        found["params_without_aux"],
        found["macs"],
        [_weighted(kind, tuple(output), params, macs) for _, kind, output, params, macs in _behind(found["layers"])],
        [(kind, tuple(output)) for kind, output in found["merges"]],
    )


def _weighted(kind: str, output: tuple[int, ...], params: int, macs: int) -> Weighted:
    """ConvNeXt's LayerNorm and Linear see volumes channels last; its Linear is then a 1x1 convolution."""
    if kind in ("Linear", "LayerNorm") and len(output) == 3:
        height, width, channels = output
        return Weighted("conv" if kind == "Linear" else "layernorm", (channels, height, width), params, macs)
    return Weighted(_KINDS[kind], output, params, macs)


def _behind(layers: list[list[Any]]) -> list[list[Any]]:
    """RegNet runs a shortcut's projection before the body; a file's `shortcut` stands behind its `residual`."""
    units = groupby(layers, key=lambda layer: re.split(r"\.(?:proj|f)\.", layer[0])[0])
    return [layer for _, unit in units for layer in sorted(unit, key=lambda layer: ".proj." in layer[0])]


@cache
def published() -> dict[str, Published]:
    """The totals of every classifier."""
    with (TORCHVISION / "totals.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row.pop("model"): Published(**{name: int(figure) for name, figure in row.items()}) for row in rows}


@cache
def report_of(name: str, batch: int = 1) -> Report:
    """cnncalc's report of a bundled network."""
    report = load(name).analyze(batch=batch)
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
    """The layers that read several others, and what torchvision writes without a module of its own."""
    return [
        (row.kind, (row.output.channels, *row.output.spatial))
        for row in report.rows
        if row.kind in _MERGES and row.aux is None and row.output is not None
    ]


def rows_named(report: Report, name: str) -> list[Row]:
    """The layer of that name, or all layers of the block or stage of that name."""
    exact = [row for row in report.rows if row.path == name]
    return exact or [row for row in report.rows if row.path.startswith(f"{name}/")]
