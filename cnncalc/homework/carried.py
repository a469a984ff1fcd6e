"""Errors carried forward: an answer that is right given an earlier wrong one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from cnncalc.analysis.report import Row
from cnncalc.diagnostics import LayerError
from cnncalc.graph import Facts
from cnncalc.homework.judging import agrees, shown
from cnncalc.homework.question import Question, Value
from cnncalc.homework.written import Dims, Number, Written
from cnncalc.tensor import DTYPE_BYTES, Shape

if TYPE_CHECKING:
    from cnncalc.homework.grading import Wrong

#: Figures of one layer that follow from its shapes: the word of `ask` -> the attribute of `Facts`.
_FIGURES = {"params": "params", "weights": "weights", "biases": "biases", "macs": "macs", "activations": "elements"}
_ADDED = ("params", "weights", "biases", "macs", "flops", "memory", "activations")


class Follows(NamedTuple):
    """The earlier questions from whose wrong answers it follows, none where one of them is hidden; and what then is right."""

    sources: tuple[str, ...]
    shown: str


def carried(question: Question, written: Written, wrong: list[Wrong]) -> Follows | None:
    """Whether an answer is right once earlier wrong answers are taken for true: each alone, then all of them."""
    related = [earlier for earlier in wrong if earlier.question.report is question.report and question.report is not None]
    groups = [[earlier] for earlier in reversed(related)] + ([related] if len(related) > 1 else [])
    for group in groups:
        for value in (*_by_shape(question, group), *_by_parts(question, group), *_by_relation(question, group)):
            if value != question.truth and agrees(question, written, value) is not None:
                told = tuple(earlier.question.id for earlier in group if not earlier.question.hidden)
                return Follows(told if len(told) == len(group) else (), shown(question, value))
    return None


def _by_shape(question: Question, group: list[Wrong]) -> Iterator[Value]:
    """The layers after one whose output was given wrong, calculated anew from that output."""
    given = {earlier.question.row.entry.index: shape for earlier in group if (shape := _shape(earlier)) is not None}
    if not given or question.ask not in (*_FIGURES, "flops", "memory", "output", "size", "depth", "height", "width", "length"):
        return
    anew = _walk(question, given)
    if anew is None or all(facts is row.facts for facts, row in zip(anew, question.rows, strict=True)):
        return
    last = anew[-1].output
    if question.ask == "output":
        found = (last.channels, *last.spatial) if question.layout == "chw" else (*last.spatial, last.channels)
        yield tuple(map(Fraction, (question.batch, *found) if question.batch > 1 else found))
    elif question.ask == "size":
        yield tuple(map(Fraction, last.spatial))
    elif question.ask == "depth":
        yield Fraction(last.channels)
    elif question.ask in ("height", "width", "length"):
        if last.spatial:
            yield Fraction(last.spatial[1 if question.ask == "width" else 0 if len(last.spatial) < 3 else 1])
    else:
        yield _figure(question, anew)


def _figure(question: Question, anew: list[Facts]) -> Fraction:
    """A sum over the layers, from their facts."""
    name = {"flops": "macs", "memory": "activations"}.get(question.ask, question.ask)
    if name == "params" and question.options.get("biases") == "left out":
        name = "weights"
    total = sum(getattr(facts, "activations" if question.whole and name == "activations" else _FIGURES[name]) for facts in anew)
    if name in ("macs", "activations"):
        total *= question.batch
    if name == "activations" and question.whole and question.report is not None and len(anew) == len(question.report.rows):
        total += question.report.totals.input_activations
    return Fraction(total) * _scale(question)


def _scale(question: Question) -> int:
    """What a count is multiplied with: 2 FLOPs a multiply-add, bytes a value."""
    if question.ask == "flops":
        return 2
    if question.ask == "memory":
        return DTYPE_BYTES[question.options["dtype"]] * (2 if question.options.get("backward") == "true" else 1)
    return 1


def _shape(earlier: Wrong) -> Shape | None:
    """The output that a wrong answer claims, where it is one that a layer could have."""
    question, written = earlier.question, earlier.written
    if question.whole or not question.rows or question.row.output is None:
        return None
    true = question.row.output
    sizes = written.sizes if isinstance(written, Dims) else (written.value,) if isinstance(written, Number) else ()
    if not sizes or any(size.denominator > 1 or not 0 < size < 2**31 for size in sizes):
        return None
    whole = tuple(map(int, sizes))
    if question.ask == "depth":
        return Shape(whole[0], true.spatial)
    if question.ask == "size" and len(whole) in (1, len(true.spatial)):
        return Shape(true.channels, whole * len(true.spatial) if len(whole) == 1 else whole)
    if question.ask in ("height", "width", "length") and len(set(true.spatial)) == 1:
        return Shape(true.channels, whole * len(true.spatial))
    if question.ask == "output" and len(whole) == len(true.spatial) + 1:
        first = question.layout == "chw" or (whole[0] == true.channels and whole[-1] != true.channels)
        return Shape(whole[0], whole[1:]) if first else Shape(whole[-1], whole[:-1])
    return None


def _walk(question: Question, given: dict[int, Shape]) -> list[Facts] | None:
    """The facts of the question's layers where these outputs (by the number of their layer) are taken for true."""
    report = question.report
    assert report is not None
    if question.misfit is not None:
        return None
    shapes: dict[int, Shape | None] = {0: report.input}
    found: dict[int, Facts] = {}
    last = question.rows[-1].entry.index
    for row in report.rows:
        index = row.entry.index
        if index > last:
            break
        facts = _anew(row, [shapes.get(source) for source in (*row.entry.inputs, *row.entry.like)])
        if facts is None:
            return None
        found[index] = facts
        shapes[index] = given.get(index, facts.output)
    return [found[row.entry.index] for row in question.rows]


