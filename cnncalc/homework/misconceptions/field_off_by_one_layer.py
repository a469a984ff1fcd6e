"""K405: the receptive field or step of the layer before or after."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.analysis.report import Report, Row
from cnncalc.diagnostics import printable
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question, Value

_FAR = 8  # layers that are passed over because they change nothing, as a ReLU


def _slips(question: Question) -> Iterator[Slip]:
    if question.report is None or not question.rows:
        return
    here = question.rows[-1]
    for side, readers in (("before", False), ("after", True)):
        row = _next(question.report, here, readers)
        for _ in range(_FAR):
            if row is None or _figure(question, row) != question.truth:
                break
            row = _next(question.report, row, readers)
        value = _figure(question, row) if row is not None else None
        if row is not None and value is not None and value != question.truth:
            shown, right = _shown(value), _shown(question.truth)
            yield Slip(
                value,
                f"{shown} is that of `{printable(row.path)}`, the layer {side} `{printable(here.path)}`, whose own is {right}",
            )


def _next(report: Report, row: Row, readers: bool) -> Row | None:
    """The first layer that this one reads, or the next one in the file that reads this one."""
    index = row.entry.index
    if readers:
        after = report.rows[index : index + _FAR]
        return next((other for other in after if index in other.entry.inputs), None)
    source = row.entry.inputs[0]
    return report.rows[source - 1] if source > 0 else None


def _figure(question: Question, row: Row) -> Value | None:
    if row.field is None or not row.field.axes or row.field.is_global:
        return None
    return tuple(Fraction(size) for size in row.field.to_dict()["size" if question.ask == "field" else "stride"])


def _shown(value: Value) -> str:
    return "x".join(map(str, value)) if isinstance(value, tuple) else str(value)


MISCONCEPTION = Misconception(
    "K405",
    "field-off-by-one-layer",
    "the receptive field, or the step, is that of the layer before or after",
    "The receptive field of a layer holds that layer's own window, and none that comes later.",
    frozenset({"field", "jump"}),
    _slips,
)
