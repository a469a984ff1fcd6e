"""`cnncalc explain NAME [LAYER]`: how the figures of a layer, of a block or of the whole network come about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cnncalc.cli import _complete
from cnncalc.cli import _options as options
from cnncalc.cli._output import exit_status, print_findings, write
from cnncalc.diagnostics import CnnCalcError, UsageError, did_you_mean

if TYPE_CHECKING:
    from cnncalc.report import Report


@options.limited
def command(
    name: options.Name,
    layer: Annotated[
        str | None,
        typer.Argument(
            metavar="[LAYER]", help="A layer or block as `show` prints it; or input.", autocompletion=_complete.layers
        ),
    ] = None,
    input: options.Input = None,
    batch: options.Batch = 1,
    dtype: options.Dtype = "float32",
    set: options.Set = None,
    rounding: options.Rounding = None,
    no_bias: options.NoBias = False,
    color: options.Color = "auto",
    *,
    limits: dict[str, int],
) -> None:
    """Explain every figure of a layer, of a block, or, where none is named, the totals.

    A layer's are written in symbols, with the numbers put in, and as values; sums name what they are the sum of.
    """
    architecture = options.load(name, set, limits)
    report = options.calculate(architecture, input, batch=batch, dtype=dtype, rounding=rounding, count_biases=not no_bias)
    path = _find(report, layer) if layer is not None else ""
    write(_explained(report, path))
    mine = [
        finding for finding in report.findings if not path or finding.layer is None or f"{finding.layer}/".startswith(f"{path}/")
    ]
    print_findings(mine, report.text, report.path, color)
    raise typer.Exit(exit_status(report.findings))


def _explained(report: Report, path: str) -> str:
    if not path:
        from cnncalc.render.explain_totals import render_totals_explained

        return render_totals_explained(report)
    if path == "input":
        from cnncalc.render.explain_memory import render_input

        return render_input(report)
    row = report.row(path)
    if row is not None:
        from cnncalc.render.explain import render_explanation

        return render_explanation(report, row)
    from cnncalc.render.explain_block import render_block

    return render_block(report, path)


def _find(report: Report, wanted: str) -> str:
    """A layer or block by its path, or by the end of its path where just one ends so."""
    wanted = wanted.rstrip("/")
    known = ["input", *(row.path for row in report.rows)]
    known += [block for block in report.blocks() if block not in known]
    if wanted in known:
        return wanted
    ending = [path for path in known if path.endswith(f"/{wanted}")]
    if len(ending) == 1:
        return ending[0]
    if exit_status(report.findings):  # it may be missing because of what is wrong with the file
        raise CnnCalcError(report.findings, report.text, report.path)
    if ending:
        raise UsageError(f"several layers end in `{wanted}`", "one of " + ", ".join(ending[:5]))
    help = did_you_mean(wanted, known, "`cnncalc show` lists them")
    raise UsageError(f"there is no layer or block `{wanted}`", help)
