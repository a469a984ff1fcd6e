"""`cnncalc table [TABLE|FILE.csv]`: published tables, and one's own, rebuilt beside their printed figures."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from cnncalc.cli import _complete
from cnncalc.cli import _options as options
from cnncalc.cli._output import is_ascii, keep_the_source, known_width, print_findings, wants_color, write
from cnncalc.diagnostics import CnnCalcError, UsageError, unknown_word
from cnncalc.homework.tables import FORMATS, TABLES, text_of
from cnncalc.render import ENDINGS, Look

if TYPE_CHECKING:
    from cnncalc.homework.tables.source import Table
    from cnncalc.report import Report


TableName = Annotated[
    str | None,
    typer.Argument(
        metavar="[TABLE|FILE|-]", help="A bundled table, or your own as CSV.", autocompletion=_complete.words_of(TABLES)
    ),
]
Network = Annotated[
    str | None,
    typer.Option("--network", metavar="NAME|FILE", help="The network that the table is about.", autocompletion=_complete.names),
]
FormatName = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", help=f"{', '.join(FORMATS)}; else by the ending of the output, else text.",
        autocompletion=_complete.words_of(FORMATS),
    ),
]  # fmt: skip


@options.limited
def command(
    table: TableName = None,
    network: Network = None,
    format: FormatName = None,
    wide: Annotated[bool, typer.Option("--wide", help="All columns, however narrow the terminal.")] = False,
    output: options.Output = None,
    color: options.Color = "auto",
    width: options.Width = None,
    *,
    limits: dict[str, int],
) -> None:
    """Hold a published table against the network, figure by figure.

    Each printed figure is exact, rounded (and how), or does not reproduce, with the arithmetic. Without a table it lists those
    that there are. Your own table has a heading of figures, `layer,output,params,macs`, and a line a layer, a block or `total`;
    the exit status is 1 where a figure does not reproduce, but for a bundled table on its own network.
    """
    ending = ENDINGS.get(os.path.splitext(output)[1].lower(), "") if output else ""
    format = format or (ending if ending in FORMATS else "text")
    options.known_word("format", format, tuple(FORMATS))
    to_file = output not in (None, "-")
    look = Look(
        width=None if wide else width or (None if to_file else known_width(sys.stdout)),
        color=wants_color(color, sys.stdout) and (not to_file or color == "always"),
        ascii_only=not to_file and is_ascii(sys.stdout),
    )
    renderer = import_module(FORMATS[format])
    if table is None:
        if network is not None:
            raise UsageError("`--network` has no effect without a table", "name one, or a CSV file of your own")
        write(renderer.render_list([(name, _bundled(name)) for name in TABLES], look), output)
        return
    if output is not None:
        keep_the_source(table, output)
    _judge(table, network, renderer, look, output, color, limits)


def _judge(
    table: str, network: str | None, renderer: ModuleType, look: Look, output: str | None, color: str, limits: dict[str, int]
) -> None:
    from cnncalc.homework.tables.judge import judge

    published = table in TABLES and not os.path.exists(table)
    read = _bundled(table) if published else _own(table, limits)
    given = _report(network, limits) if network is not None else None
    if given is not None and read.names_networks:
        raise UsageError(f"`--network` has no effect on {table}", "the table names the networks itself")
    judged = judge(table, read, given, lambda name: _report(name, {}))
    write(renderer.render(judged, look), output)
    print_findings(read.findings, read.text, read.path, color)
    raise typer.Exit(int(bool(read.findings) or not (judged.reproduces or (published and given is None))))


def _bundled(name: str) -> Table:
    from cnncalc.homework.tables.source import read_table

    return read_table(text_of(name), TABLES[name])


def _own(path: str, limits: dict[str, int]) -> Table:
    from cnncalc.homework.tables.source import LARGEST, read_own

    if path != "-" and not os.path.exists(path) and "." not in path and os.sep not in path:
        raise unknown_word("table", path, TABLES, f"one of {', '.join(TABLES)}, or a CSV file of your own")
    return read_own(path, limits.get("bytes", LARGEST))


def _report(name: str, limits: dict[str, int]) -> Report:
    """Every figure of a network. Raises CnnCalcError where one is unknown."""
    report = options.calculate(options.load(name, None, limits), None)
    if not report.complete:
        raise CnnCalcError(report.findings, report.text, report.path)
    return report
