"""Whether an answer is right: read for its question, and compared as people round and order what they write."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.decimals import fixed
from cnncalc.homework.question import Misfit, Question, Truth, Value
from cnncalc.homework.rounding import agreement, grouped, shows
from cnncalc.homework.same_sizes import says_sizes, shows_misfit, stand_for
from cnncalc.homework.understanding import is_solution
from cnncalc.homework.understanding import understand as understand
from cnncalc.homework.written import CellRows, Cells, Dims, Fit, Grid, Number, Raw, Unreadable, Written
from cnncalc.spec.nodes import Mapping, Node, Scalar, Sequence

#: What nobody counts in powers of 1024, and the units that are such counts.
_OPERATIONS = dict.fromkeys(("macs", "products"), ("MAC", "operations")) | {"flops": ("FLOP", "operations")}
_ONE_SIZE = ("pixels", "values")
#: Quantity -> the units that its answer may have. Of a ratio, what is compared may be named.
_UNITS = (
    dict.fromkeys(("params", "filter_params", "weights"), ("parameters", "weights", "values"))
    | {"biases": ("biases", "parameters", "values"), "activations": ("values", "pixels"), "depth": ("channels", "values")}
    | {"memory": ("B", "bit"), "weight_layers": ("layers",)}
    | dict.fromkeys(("height", "width", "length", "padding", "stride", "kernel", "input"), _ONE_SIZE)
    | _OPERATIONS
)


def raw_of(node: Node) -> Raw:
    """What stands at a node, as it was written. Raises Unreadable for a mapping."""
    if isinstance(node, Sequence):
        return [raw_of(item) for item in node.items]
    if isinstance(node, Mapping):
        raise Unreadable("K501", "a mapping is no answer")
    assert isinstance(node, Scalar)
    return node.text


def agreed(question: Question, raw: Raw) -> str | None:
    """None where an answer is wrong, else what there is to say of it. Raises Unreadable."""
    return right(question, understand(question, raw))


def right(question: Question, written: Written) -> str | None:
    """None where it is wrong; else under which convention or rounding it is right, "" where there is nothing to say."""
    if isinstance(written, Number) and written.unit and written.unit not in _UNITS.get(question.ask, (written.unit,)):
        return None  # a slip says of what it is the unit
    if question.problem is not None:
        return "" if is_solution(question, written) else None
    if question.ask == "ratio" and isinstance(written, Number) and written.unit == "%":
        if not isinstance(question.truth, Fraction) or question.truth >= 1:
            return None  # only what is less than the other is said in percent of it
        written = written._replace(value=written.value / 100, places=(written.places or 0) + 2, unit="")
    for truth in question.truths:
        said = agrees(question, written, truth.value)
        if said is None and question.tolerance and isinstance(written, Number) and isinstance(truth.value, Fraction):
            said = _within(question, written, truth)
        if said is not None:
            return "; ".join(filter(None, [_under(question, truth), said]))
    return None


def _under(question: Question, truth: Truth) -> str:
    """The convention under which an answer is accepted that is not the first one."""
    return f"right {truth.label}; otherwise it is {shown_truth(question)}" if truth.label else ""


def _within(question: Question, written: Number, truth: Truth) -> str | None:
    """Whether a number lies within the question's tolerance of the truth, in any reading of its prefix."""
    assert isinstance(truth.value, Fraction)
    if written.unit in ("B", "bit") and question.ask != "memory":
        return None
    room = abs(truth.value) * question.tolerance
    for scaled in scales(written, question.ask == "memory", question.ask not in _OPERATIONS):
        if abs(scaled - truth.value) <= room:
            return "within the tolerance"
    return None


def scales(written: Number, is_bytes: bool = False, is_binary: bool = True) -> list[Fraction]:
    """What a number can mean: K as 1000 and as 1024, unless nobody counts so."""
    bases = (1024,) if written.prefix.endswith("i") else (1000, 1024) if is_binary else (1000,)
    value = written.value / 8 if is_bytes and written.unit == "bit" else written.value
    return list(dict.fromkeys(value * base**written.power for base in bases))


def agrees(question: Question, written: Written, value: Value) -> str | None:
    """Whether an answer says this value: None, or what rounding makes it so. Used for the truth and for what slips give."""
    if isinstance(value, Misfit):
        return _says_misfit(written, value)
    if isinstance(written, Fit):
        return _says_fit(question, written, value)
    if question.form == "cells":
        return _cells(written.rows, value) if isinstance(written, Cells) else None
    if isinstance(value, Fraction):
        if isinstance(written, Dims) and len(written.sizes) == 1:
            return "" if written.sizes[0] == value else None
        return _says_number(question, written, value) if isinstance(written, Number) else None
    return says_sizes(question, written, value)  # type: ignore[arg-type]  # a tuple of Fractions by the question's form


