"""Names that an output might obey, of layers and of files, through the commands as processes: rows 43 to 47 of the bad inputs."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from pathlib import Path
from unicodedata import category
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from cnncalc.check.formats import FORMATS
from cnncalc.diagnostics import printable
from tests.check.formats.test_github import read as read_github
from tests.check.formats.test_markdown import Rendered
from tests.measured import measure

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))

from fuzz_readers import READERS

ROWS = {43, 44, 45, 46, 47}
NAMES = (
    "\x1b[31mX", "a\u202eb\u200bc", "a\n::error file=x::pwn", "\r::stop-commands::t", "##[group]g", "[/bold] [red]", "[batch, 3]",
    "a|b`c``d", "<img src=x onerror=y>", "=cmd()", "]]>", "a\x0bb", "%0A::error::x", "{0}](http://x.y)", "\ue000\ud7fe",
    "\x85 \u2028",
)  # fmt: skip
#: Of files, in bytes; each becomes the first part of a name that ends in `.cnn.yaml`.
PATHS = (b"a,b:c%d e", b"a\nb", b"a\r\tb", b"\xff\xfe", b"::error::x", b"=cmd()", b"<img src=x>", b"a|b`c", b"\xc3\xa9",
         b"\x1b[31m", b"%0A", b"-o", b"{a}[b]")  # fmt: skip
NET = """\
source: x
expect: {{params: 3}}
input: 8x8x3
layers:
  - {{name: {0}, conv: {{filters: {1}, kernel: 3, padding: 3, activation: relu}}}}
  - {{from: {0}, relu: }}
"""


def reports(folder: Path) -> dict[str, str]:
    """The whole folder in all formats, of one run of the command."""
    others = [part for format in FORMATS for part in ("--report", f"{format}=../out.{format}")]
    done = measure("check", "--no-cache", "--jobs", "1", "-f", "concise", *others, cwd=folder)
    assert (done.status, done.err, done.mebibytes < 100) == (1, "", True)
    found = {format: (folder.parent / f"out.{format}").read_bytes().decode("utf-8") for format in FORMATS}
    assert done.out == found["concise"]
    for format, text in found.items():
        assert unprintable(text) == set(), format
        if format != "github":
            assert not any(line.lstrip().startswith("::") for line in text.splitlines()), format
    listed = measure("check", "--list-files", cwd=folder)
    assert not any(line.lstrip().startswith("::") for line in listed.lines)
    return found


def unprintable(text: str) -> set[str]:
    """Spaces of other scripts apart."""
    return {character for character in text if not (character.isprintable() or character == "\n" or category(character) == "Zs")}


def named(folder: Path) -> Path:
    """A file for each name, whose first layer is called so, and whose figures are not what it expects."""
    folder.mkdir()
    for number, name in enumerate(NAMES):
        (folder / f"n{number}.cnn.yaml").write_text(NET.format(json.dumps(name), 8), "utf-8")
    return folder


def test_names_in_every_format(tmp_path: Path) -> None:
    found = reports(named(tmp_path / "nets"))
    told = READERS["json"][0](found["json"])
    assert told.total() > 2 * len(NAMES)
    for format, (read, known) in READERS.items():
        here = read(found[format])
        expected = sorted((place[0], *place[1:known]) for place in told.elements())
        if format != "github":  # columns of several lines are left out there
            assert sorted(here.elements()) == expected, format
        assert here.total() == told.total(), format
    report = json.loads(found["json"])
    layers = [{finding["layer"] for finding in file["findings"] if finding["layer"]} for file in report["files"]]
    for name, of_file in zip(NAMES, layers, strict=True):
        assert any(name in layer for layer in of_file)
    commands = read_github(found["github"])
    assert {command.name for command in commands} <= {"error", "warning", "notice"}
    html = MarkdownIt("commonmark").enable("table").render(found["markdown"]).replace("<br />", "<br>")
    texts = "".join(text for row in Rendered(html).rows for cell in row for is_code, text in cell if is_code)
    cases = "".join(ElementTree.fromstring(found["junit"].encode()).itertext())
    for name in NAMES:
        for format, text in (("full", found["full"]), ("concise", found["concise"]), ("markdown", texts), ("junit", cases)):
            assert printable(name) in text, format


@pytest.mark.parametrize("command", ["diff", "compare"])
@pytest.mark.parametrize("format", ["table", "json", "markdown"])
def test_names_side_by_side(tmp_path: Path, command: str, format: str) -> None:
    layers = "".join(f"  - {{name: {json.dumps(name)}, conv: {{filters: %s, kernel: 1}}}}\n" for name in NAMES)
    for file, filters in (("a", 8), ("b", 9)):
        name = json.dumps(NAMES[2])
        text = f"name: {name}\nsource: {name}\ninput: 8x8x3\nlayers:\n{layers.replace('%s', str(filters))}"
        (tmp_path / f"{file}.cnn.yaml").write_text(text, "utf-8")
    done = measure(command, "a.cnn.yaml", "b.cnn.yaml", "-f", format, cwd=tmp_path)
    assert (done.status, unprintable(done.out)) == (0, set())
    assert not any(line.startswith("::") for line in (*done.lines, *done.err.splitlines()))
    if (command, format) == ("diff", "json"):
        (network,) = json.loads(done.out)["networks"]
        assert [layer["new"]["path"] for layer in network["layers"]] == list(NAMES)
    if (command, format) == ("diff", "markdown"):
        rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(done.out)
        assert "<img" not in rendered
        assert "href" not in rendered


def test_a_code_that_is_none(tmp_path: Path) -> None:
    for name in NAMES[:3]:
        done = measure("rule", "--", name, cwd=tmp_path)
        assert (done.status, done.out, unprintable(done.err)) == (2, "", set())
        assert not any(line.startswith("::") for line in done.err.splitlines())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of hostile names, each with a finding."""
    folder = tmp_path_factory.mktemp("names") / "nets"
    folder.mkdir()
    for name in PATHS:
        with open(os.path.join(os.fsencode(folder), name + b".cnn.yaml"), "wb") as file:
            file.write(NET.format("a", 8).encode())
    return folder


