"""The layer table for people, with share bars and the totals below it."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Literal

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from cnncalc.analysis.report import Report
from cnncalc.render import Look
from cnncalc.render.columns import COLUMNS, FULL, percent, shares, texts
from cnncalc.render.grid import bar
from cnncalc.render.lines import Selection, more, select
from cnncalc.render.totals import LABEL, conditions, render_totals, title

#: Bars alone, without the per cent behind them: of which share, under which heading.
_NARROW_BARS = {"memory|": ("memory%", "mem %"), "params|": ("params%", "par %")}
#: From the widest set to the narrowest; the first that fits is shown.
LAYOUTS: tuple[tuple[str, ...], ...] = (
    FULL,
    ("layer", "kind", "output", "activations", "params", "macs", "memory%", "params%", "macs%"),
    ("layer", "kind", "output", "activations", "parameters", "macs", "memory%", "params%", "macs%"),
    ("layer", "output", "activations", "parameters", "macs", "memory%", "params%", "macs%"),
    ("layer", "output", "activations", "parameters", "macs", "memory%", "params%"),
    ("layer", "output", "activations", "parameters", "macs", "memory|", "params|"),
    ("layer", "output", "activations", "parameters", "memory|", "params|"),
    ("layer", "output", "activations", "parameters", "macs"),
    ("layer", "output", "activations", "parameters"),
    ("layer", "output", "parameters"),
    ("layer", "output"),
)
_BAR = 6
_NARROW_BAR = 5
_GAP = 2
_ANY = 100_000  # wider than any table


def render(report: Report, look: Look) -> str:
    """A report for people. Where a width is given, columns give way until the table is as narrow."""
    selection = select(report, look)
    cells = _Cells(selection, look.ascii_only)
    width = look.width or _ANY
    chosen = look.columns or next((layout for layout in LAYOUTS if cells.width(layout) <= width), LAYOUTS[-1])
    console = _console(look)
    with console.capture() as captured:
        console.print(Text(f"{title(report)}\n{conditions(report)}"), overflow="fold")
        console.print()
        console.print(_table(cells, chosen, _ANY if look.columns else width), crop=False)
        for note in _hidden(chosen, look.columns, selection):
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


def _hidden(chosen: tuple[str, ...], columns: tuple[str, ...], selection: Selection) -> Iterable[str]:
    missing = len(LAYOUTS[0]) - len(chosen)  # a narrow bar stands for its wide one
    if missing > 0 and not columns:
        yield f"({missing} column{'s' if missing > 1 else ''} hidden, --wide shows all)"
    if selection.hidden:
        yield more(selection)


class _Cells:
    """The texts of all columns, made when a layout first asks for them."""

    def __init__(self, selection: Selection, ascii_only: bool) -> None:
        self.selection, self.lines, self.ascii_only = selection, selection.lines, ascii_only
        self._made: dict[str, list[str]] = {}

    def column(self, name: str) -> list[str]:
        """One column's texts, a line each."""
        made = self._made.get(name)
        if made is None:
            bars = name in _NARROW_BARS or COLUMNS[name].share
            made = self._made[name] = self._bars(name) if bars else texts(self.selection, name)
        return made

    def _bars(self, name: str) -> list[str]:
        """A bar as long as a layer's share of the largest one, and its per cent of the whole where there is room."""
        share = COLUMNS[_NARROW_BARS[name][0] if name in _NARROW_BARS else name].share
        assert share is not None
        most = max(map(share, self.selection.main), default=0)
        narrow = name in _NARROW_BARS
        made = []
        for value, whole in shares(self.selection, share):
            cells = value * (_NARROW_BAR if narrow else _BAR) / most if value and whole else 0
            shown = bar(cells, self.ascii_only) if cells else ""
            made.append(shown if narrow or not shown else f"{shown:<{_BAR}} {percent(value, whole):>4}")
        return made

    def width(self, layout: tuple[str, ...]) -> int:
        """The columns of the terminal that a layout takes."""
        return sum(self.widths(layout)) + _GAP * (len(layout) - 1)

    def widths(self, layout: tuple[str, ...]) -> list[int]:
        """Of each column; a character of Chinese or Japanese takes two."""
        return [max([len(_heading(name)), *map(cell_len, self.column(name))]) for name in layout]


def _heading(name: str) -> str:
    return _NARROW_BARS[name][1] if name in _NARROW_BARS else COLUMNS[name].header


def _table(cells: _Cells, chosen: tuple[str, ...], width: int) -> Text:
    """Heading, rule and lines. Padded here: rich's own Table takes longer than all the rest of the program."""
    widths = cells.widths(chosen)
    if chosen[0] == "layer":  # the names give way where even the narrowest layout is too wide
        widths[0] = min(widths[0], max(width - sum(widths[1:]) - _GAP * len(widths[1:]), 10))
    sides = ["left" if name in _NARROW_BARS else COLUMNS[name].align for name in chosen]
    table = Text(no_wrap=True, overflow="ignore")
    table.append(_row(list(map(_heading, chosen)), widths, sides), "bold")
    table.append("\n" + ("-" if cells.ascii_only else "─") * (sum(widths) + _GAP * (len(widths) - 1)))
    for line, shown in zip(cells.lines, zip(*map(cells.column, chosen), strict=True), strict=True):
        style = "red" if line.unknown and line.unknown != "unknown" else ("dim" if line.aux or line.unknown else "")
        table.append("\n" + _row(shown, widths, sides), style)
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
