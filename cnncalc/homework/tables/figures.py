"""The figures that a table can print of a layer, a block or a network, with the names that papers give them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import prod
from typing import NamedTuple

from cnncalc.analysis.formulas import Formulas, formulas
from cnncalc.homework.tables.parts import Part


class Candidate(NamedTuple):
    """What a printed figure may mean: a number, sizes or words, what it is, and how it comes about."""

    value: Fraction | tuple[int, ...] | str
    label: str = ""
    written: str = ""  # its arithmetic, of a single layer


class Figure(NamedTuple):
    """A column's figure. `form` says how cells are read: "number", "volume", "sizes", "window" (`7x7/2`) or "words"."""

    form: str
    names: tuple[str, ...]
    candidates: Callable[[Part], Iterator[Candidate]]


def _count(value: int, label: str = "", written: str = "") -> Candidate:
    return Candidate(Fraction(value), label, written)


def _written(part: Part, figure: str) -> str:
    """The arithmetic of one layer: `(7*7*3 + 1)*64`."""
    if len(part.rows) != 1 or part.rows[0].facts is None:
        return ""
    found: Formulas = formulas(part.rows[0].facts)
    text: str = getattr(found, figure).substituted
    return "" if text.isdigit() else text


def _params(part: Part) -> Iterator[Candidate]:
    cost = part.cost
    if not cost.biases:
        yield _count(cost.params, "", _written(part, "params"))
    else:
        yield _count(cost.params, f"with the {cost.biases:,} biases", _written(part, "params"))
        yield _count(cost.weights, "without biases", _written(part, "weights"))
    if part.with_aux is not None and part.with_aux.params != cost.params:
        yield _count(part.with_aux.params, "with the auxiliary heads")


def _weights(part: Part) -> Iterator[Candidate]:
    both = list(_params(part))
    yield from both[1:2]
    yield both[0]


def _biases(part: Part) -> Iterator[Candidate]:
    yield _count(part.cost.biases)


def _macs(part: Part) -> Iterator[Candidate]:
    macs = part.cost.macs
    yield _count(macs, "multiply-adds" if macs else "", _written(part, "macs"))
    if macs:
        yield _count(2 * macs, "FLOPs, 2 x multiply-adds")
    if part.with_aux is not None and part.with_aux.macs != macs:
        yield _count(part.with_aux.macs, "multiply-adds with the auxiliary heads")


def _flops(part: Part) -> Iterator[Candidate]:
    both = list(_macs(part))
    yield from both[1:2]
    yield from (both[:1] + both[2:])


def _activations(part: Part) -> Iterator[Candidate]:
    written = "*".join(map(str, (*part.output.spatial, part.output.channels))) if part.is_input and part.output else ""
    yield _count(part.activations, "values", written or _written(part, "activations"))


def _output(part: Part) -> Iterator[Candidate]:
    if part.output is not None:
        yield Candidate((*part.output.spatial, part.output.channels))


def _input(part: Part) -> Iterator[Candidate]:
    if part.input is not None:
        yield Candidate((*part.input.spatial, part.input.channels))


def _size(part: Part) -> Iterator[Candidate]:
    if part.output is not None and part.output.spatial:
        yield Candidate(part.output.spatial)


def _channels(part: Part) -> Iterator[Candidate]:
    if part.output is not None:
        yield _count(part.output.channels)


def _field(part: Part) -> Iterator[Candidate]:
    field = part.rows[-1].field if part.rows else None
    if field is not None and not field.is_global:
        sizes = field.to_dict()["size"]
        if all(isinstance(size, int) for size in sizes):
            yield Candidate(tuple(sizes))


def _windows(part: Part) -> tuple[tuple[int, int, int, int], ...]:
    """(kernel, stride, before, after) on each axis, of the last layer with windows."""
    for row in reversed(part.rows):
        if row.facts is not None and row.facts.axes and not row.facts.layer.declared:
            return tuple((axis.kernel, axis.stride, axis.before, axis.after) for axis in row.facts.axes)
    return ()


def _kernel(part: Part) -> Iterator[Candidate]:
    if windows := _windows(part):
        yield Candidate(tuple(kernel for kernel, *_ in windows))


