"""What the tests of the formats share: networks, hostile names, and what each row must read back as."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import Any

from hypothesis import strategies as st

from cnncalc.analysis.report import Report
from cnncalc.api import load, loads
from cnncalc.diagnostics import printable
from cnncalc.render.as_json import report_to_dict

FAILED = """name: failed
input: 9x9x3
layers:
  - conv: {filters: 4, kernel: 3, activation: relu}
  - conv: {filters: 4, kernel: 4, stride: 2}
  - fc: 5
"""
SHARED = """name: shared
input: 8x8x4
layers:
  - conv: {filters: 4, kernel: 3, padding: 1}
  - conv: {filters: 4, kernel: 3, padding: 1}
    share: conv1
  - add: [conv1, conv2]
  - maxpool: {kernel: 3, stride: 2, rounding: floor}
"""
NETWORKS = ("vgg16", "googlenet", "resnet50", "failed", "shared")
#: Every figure that JSON has of a layer, and the column that shows it.
FIGURES = {
    "params": "params", "weights": "weights", "biases": "biases", "buffers": "buffers", "macs": "macs",
    "activations": "activations", "bytes": "activation_bytes", "kept": "kept_bytes",
}  # fmt: skip


@cache
def report(name: str) -> Report:
    if name in ("failed", "shared"):
        return loads(FAILED if name == "failed" else SHARED).calculate()
    return load(name).calculate()


def layers(name: str) -> list[dict[str, Any]]:
    """The rows of the JSON report."""
    found: list[dict[str, Any]] = report_to_dict(report(name), formulas=False)["layers"]
    return found


def volume(dims: list[int]) -> str:
    """Channels first, as JSON has it, to height x width x channels."""
    return "x".join(map(str, [*dims[1:], dims[0]]))


def number(cell: str) -> int:
    """What a cell for people says: the value behind any arithmetic, and 0 of what is shared."""
    return int(cell.split(" (shared")[0].rsplit("= ", 1)[-1].replace(",", ""))


def check_for_people(name: str, rows: list[dict[str, str]]) -> None:
    """Rows with the columns `layer`, `output` and all of FIGURES, read from what people see, against JSON."""
    wanted = layers(name)
    assert rows[0]["layer"] == "input"
    assert len(rows) == len(wanted) + 1
    for row, layer in zip(rows[1:], wanted, strict=True):
        assert row["layer"] == printable(layer["path"]) + (" (aux)" if layer["aux"] else "")
        if layer["output_shape"] is None:
            assert row["output"] == (f"error {layer['error']}" if "error" in layer else "unknown")
            assert {row[column] for column in FIGURES} == {"-"}
            continue
        assert row["output"] == volume(layer["output_shape"])
        assert {column: number(row[column]) for column in FIGURES} == {column: layer[key] for column, key in FIGURES.items()}


#: Texts from all of Unicode, and more often such as one format or another obeys.
MARKS = "|\\`'\"*_{}[]<>&%$#~^@=+-;,:!?. \t\n\r\x00\x1b\x7f\x85\u00a0\u00ad\u202e\u2028\u2066\ufeff\uff1dA1é中א\U0001f9ff"
NAMES = st.one_of(st.text(min_size=1, max_size=30), st.text(MARKS, min_size=1, max_size=12))
HOSTILE = (
    "a\nb", "a|b", "a\\|b", "a\\", "`", "a`b``c", '"quoted", twice""', "a\tb", "<script>alert(1)</script>", "</style></div>",
    "50%", "\\input{x}", "\\\\", "[2cm] x", "*", " *", "=cmd|'/C calc'!A0", "+1", "-1", "@SUM(A1)", "＝1", "a;=b", "a\u202eb",
    "a\x1b[31mb", "a\x00b", "&amp;", "&#61;", " a ", "--", "$x$", "~^", "\\x3d", "-", "---", "![x](y)", "http://x.y", "é", "中文",
)  # fmt: skip


def named(names: list[str]) -> Report:
    """A report whose texts are these: its name, its source, and its layers, what they read, and their blocks."""
    base = report("shared")
    text = [names[number % len(names)] for number in range(4)]
    rows = [
        row._replace(path=text[number], name=text[number], block=text[number - 1], inputs=(text[number - 2], text[number - 1]),
                     shares=text[number] if row.shares else None, aux=text[0] if number == 3 else None)
        for number, row in enumerate(base.rows)
    ]  # fmt: skip
    return replace(base, name=text[0], source=text[1], rows=tuple(rows))


class Tables(HTMLParser):
    """The tables of an HTML fragment; what is not well-formed, or not of the few elements that a format writes, fails."""

    def __init__(self, text: str, known: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.loose: list[str] = []
        self.classes: list[str] = []
        self._open: list[str] = []
        self._known = known.split()
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self._known, tag
        assert {name for name, _ in attrs} <= {"class", "scope", "style", "title"}
        if tag in ("br", "hr"):
            return
        self._open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
            self.classes.append(dict(attrs).get("class") or "")
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" in self._open or "th" in self._open:
            self.tables[-1][-1][-1] += data
        elif "style" not in self._open:
            self.loose.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")


def original(text: str) -> str:
    """The text behind the escapes of a record."""
    code = r"\\(?:\\|[nrt]|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))"
    short = {"\\\\": "\\", "\\n": "\n", "\\r": "\r", "\\t": "\t"}
    return re.sub(code, lambda found: short.get(found[0]) or chr(int(found[0][2:], 16)), text)
