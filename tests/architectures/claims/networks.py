"""Small networks from a claim's `setup`, and how their figures are written there."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import yaml

from cnncalc.analysis.report import Report, Row
from cnncalc.api import load, loads
from cnncalc.tensor import Shape

#: The network's name in a claim -> the bundled one.
BUNDLED = {
    "LeNet-5": "lenet5", "AlexNet": "alexnet", "GoogLeNet": "googlenet", "VGG-16": "vgg16", "VGG-16 (D)": "vgg16",
    "VGG-A": "vgg-a", "VGG-A-LRN": "vgg-a-lrn", "VGG-B": "vgg-b", "VGG-C": "vgg-c", "VGG-D": "vgg-d", "VGG-E": "vgg-e",
    "ResNet-18": "resnet18", "ResNet-34": "resnet34", "ResNet-50": "resnet50", "ResNet-101": "resnet101",
    "ResNet-152": "resnet152", "naive inception": "inception-naive",
    "inception with dimension reduction": "inception-reduced",
}  # fmt: skip


@cache
def bundled(name: str) -> Report:
    """A bundled network by the name that a claim uses."""
    return load(BUNDLED.get(name, name)).analyze()


def network(input: Any, *layers: Any, batch: int = 1, rounding: str = "strict") -> Report:
    """A network of these entries; faulty ones are returned with their findings."""
    text = yaml.safe_dump({"input": list(input), "rounding": rounding, "layers": list(layers)}, sort_keys=False)
    return loads(text).analyze(batch=batch, strict=False)


def conv(setup: dict[str, Any], **other: Any) -> dict[str, Any]:
    """A convolution with the options that `setup` names; one filter where it names none."""
    options = {name: setup[name] for name in ("filters", "kernel", "stride", "padding", "bias", "groups") if name in setup}
    return {"conv": {"filters": 1, **options, **other}}


def volume(setup: dict[str, Any]) -> list[int]:
    """The input as height x width x channels; a plane has one channel, a batch is left out."""
    sizes = setup["input"][-3:]
    if "CHW" in setup.get("layout", ""):
        return [*sizes[1:], sizes[0]]
    return sizes if len(sizes) == 3 else [*sizes, 1]


def output(report: Report) -> list[int]:
    """Height, width and channels at the end."""
    return sizes(report.rows[-1].output)


def sizes(shape: Shape | None) -> list[int]:
    """Height, width and channels; a vector's length alone."""
    assert shape is not None
    return [*shape.spatial, shape.channels]


def row(report: Report, path: str) -> Row:
    """The layer of that path."""
    found = report.row(path)
    assert found is not None, path
    return found


def params(report: Report) -> int:
    """All learned values."""
    assert report.findings == ()
    return report.totals.cost.params


def weights(report: Report) -> int:
    """Those without biases."""
    assert report.findings == ()
    return report.totals.cost.weights


def macs(report: Report) -> int:
    """Multiply-adds."""
    assert report.findings == ()
    return report.totals.cost.macs


def refusal(report: Report) -> Fraction | None:
    """The size that did not come out whole, as the finding states it (`... = 2 1/3`); None where everything fits."""
    if not report.findings:
        return None
    (finding,) = report.findings
    assert finding.code == "H302"
    whole, _, part = finding.message.rpartition(" = ")[2].rpartition(" ")
    return int(whole or 0) + Fraction(part)


def said(text: str, *facts: bool) -> str:
    """A statement in words, where the facts that make it true were all found."""
    assert facts
    return text if all(facts) else f"not so: {text}"


def percent(part: int, whole: int) -> float:
    """A share to one decimal."""
    return round(100 * part / whole, 1)
