"""What must hold for every kind, checked against its table, a naive execution and its own formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from fractions import Fraction
from itertools import product
from math import ceil, floor, prod
from typing import Any

import pytest

from cnncalc import layers
from cnncalc.analysis.formulas import Formula, formulas
from cnncalc.graph import Facts
from cnncalc.layer_base import Axis, Layer, LayerError
from cnncalc.spec.convert import convert
from cnncalc.tensor import Shape
from tests.naive import EXECUTORS, Options, Run, all_windows, overlapping, planted
from tests.naive_resample import RESAMPLERS

_AXES = {1: "L", 2: "HW", 3: "THW"}


@dataclass(frozen=True)
class Case:
    """One row of a kind's table. Shapes as they are printed: `55x55x96`."""

    options: Options
    inputs: str | tuple[str, ...]
    output: str
    params: int = 0
    macs: int = 0
    buffers: int = 0
    operations: dict[str, int] = field(default_factory=dict)  # those beside the multiply-adds
    loop: bool = True  # off where the naive loops over all cells would take seconds

    def __str__(self) -> str:
        options = ", ".join(f"{name}={value}" for name, value in self.options.items() if name != "connections")
        return f"{' and '.join(_listed(self.inputs))} ({options[:60]})"


def _listed(inputs: str | tuple[str, ...]) -> tuple[str, ...]:
    return (inputs,) if isinstance(inputs, str) else inputs


def shape(text: str) -> Shape:
    """`5x5x16`, or `3072`."""
    *spatial, channels = [int(size) for size in text.split("x")]
    return Shape(channels, tuple(spatial))


def make(kind: str, options: Options, rank: int) -> Layer:
    """The layer that these options of a file give on an input of this rank."""
    layer_class: Any = layers.load(kind)
    made = {}
    for option in fields(layer_class):
        if option.name in options or option.metadata["type"] in ("sizes", "padding"):
            value = options.get(option.name, option.default)
            made[option.name] = convert(option.name, _as_read(value), rank, 1 << 31, option.metadata)
    layer: Layer = layer_class(**made)
    return layer


def _as_read(value: Any) -> Any:
    return tuple(_as_read(item) for item in value) if isinstance(value, list) else value


def facts_of(kind: str, options: Options, inputs: str | tuple[str, ...]) -> Facts:
    shapes = tuple(shape(text) for text in _listed(inputs))
    return Facts(make(kind, options, len(shapes[0].spatial)), shapes)


def refused(kind: str, options: Options, inputs: str | tuple[str, ...], code: str, option: str, words: str) -> LayerError:
    """The layer refuses with this code, blames this option and says these words."""
    with pytest.raises(LayerError) as caught:
        facts_of(kind, options, inputs)
    error = caught.value
    assert (error.code, error.field) == (code, option), error.message
    assert words in error.message
    return error


def check(kind: str, case: Case) -> None:
    """Everything that must hold for one row of a kind's table."""
    facts = facts_of(kind, case.options, case.inputs)
    _check_table(facts, case)
    if facts.layer.reach == "window" and kind not in ("deconv", "upsample", "pixelshuffle", "crop"):  # those are run below
        _check_axes(facts, case.options)
    if case.loop:
        executor = EXECUTORS.get(kind) or RESAMPLERS.get(kind)
        assert executor, f"`{kind}` has no line in EXECUTORS of tests/naive.py"
        _check_run(facts, executor(case.options, *planted([(x.channels, *x.spatial) for x in facts.inputs])))
    _check_formulas(facts)


def _check_table(facts: Facts, case: Case) -> None:
    assert str(facts.output) == case.output
    assert facts.params == case.params
    assert facts.params == sum(prod(tensor) for tensor in facts.parameters.values())
    assert facts.macs == case.macs
    assert facts.buffers == case.buffers
    if case.operations:
        assert {name: count for name, count in facts.operations.items() if name != "mac"} == case.operations
    assert facts.activations == (facts.output.elements if facts.layer.counted else 0)


