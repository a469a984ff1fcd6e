"""`cnncalc explain NAME LAYER`: every figure of one layer."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cnncalc.cli import _options as options
from cnncalc.cli._output import exit_status, print_findings, write
from cnncalc.diagnostics import CnnCalcError, UsageError, did_you_mean


@options.limited
def command(
    name: options.Name,
    layer: Annotated[str, typer.Argument(metavar="LAYER", help="A layer's name as `show` prints it.")],
    input: options.Input = None,
    batch: options.Batch = 1,
    dtype: options.Dtype = "float32",
    set: options.Set = None,
    rounding: options.Rounding = None,
    color: options.Color = "auto",
    *,
    limits: dict[str, int],
) -> None:
    """Explain every figure of one layer.

    Each is written in symbols, with the numbers put in, and as its value.
    """
    from cnncalc.render.explain import render_explanation

    report = options.load(name, set, limits).analyze(input=input, batch=batch, dtype=dtype, rounding=rounding)
    write(render_explanation(report, _find(report, layer)))
    row_findings = [finding for finding in report.findings if finding.layer in (None, layer)]
    print_findings(row_findings, report.text, report.path, color)
    raise typer.Exit(exit_status(report.findings))


def _find(report: Any, layer: str) -> Any:
    """A row by its path, or by the end of its path where just one ends so."""
    row = report.row(layer)
    if row is not None:
        return row
    ending = [row for row in report.rows if row.path.endswith(f"/{layer}")]
    if len(ending) == 1:
        return ending[0]
    if exit_status(report.findings):  # the layer may be missing because of what is wrong with the file
        raise CnnCalcError(report.findings, report.text, report.path)
    if ending:
        raise UsageError(f"several layers end in `{layer}`", "one of " + ", ".join(row.path for row in ending[:5]))
    help = did_you_mean(layer, [row.path for row in report.rows], "`cnncalc show` lists them")
    raise UsageError(f"there is no layer `{layer}`", help)
