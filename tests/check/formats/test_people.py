"""`full` and `concise`: the whole text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from cnncalc.check.formats import Look
from cnncalc.check.results import CheckedNetwork
from cnncalc.diagnostics import Diagnostic, Span, printable
from tests.check.formats.cases import ALL, BROKEN, CLEAN, GONE, GOOD, VARIANTS, WARNING, a_file, hostile, judged, report
from tests.render.reading import NAMES

FULL = """\
warning[L101]: `conv2` follows `conv1`
 --> nets/r.cnn.yaml:3:5 (layer conv2, in small and large)
  |
3 |   - conv: {filters: 4, kernel: 3}
  |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

error[H301]: kernel 4 at stride 2 does not fit 7
 --> nets/r.cnn.yaml:4:32 (layer conv2, in small)
  |
3 |   - conv: {filters: 4, kernel: 3}
  |     ---- gives 7x7
4 |   - conv: {filters: 4, kernel: 4, stride: 2}
  |                                ^
  = help: use `kernel: 3`

info[E101] nets/r.cnn.yaml:1:1: no figure is expected

error: there is no file nets/gone.cnn.yaml

What a code means: cnncalc rule CODE
Checked 2 files (4 networks): 1 error, 1 warning, 1 info in 1 file, 1 path could not be read.
"""
CONCISE = """\
nets/r.cnn.yaml:1:1: E101 no figure is expected [info]
nets/r.cnn.yaml:3:5: L101 `conv2` follows `conv1` (layer conv2, in small and large) [warning]
nets/r.cnn.yaml:4:32: H301 kernel 4 at stride 2 does not fit 7 (layer conv2, in small)
error: there is no file nets/gone.cnn.yaml
Found 1 error, 1 warning, 1 info in 1 of 2 files (4 networks), 1 path could not be read.
"""


@pytest.mark.parametrize(("format", "text"), [("full", FULL), ("concise", CONCISE)])
def test_the_whole_text(format: str, text: str) -> None:
    files = [VARIANTS, CLEAN, GONE]
    assert report(format, files) == text
    parts, tail = text[: text.index("What a code" if format == "full" else "Found")], Look(quiet=True, statistics=True)
    assert report(format, files, tail) == parts


def test_information_in_full() -> None:
    """Where it is asked for, and where it fails."""
    told = "info[E101]: no figure is expected\n --> nets/broken.cnn.yaml\n\n"
    assert told not in report("full", [BROKEN])
    assert report("full", [BROKEN], Look(verbose=True)).startswith(told)
    assert report("full", [BROKEN._replace(fail_level="info")]).startswith(told)


@pytest.mark.parametrize("format", ["full", "concise"])
def test_a_good_run(format: str) -> None:
    good = "Checked 1 file (1 network): all is well.\n"
    assert report(format, [CLEAN]) == good
    assert report(format, [CLEAN], Look(quiet=True)) == ""
    line = "nets/clean.cnn.yaml: ok, 1,097 parameters, 6,272 multiply-adds\n"
    assert report(format, [CLEAN], Look(verbose=True)) == line + good
    told = "Checked 1 file (1 network): all is well (1,200 ignored, 3 accepted by the baseline).\n"
    assert report(format, [CLEAN], ignored=1200, accepted=3) == told
    assert report(format, []) == "Checked no files.\n"


def test_several_good_networks_in_a_line() -> None:
    larger = {**GOOD, "params": 2_000_000}
    networks = [CheckedNetwork("a", (), larger), CheckedNetwork("b", (), GOOD), CheckedNetwork("c", (), None)]
    line = "r.cnn.yaml: ok, 3 networks, 1,097 to 2,000,000 parameters, 6,272 multiply-adds\n"
    assert report("full", [judged("r.cnn.yaml", networks)], Look(verbose=True)).startswith(line)
    unknown = judged("u.cnn.yaml", [CheckedNetwork(None, (), {**GOOD, "params": None, "macs": None})])
    assert report("full", [unknown], Look(verbose=True)).startswith("u.cnn.yaml: ok\n")


@pytest.mark.parametrize("format", ["full", "concise"])
def test_how_often_each_code_was_found(format: str) -> None:
    files = [BROKEN, a_file("b", *(WARNING._replace(span=Span(line, 1, line, 2)) for line in range(1, 12)))]
    lines = report(format, files, Look(statistics=True)).splitlines()
    assert [line.split()[:2] for line in lines[-4:-1]] == [["12", "L101"], ["1", "E101"], ["1", "H301"]]
    assert all(re.fullmatch(r"[ \d]{2} [A-Z]\d{3} [a-z0-9-]+", line) for line in lines[-4:-1])


def test_colour() -> None:
    plain, painted = report("full", [BROKEN]), report("full", [BROKEN], Look(color=True))
    assert "\x1b[1;31merror[H301]\x1b[0m: \x1b[1mkernel 4 at stride 2 does not fit 7\x1b[0m\n" in painted
    assert "\x1b[1;33mwarning[L101]" in painted
    assert "\x1b[1;34minfo[E101]" in painted
    assert re.sub("\x1b\\[[0-9;]*m", "", painted) == plain


def test_the_width_cuts_the_snippet() -> None:
    long = a_file("a", WARNING._replace(span=Span(1, 100, 1, 101)), text="x" * 300 + "\n")
    for width in (60, 200):
        lines = report("full", [long], Look(width=width, quiet=True)).splitlines()
        assert max(map(len, lines)) == width
        assert lines[4].index("^") == lines[3].index("x") + 100 - 1 or "..." in lines[3]


def test_many_variants_are_said_shortly() -> None:
    for count, said in ((1, "in v0"), (3, "in v0, v1 and v2"), (4, "in v0, v1 and 2 more"), (30, "in v0, v1 and 28 more")):
        networks = [CheckedNetwork(f"v{number}", (WARNING,) if number < count else (), None) for number in range(count + 1)]
        assert report("concise", [judged("a", networks)]).splitlines()[0].endswith(f" (layer conv2, {said}) [warning]")


def test_an_error_that_does_not_name_the_file() -> None:
    assert report("concise", [GONE._replace(path="-", error="standard input is a terminal")]).startswith(
        "error: -: standard input is a terminal\n"
    )


@settings(max_examples=100, deadline=None)
@given(NAMES, NAMES)
def test_any_name_stays_in_its_line(one: str, other: str) -> None:
    files = hostile([one, other])
    lines = report("concise", files).split("\n")
    shown = [printable(file.path) for file in files for _ in file.merged()]
    expected = [f"./{path}:" if path.lstrip().startswith("::") else f"{path}:" for path in shown]
    assert len(lines) == len(expected) + 3
    assert all(line.startswith(start) for line, start in zip(lines, expected, strict=False))
    full = report("full", files)
    assert len(re.findall(r"^(?:error|warning|info)\[", full, re.MULTILINE)) == len(expected)


def test_a_finding_without_a_place_names_its_file() -> None:
    finding = Diagnostic("Y001", "the file is empty", None)
    assert report("full", [a_file("empty.cnn.yaml", finding, text="")], Look(quiet=True)) == (
        "error[Y001]: the file is empty\n --> empty.cnn.yaml\n\n"
    )


def test_every_file_is_counted() -> None:
    assert "in 2 of 3 files (5 networks), 1 path could not be read." in report("concise", ALL)
