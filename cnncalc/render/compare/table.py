"""The networks for people: a line each, and below them a scatter of parameters against multiply-adds."""

from __future__ import annotations

from cnncalc.diagnostics import printable
from cnncalc.render import Look
from cnncalc.render.compare import FIGURES, VOLUMES, Compared, Network
from cnncalc.render.grid import cut, grid, width_of, wrapped
from cnncalc.render.listing import human
from cnncalc.render.scatter import Point, labels, scatter

_HEADS = ("network", *(figure.header for figure in FIGURES.values()), *VOLUMES)
#: Columns by their number in _HEADS, from the widest set to the narrowest; the first that fits is shown.
_LAYOUTS = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (0, 1, 2, 3, 4, 5, 6, 8), (0, 1, 2, 3, 4, 5, 6), (0, 1, 2, 4, 5, 6), (0, 1, 2, 5), (0, 1, 2),
    (0, 1), (0,),
)  # fmt: skip
_NAME, _WIDE_NAME = 24, 40  # what names are not cut below to save a column, and to have exact figures
_PLOT = 100  # the most columns that a scatter takes; it says no more in a wider one


def render(compared: Compared, look: Look) -> str:
    """Exact figures where they fit, else rounded ones; then names are cut, at their beginning, and columns give way."""
    marks = labels(len(compared.networks)) if compared.plot else []
    indent = max(map(len, marks)) + 1 if marks else 0
    width = (look.width or 10**6) - indent
    rows = _rows(compared, True)
    rounded = not _cut(rows, width, 0, _WIDE_NAME)
    if rounded:
        rows = _rows(compared, False)
        _cut(rows, width, 2, _NAME)
    layout = next((layout for layout in _LAYOUTS if width_of(rows, layout) <= width), _LAYOUTS[-1])
    before = ["", *marks] if marks else [""] * len(rows)
    head, *others = (f"{mark:<{indent}}{line}" for mark, line in zip(before, grid(rows, layout, (0,)), strict=True))
    rule = ("-" if look.ascii_only else "─") * (indent + width_of(rows, layout))
    lines = [*wrapped(f"batch {compared.batch}, {compared.dtype}", look.width), "", _bold(head, look), rule, *others]
    lines += _notes(len(_HEADS) - len(layout), rounded, look)
    plot = _plot(compared, marks, look) if compared.plot else []
    lines += ["", *plot] if plot else []
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _rows(compared: Compared, exact: bool) -> list[tuple[str, ...]]:
    return [_HEADS, *(_cells(network, exact) for network in compared.networks)]


def _cut(rows: list[tuple[str, ...]], width: int, layout: int, least: int) -> bool:
    """Cut names where that lets a layout fit, down to so many columns; whether it fits then."""
    room = width - width_of([("", *row[1:]) for row in rows], _LAYOUTS[layout])
    rows[:] = [(cut(row[0], min(max(room, least), width), tail=True), *row[1:]) for row in rows]
    return width_of(rows, _LAYOUTS[layout]) <= width


def _cells(network: Network, exact: bool) -> tuple[str, ...]:
    name, report = printable(network.name), network.report
    if report is None:
        return (name, "refused", *[""] * (len(_HEADS) - 2))
    figures = []
    for figure in FIGURES.values():
        value = figure.value(report)
        shown = f"{value:,}" if exact else human(value)
        figures.append(_bytes(shown) if figure.is_bytes else shown)
    return (name, *figures, *(str(volume(report) or "-") for volume in VOLUMES.values()))


def _bytes(shown: str) -> str:
    """`1,234 B`, `1.23 kB`, `5.67 MB`."""
    return f"{shown} B" if shown[-1].isdigit() else f"{shown.replace('K', 'k')}B"


def _notes(hidden: int, rounded: bool, look: Look) -> list[str]:
    """What a wider terminal shows."""
    said = [f"{hidden} column{'s' if hidden > 1 else ''} hidden"] * bool(hidden) + ["rounded to fit"] * rounded
    return ["", *wrapped(f"({', '.join(said)}; --format csv and json have everything)", look.width)] if said else []


def _plot(compared: Compared, marks: list[str], look: Look) -> list[str]:
    params, macs = FIGURES["params"].value, FIGURES["macs"].value
    points = [
        Point(mark, params(network.report), macs(network.report))
        for mark, network in zip(marks, compared.networks, strict=True)
        if network.report is not None
    ]
    width = min(look.width or 80, _PLOT)
    return scatter(points, "params", "multiply-adds", width, look.ascii_only)


def _bold(text: str, look: Look) -> str:
    return f"\x1b[1m{text}\x1b[0m" if look.color else text
