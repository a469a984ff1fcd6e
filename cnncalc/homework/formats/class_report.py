"""What a class did, for its teacher: a line a student, how each question went, and what was misunderstood how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from cnncalc.diagnostics import printable
from cnncalc.homework.formats._texts import (
    alternatives,
    each,
    indented,
    is_full,
    legend,
    mark,
    misconception_name,
    percent,
    plural,
    points,
    read_ones,
    share,
)
from cnncalc.homework.formats.as_json import median, shares_of
from cnncalc.homework.results import STATUSES, Graded, Results, Submission
from cnncalc.render import Look
from cnncalc.render.grid import GAP, cut, grid
from cnncalc.render.prose import READABLE, heading

_LONGEST_NAME = 32
_LONGEST_ID = 20
_NAMED = 5  # questions named beside a misconception


def render(results: Results, look: Look) -> str:
    """The class alone."""
    return "\n".join([*students(results, look), "", *sums(results, look)]) + "\n"


def students(results: Results, look: Look) -> Iterator[str]:
    """A line a student, in the order of the files: points, per cent, and a mark for each answer where there is room."""
    title = f"{printable(results.title)}: " if results.title else ""
    yield heading(title + plural(len(results.submissions), "submission"), look.color)
    yield ""
    twice = _twice(results)
    rows = [_student(submission, _who(submission) in twice) for submission in results.submissions]
    table = grid([("student", "points", ""), *rows], (0, 1, 2), (0,))
    room = look.width - max(map(len, table)) - GAP if look.width else READABLE
    longest = max((len(submission.questions) for submission in results.submissions), default=0)
    marked = 0 < longest <= room
    yield table[0] + " " * (max(map(len, table)) + GAP - len(table[0])) * marked + "answers" * marked
    for line, submission in zip(table[1:], results.submissions, strict=True):
        yield (line + (" " * GAP + _marks(submission, look)) * (marked and submission.problem is None)).rstrip()
    if marked:
        yield ""
        yield from indented("", legend(look), _width(look))
    for name, count in twice.items():
        yield from indented("", f"{count} submissions are by {name}: each counts as one of its own", _width(look), "  ")
    for submission in results.submissions:
        if submission.problem is not None:
            yield from indented("", f"{submission.path}: {submission.problem.message}", _width(look), "  ")


def _who(submission: Submission) -> str:
    """A student, called alike however the name is spaced."""
    return " ".join(submission.student.split())


def _twice(results: Results) -> dict[str, int]:
    """The students that several submissions name, with how many."""
    counts = Counter(map(_who, results.submissions))
    return {name: count for name, count in counts.items() if name and count > 1}


def _student(submission: Submission, shows_path: bool) -> tuple[str, str, str]:
    name = cut(printable(_who(submission) or submission.path), _LONGEST_NAME)
    name += f"  {cut(printable(submission.path), _LONGEST_NAME, tail=True)}" * shows_path
    if submission.problem is not None:
        return name, "not read", ""
    scored = f"{points(submission.score)} of {points(submission.max_score)}"
    return name, scored, percent(share(submission.score, submission.max_score)).rjust(5)


def _marks(submission: Submission, look: Look) -> str:
    return "".join(mark(graded.status, look) for graded in submission.questions)


def sums(results: Results, look: Look) -> Iterator[str]:
    """Mean and median, the questions, those that went worst first, and the misconceptions, the most frequent first."""
    results = read_ones(results)
    shares = shares_of(results)
    if shares:
        mean = sum(shares, Fraction(0)) / len(shares)
        full = sum(map(is_full, results.submissions))
        said = [
            f"Mean {percent(mean)}",
            f"median {percent(median(shares))}",
            f"from {percent(min(shares))} to {percent(max(shares))}",
        ]
        yield from indented("", f"{', '.join(said)}; {full:,} of {len(shares):,} full.", _width(look))
    yield from _questions(results, look)
    yield from _misconceptions(results, look)


def _questions(results: Results, look: Look) -> Iterator[str]:
    counts = sorted(results.questions(), key=lambda count: count.score)  # stable: the key's order where they are equal
    if not counts:
        return
    rows = [["question", *STATUSES, "points"]]
    for count in counts:
        figures = (f"{count.counts[status]:,}" for status in STATUSES)
        rows.append([cut(printable(count.id), _LONGEST_ID), *figures, percent(count.score)])
    lines = grid(rows, range(6), (0,))
    often = ["mostly", *(_mostly(count.misconceptions) for count in counts)]
    if look.width is not None and max(map(len, lines)) + GAP + max(map(len, often)) > look.width:
        often = [""] * len(often)
    yield ""
    yield heading("Questions, the hardest first", look.color)
    yield from (f"{line}{' ' * GAP}{more}".rstrip() for line, more in zip(lines, often, strict=True))


def _mostly(misconceptions: dict[str, int]) -> str:
    """The most frequent slip in the answers to a question."""
    return next((f"{code} {misconception_name(code)} ({count:,})" for code, count in misconceptions.items()), "")


def _misconceptions(results: Results, look: Look) -> Iterator[str]:
    found = results.misconceptions()
    if not found:
        return
    yield ""
    yield heading("Misconceptions, the most frequent first", look.color)
    width = max(len(f"{count:,}") for count in found.values())
    by_code: dict[str, list[tuple[Submission, Graded]]] = {code: [] for code in found}
    for submission, graded in each(results):
        for code in graded.misconceptions[:1]:
            by_code[code].append((submission, graded))
    for code, named in by_code.items():
        ids = list(dict.fromkeys(printable(graded.id) for _, graded in named))
        others = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
        yield f"{len(named):>{width},}  {code} {misconception_name(code)}: in {', '.join(ids[:_NAMED])}{others}"
        shown = [(submission, graded) for submission, graded in named if not graded.hidden]
        if not shown:
            continue
        submission, graded = shown[0]
        who = cut(printable(submission.student or submission.path), _LONGEST_NAME)
        first, *further = alternatives(graded.message) or [""]
        told = f"{who}, {graded.id}: {cut(printable(graded.given), _LONGEST_NAME)}: {first}"
        yield from (line for text in (told, *further) for line in indented(" " * (width + 2), text, _width(look)))


def _width(look: Look) -> int:
    return min(look.width or READABLE, READABLE)
