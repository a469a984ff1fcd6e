"""One layer without a file: a command whose options are those that the layer's kind declares.

The layer is read like any file's; what is wrong with it is told in the words of the command, under what was typed.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cnncalc import layers
from cnncalc.cli import _options as options
from cnncalc.cli._output import exit_status, is_ascii, known_width, print_findings, wants_color, write
from cnncalc.diagnostics import Diagnostic, Span, UsageError, unknown_word
from cnncalc.render import FORMATS, Look
from cnncalc.spec.options import plan_of

if TYPE_CHECKING:
    from cnncalc.report import Report

#: Types of options that change a figure and can be typed, with what help calls their value.
_TYPED = {"count": "N", "sizes": "N|HxW", "padding": "N|HxW|WORD", "groups": "N|WORD", "rounding": "WORD", "flag": ""}


def one_layer(name: str, what: str, kinds: dict[str, str]) -> Callable[..., None]:
    """The command `name` of one kind, or of several of which `--kind` names one; `what` is its help."""

    def command(shape: str, format: str, batch: int, dtype: str, color: str, width: int | None, **given: Any) -> None:
        if format != "explain" and format not in FORMATS:
            raise unknown_word("format", format, ["explain", *FORMATS])
        limits, word = given.pop("limits"), given.pop("kind", next(iter(kinds)))
        if word not in kinds:
            raise unknown_word("kind", word, kinds)
        kind_of = _Kind(name, kinds[word], word if len(kinds) > 1 and word != next(iter(kinds)) else None)
        report = kind_of.report(shape, given, batch, dtype, limits)
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
    declared = {name: meta for kind in classes for name, meta in _declared(kind).items()}
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


def _declared(kind: Any) -> dict[str, Any]:
    """What the options of a kind declare, by name."""
    return plan_of(kind).metadata


class _Kind:
    """A layer that was typed: its command, its kind, and the word of `--kind` where one was given."""

    def __init__(self, command: str, kind: str, word: str | None) -> None:
        self.command, self.kind, self.word = command, kind, word
        self.main = layers.load(kind).main
        self.options = {name: meta["type"] for name, meta in _declared(layers.load(kind)).items()}

    def report(self, shape: str, given: dict[str, Any], batch: int, dtype: str, limits: dict[str, int]) -> Report:
        """The layer as a network of its own, read like any file."""
        from cnncalc.api import from_dict
        from cnncalc.spec.document import Limits

        main = given.pop("main", None)
        chosen = {name: value for name, value in given.items() if value is not None}
        if main is not None and self.main[0] in chosen:
            option = f"{_option(self.main[0])} {chosen[self.main[0]]}"
            raise UsageError(f"`{main}` and `{option}` both give the {self.main[0]}", "leave one out")
        both = {**dict.fromkeys(self.main if main is not None else (), main), **chosen}
        layer = {name: _typed(value) for name, value in both.items()}
        source = {"input": _typed(shape), "layers": [{self.kind: layer} if layer else self.kind]}
        architecture = from_dict(source, "<command>", None, Limits()._replace(**limits), {})
        architecture.name = self.kind
        report = architecture.calculate(batch=batch, dtype=dtype)
        text, places = self._line(shape, main, chosen)
        written = architecture.written
        keys = [written.keys(finding.span) if written else "" for finding in report.findings]
        findings = [self._worded(finding, way, places) for finding, way in zip(report.findings, keys, strict=True)]
        return replace(report, text=text, findings=tuple(findings))

    def _line(self, shape: str, main: str | None, chosen: dict[str, Any]) -> tuple[str, dict[str, Span]]:
        """The command as it may have been typed, and where each option's value stands in it."""
        words = [("", "", self.command), ("input", "", shape)]
        words += [(self.main[0], "", main)] if main is not None else []
        words += [("", "--kind ", self.word)] if self.word is not None else []
        for name, value in chosen.items():
            words.append((name, "", _option(name, value)) if isinstance(value, bool) else (name, f"{_option(name)} ", value))
        line = "cnncalc"
        places: dict[str, Span] = {}
        for name, before, value in words:
            line += f" {before}"
            quoted = shlex.quote(value)
            places.setdefault(name, Span(1, len(line) + 1, 1, len(line) + len(quoted) + 1))
            line += quoted
        for name in self.main if main is not None else ():
            places.setdefault(name, places[self.main[0]])
        return line, places

    def _worded(self, finding: Diagnostic, keys: str, places: dict[str, Span]) -> Diagnostic:
        """A finding in the words of the command, at the place that the keys name."""
        names = {*self.options, *places} - {""}
        named = re.match(r"layers\[0\]\.\w+\.(\w+)", keys)
        place = places.get(named[1] if named else keys.partition("[")[0], places[""])
        message = _in_options(finding.message, names)
        help = tuple(_in_options(line, names) for line in finding.help if "comment" not in line)
        if finding.code == "S106":
            missing = [name for name in self.options if f"`{_option(name)}`" in message]
            help = (f"add `{' '.join(f'{_option(name)} {_TYPED[self.options[name]]}' for name in missing)}`",)
        elif finding.code == "H306":
            place, help = places["input"], ("height x width x channels, as in 32x32x3",)
        return finding._replace(message=message, help=help, span=place)


def _in_options(text: str, names: Iterable[str]) -> str:
    """`kernel` as `--kernel`, `rounding: floor` as `--rounding floor`."""
    pattern = rf"`({'|'.join(names)})(?:: ([^`]+))?`"
    text = re.sub(pattern, lambda found: f"`{' '.join(filter(None, (_option(found[1]), found[2])))}`", text)
    return text.replace("`--input`", "SHAPE")


def _option(name: str, value: Any = True) -> str:
    """`padding_mode` as `--padding-mode`; a flag that is off as `--no-bias`."""
    return f"--{'' if value else 'no-'}{name.replace('_', '-')}"


def _typed(value: str | bool) -> Any:
    """What was typed, as it would stand in a file: a list as a list, digits as a number, any other text as a word."""
    from cnncalc.spec.from_python import Verbatim
    from cnncalc.spec.load import parse_setting

    if isinstance(value, str) and value.startswith("["):
        try:
            return parse_setting(f"value={value}")[1]
        except UsageError:
            return value
    return Verbatim(value) if isinstance(value, str) and re.fullmatch(r"[-+]?[0-9.]+", value) else value


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
