"""Random questions, each with the wrong answers that the students of `injector` give to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple

from tests.homework.injector import STUDENTS, Asked, Figure, Layer, Student

#: Slips that a student makes in every layer of a sum alike; the others are made in one layer.
IN_SUMS = (
    "bias forgotten", "depth forgotten", "depth and bias forgotten", "bias per weight", "bias twice", "pooling given parameters",
    "a kernel a channel", "activations for parameters", "MACs for FLOPs", "batch forgotten", "backward forgotten",
    "bits for bytes",
)  # fmt: skip
_BYTES = {"float32": 4, "float16": 2, "float64": 8}
#: Quantities of one layer, by its kind.
_OF_CONV = ("output", "size", "params", "weights", "macs", "flops", "activations", "memory", "field", "legal")
_OF_POOL = ("output", "size", "params", "activations", "memory", "field", "legal")
_OF_FC = ("params", "weights", "macs", "flops")
_OF_ALL = ("params", "weights", "macs", "flops", "activations", "memory")


class Posed(NamedTuple):
    """A question as a key has it, what is right, and what the slips give instead, each as it would be written."""

    yaml: str
    ask: str
    right: str
    truth: Fraction | None  # of a single figure
    wrong: tuple[tuple[str, str], ...]  # the slip's name and the answer


class Sheet(NamedTuple):
    """The text of a key, and its questions in order."""

    key: str
    posed: list[Posed]


def sheets(seed: int, count: int) -> Iterator[Sheet]:
    """So many keys, each about one network, single layers and computations of its own."""
    random = Random(seed)
    for _ in range(count):
        layers = _network(random)
        posed = [*_about_layers(random, layers), *_about_all(random, layers), *_alone(random), *_values(random)]
        listed = "\n".join(f"  - {{{one.yaml}}}" for one in posed)
        lines = "\n".join(f"      - {{name: {name}, {_yaml(layer)}}}" for name, layer in _named(layers))
        first = layers[0]
        network = f"  net:\n    input: {first.h}x{first.w}x{first.d}\n    layers:\n{lines}\n"
        yield Sheet(f"biases: counted\nnetwork: net\nnetworks:\n{network}questions:\n{listed}\n", posed)


def _named(layers: tuple[Layer, ...]) -> list[tuple[str, Layer]]:
    return [(f"layer{number}", layer) for number, layer in enumerate(layers, 1)]


def _yaml(layer: Layer) -> str:
    if layer.kind == "fc":
        return f"fc: {layer.k}"
    given = f"filters: {layer.k}, " if layer.kind == "conv" else ""
    return f"{layer.kind}: {{{given}kernel: {layer.f}, stride: {layer.s}, padding: {layer.p}}}"


def _window(random: Random, kind: str, h: int, w: int, d: int, earlier: int = 0, *, fits: bool = True) -> Layer | None:
    """A window that fits (or does not) on both axes, with no more padding than half of it; None where none was found."""
    for _ in range(60):
        f = random.choice((2, 3, 3, 4, 5)) if kind == "maxpool" else random.choice((1, 3, 3, 4, 5, 5, 7, 9, 11))
        s = random.choice((1, 2, 2, 3, 4)) if kind == "conv" else random.choice((2, 2, 3))
        p = random.randint(0, f // 2) if kind == "conv" or random.random() < 0.2 else 0
        if f > min(h, w) or (s > f and f > 1):
            continue
        whole = all((n + 2 * p - f) % s == 0 for n in (h, w))
        if whole == fits:
            k = random.choice((4, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 128)) if kind == "conv" else 0
            return Layer(kind, h, w, d, f, s, p, k, earlier)
    return None


def _volume(random: Random) -> tuple[int, int, int]:
    h = random.randint(24, 128)
    w = h if random.random() < 0.6 else random.randint(24, 128)
    return h, w, random.choice((1, 3, 3, 4, 8, 16))


def _network(random: Random) -> tuple[Layer, ...]:
    """Two to four windows, a convolution first, and at times a fully connected layer or two."""
    while True:
        layers: list[Layer] = []
        h, w, d = _volume(random)
        earlier = 0
        kinds = ["conv", *random.choices(("conv", "maxpool"), k=random.randint(1, 3))]
        for kind in kinds:
            layer = _window(random, kind, h, w, d, earlier)
            if layer is None or (kind == "maxpool" and layers[-1].kind == "maxpool"):
                break
            layers.append(layer)
            h, w, depth = (int(size) for size in Student().output(layer))
            earlier, d = d, depth
        if len(layers) < len(kinds) or min(h, w) < 2:
            continue
        for outputs in random.choice(((), (10,), (100,), (120, 10))):
            layers.append(Layer("fc", h, w, d, k=outputs, earlier=earlier))
            earlier, (h, w, d) = 0, (1, 1, outputs)
        return tuple(layers)


def _about_layers(random: Random, layers: tuple[Layer, ...]) -> Iterator[Posed]:
    """Questions about single layers of the network."""
    for number, (name, layer) in enumerate(_named(layers), 1):
        asks = {"conv": _OF_CONV, "maxpool": _OF_POOL, "fc": _OF_FC}[layer.kind]
        for ask in random.sample(asks, 4):
            yield _posed(random, f"layer: {name}", Asked(ask, layers[:number]))


def _about_all(random: Random, layers: tuple[Layer, ...]) -> Iterator[Posed]:
    for ask in random.sample(_OF_ALL, 3):
        yield _posed(random, "network: net", Asked(ask, layers, whole=True))


def _alone(random: Random) -> Iterator[Posed]:
    """Questions about layers that the question itself writes; the last does not fit."""
    for kind, fits in (("conv", True), ("maxpool", True), (random.choice(("conv", "maxpool")), False)):
        layer = _window(random, kind, *_volume(random), fits=fits)
        if layer is not None:
            asks = ("output", "legal") if not fits else _OF_CONV if kind == "conv" else _OF_POOL
            about = f"input: {layer.h}x{layer.w}x{layer.d}, layer: {{{_yaml(layer)}}}"
            for ask in random.sample(asks, 2):
                yield _posed(random, about, Asked(ask, (layer,)))


def _posed(random: Random, about: str, asked: Asked) -> Posed:
    """The question with its conventions, and every slip that changes its answer."""
    given = f"ask: {asked.ask}, {about}"
    if asked.ask in ("macs", "flops", "activations", "memory") and random.random() < 0.4:
        asked = asked._replace(batch=random.choice((2, 8, 10, 32, 64)))
        given += f", batch: {asked.batch}"
    if asked.ask == "memory":
        dtype = random.choice(tuple(_BYTES))
        asked = asked._replace(bytes=_BYTES[dtype], backward=random.random() < 0.4)
        given += f", dtype: {dtype}" + (", backward: true" if asked.backward else "")
    right = Student().answer(asked)
    legal = all(size.denominator == 1 for size in right)
    wrong: dict[str, str] = {}
    figures: dict[str, Figure] = {}
    for name, student in STUDENTS.items():
        figure = student.answer(asked)
        sizes = student.output(asked.layers[-1]) if legal and not asked.whole else figure  # a count of half channels is none
        possible = all(size.denominator == 1 and size > 0 for size in (*figure, *sizes))
        if figure != right and possible and (not asked.whole or name in IN_SUMS) and len(figure) == len(right):
            wrong[name] = _written(random, asked, figure)
            figures[name] = figure
    if figures.get("depth and bias forgotten") in (figures.get("bias forgotten"), figures.get("depth forgotten")):
        wrong.pop("depth and bias forgotten", None)  # only one of them could be forgotten
    single = right[0] if len(right) == 1 and asked.ask not in ("field", "size", "legal") else None
    if single is not None and single > 0 and asked.ask != "output":
        wrong |= _of_thousands(asked, single)
    text = _written(random, asked, right) if legal else random.choice(("does not fit", "illegal"))
    return Posed(given, asked.ask, text, single, tuple(wrong.items()))


def _written(random: Random, asked: Asked, figure: Figure) -> str:
    """As people write it."""
    sizes = [str(size) for size in figure]
    if asked.ask in ("output", "size", "legal") and len(sizes) > 1:
        return random.choice(("x".join(sizes), " x ".join(sizes), f"({', '.join(sizes)})"))
    number = random.choice((f"{int(figure[0])}", f"{int(figure[0]):,}"))
    return f"{number} bytes" if asked.ask == "memory" and random.random() < 0.5 else number


def _of_thousands(asked: Asked, truth: Fraction) -> dict[str, str]:
    """A figure in K or M of the one kind, written out as the other; and megabytes that are called mebibytes."""
    found: dict[str, str] = {}
    for power, prefix in ((2, "M"), (1, "K")):
        for read, written in ((1024, 1000), (1000, 1024)):
            if truth % read**power == 0:
                found.setdefault("K = 1024", str(truth / read**power * written**power))
        if asked.ask == "memory" and "MB for MiB" not in found and truth >= 10 * 1000**power:
            found["MB for MiB"] = f"{float(truth / 1000**power):.2f} {prefix}iB"
    return found


def _values(random: Random) -> Iterator[Posed]:
    """A filter slid over a small image by hand, on the one or the other side of a flip, with a stride and a bias."""
    for dimensions in (1, 2):
        f, s = random.choice((2, 3)), random.choice((1, 1, 2))
        n = f + s * random.randint(2, 4)
        image = _cells(random, (n,) * dimensions, 0, 3)
        filter = _cells(random, (f,) * dimensions, -2, 2)
        bias, op = random.choice((0, 1, 2)), random.choice(("correlation", "convolution"))
        used, other = (filter, _flipped(filter)) if op == "correlation" else (_flipped(filter), filter)
        right = _slid(image, used, s, bias)
        wrong = {
            "flipped": _slid(image, other, s, bias),
            "bias forgotten": _slid(image, used, s, 0),
            "stride ignored": _slid(image, used, 1, bias),
        }
        given = f"input: {image}, filter: {filter}, stride: {s}, bias: {bias}"
        told = tuple((name, str(cells)) for name, cells in wrong.items() if cells != right)
        yield Posed(f"ask: values, compute: {{op: {op}, {given}}}", "values", str(right), None, told)


def _cells(random: Random, shape: tuple[int, ...], low: int, high: int) -> Any:
    inside: Callable[[], Any] = lambda: _cells(random, shape[1:], low, high)  # noqa: E731
    return [inside() for _ in range(shape[0])] if shape else random.randint(low, high)


def _flipped(cells: Any) -> Any:
    return [_flipped(cell) for cell in reversed(cells)] if isinstance(cells, list) else cells


def _slid(image: Any, filter: Any, stride: int, bias: int) -> Any:
    """Sums of products at every place, in one dimension or two."""
    if not isinstance(image[0], list):
        (row,) = _slid([image], [filter], stride, bias)
        return row
    height, width = len(filter), len(filter[0])
    return [
        [
            bias + sum(filter[i][j] * image[y + i][x + j] for i in range(height) for j in range(width))
            for x in range(0, len(image[0]) - width + 1, stride)
        ]
        for y in range(0, len(image) - height + 1, stride)
    ]
