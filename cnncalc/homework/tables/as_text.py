"""A table in a terminal: each printed figure with its verdict, the network's beside it, and below what the verdicts mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cnncalc.diagnostics import printable
from cnncalc.homework.tables.grouped import conventions, differing, summary
from cnncalc.homework.tables.judge import Judged
from cnncalc.homework.tables.source import Table
from cnncalc.homework.tables.verdict import MARKS, Verdict, shown
from cnncalc.render import Look
from cnncalc.render.grid import GAP, cut, grid, width_of
from cnncalc.render.prose import heading, hung

_ASCII = {"exact": "=", "rounded": "~", "differs": "X", "unread": "?"}
_LEGEND = {"exact": "exact", "rounded": "rounded", "differs": "does not reproduce", "unread": "cannot be read"}
_LONGEST = 24  # columns of a printed figure in the table; below it stands whole


def render(judged: Judged, look: Look) -> str:
    """The table, narrower where it has to be: the marks of exact figures give way first, then the columns that are exact
    throughout; at last it goes on below itself.
    """
    marks = _ASCII if look.ascii_only else MARKS
    columns = _Columns(judged, marks)
    marked = columns.fits(look.width)
    if not marked:
        columns = _Columns(judged, {**marks, "exact": ""})
    lines = [heading(printable(judged.table.title or judged.name), look.color)]
    if judged.table.source:
        lines += hung("", printable(judged.table.source), look.width)
    if judged.network:
        lines += hung("", f"beside what cnncalc gives for {printable(judged.network)}", look.width)
    chosen, hidden = columns.that_fit(look.width)
    for band in columns.bands(chosen, look.width):
        lines += ["", *_table(columns, band, look)]
    lines += ["", *hung("", f"{', '.join(_legend(judged, marks, marked))}", look.width)]
    if hidden:
        lines += hung("", f"exact in every line, and not shown: {', '.join(hidden)} (--wide shows all)", look.width)
    lines += ["", *hung("", summary(judged), look.width), *_below(judged, marks, look)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _legend(judged: Judged, marks: dict[str, str], marked: bool) -> Iterator[str]:
    for status, mark in marks.items():
        if judged.count(status):
            yield f"{'unmarked:' if status == 'exact' and not marked else mark} {_LEGEND[status]}"


def _below(judged: Judged, marks: dict[str, str], look: Look) -> Iterator[str]:
    for (status, column, words), names_of in conventions(judged).items():
        start = f"  {marks[status]} {printable(column)}: "
        yield from hung(start, f"{words}: {', '.join(map(printable, names_of))}", look.width)
    last = ""
    for name, column, verdict in differing(judged):
        if name != last:
            yield from ("", heading(printable(name), look.color))
        last = name
        first, *others = verdict.reasons
        mark = f"\x1b[31m{marks[verdict.status]}\x1b[0m" if look.color else marks[verdict.status]
        told = hung("    ", f"{printable(column)}: {printable(first)}", look.width)
        yield f"  {mark} {told[0][4:]}"
        yield from told[1:]
        for reason in others:
            yield from hung("      ", printable(reason), look.width)


def _table(columns: _Columns, band: Sequence[int], look: Look) -> Iterator[str]:
    rows, left = columns.rows(band)
    lines = grid(rows, range(len(rows[0])), left)
    yield heading(lines[0], look.color)
    yield ("-" if look.ascii_only else "─") * width_of(rows, range(len(rows[0])))
    yield from lines[1:]


class _Columns:
    """The texts of a table: of each column what is printed, and what the network gives where any of it is not exact."""

    def __init__(self, judged: Judged, marks: dict[str, str]) -> None:
        self.judged, self.marks = judged, marks
        self.labels = ["", *map(printable, (line.label for line in judged.table.lines))]
        columns = judged.table.columns
        self.verdicts = [[row[at] for row in judged.rows] for at in range(len(columns))]
        self.printed = [
            [printable(column.name), *self._marked(verdicts)] for column, verdicts in zip(columns, self.verdicts, strict=True)
        ]
        self.values = [
            ["is", *(shown(column, verdict.value) if verdict else "" for verdict in verdicts)] if self._told(verdicts) else None
            for column, verdicts in zip(columns, self.verdicts, strict=True)
        ]
        self.all = list(range(len(columns)))

    def _marked(self, verdicts: Sequence[Verdict | None]) -> Iterator[str]:
        """What a column prints, each with its mark; where exact figures have none they keep its room beside others."""
        room = "  " if self._told(verdicts) else ""
        for verdict in verdicts:
            mark = self.marks[verdict.status] if verdict else ""
            printed = cut(printable(verdict.printed), _LONGEST) if verdict else ""
            yield printed + (f" {mark}" if mark else room if verdict else "")

    @staticmethod
    def _told(verdicts: Sequence[Verdict | None]) -> bool:
        return any(verdict is not None and verdict.status != "exact" for verdict in verdicts)

    def fits(self, width: int | None) -> bool:
        """Whether all columns stand beside each other."""
        return width is None or self._width(self.all) <= width

    def that_fit(self, width: int | None) -> tuple[list[int], list[str]]:
        """The columns that are shown, and the names of those that are exact throughout and give way."""
        if self.fits(width):
            return self.all, []
        chosen = [at for at in self.all if self.values[at] is not None] or self.all
        return chosen, [self.printed[at][0] for at in self.all if at not in chosen]

    def bands(self, chosen: Sequence[int], width: int | None) -> Iterator[list[int]]:
        """Columns that stand beside each other, one at least."""
        band: list[int] = []
        for at in chosen:
            if band and width is not None and self._width([*band, at]) > width:
                yield band
                band = []
            band.append(at)
        yield band

    def rows(self, band: Sequence[int]) -> tuple[list[list[str]], list[int]]:
        """The cells of some columns, heading first, and which of them stand at the left."""
        columns, left = [self.labels], [0]
        for at in band:
            if self.judged.table.columns[at].figure.form == "words":
                left.append(len(columns))
            columns.append(self.printed[at])
            values = self.values[at]
            columns += [values] if values is not None else []
        return [list(row) for row in zip(*columns, strict=True)], left

    def _width(self, band: Sequence[int]) -> int:
        rows, _ = self.rows(band)
        return width_of(rows, range(len(rows[0])))


def render_list(tables: Sequence[tuple[str, Table]], look: Look) -> str:
    """A line a table."""
    longest = max(len(name) for name, _ in tables)
    lines = [line for name, table in tables for line in hung(f"{name:<{longest + GAP}}", table.title, look.width)]
    return "\n".join([*lines, "", "cnncalc table NAME shows one; cnncalc table FILE.csv --network NAME judges your own"]) + "\n"
