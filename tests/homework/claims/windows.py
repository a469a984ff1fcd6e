"""Layers that a setup writes itself: one window, several after another, a volume, a padding to find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.homework.claims import Claim, Put, filled, number, parts

_POOLS = {"max pool": "maxpool", "avg pool": "avgpool", "pool": "maxpool"}


def _volume(setup: dict[str, Any]) -> tuple[str, int, str]:
    """The input as a key writes it, the batch, and the key's layout."""
    given = [number(size) for size in setup["input"]]
    layout = setup.get("layout", "HWC")
    batch = given.pop(0) if layout == "NCHW" else 1
    if layout.endswith("CHW"):
        given = [*given[1:], given[0]]
    given = [*given, 1] if len(given) == 2 else given
    return "x".join(map(str, given)), int(batch), "chw" if layout.endswith("CHW") else "hwc"


def conv(setup: dict[str, Any], filters: int = 1) -> dict[str, Any]:
    """A convolution of the setup's numbers."""
    given = {name: setup[name] for name in ("kernel", "stride", "padding") if name in setup}
    return {"conv": {"filters": number(setup.get("filters", filters)), **given}}


def one_window(claim: Claim) -> Iterator[Put]:
    """A window on a volume: its size or whether it fits, its parameters, its output; at several strides, each."""
    setup = claim.setup
    input, batch, layout = _volume(setup)
    name = setup.get("layer", "")
    window = {key: setup[key] for key in ("kernel", "stride", "padding") if key in setup}
    layer = {_POOLS[name]: window} if name in _POOLS else conv(setup)
    about: dict[str, Any] = {"input": input, "layer": layer, "batch": batch}
    if claim.kind == "params":
        yield Put({"ask": "params", **about}, claim.text)
    elif re.fullmatch(r"F = \d+", claim.text):
        yield _kernel(setup, claim.text)
    elif "strides" in setup:
        for stride, answer in zip(setup["strides"], parts(claim.text), strict=True):
            yield Put({"ask": "size", "input": input, "layer": conv({**setup, "stride": stride})}, answer)
    elif len(setup["input"]) == 2:
        yield Put({"ask": "legal" if claim.kind == "legality" else "size", **about}, claim.text)
    elif "filters" not in setup and name not in _POOLS:
        yield Put({"ask": "products", **about}, claim.text)
    elif " of " in claim.text:  # so many maps, and what one of them is
        many, one = parts(claim.text)
        yield Put({"ask": "depth", **about}, many)
        yield Put({"ask": "output", **about, "layer": conv({**setup, "filters": 1})}, one, layout)
    else:
        yield Put({"ask": "output", **about}, filled(claim.text).split(", ")[0], layout)


def _kernel(setup: dict[str, Any], answer: str) -> Put:
    """A kernel that is named, of a window at stride 1 whose other numbers are given."""
    side, padding = setup["input"][0], setup["padding"]
    output = side + 2 * padding - setup["kernel"] + 1
    return Put({"ask": "kernel", "find": {"input": side, "padding": padding, "stride": 1, "output": output}}, answer)


def by_numbers(claim: Claim) -> Iterator[Put]:
    """A layer whose volume is not given: `inputs` and `outputs`, or `kernel` and `in_channels`."""
    setup = claim.setup
    if "inputs" in setup:
        yield Put({"ask": "params", "input": setup["inputs"], "layer": {"fc": setup["outputs"]}}, claim.text)
        return
    sides = [setup["kernel"]] * (1 if setup.get("layer") == "conv1d" else 2)
    about = {"input": "x".join(map(str, [*sides, setup["in_channels"]])), "layer": conv(setup)}
    if claim.kind == "values":
        yield Put({"ask": "products", **about}, parts(claim.text)[0])
    else:
        yield Put({"ask": "params", **about}, claim.text)


