"""docs/kinds.md is what the declarations say today, and its links and tables hold."""

from __future__ import annotations

import re
from pathlib import Path

from cnncalc.manual import names
from cnncalc.render.manual import markdown

PAGE = Path(__file__).parent.parent / "docs" / "kinds.md"


def test_the_page_is_fresh() -> None:
    assert markdown() == PAGE.read_text("utf-8"), "python -m cnncalc.render.manual > docs/kinds.md"


def test_the_contents_lead_to_every_section() -> None:
    text = PAGE.read_text("utf-8")
    sections = re.findall(r"^### (.+)$", text, re.MULTILINE)
    assert sections == names()
    assert re.findall(r"\]\(#(\w+)\)", text) == sections


def test_tables_have_as_many_cells_as_heads() -> None:
    tables = re.findall(r"(?:^\|.*\n)+", PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(tables) > 30
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1, table


def test_no_star_of_a_formula_is_emphasis() -> None:
    prose = re.sub(r"```.*?```|`[^`\n]*`|<!--.*?-->", "", PAGE.read_text("utf-8"), flags=re.DOTALL)
    assert not re.findall(r"(?<!\\)\*(?!\*)(?<!\*\*)", re.sub(r"^\*\*.*\*\*$", "", prose, flags=re.MULTILINE))
