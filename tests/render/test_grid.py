"""Lines of `diff` and `compare`: as wide as a terminal is, whatever the words are made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cnncalc.render.grid import bar, behind, hidden_note, wrapped


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", None, ["one two three"]),
        ("one  two", 8, ["one  two"]),
        ("one two three", 8, ["one two", "  three"]),
        ("one-two three", 9, ["one-two", "  three"]),
        ("abcdefghijklm", 6, ["abcdef", "  ghij", "  klm"]),
        ("a 畳み込み bc", 7, ["a", "  畳み", "  込み", "  bc"]),
    ],
)
def test_where_lines_break(text: str, width: int | None, lines: list[str]) -> None:
    assert wrapped(text, width, "  ") == lines


@given(st.text("a- 畳\u0301", max_size=120), st.integers(4, 40))
def test_every_line_fits_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width, "  ")
    assert max(map(cell_len, lines)) <= width
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("start", "text", "width", "lines"),
    [
        ("a: ", "one two three", 11, ["a: one two", "   three"]),
        ("a: ", "abcdefghijkl", 11, ["a: abcdefgh", "   ijkl"]),
        ("層: ", "one two three", 12, ["層: one two", "    three"]),
        ("a: ", "", 11, ["a:"]),
    ],
)
def test_what_stands_behind_a_label(start: str, text: str, width: int, lines: list[str]) -> None:
    assert behind(start, text, width) == lines


@pytest.mark.parametrize(
    ("cells", "shown", "plain"), [(0, "▏", "#"), (0.125, "▏", "#"), (1, "█", "#"), (2.5, "██▌", "##"), (6, "█" * 6, "#" * 6)]
)
def test_bars_are_told_to_the_eighth(cells: float, shown: str, plain: str) -> None:
    assert bar(cells, False) == shown
    assert bar(cells, True) == plain


def test_columns_that_are_hidden_are_counted() -> None:
    assert hidden_note(0, 80, True) == []
    assert hidden_note(1, None, False) == ["(1 column hidden: a wider terminal and --format json show everything)"]
    dim = hidden_note(2, 40, True)
    assert all(line.startswith("\x1b[2m") and line.endswith("\x1b[0m") and len(line) <= 48 for line in dim)
    assert "(2 columns hidden: a wider" in dim[0]
