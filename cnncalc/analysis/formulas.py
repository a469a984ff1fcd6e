"""The formulas of one layer: its own arithmetic run once more, on Terms in place of numbers."""

from __future__ import annotations

from copy import copy
from fractions import Fraction
from math import prod
from typing import Any, NamedTuple

from cnncalc.formula import Term
from cnncalc.graph import Facts
from cnncalc.layer_base import Layer, options_of
from cnncalc.tensor import Shape

#: The letters of the axes, by their number.
AXIS_LETTERS = {1: ("L",), 2: ("H", "W"), 3: ("T", "H", "W")}


class Formula(NamedTuple):
    """A figure in symbols, with the numbers put in, and its value."""

    symbolic: str
    substituted: str
    value: int

    def to_dict(self) -> dict[str, Any]:
        return self._asdict()


class Formulas(NamedTuple):
    """Of one layer: one for each axis of the output, its channels, the parameters, multiply-adds and activations."""

    output: tuple[Formula, ...]  # of a vector, the number of its values
    channels: Formula
    params: Formula
    weights: Formula
    macs: Formula
    activations: Formula

    def to_dict(self) -> dict[str, Any]:
        output = [formula.to_dict() for formula in self.output]
        return {"output": output, "params": self.params.to_dict(), "macs": self.macs.to_dict()}


def formulas(facts: Facts) -> Formulas:
    """Every formula of a layer on its input shapes; made once, however often the layer is repeated."""
    if facts.written is None:
        facts.written = _formulas(facts)
    found: Formulas = facts.written
    return found


def _formulas(facts: Facts) -> Formulas:
    layer = named(facts.layer)
    inputs = [_named_shape(shape) for shape in facts.inputs]
    output = _named_output(facts)
    tensors = layer.parameters(*inputs)
    weights = {name: shape for name, shape in tensors.items() if name != "bias"}
    volume = prod(_lecture_order(facts.output)) if facts.layer.counted else Term(0)
    sizes, channels = _output(layer, facts)
    return Formulas(
        output=sizes or (channels,),
        channels=channels,
        params=_formula(_parameters(tensors), facts.params),
        weights=_formula(_parameters(weights), facts.weights),
        macs=_formula(layer.operations(output, *inputs).get("mac", Term(0)), facts.macs),
        activations=_formula(volume, facts.activations),
    )


def named(layer: Layer) -> Layer:
    """A copy of a layer whose numbers carry their symbols; equal sizes on all axes share one symbol."""
    twin = copy(layer)
    for field in options_of(layer):
        symbol = field.metadata["symbol"]
        value = getattr(layer, field.name)
        if symbol and value != "depthwise":
            object.__setattr__(twin, field.name, _named_option(symbol, value))
    return twin


def _named_option(symbol: str, value: Any) -> Any:
    if isinstance(value, int):
        return Term(value, symbol)
    if not isinstance(value, tuple):
        return value
    alike = len(set(value)) <= 1
    names = [symbol] * len(value) if alike else [f"{symbol}_{axis.lower()}" for axis in AXIS_LETTERS[len(value)]]
    if value and isinstance(value[0], tuple):
        return tuple(_named_pair(name, pair) for name, pair in zip(names, value, strict=True))
    return tuple(Term(size, name) for name, size in zip(names, value, strict=True))


def _named_pair(symbol: str, pair: tuple[int, int]) -> tuple[Term, Term]:
    before, after = pair
    if before == after:
        term = Term(before, symbol)
        return term, term
    return Term(before, f"{symbol}_before"), Term(after, f"{symbol}_after")


def _named_shape(shape: Shape) -> Shape:
    axes = AXIS_LETTERS.get(len(shape.spatial), ())
    spatial: Any = tuple(Term(size, axis) for size, axis in zip(shape.spatial, axes, strict=True))
    channels: Any = Term(shape.channels, "D")
    return Shape(channels, spatial)


def _named_output(facts: Facts) -> Shape:
    axes = AXIS_LETTERS.get(len(facts.output.spatial), ())
    spatial: Any = tuple(Term(size, f"{axis}_out") for size, axis in zip(facts.output.spatial, axes, strict=True))
    channels: Any = Term(facts.output.channels, "D")
    return Shape(channels, spatial)


def _lecture_order(shape: Shape) -> list[Term]:
    """Height, width, depth, as a volume's memory is written: 224*224*64."""
    axes = AXIS_LETTERS.get(len(shape.spatial), ())
    sizes = [Term(size, f"{axis}_out") for size, axis in zip(shape.spatial, axes, strict=True)]
    return [*sizes, Term(shape.channels, "D_out")]


def _output(layer: Layer, facts: Facts) -> tuple[tuple[Formula, ...], Formula]:
    """One formula an axis, in the lectures' letters (N is the size of the input on that axis), and that of the channels."""
    inputs = []
    several = len({shape.channels for shape in facts.inputs}) > 1
    for number, shape in enumerate(facts.inputs, 1):
        own = facts.output.spatial and layer.reach != "unknown"  # whether each axis comes from the same axis of the input
        axes = ["N"] * len(shape.spatial) if own else AXIS_LETTERS.get(len(shape.spatial), ())
        spatial: Any = tuple(Term(size, axis) for size, axis in zip(shape.spatial, axes, strict=True))
        channels: Any = Term(shape.channels, f"D_{number}" if several else "D")
        inputs.append(Shape(channels, spatial))
    output = layer.output_shape(*inputs)
    sizes = tuple(_formula(term, value) for term, value in zip(output.spatial, facts.output.spatial, strict=True))
    return sizes, _formula(output.channels, facts.output.channels)


def _parameters(tensors: dict[str, Any]) -> Any:
    """The count of all tensors, with their common first dimension taken out: (F*F*D + 1)*K."""
    if not tensors:
        return Term(0)
    firsts = [shape[0] for shape in tensors.values()]
    rests = [[*shape[2:], *shape[1:2]] for shape in tensors.values()]  # the window, then its depth
    if not any(rests):
        return len(rests) * firsts[0] if len(rests) > 1 else firsts[0]
    if any(first != firsts[0] for first in firsts):
        return sum(prod([*rest, first]) for first, rest in zip(firsts, rests, strict=True))
    inner: Any = None
    for rest in rests:
        product = prod(rest) if rest else Term(1)
        inner = product if inner is None else inner + product
    return inner * firsts[0]


def _formula(term: Any, value: int) -> Formula:
    if not isinstance(term, Term):
        term = Term(term)
    if Fraction(term.value) != value:
        raise AssertionError(f"{term!r} is not {value}")
    return Formula(term.symbolic(), term.substituted(), value)
