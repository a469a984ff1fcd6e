"""Sizes as people write them: `32x32x10`, `(10, 32, 32)`, `55 by 55 by 96`, `6@28x28`, `H=55, W=55, D=96`."""

from __future__ import annotations

import re
from fractions import Fraction
from math import prod

from cnncalc.homework.answers.arithmetic import evaluate
from cnncalc.homework.answers.entries import calculated, value_beside
from cnncalc.homework.answers.labels import is_ordered, labelled
from cnncalc.homework.answers.number import read_simple, with_words
from cnncalc.homework.answers.plain import joined, plain, shown
from cnncalc.homework.answers.suffix import REMARK
from cnncalc.homework.written import Dims, Raw, Unreadable

_EXPECTED = "sizes, such as 32x32x10 or (10, 32, 32)"
_MOST = 8
_TIMES = re.compile(r"\s*(?:[xX×*@]|\b(?:by|mal)\b)\s*")
_COMMAS = re.compile(r"\s*(?:[,;]|\band\b)\s*")
_BRACKETS = re.compile(r"[\[\](){}<>]")
_SIZES = re.compile(r"(?<![\w.])\d{1,20}(?:\.\d{1,20})?(?:\s?[xX×]\s?\d{1,20}(?:\.\d{1,20})?){1,9}(?![\w.])")
_ENTRY = re.compile(r"[-+]?\d[\d.,/]*")
_SLASHES = re.compile(r"\d{1,20}(?:/\d{1,20}){2,7}|(\d{1,20})/\1")
#: The number of images of which one is shown: `(None, 55, 55, 96)`.
_BATCH = re.compile(r"^([\[({<\s]*)(?:none|-1|n|b|bs|\?|batch(?:[ _]?size)?)\s*[,;xX×]\s*(?=[\d(])", re.IGNORECASE)
_TWICE = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]*)[)\]]")
_CUBE = re.compile(r"(\d{1,9})\s*(?:\^|\*\*)\s*(?:[3-9]|\d\d+)")
_AMBIGUOUS = re.compile(r"(\d{1,3}),(\d{3})")


def read(raw: Raw) -> Dims:
    """See `cnncalc.homework.reading.read`. The order is that of the text, but height, width, depth where each is named."""
    text = joined(raw)
    line = " ".join(plain(text).split()).rstrip(".!?;, ")
    sizes = read_sizes(line)
    if sizes is None:
        raise _refusal(text, line)
    if len(sizes) > _MOST:
        raise Unreadable("K501", f"{shown(text)} holds {len(sizes)} sizes, more than {_MOST}")
    return Dims(text.strip(), sizes, is_ordered(_BATCH.sub(r"\1", line), _listed))


def read_sizes(line: str) -> tuple[Fraction, ...] | None:
    """The sizes in one line of plain text; None where there are none. Raises Unreadable."""
    line = _BATCH.sub(r"\1", line)
    named = labelled(line, _listed)
    if named is not None:
        return named
    *before, last = [part.strip() for part in re.split("~?=|≈", line)]
    earlier = [sizes for part in before if (sizes := _of_part(part)) is not None and len(sizes) > 1]
    try:
        sizes = _of_part(last)
    except Unreadable:
        if not earlier:
            raise
        return earlier[-1]  # `32x32x10 = 10,240`
    return earlier[-1] if earlier and sizes is not None and len(sizes) == 1 else sizes


def _of_part(part: str) -> tuple[Fraction, ...] | None:
    if not part or len(part) > 400:
        return None
    bare = REMARK.sub(_without_remark, part).strip(" .,;")
    for text in dict.fromkeys((bare, part)):
        if text and (sizes := _listed(text)) is not None:
            return sizes
        if text and (sizes := _said_twice(text)) is not None:
            return sizes
    value = value_beside(part)
    return (value,) if value is not None else _among_words(bare)


def _without_remark(found: re.Match[str]) -> str:
    """Brackets that hold arithmetic are no remark, nor are those that hold a size: `(96)`."""
    return found.group() if evaluate(found.group()[1:-1]) is not None else " "


def _said_twice(text: str) -> tuple[Fraction, ...] | None:
    """`55x55x96 (290,400)`, `7 (7x7)`, `2.33 x 2.33 (7/3)`: the brackets say the same once more."""
    found = _TWICE.fullmatch(text)
    sizes = _listed(found[1]) if found else None
    if found is None or sizes is None:
        return None
    again = _listed(found[2]) or ()
    same = {round(size, 2) for size in again} == {round(size, 2) for size in sizes} or again == (prod(sizes),)
    return sizes if same else None


def _among_words(text: str) -> tuple[Fraction, ...] | None:
    """`it is 55, so 55x55x96`: the only sizes in a sentence that has no other numbers."""
    found = set(_SIZES.findall(text))
    if len(found) != 1:
        return None
    sizes = found.pop()
    others = set(re.findall(r"\d+", _SIZES.sub(" ", text)))
    return _listed(sizes) if others <= set(re.findall(r"\d+", sizes)) else None


def _listed(text: str) -> tuple[Fraction, ...] | None:
    """Entries with `x`, commas or spaces between them."""
    if found := _CUBE.fullmatch(text):
        raise Unreadable("K503", f"{shown(text)} is a product or sizes: write them as {found[1]}x{found[1]}x...")
    if _SLASHES.fullmatch(text):
        return _entries(text.split("/"))
    inner = " ".join(_BRACKETS.sub(" ", text).split()).strip(" ,;")
    if _TIMES.search(inner) and (sizes := _entries(_TIMES.split(inner))) is not None:
        return sizes
    if (sizes := calculated(text)) is not None:
        return sizes
    if _COMMAS.search(inner):
        return _entries(_COMMAS.split(inner)) if inner != text or not _is_grouped(inner) else _entries([inner])
    words = inner.split(" ")
    if len(words) > 1 and all(map(_ENTRY.fullmatch, words)) and not re.fullmatch(r"\d{1,3}(?: 0\d\d)+|\d+ \d+/\d+", inner):
        return _entries(words)
    return _entries([inner])


def _is_grouped(text: str) -> bool:
    """Whether `4,096` is one size. Raises Unreadable where `4,608` can be two."""
    found = _AMBIGUOUS.fullmatch(text)
    if found is None or found[1] == found[2]:
        return False
    if found[2][0] == "0":
        return True
    raise Unreadable("K503", f"{shown(text)} is one size or two: write {found[1]}{found[2]} or {found[1]}x{found[2]}")


def _entries(texts: list[str]) -> tuple[Fraction, ...] | None:
    """Each a number, with words before the first and behind the last alone."""
    sizes = []
    for text in texts:
        number = read_simple(text) or (with_words(text) if text is texts[0] else None)
        if number is None or number.prefix or number.unit not in ("", "pixels", "values", "channels"):
            return None
        sizes.append(number.value)
    return tuple(sizes)


def _refusal(text: str, line: str) -> Unreadable:
    if re.search(r"\b(?:illegal|invalid|fits?|legal|fraction)\b", line, re.IGNORECASE):
        return Unreadable("K503", f"{shown(text)} says whether it fits, where sizes are asked")
    if len(set(_SIZES.findall(line))) > 1 or re.search(r"\d\s+(?:or|oder)\s+\d", line):
        return Unreadable("K503", f"{shown(text)} holds several sizes, where one answer is asked")
    return Unreadable("K501", f"{shown(text)} cannot be read as {_EXPECTED}", shown(text))
