"""K421: the same figure of the layer before, or the answer to the question before."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.analysis.report import Row
from cnncalc.diagnostics import printable
from cnncalc.homework.misconceptions._layers import figure, shown
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.quantities import QUANTITIES
from cnncalc.homework.question import Misfit, Question

_FAR = 8  # layers that are passed over because they have no such figure, or the same


def _slips(question: Question) -> Iterator[Slip]:
    hidden = [earlier.truth for earlier in question.earlier if earlier.hidden]  # nobody is told what answers these
    if not question.whole and question.rows and question.ask not in ("field", "jump"):  # of these, K405
        yield from (slip for slip in _of_layer_before(question) if slip.value not in hidden)
    same = [
        earlier
        for earlier in question.earlier
        if earlier.ask == question.ask and earlier.form == question.form and not earlier.hidden
    ]
    if same and not isinstance(same[-1].truth, Misfit) and same[-1].truth != question.truth:
        yield Slip(same[-1].truth, f"this is the answer to question {printable(same[-1].id)}")


def _of_layer_before(question: Question) -> Iterator[Slip]:
    row = _before(question, question.row)
    for _ in range(_FAR):
        if row is None:
            return
        value = figure(question, row, question.ask)
        if value and value != question.truth:
            right = "does not fit" if isinstance(question.truth, Misfit) else f"has {shown(question.truth)}"
            before, here = printable(row.path), printable(question.row.path)
            yield Slip(value, f"{shown(value)} is the figure of `{before}`, which comes before; `{here}` {right}")
            return
        row = _before(question, row)


def _before(question: Question, row: Row) -> Row | None:
    source = row.entry.inputs[0]
    return question.report.rows[source - 1] if source > 0 and question.report is not None else None


MISCONCEPTION = Misconception(
    "K421",
    "previous-answer-repeated",
    "the figure is that of the layer before, or the answer to the question before",
    "Every layer has figures of its own; look which layer the question is about.",
    frozenset(QUANTITIES) - {"legal", "unread"},
    _slips,
    rank=15,
    digits=2,
)
