"""A table read from its text: what its columns show, and its lines with the figures as they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from cnncalc.diagnostics import CnnCalcError, Diagnostic, Span, did_you_mean
from cnncalc.homework.tables.figures import FIGURES, NAMES, Figure
from cnncalc.homework.tables.positioned import Cell, delimiter_of, lines
from cnncalc.spec.document import Limits
from cnncalc.spec.source import read_file, read_stdin

LARGEST = 1 << 20  # bytes of a table
MOST_COLUMNS = 64
MOST_FIGURES = 8_192
_LONGEST_SAID = 1_000  # characters of a line before the table
#: What the columns are called that name a line: its layers, its network, and what it is called in print.
KEYS = ("layer", "layers of", "block", "module", "stage")
NETWORKS = ("network", "model", "architecture")
LABELS = ("name", "type", "label", "text", "layer name", "layer type", "kind", "notes", "note", "remarks", "comment", "comments")
_DIRECTIVE = re.compile(r"# *(title|source|network|layout): *(.*)")
_COLUMN = re.compile(r"# *column (.+?): *([a-z ]+?)(?: of (.+?))?(?: in (\S+))?")
_NOTE = re.compile(r"# *note (.+?) / (.+?): *(.+)")
_UNIT = re.compile(r"[(\[]([^()\[\]]{1,30})[)\]]$")
_NOISE = re.compile(r"^(?:#|no\.? of |number of |num\.? |n_)\s*")
#: What a heading says in brackets -> what is put behind figures that have no unit of their own.
UNITS = {
    "k": "K", "thousands": "K", "thousand": "K", "10^3": "K", "x10^3": "K",
    "m": "M", "millions": "M", "million": "M", "10^6": "M", "x10^6": "M", "mio": "M",
    "g": "G", "b": "G", "bn": "G", "billions": "G", "billion": "G", "10^9": "G", "x10^9": "G", "gflops": "G", "gmacs": "G",
    "mflops": "M", "mmacs": "M", "bytes": " bytes", "kb": " KB", "mb": " MB", "gb": " GB", "kib": " KiB", "mib": " MiB",
    "gib": " GiB",
}  # fmt: skip


class Column(NamedTuple):
    """A column of figures: `paths` are layers inside a line's, or else of the network, `network` another than the line's."""

    name: str
    figure: Figure
    place: int  # of its cells in a line
    paths: tuple[str, ...] = ()
    network: str = ""
    unit: str = ""


class Line(NamedTuple):
    """A line: its layer (`total` where none is named), what it is called in print, and its cells."""

    label: str
    layer: Cell
    network: Cell | None
    cells: list[Cell]

    def printed(self, column: Column) -> str:
        """What it prints in a column; nothing for a dash."""
        text = self.cells[column.place].text if column.place < len(self.cells) else ""
        return "" if text in ("-", "–", "—") else text


@dataclass
class Table:
    """A table as it was read; `findings` tell what of it cannot be."""

    path: str
    text: str
    title: str = ""
    source: str = ""
    network: str = ""
    layout: str = "hwc"
    columns: list[Column] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    @property
    def networks_in_columns(self) -> bool:
        """Whether every column is about a network of its own."""
        return bool(self.columns) and all(column.network for column in self.columns)

    @property
    def names_networks(self) -> bool:
        """Whether lines or columns name their networks."""
        return self.networks_in_columns or any(line.network for line in self.lines)


def read_own(path: str, largest: int = LARGEST) -> Table:
    """The table in a file, or with `-` on standard input. Raises UsageError or CnnCalcError where there is none."""
    bounds = Limits()._replace(bytes=largest)
    text = read_stdin(bounds, utf16=True) if path == "-" else read_file(path, bounds, utf16=True)
    return read_table(text, "<stdin>" if path == "-" else path)


def read_table(text: str, path: str) -> Table:
    """The table in a text. Raises CnnCalcError K703 where there is none, or one that is too large."""
    table = Table(path, text)
    start, said = _head(table)
    read = lines(text, start, delimiter_of(text[start:].split("\n", 1)[0]))
    header = _closed(table, next(read))
    if len(header) < 2 or len(header) > MOST_COLUMNS:
        found = "one column" if len(header) < 2 else f"{len(header):,} columns"
        wanted = f"a table has a column of layers and 1 to {MOST_COLUMNS - 1} of figures"
        raise _refused(table, f"{wanted}, found {found}", header[0].span)
    if table.layout not in ("hwc", "chw"):
        raise _refused(table, f"the layout is hwc or chw, found `{table.layout[:60]}`", Span(1, 1, 1, 2))
    named = _columns(table, header, said)
    if not table.columns:
        none = _refused(table, "the table has no column of figures", header[0].span)
        raise CnnCalcError(table.findings, text, path) if table.findings else none
    for cells in read:
        if any(cell.text for cell in _closed(table, cells)):
            table.lines.append(_line(_below(table, header, cells), named))
        if len(table.lines) * len(table.columns) > MOST_FIGURES:
            raise _refused(table, f"the table has more than {MOST_FIGURES:,} figures", cells[0].span)
    if not table.lines:
        raise _refused(table, "the table has no line below its heading", header[0].span)
    if not any(cell.text for line in table.lines for cell in line.cells[1:]):
        raise _refused(table, "no line of the table holds a figure", table.lines[0].cells[0].span)
    return table


def _closed(table: Table, cells: list[Cell]) -> list[Cell]:
    """The cells of a line, whose quotes are closed. Raises CnnCalcError."""
    for cell in cells:
        if cell.stray:
            raise _refused(table, "the quote is not closed at the end of its cell", cell.span)
    return cells


def _below(table: Table, header: list[Cell], cells: list[Cell]) -> list[Cell]:
    """The cells of a line, each below its heading. Raises CnnCalcError: a figure without one would be lost."""
    surplus = next((cell for cell in cells[len(header) :] if cell.text), None)
    if surplus is not None:
        found = f"{len(cells)} cells below {len(header)} headings"
        findings = [Diagnostic("K703", found, surplus.span, (), ('a figure with commas stands in quotes: `"34,944"`',))]
        raise CnnCalcError(findings, table.text, table.path)
    return cells


def _refused(table: Table, message: str, span: Span) -> CnnCalcError:
    help = "the first line names the figures: `layer,output,params`; then a line a layer"
    return CnnCalcError([Diagnostic("K703", message, span, (), (help,))], table.text, table.path)


def _head(table: Table) -> tuple[int, dict[str, re.Match[str]]]:
    """What the lines before the table say; the offset behind them, and the columns that they explain."""
    start, said = 0, {}
    for line in table.text.splitlines(keepends=True):
        if line.strip() and not line.startswith("# "):
            break
        start += len(line)
        plain = line.strip() if len(line) <= _LONGEST_SAID else ""
        if (found := _DIRECTIVE.fullmatch(plain)) is not None:
            setattr(table, found[1], found[2].strip())
        elif (found := _COLUMN.fullmatch(plain)) is not None:
            said[found[1]] = found
        elif (found := _NOTE.fullmatch(plain)) is not None:
            table.notes[found[1], found[2]] = found[3]
    return start, said


def _columns(table: Table, header: list[Cell], said: dict[str, re.Match[str]]) -> dict[str, int]:
    """Fill in the columns of figures; the places of those that name a line."""
    named: dict[str, int] = {}
    for index, cell in enumerate(header):
        name = cell.text
        unit = _UNIT.search(name)
        word = _plain(name)
        role = next((role for role, words in (("layer", KEYS), ("network", NETWORKS), ("label", LABELS)) if word in words), "")
        explained = said.get(name)
        figure = explained[2] if explained else NAMES.get(word, "")
        if role and not explained:
            named.setdefault(role, index)
        elif figure in FIGURES:
            paths = tuple(path.strip() for path in (explained[3] or "").split("|") if path.strip()) if explained else ()
            suffix = UNITS.get(unit[1].strip().lower(), "") if unit else ""
            network = (explained[4] or "") if explained else ""
            table.columns.append(Column(name, FIGURES[figure], index, paths, network, suffix))
        elif name:
            wanted = explained[2] if explained else name
            otherwise = f"one of {', '.join(FIGURES)}; `name` for words that are only shown"
            help = did_you_mean(figure or word, FIGURES if explained else [*NAMES, *LABELS], otherwise)
            table.findings.append(Diagnostic("K701", f"there is no figure `{wanted[:60]}`", cell.span, (), (help,)))
    return named


def _plain(name: str) -> str:
    """A heading without its unit, in small letters: `# Params (M)` is `params`."""
    word = _UNIT.sub("", name).strip().lower().replace("_", " ").replace("-", " ")
    return _NOISE.sub("", word).strip()


def _line(cells: list[Cell], named: dict[str, int]) -> Line:
    def at(role: str) -> Cell | None:
        index = named.get(role, len(cells))
        return cells[index] if index < len(cells) and cells[index].text else None

    network, label = at("network"), at("label")
    # a table without a column of layers is about networks, or its names are those of layers
    layer = at("layer") if "layer" in named else (None if network else label)
    shown = label or layer or network
    return Line(shown.text if shown else "", layer or Cell("total", cells[0].span), network, cells)
