"""`cnncalc show NAME|FILE|-`: the network layer by layer."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Annotated, Any

import typer

from cnncalc.cli import _complete
from cnncalc.cli import _options as options
from cnncalc.cli._output import exit_status, is_ascii, keep_the_source, known_width, print_findings, wants_color, write
from cnncalc.diagnostics import CnnCalcError, UsageError
from cnncalc.render import ENDINGS, FORMATS, TABULAR, Look


@options.limited
def command(
    name: options.Name,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help=f"{', '.join(FORMATS)}; else by the ending of FILE, else table.",
            autocompletion=_complete.words_of(FORMATS),
        ),
    ] = None,
    columns: Annotated[
        str | None, typer.Option("--columns", metavar="A,B", help="Columns, in this order.", autocompletion=_complete.columns)
    ] = None,
    depth: Annotated[int | None, typer.Option("--depth", min=0, help="Fold blocks deeper than this; sums are kept.")] = None,
    sort: Annotated[
        str | None,
        typer.Option("--sort", help="params, weights, macs, memory or kept: largest first.", autocompletion=_complete.sort_keys),
    ] = None,
    top: Annotated[int | None, typer.Option("--top", min=1, help="So many lines at most.")] = None,
    wide: Annotated[bool, typer.Option("--wide", help="All columns, however narrow the terminal.")] = False,
    output: options.Output = None,
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
    to_file = output not in (None, "-")
    format = format or (ENDINGS.get(os.path.splitext(output)[1].lower()) if output else None) or "table"
    options.known_word("format", format, tuple(FORMATS))
    _obeyed(format, columns=columns, depth=depth, sort=sort, top=top, wide=wide or None, width=width)
    if output is not None:
        keep_the_source(name, output)
    look = Look(
        columns=_columns(columns, sort),
        depth=depth,
        sort=sort,
        top=top,
        width=None if wide else width or (None if to_file else known_width(sys.stdout)),
        color=wants_color(color, sys.stdout) and (not to_file or color == "always"),
        ascii_only=not to_file and is_ascii(sys.stdout),
    )
    renderer = import_module(FORMATS[format])
    try:
        architecture = options.load(name, set, limits)
        report = options.calculate(architecture, input, batch=batch, dtype=dtype, rounding=rounding, count_biases=not no_bias)
    except UsageError:
        raise
    except CnnCalcError as error:
        if hasattr(renderer, "render_refusal"):
            write(renderer.render_refusal(error), output)
        raise
    write(renderer.render(report, look), output)
    print_findings(report.findings, report.text, report.path, color)
    raise typer.Exit(exit_status(report.findings))


def _obeyed(format: str, **given: Any) -> None:
    """Refuse an option that would change nothing."""
    for option, value in given.items():
        works_with = ("table",) if option in ("wide", "width") else TABULAR
        if value is not None and format not in works_with:
            raise UsageError(f"`--{option}` has no effect with --format {format}", f"it works with {', '.join(works_with)}")


def _columns(columns: str | None, sort: str | None) -> tuple[str, ...]:
    if columns is None and sort is None:
        return ()
    from cnncalc.render.columns import COLUMNS
    from cnncalc.render.lines import SORT_KEYS

    if sort is not None:
        options.known_word("sort key", sort, tuple(SORT_KEYS))
    chosen = tuple(name.strip() for name in columns.split(",")) if columns else ()
    for name in chosen:
        options.known_word("column", name, tuple(COLUMNS))
    return chosen
