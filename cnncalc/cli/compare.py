"""`cnncalc compare A B C ...`: networks side by side."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from cnncalc.cli import _complete
from cnncalc.cli import _options as options
from cnncalc.cli._output import write
from cnncalc.diagnostics import CnnCalcError, UsageError, unknown_word
from cnncalc.render.compare import FIGURES, FORMATS, Compared, Network, sorted_by

if TYPE_CHECKING:
    from cnncalc.cli._sources import Calculator

SORTS = ("name", *FIGURES)


@options.limited
def command(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NETWORK...",
            help="Bundled names, files, FILE:VARIANT, git:REV:FILE or -; a file alone is all of its variants.",
            autocompletion=_complete.names,
        ),
    ],
    format: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", help=f"{', '.join(FORMATS)}; else by the ending of FILE, else table.",
            autocompletion=_complete.words_of(FORMATS),
        ),
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort", help="name, or largest first: params, macs, weights, peak, training, weight_layers or layers.",
            autocompletion=_complete.words_of(SORTS),
        ),
    ] = None,
    no_plot: Annotated[bool, typer.Option("--no-plot", help="The table alone.")] = False,
    output: options.Output = None,
    batch: options.Batch = 1,
    dtype: options.Dtype = "float32",
    color: options.Color = "auto",
    width: options.Width = None,
    *,
    limits: dict[str, int],
) -> None:  # fmt: skip
    """Compare networks: parameters, multiply-adds, memory and depth, a line each.

    Two networks or more are also drawn, parameters against multiply-adds on logarithmic axes.
    """
    from cnncalc.cli._sources import Calculator, shape_output

    if sort is not None and sort not in SORTS:
        raise unknown_word("sort key", sort, SORTS)
    if names.count("-") > 1:
        raise UsageError("standard input is one file", "name `-` once")
    format, look = shape_output(names, format, FORMATS, output, color, width)
    if no_plot and format != "table":
        raise UsageError(f"`--no-plot` has no effect with --format {format}", "it works with table")
    calculator = Calculator(batch, dtype)
    networks = sorted_by([network for name in names for network in _networks(name, limits, calculator)], sort)
    compared = Compared(networks, batch, dtype, calculator.findings, not no_plot and len(networks) > 1)
    write(import_module(FORMATS[format]).render(compared, look), output)
    calculator.print_findings(color)
    raise typer.Exit(int(bool(calculator.findings)))


def _networks(name: str, limits: dict[str, int], calculator: Calculator) -> list[Network]:
    """All that one name stands for."""
    from cnncalc.cli._sources import open_source

    try:
        source = open_source(name, limits)
    except UsageError:
        raise
    except CnnCalcError as error:
        calculator.refuse(error)
        return [Network(name, None)]
    one = len(source.networks) == 1
    return [
        Network(name if one else f"{name}:{variant}", calculator.report(network)) for variant, network in source.networks.items()
    ]
