"""One layer without a file: a command whose options are those that the layer's kind declares."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from importlib import import_module
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cnncalc import layers
from cnncalc.cli import _options as options
from cnncalc.cli._output import exit_status, is_ascii, known_width, print_findings, wants_color, write
from cnncalc.diagnostics import UsageError, did_you_mean
from cnncalc.render import FORMATS, Look

if TYPE_CHECKING:
    from cnncalc.report import Report

#: Types of options that change a figure and can be typed, with what help calls their value.
_TYPED = {"count": "N", "sizes": "N|HxW", "padding": "N|HxW|WORD", "groups": "N|WORD", "rounding": "WORD", "flag": ""}


def one_layer(what: str, kinds: dict[str, str]) -> Callable[..., None]:
    """The command of one kind, or of several of which `--kind` names one; `what` is its help."""

    def command(shape: str, format: str, batch: int, dtype: str, color: str, width: int | None, **given: Any) -> None:
        if format != "explain" and format not in FORMATS:
            raise UsageError(f"there is no format `{format}`", did_you_mean(format, ["explain", *FORMATS]))
        limits, word = given.pop("limits"), given.pop("kind", next(iter(kinds)))
        if word not in kinds:
            raise UsageError(f"there is no kind `{word}`", did_you_mean(word, kinds))
        report = _report(kinds[word], shape, given, batch, dtype, limits)
        write(_rendered(report, format, color, width))
        print_findings(report.findings, report.text, report.path, color)
        raise typer.Exit(exit_status(report.findings))

    parameters = [*_parameters(kinds), Parameter("limits", Parameter.KEYWORD_ONLY, annotation=dict[str, int])]
    command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # what typer reads
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    command.__doc__ = what
    return options.limited(command)


def _parameters(kinds: dict[str, str]) -> Iterator[Parameter]:
    """The shape, the kind's main value, its options, and those that every command has."""
    classes = [layers.load(kind) for kind in kinds.values()]
    shape = Annotated[str, typer.Argument(metavar="SHAPE", help="Height x width x channels, as 32x32x3; or 3072 values.")]
    yield _positional("shape", shape)
    if classes[0].main:
        main = " and ".join(classes[0].main)
        metavar = classes[0].main[0].upper()
        yield _positional(
            "main", Annotated[str | None, typer.Argument(metavar=f"[{metavar}]", help=f"In place of {main}.")], None
        )
    if len(kinds) > 1:
        yield _positional("kind", Annotated[str, typer.Option("--kind", help=" or ".join(kinds) + ".")], next(iter(kinds)))
    declared = {field.name: field.metadata for kind in classes for field in fields(kind)}  # type: ignore[arg-type]
    for name, meta in declared.items():
        word, help = name.replace("_", "-"), f"{meta['doc'][:1].upper()}{meta['doc'][1:]}."
        if meta["type"] == "flag":
            yield _positional(name, Annotated[bool | None, typer.Option(f"--{word}/--no-{word}", help=help)], None)
        elif meta["type"] in _TYPED:
            metavar = _TYPED[meta["type"]]
            yield _positional(name, Annotated[str | None, typer.Option(f"--{word}", metavar=metavar, help=help)], None)
    formats = Annotated[str, typer.Option("--format", "-f", help=f"explain, {', '.join(FORMATS)}.")]
    yield _positional("format", formats, "explain")
    yield _positional("batch", options.Batch, 1)
    yield _positional("dtype", options.Dtype, "float32")
    yield _positional("color", options.Color, "auto")
    yield _positional("width", options.Width, None)


def _positional(name: str, annotation: Any, default: Any = Parameter.empty) -> Parameter:
    return Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=annotation)


def _report(kind: str, shape: str, given: dict[str, Any], batch: int, dtype: str, limits: dict[str, int]) -> Report:
    """The layer as a network of its own, read like any file."""
    from cnncalc.api import from_dict
    from cnncalc.spec.document import Limits

    main, names = given.pop("main", None), layers.load(kind).main
    chosen = {name: value for name, value in given.items() if value is not None}
    if main is not None and all(name in chosen for name in names):
        raise UsageError(f"`{main}` stands where {' and '.join(f'--{name}' for name in names)} already say it", "leave one out")
    chosen = {**(dict.fromkeys(names, main) if main is not None else {}), **chosen}
    layer = {name: _typed(value) for name, value in chosen.items()}
    source = {"input": _typed(shape), "layers": [{kind: layer} if layer else kind]}
    architecture = from_dict(source, "<command>", None, Limits()._replace(**limits), {})
    architecture.name = kind
    return architecture.calculate(batch=batch, dtype=dtype)


def _typed(value: str | bool) -> Any:
    """What was typed, as it would stand in a file: a list as a list, any other text as a word or number."""
    from cnncalc.spec.from_python import Verbatim
    from cnncalc.spec.load import parse_setting

    if isinstance(value, str) and value.startswith("["):
        try:
            return parse_setting(f"value={value}")[1]
        except UsageError:
            return value
    return Verbatim(value) if isinstance(value, str) else value


def _rendered(report: Report, format: str, color: str, width: int | None) -> str:
    if format == "explain":
        return "".join(_answer(report))
    shown = width or known_width(sys.stdout)
    look = Look(width=shown, color=wants_color(color, sys.stdout), ascii_only=is_ascii(sys.stdout))
    rendered: str = import_module(FORMATS[format]).render(report, look)
    return rendered


def _answer(report: Report) -> Iterator[str]:
    """What was asked for in three lines, then how it comes about; nothing of a layer that was refused."""
    from cnncalc.render.explain import render_explanation
    from cnncalc.tensor import AXIS_NAMES

    row = report.rows[0] if report.rows else None
    if row is None or row.output is None or report.input is None or not report.complete:
        return
    images = "" if report.batch == 1 else f" for {report.batch:,} images"
    axes = " x ".join([*AXIS_NAMES.get(len(report.input.spatial), ()), "channels"]) if report.input.spatial else "values"
    yield f"input          {report.input} ({axes})\n"
    yield f"output         {row.output}\n"
    yield f"parameters     {row.cost.params:,}\n"
    yield f"multiply-adds  {row.cost.macs:,}{images}\n\n"
    yield render_explanation(report, row)
