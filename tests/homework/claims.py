"""What the lectures print, as answers to questions of a key: a function for each form of `setup`, never for one claim.

`put` gives a claim's questions, each with the part of the claim that answers it. Numbers of an answer are written as in the
deck; letters that stand for any number are given one (`LETTERS`), in the question and in the answer alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, cast

import yaml

from cnncalc.homework.written import Raw

_DATA = Path(__file__).parents[1] / "data" / "lectures"
#: Letters in a claim that hold for any number.
LETTERS = {"N": 2, "K": 5, "F": 5, "D1": 3, "D_in": 3}
NETWORKS = {
    "AlexNet": "alexnet", "ZFNet": "zfnet", "GoogLeNet": "googlenet", "VGG-16": "vgg16", "VGG-16 (D)": "vgg16", "LeNet-5": "lenet5",
    **{f"VGG-{letter}": f"vgg-{letter.lower()}" for letter in ("A", "A-LRN", "B", "C", "D", "E")},
    **{f"ResNet-{depth}": f"resnet{depth}" for depth in (18, 34, 50, 101, 152)},
    "naive inception": "inception-naive", "inception with dimension reduction": "inception-reduced",
}  # fmt: skip
#: The network of two groups is the one whose totals and operations are printed.
_TOTALS = {**NETWORKS, "AlexNet": "alexnet-grouped"}
_COLUMNS = {"params": "params", "ops": "macs"}
_LAYERS = {"max pool": "maxpool", "avg pool": "avgpool", "pool": "maxpool"}


class Claim(NamedTuple):
    """One entry of the data."""

    id: str
    kind: str
    setup: dict[str, Any]
    claim: Any
    exact: Any
    verdict: str

    @property
    def text(self) -> str:
        return str(self.claim)

    def filled(self, text: str) -> str:
        """A text with its letters replaced by their numbers."""
        return re.sub(r"\b[A-Z](?:\d|_in)?\b|(?<=\dx)K\b|\bN(?=x)", lambda found: str(LETTERS.get(found[0], found[0])), text)


class Put(NamedTuple):
    """A question as a key's mapping, and what the lecture answers. `head`: what the whole key says."""

    question: dict[str, Any]
    answer: Raw
    head: tuple[tuple[str, str], ...] = ()


def claims() -> list[Claim]:
    """All of them: figures of networks and values worked by hand."""
    found = [entry for name in ("claims.yaml", "values.yaml") for entry in yaml.safe_load((_DATA / name).read_text("utf-8"))]
    return [Claim(*(entry[field] for field in Claim._fields)) for entry in found]


def put(claim: Claim) -> list[Put]:
    """The claim's questions; none where its setup is of no known form."""
    for keys, form in FORMS:
        if keys <= claim.setup.keys():
            found = list(form(claim))
            if found:
                return [one._replace(question=_conventions(claim, one.question)) for one in found]
    return []


def _conventions(claim: Claim, question: dict[str, Any]) -> dict[str, Any]:
    """What the setup says of biases."""
    bias = claim.setup.get("bias")
    if question["ask"] not in ("params", "filter_params") or not isinstance(bias, bool):
        return question
    return {**question, "biases": "counted" if bias else "left out"}


def _raw(value: Any) -> Raw:
    return [_raw(item) for item in value] if isinstance(value, list) else str(value)


def _volume(setup: dict[str, Any]) -> tuple[str, int, tuple[tuple[str, str], ...]]:
    """The input as a key writes it, the batch, and the layout of the key."""
    given = [LETTERS.get(str(size), size) for size in (setup["input"] if isinstance(setup["input"], list) else [setup["input"]] * 2)]
    layout = setup.get("layout", "HWC")
    batch = given.pop(0) if layout == "NCHW" else 1
    if layout.endswith("CHW"):
        given = [*given[1:], given[0]]
    given = [*given, 1] if len(given) == 2 else given
    return "x".join(map(str, given)), int(batch), (("layout", "chw"),) if layout.endswith("CHW") else ()


def _conv(setup: dict[str, Any], filters: int = 1) -> dict[str, Any]:
    given = {name: setup[name] for name in ("kernel", "stride", "padding") if name in setup}
    return {"conv": {"filters": LETTERS.get(str(setup.get("filters")), setup.get("filters", filters)), **given}}