def _check_axes(facts: Facts, options: Options) -> None:
    """The size, the window and the unread cells of each axis are those of windows laid down one by one."""
    spatial = facts.inputs[0].spatial
    if facts.layer.kind == "adaptiveavgpool":
        laid = [overlapping(n, m) for n, m in zip(spatial, facts.output.spatial, strict=True)]
    else:
        found = all_windows(spatial, options)
        assert found is not None
        laid = found
    assert facts.output.spatial == tuple(len(places) for places in laid)
    for n, axis, places, unread in zip(spatial, facts.axes, laid, facts.unread, strict=True):
        assert (axis.size, axis.out, axis.unread) == (n, len(places), unread)
        assert unread == n - len({cell for cells in places for cell in cells if 0 <= cell < n})
        assert [_taps(axis, i) for i in range(axis.out)] == places


def _taps(axis: Axis, i: int) -> list[int]:
    """The cells that the window at place i touches, from what the receptive field is computed from."""
    if axis.pattern:
        turns, phase = divmod(i, len(axis.pattern))
        first, last = axis.pattern[phase] or (0, -1)
        return [cell + turns * axis.turn for cell in range(first, last + 1, axis.apart)]
    return [i * axis.stride - axis.before + j * axis.dilation for j in range(axis.kernel)]


def _check_run(facts: Facts, run: Run) -> None:
    assert facts.output.dims() == list(run.output.dims)
    assert len(run.output.cells) == facts.output.elements
    if facts.layer.weighted:
        assert facts.macs == run.products
    elif facts.layer.stem == "pool" and facts.layer.reach == "window":
        joined = "cmp" if facts.layer.kind == "maxpool" else "add"
        assert facts.operations.get(joined, 0) == run.products - facts.output.elements
    marks = _spatial_marks(facts)
    expected = {place: _expected(facts, place) for place in product(*map(range, facts.output.spatial))}
    own = [_union(at.values()) for at in marks]
    for index, cell in enumerate(run.output.cells):
        assert cell or facts.layer.reach == "window", "a value made from nothing"
        for at, all_of_input, places in zip(marks, own, expected[_place(index, run.output.dims)[1:]], strict=True):
            made_from = cell & all_of_input
            if places is not None:
                assert not made_from & ~_union(at[place] for place in places), "made from more than its reach"
                assert facts.layer.reach == "point" or all(cell & at[place] for place in places), "made from less"
            elif facts.layer.reach == "point":  # a gate, or a volume as a vector
                assert sum(bool(made_from & bits) for bits in at.values()) <= 1, "made from more than one place"


def _expected(facts: Facts, place: tuple[int, ...]) -> list[list[tuple[int, ...]] | None]:
    """For each input, the places that a cell of the output is made from, by the layer's reach."""
    reach = facts.layer.reach
    found: list[list[tuple[int, ...]] | None] = []
    for number, x in enumerate(facts.inputs, 1):
        if facts.layer.like and number == len(facts.inputs):
            found.append([])  # its shape alone is read
        elif reach in ("global", "statistics"):
            found.append(list(product(*map(range, x.spatial))))
        elif reach == "window":
            taps = [_taps(axis, i) for axis, i in zip(facts.axes, place, strict=True)]
            inside = [[cell for cell in cells if 0 <= cell < n] for cells, n in zip(taps, x.spatial, strict=True)]
            found.append(list(product(*inside)))
        else:
            found.append([place] if reach == "point" and x.spatial == facts.output.spatial else None)
    return found


def _union(marks: Iterable[int]) -> int:
    union = 0
    for bits in marks:
        union |= bits
    return union


def _place(index: int, dims: tuple[int, ...]) -> tuple[int, ...]:
    places = []
    for size in reversed(dims):
        index, position = divmod(index, size)
        places.append(position)
    return tuple(reversed(places))


