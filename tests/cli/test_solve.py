"""`cnncalc solve`: what a student types, what is printed, and the exit status."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys

import pytest

from tests.cli.runner import call
from tests.schema.judge import validator

EVEN = """\
(N + 2P - F)/S + 1 with input N = 32, kernel F = 5, stride S = 2; to find: padding P and output

no symmetric padding fits: 32 + 2P - 5 = 27 + 2P is odd for every P, and stride 2 needs an even
number
a total padding of 1, 3, 5, ... fits

asymmetric padding; any split of its total gives the same size
  padding  output  arithmetic               in a file
  0 + 1    15      (32 + 1 - 5)/2 + 1 = 15  padding: [[0, 1], [0, 1]]
  1 + 2    16      (32 + 3 - 5)/2 + 1 = 16  padding: [[1, 2], [1, 2]]  1/2 of N
  2 + 3    17      (32 + 5 - 5)/2 + 1 = 17  padding: [[2, 3], [2, 3]]
  3 + 4    18      (32 + 7 - 5)/2 + 1 = 18  padding: [[3, 4], [3, 4]]
"""
NOTHING = """\
(N + 2P - F)/S + 1 with input N = 7, kernel F = 3, stride S = 3, padding P = 0; to find: output

nothing fits
  the output would be (7 + 0 - 3)/3 + 1 = 2 1/3: no whole number
  what fits: padding 1 (gives 3) or 4 (gives 5); stride 2 (gives 3) or 4 (gives 2); kernel 1 (gives
  3) or 4 (gives 2); input 6 (gives 2) or 9 (gives 3)
  rounding by floor gives 2 and leaves 1 cell of the input unread
