"""Load an architecture and analyze it: the one way from a name, a text or a dict to a report, for Python and for the commands."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import index
from typing import TYPE_CHECKING, Any

from cnncalc import catalogue, layers
from cnncalc.analysis import engine
from cnncalc.collector import paused
from cnncalc.diagnostics import CnnCalcError, Diagnostic, LayerError, UsageError, unknown_word
from cnncalc.graph import build
from cnncalc.report import Report
from cnncalc.spec.convert import ROUNDINGS
from cnncalc.spec.document import Limits
from cnncalc.spec.header import Dims, check_rank, parse_dims
from cnncalc.spec.load import Program
from cnncalc.spec.source import read_file, read_stdin
from cnncalc.tensor import DTYPE_BYTES

if TYPE_CHECKING:
    from cnncalc.spec.from_python import Written

_RAISED = re.compile(r"--max-(\w+) raises the limit")


class Architecture:
    """What was read, with one of its variants and its parameters chosen."""

    def __init__(
        self, program: Program, name: str, variant: str | None, params: Mapping[str, Any], written: Written | None = None
    ) -> None:
        self.program, self.name, self.variant, self.written = program, name, variant, written
        self.params = {parameter: _constant(value, parameter, program.limits) for parameter, value in params.items()}
        if variant is not None:
            _check_word("variant", variant)
        program.check(variant, self.params)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as what was read, which is read again."""
        program = self.program
        return _read_again, (program.text, program.path, program.limits, self.name, self.variant, self.params, self.written)

    def __repr__(self) -> str:
        chosen = [f"{name}={value!r}" for name, value in self.params.items()]
        return f"<cnncalc.Architecture {', '.join([self.name or self.program.path, *chosen])}>"

    def analyze(
        self, input: str | int | Sequence[int] | None = None, batch: int = 1, dtype: str = "float32",
        rounding: str | None = None, count_biases: bool = True, strict: bool = True,
    ) -> Report:  # fmt: skip
        """Every figure. `input` is height x width x channels: `"224x224x3"`, `(224, 224, 3)`, or the length of a vector.

        Raises CnnCalcError where anything is wrong, with its findings and, as `report`, every figure that is known;
        with `strict=False` that report is returned, its findings in it. UsageError is a CnnCalcError for an impossible
        request: a dtype, a variant or a parameter that there is not.
        """
        try:
            report = self.calculate(input, batch, dtype, rounding, count_biases)
        except CnnCalcError as error:
            raise self._worded(error) from None
        report = replace(report, findings=tuple(_in_python(report.findings, self.written)))
        if strict and any(finding.severity == "error" for finding in report.findings):
            raise CnnCalcError(report.findings, report.text, report.path, report)
        return report

    def _worded(self, error: CnnCalcError) -> CnnCalcError:
        if isinstance(error, UsageError):
            return UsageError(error.message, *map(_raises_in_python, error.help))
        return CnnCalcError(_in_python(error.findings, self.written), error.source, error.path)

    def calculate(
        self, input: str | int | Sequence[int] | None = None, batch: int = 1, dtype: str = "float32",
        rounding: str | None = None, count_biases: bool = True,
    ) -> Report:  # fmt: skip
        """What `analyze` gives with `strict=False`, in the words of the command line: for the commands."""
        _check_word("dtype", dtype, DTYPE_BYTES)
        if rounding is not None:
            _check_word("rounding", rounding, ROUNDINGS)
        batch = _batch(batch)
        given = {
            "another input": input is not None,
            "a batch": batch > 1,
            "another rounding": rounding is not None,
            "leaving biases out": not count_biases,
            "another parameter": bool(self.params),
        }
        dims = self.read_input(input) if input is not None else None
        with paused():
            graph = build(self.program, self.variant, self.params, dims, rounding)
            found = engine.analyze(
                self.program,
                graph,
                architecture=self.name,
                batch=batch,
                dtype=dtype,
                count_biases=count_biases,
                changed=tuple(word for word, is_so in given.items() if is_so),
            )
        return Report(**vars(found), made=(Architecture.analyze, (self, dims, batch, dtype, rounding, count_biases, False)))

    def read_input(self, input: Any, name: str = "input") -> Dims:
        """An input volume that was asked for, told under `name` where it is none or of another rank. Raises UsageError."""
        limits, is_number = self.program.limits, isinstance(input, str) and input.isdecimal() and len(input) < 1_000
        input = int(input) if is_number else _constant(input, name, limits)
        try:
            dims = parse_dims(input, limits.size, name)
        except LayerError as error:
            raise UsageError(error.message, *error.help) from None
        self.program.refuse()
        check_rank(dims, self.program.select(self.variant, self.params, None)[0].input, name)
        return dims


def _read_again(
    text: str, path: str, limits: Limits, name: str, variant: str | None, params: dict[str, Any], written: Written | None
) -> Architecture:  # fmt: skip
    """An unpickled architecture."""
    return Architecture(_program(text, path, limits), name, variant, params, written)


def _program(text: str, path: str, limits: Limits) -> Program:
    _check_limits(limits)
    with paused():
        return Program(text, layers, path, limits)


def _check_limits(limits: Any) -> None:
    if not isinstance(limits, Limits):
        raise UsageError(f"the limits must be cnncalc.Limits, found one of the type {type(limits).__name__}")


