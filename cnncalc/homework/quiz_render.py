"""What a quiz says: the questions, what is told of an answer, and the score."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from cnncalc.diagnostics import printable
from cnncalc.homework.formats._texts import in_points, indented, percent, plural, points, share
from cnncalc.homework.misconceptions import misconception
from cnncalc.homework.quiz import HINT_COST, MOST_TRIES, Quiz, Reply, Turn
from cnncalc.render.prose import READABLE, heading, hung

_SKIPPED = {
    "skipped": "Skipped.",
    "none": "There are no more hints.",
    "blank": "Type an answer, or `hint`, `skip`, `solution` or `help`.",
}
#: What can be typed in place of an answer, as `help` tells it.
_HELP = {
    "hint": "the next hint, for a tenth of the points",
    "skip": "the next question, without points for this one",
    "solution": "the worked answer, without points for this one",
    "quit": "the end, with the score so far; `exit` too",
    "help": "these words; `?` too",
}
_WORD = max(map(len, _HELP))
_COLORS = {"right": 32, "wrong": 31, "unread": 36, "hint": 33, "shown": 33}
_TIE = "\u00a0"  # a space at which no line is broken
_BRACKETS = re.compile(r"\([^()]{1,40}\)")
_SUM = re.compile(r"[\d(][\d().,*/]*(?:[ \u00a0][-+*/][ \u00a0][\d().,*/?]+)+")
_SHORT = 40
_TRIES = ("first", "second", "third")


class Look(NamedTuple):
    """The columns of the terminal, None off one, and whether there is colour."""

    width: int | None
    color: bool


def opening(quiz: Quiz, look: Look) -> str:
    """What it is, and how it goes."""
    total = sum((turn.question.points for turn in quiz.turns), Fraction(0))
    title = f"{printable(quiz.title)}: {plural(len(quiz.turns), 'question')}, {in_points(total)}"
    rules = (
        f"Type an answer, or `hint`, `skip`, `solution`, `quit` or `help`. "
        f"A wrong try costs a quarter of the points, a hint a tenth. After {MOST_TRIES} wrong tries you see the solution."
    )
    rows = ["Rows of numbers go on one line: `1 2; 3 4`."] if any(turn.question.form == "cells" for turn in quiz.turns) else []
    return _text([heading(title, look.color), *hung("", " ".join([rules, *rows]), _width(look))])


def question(quiz: Quiz, look: Look) -> str:
    """The current question, below an empty line."""
    turn = quiz.current
    assert turn is not None
    number = quiz.turns.index(turn) + 1
    asked = turn.question
    id = "" if asked.id == str(number) else f", {printable(asked.id)}"
    tries = ", one try" if turn.most_tries == 1 else ""
    lines = ["", heading(f"Question {number} of {len(quiz.turns)}{id} ({in_points(asked.points)}{tries})", look.color)]
    return _text([*lines, *_markdown(asked.text, look)])


def answered(turn: Turn, reply: Reply, look: Look) -> str:
    """What is told of a line that was typed; `turn` is the question that was current before it."""
    if reply.kind == "quit":
        return ""
    if reply.kind == "help":
        return _text([line for word, does in _HELP.items() for line in hung(f"  {word:<{_WORD}}  ", does, _width(look))])
    if reply.kind in _SKIPPED:
        return _SKIPPED[reply.kind] + "\n"
    label, said = _said(turn, reply)
    label = label.replace(" ", _TIE)
    first, *others = map(_kept_together, map(printable, said))
    lines = [*hung("", f"{label} {first}", _width(look)), *(line for text in others for line in hung("", text, _width(look)))]
    if look.color:
        lines[0] = f"\x1b[{_COLORS[reply.kind]}m{label}\x1b[0m{lines[0].removeprefix(label)}"
    for line in reply.solution:
        lines += indented("  ", line, _width(look), "  ")
    return _text(lines).replace(_TIE, " ")


def _said(turn: Turn, reply: Reply) -> tuple[str, tuple[str, ...]]:
    """The word that stands out, and the lines behind it."""
    if reply.kind == "right":
        return "Right,", (f"{_of(turn)}. {' '.join(reply.said)}",)
    if reply.kind == "unread":
        return "Not read.", (*reply.said, "This is no try: write it another way.")
    if reply.kind == "hint":
        cost = in_points(turn.question.points * HINT_COST)
        return f"Hint {turn.hints} of {len(turn.question.hints)}, for {cost}:", reply.said
    if reply.kind == "shown":
        return "The solution:", ("",)
    return "Not right.", (*(reply.said or ("",)), "The solution:" if reply.solution else f"Try again, for {_of(turn)}.")


def _kept_together(text: str) -> str:
    """With the spaces of brackets and of short sums tied, so that no line ends within them."""
    tied = _BRACKETS.sub(lambda found: found[0].replace(" ", _TIE), text)
    return _SUM.sub(lambda found: found[0].replace(" ", _TIE) if len(found[0]) <= _SHORT else found[0], tied)


def closing(quiz: Quiz, again: str, look: Look) -> str:
    """The score, each question, what to look at again, and how to have the same questions again."""
    done, width = quiz.done, _width(look)
    repeat = ["", "The same questions again:", f"  {again}"] if again else []
    if not done:
        return _text(["", "No question was answered.", *repeat])
    possible = sum((turn.question.points for turn in done), Fraction(0))
    some = "" if len(done) == len(quiz.turns) else f" in {len(done)} of {plural(len(quiz.turns), 'question')}"
    scored = f"{points(quiz.score)} of {in_points(possible)}{some}"
    lines = ["", heading(f"Score: {scored}{f' ({percent(share(quiz.score, possible))})' if possible else ''}", look.color)]
    lines += _table(done)
    if all(turn.outcome == "right" and not turn.tries and not turn.hints for turn in quiz.turns):
        lines += ["", "Well done: everything right at the first try."]
    slips = _slips(done)
    if slips:
        lines += ["", heading("To look at again", look.color)]
    for code, ids in slips.items():
        found = misconception(code)
        lines += hung("  ", f"Question {', '.join(ids)}: {found.what}. {found.why} [{code}]", width)
    return _text([*lines, *repeat])


def _table(done: list[Turn]) -> Iterator[str]:
    """A line a question that was done."""
    rows = [(printable(turn.question.id), _worth(turn), _how(turn)) for turn in done]
    ids, worth = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    for id, scored, how in rows:
        yield f"  {id:<{ids}}  {scored:<{worth}}  {how}"


def _how(turn: Turn) -> str:
    hints = f", with {plural(turn.hints, 'hint')}" if turn.hints else ""
    if turn.outcome == "right":
        return f"right at the {_TRIES[turn.tries]} try{hints}"
    return {"wrong": "not found", "skipped": "skipped", "shown": "solution shown"}[turn.outcome] + hints


def _slips(turns: list[Turn]) -> dict[str, list[str]]:
    """Code -> the questions in which the slip was made."""
    found: dict[str, list[str]] = {}
    for turn in turns:
        for code in turn.codes:
            found.setdefault(code, []).append(printable(turn.question.id))
    return found


def _markdown(text: str, look: Look) -> Iterator[str]:
    """A question's text: paragraphs wrapped, blocks as they are without their fences."""
    block = False
    for line in text.splitlines():
        if line.lstrip().startswith("```"):
            block = not block
        elif block or line.startswith("|"):
            yield f"    {printable(line)}".rstrip()
        else:
            yield from indented("  ", line, _width(look))


def _of(turn: Turn) -> str:
    """`1.5 of 2 points`."""
    return f"{points(turn.worth)} of {in_points(turn.question.points)}"


def _worth(turn: Turn) -> str:
    return f"{points(turn.score)} of {points(turn.question.points)}"


def _width(look: Look) -> int:
    return min(look.width or READABLE, READABLE)


def _text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
