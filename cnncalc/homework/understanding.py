"""An answer read as what its question asks for: which form, which of several numbers, and whether its unit is asked."""

from __future__ import annotations

import re
from fractions import Fraction
from math import prod
from typing import cast

from cnncalc.homework.answers.plain import joined, plain, shown
from cnncalc.homework.question import Misfit, Question
from cnncalc.homework.reading import read
from cnncalc.homework.same_sizes import stand_for
from cnncalc.homework.written import Cells, Dims, Fit, Number, Raw, Unreadable, Written

#: Quantities whose answer may be that the layer does not fit.
_SIZES = frozenset({"output", "size", "height", "width", "length", "depth"})
#: One size of several: which, of height and width.
_ALONG = {"height": 0, "width": 1, "depth": 2}
#: Units that make something else of a number -> what it is then, and the quantities that are asked in them.
_UNITS = {
    "%": ("a percentage", ("share", "ratio")),
    "x": ("a factor", ("ratio",)),
    "layers": ("a number of layers", ("weight_layers",)),
    "channels": ("a number of channels", ("depth",)),
    "images": ("a number of images", ()),
}
#: Sizes along axes, which a calculation is not; a square is either.
_CROSSED = re.compile(r"\d\s*(?:[xX×]|\b(?:by|mal)\b)\s*\d")
_WHOLE = re.compile(r"(?<![\d./])\d+\s*[xX×]\s*\d+(?![\d./])")
_CALCULATED = re.compile(r"[-+/*^]")
_DOT = re.compile(r"[·⋅∙]|\\cdot\b")
_SQUARED = re.compile(r"(\d{1,9})\s*(?:\*\s*\1|(?:\^|\*\*)\s*2)")
#: What an answer can look like, as far as the form alone does not tell.
_EXAMPLES = {
    "memory": "bytes, such as 4,198,284, 93 MB or 88.9 MiB",
    "share": "a percentage, such as 42.1 %",
    "ratio": "a ratio, such as 8.7 or 8.7x",
    "size": "sizes, such as 32x32",
    "field": "sizes, such as 7 or 7x7",
    "jump": "sizes, such as 2 or 2x2",
    "unread": "sizes, such as 1 or 1x2",
} | dict.fromkeys(
    ("height", "width", "length", "depth", "stride", "kernel", "input", "weight_layers"), "a whole number, such as 5"
)


def understand(question: Question, raw: Raw) -> Written:
    """The answer as what the question asks for; that a layer does not fit may be the answer to any size. Raises Unreadable."""
    try:
        found = _understood(question, raw)
    except Unreadable as error:
        expected = _expected(question)
        if not error.quoted or expected is None:
            raise
        raise Unreadable(error.code, f"{error.quoted} cannot be read as {expected}", error.quoted) from None
    if question.ask in _SIZES and _is_denied(raw, found):
        raise _both(found)
    if isinstance(found, Fit) and found.reasons and found.number is None and not _is_reason(question, found):
        raise Unreadable("K503", f"{shown(found.text)} says that it fits, with a number that is no size")
    if isinstance(found, Number) and found.unit in _UNITS and question.ask not in _UNITS[found.unit][1]:
        raise Unreadable("K503", f"{shown(found.text)} is {_UNITS[found.unit][0]}, which is not asked")
    return found


def _is_denied(raw: Raw, found: Written) -> bool:
    """Whether a whole size stands beside the words that there is none; a fraction only shows it."""
    if not isinstance(found, (Dims, Number)) or not any(map(str.isalpha, joined(raw))):
        return False
    from cnncalc.homework.answers.fit import denies

    sizes = found.sizes if isinstance(found, Dims) else (found.value,)
    return all(size.denominator == 1 for size in sizes) and denies(raw)


def _is_reason(question: Question, found: Fit) -> bool:
    """Whether the working beside `fits` is that of the layer; of one that does not fit, the words alone are wrong."""
    for value in (truth.value for truth in question.truths):
        if isinstance(value, Misfit) or (isinstance(value, tuple) and stand_for(found.reasons, value)):
            return True
    return False


def _refuse_both(question: Question, found: Fit) -> None:
    """Raises Unreadable where there is a size, and beside it that one does not fit: `3x3, as 3.5 is not an integer`."""
    sizes = (found.number.value,) if found.number is not None else found.sizes
    has_size = (sizes and all(size.denominator == 1 for size in sizes)) or _WHOLE.search(found.text)
    if found.legal is False and has_size and not isinstance(question.truth, Misfit):
        raise _both(found)


def _both(found: Written) -> Unreadable:
    return Unreadable("K503", f"{shown(found.text)} says that it does not fit, and a size")


def _expected(question: Question) -> str | None:
    if question.ask == "padding":
        pair = "[3, 4]" if is_solution(question, Dims("", (Fraction(1), Fraction(2)))) else "[1, 2]"
        return f"a padding, such as 5, or {pair} where its sides differ"
    if question.form == "number" and question.ask not in _EXAMPLES:
        return "a number, such as 760, 34,944 or 35K"
    return _EXAMPLES.get(question.ask)


def _understood(question: Question, raw: Raw) -> Written:
    if question.problem is not None:
        several = _several(question, raw) or _along_axes(question, raw)
    else:
        several = _one_of_sizes(question, raw)
    if several is not None:
        return several
    if question.ask == "unread" and plain(joined(raw)).strip(" .!").lower() in ("none", "nothing"):
        return Dims(joined(raw), (Fraction(0),))
    forms = {"number": ("number",), "sizes": ("sizes",), "fit": ("fit", "sizes"), "cells": ("cells",)}[question.form]
    if question.ask in _SIZES:
        forms = (*forms, "fit")
    first: Unreadable | None = None
    for form in forms:
        try:
            found = read(raw, form)
        except Unreadable as error:
            first = first or error
            if form == question.form == "fit" and error.code == "K503":
                raise  # a size beside it does not settle what is said
            continue
        if isinstance(found, Fit) and form != question.form:
            if found.legal is None:
                continue
            _refuse_both(question, found)
        return _as_many(question, raw, found) if isinstance(found, Cells) else found
    assert first is not None
    raise first


