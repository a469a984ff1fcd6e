"""Counts that add up over layers."""

from __future__ import annotations

from cnncalc.analysis.formulas import formulas
from cnncalc.homework.quantities._quantity import Asked
from cnncalc.homework.quantities._worked import layer_lines, line, sum_line


def total(asked: Asked, figure: str) -> int:
    """A figure of `Cost` over all layers that are asked about."""
    return sum(getattr(row.cost, figure) for row in asked.about.rows)


def worked(asked: Asked, figure: str, label: str, formula: str) -> tuple[str, ...]:
    """The sum, or the one layer's formula. `formula` is the field of `Formulas` that holds it."""
    subject = asked.about
    if not subject.whole:
        facts = subject.rows[0].facts
        assert facts is not None
        one = line(label, getattr(formulas(facts), formula))
        count = total(asked, figure)
        return (one,) if count == getattr(formulas(facts), formula).value else (one, _many(asked, label, count))
    images = asked.batch if figure == "macs" else 1
    batched = (_many(asked, label, total(asked, figure)),) if images > 1 else ()
    return (*layer_lines(subject.rows, formula), sum_line(label, subject.rows, figure, images), *batched)


def _many(asked: Asked, label: str, count: int) -> str:
    shares = None if asked.about.whole else asked.about.rows[0].shares
    return f"shared with {shares}, where they are counted: {count}" if shares else f"{label} of {asked.batch} images = {count:,}"
