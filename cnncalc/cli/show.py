"""`cnncalc show NAME|FILE|-`: the network layer by layer."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated

import typer

from cnncalc.cli import _options as options
from cnncalc.cli._output import exit_status, is_ascii, known_width, print_findings, wants_color, write
from cnncalc.diagnostics import CnnCalcError, UsageError, did_you_mean
from cnncalc.render import FORMATS, Look


@options.limited
def command(
    name: options.Name,
    format: Annotated[str, typer.Option("--format", "-f", help="table, lecture or json.")] = "table",
    columns: Annotated[str | None, typer.Option("--columns", metavar="A,B", help="Columns of the table.")] = None,
    depth: Annotated[int | None, typer.Option("--depth", min=0, help="Fold blocks deeper than this; sums are kept.")] = None,
    sort: Annotated[str | None, typer.Option("--sort", help="params, weights, macs, memory or kept: largest first.")] = None,
    top: Annotated[int | None, typer.Option("--top", min=1, help="So many lines at most.")] = None,
    wide: Annotated[bool, typer.Option("--wide", help="All columns, however narrow the terminal.")] = False,
    input: options.Input = None,
    batch: options.Batch = 1,
    dtype: options.Dtype = "float32",
    set: options.Set = None,
    rounding: options.Rounding = None,
    no_bias: options.NoBias = False,
    color: options.Color = "auto",
    width: options.Width = None,
    *,
    limits: dict[str, int],
) -> None:
    """Show a network layer by layer.

    Shapes, memory, parameters and multiply-adds with their arithmetic, and totals that name their units.
    """
    _check(format, tuple(FORMATS), "format")
    look = Look(
        columns=_columns(columns, sort),
        depth=depth,
        sort=sort,
        top=top,
        width=None if wide else width or known_width(sys.stdout),
        color=wants_color(color, sys.stdout),
        ascii_only=is_ascii(sys.stdout),
    )
    renderer = import_module(FORMATS[format])
    try:
        architecture = options.load(name, set, limits)
        report = architecture.analyze(input=input, batch=batch, dtype=dtype, rounding=rounding, count_biases=not no_bias)
    except CnnCalcError as error:
        if hasattr(renderer, "render_refusal"):
            write(renderer.render_refusal(error))
        raise
    write(renderer.render(report, look))
    print_findings(report.findings, report.text, report.path, color)
    raise typer.Exit(exit_status(report.findings))


def _check(word: str, known: tuple[str, ...], what: str) -> None:
    if word not in known:
        raise UsageError(f"there is no {what} `{word}`", did_you_mean(word, known))


def _columns(columns: str | None, sort: str | None) -> tuple[str, ...]:
    if columns is None and sort is None:
        return ()
    from cnncalc.render.columns import COLUMNS, SORT_KEYS

    if sort is not None:
        _check(sort, tuple(SORT_KEYS), "sort key")
    chosen = tuple(name.strip() for name in columns.split(",")) if columns else ()
    for name in chosen:
        _check(name, tuple(COLUMNS), "column")
    return chosen
