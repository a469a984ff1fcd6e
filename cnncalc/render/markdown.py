"""A table of GitHub's Markdown with its totals as a list. Figures are exact, grouped by commas.

Names and arithmetic are code, which nothing inside is markup in; a name that a code span cannot hold (a pipe, a
backslash) is an HTML `<code>` whose punctuation is written as character references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cnncalc.analysis.report import Report
from cnncalc.render import Look
from cnncalc.render.columns import FULL
from cnncalc.render.people import Page, page

_NAMES = ("layer", "block", "aux", "inputs", "shares")
_BACKQUOTES = re.compile("`+")
_MARKUP = re.compile(r"[\\`*_{}\[\]<>&|~$#!^@]")


def render(report: Report, look: Look) -> str:
    """The caption, the table, the totals."""
    shown = page(report, look, FULL)
    return "\n".join([*_caption(shown), "", *_table(shown), "", *_below(shown)]) + "\n"


def _caption(shown: Page) -> Iterator[str]:
    source = f", {_text(shown.source.strip())}" if shown.source.strip() else ""
    yield f"**{_text(shown.name.strip())}**{source}\\"
    yield shown.conditions


def _table(shown: Page) -> Iterator[str]:
    """Padded, so that it is read as a table unrendered too."""
    rows = [[_cell(name, text) for name, text in zip(shown.columns, cells, strict=True)] for cells in shown.cells]
    widths = [max(map(len, column)) for column in zip(shown.headers, *rows, strict=True)]
    yield _row(shown.headers, widths, shown.right)
    rule = ["-" * (max(width, 3) - 1) + (":" if right else "-") for width, right in zip(widths, shown.right, strict=True)]
    yield _row(rule, widths, shown.right)
    for row in rows:
        yield _row(row, widths, shown.right)


def _row(cells: list[str], widths: list[int], right: list[bool]) -> str:
    sides = [">" if side else "<" for side in right]
    padded = [f"{cell:{side}{max(width, 3)}}" for cell, side, width in zip(cells, sides, widths, strict=True)]
    return f"| {' | '.join(padded)} |"


def _cell(name: str, text: str) -> str:
    return code(text) if text and (name in _NAMES or set(text) & set("*(")) else text


def code(text: str) -> str:
    """A text that is shown as it is."""
    if not set(text) & set("|\\") and text.strip() == text:
        fence = "`" * (max(map(len, _BACKQUOTES.findall(text)), default=0) + 1)
        room = " " if "`" in (text[:1], text[-1:]) else ""
        return f"{fence}{room}{text}{room}{fence}"
    return "<code>" + "".join(c if c.isalnum() or not c.isascii() else f"&#{ord(c)};" for c in text) + "</code>"


def _text(text: str) -> str:
    """Running text without markup."""
    return _MARKUP.sub(r"\\\g<0>", text)


def _below(shown: Page) -> Iterator[str]:
    if shown.note:
        yield from (shown.note, "")
    for label, text in shown.totals:
        yield f"- {label}: {_text(text)}"