"""


def test_the_lectures_question() -> None:
    done = call("solve", "--input", "32", "--kernel", "5", "--stride", "2")
    assert (done.status, done.err) == (0, "")
    assert done.out == EVEN


def test_nothing_fits_is_status_1() -> None:
    done = call("solve", "--input", "7", "--kernel", "3", "--stride", "3", "--padding", "0")
    assert (done.status, done.err) == (1, "")
    assert done.out == NOTHING


@pytest.mark.parametrize(
    ("arguments", "rows"),
    [
        # F = 3, 5, 7 give P = 1, 2, 3
        ("--kernel 3,5,7 --output same", ["3 1 (N + 2*1 - 3)/1 + 1 = N padding: 1", "5 2", "7 3"]),
        ("--kernel 4 --output same", ["1 + 2 (N + 3 - 4)/1 + 1 = N padding: [[1, 2], [1, 2]]"]),
        ("--input 32 --kernel 5 --stride 2 --output same", ["17 + 18", "14 windows on padding alone"]),
        ("--input 33 --kernel 5 --stride 2 --padding 0..3", ["0 15", "1 16", "2 17", "3 18 (33 + 2*3 - 5)/2 + 1 = 18"]),
        ("--input 32 --kernel 5 --padding 0", ["1 28", "3 10", "9 4 (32 + 2*0 - 5)/9 + 1 = 4 12 cells of the input unread"]),
        ("--input 227 --kernel 11 --padding 0 --output 55", ["4 (227 + 2*0 - 11)/4 + 1 = 55"]),
        ("--input 7 --kernel 3 --stride 3 --padding 0 --rounding floor", ["2 floor((7 + 2*0 - 3)/3) + 1 = 2 1 cell of"]),
        ("--input 32 --kernel 5 --stride 2 --padding [[1,2]]", ["16 (32 + 3 - 5)/2 + 1 = 16"]),
    ],
)  # fmt: skip
def test_solutions(arguments: str, rows: list[str]) -> None:
    done = call("solve", *arguments.split())
    assert (done.status, done.err) == (0, "")
    lines = [re.sub(r"\s+", " ", line).strip() for line in done.out.splitlines()]
    at = -1
    for row in rows:
        at = next(i for i, line in enumerate(lines) if i >= at and (line.startswith(f"{row} ") or row in line))


def test_height_and_width() -> None:
    done = call("solve", "--input", "224x193", "--kernel", "3", "--stride", "2")
    assert done.status == 0
    assert [line for line in done.out.splitlines() if line.startswith(("height", "width"))] == [
        "height: (N + 2P - F)/S + 1 with input N = 224, kernel F = 3, stride S = 2; to find: padding P and",
        "width: (N + 2P - F)/S + 1 with input N = 193, kernel F = 3, stride S = 2; to find: padding P and",
        "height and width together",
    ]
    assert done.out.endswith(
        "height and width together\n"
        "  output  kernel  stride  in a file\n"
        "  112x96  3       2       padding: [[0, 1], [0, 0]]\n"
        "  113x96  3       2       padding: [[1, 2], [0, 0]]\n"
    )


def test_a_square_is_solved_once() -> None:
    square, one = (call("solve", "--input", size, "--kernel", "5", "--stride", "2").out for size in ("32x32", "32"))
    assert square.splitlines()[0].startswith("height and width: (N + 2P - F)/S + 1 with input N = 32, ")
    assert square.splitlines()[2:] == one.splitlines()[1:]


def test_an_axis_that_does_not_fit_is_status_1() -> None:
    done = call("solve", "--input", "224x193", "--kernel", "3", "--stride", "2", "--padding", "1")
    assert done.status == 1
    assert "(224 + 2 - 3)/2 + 1 = 112 1/2: no whole number" in done.out
    assert "(193 + 2*1 - 3)/2 + 1 = 97" in done.out
    assert "together" not in done.out


def test_each_axis_has_values_of_its_own() -> None:
    arguments = ("--input", "9x12", "--kernel", "3x5", "--stride", "2x1", "--padding", "[[1, 1], [2, 2]]", "--output", "5x12")
    done = call("solve", *arguments)
    assert done.status == 0
    assert "(9 + 2*1 - 3)/2 + 1 = 5" in done.out
    assert "(12 + 2*2 - 5)/1 + 1 = 12" in done.out
    assert "  5x12    3x5     2x1     padding: [[1, 1], [2, 2]]" in done.out


@pytest.mark.parametrize(
    "arguments",
    [
        "--input 32 --kernel 5 --stride 2",
        "--input 7 --kernel 3 --stride 3 --padding 0",
        "--kernel 3,5 --output same",
        "--input 32x48 --kernel 3..5 --dilation 2 --rounding floor",
        "--input 2000000000 --kernel 1..9000 --dilation 9000 --stride 5000 --padding 1+2",
    ],
)
def test_json_is_what_its_schema_says(arguments: str) -> None:
    done = call("solve", *arguments.split(), "-f", "json")
    found = json.loads(done.out)
    assert [f"{error.json_path}: {error.message[:200]}" for error in validator("solve").iter_errors(found)] == []
    assert done.status == int(not all(axis["solutions"] for axis in found["axes"]))
    assert all(axis["solutions"] or axis["why"] for axis in found["axes"])


def test_json_holds_the_solutions() -> None:
    axis = json.loads(call("solve", "--input", "32", "--kernel", "5", "--stride", "2", "--output", "16", "-f", "json").out)[
        "axes"
    ][0]
    assert axis["problem"] == {
        "input": "32", "kernel": "5", "stride": "2", "padding": None, "output": "16", "dilation": "1", "rounding": "strict"
    }  # fmt: skip
    assert axis["solutions"] == [
        {
            "input": 32, "kernel": 5, "stride": 2, "padding": [1, 2], "dilation": 1, "output": 16, "symmetric": False,
            "arithmetic": "(32 + 3 - 5)/2 + 1 = 16", "unread": 0, "on_padding": 0,
        }
    ]  # fmt: skip
    assert axis["more"] is False


def test_text_needs_no_other_format() -> None:
    code = "import sys, cnncalc.homework.solve_render; print({'json', 'csv'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_csv() -> None:
    rows = list(csv.DictReader(call("solve", "--input", "32", "--kernel", "5", "--padding", "0", "-f", "csv").out.splitlines()))
    assert [row["stride"] for row in rows] == ["1", "3", "9", "27"]
    assert [(row["output"], row["unread"]) for row in rows] == [("28", "0"), ("10", "0"), ("4", "12"), ("2", "22")]
    same = list(csv.DictReader(call("solve", "--kernel", "3", "--output", "same", "-f", "csv").out.splitlines()))
    assert [(row["input"], row["output"], row["before"]) for row in same] == [("", "", "1")]


def test_the_limit() -> None:
    few = call("solve", "--kernel", "3", "--stride", "2", "--padding", "0", "--limit", "2")
    assert "\nthere are more: `--limit` lists them, a range narrows them down: `--input 1..9`\n" in few.out
    assert [line.split()[0] for line in few.out.splitlines() if " = " in line and line.startswith("  ")] == ["3", "5"]
    assert "there are more" not in call("solve", "--input", "1..9", "--kernel", "3", "--stride", "2", "--padding", "0").out


@pytest.mark.parametrize("width", ["40", "80", "200"])
def test_lines_keep_to_the_width(width: str) -> None:
    out = call("solve", "--input", "7", "--kernel", "3", "--stride", "3", "--padding", "0", "--width", width).out
    assert max(map(len, out.splitlines())) <= min(int(width), 100)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "too little is given to solve for the rest\n  help: give two or more of `--input`, `--kernel`, `--stride`, "),
        (("--input", "32"), "too little is given"),
        (("--input", "32", "--kernel", "-2"), "`--kernel` must be at least 1, found -2\n"),
        (("--input", "32", "--padding", "3..1"), "`--padding` runs down from 3 to 1\n  help: write 1..3\n"),
        (("--input", "32", "--padding", "0-3"), "help: write 0..3\n"),
        (("--input", "32x32x3", "--kernel", "3"), "found 3 in `32x32x3`\n  help: channels make no difference here: 32x32, not"),
        (("--input", "9" * 200, "--kernel", "3"), "found a number of 200 characters\n"),
        (("--input", "32", "--padding", "same"), "help: `--output` can be `same`: as large as the input\n"),
        (("--kernel", "3", "--stride", "2", "--output", "same"), "depends on the `--input` unless the `--stride` is 1\n"),
        (("--input", "\x1b[31m", "--kernel", "3"), "found `\\x1b[31m`"),
        (("--input", "3", "--kernel", "3", "--format", "jsn"), "did you mean `json`"),
        (("--input", "3", "--kernel", "3", "--rounding", "ceil"), "no rounding `ceil`"),
    ],
)
def test_bad_usage_is_status_2(arguments: tuple[str, ...], says: str) -> None:
    done = call("solve", *arguments)
    assert done.status == 2
    assert says in done.err
    assert (done.out, "\x1b" in done.err) == ("", False)


def test_colour_is_the_headings_alone() -> None:
    arguments = ("solve", "--input", "32", "--kernel", "5", "--stride", "2")
    colored = call(*arguments, "--color", "always").out
    assert "\x1b[1masymmetric padding" in colored
    assert re.sub(r"\x1b\[\d*m", "", colored) == EVEN
