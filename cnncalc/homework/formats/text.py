"""Grading as a terminal shows it: each sheet with its answers, what was wrong in words, and the worked answers.

Of several sheets a table of the class stands first and its sums last. A hidden question is counted, and nothing told of it:
a sheet's part can be handed out.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from cnncalc.diagnostics import printable
from cnncalc.homework.formats import class_report
from cnncalc.homework.formats._texts import (
    LEFT_OUT,
    alternatives,
    in_points,
    indented,
    is_unreadable,
    mark,
    percent,
    points,
    share,
)
from cnncalc.homework.results import Graded, Results, Submission
from cnncalc.render import Look
from cnncalc.render.findings import colored, render_located
from cnncalc.render.grid import cut
from cnncalc.render.prose import READABLE, heading

_LONGEST_GIVEN = 200


def render(results: Results, look: Look) -> str:
    """Every sheet, and of several the class around them."""
    sheets = ["\n".join(_sheet(submission, results.title, look)) for submission in results.submissions]
    if len(sheets) == 1:
        return sheets[0] + "\n"
    rule = "-" * min(look.width or READABLE, READABLE)
    first, last = ("\n".join(part(results, look)) for part in (class_report.students, class_report.sums))
    return f"\n{rule}\n".join([first, *sheets, last]) + "\n"


def _sheet(submission: Submission, title: str, look: Look) -> Iterator[str]:
    """One student's report."""
    width = min(look.width or READABLE, READABLE)
    student, path = printable(submission.student), printable(submission.path)
    yield heading(student or path, look.color)
    told = ", ".join(filter(None, (title, submission.path if student else "")))
    yield from indented("", told, width) if told else ()
    if submission.problem is not None:
        problem = render_located([(submission.problem, "")], submission.source, submission.path, look.width or READABLE)
        yield ""
        yield (colored(problem) if look.color else problem).rstrip("\n")
        return
    scored = f"{points(submission.score)} of {in_points(submission.max_score)}"
    yield f"{scored} ({percent(share(submission.score, submission.max_score))})"
    for remark in submission.remarks:
        yield from indented("", f"note: {remark}", width, "  ")
    yield ""
    ids = max((len(printable(graded.id)) for graded in submission.questions), default=0)
    worths = list(map(_worth, submission.questions))
    worth = max(map(len, worths), default=0)
    for blank, run in groupby(zip(submission.questions, worths, strict=True), lambda one: _is_blank(one[0])):
        for graded, scored in [] if blank else run:
            yield from _answer(graded, ids, f"{scored:<{worth}}", width, look)
        if blank:
            yield from _blanks([graded for graded, _ in run], ids, worth, width, look)


def _worth(graded: Graded) -> str:
    return "hidden" if graded.hidden else f"{points(graded.score)} of {points(graded.max_score)}"


def _is_blank(graded: Graded) -> bool:
    """Whether nothing at all was written, of which there is no more to say."""
    return graded.status == "unread" and graded.code == LEFT_OUT and not (graded.given or graded.hidden)


def _blanks(run: list[Graded], ids: int, worth: int, width: int, look: Look) -> Iterator[str]:
    """Questions one after the other without an answer, together."""
    first = run[0]
    possible = points(sum((graded.max_score for graded in run), Fraction(0)))
    named = ", ".join(printable(graded.id) for graded in run)
    scored = f"{'0 of ' + possible:<{worth if len(run) == 1 else 0}}"
    line, *others = indented("  ", f"{named:<{ids}}  {scored}  {first.message}", width, "  ")
    yield f"{mark(first.status, look)} {line.removeprefix('  ')}"
    yield from others


def _answer(graded: Graded, ids: int, scored: str, width: int, look: Look) -> Iterator[str]:
    """The mark, the points and what was written; below it what there is to say, and the worked answer further in."""
    head = f"{printable(graded.id):<{ids}}  {scored}"
    if graded.hidden:
        yield f"  {head}".rstrip()
        return
    indent = " " * (4 + ids)
    yield f"{mark(graded.status, look)} {head}  {cut(printable(graded.given), _LONGEST_GIVEN)}".rstrip()
    lines = alternatives(graded.message)
    if lines:
        codes = graded.misconceptions or ((graded.code,) if is_unreadable(graded) else ())
        named = f" [{', '.join(codes)}]" if codes else ""
        lines[-1] += named
    for line in lines:
        yield from indented(indent, line, width)
    for line in graded.solution:
        yield from indented(f"{indent}  ", line, width, "  ")
