"""What earlier answers say of the layers of a network: their outputs, their figures, how far they see."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from cnncalc.homework.judging import scales
from cnncalc.homework.question import Question
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


def claims(group: Iterable[Wrong]) -> Claims:
    """All that these answers say; of two about the same, the later."""
    found = Claims({}, {}, {}, {})
    for question, written in group:
        sizes = _said(written)
        if not sizes or not question.rows:
            continue
        row = question.rows[-1]
        if question.ask in SHAPES:
            shape = _shape(question, row, found.outputs.get(row.entry.index, row.output), sizes)
            if shape is not None:
                found.outputs[row.entry.index] = shape
        elif question.ask in FIELDS:
            seen = found.fields if question.ask == "field" else found.jumps
            seen[row.entry.index] = sizes
        elif len(sizes) == 1:
            layers = numbers(question)
            found.figures.update(((layers, figure), sizes[0] / multiple(question)) for figure in figures(question))
    return found


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
        true = row.output.channels
        first = question.layout == "chw" or (whole[0] == true and whole[-1] != true)
        return Shape(whole[0], whole[1:]) if first else Shape(whole[-1], whole[:-1])
    names = AXIS_NAMES.get(axes, ())
    if question.ask in names:
        if len(set(row.output.spatial)) == 1:
            return Shape(known.channels, whole * axes)  # who works one axis of a square takes the others for alike
        at = names.index(question.ask)
        return Shape(known.channels, (*known.spatial[:at], whole[0], *known.spatial[at + 1 :]))
    return None
