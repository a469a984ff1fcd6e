"""Every printed figure of a table held against the network: exact, rounded and how, or not what the network gives and why."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from cnncalc import catalogue
from cnncalc.analysis.report import Report
from cnncalc.diagnostics import CnnCalcError, Diagnostic, Span, did_you_mean
from cnncalc.homework.reading import read_sizes
from cnncalc.homework.rounding import agreement
from cnncalc.homework.tables import arithmetic, beside
from cnncalc.homework.tables.figures import OPERATIONS, Candidate
from cnncalc.homework.tables.parts import Part, find, inner
from cnncalc.homework.tables.source import Column, Line, Table
from cnncalc.homework.tables.verdict import VALUE_BYTES, Cell, Verdict, in_bytes
from cnncalc.homework.written import Unreadable

_START = Span(1, 1, 1, 2)
_MOST_FINDINGS = 20  # of a table; the others would say the same


@dataclass
class Judged:
    """A table with its verdicts, a row a line and a place a column; None where nothing is printed."""

    name: str
    table: Table
    network: str  # one network's name, where the whole table is about one
    rows: list[list[Verdict | None]] = field(default_factory=list)

    def count(self, status: str) -> int:
        """How many cells have a verdict."""
        return sum(verdict is not None and verdict.status == status for row in self.rows for verdict in row)

    @property
    def reproduces(self) -> bool:
        """Whether every figure could be read and is what the network gives."""
        return not (self.count("differs") or self.count("unread") or self.table.findings)


def judge(name: str, table: Table, given: Report | None, load: Callable[[str], Report]) -> Judged:
    """The verdicts of a table. `given` stands in for the network that the table names; `load` reads a bundled one.

    Raises CnnCalcError K702 where no network is named at all.
    """
    networks = _Networks(table, given, load)
    found = [[networks.cell(line, column) for column in table.columns] for line in networks.known_lines()]
    judged = [[cell._replace(verdict=_verdict(table, cell)) for cell in cells] for cells in found]
    rows = beside.explained(table, judged)
    default = networks.default
    return Judged(name, table, (default.name or default.architecture) if default else "", rows)


class _Networks:
    """The networks that a table is about: one, one a line, or one a column. Only bundled ones are named in a file."""

    def __init__(self, table: Table, given: Report | None, load: Callable[[str], Report]) -> None:
        self.table, self.load = table, load
        self._reports: dict[str, Report | None] = {}
        self._parts: dict[tuple[str, str], Part | None] = {}
        self.default = given or (self._named(table.network, _START) if table.network else None)
        if self.default is None and not table.names_networks and not table.findings:
            help = "`--network NAME`, a line `# network: NAME` before the heading, or a column `network`"
            raise CnnCalcError([Diagnostic("K702", "the table names no network", _START, (), (help,))], table.text, table.path)

    def known_lines(self) -> list[Line]:
        """The lines whose network and layer there are; of the others, findings. The table keeps these lines alone."""
        known = []
        for line in self.table.lines:
            report = self._of(line)
            if self.table.networks_in_columns:
                known.append(line)
            elif report is not None and self._part(line, None) is None:
                if len(self.table.findings) < _MOST_FINDINGS:
                    self.table.findings.append(_unknown_layer(report, line))
            elif report is not None:
                known.append(line)
        self.table.lines = known
        return known

    def cell(self, line: Line, column: Column) -> Cell:
        """What a line prints in a column, and what that is about."""
        part = self._part(line, column)
        return Cell(line, column, line.printed(column), inner(part, column.paths) if part and column.paths else part)

    def _of(self, line: Line) -> Report | None:
        return self._named(line.network.text, line.network.span) if line.network else self.default

    def _part(self, line: Line, column: Column | None) -> Part | None:
        name = column.network if column is not None and column.network else line.network.text if line.network else ""
        key = (name, line.layer.text)
        if key not in self._parts:
            report = self._named(name, _START) if name else self.default
            self._parts[key] = find(report, line.layer.text) if report is not None else None
        return self._parts[key]

    def _named(self, name: str, span: Span) -> Report | None:
        if name not in self._reports:
            bundled = catalogue.find(name) is not None
            self._reports[name] = self.load(name) if bundled else None
            if not bundled and len(self.table.findings) < _MOST_FINDINGS:
                message = f"there is no bundled network `{name[:60]}`"
                self.table.findings.append(Diagnostic("K702", message, span, (), catalogue.unknown(name).help))
        return self._reports[name]


def _unknown_layer(report: Report, line: Line) -> Diagnostic:
    known = [row.path for row in report.rows] + report.blocks()
    help = did_you_mean(line.layer.text, known, f"`cnncalc show {report.architecture}` lists them; `total` is the whole network")
    message = f"{report.architecture} has no layer and no block `{line.layer.text[:60]}`"
    return Diagnostic("K702", message, line.layer.span, (), (help,))


def _verdict(table: Table, cell: Cell) -> Verdict | None:
    """The verdict of one cell; None where nothing is printed and nothing is to be."""
    form = cell.column.figure.form
    if not cell.printed and (form != "words" or cell.part is None):
        return None
    candidates = list(cell.column.figure.candidates(cell.part)) if cell.part is not None else []
    if not candidates:
        missing = cell.part is None and not cell.column.paths
        owner = f"{cell.column.network} has no layer" if missing else f"there is no {cell.column.name} of"
        return Verdict(cell.printed, "differs", None, "", (f"{cell.printed} printed; {owner} `{cell.line.layer.text}`",))
    try:
        if form == "number":
            return _number(cell, candidates)
        return _words(cell, candidates[0]) if form == "words" else _sizes(table, cell, candidates[0])
    except Unreadable as error:
        return Verdict(cell.printed, "unread", candidates[0].value, "", (error.message,))


def _number(cell: Cell, candidates: list[Candidate]) -> Verdict:
    number = cell.number
    bytes_too = in_bytes(number)
    fitting = []
    for candidate in candidates:
        assert isinstance(candidate.value, Fraction)
        words = agreement(number, candidate.value * (VALUE_BYTES if bytes_too else 1), bytes=bytes_too)
        if words is not None and not (cell.column.figure in OPERATIONS and arithmetic.is_binary(words)):
            fitting.append((candidate, words))
    if not fitting:
        return Verdict(cell.printed, "differs", arithmetic.likeliest(cell.column.figure, number, candidates).value)
    best, words = min(fitting, key=lambda found: 0 if not found[1] else 1 if found[1].startswith("exact") else 2)
    alike = len(fitting) == len(candidates) and len({said for _, said in fitting}) == 1
    said = "; ".join(filter(None, (words, "" if alike else best.label)))
    return Verdict(cell.printed, "rounded" if words else "exact", best.value, said)


def _words(cell: Cell, candidate: Candidate) -> Verdict:
    same = _letters(cell.printed) == _letters(str(candidate.value))
    reasons = () if same else (f"{cell.printed or 'nothing'} printed; it is {candidate.value}",)
    return Verdict(cell.printed, "exact" if same else "differs", candidate.value, "", reasons)


def _letters(text: str) -> str:
    return re.sub(r"[\s_]+|(?<=[a-z])-(?=[a-z])", "", text.lower())


def _sizes(table: Table, cell: Cell, candidate: Candidate) -> Verdict:
    truth, printed, form = candidate.value, cell.printed, cell.column.figure.form
    assert isinstance(truth, tuple)
    text, slash, stride = printed.partition("/") if form == "window" else (printed, "", "")
    dims = read_sizes(text).sizes
    if form == "window":
        words = _alike(dims, truth[:-1]) if not slash or stride.strip() == str(truth[-1]) else None
    else:
        words = _volume(dims, truth, table.layout) if form == "volume" else _alike(dims, truth)
    if words is not None:
        return Verdict(printed, "exact", truth, words)
    return Verdict(printed, "differs", truth, "", (arithmetic.sizes(printed, cell, truth),))


def _alike(dims: tuple[Fraction, ...], truth: tuple[int, ...]) -> str | None:
    """Sizes along the spatial axes: all of them, or one where they are equal."""
    return "" if dims == truth or (len(dims) == 1 and set(dims) == set(truth)) else None


def _volume(dims: tuple[Fraction, ...], truth: tuple[int, ...], layout: str) -> str | None:
    """A volume: in either order, with or without the sides of a vector, or its height and width alone."""
    first = (truth[-1], *truth[:-1])
    if dims == (first if layout == "chw" else truth):
        return ""
    if dims in (truth, first):
        return "channels last" if layout == "chw" else "channels first"
    if [size for size in dims if size != 1] == [size for size in truth if size != 1]:
        return ""
    return "height and width alone" if truth[:-1] and _alike(dims, truth[:-1]) is not None else None