def _parts(text: str) -> list[str]:
    """`32->28->24`, `5 x 5, 3 x 3`, `75 multiplications plus a bias`."""
    return [part.strip() for part in re.split(r"->|, | plus | of ", text) if part.strip(" .")]


def _window(claim: Claim) -> Iterator[Put]:
    """A window on a volume: its size or whether it fits, its parameters, its output; of several strides, each."""
    setup = claim.setup
    if setup.get("padding") == "whatever fits":
        return
    input, batch, head = _volume(setup)
    name = str(setup.get("layer", ""))
    window = {key: setup[key] for key in ("kernel", "stride", "padding", "rounding") if key in setup}
    layer = {_LAYERS[name]: {**window, "rounding": "ceil"}} if name in _LAYERS else _conv(setup)
    if claim.kind == "params":
        yield Put({"ask": "params", "input": input, "layer": layer}, claim.text)
    elif "filters" not in setup and name not in _LAYERS and input.rpartition("x")[2] != "1":
        yield Put({"ask": "products", "input": input, "layer": layer}, claim.text)
    else:
        flat = isinstance(setup["input"], int) or len(setup["input"]) == 2
        ask = "output" if not flat else "legal" if claim.kind == "legality" else "size"
        for stride, answer in zip(setup["strides"], _parts(claim.text), strict=True) if "strides" in setup else [(0, claim.filled(claim.text))]:
            given = {"conv": {**layer["conv"], "stride": stride}} if stride else layer
            yield Put({"ask": ask, "input": input, "layer": given, "batch": batch}, answer, head)


def _layer_alone(claim: Claim) -> Iterator[Put]:
    """A layer by its numbers: `inputs` and `outputs`, or `kernel` and `in_channels`."""
    setup, answers = claim.setup, _parts(claim.text)
    if "inputs" in setup:
        yield Put({"ask": "params", "input": str(setup["inputs"]), "layer": {"fc": setup["outputs"]}}, claim.text)
    elif claim.kind == "values":
        yield Put({"ask": "products", "input": _reads(setup), "layer": _conv(setup)}, answers[0])
    elif str(setup.get("layer", "")).startswith("AlexNet"):
        about = {"network": "alexnet", "layer": setup["layer"].split()[1]}
        yield from (Put({"ask": ask, **about}, part) for ask, part in zip(("depth", "products"), answers, strict=True))
    else:
        yield Put({"ask": "params", "input": _reads(setup), "layer": _conv(setup)}, claim.text)


def _reads(setup: dict[str, Any]) -> str:
    """A volume of one window."""
    sides = [setup["kernel"]] * (1 if setup.get("layer") == "conv1d" else 2)
    return "x".join(map(str, [*sides, setup["in_channels"]]))


def _operations(claim: Claim) -> Iterator[Put]:
    """One line of a module's operations, or all of it."""
    setup = claim.setup
    module = NETWORKS[setup["module"]]
    if "filters" in setup:
        height, width, depth = setup["input"]
        input = f"{height}x{width}x{setup.get('in_channels', depth)}"
        yield Put({"ask": "macs", "input": input, "layer": _conv(setup)}, claim.text)
    else:
        yield Put({"ask": "output" if claim.kind == "shape" else "macs", "network": module}, claim.text)


def _stack(claim: Claim) -> Iterator[Put]:
    """Layers one after another, the sizes between them printed with arrows; the first may be the input's."""
    setup = claim.setup
    layers = [_in_stack(layer, setup) for layer in setup["layers"]]
    answers = _parts(claim.filled(claim.text))
    if isinstance(setup["layers"][0], int):
        yield Put({"ask": "output", "input": str(setup["layers"][0]), "layer": "identity"}, answers.pop(0))
        input, batch, head = str(setup["layers"][0]), 1, cast("tuple[tuple[str, str], ...]", ())
        layers = layers[1:]
    elif "input" not in setup:
        input, batch, head = "31x31x1", 1, ()
    else:
        input, batch, head = _volume(setup)
    if claim.kind == "receptive_field":
        yield Put({"ask": "field", "input": input, "layers": layers}, claim.text)
        return
    if len(answers) > len(layers) and re.fullmatch(r"\d+", answers[0]):
        yield Put({"ask": "size", "input": input, "layer": "identity"}, answers.pop(0))
    sizes = all(re.fullmatch(r"\d+", answer) for answer in answers) and "conv" in layers[0]
    for number, answer in enumerate(answers, 1):
        if answer.startswith("W "):
            yield Put({"ask": "weights", "input": input, "layers": layers}, answer)
        else:
            question = {"ask": "size" if sizes else "output", "input": input, "layers": layers[:number], "batch": batch}
            yield Put(question, answer, head)