def _several(question: Question, raw: Raw) -> Dims | None:
    """The two sides of a padding, or several answers of which each is right. Raises Unreadable where one of them is not."""
    from cnncalc.homework.answers.split import read_several

    several = read_several(raw)
    if several is None:
        return None
    text = joined(raw).strip()
    values, kind = several
    if kind == "list" and len(set(values)) == 1:
        return Dims(text, values[:1])
    if question.ask == "padding" and kind != "or":
        sides = Dims(text, values[:2] if values[:2] == values[2:] else values)
        right = len(sides.sizes) == 2 and is_solution(question, sides)
        if kind == "joined" and not isinstance(question.truth, tuple):
            return None  # 3/2 is one number
        if kind == "sum":
            return _as_sum(question, sides, right)
        if right or kind == "sides":
            return sides
    if kind == "joined" and "," in text and values[0] == values[1] and is_solution(question, Dims(text, values[:1])):
        return Dims(text, values[:1])  # 3,3
    if kind not in ("list", "or"):
        return None
    if all(is_solution(question, Dims(text, (value,))) for value in values):
        return Dims(text, values[:1])
    if question.ask == "padding" and kind == "list" and len(values) == 2:
        return Dims(text, values)
    raise Unreadable("K503", f"{shown(text)} holds several numbers, where one answer is asked")


def _as_sum(question: Question, sides: Dims, right: bool) -> Dims | None:
    """The sides of `1 + 2`, which is a sum where the sides are alike. Raises Unreadable where it can mean both."""
    if not right:
        return None
    first, second = sides.sizes
    if any(isinstance(truth.value, tuple) for truth in question.truths) or is_solution(question, Dims("", (first + second,))):
        return sides
    raise Unreadable("K503", f"{shown(sides.text)} is a sum or both sides: write {first + second} or [{first}, {second}]")


def _along_axes(question: Question, raw: Raw) -> Dims | None:
    """What is the same along both axes: `3x3`, which is no product. Raises Unreadable where that is not so, or not clear."""
    text = joined(raw).strip()
    last = re.split("=|≈", plain(_DOT.sub("*", text)))[-1].strip()
    if found := _SQUARED.fullmatch(last):
        value, product = (Dims(text, (Fraction(found[1]) ** power,)) for power in (1, 2))
        if not is_solution(question, value) or is_solution(question, product):
            return None
        raise Unreadable("K503", f"{shown(text)} is a product or the same along both axes: write {found[1]}")
    if not _CROSSED.search(last) or _CALCULATED.search(last):
        return None
    try:
        sizes = cast(Dims, read(last, "sizes")).sizes
    except Unreadable:
        return None
    alike = _square(sizes) if len(sizes) == 3 and question.ask in ("input", "kernel") else sizes
    if alike and len(set(alike)) == 1:
        return Dims(text, alike[:1])
    if is_solution(question, Dims(text, (Fraction(prod(sizes)),))):
        return None
    raise Unreadable("K503", f"{shown(text)} holds several sizes, where one answer is asked")


def _square(sizes: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """Height and width of a volume, channels last or first, where they are equal; nothing where they are not."""
    return sizes[:2] if sizes[0] == sizes[1] else sizes[-2:] if sizes[-2] == sizes[-1] else ()


def _one_of_sizes(question: Question, raw: Raw) -> Dims | None:
    """The size that is asked of `55x55x96`, where it is clear which. Raises Unreadable where it is not."""
    if question.ask not in _ALONG and question.ask != "length":
        return None
    try:
        found = read(raw, "sizes")
    except Unreadable:
        return None
    assert isinstance(found, Dims)
    sizes = found.sizes
    if len(sizes) < 2:
        return None
    if len(sizes) == 4 and sizes[0] == 1:
        sizes = sizes[1:]
    along = _ALONG.get(question.ask)
    if along is not None and len(sizes) in (2, 3):
        square = _square(sizes)
        rest = sizes[2:] if sizes[0] == sizes[1] else sizes[:1]
        if square and along < 2:
            return Dims(found.text, square[:1])
        if square and len(sizes) == 3:
            return Dims(found.text, rest)
    raise Unreadable("K503", f"{shown(found.text)} holds several sizes, where the {question.ask} is asked")


def _as_many(question: Question, raw: Raw, found: Cells) -> Cells:
    """Values that are read in another way where only that gives as many as are asked: `1,5; 2,5` as two."""
    from cnncalc.homework.answers.cells import otherwise

    expected = _count(question.truth)
    if _count(found.rows) == expected:
        return found
    return next((other for other in otherwise(raw) if _count(other.rows) == expected), found)


def _count(value: object) -> int:
    """The numbers in a grid or in rows; a cell that was left blank counts."""
    return sum(map(_count, value)) if isinstance(value, tuple) and not isinstance(value, Number) else 1


def is_solution(question: Question, written: Written) -> bool:
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
    """Whole numbers: one, or a pair."""
    if isinstance(written, Number):
        values: tuple[Fraction, ...] = (written.value,) if not written.prefix else ()
    elif isinstance(written, Dims):
        values = written.sizes
    else:
        return None
    return tuple(map(int, values)) if values and all(value.denominator == 1 for value in values) else None
