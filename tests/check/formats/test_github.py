"""Annotations, read as GitHub's runner reads a log (its ActionCommand): what is no command of ours must not be one."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings

from cnncalc.check.formats import Look
from cnncalc.diagnostics import Span, printable
from tests.check.formats.cases import ALL, BROKEN, CLEAN, ERROR, GONE, INFO, WARNING, a_file, hostile, report
from tests.render.reading import HOSTILE, NAMES

COMMANDS = {"error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "add-matcher", "remove-matcher", "set-env",
            "set-output", "save-state", "add-path", "stop-commands", "echo"}  # fmt: skip


class Command(NamedTuple):
    """What the runner takes from one line."""

    name: str
    properties: dict[str, str]
    data: str


def read(text: str) -> list[Command]:
    """The commands in a log, the older `##[...]` form too."""
    return [command for line in re.split("\r\n|\r|\n", text) if (command := _command(line) or _old_command(line))]


def _command(line: str) -> Command | None:
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, written = line[2:end].partition(" ")
    if name not in COMMANDS:
        return None
    properties = {}
    for pair in written.strip().split(","):
        key, equals, value = pair.partition("=")
        if equals and value:
            properties[key.lower()] = _decoded(value.lstrip("="), "%0D", "%0A", "%3A", "%2C", "%25")
    return Command(name, properties, _decoded(line[end + 2 :], "%0D", "%0A", "%25"))


def _old_command(line: str) -> Command | None:
    start = line.find("##[")
    end = line.find("]", start)
    name = line[start + 3 : end].partition(" ")[0]
    return Command(name, {}, line[end + 1 :]) if start >= 0 and end >= 0 and name in COMMANDS else None


def _decoded(text: str, *codes: str) -> str:
    for code in codes:
        text = text.replace(code, chr(int(code[1:], 16)))
    return text


def test_what_the_runner_reads() -> None:
    assert read("::error file=a%2Cb%3Ac,line=1::50%25 %0A::x\nplain\n ::group::g\nx ##[error]y\n::what::no") == [
        Command("error", {"file": "a,b:c", "line": "1"}, "50% \n::x"), Command("group", {}, "g"), Command("error", {}, "y"),
    ]  # fmt: skip


def test_the_lines() -> None:
    lines = report("github", [BROKEN]).splitlines()
    assert lines[:4] == [
        "::notice file=nets/broken.cnn.yaml,line=1,col=1,endLine=1,endColumn=1,title=E101::no figure is expected",
        "::warning file=nets/broken.cnn.yaml,line=3,endLine=4,title=L101::`conv2` follows `conv1`",
        "::error file=nets/broken.cnn.yaml,line=4,col=32,endLine=4,endColumn=33,title=H301::kernel 4 at stride 2 does not fit 7",
        "warning[L101]: `conv2` follows `conv1`",
    ]
    assert "\n".join(lines[3:]) + "\n" == report("full", [BROKEN])


def test_a_file_that_could_not_be_read() -> None:
    (command,) = read(report("github", [GONE, CLEAN]))
    assert command == Command("error", {"title": GONE.path}, GONE.error)


def test_what_github_does_not_show_is_counted() -> None:
    def files(errors: int, warnings: int) -> list[str]:
        findings = [ERROR._replace(span=Span(line, 1, line, 2)) for line in range(errors)]
        findings += [WARNING._replace(span=Span(line, 1, line, 2)) for line in range(warnings)]
        return report("github", [a_file("a", *findings, INFO), GONE]).splitlines()

    assert not any("GitHub shows" in line for line in files(9, 10))
    note = "GitHub shows 10 annotations of each kind in a step; not shown: 1 error, 2 warnings."
    assert files(10, 12)[-3] == note
    assert not any("GitHub shows" in line for line in report("github", list(ALL) * 4, Look(quiet=True)).splitlines())


def test_names_of_other_scripts_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    (command,) = read(report("github", [a_file("ネット\u3000a\u00a0é.cnn.yaml", ERROR)]))
    assert command.properties["file"] == "ネット\u3000a\u00a0é.cnn.yaml"
    monkeypatch.setenv("GITHUB_WORKSPACE", "/")
    (command,) = read(report("github", [a_file("/deep/a.cnn.yaml", ERROR)]))
    assert command.properties["file"] == "deep/a.cnn.yaml"


def check_names(names: list[str]) -> None:
    files = hostile(names)
    commands = read(report("github", files, Look(width=60)))
    expected = [(file, merged) for file in files for merged in file.merged()]
    assert len(commands) == len(expected) + 1
    for command, (file, merged) in zip(commands, expected, strict=False):
        finding, place = merged.finding, merged.place
        assert command.name == {"error": "error", "warning": "warning", "info": "notice"}[finding.severity]
        assert printable(command.data) == printable(finding.message)
        assert printable(command.properties.pop("file").removeprefix("./")) == printable(file.path.removeprefix("./"))
        one_line = {"col": str(place.column), "endcolumn": str(place.end_column)} if place.line == place.end_line else {}
        assert command.properties == {
            "line": str(place.line), "endline": str(place.end_line), "title": finding.code, **one_line
        }  # fmt: skip
    assert printable(commands[-1].data) == printable(files[-1].error)


MESSAGES = (
    "a%0Ab",
    "%",
    "a,b=c::d",
    "\r\n::error::x",
    " ::add-mask::1",
    "##[error]x",
    "a ##[group]b",
    "::error file=b::c",
    "=a",
    "\n",
)


@pytest.mark.parametrize("name", [*HOSTILE, *MESSAGES])
def test_hostile_names_are_text(name: str) -> None:
    check_names([name])
    check_names([f"word; {name}; " * 9])  # so that helps are wrapped, and lines begin anywhere in it


@settings(max_examples=200, deadline=None)
@example("0\n", "::error::0")
@given(NAMES, NAMES)
def test_any_names_are_text(one: str, other: str) -> None:
    check_names([one, other])


@pytest.mark.parametrize("text", ["::error::x", "  ::error::x", "##[error]x", "a: '###[group]x'", "::::", "\t::stop-commands::x"])
def test_the_source_line_is_no_command(text: str) -> None:
    file = a_file("a", ERROR._replace(span=Span(1, 1, 1, 2), labels=(), help=(text, f"{'word ' * 14}{text}")), text=text)
    assert len(read(report("github", [file], Look(width=40)))) == 1


def test_newlines_are_encoded_not_escaped() -> None:
    (command,) = read(report("github", [a_file("a\nb", ERROR._replace(message="a\r\nb%0A"))]))
    assert (command.properties["file"], command.data) == ("a\nb", "a\r\nb%0A")
