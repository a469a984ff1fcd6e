"""The differences for people: totals as old, new, change and per cent, then the layers that changed."""

from __future__ import annotations

from cnncalc.analysis.diff import Diff
from cnncalc.diagnostics import printable
from cnncalc.render import Look
from cnncalc.render.diff.groups import Group, groups_of
from cnncalc.render.diff.words import OTHERS, Comparison, Line, Side, counted, figures_of, headline, named, total_lines
from cnncalc.render.grid import cut, grid, width_of, wrapped

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
    for status, words in OTHERS.items():
        rest = [side for side in comparison.of(status) if side not in shown]
        if rest:
            lines += ["", *_wrapped(f"{words}: {named(rest)}" if rest[0].variant else words, look)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _wrapped(text: str, look: Look) -> list[str]:
    return wrapped(text, look.width, "  ")


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
    groups = groups_of(diff, all)
    if groups:
        lines += ["", *_layers(groups, look)]
    more = ["layers that were renamed and are otherwise the same"] * bool(diff.count("renamed"))
    more += ["layers that changed alike, one by one"] * any(group.times > 1 for group in groups)
    if more and not all:
        lines += ["", *_wrapped(f"(--all lists {', and '.join(more)})", look)]
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


def _layers(groups: list[Group], look: Look) -> list[str]:
    """A column for the names where there is room for it; else each name in a line of its own, its figures below it."""
    rows = [[_row(line, look) for line in group.lines] for group in groups]
    figures = [_HEADS, *(row for part in rows for row in part)]
    room = (look.width or 10**6) - width_of(figures, _LAYOUTS[0]) - 2
    longest = width_of([[_title(group, 10**6, look)] for group in groups], (0,))
    if longest <= room or room >= _LEAST:
        return _beside(groups, room, rows, look)
    table = iter(grid(figures, _layout(figures, look, 2), (0,)))
    lines = _headed([f"  {next(table)}"], look)
    for group, part in zip(groups, rows, strict=True):
        lines.append(_styled(_title(group, look.width or 10**6, look), _COLORS.get(group.status, ""), look))
        lines += [f"  {next(table)}" for _ in part]
    return lines


def _title(group: Group, room: int, look: Look) -> str:
    """What happened, to how many, and the name, the old one before it where that was another; the name gives way."""
    start = f"{_MARKS[group.status]} {f'{group.times:,} x ' if group.times > 1 else ''}"
    name = group.name
    if group.old is None or group.new is None:
        name = f"{name} ({group.kind})"
    elif group.old != group.new:
        name = f"{group.old} {'->' if look.ascii_only else '→'} {name}"
    return start + cut(name, max(room - len(start), 0), tail=True)


def _beside(groups: list[Group], room: int, rows: list[list[tuple[str, ...]]], look: Look) -> list[str]:
    """One table, each name beside the first of its figures."""
    cells: list[tuple[str, ...]] = [("layer", *_HEADS)]
    styles = [""]
    for group, part in zip(groups, rows, strict=True):
        for number, row in enumerate(part or [("",) * len(_HEADS)]):
            cells.append((_title(group, room, look) if not number else "", *row))
            styles.append(_COLORS.get(group.status, "") if not number else "")
    lines = _headed(grid(cells, range(6), (0, 1)), look)
    return [*lines[:2], *(_styled(line, style, look) for line, style in zip(lines[2:], styles[1:], strict=True))]