def test_file_names_in_every_format(folder: Path) -> None:
    found = reports(folder)
    wanted = sorted(name + b".cnn.yaml" for name in PATHS)
    for format, (read, _) in READERS.items():
        assert read(found[format]).total() >= len(PATHS), format
    assert sorted(os.fsencode(file["path"]) for file in json.loads(found["json"])["files"]) == wanted
    *lines, _ = map(json.loads, found["jsonl"].splitlines())
    assert sorted(os.fsencode(line["path"]) for line in lines) == wanted
    assert sorted({os.fsencode(record["location"]["path"]) for record in json.loads(found["gitlab"])}) == wanted
    (run,) = json.loads(found["sarif"])["runs"]
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]]
    assert sorted({unquote_to_bytes(uri) for uri in places}) == wanted
    shown = {printable(os.fsdecode(name)) for name in wanted}
    files = {command.properties["file"].removeprefix("./") for command in read_github(found["github"])}
    assert {printable(file) for file in files} == shown
    suites = ElementTree.fromstring(found["junit"].encode())
    assert len({suite.get("name") for suite in suites}) == len(wanted)
    for format in ("full", "concise"):
        assert all(name in found[format] for name in shown), format


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Their names are told in the same ways, and the others are reported."""
    (tmp_path / "nets").mkdir()
    for name in PATHS:
        os.symlink(b"nowhere", os.path.join(os.fsencode(tmp_path), b"nets", name + b".cnn.yaml"))
    others = [part for format in FORMATS for part in ("--report", f"{format}=out.{format}")]
    done = measure("check", "--no-cache", "nets", "-f", "concise", *others, cwd=tmp_path)
    assert (done.status, len(done.lines)) == (2, len(PATHS) + 1)
    texts = {format: (tmp_path / f"out.{format}").read_bytes().decode("utf-8") for format in FORMATS}
    assert all(unprintable(text) == set() for text in texts.values())
    assert [file["status"] for file in json.loads(texts["json"])["files"]] == ["unreadable"] * len(PATHS)
    assert len(read_github(texts["github"])) == len(PATHS)
    assert len(ElementTree.fromstring(texts["junit"].encode()).findall("testsuite/testcase/error")) == len(PATHS)


@pytest.mark.parametrize("format", ["table", "json", "markdown", "csv"])
def test_file_names_side_by_side(folder: Path, format: str) -> None:
    names = [b"./" + name + b".cnn.yaml" for name in PATHS]
    done = measure("compare", *names, "-f", format, cwd=folder)
    assert (done.status, unprintable(done.out) - {"\r"}) == (0, set())
    if format == "json":
        assert len(json.loads(done.out)["networks"]) == len(PATHS)
    if format == "csv":
        rows = list(csv.reader(io.StringIO(done.out)))
        assert len(rows) == len(PATHS) + 1
        assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    if format == "csv":
        return
    done = measure("diff", names[0], names[3], "-f", format, cwd=folder)
    assert (done.status, unprintable(done.out)) == (0, set())
    if format == "json":
        found = json.loads(done.out)
        assert [os.fsencode(found[side]) for side in ("old", "new")] == [names[0], names[3]]
