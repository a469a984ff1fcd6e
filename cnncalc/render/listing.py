"""The bundled networks as a table, CSV or JSON. Padded here: rich takes longer than all the rest of the command."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cnncalc.diagnostics import printable
from cnncalc.render import Look
from cnncalc.tensor import Shape

HEADERS = ("name", "input", "params", "MACs", "source")
#: Columns by their number in HEADERS, from the widest set to the narrowest; the first that fits is shown.
LAYOUTS = ((0, 1, 2, 3, 4), (0, 1, 2, 3), (0, 2, 3), (0, 2), (0,))
_GAP = 2
_LEAST_SOURCE = 24  # where exact figures leave the source less, they are rounded
_NO_SOURCE = 8


def table(networks: Sequence[Any], look: Look) -> str:
    """A line each, the source last. In a narrow terminal figures are rounded, then the source is cut, then columns give way.

    Names are never cut, as they are what other commands take: the least width is that of the longest name.
    """
    exact = [_cells(network, "{:,}".format) for network in networks]
    rows, width = exact, look.width
    if width is not None and sum(_widths(exact)[:4]) + 4 * _GAP + _LEAST_SOURCE > width and _widths(exact)[4] > _LEAST_SOURCE:
        rows = [_cells(network, human) for network in networks]
    widths = _widths(rows)
    if width is not None:
        widths[4] = min(widths[4], max(width - sum(widths[:4]) - 4 * _GAP, _NO_SOURCE))
    layout = next((layout for layout in LAYOUTS if width is None or _width(layout, widths) <= width), LAYOUTS[-1])
    more = "..." if look.ascii_only else "…"
    lines = [_line(HEADERS, layout, widths, more), ("-" if look.ascii_only else "─") * _width(layout, widths)]
    if look.color:
        lines[0] = f"\x1b[1m{lines[0]}\x1b[0m"
    lines += [_line(row, layout, widths, more) for row in rows]
    notes = _notes(len(HEADERS) - len(layout), rows is not exact and len(layout) > 1, max(width or 0, len(lines[1])), look)
    return "\n".join([*lines, *notes]) + "\n"


def _width(layout: tuple[int, ...], widths: list[int]) -> int:
    return sum(widths[column] for column in layout) + _GAP * (len(layout) - 1)


def _notes(hidden: int, is_rounded: bool, width: int, look: Look) -> Iterator[str]:
    """What a wider terminal shows."""
    from textwrap import wrap

    said = [f"{hidden} column{'s' if hidden > 1 else ''} hidden"] if hidden else []
    said += ["rounded to fit"] if is_rounded else []
    if said:
        yield ""
        shown = "everything" if hidden else "exact figures"
        note = f"({', '.join(said)}; a wider terminal, --format csv and --format json show {shown})"
        for line in wrap(note, width, break_on_hyphens=False):
            yield f"\x1b[2m{line}\x1b[0m" if look.color else line


def _cells(network: Any, figure: Callable[[int], str]) -> tuple[str, ...]:
    """The texts of one line; a name of the same folder for the same network stands in brackets."""
    folder = network.name.rpartition("/")[0]
    twins = [alias for alias in network.aliases if alias.rpartition("/")[0] == folder]
    name = network.name + (f" ({', '.join(twins)})" if twins else "")
    shape = str(Shape(network.input[0], network.input[1:]))
    return (printable(name), shape, figure(network.params), figure(network.macs), printable(network.source))


def _widths(rows: Sequence[tuple[str, ...]]) -> list[int]:
    return [max(map(len, column)) for column in zip(HEADERS, *rows, strict=True)]


def _line(cells: Sequence[str], layout: tuple[int, ...], widths: list[int], more: str) -> str:
    name, input, params, macs, source = cells
    if len(source) > widths[4]:
        source = source[: widths[4] - len(more)].rstrip() + more
    parts = [name.ljust(widths[0]), input.rjust(widths[1]), params.rjust(widths[2]), macs.rjust(widths[3]), source]
    return (" " * _GAP).join(parts[column] for column in layout).rstrip()


def human(count: int) -> str:
    """Three digits and a unit: 138 M, 15.5 G; small counts exactly."""
    if count < 1000:
        return str(count)
    digits = len(str(count))
    rounded = (2 * count + 10 ** (digits - 3)) // (2 * 10 ** (digits - 3))  # three digits, a half away from zero
    if rounded == 1000:
        rounded, digits = 100, digits + 1
    power, before = divmod(digits - 1, 3)
    if power > 6:
        return f"{count:.2e}"
    text = str(rounded)
    return f"{text[: before + 1]}{'.' if before < 2 else ''}{text[before + 1 :]} {' KMGTPE'[power]}"


def as_csv(networks: Sequence[Any]) -> str:
    """A heading and a line each, exact."""
    import csv
    from io import StringIO

    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["name", "aliases", "title", "source", "input", "params", "macs", "weight_layers"])
    for network in networks:
        shape = Shape(network.input[0], network.input[1:])
        writer.writerow([network.name, " ".join(network.aliases), network.title, network.source, shape, *network[5:]])
    return out.getvalue()


def as_json(networks: Sequence[Any]) -> str:
    """One object, `cnncalc.list/1`, a line for each network; shapes are channels first, as in the report."""
    import json

    listed = ",\n  ".join(json.dumps(network._asdict(), ensure_ascii=False) for network in networks)
    return f'{{"schema": "cnncalc.list/1",\n "networks": [\n  {listed}]}}\n'
