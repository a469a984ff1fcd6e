"""`cnncalc value OP`: a small computation on given values, exactly, worked cell by cell."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from cnncalc.cli import _options as options
from cnncalc.cli._complete import words_of
from cnncalc.cli._output import known_width, wants_color, write
from cnncalc.diagnostics import CnnCalcError, Diagnostic, Span, UsageError, printable, unknown_word

if TYPE_CHECKING:
    from cnncalc.homework.exact import Computation, ComputationError

FORMATS = ("text", "json")
_SHOWN = 200  # characters of a value that a finding shows


#: Values of a computation that can be typed: key -> how help calls them, and what they are.
VALUES: dict[str, tuple[str, str]] = {
    "input": ("LIST", "The values, as [4, 3, 2], '4 3 2' or '1 0; 0 1'; - reads standard input."),
    "filter": ("LIST", "The filter's values, or box, gauss, edge, identity, sobel-x or sobel-y."),
    "filters": ("LIST", "Several filters, each nested as deep as the input."),
    "weight": ("LIST", "The matrix W of fc, a row for each output, or w of matmul."),
    "bias": ("LIST", "One bias, or one for each filter or output."),
    "scale": ("NUMBER", "What every value of the filter is multiplied by, as 1/9."),
    "skip": ("LIST", "What add adds to the input."),
    "kernel": ("N|HxW", "Size of a pool's window."),
    "stride": ("N|HxW", "Step of the window."),
    "padding": ("N|HxW|WORD", "Cells added before and after; [[1, 2]] is 1 before and 2 after; same; valid."),
    "padding_mode": ("WORD", "zero, reflect, replicate, or shrink for none."),
    "count_padding": ("WORD", "Whether padding counts in avgpool's mean: true or false."),
    "dilation": ("N|HxW", "Distance of the window's cells."),
    "rounding": ("WORD", "strict, or floor where the window does not fit."),
    "mean": ("LIST", "Of batchnorm; the input's own where it is left out."),
    "variance": ("LIST", "Of batchnorm; the input's own where it is left out."),
    "gamma": ("LIST", "The learned scale of batchnorm."),
    "beta": ("LIST", "The learned shift of batchnorm."),
    "epsilon": ("NUMBER", "Added to batchnorm's variance; 0 otherwise."),
    "then": ("WORD", "relu: applied to the result."),
    "upstream": ("LIST", "dL/dy, shaped as the output: the gradients are worked out."),
}
_LISTS = ("input", "skip", "filter", "filters", "weight", "upstream")  # of which a number alone is a list of one
_RESPONSE = "for example: cnncalc value correlation --filter edge --response"


def _calculate(op: str, response: bool, all: bool, format: str, color: str, width: int | None, **given: str | None) -> None:
    """Calculate a few values exactly, with every cell's sum.

    For example: cnncalc value correlation --input '4 3 2 -5 3' --filter 1/3,1/3,1/3 --padding 1

    Numbers are whole, decimal or fractions (2, -0.5, 1/3); lists nest as [channels][rows][columns].
    """
    from cnncalc.homework.exact import ComputationError

    typed = {key: value for key, value in given.items() if value is not None}
    if format not in FORMATS:
        raise unknown_word("format", format, FORMATS)
    look = (width or known_width(sys.stdout) or 100, wants_color(color, sys.stdout))
    try:
        values = _read(typed)
        write(_responses(op, values, format, look) if response else _worked(op, values, format, look, all))
    except ComputationError as error:
        _refuse(error, op, typed)


def _parameters() -> Iterator[Parameter]:
    """The operation, its values, and how it is shown."""
    operations = "correlation, convolution, deconv, maxpool, avgpool, globalavgpool, relu, fc, matmul, batchnorm or add."
    yield _parameter("op", Annotated[str, typer.Argument(metavar="OP", help=operations)])
    for key, (metavar, help) in VALUES.items():
        yield _parameter(key, Annotated[str | None, typer.Option(_option(key), metavar=metavar, help=help)], None)
    responds = "What the filter does to a flat image, to edges and to an isolated 1."
    yield _parameter("response", Annotated[bool, typer.Option("--response", help=responds)], False)
    every = "The sum of every cell, not of the first dozen alone."
    yield _parameter("all", Annotated[bool, typer.Option("--all", help=every)], False)
    formats = typer.Option("--format", "-f", help="text or json.", autocompletion=words_of(FORMATS))
    yield _parameter("format", Annotated[str, formats], "text")
    yield _parameter("color", options.Color, "auto")
    yield _parameter("width", options.Width, None)


def _parameter(name: str, annotation: Any, default: Any = Parameter.empty) -> Parameter:
    return Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=annotation)


def _read(typed: dict[str, str]) -> dict[str, Any]:
    """The options as plain data, named filters as their values."""
    from cnncalc.homework.exact.filters import NAMED, named
    from cnncalc.homework.exact.listing import parse

    piped = [key for key, value in typed.items() if value == "-"]
    if len(piped) > 1:
        raise UsageError(f"{_option(piped[0])} and {_option(piped[1])} both read standard input", "give one of them in words")
    values = {key: parse(key, _standard_input() if value == "-" else value) for key, value in typed.items()}
    name = values.get("filter")
    if isinstance(name, str) and re.fullmatch(r"\s*[A-Za-z][\w-]*\s*", name):
        if name not in NAMED:
            raise unknown_word("filter", name, NAMED)
        if "scale" in typed:
            raise UsageError(f"the filter `{name}` has a scale of its own", "leave `--scale` out")
        row = isinstance(values.get("input"), list) and not any(isinstance(cell, list) for cell in values["input"])
        values["scale"], values["filter"] = named(name, 1 if row else 2)
    return {key: [value] if key in _LISTS and isinstance(value, str) else value for key, value in values.items()}


def _standard_input() -> str:
    from cnncalc.homework.exact.listing import MOST_CHARACTERS

    data = sys.stdin.buffer.read(MOST_CHARACTERS + 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("standard input is not UTF-8 text", "numbers, such as `1 0 1` in rows") from None


def _worked(op: str, values: dict[str, Any], format: str, look: tuple[int, bool], all: bool) -> str:
    from cnncalc.homework.exact import read

    computation: Computation = read({"op": op, **values})
    if format == "json":
        from cnncalc.homework.exact.as_json import render

        return render(computation)
    from cnncalc.homework.exact.board import Board

    return Board(computation, *look, all).text()


def _responses(op: str, values: dict[str, Any], format: str, look: tuple[int, bool]) -> str:
    """What --response prints. It makes its own images, so only the filter, its bias and what follows are taken."""
    from cnncalc.homework.exact.filters import kernel_response

    unused = [key for key in values if key not in ("filter", "scale", "bias", "then")]
    if op not in ("correlation", "convolution"):
        raise UsageError(f"--response shows what a filter does, not `{op}`", _RESPONSE)
    if unused or "filter" not in values:
        said = f"--response makes its own images, and takes no {_option(unused[0])}" if unused else "--response needs --filter"
        raise UsageError(said, _RESPONSE)
    found = kernel_response(op, values)
    if format == "json":
        from cnncalc.homework.exact.as_json import render_response

        return render_response(found)
    from cnncalc.homework.exact.board import response_text

    return response_text(found, look[1])


def _refuse(error: ComputationError, op: str, typed: dict[str, str]) -> NoReturn:
    """What cannot be read is a wrong call; what does not fit together is a finding under what was typed."""
    key, _, cell = error.key.partition("[")
    message, help = _in_options(error.message), [_in_options(line) for line in error.help]
    if not error.code:
        named = key in VALUES and _option(key) not in message
        place = f" at ({', '.join(str(int(at) + 1) for at in re.findall('[0-9]+', cell))})" if cell else ""
        raise UsageError(f"{_option(key)}{place}: {message}" if named else message, *help)
    line = f"cnncalc value {op}"
    span = Span(1, 1, 1, len(line) + 1)
    for name, value in typed.items():
        line += f" {_option(name)} "
        quoted = shlex.quote(value if len(value) <= _SHOWN else f"{value[:_SHOWN]}...")
        span = Span(1, len(line) + 1, 1, len(line) + len(quoted) + 1) if name == key else span
        line += quoted
    raise CnnCalcError([Diagnostic(error.code, message, span, help=tuple(help))], printable(line), "<command>")


def _option(key: str) -> str:
    return f"--{key.replace('_', '-')}"


def _in_options(text: str) -> str:
    """`kernel` as `--kernel`, `rounding: floor` as `--rounding floor`."""
    pattern = rf"`({'|'.join(VALUES)})(?:: ([^`]+))?`"
    return re.sub(pattern, lambda found: f"`{' '.join(filter(None, (_option(found[1]), found[2])))}`", text)


_calculate.__signature__ = Signature(list(_parameters()))  # type: ignore[attr-defined]  # what typer reads
_calculate.__annotations__ = {parameter.name: parameter.annotation for parameter in _parameters()}
command = _calculate
