"""`cnncalc diff --format markdown`, read as GitHub shows it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.cli.diffing import NET, VARIANTS, compare
from tests.render.reading import HOSTILE, Tables

KNOWN = "h3 h4 p ul li table thead tbody tr th td code details summary"


def read(markdown: str) -> Tables:
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    return Tables(html, KNOWN)


def test_markdown_is_a_comment(tmp_path: Path) -> None:
    done = compare(tmp_path, "-f", "markdown", "--fail-on-increase", "params=1%")
    assert ":x: params grows by 2,004 (+3.0 %) from 66,810 to 68,814; at most 1% = 668 is allowed" in done.out
    totals, layers = read(done.out).tables
    assert totals[1] == ["parameters", "66,810", "68,814", "+2,004", "+3.0 %"]
    assert layers[0] == ["layer", "figure", "old", "new", "change", "%"]
    assert layers[1] == ["first", "filters", "100", "103", "+3", "+3.0 %"]
    assert layers[2] == ["", "output", "8x8x100", "8x8x103", "", ""]
    assert "<details><summary>3 layers changed</summary>\n\n|" in done.out


@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "$x$"])  # no name: an expression
def test_hostile_names_are_text(tmp_path: Path, name: str) -> None:
    old, new = ((NET % filters).replace("name: first", json.dumps({"name": name})[1:-1], 1) for filters in (100, 103))
    done = compare(tmp_path, "-f", "markdown", old=old, new=new)
    assert done.status == 0
    _, layers = read(done.out).tables
    assert [row[0] for row in layers if row[0]][1] == "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in name
    )


def test_a_comment_is_never_longer_than_github_takes(tmp_path: Path) -> None:
    """700 convolutions, no two of them alike, and behind them four layers that are: all are listed or counted."""
    many = "input: 2x2x1\nlayers:\n  - repeat: 700\n    as: i\n    layers:\n      - conv: {filters: $(3 * i + %d), kernel: 1}\n"
    done = compare(tmp_path, "-f", "markdown", old=many % 1 + "  - relu\n" * 4, new=many % 2 + "  - relu\n" * 4)
    assert 50_000 < len(done.out) < 65_536
    assert "<summary>704 layers changed</summary>" in done.out
    _, layers = read(done.out).tables
    left = re.search(r"\((\d+) more layers: ", done.out)
    assert left
    assert len([row for row in layers[1:] if row[0]]) + int(left[1]) == 704


def test_what_is_wrong_with_a_file_is_told(tmp_path: Path) -> None:
    bad = VARIANTS % "a: {k: 4}, b: {k: 0}"
    done = compare(tmp_path, "-f", "markdown", old=VARIANTS % "a: {k: 4}, b: {k: 4}", new=bad)
    assert done.status == 1
    found = "- :x: `new.cnn.yaml:5:21` H303: `` `filters` must be at least 1, found 0 ``"
    assert done.out.splitlines()[4] == found
    assert done.out.endswith("- no change: `a`\n- not compared, as the file has errors: `b`\n")
    many = "input: 8x8x3\nlayers:\n" + "  - conv: {kernel: x}\n" * 25
    told = compare(tmp_path, "-f", "markdown", new=many)
    count = int(re.findall(r"Found (\d+) errors", told.err)[0])
    assert told.out.count("- :x: `new.cnn.yaml:") == 20
    assert f"- :x: {count - 20} more errors\n" in told.out