def _says_number(question: Question, written: Number, value: Fraction) -> str | None:
    """A number as it is rounded; of a count also `34.944`, and of what is no whole number also `9` for 8.91."""
    in_bytes, is_binary = question.ask == "memory", question.ask not in _OPERATIONS
    said = agreement(written, value, bytes=in_bytes, binary=is_binary)
    if said is not None:
        return said
    if value.denominator == 1:
        whole = grouped(written)
        return agreement(whole, value, bytes=in_bytes, binary=is_binary) if whole is not None else None
    is_bare = written.places is None and written.value.denominator == 1
    return agreement(written._replace(places=0), value) if is_bare and question.ask in ("ratio", "share") else None


def _says_misfit(written: Written, value: Misfit) -> str | None:
    """ "does not fit", or the fraction that shows it."""
    if isinstance(written, Fit):
        if written.legal is not None:
            return None if written.legal else ""
        if written.number is not None:
            return _fraction(written.number, value)
        sizes = written.sizes
    elif isinstance(written, Number):
        return _fraction(written, value)
    else:
        sizes = written.sizes if isinstance(written, Dims) else ()
    return "a fraction: the layer does not fit" if shows_misfit(sizes, value.sizes) else None


def _fraction(number: Number, value: Misfit) -> str | None:
    broken = [size for size in value.sizes if size.denominator > 1]
    found = number.value.denominator > 1 and any(agreement(number, size) is not None for size in broken)
    return "a fraction: the layer does not fit" if found else None


def _says_fit(question: Question, written: Fit, value: Value) -> str | None:
    """ "legal", with or without the size; a number alone counts as a size that fits."""
    if written.legal is False or question.form == "cells" or not isinstance(value, (tuple, Fraction)):
        return None
    sizes = (value,) if isinstance(value, Fraction) else value
    if written.sizes:
        return says_sizes(question, Dims(written.text, written.sizes), sizes)  # type: ignore[arg-type]  # sizes, by the form
    if written.reasons and question.form == "fit":
        return "" if stand_for(written.reasons, sizes) else None
    if written.number is None:
        return "" if question.form == "fit" else None
    return "" if sizes and all(written.number.value == size for size in sizes) else None


def _cells(rows: CellRows, value: Grid) -> str | None:
    """Every cell is there and right, rounded or not."""
    return "" if not list(cell_faults(rows, value)) else None


def cell_faults(rows: CellRows, value: Grid, at: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Number | None]]:
    """The places of cells that are wrong or left out, with what stands there; the place of a row of another length."""
    if isinstance(value, Fraction):
        cell = _only(rows)
        if not isinstance(cell, Number) or agreement(cell, value) is None:
            yield at, cell if isinstance(cell, Number) else None
        return
    rows = _as_deep(rows, value)
    if rows is None or isinstance(rows, Number):
        rows = (rows,)
    if len(rows) != len(value) and len(value) == 1 and isinstance(value[0], tuple):
        rows = (rows,)
    if len(rows) != len(value):
        yield at, None
        return
    for number, (row, part) in enumerate(zip(rows, value, strict=True)):
        yield from cell_faults(row, part, (*at, number))


def _as_deep(rows: CellRows, value: Grid) -> CellRows:
    """Without brackets round the whole that a value has not: `[[1, 2]]` for [1, 2], one channel as frameworks print it."""
    while isinstance(rows, tuple) and not isinstance(rows, Number) and len(rows) == 1 and _depth(rows) > _depth(value):
        rows = rows[0]
    return rows


def _depth(rows: CellRows | Grid) -> int:
    if not isinstance(rows, tuple) or isinstance(rows, Number):
        return 0
    return 1 + max(map(_depth, rows), default=0)


def _only(rows: CellRows) -> CellRows:
    """The one cell of a list in a list."""
    while isinstance(rows, tuple) and not isinstance(rows, Number) and len(rows) == 1:
        rows = rows[0]
    return rows


def shown_truth(question: Question) -> str:
    """The answer as it would be written."""
    return shown(question, question.truth)


def shown(question: Question, value: Value) -> str:
    """A value as an answer to the question."""
    if isinstance(value, Misfit):
        broken = next((size for size in value.sizes if size.denominator > 1), None)
        return "does not fit" if broken is None else f"does not fit: {shows(broken, 'number')}"
    if question.ask in ("ratio", "share") and isinstance(value, Fraction):
        places = 2 if question.ask == "ratio" else 1
        return f"{fixed(value, places)}{'' if question.ask == 'ratio' else ' %'}"
    if isinstance(value, tuple) and question.form == "number":  # a padding that differs on both sides
        return f"[{', '.join(shows(part, 'number') for part in value)}]"
    return shows(value, {"fit": "sizes"}.get(question.form, question.form))
