"""The scatter: marks stand where logarithms put them, ticks where they say, and every label is somewhere once."""

from __future__ import annotations

import re
from math import log10

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.render.scatter import Point, labels, scatter, tick_text

UNITS = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15, "E": 10**18}


def count_of(text: str) -> float:
    number, _, unit = text.partition(" ")
    return float(number) * UNITS[unit]


class Drawn:
    """A plot read back: its marks, its labels and its ticks, in cells."""

    def __init__(self, lines: list[str], mark: str = "●") -> None:
        self.area = [line for line in lines if re.search("[│┤|+]", line)]
        self.left = max(self.area[0].find(side) for side in "│┤|+") + 1
        ground = next(number for number, line in enumerate(lines) if re.match(r" *[└+][─┬+-]+$", line))
        self.area = lines[2:ground]
        self.notes = lines[ground + 2 :]
        self.marks = {
            (ground - 3 - row, column - self.left)
            for row, line in enumerate(self.area)
            for column, character in enumerate(line)
            if character == mark and column >= self.left
        }
        self.up = {
            ground - 3 - row: line[: self.left - 2].strip() for row, line in enumerate(self.area) if line[: self.left - 2].strip()
        }
        cells = [column - self.left for column, sign in enumerate(lines[ground]) if sign in "┬+" and column >= self.left]
        self.along = dict(zip(cells, re.findall(r"[\d.]+(?: [kMGTPE])?", lines[ground + 1]), strict=True))
        self.words = re.findall(r"[A-Z]+", " ".join(line[self.left :] for line in self.area)) if mark != "o" else []


POINTS = st.lists(st.tuples(st.integers(1, 10**13), st.integers(1, 10**13)), min_size=2, max_size=40)


@given(POINTS, st.integers(40, 120))
def test_every_label_is_told_once_and_nothing_is_too_wide(counts: list[tuple[int, int]], width: int) -> None:
    points = [Point(label, *pair) for label, pair in zip(labels(len(counts)), counts, strict=True)]
    lines = scatter(points, "x", "y", width, False)
    drawn = Drawn(lines)
    assert max(map(len, lines)) <= width
    noted = re.findall(r"\b[A-Z]+\b", " ".join(drawn.notes))
    assert sorted([*drawn.words, *noted]) == sorted(point.label for point in points)
    assert 1 <= len(drawn.marks) <= len(set(counts))


@given(POINTS, st.integers(40, 120))
def test_ticks_and_marks_share_one_scale(counts: list[tuple[int, int]], width: int) -> None:
    """On either axis what is larger never stands before what is smaller, ticks among them; ends fit to a cell."""
    points = [Point(label, *pair) for label, pair in zip(labels(len(counts)), counts, strict=True)]
    drawn = Drawn(scatter(points, "x", "y", width, False))
    for axis, ticks in ((1, drawn.along), (0, drawn.up)):
        values = sorted({pair[1 - axis] for pair in counts})
        cells = sorted({mark[axis] for mark in drawn.marks})
        if log10(values[-1] / values[0]) < 0.02 or len(cells) < 2:
            continue
        scale = (cells[-1] - cells[0]) / log10(values[-1] / values[0])
        for cell, text in ticks.items():
            wanted = cells[0] + scale * log10(count_of(text) / values[0])
            assert abs(cell - wanted) <= 1 + abs(cell - cells[0]) / max(cells[-1] - cells[0], 1), (cell, text)


def test_points_of_one_cell_stand_together() -> None:
    lines = scatter([Point("A", 10, 10), Point("B", 10, 10), Point("C", 1000, 1000)], "x", "y", 60, False)
    drawn = Drawn(lines)
    assert len(drawn.marks) == 2
    assert any("●A,B" in line for line in lines)
    assert any("C●" in line or "●C" in line for line in lines)


def test_a_worked_example() -> None:
    """Three decades on 54 cells with 4 % on both sides: 50 cells, so 1 k, a third of the way, stands 16 2/3 from 100."""
    lines = scatter([Point("A", 100, 1), Point("B", 1_000, 10), Point("C", 100_000, 100)], "params", "macs", 62, False)
    drawn = Drawn(lines)
    assert lines[0] == "macs against params, both axes logarithmic"
    assert list(drawn.along.values()) == ["100", "1 k", "10 k", "100 k"]
    one_k = next(cell for cell, text in drawn.along.items() if text == "1 k")
    columns = sorted(column for _, column in drawn.marks)
    assert columns[1] == one_k
    hundred = next(cell for cell, text in drawn.along.items() if text == "100")
    assert columns[0] == hundred


def test_what_cannot_be_drawn() -> None:
    lines = scatter([Point("A", 0, 5), Point("B", 10, 10), Point("C", 1000, 1000)], "x", "y", 60, False)
    assert lines[-1] == "(not drawn, as 0 has no logarithm: A)"
    assert scatter([Point("A", 0, 5), Point("B", 10, 10)], "x", "y", 60, False) == []
    crowd = [Point(label, 10**6, 10**6 + 1000 * number) for number, label in enumerate(labels(60))]
    assert "(without a place for their label: " in " ".join(scatter(crowd, "x", "y", 40, False))


def test_points_that_are_all_alike() -> None:
    drawn = Drawn(scatter([Point("A", 10**6, 7), Point("B", 10**6, 7)], "x", "y", 60, False))
    assert len(drawn.marks) == 1
    assert drawn.words == ["A", "B"]


def test_ascii() -> None:
    lines = scatter([Point("A", 10, 10), Point("B", 1000, 1000)], "x", "y", 60, True)
    assert all(line.isascii() for line in lines)
    assert "oA" in "".join(lines)


@pytest.mark.parametrize(
    ("value", "text"),
    [(1, "1"), (999, "999"), (1000, "1 k"), (1500, "1.5 k"), (20_000_000, "20 M"), (1_234_000, "1.234 M"), (10**18, "1 E")],
)
def test_ticks_are_exact(value: int, text: str) -> None:
    assert tick_text(value) == text
    assert count_of(text) == value


def test_labels() -> None:
    found = labels(800)
    assert found[:3] == ["A", "B", "C"]
    assert found[25:28] == ["Z", "AA", "AB"]
    assert found[701:703] == ["ZZ", "AAA"]
    assert len(set(found)) == 800
