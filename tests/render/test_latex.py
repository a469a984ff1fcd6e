"""The LaTeX, read as TeX would split it: the JSON report's integers, and no name that ends a cell or is a command."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from cnncalc.analysis.report import Report
from cnncalc.diagnostics import printable
from cnncalc.render import Look
from cnncalc.render.latex import render
from tests.render.reading import HOSTILE, NAMES, named, report

WORDS = {
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textless": "<", "textgreater": ">", "textbar": "|",
}  # fmt: skip
TOKEN = re.compile(
    r"\\symbol\{(?P<code>\d+)\}|\\(?P<word>[a-z]+)\{\}|\\(?P<sign>[{}$&#_%])|(?P<end>\\\\)|(?P<empty>\{\})|(?P<cell>&)"
    r"|(?P<plain>[^\\{}$&#_%^~<>|\"`'])"
)


def split(text: str) -> list[list[str]]:
    """The cells of rows. A character that TeX would obey, where it is no escape of ours, fails."""
    rows, at = [[""]], 0
    while found := TOKEN.match(text, at):
        at = found.end()
        if found["end"]:
            rest = text[at:]
            assert not rest or re.match(r"\n +[^\s\[*]", rest), "TeX would read an option of the line's end"
            rows.append([""])
        elif found["cell"]:
            rows[-1].append("")
        elif found["code"]:
            rows[-1][-1] += chr(int(found["code"]))
        else:
            rows[-1][-1] += found["sign"] or found["plain"] or (WORDS[found["word"]] if found["word"] else "")
    assert at == len(text), text[at : at + 20]
    return rows[:-1]


def body(text: str) -> list[list[str]]:
    """The lines of the table; each cell begins and ends with one space of ours."""
    (found,) = re.findall(r"\\midrule\n(.*)\n    \\bottomrule\n", text, re.DOTALL)
    rows = split(found)
    assert all(cell[-1:] == " " for row in rows for cell in row)
    return [[row[0].removeprefix("\n").removeprefix("    ")[:-1], *(cell[1:-1] for cell in row[1:])] for row in rows]


def rows(network: Report, look: Look) -> list[dict[str, str]]:
    return [dict(zip(look.columns, cells, strict=True)) for cells in body(render(network, look))]


def test_the_fragment_names_its_package_and_is_balanced() -> None:
    lines = render(report("vgg16"), Look()).splitlines()
    assert lines[0].startswith("% needs \\usepackage{booktabs}")
    assert [line.strip() for line in lines if "{table}" in line] == ["\\begin{table}", "\\end{table}"]
    assert "  \\begin{tabular}{llrrrr}" in lines
    assert "    layer & kind & output & memory & parameters & multiply-adds \\\\" in lines
    assert "    conv1\\_1 & conv & 224x224x64 & 3,211,264 & 1,792 & 86,704,128 \\\\" in lines
    assert "    parameters & 138,357,544 (weights 138,344,128 + biases 13,416) \\\\" in lines
    assert "  \\caption{VGG-16 (configuration D), Simonyan \\& Zisserman 2014, Table 1" in "\n".join(lines)
    text = re.sub(r"\\[{}]", "", "\n".join(lines))
    assert text.count("{") == text.count("}")
    opened = re.findall(r"\\(begin|end)\{(\w+)\}", text)
    assert opened == [("begin", "table"), *[("begin", "tabular"), ("end", "tabular")] * 2, ("end", "table")]


def test_cut_lines_are_counted_and_shares_are_escaped() -> None:
    text = render(report("vgg16"), Look(top=1, columns=("layer", "params%")))
    assert "\\par (37 more lines)" in text
    text = render(report("vgg16"), Look(sort="params", columns=("layer", "params%")))
    assert "    fc6 & 74\\% \\\\" in text


def test_signs_that_fonts_join_are_kept_apart() -> None:
    text = render(named(["a--b,,c"]), Look(columns=("layer",)))
    assert "    a-{}-b,{},c \\\\" in text


def check_names(names: list[str]) -> None:
    network = named(names)
    look = Look(columns=("layer", "block", "inputs", "shares", "parameters"))
    text = render(network, look)
    for cells, wanted in zip(body(text)[1:], network.rows, strict=True):
        assert cells == [
            printable(wanted.path) + (" (aux)" if wanted.aux else ""), printable(wanted.block or ""),
            printable(" ".join(wanted.inputs)), printable(wanted.shares or ""), f"{wanted.cost.params:,}",
        ]  # fmt: skip
    (caption,) = re.findall(r"\n  \\caption\{(.*)\}\n", text)
    assert split(caption + "\\\\")[0][0].startswith(printable(network.name) + ", " + printable(network.source) + "; input ")
    totals = re.findall(r"\\linewidth\}\}\n(.*)\n  \\end", text, re.DOTALL)
    assert all(len(cells) == 2 for cells in split(totals[0]))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_text(name: str) -> None:
    check_names([name])


@settings(max_examples=200, deadline=None)
@given(NAMES, NAMES)
def test_any_names_are_text(one: str, other: str) -> None:
    check_names([one, other])
