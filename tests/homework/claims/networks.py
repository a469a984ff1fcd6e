"""Rows of published listings, totals of networks, lines of modules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import cnncalc
from cnncalc.analysis.report import Row
from tests.homework.claims import Claim, Put, parts
from tests.homework.claims.windows import by_numbers, conv

_NAMES = {
    "AlexNet": "alexnet", "ZFNet": "zfnet", "GoogLeNet": "googlenet", "VGG-16": "vgg16", "VGG-16 (D)": "vgg16",
    **{f"VGG-{letter}": f"vgg-{letter.lower()}" for letter in ("A", "A-LRN", "B", "C", "D", "E")},
    **{f"ResNet-{depth}": f"resnet{depth}" for depth in (18, 34, 50, 101, 152)},
    "naive inception": "inception-naive", "inception with dimension reduction": "inception-reduced",
}  # fmt: skip
#: The totals of AlexNet that are printed are those of its two groups.
_TOTALS = {**_NAMES, "AlexNet": "alexnet-grouped"}
_COLUMNS = {"params": "params", "ops": "macs", "": "output"}
_KINDS = {"params": "params", "memory": "activations"}


def listed(claim: Claim) -> Iterator[Put]:
    """A row of a listing: a layer by its name, by its place in the list, or by its window; a whole column of outputs."""
    setup, network = claim.setup, _NAMES[claim.setup["network"]]
    if isinstance(claim.claim, list):
        for row in claim.claim:
            name, _, size = row.rpartition(" ")
            yield Put({"ask": "output", "network": network, "layer": _of_size(network, name, size)}, size)
        return
    ask = _COLUMNS[setup["column"]] if "column" in setup else _KINDS.get(claim.kind, "output")
    if setup.get("layer") == "input":
        yield Put({"ask": ask, "input": str(cnncalc.load(network).calculate().input), "layer": "identity"}, claim.text)
        return
    layers = _layers(network, setup)
    about: dict[str, Any] = {"layer": layers[0]} if len(layers) == 1 else {"layers": layers}
    yield Put({"ask": ask, "network": network, **about}, claim.text)


@cache
def _rows(network: str) -> list[Row]:
    return [row for row in cnncalc.load(network).calculate().rows if row.aux is None]


def _layers(network: str, setup: dict[str, Any]) -> list[str]:
    """By `module` ("inception (3a)"), by `layer` (a name, `conv3-64 (#2)`, `pool (#3)`), or by `input` and `kernel`."""
    name, rows = str(setup.get("module", setup.get("layer"))), _rows(network)
    if found := re.fullmatch(r"inception \((\w+)\)", name):
        return [f"inception_{found[1]}"]
    if any(row.path == name for row in rows):
        return [row.path for row in rows if row.path == name or ("column" in setup and row.path.startswith(f"{name}_"))]
    if found := re.fullmatch(r"(conv|pool|fc)(?:3-(\d+))?(?: \(#(\d+)\))?", name):
        kind, filters, place = found.groups()
        alike = [row for row in rows if row.kind.endswith(kind) and filters in (None, _channels(row))]
        return [alike[int(place or 1) - 1].path]
    return [row.path for row in rows if _reads(row, setup)]


def _channels(row: Row) -> str:
    assert row.output is not None
    return str(row.output.channels)


def _reads(row: Row, setup: dict[str, Any]) -> bool:
    """Whether a layer's window and its input are the setup's."""
    if row.facts is None or not row.facts.axes:
        return False
    shape, axis = row.facts.inputs[0], row.facts.axes[0]
    return [*shape.spatial, shape.channels, axis.kernel, axis.stride] == [*setup["input"], setup["kernel"], setup["stride"]]


def _of_size(network: str, name: str, size: str) -> str:
    """A row of a table by its type and its output: `convolution` of 112x112x64, `linear`."""
    if name.startswith("inception"):
        return _layers(network, {"module": name})[0]
    kind = {"convolution": "conv", "avg pool": "avgpool", "linear": "fc"}[name]
    rows = [row for row in _rows(network) if row.kind == kind and row.output is not None]
    return next(row.path for row in rows if str(row.output) in (size, size.removeprefix("1x1x")) and "_" not in row.path)


def total(claim: Claim) -> Iterator[Put]:
    """A figure of a whole network."""
    ask = {"published-table": "weight_layers", "memory": "memory"}.get(claim.kind, "params")
    yield Put({"ask": ask, "network": _TOTALS[claim.setup["network"]]}, claim.text)


def compared(claim: Claim) -> Iterator[Put]:
    """How many times another network; or a range of depths."""
    networks = [_TOTALS[name] for name in claim.setup["networks"]]
    if "layers" in claim.text:
        for depth in re.findall(r"\d+", claim.text):
            yield Put({"ask": "weight_layers", "network": _NAMES[f"ResNet-{depth}"]}, depth)
        return
    first, second = networks if claim.kind == "ops" else networks[::-1]  # "2x more compute", "12x less parameters"
    yield Put({"ask": "ratio", "of": "macs" if claim.kind == "ops" else "params", "network": first, "to": second}, claim.text)


def module(claim: Claim) -> Iterator[Put]:
    """The operations of one line of a module, or of all of it."""
    setup = claim.setup
    if "filters" not in setup:
        yield Put({"ask": "macs", "network": _NAMES[setup["module"]]}, claim.text)
        return
    height, width, depth = setup["input"]
    input = f"{height}x{width}x{setup.get('in_channels', depth)}"
    yield Put({"ask": "macs", "input": input, "layer": conv(setup)}, claim.text)


def filters(claim: Claim) -> Iterator[Put]:
    """`64 filters of 3x11x11`, how many and what each covers, of a layer of a network; of one that is in none, its figure."""
    network, _, layer = claim.setup["layer"].partition(" ")
    if network not in _NAMES:
        yield from by_numbers(claim)
        return
    for ask, answer in zip(("depth", "products"), parts(claim.text), strict=True):
        yield Put({"ask": ask, "network": _NAMES[network], "layer": layer}, answer)
