"""`cnncalc value`: the lectures' examples as they stand on the board, every refusal at its option, and JSON by its schema."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

import pytest

from tests.cli.runner import call

BOX = ("correlation", "--input", "4 3 2 -5 3 5 2 5 5 6", "--filter", "1/3,1/3,1/3", "--padding", "1")
IMAGE = "1 0 1 0 0; 1 0 1 0 1; 1 1 1 0 0; 1 0 1 0 1; 1 0 1 0 1"
ISOLATED = "-1 -1 -1; -1 1 -1; -1 -1 -1"

BOARD = """\
correlation: each output cell is the sum of input*filter over its window

input 10, padded cells in parentheses
  (0) 4 3 2 -5 3 5 2 5 5 6 (0)

filter 3
  1/3 1/3 1/3
sum 1: a flat image keeps its value

output 10, with zero padding 1
length (10 + 2*1 - 3)/1 + 1 = 10
  7/3 3 0 0 1 10/3 4 4 16/3 11/3

cell by cell, counted from 1 (column)
  (1)   0*1/3 + 4*1/3 + 3*1/3 = 7/3
  (2)   4*1/3 + 3*1/3 + 2*1/3 = 3
  (3)   3*1/3 + 2*1/3 + -5*1/3 = 0
  (4)   2*1/3 + -5*1/3 + 3*1/3 = 0
  (5)   -5*1/3 + 3*1/3 + 5*1/3 = 1
  (6)   3*1/3 + 5*1/3 + 2*1/3 = 10/3
  (7)   5*1/3 + 2*1/3 + 5*1/3 = 4
  (8)   2*1/3 + 5*1/3 + 5*1/3 = 4
  (9)   5*1/3 + 5*1/3 + 6*1/3 = 16/3
  (10)  5*1/3 + 6*1/3 + 0*1/3 = 11/3
"""

PASSING_BACK = """\
relu: each output cell is max(0, x)

input 4
  1 -2 3 -1

output 4
  1 0 3 0

cell by cell, counted from 1 (column)
  (1)  max(0, 1) = 1
  (2)  max(0, -2) = 0
  (3)  max(0, 3) = 3
  (4)  max(0, -1) = 0

dL/dy, the upstream gradient
  4 -1 5 9

dL/d(input)
the upstream gradient passes where x > 0; elsewhere it is 0
  4 0 5 0

  (1)  4*1 = 4
  (2)  -1*0 = 0
  (3)  5*1 = 5
  (4)  9*0 = 0

Jacobian dy/d(input) = diag(1, 0, 1, 0)
"""

RESPONSE = """\
filter 3x3
  -1 -1 -1
  -1  8 -1
  -1 -1 -1
sum 0: a flat image gives 0

flat image of ones: 0

vertical edge from 0 to 1
  0 -3 3 0

horizontal edge from 0 to 1
   0
  -3
   3
   0

isolated 1: the filter turned by 180 degrees
  -1 -1 -1
  -1  8 -1
  -1 -1 -1
