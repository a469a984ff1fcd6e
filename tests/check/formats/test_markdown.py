"""The Markdown, rendered by markdown-it and read from its HTML; and the summary of a workflow's step that it is appended to."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from cnncalc.check.formats import Look
from cnncalc.check.formats.step_summary import append
from cnncalc.check.results import CheckedFile, CheckedNetwork, Merged
from cnncalc.diagnostics import Diagnostic, UsageError, printable
from tests.check.formats.cases import ALL, BROKEN, CLEAN, ERROR, GONE, VARIANTS, a_file, hostile, report
from tests.render.reading import HOSTILE, NAMES

MIB = 1024 * 1024


class Rendered(HTMLParser):
    """The cells of the table, each as texts that are code (True) or not; any element that we never write fails."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[list[tuple[bool, str]]]] = []
        self.heading = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"h3", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "code", "br"}
        assert {name for name, _ in attrs} <= {"style"}
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append([])
        elif tag == "br":
            self.rows[-1][-1].append((False, "\n"))
        if tag != "br":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & {*self._open}:
            self.rows[-1][-1].append(("code" in self._open, data))
        elif "h3" in self._open:
            self.heading += data
        else:
            assert not data.strip() or "li" in self._open

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)


def read(files: list[CheckedFile], look: Look = Look()) -> Rendered:  # noqa: B008
    return Rendered(MarkdownIt("commonmark").enable("table").render(report("markdown", files, look)).replace("<br />", "<br>"))


def texts(files: list[CheckedFile]) -> list[list[str]]:
    """The cells of each line as they are seen, without the table's head."""
    return [["".join(text for _, text in cell) for cell in row] for row in read(files).rows[1:]]


def test_the_whole_text() -> None:
    assert (
        report("markdown", [CLEAN, GONE, VARIANTS], Look(statistics=True), ignored=2)
        == """\
### cnncalc: 1 error, 1 warning, 1 info, 1 unreadable in 3 files (2 ignored)

- E101 other-figure: 1
- H301 kernel-larger-than-input: 1
- L101 collapsing-layers: 1

| file | params | MACs | peak activations | result |
|---|--:|--:|--:|---|
| `nets/clean.cnn.yaml` | 1,097 | 6.27 K | 1.71 KiB | ok |
| `nets/gone.cnn.yaml` | - | - | - | unreadable: `there is no file nets/gone.cnn.yaml` |
| `nets/r.cnn.yaml` `small` | - | - | - | info E101: `no figure is expected`<br>\
warning L101 at 3:5: `` `conv2` follows `conv1` (layer conv2, in small and large) ``<br>\
error H301 at 4:32: `kernel 4 at stride 2 does not fit 7 (layer conv2, in small)` |
| &nbsp; `large` | 1,097 | 6.27 K | 1.71 KiB | info E101 as above<br>warning L101 at 3:5 as above |
| &nbsp; `huge` | 1,097 | 6.27 K | 1.71 KiB | info E101 as above |
"""
    )


def test_figures_that_differ_between_networks_are_no_as_above() -> None:
    told = [CheckedNetwork(name, (Diagnostic("E101", message, ERROR.span),), None) for name, message in
            (("a", "params is 5, expected 4"), ("b", "params is 6, expected 4"), ("c", "params is 6, expected 4"))]  # fmt: skip
    rows = texts([CheckedFile("n.cnn.yaml", tuple(told), "", True)])
    place = f"error E101 at {ERROR.span.line}:{ERROR.span.column}" if ERROR.span else ""
    assert [row[4].partition(" (")[0] for row in rows] == [
        f"{place}: params is 5, expected 4", f"{place}: params is 6, expected 4", f"{place} as above",
    ]  # fmt: skip


def test_a_good_run() -> None:
    assert read([CLEAN, CLEAN]).heading == "cnncalc: all is well in 2 files"
    assert report("markdown", []) == "### cnncalc: all is well in 0 files\n\n"


