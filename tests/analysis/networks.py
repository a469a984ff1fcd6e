"""Small random networks: a text for the product, and a plain list of layers for what the product is compared with."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

VIEWS = ("flatten", "identity")
ELEMENTWISE = ("relu", "sigmoid", "batchnorm", "dropout", "add")


class Plain(NamedTuple):
    """One layer: what it reads (0 is the network's input), and how many values it makes."""

    name: str
    kind: str
    reads: tuple[int, ...]
    values: int


class Network(NamedTuple):
    """`ends` are the layers whose outputs leave the network."""

    text: str
    input_values: int
    layers: list[Plain]
    ends: set[int]


class _Maker:
    """Adds one layer at a time; volumes are 6x6 with 2 or 3 channels, or vectors."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.layers: list[Plain] = []
        self.lines: list[str] = []
        self.shapes: list[tuple[int, int]] = [(36, 2)]  # places and channels of the input and of every layer

    def add(self, kind: str, reads: tuple[int, ...], shape: tuple[int, int], text: str) -> None:
        name = f"n{len(self.layers) + 1}"
        self.layers.append(Plain(name, kind, reads, shape[0] * shape[1]))
        self.shapes.append(shape)
        source = "" if kind in ("add", "concat") else f", from: {self.name(reads[0])}"
        self.lines.append(f"  - {{name: {name}, {text}{source}}}")

    def name(self, index: int) -> str:
        return f"n{index}" if index else "input"

    def grow(self) -> None:
        random = self.random
        latest = len(self.layers)
        source = latest if random.random() < 0.6 else random.randrange(latest + 1)
        places, channels = self.shapes[source]
        kind = random.choice([*VIEWS, *ELEMENTWISE, "conv", "fc", "concat", "lrn"])
        if kind == "conv" and places > 1:
            filters = random.choice([1, 2, 3, 5])
            self.add(kind, (source,), (places, filters), f"conv: {{filters: {filters}, kernel: 3, padding: 1}}")
        elif kind == "fc":
            outputs = random.choice([7, 50, 108])
            self.add(kind, (source,), (1, outputs), f"fc: {outputs}")
        elif kind in ("add", "concat"):
            alike = [i for i, shape in enumerate(self.shapes) if (shape[0] if kind == "concat" else shape) == (
                places if kind == "concat" else (places, channels))]  # fmt: skip
            others = tuple(random.choice(alike) for _ in range(random.choice([1, 2])))
            reads = (source, *others)
            depth = channels if kind == "add" else sum(self.shapes[i][1] for i in reads)
            self.add(kind, reads, (places, depth), f"{kind}: [{', '.join(map(self.name, reads))}]")
        elif kind == "flatten":
            self.add(kind, (source,), (1, places * channels), "flatten: ")
        elif kind in VIEWS or kind in ELEMENTWISE or kind == "lrn":
            self.add(kind, (source,), (places, channels), f"{kind}: ")


def network(seed: int) -> Network:
    """A chain with long ways, dead ends and sometimes several outputs."""
    random = Random(seed)
    maker = _Maker(random)
    for _ in range(random.randrange(3, 14)):
        maker.grow()
    if not maker.layers:
        maker.add("relu", (0,), (36, 2), "relu: ")
    last = len(maker.layers)
    lines, ends = maker.lines, {last}
    if random.random() < 0.3:
        early = random.randrange(last)  # its output leaves the network, and the rest goes on from it
        rest = [line.replace("  - ", "        - ", 1) for line in lines[early:]]
        lines = [*lines[:early], "  - branches:", "      - []", "      -", *rest, "    merge: none"]
        ends = {early, last}
    text = "\n".join(["name: random", "input: 6x6x2", "layers:", *lines, ""])
    return Network(text, 72, maker.layers, ends)
