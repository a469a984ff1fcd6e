"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated, Any

import typer

Name = Annotated[str, typer.Argument(metavar="NAME|FILE|-", help="A bundled name, a file, FILE:VARIANT, or - for stdin.")]
Input = Annotated[str | None, typer.Option("--input", metavar="HxWxC", help="Another input volume.")]
Batch = Annotated[int, typer.Option("--batch", min=1, help="Images in a batch; memory and operations grow with it.")]
Dtype = Annotated[str, typer.Option("--dtype", help="float32, float64, float16, bfloat16 or int8.")]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Another value for a parameter of the file.")]
Rounding = Annotated[
    str | None, typer.Option("--rounding", help="strict, floor, ceil, ceil-caffe or ceil-onnx, in place of the file's own.")
]
NoBias = Annotated[bool, typer.Option("--no-bias", help="Count without biases, as the lecture does.")]
Color = Annotated[str, typer.Option("--color", help="auto, always or never.")]
Width = Annotated[int | None, typer.Option("--width", min=20, help="Columns of the output; the terminal's otherwise.")]

MaxLayers = Annotated[int | None, typer.Option("--max-layers", min=1, help="Layers after expansion.", rich_help_panel="Limits")]
MaxBytes = Annotated[int | None, typer.Option("--max-bytes", min=1, help="Size of the file.", rich_help_panel="Limits")]
MaxDepth = Annotated[int | None, typer.Option("--max-depth", min=1, max=200, help="Nesting.", rich_help_panel="Limits")]
MaxEvents = Annotated[int | None, typer.Option("--max-events", min=1, help="YAML events.", rich_help_panel="Limits")]
MaxAliases = Annotated[int | None, typer.Option("--max-aliases", min=0, help="YAML aliases.", rich_help_panel="Limits")]
MaxNodes = Annotated[int | None, typer.Option("--max-nodes", min=1, help="Nodes after aliases.", rich_help_panel="Limits")]
MaxSize = Annotated[int | None, typer.Option("--max-size", min=1, help="One size or count.", rich_help_panel="Limits")]


def load(name: str, settings: list[str] | None, **limits: int | None) -> Any:
    """The architecture that a command names, with --set and the limits applied."""
    from cnncalc.api import load as load_architecture
    from cnncalc.spec.document import Limits
    from cnncalc.spec.load import parse_setting

    given = Limits()._replace(**{key: value for key, value in limits.items() if value is not None})
    architecture = load_architecture(name, limits=given)
    architecture.params = dict(parse_setting(text) for text in settings or [])
    return architecture


def check_rounding(rounding: str | None) -> None:
    """Raises UsageError for a word that is no rounding."""
    from cnncalc.diagnostics import UsageError, did_you_mean
    from cnncalc.spec.convert import ROUNDINGS

    if rounding is not None and rounding not in ROUNDINGS:
        raise UsageError(f"there is no rounding `{rounding}`", did_you_mean(rounding, ROUNDINGS))
