"""The differences for people: totals as old, new, change and per cent, then the layers that changed."""

from __future__ import annotations

from textwrap import wrap

from cnncalc.analysis.diff import Diff, LayerChange
from cnncalc.diagnostics import printable
from cnncalc.render import Look
from cnncalc.render.diff.words import (
    Comparison,
    Line,
    Side,
    counted,
    figures_of,
    headline,
    layer_lines,
    named,
    title_of,
    total_lines,
)
from cnncalc.render.grid import cut, grid, width_of

_HEADS = ("figure", "old", "new", "change", "%")
#: Columns by their number, from the widest set to the narrowest; the first that fits is shown.
_LAYOUTS = ((0, 1, 2, 3, 4), (0, 1, 2, 4), (0, 2, 4), (0, 2))
_MARKS = {"added": "+", "removed": "-", "changed": "~", "renamed": ">", "same": "="}
_COLORS = {"added": "32", "removed": "31", "changed": "33"}
_WORDS = (40, 20)  # columns of a value that is no figure, in a wide and in a narrow terminal
_WIDE = 120
_LEAST = 24  # what a layer's name is left where it has a column of its own


def render(comparison: Comparison, look: Look, all: bool) -> str:
    """What was compared, then each network that changed; the others in one line."""
    arrow = "->" if look.ascii_only else "→"
    asked = f"{printable(comparison.old)} {arrow} {printable(comparison.new)}, batch {comparison.batch}, {comparison.dtype}"
    lines = _wrapped(asked, look)
    shown = comparison.of("changed", "same") if all or len(comparison.networks) == 1 else comparison.of("changed")
    for side in shown:
        if side.diff is not None:
            lines += ["", *_network(side, side.diff, look, all)]
    for side in comparison.of("added", "removed"):
        if side.report is not None:
            what = f"{side.variant}: {side.status}" if side.variant else side.status
            lines += ["", *_wrapped(f"{what}, {figures_of(side.report)}", look)]
    for status, words in (("same", "no change"), ("refused", "refused, as what is wrong with the file says")):
        rest = [side for side in comparison.of(status) if side not in shown]
        if rest:
            lines += ["", *_wrapped(f"{words}: {named(rest)}" if rest[0].variant else words, look)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _wrapped(text: str, look: Look) -> list[str]:
    return wrap(text, look.width, subsequent_indent="  ", break_on_hyphens=False) if look.width else [text]


def _styled(text: str, style: str, look: Look) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if style and look.color else text


def _network(side: Side, diff: Diff, look: Look, all: bool) -> list[str]:
    """One network's totals and layers."""
    head = f"{side.variant}: {headline(diff)}" if side.variant else headline(diff)
    lines = [_styled(part, "1", look) for part in _wrapped(head, look)]
    totals = [line for line, changed in total_lines(diff) if changed or not diff.same]
    if totals:
        rows = [_HEADS, *(_row(line, look) for line in totals)]
        lines += ["", *_headed(grid(rows, _layout(rows, look, 0), (0,)), look)]
    if not diff.same:
        lines += ["", *_wrapped(counted(diff), look)]
    layers = [layer for layer in diff.layers if all or layer.status not in ("same", "renamed")]
    if layers:
        lines += ["", *_layers(layers, look)]
    if diff.count("renamed") and not all:
        lines += ["", *_wrapped("(layers that were renamed and are otherwise the same: --all lists them)", look)]
    return lines


def _row(line: Line, look: Look) -> tuple[str, ...]:
    """The cells of a line; words give way, figures never."""
    most = _WORDS[look.width is not None and look.width < _WIDE]
    label, old, new, change, percent = line
    return label, *(text if change else cut(text, most, tail=True) for text in (old, new)), change, percent


def _layout(rows: list[tuple[str, ...]], look: Look, indent: int) -> tuple[int, ...]:
    room = (look.width or 10**6) - indent
    return next((layout for layout in _LAYOUTS if width_of(rows, layout) <= room), _LAYOUTS[-1])


def _headed(lines: list[str], look: Look) -> list[str]:
    """The first line as a heading, with a rule below it."""
    rule = ("-" if look.ascii_only else "─") * max(map(len, lines))
    return [_styled(lines[0], "1", look), rule, *lines[1:]]


def _layers(layers: list[LayerChange], look: Look) -> list[str]:
    """A column for the names where there is room for it; else each name in a line of its own, its figures below it."""
    arrow = "->" if look.ascii_only else "→"
    titles = [f"{_MARKS[layer.status]} {title_of(layer, arrow)}" for layer in layers]
    rows = [[_row(line, look) for line in layer_lines(layer)] for layer in layers]
    figures = [_HEADS, *(row for part in rows for row in part)]
    room = (look.width or 10**6) - width_of(figures, _LAYOUTS[0]) - 2
    longest = width_of([[title] for title in titles], (0,))
    if longest <= room or room >= _LEAST:
        return _beside(layers, [cut(title, room, tail=True) for title in titles], rows, look)
    table = iter(grid(figures, _layout(figures, look, 2), (0,)))
    lines = _headed([f"  {next(table)}"], look)
    for layer, title, part in zip(layers, titles, rows, strict=True):
        lines.append(_styled(cut(title, look.width or 10**6, tail=True), _COLORS.get(layer.status, ""), look))
        lines += [f"  {next(table)}" for _ in part]
    return lines


def _beside(layers: list[LayerChange], titles: list[str], rows: list[list[tuple[str, ...]]], look: Look) -> list[str]:
    """One table, each name beside the first of its figures."""
    cells: list[tuple[str, ...]] = [("layer", *_HEADS)]
    styles = [""]
    for layer, title, part in zip(layers, titles, rows, strict=True):
        for number, row in enumerate(part or [("",) * len(_HEADS)]):
            cells.append((title if not number else "", *row))
            styles.append(_COLORS.get(layer.status, "") if not number else "")
    lines = _headed(grid(cells, range(6), (0, 1)), look)
    return [*lines[:2], *(_styled(line, style, look) for line, style in zip(lines[2:], styles[1:], strict=True))]
