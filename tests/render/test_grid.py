"""Lines of `diff` and `compare`: as wide as a terminal is, whatever the words are made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cnncalc.render.grid import wrapped


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
