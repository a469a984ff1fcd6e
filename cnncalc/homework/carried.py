"""Errors carried forward: an answer that is right given earlier wrong ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from cnncalc.homework.claims import ASKS, FIELDS, FIGURES, Claims, Wrong, claims, numbers
from cnncalc.homework.consequences import WINDOWS, consequences
from cnncalc.homework.decimals import fixed
from cnncalc.homework.judging import agrees, shown
from cnncalc.homework.precision import distance, significant
from cnncalc.homework.question import Question, Value
from cnncalc.homework.written import Number, Written

#: Of earlier wrong answers, the nearest so many are looked at; of fewer still, any two together.
_MOST = 40
_MOST_PAIRED = 8
#: The digits that a rounded answer must have to follow: of one earlier answer, of several.
_DIGITS, _DIGITS_OF_SEVERAL = 2, 3


class Follows(NamedTuple):
    """The earlier questions from whose wrong answers it follows, none where one of them is hidden; and what then is right."""

    sources: tuple[str, ...]
    shown: str


def carried(question: Question, written: Written, wrong: list[Wrong], right: Sequence[Question] = ()) -> Follows | None:
    """Whether an answer is right once earlier wrong answers are taken for true: one of them, all, or some of them.

    What was answered rightly stays so: no error is carried on over a later step that was right.
    """
    known = question.ask in (*ASKS, *WINDOWS) or _is_share(question)
    if not known or question.report is None or not question.rows:
        return None
    related = [earlier for earlier in wrong if _says_of(earlier.question, question)][-_MOST:]
    accepted = [truth.value for truth in question.truths]
    related.sort(key=lambda earlier: earlier.question.ask == question.ask)  # the likeliest last
    settled = [earlier for earlier in right[-_MOST:] if _says_of(earlier, question) and _settles(earlier, question)]
    for group in _groups(related):
        for value in consequences(question, _taken(group, settled)):
            if value not in accepted and _is_said(question, written, value, len(group)):
                needed = _needed(question, group, settled, value)
                asked = sorted((earlier.question for earlier in needed), key=lambda earlier: len(earlier.earlier))
                told = tuple(earlier.id for earlier in asked if not earlier.hidden)
                return Follows(told if len(told) == len(needed) else (), _shown(question, written, value))
    return None


def _says_of(earlier: Question, question: Question) -> bool:
    """Whether an earlier question is about the same network, and about something of which this one's answer is made."""
    one, other = earlier.report, question.report
    if earlier.ask not in ASKS or one is None or other is None or not earlier.rows:
        return False
    same = (one.text, one.name, one.rounding, one.input) == (other.text, other.name, other.rounding, other.input)
    asked = other.rows if _is_share(question) else question.rows
    if (one is not other and not same) or earlier.rows[-1].entry.index > asked[-1].entry.index:
        return False
    if earlier.ask in FIGURES:
        summed = question.ask in FIGURES or _is_share(question)
        return summed and {row.entry.index for row in asked}.issuperset(numbers(earlier))
    return (earlier.ask in FIELDS) == (question.ask in FIELDS)


def _is_share(question: Question) -> bool:
    """Whether it asks what part of a figure of the network some layers have."""
    return question.ask == "share" and question.options.get("of", "params") in ("params", "weights", "macs")


def _settles(earlier: Question, question: Question) -> bool:
    """Whether a right answer leaves no room for an error: a size or a field on the way, or the same figure of what is summed."""
    if earlier.ask in FIGURES:
        asked = question.options.get("of", "params") if question.ask == "share" else question.ask
        return FIGURES[earlier.ask] == FIGURES[asked]
    return earlier.misfit is None


def _taken(group: list[Wrong], settled: list[Question]) -> Claims:
    """What is taken for true; of a right and a wrong answer about the same, what was answered later."""
    kept = [earlier for earlier in settled if not any(_is_later(wrong.question, earlier) for wrong in group)]
    return claims(group, kept)


def _is_later(wrong: Question, right: Question) -> bool:
    return numbers(wrong) == numbers(right) and len(wrong.earlier) > len(right.earlier)


def _groups(related: list[Wrong]) -> Iterator[list[Wrong]]:
    """Each alone, the last first; all of them; the outputs alone, and the figures; any two."""
    yield from ([earlier] for earlier in reversed(related))
    if len(related) < 2:
        return
    yield related
    if len(related) > 2:
        figures = [earlier for earlier in related if earlier.question.ask in FIGURES]
        shapes = [earlier for earlier in related if earlier.question.ask not in FIGURES]
        yield from (group for group in (shapes, figures) if 1 < len(group) < len(related))
        if len(related) <= _MOST_PAIRED:
            yield from map(list, combinations(related, 2))


def _needed(question: Question, group: list[Wrong], settled: list[Question], value: Value) -> list[Wrong]:
    """Those of several without which it would not follow."""
    for earlier in group:
        fewer = [other for other in group if other is not earlier]
        if len(group) > 1 and value in consequences(question, _taken(fewer, settled)):
            group = fewer
    return group


def _is_said(question: Question, written: Written, value: Value, sources: int) -> bool:
    """Whether an answer is exactly this value, or is it rounded so that hardly another one could be meant."""
    if agrees(question, written, value) is None:
        return False
    away = distance(written, value)
    digits = _DIGITS if sources == 1 else _DIGITS_OF_SEVERAL
    return not away or (away == 1 and isinstance(written, Number) and significant(written) >= digits)


def _shown(question: Question, written: Written, value: Value) -> str:
    """What is right then; no whole number is told with the prefix and unit of the answer: `4.2 MiB`."""
    if question.ask == "share":
        return shown(question, value)
    if isinstance(value, Fraction) and value.denominator > 1 and isinstance(written, Number) and written.places is not None:
        unit = f"{written.prefix}{written.unit if written.unit in ('B', 'bit') else ''}"
        return f"{fixed(written.value, max(written.places, 0))} {unit}".rstrip()
    return shown(question, value)
