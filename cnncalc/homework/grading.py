"""Grading: an answer is right, follows from an earlier slip, shows a known slip, or is wrong in a way that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from cnncalc.homework.carried import carried
from cnncalc.homework.judging import agrees, cell_faults, right, scales, shown_truth, understand
from cnncalc.homework.key import Key
from cnncalc.homework.misconceptions import about
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Misfit, Question, Value
from cnncalc.homework.results import Graded, Results, Submission
from cnncalc.homework.rounding import shows
from cnncalc.homework.written import Cells, Fit, Grid, Number, Raw, Unreadable, Written

if TYPE_CHECKING:
    from cnncalc.homework.submissions import Sheet

_SHOWN = 120
_MOST_CELLS = 4


class Wrong(NamedTuple):
    """An earlier answer that was read and not right."""

    question: Question
    written: Written


class Grader:
    """Grades one key's answers; the wrong answers that slips would give are worked out once a question."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self._slips: dict[int, list[tuple[Misconception, Slip]]] = {}

    def grade(self, sheets: Iterable[Sheet]) -> Results:
        """Every sheet; one that cannot be read stands among the others with its problem."""
        return Results(self.key.title, tuple(self.sheet(sheet) for sheet in sheets))

    def sheet(self, sheet: Sheet) -> Submission:
        """One student's answers."""
        wrong: list[Wrong] = []
        graded = []
        for question in self.key.questions:
            unread = sheet.unread.get(question.id) if sheet.problem is None else Unreadable("K502", sheet.problem.message)
            result, slipped = self._answer(question, sheet.answers.get(question.id), wrong, unread)
            graded.append(result)
            if slipped is not None:
                wrong.append(slipped)
        return Submission(sheet.path, sheet.student, tuple(graded), sheet.problem, tuple(sheet.remarks), sheet.source)

    def answer(self, question: Question, raw: Raw | None) -> Graded:
        """One answer on its own."""
        return self._answer(question, raw, [])[0]

    def _answer(
        self, question: Question, raw: Raw | None, wrong: list[Wrong], unread: Unreadable | None = None
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
        follows = carried(question, written, wrong)
        if follows is not None:
            sources = ", ".join(follows.sources) or "an earlier answer"
            message = f"follows from {sources}: with that, it is {follows.shown}"
            score = question.points * question.credit.get("follows", Fraction(1))
            return result._replace(status="follows", score=score, message=message, solution=question.solution), slipped
        return self._wrong(question, written, result), slipped

    def _wrong(self, question: Question, written: Written, result: Graded) -> Graded:
        """A wrong answer with every slip that gives exactly it."""
        fitting = [found for found in self._candidates(question) if _is_said(question, written, found[1].value)]
        closest = min((_distance(written, slip.value) for _, slip in fitting), default=0)
        fitting = [one for one in fitting if _distance(written, one[1].value) == closest]
        if closest and fitting:  # a rounded number is near to much: only what is likeliest
            fitting = [one for one in fitting if _rank(one) == _rank(fitting[0])]
        found: dict[str, str] = {}
        for misconception, slip in fitting:
            found.setdefault(misconception.code, slip.said)
        parts = [" - or ".join(found.values())] if found else []
        if isinstance(written, Cells) and not found:
            parts = _cell_messages(question, written)
        message = "; ".join(parts) or f"no known slip gives this; the answer is {result.expected}"
        shares = [question.credit[code] for code in found if code in question.credit]
        share = max([*shares[:1], question.credit.get("wrong", Fraction(0)), _cell_share(question, written)])
        return result._replace(
            status="wrong",
            score=question.points * share,
            message=message,
            misconceptions=tuple(found),
            solution=question.solution,
        )

    def _candidates(self, question: Question) -> list[tuple[Misconception, Slip]]:
        """What each slip would give, the likeliest first; never an accepted answer, never one value twice for a slip."""
        known = self._slips.get(id(question))
        if known is None:
            accepted = [truth.value for truth in question.truths]
            known, seen = [], set[tuple[str, Value]]()
            for misconception in about(question.ask):
                for slip in misconception.slips(question):
                    if slip.value not in accepted and (misconception.code, slip.value) not in seen:
                        seen.add((misconception.code, slip.value))
                        known.append((misconception, slip))
            known.sort(key=_rank)
            self._slips[id(question)] = known
        return known


def _rank(found: tuple[Misconception, Slip]) -> int:
    """The lower, the likelier."""
    return found[0].rank + found[1].rank


def _is_said(question: Question, written: Written, value: Value) -> bool:
    """Whether an answer is exactly what a slip gives. A bare "legal" or "illegal" is only that, and says no size."""
    if isinstance(written, Fit) and written.number is None and not written.sizes and value not in ((), Misfit(())):
        return False
    if question.ask == "memory" and isinstance(written, Number) and written.unit not in ("", "B", "bit"):
        written = written._replace(unit="")  # values where bytes were asked: a slip may say just that
    return agrees(question, written, value) is not None


def _distance(written: Written, value: Value) -> int:
    """How far a rounded number is from a value: 0 exactly it, 1 to the nearest with K = 1000, 2 any other rounding."""
    if not isinstance(written, Number) or not isinstance(value, Fraction):
        return 0
    scaled = scales(written)
    if value in scaled:
        return 0
    unit = scaled[0] / written.value if written.value else Fraction(1)
    return 1 if 2 * abs(scaled[0] - value) * 10 ** (written.places or 0) <= unit else 2


def _cell_messages(question: Question, written: Cells) -> list[str]:
    """The first cells that are wrong, each with what is right and how it comes about."""
    faults = list(cell_faults(written.rows, _grid(question)))
    said: list[str] = []
    for at, number in faults[:_MOST_CELLS]:
        cell = _grid(question)
        for index in at:
            assert isinstance(cell, tuple)
            cell = cell[index]
        if not isinstance(cell, Fraction):
            return [*said, f"{len(cell)} {'rows' if at == () and isinstance(cell[0], tuple) else 'cells'} are expected"]
        place = f"cell ({', '.join(str(index + 1) for index in at)})"
        worked = _worked(question, at)
        said.append(f"{place} is {worked}{shows(cell, 'number')}, found {number.text if number else 'nothing'}")
    if len(faults) > len(said):
        said.append(f"{len(faults) - len(said)} more cells are wrong")
    return said


def _grid(question: Question) -> Grid:
    """The answer to a question about values."""
    value = question.truth
    assert not isinstance(value, Misfit)
    return value


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
    grid = _grid(question)
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
