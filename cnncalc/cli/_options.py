"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from cnncalc.cli import _complete

if TYPE_CHECKING:
    from cnncalc.api import Architecture
    from cnncalc.report import Report

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME|FILE|-", help="A bundled name, a file, FILE:VARIANT, or - for stdin.", autocompletion=_complete.names
    ),
]
Input = Annotated[str | None, typer.Option("--input", metavar="HxWxC", help="Another input volume.")]
Batch = Annotated[int, typer.Option("--batch", min=1, help="Images in a batch; memory and operations grow with it.")]
_DTYPES = ("float32", "float64", "float16", "bfloat16", "int8")
Dtype = Annotated[
    str,
    typer.Option("--dtype", help="float32, float64, float16, bfloat16 or int8.", autocompletion=_complete.words_of(_DTYPES)),
]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Another value for a parameter of the file.")]
_ROUNDINGS = ("strict", "floor", "ceil", "ceil-caffe", "ceil-onnx")
Rounding = Annotated[
    str | None,
    typer.Option(
        "--rounding", help="strict, floor, ceil, ceil-caffe or ceil-onnx, in place of the file's own.",
        autocompletion=_complete.words_of(_ROUNDINGS),
    ),
]  # fmt: skip
NoBias = Annotated[bool, typer.Option("--no-bias", help="Count without biases, as the lecture does.")]
_COLORS = ("auto", "always", "never")
Color = Annotated[str, typer.Option("--color", help="auto, always or never.", autocompletion=_complete.words_of(_COLORS))]
Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write FILE, whole or not at all; - is stdout.")
]
Width = Annotated[int | None, typer.Option("--width", min=20, help="Columns of the output; the terminal's otherwise.")]

#: Options that raise a limit: field of `Limits` -> what it bounds, and the least and the most that can be asked for.
LIMITS: dict[str, tuple[str, int, int | None]] = {
    "layers": ("Layers after expansion.", 1, None),
    "bytes": ("Size of the file in bytes.", 1, None),
    "depth": ("Levels of nesting.", 1, 200),
    "events": ("YAML events.", 1, None),
    "aliases": ("YAML aliases.", 0, None),
    "nodes": ("YAML nodes after alias expansion.", 1, None),
    "size": ("One size or count.", 1, None),
}


def limited(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the --max-* options; it receives those that were used as `limits`."""

    @wraps(command)
    def with_limits(**given: Any) -> None:
        limits = {name: given.pop(f"max_{name}") for name in LIMITS}
        command(**given, limits={name: limit for name, limit in limits.items() if limit is not None})

    hints = get_type_hints(command, include_extras=True)
    own = [p.replace(annotation=hints[p.name]) for p in signature(command).parameters.values() if p.name != "limits"]
    added = {
        f"max_{name}": Annotated[int | None, typer.Option(f"--max-{name}", min=least, max=most, help=f"Limit: {text}")]
        for name, (text, least, most) in LIMITS.items()
    }
    parameters = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=kind) for name, kind in added.items()]
    with_limits.__signature__ = Signature([*own, *parameters])  # type: ignore[attr-defined]  # what typer reads
    with_limits.__annotations__ = {**{p.name: p.annotation for p in own}, **added}
    return with_limits


def load(name: str, settings: list[str] | None, limits: dict[str, int]) -> Architecture:
    """The architecture that a command names, with --set and the limits applied."""
    from cnncalc.api import open_architecture
    from cnncalc.spec.document import Limits
    from cnncalc.spec.load import parse_setting

    params = dict(parse_setting(text) for text in settings or [])
    return open_architecture(name, None, Limits()._replace(**limits), params)


def calculate(architecture: Architecture, input: str | None, **request: Any) -> Report:
    """The report that a command prints; what is wrong with --input is told under that name."""
    dims = None if input is None else architecture.read_input(input, "--input")
    return architecture.calculate(dims, **request)
