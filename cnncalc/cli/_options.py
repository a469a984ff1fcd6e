"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from cnncalc.cli import _complete
from cnncalc.diagnostics import UsageError, unknown_word

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
    added = {
        name: Annotated[int | None, typer.Option(f"--max-{name}", min=least, max=most, help=f"Limit: {text}")]
        for name, (text, least, most) in LIMITS.items()
    }
    return _with(command, "limits", added)


#: Options that set a budget: figure -> what it limits.
BUDGETS: dict[str, tuple[str, str]] = {
    "params": ("25M", "Parameters."),
    "macs": ("4G", "Multiply-adds."),
    "flops": ("8G", "FLOPs, 2 x multiply-adds."),
    "activations": ("20M", "Values of the input and all counted outputs."),
    "weights": ("100MB", "Bytes of the parameters."),
    "peak": ("64MiB", "Bytes of the arrays alive at once at inference."),
    "kept": ("1GiB", "Bytes kept for the backward pass."),
    "training": ("2GiB", "Bytes of weights, gradients and what is kept."),
}


def budgeted(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that set a budget; it receives those that were used as `budgets`."""
    added = {
        name: Annotated[str | None, typer.Option(f"--max-{name}", metavar=example, help=f"Budget: {text}")]
        for name, (example, text) in BUDGETS.items()
    }
    return _with(command, "budgets", added)


def _with(command: Callable[..., None], gathered: str, added: dict[str, Any]) -> Callable[..., None]:
    """A command with options `--max-NAME` more; those that were used reach it as the dict `gathered`."""

    @wraps(command)
    def with_more(**given: Any) -> None:
        found = {name: given.pop(f"max_{name}") for name in added}
        command(**given, **{gathered: {name: value for name, value in found.items() if value is not None}})

    hints = get_type_hints(command, include_extras=True)
    own = [p.replace(annotation=hints[p.name]) for p in signature(command).parameters.values() if p.name != gathered]
    more = [Parameter(f"max_{name}", Parameter.KEYWORD_ONLY, default=None, annotation=kind) for name, kind in added.items()]
    parameters = [*own, *more]
    with_more.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # what typer reads
    with_more.__annotations__ = {p.name: p.annotation for p in parameters}
    return with_more


def known_word(what: str, word: str, known: tuple[str, ...]) -> str:
    """A word that is one of those known. Raises UsageError, in which `what` is what it should be, as in "format"."""
    if word not in known:
        raise unknown_word(what, word, known)
    return word


def report_target(text: str, formats: tuple[str, ...], example: str) -> tuple[str, str]:
    """Format and file of --report FORMAT=FILE. Raises UsageError, whose help is the example."""
    format, equals, path = text.partition("=")
    if not equals or not path:
        raise UsageError(f"--report {text} names no file", f"write --report FORMAT=FILE, such as --report {example}")
    return known_word("format", format, formats), path


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
