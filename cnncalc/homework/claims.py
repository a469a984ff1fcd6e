"""What earlier answers say of the layers of a network: their outputs, their figures, how far they see."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from cnncalc.homework.judging import scales
from cnncalc.homework.question import Question, Value
from cnncalc.homework.volumes import SHAPES
from cnncalc.homework.written import Dims, Number, Written
from cnncalc.tensor import AXIS_NAMES, DTYPE_BYTES, Shape

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row

#: How far a value sees, and how far the next one is from it.
FIELDS = ("field", "jump")
#: The word of `ask` -> the figure that it is a multiple of, by how many images, bytes and FLOPs there are.
FIGURES = {
    "params": "params", "weights": "weights", "biases": "biases", "filter_params": "filter_params", "products": "products",
    "macs": "macs", "flops": "macs", "activations": "values", "memory": "values",
}  # fmt: skip
#: Everything that says something of what comes later.
ASKS = frozenset((*SHAPES, *FIELDS, *FIGURES))
_LARGEST = 2**31


class Wrong(NamedTuple):
    """An earlier answer that was read and not right."""

    question: Question
    written: Written


class Claims(NamedTuple):
    """What is taken for true. Layers are named by their number; figures are of one image, of one layer or of several."""

    outputs: dict[int, Shape]
    figures: dict[tuple[tuple[int, ...], str], Fraction]
    fields: dict[int, tuple[Fraction, ...]]
    jumps: dict[int, tuple[Fraction, ...]]


def claims(group: Iterable[Wrong], settled: Iterable[Question] = ()) -> Claims:
    """All that these answers say, and what was answered rightly; of two about the same, the later."""
    found = Claims({}, {}, {}, {})
    for question, written in group:
        _add(found, question, [_said(written)])
    for question in settled:
        _add(found, question, [_sizes(truth.value) for truth in question.truths])
    return found


def _add(found: Claims, question: Question, ways: list[tuple[Fraction, ...]]) -> None:
    """What one answer says; of a figure that may mean two, each in its own way where there are several."""
    if not ways[0] or not question.rows:
        return
    row, sizes = question.rows[-1], ways[0]
    if question.ask in SHAPES:
        shape = _shape(question, row, found.outputs.get(row.entry.index, row.output), sizes)
        if shape is not None:
            found.outputs[row.entry.index] = shape
    elif question.ask in FIELDS:
        seen = found.fields if question.ask == "field" else found.jumps
        seen[row.entry.index] = sizes
    elif question.ask in FIGURES and len(sizes) == 1:
        said = zip_longest(figures(question), ways[: len(figures(question))], fillvalue=ways[-1])
        found.figures.update(((numbers(question), str(figure)), way[0] / multiple(question)) for figure, way in said)


def _sizes(value: Value) -> tuple[Fraction, ...]:
    """What is right, as sizes; nothing of what has none."""
    if isinstance(value, Fraction):
        return (value,)
    sizes = tuple(size for size in value if isinstance(size, Fraction))
    return sizes if len(sizes) == len(value) else ()


def _said(written: Written) -> tuple[Fraction, ...]:
    """Sizes, or what a figure was said to be, with K as 1000 and bits as bytes."""
    if isinstance(written, Number):
        return tuple(scales(written, True)[:1])
    return written.sizes if isinstance(written, Dims) else ()


def numbers(question: Question) -> tuple[int, ...]:
    """The layers that a question is about."""
    return tuple(row.entry.index for row in question.rows)


def figures(question: Question) -> tuple[str, ...]:
    """The figures that a question may mean: under `biases: either`, both the parameters and the weights alone."""
    biases = question.options.get("biases")
    if question.ask in ("params", "filter_params") and biases != "counted":
        bare = "weights" if question.ask == "params" else "products"
        return (bare,) if biases == "left out" else (question.ask, bare)
    return (FIGURES[question.ask],)


def multiple(question: Question) -> int:
    """What one of a figure is in the answer: 2 FLOPs a multiply-add, 4 bytes a value and as many for its gradient, each image."""
    images = question.batch if FIGURES[question.ask] in ("macs", "values") else 1
    if question.ask == "flops":
        return 2 * images
    if question.ask == "memory":
        return DTYPE_BYTES[question.options["dtype"]] * (2 if question.options.get("backward") == "true" else 1) * images
    return images


def _shape(question: Question, row: Row, known: Shape | None, sizes: tuple[Fraction, ...]) -> Shape | None:
    """The output that an answer claims, what it does not say as it is known; None where no layer could have it."""
    if question.whole or question.misfit is not None or known is None or row.output is None:
        return None
    if any(size.denominator > 1 or not 0 < size < _LARGEST for size in sizes):
        return None
    whole, axes = tuple(map(int, sizes)), len(known.spatial)
    if question.ask == "output" and question.batch > 1 and len(whole) == axes + 2 and whole[0] == question.batch:
        whole = whole[1:]
    if question.ask == "depth":
        return Shape(whole[0], known.spatial)
    if question.ask == "size" and len(whole) in (1, axes):
        return Shape(known.channels, whole * axes if len(whole) == 1 else whole)
    if question.ask == "output" and len(whole) == axes + 1:
        return _ordered(question.layout, row.output, whole)
    names = AXIS_NAMES.get(axes, ())
    if question.ask in names:
        if len(set(row.output.spatial)) == 1:
            return Shape(known.channels, whole * axes)  # who works one axis of a square takes the others for alike
        at = names.index(question.ask)
        return Shape(known.channels, (*known.spatial[:at], whole[0], *known.spatial[at + 1 :]))
    return None


def _ordered(layout: str, true: Shape, sizes: tuple[int, ...]) -> Shape:
    """A volume in the order in which it was meant: sides alike where they should be, else the nearest, else that of the key.

    Both orders are written by hand whatever the key shows; only one of them is taken, so that no two depths are right.
    """
    ways = [Shape(sizes[-1], sizes[:-1]), Shape(sizes[0], sizes[1:])]
    if layout == "chw":
        ways.reverse()
    square = len(set(true.spatial)) == 1

    def unlikely(way: Shape) -> tuple[bool, int]:
        apart = sum(abs(one - other) for one, other in zip(way.spatial, true.spatial, strict=True))
        return square and len(set(way.spatial)) > 1, apart + abs(way.channels - true.channels)

    return min(ways, key=unlikely)