def _anew(row: Row, inputs: list[Shape | None]) -> Facts | None:
    """A layer's facts on other inputs; the same where they are the same."""
    if row.facts is None or any(shape is None for shape in inputs):
        return None
    shapes = tuple(shape for shape in inputs if shape is not None)
    if shapes == row.facts.inputs:
        return row.facts
    try:
        return Facts(row.facts.layer, shapes)
    except LayerError:
        return None


def _by_parts(question: Question, group: list[Wrong]) -> Iterator[Value]:
    """A sum in which the wrong figures of single layers stand; a receptive field grown from a wrong one."""
    changes: list[Fraction] = []
    for earlier in group:
        other = earlier.question
        if other.ask != question.ask or not isinstance(earlier.written, (Number, Dims)) or not other.rows:
            return
        inside = {row.entry.index for row in other.rows} <= {row.entry.index for row in question.rows}
        if question.ask in _ADDED and question.whole and inside and isinstance(other.truth, Fraction):
            changes.append(_value(earlier.written) - other.truth)
        elif question.ask == "field" and other.row.entry.index < question.row.entry.index:
            sizes = earlier.written.sizes if isinstance(earlier.written, Dims) else (earlier.written.value,)
            changes.append(sizes[0] - other.truth[0])  # type: ignore[index, operator]  # a field is a tuple of sizes
        else:
            return
    if question.ask == "field" and isinstance(question.truth, tuple):
        yield tuple(size + changes[-1] for size in question.truth)  # type: ignore[operator]  # sizes are Fractions
    elif isinstance(question.truth, Fraction):
        yield question.truth + sum(changes, Fraction(0))


def _value(written: Number | Dims) -> Fraction:
    """What a figure was said to be, with K as 1000."""
    if isinstance(written, Dims):
        return written.sizes[0]
    power = "KMGTP".find(written.prefix[:1]) + 1 if written.prefix else 0
    return written.value * Fraction(1024 if written.prefix.endswith("i") else 1000) ** power


#: A figure, what it is made of, and how: FLOPs are 2 x multiply-adds.
_MADE = {"flops": "macs", "memory": "activations"}


def _by_relation(question: Question, group: list[Wrong]) -> Iterator[Value]:
    """FLOPs from wrong multiply-adds, bytes from wrong values, parameters from wrong weights or biases, of the same layers."""
    same = [one for one in group if one.question.rows == question.rows and isinstance(one.written, (Number, Dims))]
    wrong = {one.question.ask: _value(one.written) for one in same if isinstance(one.written, (Number, Dims))}
    made = _MADE.get(question.ask)
    if made in wrong:
        yield wrong[made] * _scale(question)
    if question.ask == "params" and wrong.keys() & {"weights", "biases"}:
        weights = wrong.get("weights", Fraction(sum(row.cost.weights for row in question.rows)))
        yield weights + wrong.get("biases", Fraction(sum(row.cost.biases for row in question.rows)))