def _in_stack(layer: Any, setup: dict[str, Any]) -> Any:
    if isinstance(layer, int):
        return {"fc": layer}
    if not isinstance(layer, dict) or "conv" not in layer:
        return layer
    return _conv({"kernel": layer["conv"], "stride": layer.get("stride", setup.get("stride", 1)), "filters": layer.get("filters", 1)})


def _bank(claim: Claim) -> Iterator[Put]:
    """Shapes of weights, their biases printed one after another."""
    for shape, answer in zip(claim.setup["weights"], _parts(claim.text), strict=True):
        filters, depth, *kernel = shape
        input = "x".join(map(str, (*kernel, depth)))
        yield Put({"ask": "biases", "input": input, "layer": {"conv": {"filters": filters, "kernel": kernel}}}, answer)


def _example(claim: Claim) -> Iterator[Put]:
    """A formula of weights and of biases, with the numbers of its example."""
    example = claim.setup["example"]
    kernel, depth, filters = example["F"], next(example[key] for key in example if key.startswith("D")), example["K"]
    for ask, answer in zip(("weights", "biases"), _parts(claim.text), strict=True):
        for letter, number in example.items():
            answer = re.sub(rf"\b{letter}\b", str(number), answer)
        layer = {"conv": {"filters": filters, "kernel": kernel}}
        yield Put({"ask": ask, "input": f"{kernel}x{kernel}x{depth}", "layer": layer}, answer)


def _kept(claim: Claim) -> Iterator[Put]:
    """Paddings that keep the size: a list, a formula, or one of each setting."""
    setup = claim.setup
    if "settings" in setup:
        pairs = [(one["F"], str(one["P"])) for one in setup["settings"] if "P" in one]
    elif isinstance(claim.claim, list):
        pairs = list(zip(setup["kernels"], map(str, claim.claim), strict=True))
    else:
        pairs = [(kernel, claim.text.replace("F", str(kernel))) for kernel in setup["kernels"] if kernel % 2]
    for kernel, answer in pairs:
        yield Put({"ask": "padding", "find": {"kernel": kernel, "stride": 1, "output": "same"}}, answer)


def _found(claim: Claim) -> Iterator[Put]:
    """`F = 32`: the kernel, of a window at stride 1 whose other numbers are given."""
    setup = claim.setup
    if re.fullmatch(r"F = \d+", claim.text):
        side, padding = setup["input"][0], setup["padding"]
        output = side + 2 * padding - setup["kernel"] + 1
        yield Put({"ask": "kernel", "find": {"input": side, "padding": padding, "stride": 1, "output": output}}, claim.text)


def _figure(claim: Claim) -> Iterator[Put]:
    """A figure whose volume was read from it in words: `input 6x6x5, 2 filters`."""
    input, filters = re.findall(r"[\dx]+", claim.setup["reading_1"])
    yield Put({"ask": "output", "input": input, "layer": _conv(claim.setup, int(filters))}, claim.text)


def _volume_alone(claim: Claim) -> Iterator[Put]:
    """A volume without a layer, or flattened."""
    yield Put({"ask": "output", "input": _volume(claim.setup)[0], "layer": claim.setup.get("layer", "identity")}, claim.text)


def _tensor(claim: Claim) -> Iterator[Put]:
    """The bytes of a matrix whose sides are products of letters."""
    setup = claim.setup
    rows, columns = (int(setup[side[0]]) * int(setup[side[2]]) for side in setup["shape"])
    yield Put({"ask": "memory", "input": f"{rows}x{columns}x1", "layer": "identity"}, claim.text)


