"""Load an architecture and analyze it: the one way from a name or a text to a report, for Python and for the commands."""

from __future__ import annotations

import os
from typing import Any

from cnncalc import catalogue, layers
from cnncalc.analysis.engine import analyze
from cnncalc.analysis.report import Report
from cnncalc.collector import paused
from cnncalc.diagnostics import LayerError, UsageError, did_you_mean
from cnncalc.graph import build
from cnncalc.spec.convert import ROUNDINGS
from cnncalc.spec.document import Limits
from cnncalc.spec.header import Dims, parse_dims
from cnncalc.spec.load import Program
from cnncalc.spec.source import read_file, read_stdin
from cnncalc.tensor import DTYPE_BYTES


class Architecture:
    """A file that was read, with one of its variants and its parameters chosen."""

    def __init__(self, program: Program, name: str, variant: str | None, params: dict[str, Any]) -> None:
        self.program, self.name, self.variant = program, name, variant
        self.params = {parameter: _frozen(value) for parameter, value in params.items()}

    def analyze(
        self, input: str | Dims | None = None, batch: int = 1, dtype: str = "float32", rounding: str | None = None,
        count_biases: bool = True,
    ) -> Report:  # fmt: skip
        """Every figure. `input` is height x width x channels (`"224x224x3"`).

        A report is returned for a faulty network too, with its findings and every figure that is known. Raises
        CnnCalcError where the text gives no network at all, UsageError for an impossible request.
        """
        if dtype not in DTYPE_BYTES:
            raise UsageError(f"there is no dtype `{dtype}`", did_you_mean(dtype, DTYPE_BYTES))
        if rounding is not None and rounding not in ROUNDINGS:
            raise UsageError(f"there is no rounding `{rounding}`", did_you_mean(rounding, ROUNDINGS))
        given = {
            "another input": input is not None,
            "a batch": batch > 1,
            "another rounding": rounding is not None,
            "leaving biases out": not count_biases,
            "another parameter": bool(self.params),
        }
        if batch < 1:
            raise UsageError(f"the batch must be at least 1, found {batch}")
        try:
            dims = parse_dims(_as_dims(input), self.program.limits.size) if input is not None else None
        except LayerError as error:
            raise UsageError(error.message.replace("`input`", "--input"), *error.help) from None
        with paused():
            graph = build(self.program, self.variant, self.params, dims, rounding)
            return analyze(
                self.program,
                graph,
                architecture=self.name,
                batch=batch,
                dtype=dtype,
                count_biases=count_biases,
                changed=tuple(word for word, is_so in given.items() if is_so),
            )


def _frozen(value: Any) -> Any:
    """A list of Python as the language holds lists."""
    return tuple(map(_frozen, value)) if isinstance(value, (list, tuple)) else value


def _as_dims(input: Any) -> Any:
    return int(input) if isinstance(input, str) and input.isdecimal() and len(input) < 20 else input


def load(name: str, variant: str | None = None, limits: Limits = Limits(), **params: Any) -> Architecture:  # noqa: B008
    """A bundled name, a path, `path:variant`, or `-` for standard input. Raises UsageError or CnnCalcError."""
    path, chosen, shown = _find(name)
    text = read_stdin(limits) if path == "-" else read_file(path, limits)
    with paused():
        program = Program(text, layers, shown, limits)
    return Architecture(program, _architecture(name, path, variant or chosen), variant or chosen, params)


def loads(text: str, variant: str | None = None, limits: Limits = Limits(), **params: Any) -> Architecture:  # noqa: B008
    """An architecture from a text."""
    with paused():
        program = Program(text, layers, "<text>", limits)
    return Architecture(program, variant or "", variant, params)


def _find(name: str) -> tuple[str, str | None, str]:
    """The path, the variant and the name that messages use."""
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
    if os.sep in name or name.endswith((".yaml", ".yml")):
        return name, None, name  # reading it says what is wrong with it
    raise catalogue.unknown(name)


def _architecture(name: str, path: str, variant: str | None) -> str:
    if path == "-":
        return variant or "-"
    return variant or os.path.basename(path).removesuffix(catalogue.SUFFIX)
