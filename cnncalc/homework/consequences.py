"""What a question's answer comes to where some outputs and figures are taken for true that are not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache, partial
from itertools import islice, product

from cnncalc.analysis.report import Row
from cnncalc.diagnostics import LayerError
from cnncalc.graph import Facts
from cnncalc.homework.claims import FIGURES, Claims, figures, multiple, numbers
from cnncalc.homework.derived import Seen, of_layer
from cnncalc.homework.question import Misfit, Question, Value
from cnncalc.homework.volumes import SHAPES, is_network, size_of
from cnncalc.layer_base import Axis, Layer
from cnncalc.tensor import Shape

#: What is asked of the window of a layer on what it reads.
WINDOWS = ("legal", "unread")
_MOST_SUMS = 64


def consequences(question: Question, claims: Claims) -> Iterator[Value]:
    """Every answer that follows from what is claimed, the likeliest first."""
    if question.report is None or question.misfit is not None or not question.rows:
        return
    if question.ask in ("field", "jump"):
        yield from _reach(question, claims)
        return
    if not claims.outputs and not claims.figures:
        return
    if question.ask in WINDOWS:
        yield from _windows(question, claims.outputs)
        return
    seen = _walk(question, claims.outputs)
    if seen is None:
        return
    if question.ask in FIGURES:
        yield from _figures(question, claims, seen)
    elif question.ask == "share":
        yield from _shares(question, claims, seen)
    elif question.ask in SHAPES and claims.outputs:
        size = size_of(question, question.ask, seen[-1].output)
        yield from () if size is None else (size,)


def _walk(question: Question, outputs: dict[int, Shape]) -> list[Seen] | None:
    """The question's layers where these outputs are taken for true; None where one of them does not fit then."""
    spread = _spread(question, outputs, question.rows[-1].entry.index)
    return None if spread is None else [_seen(row, spread[1], outputs) for row in question.rows]


def _spread(question: Question, outputs: dict[int, Shape], last: int) -> tuple[dict[int, Shape], dict[int, Facts]] | None:
    """The outputs that change with these up to a layer, and the facts of those that read them; None where one does not fit."""
    report = question.report
    assert report is not None
    changed = dict(outputs)
    found: dict[int, Facts] = {}
    for row in report.rows[min(outputs) : last] if outputs else ():
        index = row.entry.index
        if row.facts is None or changed.keys().isdisjoint((*row.entry.inputs, *row.entry.like)):
            continue
        facts = _facts(row.facts.layer, _inputs(row, row.facts, changed))
        if facts is None:
            return None
        found[index] = facts
        if index not in outputs and facts.output != row.output:
            changed[index] = facts.output
    return changed, found


def _inputs(row: Row, facts: Facts, changed: dict[int, Shape]) -> tuple[Shape, ...]:
    sources = zip((*row.entry.inputs, *row.entry.like), facts.inputs, strict=True)
    return tuple(changed.get(source, shape) for source, shape in sources)


def _windows(question: Question, outputs: dict[int, Shape]) -> Iterator[Value]:
    """Whether a layer fits on what it is taken to read, and what it leaves unread of that."""
    row = question.rows[-1]
    spread = _spread(question, outputs, row.entry.index - 1)
    if spread is None or row.facts is None:
        return
    layer, inputs = row.facts.layer, _inputs(row, row.facts, spread[0])
    facts = _facts(layer, inputs)
    if facts is not None:
        yield tuple(Fraction(axis.unread if question.ask == "unread" else axis.out) for axis in facts.axes)
    elif question.ask == "legal" and hasattr(layer, "rounding"):
        floored = _facts(replace(layer, rounding="floor"), inputs)  # type: ignore[type-var]  # every layer is a dataclass
        if floored is not None:
            yield Misfit(tuple(map(_places, floored.axes)))


def _places(axis: Axis) -> Fraction:
    """(N + 2P - F)/S + 1 as a fraction."""
    span = axis.dilation * (axis.kernel - 1) + 1
    return Fraction(axis.size + axis.before + axis.after - span, axis.stride) + 1


def _seen(row: Row, found: dict[int, Facts], outputs: dict[int, Shape]) -> Seen:
    facts = found.get(row.entry.index, row.facts)
    assert facts is not None
    return Seen(row, facts, outputs.get(row.entry.index, facts.output))


@lru_cache(maxsize=20_000)
def _facts(layer: Layer, inputs: tuple[Shape, ...]) -> Facts | None:
    """A layer's facts on these inputs, None where they do not fit; kept, since every later question walks the same way."""
    try:
        return Facts(layer, inputs)
    except LayerError:
        return None


def _figures(question: Question, claims: Claims, seen: list[Seen]) -> Iterator[Value]:
    """A figure of one layer, or the sum over several, in which some of them, or of their sums, are claimed."""
    for figure in figures(question):
        yield from (value * multiple(question) for value in _of(question, claims, seen, figure))