def _listed(claim: Claim) -> Iterator[Put]:
    """A row of a published listing: a layer of a network by its name, by its place in the list, or by its window."""
    from tests.homework.claimed_layers import layers_of

    setup = claim.setup
    network = NETWORKS[setup["network"]]
    if isinstance(claim.claim, list):
        for answer in claim.claim:
            name, _, size = answer.rpartition(" ")
            yield Put({"ask": "output", "network": network, "layer": layers_of(network, {"row": name, "output": size})[0]}, size)
        return
    if "layer" not in setup and "module" not in setup and "kernel" not in setup:
        yield from _totals(claim)
        return
    ask = _COLUMNS.get(setup.get("column", ""), {"params": "params", "memory": "activations"}.get(claim.kind, "output"))
    layers = layers_of(network, setup)
    if layers == ["input"]:
        height, width, depth = setup.get("output", (227, 227, 3))
        yield Put({"ask": ask, "input": f"{height}x{width}x{depth}", "layer": "identity"}, claim.text)
    elif layers:
        about: dict[str, Any] = {"layer": layers[0]} if len(layers) == 1 else {"layers": layers}
        yield Put({"ask": ask, "network": network, **about}, claim.text)


def _totals(claim: Claim) -> Iterator[Put]:
    """A figure of the whole network."""
    setup = claim.setup
    if "changes" in setup or "pass" in setup or "conv" in setup or "conv1" in setup or "problem" in setup:
        return  # of these no figure is printed
    network = _TOTALS[setup["network"]]
    ask = {"weights-total": "params", "memory": "memory", "published-table": "weight_layers", "params": "params"}[claim.kind]
    if ask != "memory" or "bytes_per_value" in setup:
        yield Put({"ask": ask, "network": network}, claim.text)


def _compared(claim: Claim) -> Iterator[Put]:
    """Two networks, or the first and the last of a range of depths."""
    setup = claim.setup
    if re.fullmatch(r"\d+x", claim.text):
        first, second = (_TOTALS[name] for name in setup["networks"])
        if claim.kind == "weights-total":  # "less than"
            first, second = second, first
        yield Put({"ask": "ratio", "of": "macs" if claim.kind == "ops" else "params", "network": first, "to": second}, claim.text)
        return
    for depth in re.findall(r"\d+", claim.text):
        yield Put({"ask": "weight_layers", "network": NETWORKS[f"ResNet-{depth}"]}, depth)


def _values(claim: Claim) -> Iterator[Put]:
    """A small computation worked by hand."""
    setup = claim.setup
    if not isinstance(claim.claim, list) and not re.search(r"=|^[-\d]|^\[\[", claim.text):
        return
    given: dict[str, Any] = {"input": setup.get("input", setup.get("window"))}
    given |= {key: setup[key] for key in ("filter", "bias", "padding", "then", "kernel") if key in setup}
    if "stride" in setup:
        given["stride"] = int(str(setup["stride"])[0])
    op = {"relu": "relu", "max pool": "maxpool"}.get(setup.get("layer", ""), setup.get("operation", "correlation"))
    if isinstance(given["input"], str):
        given["input"] = yaml.safe_load(given["input"][given["input"].index("[[") :])
    yield Put({"ask": "values", "compute": {"op": op, **given}}, _raw(claim.claim))


def _backward(claim: Claim) -> Iterator[Put]:
    """What a ReLU or a product of matrices gives, forward or backward."""
    setup = claim.setup
    if not isinstance(claim.claim, list):
        return
    if "w" in setup:
        yield Put({"ask": "values", "compute": {"op": "matmul", "x": setup["x"], "w": setup["w"]}}, _raw(claim.claim))
    elif "dL_dz" in setup:
        compute = {"op": "relu", "input": setup["x"], "upstream": setup["dL_dz"]}
        yield Put({"ask": "gradient", "of": "input", "compute": compute}, _raw(claim.claim))
    else:
        yield Put({"ask": "values", "compute": {"op": "relu", "input": setup["x"]}}, _raw(claim.claim))


#: Keys of a setup -> its form; the first that fits and asks something.
FORMS: list[tuple[set[str], Callable[[Claim], Iterator[Put]]]] = [
    ({"jacobian"}, _tensor),
    ({"module", "network"}, _listed),
    ({"module"}, _operations),
    ({"networks"}, _compared),
    ({"network"}, _listed),
    ({"weights", "biases"}, _bank),
    ({"example"}, _example),
    ({"settings"}, _kept),
    ({"kernels", "rule"}, _kept),
    ({"reading_1"}, _figure),
    ({"kernel", "in_channels"}, _layer_alone),
    ({"inputs", "outputs"}, _layer_alone),
    ({"filter"}, _values),
    ({"x"}, _backward),
    ({"layers"}, _stack),
]
