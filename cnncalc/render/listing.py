"""The bundled networks as a table, CSV or JSON. Padded here: rich takes longer than all the rest of the command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from cnncalc.diagnostics import printable
from cnncalc.render import Look
from cnncalc.tensor import Shape

HEADERS = ("name", "input", "params", "MACs", "source")
_GAP = 2
_LEAST_SOURCE = 24  # where exact figures leave the source less, they are rounded
_NO_SOURCE = 8


def table(networks: Sequence[Any], look: Look) -> str:
    """A line each, the source last. In a narrow terminal figures are rounded before the source is cut."""
    exact = [_cells(network, "{:,}".format) for network in networks]
    rows, width = exact, look.width
    if width is not None and sum(_widths(exact)[:4]) + 4 * _GAP + _LEAST_SOURCE > width and _widths(exact)[4] > _LEAST_SOURCE:
        rows = [_cells(network, human) for network in networks]
    widths = _widths(rows)
    room = widths[4] if width is None else width - sum(widths[:4]) - 4 * _GAP
    widths[4] = min(widths[4], room) if room >= _NO_SOURCE else 0
    more = "..." if look.ascii_only else "…"
    lines = [_line(HEADERS, widths, more), ("-" if look.ascii_only else "─") * (sum(widths) + 4 * _GAP)]
    if look.color:
        lines[0] = f"\x1b[1m{lines[0]}\x1b[0m"
    lines += [_line(row, widths, more) for row in rows]
    if rows is not exact:
        lines += ["", _paint("(rounded to fit; a wider terminal, --format csv and --format json show exact figures)", look)]
    return "\n".join(lines) + "\n"


def _paint(note: str, look: Look) -> str:
    from textwrap import wrap

    return "\n".join(f"\x1b[2m{line}\x1b[0m" if look.color else line for line in wrap(note, look.width or 100))


def _cells(network: Any, figure: Callable[[int], str]) -> tuple[str, ...]:
    """The texts of one line; a name of the same folder for the same network stands in brackets."""
    folder = network.name.rpartition("/")[0]
    twins = [alias for alias in network.aliases if alias.rpartition("/")[0] == folder]
    name = network.name + (f" ({', '.join(twins)})" if twins else "")
    shape = str(Shape(network.input[0], network.input[1:]))
    return (printable(name), shape, figure(network.params), figure(network.macs), printable(network.source))


def _widths(rows: Sequence[tuple[str, ...]]) -> list[int]:
    return [max(map(len, column)) for column in zip(HEADERS, *rows, strict=True)]


def _line(cells: Sequence[str], widths: list[int], more: str) -> str:
    name, input, params, macs, source = cells
    if len(source) > widths[4]:
        source = source[: max(widths[4] - len(more), 0)].rstrip() + (more if widths[4] else "")
    parts = [name.ljust(widths[0]), input.rjust(widths[1]), params.rjust(widths[2]), macs.rjust(widths[3]), source]
    return (" " * _GAP).join(parts).rstrip()


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
