"""`cnncalc solve`: whatever of a window's sizes is not given, found."""

from __future__ import annotations

import re
import sys
from typing import Annotated

import typer

from cnncalc.cli import _options as options
from cnncalc.cli._complete import words_of
from cnncalc.cli._output import known_width, wants_color, write
from cnncalc.diagnostics import UsageError
from cnncalc.homework.solve import ROUNDINGS

FORMATS = ("text", "json", "csv")
_GIVEN = "N, 1..9 or 3,5,7"


def command(
    input: Annotated[
        str | None, typer.Option("--input", metavar="N|HxW", help=f"N: the input's size, {_GIVEN}, as all of these.")
    ] = None,
    kernel: Annotated[str | None, typer.Option("--kernel", metavar="F", help="F: size of the window.")] = None,
    stride: Annotated[str | None, typer.Option("--stride", metavar="S", help="S: step of the window.")] = None,
    padding: Annotated[
        str | None, typer.Option("--padding", metavar="P|[[A,B]]", help="P: cells on each side, or before and after.")
    ] = None,
    size: Annotated[str | None, typer.Option("--output", metavar="N|same", help="Size of the output; same as the input.")] = None,
    dilation: Annotated[str, typer.Option("--dilation", metavar="D", help="Distance of the window's cells.")] = "1",
    rounding: Annotated[str, typer.Option("--rounding", help="strict or floor.", autocompletion=words_of(ROUNDINGS))] = "strict",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1_000, help="Solutions of each sort, nearest first.")] = 10,
    format: Annotated[str, typer.Option("--format", "-f", help="text, json or csv.", autocompletion=words_of(FORMATS))] = "text",
    color: options.Color = "auto",
    width: options.Width = None,
) -> None:
    """Find what fits: padding, stride, kernel, input or output.

    What is given is held, what is not is found, so that (N + 2P - F)/S + 1 is a whole number. The exit status is 1 where nothing
    fits. For example: cnncalc solve --input 32 --kernel 5 --stride 2
    """
    from cnncalc.homework import solve_render as render
    from cnncalc.homework.solve import Wrong
    from cnncalc.homework.solve_axes import solve_axes

    options.known_word("format", format, FORMATS)
    options.known_word("rounding", rounding, ROUNDINGS)
    texts = {"input": input, "kernel": kernel, "stride": stride, "padding": padding, "output": size, "dilation": dilation}
    try:
        axes = solve_axes({name: text for name, text in texts.items() if text is not None}, rounding, limit)
    except Wrong as wrong:
        raise UsageError(*(_in_options(line) for line in (wrong.message, *wrong.help))) from None
    if format == "text":
        shown, colored = width or known_width(sys.stdout), wants_color(color, sys.stdout)
        write(render.text(axes, limit, shown, colored))
    else:
        write(render.as_json(axes) if format == "json" else render.as_csv(axes))
    raise typer.Exit(int(not all(axis.solutions for axis in axes)))


def _in_options(text: str) -> str:
    """`kernel` as `--kernel`."""
    return re.sub(r"`(input|kernel|stride|padding|output|dilation)`", r"`--\1`", text)
