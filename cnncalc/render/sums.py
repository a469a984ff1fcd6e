"""Lines of 80 columns, and sums as columns: an addend a line with its arithmetic, the largest where there are many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import NamedTuple

from cnncalc.analysis.formulas import formulas
from cnncalc.analysis.report import Report, Row
from cnncalc.diagnostics import printable

#: Columns that lines keep to where names allow it, and addends that are shown in full.
WIDTH = 80
MOST = 10


def wrapped(line: str, indent: int) -> list[str]:
    """A line of at most 80 columns where its words allow it."""
    return wrap(line, WIDTH, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)


class Addend(NamedTuple):
    """One number of a sum: what it belongs to and how it comes about."""

    value: int
    label: str
    written: str = ""


def column(addends: Iterable[Addend], result: str = "") -> Iterator[str]:
    """Lines `+ 1,792  conv1  (3*3*3 + 1)*64` and `= 138,357,544 result`; what is left out stands in a line of its own."""
    listed = [addend for addend in addends if addend.value]
    total = sum(addend.value for addend in listed)
    if len(listed) > MOST + 1:
        listed.sort(key=lambda addend: -addend.value)  # stable: in the order of the file where they are equal
        others = listed[MOST:]
        listed = [*listed[:MOST], Addend(sum(addend.value for addend in others), f"{len(others):,} more")]
    width = len(f"{total:,}")
    names = max((len(addend.label) for addend in listed), default=0)
    for number, (value, label, written) in enumerate(listed):
        head = f"  {'+' if number else ' '} {value:>{width},}  "
        line = f"{head}{label:<{names}}  {written}".rstrip()
        if len(line) > WIDTH:
            yield head + label
            yield from wrap(written, WIDTH, initial_indent=" " * (len(head) + 2), subsequent_indent=" " * (len(head) + 2))
        else:
            yield line
    yield f"  = {total:>{width},}" + (f"  {result}" if result else "")


def layers_of(report: Report, rows: Iterable[Row], figure: str, within: str = "") -> list[Addend]:
    """The addends of one figure of the layers' costs; names are shortened by the block that they stand in."""
    return [Addend(getattr(row.cost, figure), _name(row, within), _written(report, row, figure)) for row in rows]


def _name(row: Row, within: str) -> str:
    return printable(row.path.removeprefix(f"{within}/") if within else row.path)


def _written(report: Report, row: Row, figure: str) -> str:
    """A layer's arithmetic, where there is more to it than a number."""
    if row.facts is None or figure not in ("params", "macs", "activations") or not getattr(row.cost, figure):
        return ""
    if row.facts.layer.declared and figure != "activations":
        return "as the file declares"
    found = formulas(row.facts)
    formula = found.weights if figure == "params" and not report.count_biases else getattr(found, figure)
    written: str = formula.substituted
    if figure != "params" and report.batch > 1:
        return f"{written} * {report.batch} images"
    return "" if written.isdigit() else written
