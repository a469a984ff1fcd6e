"""docs/rules.md is what the rules say today, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

from cnncalc.render.rules import listed, markdown

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"
BLOCK = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


def test_the_page_is_fresh() -> None:
    assert markdown() == PAGE.read_text("utf-8"), "python -m cnncalc.render.rules > docs/rules.md"


def test_the_contents_lead_to_every_section() -> None:
    text = BLOCK.sub("", PAGE.read_text("utf-8"))
    sections = re.findall(r"^### (.+)$", text, re.MULTILINE)
    assert sections == [rule.code for rule in listed()]
    assert re.findall(r"\[(\w+)\]\(#(\w+)\)", text) == [(code, code.lower()) for code in sections]


def test_tables_have_as_many_cells_as_heads() -> None:
    tables = re.findall(r"(?:^\|.*\n)+", BLOCK.sub("", PAGE.read_text("utf-8")), re.MULTILINE)
    assert len(tables) >= 11
    for table in tables:
        assert {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()} == {5}, table


def test_no_text_is_markup() -> None:
    """Stars of arithmetic, brackets and angles stand escaped or in backticks; a block holds no fence of its own."""
    text = BLOCK.sub("", PAGE.read_text("utf-8"))
    prose = re.sub(r"`[^`\n]*`|<!--.*?-->|^#.*$|^\*\*.*?\*\*|\[\w+\]\(#\w+\)", "", text, flags=re.MULTILINE)
    assert not re.findall(r"(?<!\\)[*_<>\[\]`]", prose)
    assert PAGE.read_text("utf-8").count("\n```") == 2 * len(BLOCK.findall(PAGE.read_text("utf-8")))
