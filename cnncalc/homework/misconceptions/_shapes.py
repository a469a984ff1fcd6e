"""What the slips about sizes share: answers with a slip put in, and the workings that are told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, TypeVar

from cnncalc.formula import as_mixed
from cnncalc.homework.misconceptions._counting import count, plain, written
from cnncalc.homework.misconceptions._slip import Slip
from cnncalc.homework.misconceptions._windows import KINDS, SLIDING, Change, Changes, Made, work
from cnncalc.homework.question import Misfit
from cnncalc.homework.volumes import in_layout
from cnncalc.tensor import AXIS_NAMES

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.homework.question import Question, Value

_T = TypeVar("_T")

#: The quantities in whose answers a size shows, and those in which the depth does.
SIZES = frozenset({"output", "size", "height", "width", "length", "legal"})
DEPTHS = frozenset({"output", "depth"})
#: Counts of one layer that grow with its places, and those that grow with its depth.
COUNTS = frozenset({"activations", "memory", "macs", "flops"})
VOLUMES = frozenset({"activations", "memory"})
#: Ranks of ways that are less likely: that carry a wrong depth on to a count, and that round a fraction besides.
RARER, _ROUNDED = 2, 5


def axis_slips(change: Change, said: str, kinds: tuple[str, ...] = KINDS) -> Callable[[Question], Iterator[Slip]]:
    """The slips of a change made on every axis. `said` holds {wrong} and {right} for the two workings, {sizes} for the result."""
    return row_slips(lambda windows: [change(window) for window in windows], said, kinds)


def row_slips(change: Changes, said: str, kinds: tuple[str, ...] = KINDS) -> Callable[[Question], Iterator[Slip]]:
    """The same for a change that looks at all axes of a layer at once."""

    def slips(question: Question) -> Iterator[Slip]:
        exact = work(question, change, kinds=kinds)
        ways = [exact] if exact else []
        if not exact or any(size.denominator != 1 for size in asked(question, exact.sizes)):
            cut = work(question, change, cut=True, kinds=kinds)
            ways += [cut] if cut else []
        for made in ways:
            sentence = said.format(wrong=told(question, made), right=right(question), sizes=listed(asked(question, made.sizes)))
            value, rank = answer(question, made.sizes), 0 if made is exact else _ROUNDED
            if value is not None:
                yield Slip(value, sentence + _counted(question, value), rank)
            if question.ask == "output" and isinstance(question.truth, Misfit) and not isinstance(value, Misfit):
                yield from (Slip(bare, sentence, rank) for bare in without_depth(made.sizes))  # the truth says no depth either

    return slips


def listed(sizes: tuple[Fraction, ...]) -> str:
    """`28x20`; equal ones once."""
    return "x".join(map(as_mixed, sizes if len(set(sizes)) > 1 else sizes[:1]))


def right(question: Question) -> str:
    """The right working of the sizes, as it is written."""
    made = work(question, None)
    if made is None:
        return ""
    fits = all(size.denominator == 1 for size in asked(question, made.sizes))
    return told(question, made) + ("" if fits else ", which does not fit")


def told(question: Question, made: Made) -> str:
    """A working on one line: every axis that is asked for, axes alike once; of many layers, only their sizes."""
    if len(made.lines) > 2:
        return ", ".join(listed(asked(question, step)) for step in made.steps)
    return ", then ".join(_axes(question, line) for line in made.lines)


def _axes(question: Question, line: tuple[str, ...]) -> str:
    if len(set(line)) == 1 or question.ask in ("height", "width", "length"):
        return asked(question, line)[0]
    return ", ".join(f"{name} {text}" for name, text in zip(AXIS_NAMES[len(line)], line, strict=True))


def asked(question: Question, axes: tuple[_T, ...]) -> tuple[_T, ...]:
    """Of something for every axis, what belongs to the axis that is asked for, or all of it."""
    names = AXIS_NAMES[len(axes)]
    return (axes[names.index(question.ask)],) if question.ask in names and question.ask != "depth" else axes


def answer(question: Question, sizes: tuple[Fraction, ...], depth: int | None = None) -> Value | None:
    """The answer that these sizes make, with the right depth if no other is given; None where it is the truth."""
    output = question.rows[-1].output
    assert output is not None
    own = asked(question, sizes)
    value: Value | None
    if question.ask in COUNTS:
        value = _in_proportion(question, prod(sizes), prod(output.spatial))
    elif any(size.denominator > 1 for size in own):
        value = Misfit(own)
    elif question.ask == "output":
        deep = Fraction(output.channels if depth is None else depth)
        value = in_layout(question.layout, sizes, deep)
        value = (Fraction(question.batch), *value) if question.batch > 1 else value
    else:
        value = own[0] if question.form == "number" else own
    return None if value == question.truth else value


def _in_proportion(question: Question, wrong: int | Fraction, right: int) -> Fraction | None:
    """A count of one layer with so many places or channels in place of the right ones; None where it is no whole number."""
    truth = count(question)
    if truth is None or question.whole or question.row.kind not in SLIDING or wrong <= 0:
        return None
    value = truth * wrong / right
    return value if value.denominator == 1 else None


def _counted(question: Question, value: Value) -> str:
    """What a wrong size makes of a count."""
    if question.ask not in COUNTS or not isinstance(value, Fraction) or not isinstance(question.truth, Fraction):
        return ""
    return f"; that makes {plain(value)}, where it is {written(question, question.truth)}"


def without_depth(sizes: tuple[Fraction, ...]) -> Iterator[tuple[Fraction, ...]]:
    """Sizes alone, as they may be written: all of them, or equal ones once."""
    yield sizes
    if len(sizes) > 1 and len(set(sizes)) == 1:
        yield sizes[:1]


def depth_slips(change: Callable[[Question, Row], tuple[int, str] | None]) -> Callable[[Question], Iterator[Slip]]:
    """The slips of a wrong depth with its sentence, the sizes right. The layer is the last that is no activation."""

    def slips(question: Question) -> Iterator[Slip]:
        row = maker(question)
        found = change(question, row) if row is not None else None
        if found is not None:
            yield from with_depth(question, *found)

    return slips


def with_depth(question: Question, depth: int, said: str) -> Iterator[Slip]:
    """The answer with another depth, where that is no right one."""
    output = question.rows[-1].output
    if output is None or depth < 1 or depth == output.channels or question.misfit:
        return
    if question.ask == "depth":
        yield Slip(Fraction(depth), said)
    elif question.ask in VOLUMES:
        count = _in_proportion(question, depth, output.channels)
        if count is not None:
            yield Slip(count, said + _counted(question, count), RARER)
    elif output.spatial:
        value = answer(question, tuple(map(Fraction, output.spatial)), depth)
        if value is not None:
            yield Slip(value, said)


def maker(question: Question) -> Row | None:
    """The layer that makes the output: the last one that is not an activation or a normalization after it."""
    for row in reversed(question.rows):
        if row.facts is None or row.aux is not None:
            return None
        if len(row.facts.inputs) != 1 or row.facts.output != row.facts.inputs[0] or row.kind in (*KINDS, "fc"):
            return row
    return None


def shown(question: Question, sizes: tuple[int, ...], depth: int) -> str:
    """Sizes with a depth in the order of the key."""
    return "x".join(map(str, in_layout(question.layout, sizes, depth)))


def unread(question: Question) -> tuple[tuple[Fraction, ...], str]:
    """The rows and columns of the input that no window reads, and how they come about; nothing for other layers."""
    row = question.rows[0]
    if row.facts is None or row.kind not in SLIDING:
        return (), ""
    axes = row.facts.axes
    lines = tuple(f"{axis.size} cells, of which {axis.out} windows of {axis.kernel} leave {axis.unread} unread" for axis in axes)
    return tuple(Fraction(axis.unread) for axis in axes), _axes(question, lines)
