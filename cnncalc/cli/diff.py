"""`cnncalc diff OLD NEW`: what changed between two networks, or between two states of a file."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

from cnncalc.cli import _complete
from cnncalc.cli import _options as options
from cnncalc.cli._output import say, write
from cnncalc.render.diff import FORMATS


def _limits(incomplete: str) -> list[str]:
    from cnncalc.analysis.increase import FIGURES

    return [f"{figure}=" for figure in FIGURES if figure.startswith(incomplete)]


@options.limited
def command(
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD", help="A bundled name, a file, FILE:VARIANT, git:REV:FILE or - for stdin.",
            autocompletion=_complete.names,
        ),
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same.", autocompletion=_complete.names)],
    format: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", help=f"{', '.join(FORMATS)}; else by the ending of FILE, else table.",
            autocompletion=_complete.words_of(FORMATS),
        ),
    ] = None,
    fail_on_increase: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on-increase", metavar="FIGURE=LIMIT", autocompletion=_limits,
            help="Exit with 1 where it grows by more: params=1%, macs=0, params=10K, peak=1MiB; repeatable.",
        ),
    ] = None,
    all: Annotated[bool, typer.Option("--all", help="Layers that did not change, too.")] = False,
    output: options.Output = None,
    batch: options.Batch = 1,
    dtype: options.Dtype = "float32",
    color: options.Color = "auto",
    width: options.Width = None,
    *,
    limits: dict[str, int],
) -> None:  # fmt: skip
    """Show what changed between two networks, layer by layer and in the totals.

    Layers are matched by their names and aligned where names changed. A file with variants, none of which is named, is compared
    variant by variant. `git:main:net.cnn.yaml` is the file as that commit has it; a file that is new or gone is no error where
    both sides name the same path. Differences are no failure unless --fail-on-increase says so.
    """
    from cnncalc.analysis.increase import judge, parse_limit
    from cnncalc.cli._pairs import make_sides, open_both
    from cnncalc.cli._sources import Calculator, shape_output
    from cnncalc.render.diff.words import Comparison, grown

    bounds = [parse_limit(text) for text in fail_on_increase or []]
    format, look = shape_output((old, new), format, FORMATS, output, color, width)
    calculator = Calculator(batch, dtype)
    sides = make_sides(*open_both(old, new, limits, calculator), calculator)
    networks = [
        side._replace(growth=tuple(judge(bounds, side.diff.old, side.diff.new))) if side.diff is not None else side
        for side in sides
    ]
    comparison = Comparison(old, new, batch, dtype, networks, calculator.findings)
    write(import_module(FORMATS[format]).render(comparison, look, all), output)
    calculator.print_findings(color)
    exceeded = list(grown(comparison))
    for line in exceeded:
        say(f"cnncalc: {line}\n")
    raise typer.Exit(int(bool(exceeded or calculator.findings)))
