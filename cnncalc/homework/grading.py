"""Grading: an answer is right, follows from an earlier slip, shows a known slip, or is wrong in a way that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from cnncalc.homework.carried import carried
from cnncalc.homework.claims import Wrong
from cnncalc.homework.grids import grid_of, part, place
from cnncalc.homework.judging import agrees, cell_faults, right, shown_truth, understand
from cnncalc.homework.key import Key
from cnncalc.homework.misconceptions import about
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.precision import distance, significant
from cnncalc.homework.question import Misfit, Question, Value
from cnncalc.homework.results import OR, Graded, Results, Submission
from cnncalc.homework.rounding import shows
from cnncalc.homework.working import contradicted, told
from cnncalc.homework.written import Cells, Fit, Grid, Number, Raw, Unreadable, Written

if TYPE_CHECKING:
    from cnncalc.homework.submissions import Sheet

#: The slip that no value gives away: the working is right, and what is written behind it is not what it comes to.
_NOT_OF_WORKING = "K424"
_SHOWN = 120
#: The digits that a rounded answer must have for a slip to explain it at all.
_FEWEST_DIGITS = 2
_MOST_CELLS = 4


class Grader:
    """Grades one key's answers; the wrong answers that slips would give are worked out once a question."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self._slips: dict[Question, list[tuple[Misconception, Slip]]] = {}

    def grade(self, sheets: Iterable[Sheet]) -> Results:
        """Every sheet; one that cannot be read stands among the others with its problem."""
        return Results(self.key.title, tuple(self.sheet(sheet) for sheet in sheets))

    def sheet(self, sheet: Sheet) -> Submission:
        """One student's answers."""
        wrong: list[Wrong] = []
        settled: list[Question] = []
        graded = []
        for question in self.key.questions:
            unread = sheet.unread.get(question.id) if sheet.problem is None else Unreadable("K502", sheet.problem.message)
            result, slipped = self._answer(question, sheet.answers.get(question.id), wrong, unread, settled)
            graded.append(result)
            if result.status == "right":
                settled.append(question)
            if slipped is not None:
                wrong.append(slipped)
        return Submission(sheet.path, sheet.student, tuple(graded), sheet.problem, tuple(sheet.remarks), sheet.source)

    def answer(self, question: Question, raw: Raw | None) -> Graded:
        """One answer on its own."""
        return self._answer(question, raw, [])[0]

    def _answer(
        self,
        question: Question,
        raw: Raw | None,
        wrong: list[Wrong],
        unread: Unreadable | None = None,
        settled: Sequence[Question] = (),
    ) -> tuple[Graded, Wrong | None]:
        result = Graded(
            question.id, "unread", Fraction(0), question.points, "no answer was given", one_line(raw),
            shown_truth(question), code="K504", hidden=question.hidden, text=question.text,
        )  # fmt: skip
        try:
            if unread is not None:
                raise unread
            if raw is None:
                return result, None
            written = understand(question, raw)
        except Unreadable as error:
            message = "no answer was given" if error.code == "K504" else f"could not be read: {error.message}"
            return result._replace(message=message, code=error.code), None
        result = result._replace(code="")
        said = right(question, written)
        if said is not None:
            return result._replace(status="right", score=question.points, message=said), None
        slipped = Wrong(question, written)
        follows = carried(question, written, wrong, settled)
        if follows is not None:
            sources = ", ".join(follows.sources) or "an earlier answer"
            comes = follows.shown if follows.shown.startswith("does not fit") else f"is {follows.shown}"
            message = f"follows from {sources}: with that, it {comes}"
            score = question.points * question.credit.get("follows", Fraction(1))
            return result._replace(status="follows", score=score, message=message, solution=question.solution), slipped
        return self._wrong(question, written, result), slipped

    def _wrong(self, question: Question, written: Written, result: Graded) -> Graded:
        """A wrong answer with every slip that gives exactly it, or that gives what its own working comes to."""
        worked = contradicted(question, written)
        found: dict[str, str] = {}
        if worked is not None and right(question, worked) is not None:
            found[_NOT_OF_WORKING] = told(worked.value, written)
        else:
            for misconception, slip in self._fitting(question, worked or written):
                found.setdefault(misconception.code, slip.said)
        parts = [OR.join(found.values())] if found else []
        if worked is not None and _NOT_OF_WORKING not in found:
            parts.insert(0, told(worked.value, written))
        if isinstance(written, Cells) and not found:
            parts = _cell_messages(question, written)
        message = "; ".join(parts) or f"no known slip gives this; the answer is {result.expected}"
        return result._replace(
            status="wrong",
            score=question.points * _share(question, written, tuple(found)),
            message=message,
            misconceptions=tuple(found),
            solution=question.solution,
        )

    def _fitting(self, question: Question, written: Written) -> list[tuple[Misconception, Slip]]:
        """The slips that give an answer, the likeliest first."""
        fitting = [found for found in self._candidates(question) if _is_said(question, written, *found)]
        closest = min((_away(question, written, slip) for _, slip in fitting), default=0)
        fitting = [one for one in fitting if _away(question, written, one[1]) == closest]
        if closest and fitting:  # a rounded number is near to much: only what is likeliest, and of two digits only the one
            fitting = [one for one in fitting if _rank(one) == _rank(fitting[0])]
            several = len({slip.value for _, slip in fitting}) > 1
            if several and isinstance(written, Number) and significant(written) <= _FEWEST_DIGITS:
                return []
        return fitting

    def _candidates(self, question: Question) -> list[tuple[Misconception, Slip]]:
        """What each slip would give, the likeliest first; never an accepted answer, never one value twice for a slip."""
        known = self._slips.get(question)
        if known is None:
            accepted = [truth.value for truth in question.truths]
            known, seen = [], set[tuple[str, Value]]()
            for misconception in about(question.ask):
                for slip in misconception.slips(question):
                    new = slip.value not in accepted and (misconception.code, slip.value) not in seen
                    if new or slip.when is not None:
                        seen.add((misconception.code, slip.value))
                        known.append((misconception, slip))
            known.sort(key=_rank)
            self._slips[question] = known
        return known