def check_names(names: list[str]) -> None:
    files = hostile(names)
    rows = texts(files)
    expected = [(file, number, network) for file in files[:-1] for number, network in enumerate(file.networks)]
    assert len(rows) == len(expected) + 1
    for row, (file, number, network) in zip(rows, expected, strict=False):
        first = "\xa0" if number else printable(file.path)
        assert row[0] == (f"{first} {printable(network.variant)}" if network.variant else first)
        if number:
            assert row[4].split("\n") == ["info E101 as above", "warning L101 at 2:1 as above"]
        else:
            told = [line.partition(": ")[2] for line in row[4].split("\n")]
            assert told == ([_shown(merged) for merged in file.merged()] or [""])
    assert rows[-1][4] == f"unreadable: {_unreadable(files[-1])}"
    outside = "".join(text for row in read(files).rows[1:] for cell in row for is_code, text in cell if not is_code)
    assert not re.search(r"[@#\[\]()<>*_`~|$/\\]|www|:[^\s\d]", outside)


def _shown(merged: Merged) -> str:
    layer = f"layer {printable(merged.finding.layer)}" if merged.finding.layer else ""
    said = ", ".join(filter(None, [layer, *(f"in {printable(name)}" for name in merged.variants)]))
    return printable(merged.finding.message) + (f" ({said})" if said else "")


def _unreadable(file: CheckedFile) -> str:
    path, error = printable(file.path), printable(file.error)
    return error if path in error else f"{path}: {error}"


@pytest.mark.parametrize(
    "name", [*HOSTILE, "@everyone", "#1", "GH-1", "www.example.org", "a@b.example", "<!-- x", "&lt;b&gt;", "a``", "``", " a"]
)
def test_hostile_names_are_text(name: str) -> None:
    check_names([name])


@settings(max_examples=150, deadline=None)
@given(NAMES, NAMES)
def test_any_name_is_text(one: str, other: str) -> None:
    check_names([one, other])


def test_the_summary_is_appended(tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    path.write_text("of another step")
    text = report("markdown", list(ALL))
    for size in (1, 7, len(text)):
        path.write_text("of another step")
        append([text[start : start + size] for start in range(0, len(text), size)], str(path))
        assert path.read_text("utf-8") == f"of another step\n\n{text}"
    append([text], str(path))
    assert path.read_text("utf-8") == f"of another step\n\n{text}\n\n{text}"


def test_a_new_summary_and_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    append([report("markdown", [a_file("\ud800\udc80é", ERROR)])], str(path))
    assert "&#92;ud800&#92;udc80é" in path.read_text("utf-8")
    with pytest.raises(UsageError, match=r"^.*none/x cannot be written: no such file or directory$"):
        append(["x"], str(tmp_path / "none" / "x"))


@pytest.mark.parametrize(
    "there", [0, 1000, MIB // 2, MIB - 2000, MIB - 600, MIB - 300, MIB - 100, MIB - 40, MIB - 3, MIB, MIB + 5]
)
def test_the_summary_is_cut_below_the_limit(tmp_path: Path, there: int) -> None:
    path = tmp_path / "summary.md"
    path.write_bytes(b"x" * there)
    networks = [network._replace(variant=f"v{number}") for number in range(3) for network in BROKEN.networks]
    names = [f"é{number}.cnn.yaml" for number in range(6000)]
    files = [
        BROKEN._replace(path=name, networks=tuple(networks) if number % 2 else BROKEN.networks)
        for number, name in enumerate(names)
    ]
    append([report("markdown", files)], str(path))
    data = path.read_bytes()
    assert data[:there] == b"x" * there
    assert len(data) < MIB or len(data) == there
    added = data[there:].decode()
    shown = [name for name in names if f"| `{name}`" in added]
    assert shown == names[: len(shown)]
    if added:
        assert added.endswith(f"\n\n... {6000 - len(shown):,} more files\n")
        assert len(data) > MIB - 2000 or there == MIB - 2000
    else:
        assert there > MIB - 40
    if shown:
        assert added.count("&nbsp;") == 2 * (len(shown) // 2)  # a file is left out with all its networks


def test_one_file_that_does_not_fit(tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    files = [CLEAN, a_file("b", ERROR._replace(message="x" * MIB))]
    append([report("markdown", files)], str(path))
    assert path.read_text("utf-8").endswith("| ok |\n\n... 1 more file\n")
    assert GONE.path not in path.read_text("utf-8")