"""


def out(*arguments: str, stdin: str = "") -> str:
    done = call("value", *arguments, stdin=stdin)
    assert (done.status, done.err) == (0, "")
    return done.out


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (BOX, BOARD),
        (("relu", "--input", "[1, -2, 3, -1]", "--upstream", "4 -1 5 9"), PASSING_BACK),
        (("correlation", "--filter", "edge", "--response"), RESPONSE),
    ],
    ids=["box", "relu", "response"],
)
def test_on_the_board(arguments: tuple[str, ...], text: str) -> None:
    assert out(*arguments) == text


def drawn(text: str, title: str) -> list[list[str]]:
    """The rows of numbers below a line that begins so."""
    lines = text.split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith(title)) + 1
    rows = []
    for line in lines[start:]:
        if line.startswith("  ") and "=" not in line:
            rows.append(line.split())
        elif rows or not line:
            break
    return rows


def test_the_isolated_ones_of_the_lecture() -> None:
    text = out("correlation", "--input", IMAGE, "--filter", ISOLATED, "--padding", "1", "--then", "relu")
    assert drawn(text, "before the ReLU")[:2] == [["0", "-4", "0", "-3", "-1"], ["-2", "-7", "-2", "-4", "1"]]
    assert drawn(text, "after the ReLU") == [["0"] * 5, ["0", "0", "0", "0", "1"], ["0"] * 5, ["0"] * 5, ["0"] * 5]
    assert drawn(text, "input 5x5, padded")[0] == ["(0)"] * 7
    assert "  (2, 5)  max(0, 0*-1 + 0*-1 + 0*-1 + 0*-1 + 1*1 + 0*-1 + 0*-1 + 0*-1 + 0*-1) = max(0, 1) = 1\n" in text
    assert "  ... and 13 more: `--all` shows them\n" in text


def test_an_isolated_1_shows_the_filter() -> None:
    given = ("--filter", "1 2; 3 4", "--response")
    assert out("correlation", *given).endswith("\nisolated 1: the filter turned by 180 degrees\n  4 3\n  2 1\n")
    assert out("convolution", *given).endswith("\nisolated 1: the filter as it is\n  1 2\n  3 4\n")
    assert out("correlation", *given, "--bias", "1").endswith("\nisolated 1\n  5 4\n  3 2\n")


def test_all_shows_every_cell() -> None:
    text = out("relu", "--input", " ".join(map(str, range(20))), "--all")
    assert "--all" not in text
    assert text.count("max(0, ") == 20 + 1  # the heading says max(0, x)
    assert out("relu", "--input", " ".join(map(str, range(20)))).count(" = ") == 12


def test_padding_is_seen_as_what_it_holds() -> None:
    reflected = out("correlation", "--input", "1 2 4", "--filter", "1 1 1", "--padding", "1", "--padding-mode", "reflect")
    assert drawn(reflected, "input 3, padded") == [["(2)", "1", "2", "4", "(2)"]]
    pooled = out("maxpool", "--input", "[[1, 2]]", "--kernel", "1x2", "--stride", "1", "--padding", "0x1")
    assert drawn(pooled, "input 1x2, padded") == [["(-)", "1", "2", "(-)"]]
    assert "output 1x3, with window 1x2, stride 1, padding 0x1\n" in pooled


def test_channels_and_filters_are_numbered() -> None:
    text = out(
        "correlation", "--input", "[[[1, 2]], [[3, 4]]]", "--filters", "[[[[1]], [[2]]], [[[0]], [[1]]]]", "--padding", "0x1"
    )
    assert drawn(text, "  channel 1")[0] == ["(0)", "1", "2", "(0)"]
    assert "\n  filter 1, channel 2\n  2\n  filter 2, channel 1\n  0\n" in text
    assert "\n  filter 1\n  0 7 10 0\n  filter 2\n  0 3 4 0\n" in text
    assert "\nfilter 1: sum 3: a flat image of ones gives 3\nfilter 2: sum 1: a flat image keeps its value\n" in text
    assert "cell by cell, counted from 1 (filter, row, column)\n  (1, 1, 1)  0*1 + 0*2 = 0\n  (1, 1, 2)  1*1 + 3*2 = 7\n" in text


def test_long_sums_are_broken_at_the_width() -> None:
    text = out("correlation", "--input", IMAGE, "--filter", ISOLATED, "--width", "40")
    assert max(len(line) for line in text.splitlines() if "*" in line and "height" not in line) <= 40
    worked = re.findall(r"\(1, 1\)(.*?)\(1, 2\)", text, re.DOTALL)[0]
    assert " ".join(worked.split()) == "1*-1 + 0*-1 + 1*-1 + 1*-1 + 0*1 + 1*-1 + 1*-1 + 1*-1 + 1*-1 = -7"


@pytest.mark.parametrize("rows", ["1 0\n0 1\n", "[[1, 0],\n [0, 1]]", "\ufeff1,0\r\n0,1\r\n"])
def test_standard_input(rows: str) -> None:
    assert json.loads(out("relu", "--input", "-", "-f", "json", stdin=rows))["output"] == [[1, 0], [0, 1]]


def document(*arguments: str) -> Any:
    return json.loads(out(*arguments, "--format", "json"))


def test_json() -> None:
    found = document(*BOX)
    assert found["schema"] == "cnncalc.value/1"
    assert found["output"] == ["7/3", 3, 0, 0, 1, "10/3", 4, 4, "16/3", "11/3"]
    assert found["given"]["filter"] == ["1/3"] * 3
    assert (found["given"]["padding"], found["given"]["stride"], found["kernel_sums"]) == ([[1, 1]], [1], [1])
    assert found["cells"][0] == {"cell": [0], "worked": "0*1/3 + 4*1/3 + 3*1/3 = 7/3"}
    for cell in found["cells"]:
        assert cell["worked"].endswith(f" = {found['output'][cell['cell'][0]]}")


def test_a_named_filter_fits_its_image() -> None:
    assert document("correlation", "--input", "3 6 9", "--filter", "box")["output"] == [6]
    assert document("correlation", "--input", "9 9 9; 9 9 9; 9 9 18", "--filter", "box")["output"] == [[10]]
    bright = document("convolution", "--input", "1 2 3; 1 2 3; 1 2 3", "--filter", "sobel-x")
    assert bright["output"] == [[-8]]  # turned by 180 degrees, it sees the slope from the other side
    assert Fraction(bright["kernel_sums"][0]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["relu", "--input", "1 x 3"], "--input at (2): `x` is no number"),
        (["correlation", "--input", "[]", "--filter", "edge"], "--input: an empty list"),
        (["relu", "--input", "1 2; 3 x"], "--input at (2, 2): `x` is no number"),
        (["relu", "--input", "1 2; 3"], "--input at (2): a list of 1 where the first one is a list of 2"),
        (["relu", "--input", "[1, 2"], "--input: 1 list is not closed by `]`"),
        (["relu", "--input", ""], "--input at (1): a number is missing"),
        (["relu"], "`relu` needs `--input`\n  help: add `--input`"),
        (["relux", "--input", "1"], "there is no operation `relux`\n  help: did you mean `relu`?"),
        (["relu", "--input", "1 2", "--stride", "2"], "`relu` takes no `--stride`"),
        (["relu", "--input", "1 2", "--then", "gelu"], "`--then` cannot be `gelu`"),
        (["relu", "--input", "\u202e1 \x1b 2"], "--input at (1): `\\u202e1` is no number"),
        (["correlation", "--input", "1 2", "--filter", "bxo"], "there is no filter `bxo`\n  help: did you mean `box`?"),
        (["correlation", "--input", "1 2", "--filter", "box", "--scale", "2"], "the filter `box` has a scale of its own"),
        (
            ["correlation", "--input", "1 2", "--filter", "1", "--stride", "0"],
            "`--stride` must be a whole number from 1 to 4,096",
        ),
        (["correlation", "--input", "-", "--filter", "-"], "--input and --filter both read standard input"),
        (["correlation", "--input", "1 2", "--filter", "1", "-f", "xml"], "there is no format `xml`"),
        (
            ["correlation", "--input", "1 2", "--filter", "1", "--response"],
            "--response makes its own images, and takes no --input",
        ),
        (["correlation", "--response"], "--response needs --filter"),
        (["relu", "--response"], "--response shows what a filter does, not `relu`"),
        (["relu", "--input", "1 " * 5000], "--input: 5,000 cells or more, at most 4,096 are calculated"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_a_wrong_call(arguments: list[str], message: str) -> None:
    done = call("value", *arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"cnncalc: {message}"), done.err


def test_binary_input_is_refused() -> None:
    done = call("value", "relu", "--input", "-", stdin=b"\xff\xfe\x00")
    assert (done.status, done.err.partition("\n")[0]) == (2, "cnncalc: standard input is not UTF-8 text")


def test_a_window_that_does_not_fit() -> None:
    done = call("value", "correlation", "--input", "1 2 3 4", "--filter", "1 2 3", "--stride", "2")
    assert (done.status, done.out) == (1, "")
    assert done.err == (
        "error[H302]: length: the windows do not fit: (4 + 2*0 - 3)/2 + 1 = 1 1/2\n"
        " --> <command>:1:71\n"
        "  |\n"
        "1 | cnncalc value correlation --input '1 2 3 4' --filter '1 2 3' --stride 2\n"
        "  |                                                                       ^\n"
        "  = help: what fits: padding [[0, 1], ...] (gives 2); stride 1 (gives 2);\n"
        "          kernel 2 (gives 2) or 4 (gives 1); input 3 (gives 1) or 5 (gives 2)\n"
        "  = help: `--rounding floor` gives 1 and leaves 1 row or column of the input unread\n"
        "\nFound 1 error.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["fc", "--input", "1 2 3", "--weight", "1 2; 3 4"], "each row of `--weight` has 2 numbers, the input 3"),
        (["relu", "--input", "1 2", "--upstream", "1 2 3"], "`--upstream` is 3, the output 2"),
        (["batchnorm", "--input", "1 2 4"], "the variance 14/9 + epsilon 0 = 14/9 has no rational square root"),
        (["add", "--input", "1 2", "--skip", "1"], "`--skip` is 1, the input 2"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_does_not_fit_together(arguments: list[str], message: str) -> None:
    done = call("value", *arguments)
    assert (done.status, done.out) == (1, "")
    assert message in done.err.splitlines()[0]
