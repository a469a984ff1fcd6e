"""The layer table for people, with share bars and the totals below it."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Literal

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from cnncalc.analysis.report import Report
from cnncalc.diagnostics import printable
from cnncalc.render import Look
from cnncalc.render.columns import COLUMNS, LAYOUTS, NARROW_BARS, SORT_KEYS, Column, Line, lines_of
from cnncalc.render.totals import LABEL, render_totals

_BLOCKS = " ▏▎▍▌▋▊▉█"
_BAR = 6
_NARROW_BAR = 5
_GAP = 2
_ANY = 100_000  # wider than any table


def render(report: Report, look: Look) -> str:
    """A report for people. Where a width is given, columns give way until the table is as narrow."""
    lines = lines_of(report, look.depth)
    main = [line.cost for line in lines if not line.aux]
    most = {name: max(map(column.share, main), default=0) for name, column in COLUMNS.items() if column.share}
    whole = {name: sum(map(column.share, main)) for name, column in COLUMNS.items() if column.share}
    if look.sort or look.top is not None:
        lines = [line for line in lines if line.kind]  # the input is no layer
    if look.sort:
        lines.sort(key=SORT_KEYS[look.sort], reverse=True)
    hidden = max(len(lines) - look.top, 0) if look.top is not None else 0
    cells = _Cells(report, lines[: look.top], most, whole, look.ascii_only)
    width = look.width or _ANY
    chosen = look.columns or next((layout for layout in LAYOUTS if cells.width(layout) <= width), LAYOUTS[-1])
    console = _console(look)
    with console.capture() as captured:
        console.print(Text("\n".join(_header(report))), overflow="fold")
        console.print()
        console.print(_table(cells, chosen, _ANY if look.columns else width), crop=False)
        for note in _hidden(chosen, look.columns, hidden):
            console.print(Text(note, style="dim"))
        console.print()
        news = Text()
        for line in render_totals(report, ("ok", "NO") if look.ascii_only else ("✓", "✗")):
            style = "red" if line.startswith(_BAD_NEWS) else ""
            indent = " " * (LABEL if line[:LABEL].rstrip() != line[:LABEL] and look.width and look.width > 2 * LABEL else 2)
            for part in wrap(line, width, subsequent_indent=indent, break_on_hyphens=False) or [""]:
                news.append(f"{part}\n", style)
        console.print(news, overflow="fold", end="")
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def _console(look: Look) -> Console:
    """A console that prints what it is given: no markup, no emoji, no guessing."""
    system: Literal["standard"] | None = "standard" if look.color else None
    return Console(
        width=look.width or _ANY, force_terminal=look.color, no_color=not look.color, color_system=system,
        markup=False, emoji=False, highlight=False, legacy_windows=False,
    )  # fmt: skip


_BAD_NEWS = ("expect: ✗", "expect: NO", "budget: ✗", "budget: NO", "totals: unknown")


def _header(report: Report) -> Iterable[str]:
    name = report.name or report.architecture.strip("-") or report.path
    source = f" - {report.source}" if report.source else ""
    yield f"{printable(name)}{printable(source)}"
    shape = report.input or "unknown"
    yield f"input {shape}, batch {report.batch}, {report.dtype}, rounding {report.rounding}"


def _hidden(chosen: tuple[str, ...], columns: tuple[str, ...], lines: int) -> Iterable[str]:
    missing = len(LAYOUTS[0]) - len(chosen)  # a narrow bar stands for its wide one
    if missing > 0 and not columns:
        yield f"({missing} column{'s' if missing > 1 else ''} hidden, --wide shows all)"
    if lines:
        yield f"({lines} more line{'s' if lines > 1 else ''})"


class _Cells:
    """The texts of all columns, made when a layout first asks for them."""

    def __init__(self, report: Report, lines: list[Line], most: dict[str, int], whole: dict[str, int], ascii_only: bool) -> None:
        self.report, self.lines, self.most, self.whole, self.ascii_only = report, lines, most, whole, ascii_only
        self._made: dict[str, list[str]] = {}

    def column(self, name: str) -> list[str]:
        """One column's texts, a line each."""
        made = self._made.get(name)
        if made is None:
            column = COLUMNS[name]
            make = self._bar if column.share else self._text
            made = self._made[name] = [make(name, column, line) for line in self.lines]
        return made

    def _text(self, name: str, column: Column, line: Line) -> str:
        if line.unknown and name not in ("layer", "kind", "input"):
            return line.unknown if name == "output" else "-"
        return column.text(line, self.report)

    def _bar(self, name: str, column: Column, line: Line) -> str:
        assert column.share is not None
        value = column.share(line.cost)
        if not value or line.aux:
            return ""
        narrow = name in NARROW_BARS
        length = _NARROW_BAR if narrow else _BAR
        full, rest = divmod(max(round(value * length * 8 / self.most[name]), 1), 8)
        bar = "#" * max(full, 1) if self.ascii_only else "█" * full + (_BLOCKS[rest] if rest else "")
        return bar if narrow else f"{bar:<{length}} {_percent(value, self.whole[name]):>4}"

    def width(self, layout: tuple[str, ...]) -> int:
        """The columns of the terminal that a layout takes."""
        return sum(self.widths(layout)) + _GAP * (len(layout) - 1)

    def widths(self, layout: tuple[str, ...]) -> list[int]:
        """Of each column; a character of Chinese or Japanese takes two."""
        return [max([len(COLUMNS[name].header), *map(cell_len, self.column(name))]) for name in layout]


def _percent(value: int, whole: int) -> str:
    return "<1%" if 100 * value < whole else f"{value / whole:.0%}"


def _table(cells: _Cells, chosen: tuple[str, ...], width: int) -> Text:
    """Heading, rule and lines. Padded here: rich's own Table takes longer than all the rest of the program."""
    widths = cells.widths(chosen)
    if chosen[0] == "layer":  # the names give way where even the narrowest layout is too wide
        widths[0] = min(widths[0], max(width - sum(widths[1:]) - _GAP * len(widths[1:]), 10))
    sides = [COLUMNS[name].align for name in chosen]
    table = Text(no_wrap=True, overflow="ignore")
    table.append(_row([COLUMNS[name].header for name in chosen], widths, sides), "bold")
    table.append("\n" + ("-" if cells.ascii_only else "─") * (sum(widths) + _GAP * (len(widths) - 1)))
    for line, texts in zip(cells.lines, zip(*map(cells.column, chosen), strict=True), strict=True):
        style = "red" if line.unknown and line.unknown != "unknown" else ("dim" if line.aux or line.unknown else "")
        table.append("\n" + _row(texts, widths, sides), style)
    return table


def _row(texts: Iterable[str], widths: list[int], sides: list[str]) -> str:
    """One line: each text on its side of its column."""
    padded = []
    for text, width, side in zip(texts, widths, sides, strict=True):
        if cell_len(text) > width:
            text = set_cell_size(text, width - 3) + "..."
        space = " " * (width - cell_len(text))
        padded.append(space + text if side == "right" else text + space)
    return (" " * _GAP).join(padded).rstrip()