def _check_word(what: str, word: Any, known: Collection[str] | None = None) -> None:
    if not isinstance(word, str):
        raise UsageError(f"the {what} must be a word, found one of the type {type(word).__name__}")
    if known is not None and word not in known:
        raise unknown_word(what, word, known)


def _constant(value: Any, name: str, limits: Limits) -> Any:
    from cnncalc.spec.from_python import constant

    return constant(value, name, limits)


def _batch(batch: Any) -> int:
    try:
        whole = 0 if isinstance(batch, bool) else index(batch)
    except TypeError:
        raise UsageError(f"the batch must be an integer, found one of the type {type(batch).__name__}") from None
    if whole < 1:
        raise UsageError(f"the batch must be an integer of at least 1, found {batch}")
    return whole


def _in_python(findings: Iterable[Diagnostic], written: Written | None) -> Iterable[Diagnostic]:
    """Findings as a Python user meets them: no option of the command line, and the place in a dict."""
    for finding in findings:
        keys = written.keys(finding.span) if written else ""
        yield finding._replace(help=tuple(map(_raises_in_python, finding.help)), keys=keys)


def _raises_in_python(help: str) -> str:
    return _RAISED.sub(r"`limits=cnncalc.Limits(\1=...)` raises the limit", help)


def load(name: str | os.PathLike[str], variant: str | None = None, limits: Limits = Limits(), **params: Any) -> Architecture:  # noqa: B008
    """A bundled name, a path, `path:variant`, or `-` for standard input. Raises UsageError or CnnCalcError."""
    try:
        return open_architecture(name, variant, limits, params)
    except UsageError:
        raise
    except CnnCalcError as error:
        raise CnnCalcError(_in_python(error.findings, None), error.source, error.path) from None


def open_architecture(
    name: str | os.PathLike[str], variant: str | None, limits: Limits, params: Mapping[str, Any]
) -> Architecture:
    """What `load` gives, in the words of the command line: for the commands."""
    path, chosen, shown = _find(name)
    _check_limits(limits)
    text = read_stdin(limits) if path == "-" else read_file(path, limits)
    variant = chosen if variant is None else variant
    return Architecture(_program(text, shown, limits), _architecture(path, variant), variant, params)


def loads(
    source: str | Mapping[str, Any], variant: str | None = None, limits: Limits = Limits(), **params: Any  # noqa: B008
) -> Architecture:  # fmt: skip
    """An architecture from a text, or from a dict such as YAML gives. Raises UsageError for what no YAML could hold."""
    if not isinstance(source, (str, Mapping)):
        raise UsageError(f"a text or a dict is read, not one of the type {type(source).__name__}", "cnncalc.load takes a path")
    if isinstance(source, str) and (catalogue.find(source) or ("\n" not in source and os.path.exists(source))):
        raise UsageError(f"`{source}` is a name, not a text", f"cnncalc.load({source!r})")
    if not isinstance(source, str):
        return from_dict(source, "<dict>", variant, limits, params)
    return Architecture(_program(source, "<text>", limits), variant or "", variant, params)


def from_dict(
    source: Mapping[str, Any], path: str, variant: str | None, limits: Limits, params: Mapping[str, Any]
) -> Architecture:  # fmt: skip
    """An architecture from a dict; messages call it `path`."""
    from cnncalc.spec.from_python import write

    _check_limits(limits)
    written = write(source, limits)
    return Architecture(_program(written.text, path, limits), variant or "", variant, params, written)


def analyze(
    source: str | Mapping[str, Any], input: str | int | Sequence[int] | None = None, batch: int = 1, dtype: str = "float32",
    variant: str | None = None, rounding: str | None = None, count_biases: bool = True, strict: bool = True,
    limits: Limits = Limits(), **params: Any,  # noqa: B008
) -> Report:  # fmt: skip
    """The report of a text or a dict: `loads(source, variant, limits, **params)`, and `analyze` of what that gives."""
    return loads(source, variant, limits, **params).analyze(input, batch, dtype, rounding, count_biases, strict)


def _find(name: str | os.PathLike[str]) -> tuple[str, str | None, str]:
    """The path, the variant and the name that messages use."""
    if not isinstance(name, str):
        if not isinstance(name, os.PathLike):
            raise UsageError(
                f"a name or a path is expected, not one of the type {type(name).__name__}", "cnncalc.loads reads texts"
            )
        path = os.fsdecode(name)
        return path, None, path
    if name == "-":
        return "-", None, "<stdin>"
    if os.path.exists(name):
        return name, None, name
    bundled = catalogue.find(name)
    if bundled:
        return str(bundled[0]), bundled[1], bundled[0].name
    path, colon, variant = name.rpartition(":")
    if colon and os.path.exists(path):
        return path, variant, path
    if name.endswith((".yaml", ".yml")) or (os.sep in name and not catalogue.is_qualified(name)):
        return name, None, name  # reading it says what is wrong with it
    raise catalogue.unknown(name)


def _architecture(path: str, variant: str | None) -> str:
    """The variant, or the file's stem; of a bundled file in a folder of its own with that folder before it."""
    if path == "-":
        return variant or "-"
    bundled = str(catalogue.folder()) + os.sep
    prefix = os.path.dirname(path[len(bundled) :]) if path.startswith(bundled) else ""
    stem = os.path.basename(path).removesuffix(catalogue.SUFFIX).removesuffix(".yaml").removesuffix(".yml")
    return f"{prefix}/{variant or stem}".lstrip("/")