def _stride(part: Part) -> Iterator[Candidate]:
    if windows := _windows(part):
        yield Candidate(tuple(stride for _, stride, *_ in windows))


def _padding(part: Part) -> Iterator[Candidate]:
    windows = _windows(part)
    if windows and all(before == after for *_, before, after in windows):
        yield Candidate(tuple(before for *_, before, _ in windows))


def _window(part: Part) -> Iterator[Candidate]:
    if windows := _windows(part):
        yield Candidate((*(kernel for kernel, *_ in windows), windows[0][1]))


def _weight_layers(part: Part) -> Iterator[Candidate]:
    yield _count(part.weight_layers)


def _depth(part: Part) -> Iterator[Candidate]:
    """`depth` is both in print: the weight layers of a line (GoogLeNet's table), and the channels of a volume."""
    if part.output is not None and part.output.channels != part.weight_layers:
        yield _count(part.weight_layers, "weight layer" if part.weight_layers == 1 else "weight layers")
        yield _count(part.output.channels, "channels")
    else:
        yield _count(part.weight_layers)


def _notation(part: Part) -> Iterator[Candidate]:
    """As VGG's table writes layers: conv3-64, maxpool, FC-4096; a whole network by its weight layers."""
    if part.whole:
        yield Candidate(f"{part.weight_layers}")
    elif len(part.rows) == 1 and part.output is not None:
        row, channels = part.rows[0], part.output.channels
        kernels = sorted({kernel for kernel, *_ in _windows(part)})
        size = "x".join(map(str, kernels))
        yield Candidate({"conv": f"conv{size}-{channels}", "fc": f"FC-{channels}", "lrn": "LRN"}.get(row.kind, row.kind))


#: Figure -> how cells are read, further names, and what a cell may mean.
FIGURES: dict[str, Figure] = {
    "output": Figure("volume", ("output size", "output shape", "output volume", "output dimensions", "shape", "out"), _output),
    "input": Figure("volume", ("input size", "input shape", "input volume"), _input),
    "size": Figure("sizes", ("map size", "spatial size", "feature map"), _size),
    "channels": Figure("number", ("filters", "output channels", "output depth", "maps", "feature maps", "kernels"), _channels),
    "params": Figure("number", ("parameters", "param", "total params", "total parameters", "learnable parameters"), _params),
    "weights": Figure("number", ("weight", "params without biases"), _weights),
    "biases": Figure("number", ("bias",), _biases),
    "macs": Figure("number", ("mac", "multiply adds", "multiply accumulates", "mult adds", "madds", "multadds", "mmacs", "gmacs",
                              "ops", "operations", "multiplications"), _macs),
    "flops": Figure("number", ("flop", "gflops", "mflops"), _flops),
    "activations": Figure("number", ("memory", "values", "activation memory", "activation size", "activation"), _activations),
    "field": Figure("sizes", ("receptive field", "rf", "receptive field size"), _field),
    "kernel": Figure("sizes", ("kernel size", "filter size", "window"), _kernel),
    "stride": Figure("sizes", ("strides",), _stride),
    "padding": Figure("sizes", ("pad",), _padding),
    "window": Figure("window", ("patch size/stride", "patch size / stride", "patch/stride", "kernel/stride", "filter/stride",
                                "filter size/stride"), _window),
    "weight layers": Figure("number", ("layers",), _weight_layers),
    "depth": Figure("number", (), _depth),
    "notation": Figure("words", ("configuration",), _notation),
}  # fmt: skip
#: Every name of a figure -> the figure.
NAMES: dict[str, str] = {name: figure for figure, (_, names, _) in FIGURES.items() for name in (figure, *names)}
#: Figures that nobody counts in powers of 1024.
OPERATIONS = (FIGURES["macs"], FIGURES["flops"])


def places(part: Part) -> int:
    """The places at which a line's filters stand, where all its multiply-adds are so many times its weights; 0 otherwise."""
    count = prod(part.output.spatial) if part.output is not None else 0
    return count if count and part.cost.weights and part.cost.macs == count * part.cost.weights else 0