def _spatial_marks(facts: Facts) -> list[dict[tuple[int, ...], int]]:
    """For each input, the markers of all channels at each place."""
    found: list[dict[tuple[int, ...], int]] = []
    bit = 0
    for x in facts.inputs:
        at: dict[tuple[int, ...], int] = {}
        for index in range(x.elements):
            place = _place(index, (x.channels, *x.spatial))[1:]
            at[place] = at.get(place, 0) | 1 << bit
            bit += 1
        found.append(at)
    return found


def _check_formulas(facts: Facts) -> None:
    """Every formula gives its figure, with the numbers put in and with its symbols bound."""
    written = formulas(facts)
    bound = _bindings(facts)
    sizes = [max(across) for across in zip(*(x.spatial for x in facts.inputs), strict=True)]
    values = facts.output.spatial or (facts.output.channels,)
    assert [formula.value for formula in written.output] == list(values)
    for i, formula in enumerate(written.output):
        _check_formula(formula, {**bound, "N": sizes[i]} if i < len(sizes) else bound)
    for name in ("params", "weights", "macs", "activations"):
        formula = getattr(written, name)
        assert formula.value == getattr(facts, name)
        _check_formula(formula, bound)


def _check_formula(formula: Formula, bound: dict[str, int]) -> None:
    assert evaluate(formula.substituted, {}) == formula.value, formula.substituted
    assert evaluate(formula.symbolic, bound) == formula.value, formula.symbolic


def evaluate(text: str, bound: dict[str, int]) -> Fraction:
    """A formula's exact value: `(N + 2P - F)/S + 1`."""
    written = re.sub(r"(?<![A-Za-z_0-9])(\d+)(?=[A-Za-z])", r"\1*", text)  # 2P is a product
    exact = re.sub(r"(?<![A-Za-z_0-9])(\d+)", r"Fraction(\1)", written)
    names: dict[str, Callable[..., Any] | Fraction] = {
        "Fraction": Fraction,
        "floor": lambda number: Fraction(floor(number)),
        "ceil": lambda number: Fraction(ceil(number)),
    }
    names.update({name: Fraction(value) for name, value in bound.items()})
    return Fraction(eval(exact, {"__builtins__": {}}, names))


def _bindings(facts: Facts) -> dict[str, int]:
    """The letters of the lectures; where the axes differ, each has its own: F_h, F_w."""
    bound: dict[str, int] = {"D": facts.inputs[0].channels, "D_out": facts.output.channels}
    if getattr(facts.layer, "connections", None):
        bound["C"] = facts.parameters["weight"][0]
    bound |= {f"D_{number}": x.channels for number, x in enumerate(facts.inputs, 1)}
    for spatial, suffix in ((facts.inputs[0].spatial, ""), (facts.output.spatial, "_out")):
        letters = _AXES.get(len(spatial), "")
        bound |= {letter + suffix: size for letter, size in zip(letters, spatial, strict=True)}
    for option in fields(facts.layer):  # type: ignore[arg-type]  # every kind is a dataclass
        symbol = option.metadata["symbol"]
        if symbol:
            bound.update(_bind(symbol, getattr(facts.layer, option.name)))
    return bound


def _bind(symbol: str, value: Any) -> dict[str, int]:
    if isinstance(value, int):
        return {symbol: value}
    if not isinstance(value, tuple):
        return {}
    if isinstance(value[0], tuple):
        bound: dict[str, int] = {}
        for letter, (before, after) in _by_axis(symbol, value).items():
            sides = {"": before} if before == after else {"_before": before, "_after": after}
            bound.update({f"{letter}{side}": size for side, size in sides.items()})
        return bound
    return _by_axis(symbol, value)


def _by_axis(symbol: str, values: tuple[Any, ...]) -> dict[str, Any]:
    if len(set(values)) == 1:
        return {symbol: values[0]}
    return {f"{symbol}_{axis.lower()}": value for axis, value in zip(_AXES[len(values)], values, strict=True)}