def _shares(question: Question, claims: Claims, seen: list[Seen]) -> Iterator[Value]:
    """Percentages of the network's sum, each of the part in the same figure: the weights alone where biases need not count."""
    report = question.report
    assert report is not None
    rows = tuple(row for row in report.rows if row.aux is None)
    part = replace(question, ask=question.options.get("of", "params"), whole=len(question.rows) > 1)
    whole = replace(part, rows=rows, whole=True)
    all_seen = _walk(whole, claims.outputs)
    if all_seen is None:
        return
    for figure in figures(part):
        sums = (list(_of(one, claims, these, figure)) for one, these in ((part, seen), (whole, all_seen)))
        yield from (100 * one / other for one, other in islice(product(*sums), _MOST_SUMS) if other)


def _of(question: Question, claims: Claims, seen: list[Seen], figure: str) -> Iterator[Fraction]:
    """A figure as it is claimed, or summed."""
    claimed = claims.figures.get((numbers(question), figure))
    yield from _sums(question, claims, seen, figure) if claimed is None else (claimed,)


def _sums(question: Question, claims: Claims, seen: list[Seen], figure: str) -> Iterator[Fraction]:
    rest, known = set(numbers(question)), Fraction(_input(question) if figure == "values" else 0)
    for (part, what), value in reversed(claims.figures.items()):
        if what == figure and len(part) > 1 and rest.issuperset(part):
            rest, known = rest.difference(part), known + value
    single = [one for one in seen if one.row.entry.index in rest]
    each = [of_layer(one, figure, partial(_claimed, claims, one.row.entry.index), question.whole) for one in single]
    known += sum(found[0] for found in each if len(found) == 1)
    for chosen in islice(product(*[found for found in each if len(found) > 1]), _MOST_SUMS):
        yield known + sum(chosen, Fraction(0))


def _claimed(claims: Claims, number: int, figure: str) -> Fraction | None:
    return claims.figures.get(((number,), figure))


def _input(question: Question) -> int:
    """The values of the input, which count where all layers of the network are asked about."""
    report = question.report
    assert report is not None
    return report.input.elements if report.input is not None and question.whole and is_network(report, question.rows) else 0


def _reach(question: Question, claims: Claims) -> Iterator[Value]:
    """A receptive field or a step, worked out again from those that are claimed on the way to the layer."""
    way = _way(question)
    claimed = [number for number in (*claims.fields, *claims.jumps) if number in way]
    if not claimed:
        return
    if _is_recurrence(question):
        yield _grown(question, claims, way)
        return
    # of up-sampling and what else no recurrence tells, only how much more the last one is on each axis
    number = max(claimed)
    field = way[number].field
    if question.ask == "field" and number in claims.fields and field is not None and not _is_avoided(question, number):
        assert isinstance(question.truth, tuple)
        true = [Fraction(size) for size in field.to_dict()["size"]]
        more = zip(_put_in(claims.fields[number], true), true, question.truth, strict=True)
        yield tuple(truth + said - size for said, size, truth in more)  # type: ignore[operator]  # sizes are Fractions


@lru_cache(maxsize=64)
def _way(question: Question) -> dict[int, Row]:
    """The layers that the question's last one reads, itself among them, by their numbers from the first on."""
    report = question.report
    assert report is not None
    found, open_ends = {}, [question.rows[-1]]
    while open_ends:
        row = open_ends.pop()
        if row.entry.index not in found:
            found[row.entry.index] = row
            open_ends += [report.rows[source - 1] for source in row.entry.inputs if source > 0]
    return dict(sorted(found.items()))


def _is_avoided(question: Question, number: int) -> bool:
    """Whether a path from the input to the question's last layer does not lead through this one."""
    reached = {0}
    for index, row in _way(question).items():
        if index != number and not reached.isdisjoint(row.entry.inputs):
            reached.add(index)
    return question.rows[-1].entry.index in reached


@lru_cache(maxsize=64)
def _is_recurrence(question: Question) -> bool:
    """Whether the windows of the layers alone tell how far the last one sees."""
    way = _way(question)
    known = all(row.facts is not None and row.field is not None for row in way.values())
    return known and _grown(question, Claims({}, {}, {}, {}), way) == question.truth


def _grown(question: Question, claims: Claims, way: dict[int, Row]) -> tuple[Fraction, ...]:
    """The recurrence r + (F - 1)*j on every axis, the largest where paths meet; what is claimed is put in where it is reached."""
    assert isinstance(question.truth, tuple)
    ones = [Fraction(1)] * len(question.truth)
    sizes, steps = {0: ones}, {0: ones}
    for number, row in way.items():
        assert row.facts is not None
        size, step = (list(map(max, *([seen[source] for source in row.entry.inputs] * 2))) for seen in (sizes, steps))
        for at, axis in enumerate(row.facts.axes[: len(ones)]):
            size[at] += (axis.kernel - 1) * axis.dilation * step[at]
            step[at] *= axis.stride
        sizes[number] = _put_in(claims.fields.get(number), size)
        steps[number] = _put_in(claims.jumps.get(number), step)
    return tuple((sizes if question.ask == "field" else steps)[question.rows[-1].entry.index])


def _put_in(claimed: tuple[Fraction, ...] | None, found: list[Fraction]) -> list[Fraction]:
    """Sizes as they were claimed: one of each axis, or one for all."""
    if claimed is None or len(claimed) not in (1, len(found)):
        return found
    return list(claimed) if len(claimed) == len(found) else list(claimed * len(found))