def stack(claim: Claim) -> Iterator[Put]:
    """Layers one after another, what each puts out printed in a row; the input may stand before them."""
    setup = claim.setup
    first, *rest = setup["layers"]
    input: str | int
    if isinstance(first, int):
        input, batch, layout, layers = first, 1, "hwc", [{"fc": outputs} for outputs in rest]
    else:
        input, batch, layout = _volume({"input": [31, 31], **setup})
        layers = [_in_stack(layer, setup) for layer in setup["layers"]]
    if claim.kind == "receptive_field":
        yield Put({"ask": "field", "input": input, "layers": layers}, claim.text)
        return
    answers = parts(filled(claim.text))
    ask = "output" if isinstance(first, int) or "conv" not in layers[0] or "x" in answers[0] else "size"
    if answers[0] == str(input).partition("x")[0]:
        yield Put({"ask": ask, "input": input, "layer": "identity"}, answers.pop(0))
    weights = [answers.pop()] if answers[-1].startswith("W ") else []
    for count, answer in enumerate(answers, 1):
        yield Put({"ask": ask, "input": input, "layers": layers[:count], "batch": batch}, answer, layout)
    for answer in weights:
        yield Put({"ask": "weights", "input": input, "layers": layers}, answer.removeprefix("W "))


def _in_stack(layer: Any, setup: dict[str, Any]) -> Any:
    if not isinstance(layer, dict) or "conv" not in layer:
        return layer
    return conv({"stride": setup.get("stride", 1), **layer, "kernel": layer["conv"]})


def bank(claim: Claim) -> Iterator[Put]:
    """Shapes of weights, and their biases in a row."""
    for (filters, depth, *kernel), answer in zip(claim.setup["weights"], parts(claim.text), strict=True):
        about = {"input": "x".join(map(str, (*kernel, depth))), "layer": {"conv": {"filters": filters, "kernel": kernel}}}
        yield Put({"ask": "biases", **about}, answer)


def example(claim: Claim) -> Iterator[Put]:
    """Formulas of weights and biases, with the numbers of an example for their letters."""
    numbers = claim.setup["example"]
    kernel, depth, filters = numbers["F"], next(numbers[name] for name in numbers if name.startswith("D")), numbers["K"]
    about = {"input": f"{kernel}x{kernel}x{depth}", "layer": {"conv": {"filters": filters, "kernel": kernel}}}
    for ask, answer in zip(("weights", "biases"), parts(claim.text), strict=True):
        yield Put({"ask": ask, **about}, re.sub(r"\b[A-Z]\w*\b", lambda found: str(numbers[found[0]]), answer))


def kept(claim: Claim) -> Iterator[Put]:
    """Paddings that keep the size: a list, a formula for odd kernels, or one in each setting."""
    setup = claim.setup
    if "settings" in setup:
        pairs = [(one["F"], str(one["P"])) for one in setup["settings"]]
    elif isinstance(claim.claim, list):
        pairs = list(zip(setup["kernels"], map(str, claim.claim), strict=True))
    else:
        pairs = [(kernel, claim.text.replace("F", str(kernel))) for kernel in setup["kernels"] if kernel % 2]
    for kernel, answer in pairs:
        yield Put({"ask": "padding", "find": {"kernel": kernel, "stride": 1, "output": "same"}}, answer)


def reading(claim: Claim) -> Iterator[Put]:
    """A volume and filters that are told in words: `input 6x6x5, 2 filters`."""
    input, filters = re.findall(r"[\dx]*\d", claim.setup["reading_1"])
    yield Put({"ask": "output", "input": input, "layer": conv(claim.setup, int(filters))}, claim.text)


def volume(claim: Claim) -> Iterator[Put]:
    """A volume without a layer, or flattened."""
    input, _, layout = _volume(claim.setup)
    yield Put({"ask": "output", "input": input, "layer": claim.setup.get("layer", "identity")}, claim.text, layout)


def pixels(claim: Claim) -> Iterator[Put]:
    """A grid: how many values it has."""
    input = "x".join(map(str, (*claim.setup["grid"], 1)))
    yield Put({"ask": "activations", "input": input, "layer": "identity"}, claim.text)


def matrix(claim: Claim) -> Iterator[Put]:
    """The bytes of a matrix whose sides are products of letters."""
    rows, columns = (claim.setup[side[0]] * claim.setup[side[2]] for side in claim.setup["shape"])
    yield Put({"ask": "memory", "input": f"{rows}x{columns}x1", "layer": "identity"}, claim.text)
