"""What several formats say in the same words: points, shares, feedback, and numbers that stay exact in JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from json.encoder import encode_basestring_ascii
from typing import Any

from cnncalc.diagnostics import printable
from cnncalc.homework.decimals import fixed, short
from cnncalc.homework.results import OR, Graded, Results, Submission
from cnncalc.render import Look

_PLACES = 6
_LEAST_WIDTH = 20
#: Between two sentences on a line.
_SENTENCE = re.compile(r"(?<=[.?]) +(?=[A-Z`(])")
#: Status -> its mark, the same where there is but ASCII, and its colour.
_MARKS = {"right": ("✓", "+", "32"), "wrong": ("✗", "x", "31"), "follows": ("~", "~", "33"), "unread": ("?", "?", "36")}
#: An answer that was left out, which no format takes for one that could not be read.
LEFT_OUT = "K504"


def decimal(value: Fraction, places: int = _PLACES) -> str:
    """All digits where there are finitely many, else so many places."""
    rest, found = value.denominator, 0
    for factor in (2, 5):
        count = 0
        while rest % factor == 0:
            rest, count = rest // factor, count + 1
        found = max(found, count)
    return short(value, found if rest == 1 else places, "")


def rounded(value: Fraction) -> Fraction:
    """What `decimal` writes, as a number."""
    return Fraction(decimal(value))


def points(value: Fraction) -> str:
    """Points for people, two decimals at most."""
    return short(value, 2, "")


def in_points(value: Fraction) -> str:
    """`1 point`, `2.5 points`."""
    return f"{points(value)} point{'' if value == 1 else 's'}"


def percent(share: Fraction) -> str:
    """A share in whole per cent; 100 % and 0 % are exactly that."""
    whole = int(fixed(share * 100, 0, ""))
    whole = 99 if whole == 100 and share < 1 else 1 if not whole and share else whole
    return f"{whole} %"


def share(scored: Fraction, possible: Fraction) -> Fraction:
    """Of the points; where there are none, nothing was missed."""
    return scored / possible if possible else Fraction(1)


def is_full(submission: Submission) -> bool:
    """Whether everything is right, or follows and has all its points."""
    return submission.problem is None and submission.score == submission.max_score


def passed(graded: Graded) -> bool:
    """Whether an answer has all its points by being right, also where there are none to have."""
    return graded.status in ("right", "follows") and graded.score == graded.max_score


def is_unreadable(graded: Graded) -> bool:
    """Whether something was written that could not be read."""
    return graded.status == "unread" and graded.code != LEFT_OUT


def mark(status: str, look: Look) -> str:
    """One character for how an answer went."""
    sign, plain, color = _MARKS[status]
    shown = plain if look.ascii_only else sign
    return f"\x1b[{color}m{shown}\x1b[0m" if look.color else shown


def legend(look: Look) -> str:
    """What the marks mean, without colour: its lines are wrapped."""
    words = {"right": "right", "wrong": "wrong", "follows": "follows from an earlier answer", "unread": "not read or left out"}
    return ", ".join(f"{mark(status, look._replace(color=False))} {word}" for status, word in words.items())


def misconception_name(code: str) -> str:
    """The words of a code."""
    from cnncalc.homework.misconceptions import misconception

    return misconception(code).name


def read_ones(results: Results) -> Results:
    """Without the sheets that could not be read at all: they are no result of a class."""
    return Results(results.title, tuple(submission for submission in results.submissions if submission.problem is None))


def each(results: Results) -> Iterator[tuple[Submission, Graded]]:
    """Every answer with its submission."""
    return ((submission, graded) for submission in results.submissions for graded in submission.questions)


def plural(count: int, word: str) -> str:
    """`1 submission`, `12 submissions`."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def indented(indent: str, text: str, width: int | None, further: str = "") -> list[str]:
    """A text from a file in lines of at most so many columns, behind an indent; all but the first further in."""
    from cnncalc.render.grid import wrapped

    room = None if width is None else max(width - len(indent), _LEAST_WIDTH)
    return [(indent + line).rstrip() for line in wrapped(printable(text), room, further)]


def cut(text: str, most: int) -> str:
    """A text on one line, of at most so many characters."""
    text = printable(text)
    return text if len(text) <= most else text[: max(most - 3, 0)].rstrip() + "..."[:most]


def title_of(graded: Graded, most: int = 120) -> str:
    """What a question asks, on one line: behind as much of what it is about as there is room for; its number without words.

    Of a network the description comes first, which is the same for many questions; so room is made at the front.
    """
    sentences = list(_sentences(graded.text))
    if not sentences:
        return cut(graded.id, most)
    last = next((at for at in reversed(range(len(sentences))) if sentences[at].endswith("?")), None)
    if last is None:
        return cut(" ".join(sentences), most)
    asked = next((at + 1 for at in reversed(range(last)) if not sentences[at].endswith("?")), 0)
    title = " ".join(sentences[asked : last + 1])
    for number, sentence in enumerate(reversed(sentences[:asked])):
        room = most - len(title) - 1
        if len(sentence) > room and (number or room < _LEAST_WIDTH):
            break
        title = f"{cut(sentence, room)} {title}"
    return cut(title, most)


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a Markdown text, without its blocks and tables."""
    block = False
    for line in map(str.strip, text.splitlines()):
        if line.startswith("```"):
            block = not block
        elif line and not block and not line.startswith("|"):
            yield from _SENTENCE.split(printable(line))


def feedback(graded: Graded, most: int) -> str:
    """What a student is told, line by line: what was written, the message, the worked answer. Nothing of a hidden question."""
    if graded.hidden:
        return ""
    lines = [f"You wrote: {graded.given}"] if graded.given else []
    lines += alternatives(graded.message)
    lines += ["Worked answer:", *(f"  {line}" for line in graded.solution)] if graded.solution else []
    return "\n".join(cut(line, most) for line in lines) if most else ""


def alternatives(message: str) -> list[str]:
    """A message line by line: slips that explain an answer equally well are one each."""
    first, *others = message.split(OR)
    return [first, *(f"or {other}" for other in others)] if message else []


def fitting(build: Callable[[int], str], largest: int) -> str:
    """A document of ASCII, built with ever shorter feedback until it has at most so many bytes, or no feedback at all."""
    made = ""
    for most in (2000, 300, 80, 0):
        made = build(most)
        if len(made) <= largest:
            break
    return made


def encoded(value: Any) -> str:
    """JSON in ASCII, in which a Fraction is a number with exactly the digits of `decimal`."""
    if isinstance(value, str):
        return encode_basestring_ascii(value)
    if isinstance(value, Fraction):
        return decimal(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{encode_basestring_ascii(key)}: {encoded(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(encoded, value)) + "]"
    return {True: "true", False: "false", None: "null"}[value] if value is None or isinstance(value, bool) else str(value)