def _rank(found: tuple[Misconception, Slip]) -> int:
    """The lower, the likelier."""
    return found[0].rank + found[1].rank


def _is_said(question: Question, as_written: Written, misconception: Misconception, slip: Slip) -> bool:
    """Whether an answer is exactly what a slip gives. A bare "legal" or "illegal" is only that, and says no size."""
    value, written = slip.value, _as_taken(question, as_written, slip)
    if isinstance(written, Fit) and written.number is None and not written.sizes and value not in ((), Misfit(())):
        return False
    if slip.when is not None and (not isinstance(as_written, Number) or not slip.when(as_written)):
        return False
    if isinstance(written, Number):
        away = distance(written, value)
        if away > 2 or (away and significant(written) < max(misconception.digits, _FEWEST_DIGITS)):
            return False  # as near to much else
    return agrees(question, written, value) is not None


def _as_taken(question: Question, written: Written, slip: Slip) -> Written:
    """A number as it is compared with a slip's value: without its unit where the slip is in that, or is of values for bytes."""
    if not isinstance(written, Number):
        return written
    is_count = question.ask == "memory" and written.unit not in ("", "B", "bit")
    return written._replace(unit="") if slip.when is not None or is_count else written


def _away(question: Question, written: Written, slip: Slip) -> int:
    return distance(_as_taken(question, written, slip), slip.value)


def _share(question: Question, written: Written, codes: tuple[str, ...]) -> Fraction:
    """The share of the points of a wrong answer: that of the likeliest slip alone where it has one, else the largest."""
    if codes and codes[0] in question.credit:
        return question.credit[codes[0]]
    shares = [question.credit[code] for code in codes if code in question.credit]
    return max([*shares[:1], question.credit.get("wrong", Fraction(0)), _cell_share(question, written)])


def _cell_messages(question: Question, written: Cells) -> list[str]:
    """The first cells that are wrong, each with what is right and how it comes about."""
    faults = list(cell_faults(written.rows, grid_of(question)))
    said: list[str] = []
    for at, number in faults[:_MOST_CELLS]:
        cell = part(grid_of(question), at)
        if not isinstance(cell, Fraction):
            return [*said, f"{len(cell)} {'rows' if at == () and isinstance(cell[0], tuple) else 'cells'} are expected"]
        where = f"cell {place(at)}" if at else "it"
        worked = _worked(question, at)
        said.append(f"{where} is {worked}{shows(cell, 'number')}, found {number.text if number else 'nothing'}")
    if len(faults) > len(said):
        said.append(f"{len(faults) - len(said)} more cells are wrong")
    return said


def _worked(question: Question, at: tuple[int, ...]) -> str:
    """The arithmetic of one cell up to its result, of a question about an output."""
    if question.computation is None or question.ask != "values":
        return ""
    steps = question.computation.worked(at).rpartition(" = ")[0]
    return f"{steps} = " if steps else ""


def _cell_share(question: Question, written: Written) -> Fraction:
    """The share of the points for the cells that are right, where the key gives credit for them."""
    share = question.credit.get("cells")
    if share is None or not isinstance(written, Cells):
        return Fraction(0)
    grid = grid_of(question)
    faults = list(cell_faults(written.rows, grid))
    if any(number is None and len(at) < _depth(grid) for at, number in faults):
        return Fraction(0)
    return share * Fraction(_count(grid) - len(faults), _count(grid))


def _count(value: Grid) -> int:
    return sum(map(_count, value)) if isinstance(value, tuple) else 1


def _depth(value: Grid) -> int:
    return 1 + _depth(value[0]) if isinstance(value, tuple) and value else 0


def one_line(raw: Raw | None) -> str:
    """An answer as it was written, on one line of bounded length."""
    if raw is None:
        return ""
    text = " ".join(raw.split()) if isinstance(raw, str) else f"[{', '.join(one_line(part) for part in raw[:_SHOWN])}]"
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
