"""A quiz: questions one after the other, tries and hints counted, and what a wrong answer is told while it can be tried again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from cnncalc.homework.grading import Grader
from cnncalc.homework.grids import grid_of, part, place, size
from cnncalc.homework.judging import agreed, cell_faults, shown_truth, understand
from cnncalc.homework.key import Key
from cnncalc.homework.misconceptions import misconception
from cnncalc.homework.question import Question
from cnncalc.homework.results import Graded
from cnncalc.homework.working import contradicted, told
from cnncalc.homework.written import Cells, Unreadable, Written

#: Wrong tries after which the solution is shown.
MOST_TRIES = 3
#: Shares of a question's points that a wrong try and a hint cost.
TRY_COST = Fraction(1, 4)
HINT_COST = Fraction(1, 10)
#: What can be typed in place of an answer -> what it does.
WORDS = {
    "hint": "hint", "skip": "skip", "solution": "solution", "quit": "quit", "exit": "quit", "help": "help", "?": "help",
}  # fmt: skip

_MOST_SLIPS = 2
_MOST_CELLS = 4
_LONG = 3  # digits that no number of an arithmetic has by chance
#: A number as sentences write it: `34,944`, `13 1/2`, `55x55x96`, `89.4 %`, `60.95 MB`.
_FIGURE = re.compile(
    r"(?<![\w.,])(?:\d+(?:,\d{3})+|\d+(?:(?:x\d+)+|/\d+| \d+/\d+)?)(?:\.\d+)?(?: ?%| [KMGT]i?B\b)?(?![\w]|,\d|\.\d)"
)

_RIGHT_CELL = re.compile(r", not [^,; ]+$")  # behind what a cell became, what it should be
_TWICE = re.compile(r"\? \w+ \(\?$")  # `? bytes (?`, of bytes that are given in MB as well


class Reply(NamedTuple):
    """What is answered to a line. `kind` is right, wrong, unread, blank, hint, none, skipped, shown, help or quit.

    `none`: there is no further hint. `said` are whole sentences; `solution` is the worked answer, where it is shown.
    """

    kind: str
    said: tuple[str, ...] = ()
    solution: tuple[str, ...] = ()


@dataclass
class Turn:
    """One question and how it went. `outcome` is open, right, wrong, skipped or shown; `codes` the slips in the order made."""

    question: Question
    outcome: str = "open"
    tries: int = 0  # wrong ones
    hints: int = 0
    codes: list[str] = field(default_factory=list)

    @property
    def most_tries(self) -> int:
        """One where the answer is yes or no: a wrong one says which is right."""
        return 1 if self.question.form == "fit" else MOST_TRIES

    @property
    def worth(self) -> Fraction:
        """The points that a right answer gives now."""
        return self.question.points * max(Fraction(0), 1 - self.tries * TRY_COST - self.hints * HINT_COST)

    @property
    def score(self) -> Fraction:
        return self.worth if self.outcome == "right" else Fraction(0)


class Quiz:
    """The questions of a key that are not hidden, and where one is in them."""

    def __init__(self, key: Key, number: int | None = None) -> None:
        self.title = key.title
        self.turns = [Turn(question) for question in key.questions if not question.hidden][:number]
        self.stopped = False
        self._grader = Grader(key)

    @property
    def current(self) -> Turn | None:
        """The question that is to be answered; None at the end."""
        return None if self.stopped else next((turn for turn in self.turns if turn.outcome == "open"), None)

    @property
    def done(self) -> list[Turn]:
        """Those that were answered, given up or left."""
        return [turn for turn in self.turns if turn.outcome != "open"]

    @property
    def score(self) -> Fraction:
        return sum((turn.score for turn in self.turns), Fraction(0))

    def stop(self) -> None:
        """End it here."""
        self.stopped = True

    def reply(self, text: str) -> Reply:
        """What a line does, which is an answer or one of WORDS. There must be a current question."""
        turn = self.current
        assert turn is not None
        word = WORDS.get(text.strip().lower())
        if word == "quit":
            self.stop()
            return Reply("quit")
        if word == "hint":
            return _hint(turn)
        if word == "help":
            return Reply("help")
        if word is not None:
            turn.outcome = "skipped" if word == "skip" else "shown"
            return Reply(turn.outcome, (), _worked(turn.question) if word == "solution" else ())
        return self._answer(turn, text)

    def _answer(self, turn: Turn, text: str) -> Reply:
        graded = self._grader.answer(turn.question, text)
        if graded.status == "unread":
            blank = graded.code == "K504"
            return Reply("blank") if blank else Reply("unread", (_sentence(graded.message.removeprefix("could not be read: ")),))
        if graded.status == "right":
            turn.outcome = "right"
            return Reply("right", (_sentence(graded.message),) if graded.message else ())
        turn.tries += 1
        codes = graded.misconceptions[:1]
        turn.codes += [code for code in codes if code not in turn.codes]
        return self._wrong(turn, graded, understand(turn.question, text))

    def _wrong(self, turn: Turn, graded: Graded, written: Written) -> Reply:
        """What is told of a wrong answer; of what is right only where there is no further try."""
        question, codes = turn.question, graded.misconceptions[:1]
        slips, working = _slips(question, graded), _working(question, written)
        if turn.tries == turn.most_tries:
            turn.outcome = "wrong"
            return Reply("wrong", (*map(_sentence, working), *_either(slips)), _worked(question))
        said = [_sentence(_hidden(question, line)) for line in working]
        said += [*_either(covered(question, slip) for slip in slips), *_cells(turn, written, bool(slips))]
        said += [misconception(code).why for code in codes if turn.tries > 1]
        left = turn.hints < len(question.hints)
        return Reply("wrong", tuple(said) or (f"No slip that is known gives this{'; `hint` may help' if left else ''}.",))


def _hint(turn: Turn) -> Reply:
    hints = turn.question.hints
    if turn.hints == len(hints):
        return Reply("none")
    turn.hints += 1
    return Reply("hint", (hints[turn.hints - 1],))


def _worked(question: Question) -> tuple[str, ...]:
    """The worked answer, which ends in what is to be written."""
    answer = shown_truth(question)
    said = any(line.endswith(answer) for line in question.solution[-1:])
    return question.solution if said else (*question.solution, f"answer: {answer}")


def _slips(question: Question, graded: Graded) -> list[str]:
    """The sentence of each slip that gives the answer, the likeliest first; none of a slip that shows in the working alone."""
    found = []
    for code in graded.misconceptions[:_MOST_SLIPS]:
        found += [one.said for one in misconception(code).slips(question) if one.said in graded.message][:1]
    return found


def _working(question: Question, written: Written) -> list[str]:
    """That the working comes to something else than what is written behind it, where that is so."""
    worked = contradicted(question, written)
    return [told(worked.value, written)] if worked is not None else []


def _either(slips: Iterable[str]) -> tuple[str, ...]:
    """Slips that give the same answer, as one sentence each."""
    return tuple(_sentence(f"or {slip}" if number else slip) for number, slip in enumerate(slips))


def covered(question: Question, said: str) -> str:
    """A slip's sentence with `?` for what would be a right answer, so that there is something left to find.

    What stands in the question is no secret, nor is a small number within a sum. What follows the last `?` is left out.
    """
    if question.form == "cells":
        return _RIGHT_CELL.sub("", said)
    hidden = _hidden(question, said)
    return _TWICE.sub("?", hidden[: hidden.rfind("?") + 1]) or hidden


def _hidden(question: Question, said: str) -> str:
    """A sentence with `?` for what would be a right answer, as `covered` has it, and all that follows."""
    given = set(re.findall(r"\d+", question.text)) | {found[0] for found in _FIGURE.finditer(question.text)}
    parts = set(re.findall(r"\d+", shown_truth(question))) if question.form in ("sizes", "fit") else set[str]()

    def hide(found: re.Match[str]) -> str:
        figure, before, after = found[0], said[: found.start()], said[found.end() :]
        if "/" in figure and after.startswith(" = "):
            return figure
        if before.endswith("= ") and not re.match(r" [-+*/]|[*/)]", after):
            return "?" if figure in parts or _answers(question, figure) else figure
        summed = re.search(r"[-+*/(] ?$", before) or re.match(r" ?[-+*/)]", after)
        if figure in given or (summed and sum(map(str.isdigit, figure)) <= _LONG):
            return figure
        return "?" if _answers(question, figure) else figure

    return _FIGURE.sub(hide, said)


def _answers(question: Question, figure: str) -> bool:
    """Whether a number would be taken for the answer."""
    try:
        return agreed(question, figure) is not None
    except Unreadable:
        return False


def _cells(turn: Turn, written: Written, explained: bool) -> Iterator[str]:
    """Which cells are wrong; from the second try on the sum behind the first of them, without its result."""
    question = turn.question
    if not isinstance(written, Cells) or question.form != "cells":
        return
    grid = grid_of(question)
    faults = [at for at, _ in cell_faults(written.rows, grid)]
    if any(isinstance(part(grid, at), tuple) for at in faults):
        yield f"The answer has {size(grid)} cells."
        return
    named = [place(at) for at in faults if at]
    if not named:
        return  # one number alone, which has no place
    more = f" and {len(named) - _MOST_CELLS} more" if len(named) > _MOST_CELLS else ""
    are = "cell {} is" if len(named) == 1 else "cells {} are"
    yield _sentence(f"{are.format(', '.join(named[:_MOST_CELLS]) + more)} not right")
    if turn.tries > 1 and not explained and question.ask == "values" and question.computation is not None:
        steps = question.computation.worked(faults[0]).rpartition(" = ")[0]
        yield from [f"Cell {named[0]} is {steps} = ?"] if steps else []


def _sentence(text: str) -> str:
    """With a capital in front and a full stop behind it."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
