"""Whether an answer is right: read for its question, and compared as people round and order what they write."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.question import Misfit, Question, Truth, Value
from cnncalc.homework.reading import read
from cnncalc.homework.rounding import agreement, shows
from cnncalc.homework.written import CellRows, Cells, Dims, Fit, Grid, Number, Raw, Unreadable, Written
from cnncalc.spec.nodes import Mapping, Node, Scalar, Sequence


def raw_of(node: Node) -> Raw:
    """What stands at a node, as it was written. Raises Unreadable for a mapping."""
    if isinstance(node, Sequence):
        return [raw_of(item) for item in node.items]
    if isinstance(node, Mapping):
        raise Unreadable("K501", "a mapping is no answer")
    assert isinstance(node, Scalar)
    return node.text


def understand(question: Question, raw: Raw) -> Written:
    """The answer as what the question asks for; that a layer does not fit may be the answer to any size. Raises Unreadable."""
    forms = {"number": ("number",), "sizes": ("sizes",), "fit": ("fit", "sizes"), "cells": ("cells",)}[question.form]
    if question.problem is not None and question.ask == "padding":
        forms = ("number", "cells")
    if question.ask in _SIZES:
        forms = (*forms, "fit")
    first: Unreadable | None = None
    for form in forms:
        try:
            found = read(raw, form)
        except Unreadable as error:
            first = first or error
            continue
        if isinstance(found, Fit) and form != question.form and found.legal is None:
            continue
        return found
    assert first is not None
    raise first


#: Quantities whose answer may be that the layer does not fit.
_SIZES = frozenset({"output", "size", "height", "width", "length", "depth"})


def agreed(question: Question, raw: Raw) -> str | None:
    """None where an answer is wrong, else what there is to say of it. Raises Unreadable."""
    return right(question, understand(question, raw))


def right(question: Question, written: Written) -> str | None:
    """None where it is wrong; else under which convention or rounding it is right, "" where there is nothing to say."""
    if question.problem is not None:
        return "" if _is_solution(question, written) else None
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
    room = abs(truth.value) * question.tolerance
    for scaled in scales(written, question.ask == "memory"):
        if abs(scaled - truth.value) <= room:
            return "within the tolerance"
    return None


def scales(written: Number, is_bytes: bool = False) -> list[Fraction]:
    """What a number can mean: K as 1000 and as 1024."""
    power = "KMGTP".find(written.prefix[:1]) + 1 if written.prefix else 0
    bases = (1024,) if written.prefix.endswith("i") else (1000, 1024)
    value = written.value / 8 if is_bytes and written.unit == "bit" else written.value
    return list(dict.fromkeys(value * base**power for base in bases))


def agrees(question: Question, written: Written, value: Value) -> str | None:
    """Whether an answer says this value: None, or what rounding makes it so. Used for the truth and for what slips give."""
    if isinstance(value, Misfit):
        return _says_misfit(question, written, value)
    if isinstance(written, Fit):
        return _says_fit(question, written, value)
    if question.form == "cells":
        return _cells(written.rows, value) if isinstance(written, Cells) else None
    if isinstance(value, Fraction):
        if isinstance(written, Dims) and len(written.sizes) == 1:
            return "" if written.sizes[0] == value else None
        return agreement(written, value, bytes=question.ask == "memory") if isinstance(written, Number) else None
    return _says_sizes(question, written, value)  # type: ignore[arg-type]  # a tuple of Fractions by the question's form


def _says_misfit(question: Question, written: Written, value: Misfit) -> str | None:
    """ "does not fit", or the fraction that shows it."""
    if isinstance(written, Fit):
        if written.legal is False:
            return ""
        return _fraction(written.number, value) if written.number is not None and written.legal is None else None
    if isinstance(written, Number):
        return _fraction(written, value)
    if not isinstance(written, Dims) or not value.sizes:
        return None
    given = written.sizes[: len(value.sizes)] if len(written.sizes) > 1 else written.sizes * len(value.sizes)
    if all(map(_nearly, given, value.sizes)) and any(size.denominator > 1 for size in given):
        return "a fraction: the layer does not fit"
    return None


def _fraction(number: Number, value: Misfit) -> str | None:
    broken = [size for size in value.sizes if size.denominator > 1]
    found = number.value.denominator > 1 and any(agreement(number, size) is not None for size in broken)
    return "a fraction: the layer does not fit" if found else None


def _nearly(given: Fraction, truth: Fraction) -> bool:
    """Whether a decimal is a fraction rounded to its own places."""
    places = next((p for p in range(7) if (given * 10**p).denominator == 1), None)
    return given == truth or (places is not None and places > 0 and abs(given - truth) * 2 * 10**places <= 1)


def _says_fit(question: Question, written: Fit, value: Value) -> str | None:
    """ "legal", with or without the size; a number alone counts as a size that fits."""
    if written.legal is False or question.form == "cells" or not isinstance(value, (tuple, Fraction)):
        return None
    sizes = (value,) if isinstance(value, Fraction) else value
    if written.sizes:
        return _says_sizes(question, Dims(written.text, written.sizes), sizes)  # type: ignore[arg-type]  # sizes, by the form
    if written.number is None:
        return "" if question.form == "fit" else None
    return "" if sizes and all(written.number.value == size for size in sizes) else None


def _says_sizes(question: Question, written: Written, value: tuple[Fraction, ...]) -> str | None:
    if isinstance(written, Number):
        given: tuple[Fraction, ...] = (written.value,)
    elif isinstance(written, Dims):
        given = written.sizes
    else:
        return None
    if given == value:
        return ""
    if question.ask == "output":
        return _other_order(question, given, value)
    if len(given) == 1 and value and set(value) == set(given):
        return ""
    if question.form in ("sizes", "fit") and len(given) == len(value) + 1 and question.rows:
        output = question.rows[-1].output
        channels = output.channels if output is not None else None
        if question.ask in ("size", "legal") and (
            (given[:-1] == value and given[-1] == channels) or (given[1:] == value and given[0] == channels)
        ):
            return ""
    return None


def _other_order(question: Question, given: tuple[Fraction, ...], value: tuple[Fraction, ...]) -> str | None:
    """Channels at the other end, where no other volume is meant by it; a vector as a column, a 1x1 volume as a vector."""
    batch = 1 if question.batch > 1 and len(value) > 1 else 0
    rest = value[batch:]
    if [size for size in given if size != 1] == [size for size in value if size != 1] and (
        len(rest) == 1 or (len(given) == 1 and set(rest[:-1] if question.layout == "hwc" else rest[1:]) == {1})
    ):
        return "" if len(rest) == 1 else "as a vector"
    if batch and len(given) == len(rest):
        return "of one image" if given == rest or _other_order_of(question, given, rest) else None
    if len(given) == len(value) and given[:batch] == value[:batch] and _other_order_of(question, given[batch:], rest):
        return ""
    return None


def _other_order_of(question: Question, given: tuple[Fraction, ...], value: tuple[Fraction, ...]) -> bool:
    first = question.layout == "chw"
    channels, spatial = (value[0], value[1:]) if first else (value[-1], value[:-1])
    turned = (*spatial, channels) if first else (channels, *spatial)
    return len(value) > 1 and given == turned and (channels not in spatial or turned == value)


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
    if rows is None or isinstance(rows, Number):
        rows = (rows,)
    flat = isinstance(value[0], Fraction)
    if flat and len(rows) == 1 and not isinstance(rows[0], Number) and rows[0] is not None:
        rows = rows[0]  # [[1, 2]] for [1, 2]
    if len(rows) != len(value) and len(value) == 1 and isinstance(value[0], tuple):
        rows = (rows,)
    if len(rows) != len(value):
        yield at, None
        return
    for number, (row, part) in enumerate(zip(rows, value, strict=True)):
        yield from cell_faults(row, part, (*at, number))


def _only(rows: CellRows) -> CellRows:
    """The one cell of a list in a list."""
    while isinstance(rows, tuple) and not isinstance(rows, Number) and len(rows) == 1:
        rows = rows[0]
    return rows


def _is_solution(question: Question, written: Written) -> bool:
    """Whether what was found solves the problem, though it is not the nearest."""
    from cnncalc.homework.solve import fits
    from cnncalc.homework.solve_domains import Pair

    assert question.problem is not None
    found = _whole(written)
    if found is None:
        return False
    if question.ask == "padding":
        pair = (found[0], found[0]) if len(found) == 1 else found
        return len(pair) == 2 and fits(question.problem, padding=Pair(*pair)) is not None
    return len(found) == 1 and fits(question.problem, **{question.ask: found[0]}) is not None


def _whole(written: Written) -> tuple[int, ...] | None:
    """Whole numbers: one, or a pair, also the same pair for each axis."""
    if isinstance(written, Number):
        values: tuple[Fraction, ...] = (written.value,) if not written.prefix else ()
    elif isinstance(written, Dims):
        values = written.sizes
    elif isinstance(written, Cells) and isinstance(written.rows, tuple) and not isinstance(written.rows, Number):
        first = written.rows[0] if written.rows else None
        pair = written.rows if first is None or isinstance(first, Number) else first
        if pair is not written.rows and any(row != pair for row in written.rows):
            return None
        values = tuple(cell.value for cell in pair if isinstance(cell, Number))
    else:
        return None
    return tuple(map(int, values)) if values and all(value.denominator == 1 for value in values) else None


def shown_truth(question: Question) -> str:
    """The answer as it would be written."""
    return shown(question, question.truth)


def decimal(value: Fraction, places: int) -> str:
    """A number rounded to so many decimals: `8.91`."""
    scaled = (value * 10**places + Fraction(1, 2)) // 1
    return f"{scaled // 10**places:,}.{scaled % 10**places:0{places}d}"


def shown(question: Question, value: Value) -> str:
    """A value as an answer to the question."""
    if isinstance(value, Misfit):
        broken = next((size for size in value.sizes if size.denominator > 1), None)
        return "does not fit" if broken is None else f"does not fit: {shows(broken, 'number')}"
    if question.ask in ("ratio", "share") and isinstance(value, Fraction):
        places = 2 if question.ask == "ratio" else 1
        return f"{decimal(value, places)}{'' if question.ask == 'ratio' else ' %'}"
    if isinstance(value, tuple) and question.form == "number":  # a padding that differs on both sides
        return f"[{', '.join(shows(part, 'number') for part in value)}]"
    return shows(value, {"fit": "sizes"}.get(question.form, question.form))
