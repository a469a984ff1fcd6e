"""One record a line for programs: exact values, and names written so that no reader obeys them and all get them back.

A backslash starts an escape in every text: `\\\\` is a backslash, and `\\n`, `\\x1b`, `\\u202e`, `\\U0001f9ff` are the characters
that do not print, as Python and C write them. So is the first of a text's characters that a spreadsheet takes for the start of
a formula (`=`, `+`, `-`, `@` and their wide forms), at the start of a text and after a separator or quote, blanks between: `=A1`
is written `\\x3dA1`, and `1 + 1` as it is. Where a cell holds several names or shapes, `;` parts them and is escaped inside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cnncalc.analysis.report import Report
from cnncalc.render import Look
from cnncalc.render.columns import RECORD, Exact, exacts
from cnncalc.render.lines import select

_FORMULA = re.compile("(^|[,;\"'])( *)([=+\\-@＝＋－＠])")


def records(report: Report, look: Look) -> Iterator[list[str]]:
    """The names of the columns, then one record a line of the network; nothing is "". Totals are no record.

    The first record is the input, which counts as memory alone, so that every column adds up: over the records without a
    side head to the totals, over all of them to the totals with side heads.
    """
    selection = select(report, look)
    chosen = look.columns or RECORD
    yield list(chosen)
    for values in zip(*(exacts(selection, name) for name in chosen), strict=True):
        yield list(map(written, values))


def written(value: Exact) -> str:
    """A value as a record holds it."""
    if isinstance(value, tuple):
        return ";".join(escaped(part).replace(";", "\\x3b") for part in value)
    return escaped(value) if isinstance(value, str) else str(value)


def escaped(text: str) -> str:
    """A text without anything that a terminal, a table's reader or a spreadsheet would obey."""
    shown = "".join(c if c.isprintable() and c != "\\" else c.encode("unicode_escape").decode() for c in text)
    return _FORMULA.sub(_code, shown)


def _code(sign: re.Match[str]) -> str:
    point = ord(sign[3])
    return f"{sign[1]}{sign[2]}" + (f"\\x{point:02x}" if point < 256 else f"\\u{point:04x}")
