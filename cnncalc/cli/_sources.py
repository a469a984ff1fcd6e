"""What `diff` and `compare` share: networks from names (a file is all of its variants), their reports, how output looks."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable
from typing import NamedTuple

from cnncalc import layers
from cnncalc.api import Architecture, open_architecture
from cnncalc.cli._git import PREFIX, Missing, Place, place_of, read_place
from cnncalc.cli._output import is_ascii, keep_the_source, known_width, print_findings, wants_color
from cnncalc.collector import paused
from cnncalc.diagnostics import CnnCalcError, Diagnostic, UsageError, in_text_order, unknown_word
from cnncalc.render import ENDINGS, Look
from cnncalc.report import Report
from cnncalc.spec.document import Limits
from cnncalc.spec.load import Program


class Source(NamedTuple):
    """What one name stands for."""

    name: str  # as it was given
    chosen: str | None  # the variant that it names
    networks: dict[str | None, Architecture]  # by variant; None where the file has none


def open_source(name: str, limits: dict[str, int]) -> Source:
    """A bundled name, a file, FILE:VARIANT, `-`, or of a commit `git:REV:FILE[:VARIANT]`. Raises UsageError or CnnCalcError."""
    bounds = Limits()._replace(**limits)
    if name.startswith(PREFIX):
        place, chosen, text = _from_git(place_of(name), bounds)
        with paused():
            program = Program(text, layers, f"{PREFIX}{place.revision}:{place.path}", bounds)
        first = Architecture(program, "", chosen, {})
    else:
        first = open_architecture(name, None, bounds, {})
        program, chosen = first.program, first.variant
    if chosen is not None or not program.variants:
        return Source(name, chosen, {chosen: first})
    return Source(name, None, {variant: Architecture(program, first.name, variant, {}) for variant in program.variants})


def _from_git(place: Place, limits: Limits) -> tuple[Place, str | None, str]:
    """The file, the variant that stands behind it, and the text."""
    try:
        return place, None, read_place(place, limits)
    except Missing:
        path, colon, variant = place.path.rpartition(":")
        if not colon:
            raise
    place = Place(place.revision, path)
    return place, variant, read_place(place, limits)


class Calculator:
    """Makes reports in one batch and dtype, and keeps what is wrong with the networks that have none."""

    def __init__(self, batch: int, dtype: str) -> None:
        self.batch, self.dtype = batch, dtype
        self._refused: dict[str, tuple[str, list[Diagnostic]]] = {}  # path -> text, findings

    def report(self, network: Architecture) -> Report | None:
        """The report, or None where a figure is unknown; UsageError as it comes."""
        try:
            report = network.calculate(batch=self.batch, dtype=self.dtype)
        except UsageError:
            raise
        except CnnCalcError as error:
            self.refuse(error)
            return None
        if not report.complete:
            self.refuse(CnnCalcError(report.findings, report.text, report.path))
            return None
        return report

    def refuse(self, error: CnnCalcError) -> None:
        """Keep what is wrong with a file."""
        self._refused.setdefault(error.path, (error.source, []))[1].extend(error.findings)

    @property
    def findings(self) -> list[tuple[Diagnostic, str]]:
        """What is wrong with the files that were refused, each fault once, with the file's path."""
        return [(finding, path) for path, (_, found) in self._refused.items() for finding in in_text_order(found)]

    def print_findings(self, color: str) -> None:
        """The same on standard error."""
        for path, (text, found) in self._refused.items():
            print_findings(in_text_order(found), text, path, color)


def shape_output(
    names: Iterable[str], format: str | None, formats: Collection[str], output: str | None, color: str, width: int | None
) -> tuple[str, Look]:
    """The format, where none is named by the ending of the file, and how a table is to look. Raises UsageError."""
    to_file = output not in (None, "-")
    format = format or (ENDINGS.get(os.path.splitext(output)[1].lower()) if output else None) or "table"
    if format not in formats:
        raise unknown_word("format", format, formats)
    if width is not None and format != "table":
        raise UsageError(f"`--width` has no effect with --format {format}", "it works with table")
    for name in names if output else ():
        keep_the_source(name, output or "")
    return format, Look(
        width=width or (None if to_file else known_width(sys.stdout)),
        color=wants_color(color, sys.stdout) and (not to_file or color == "always"),
        ascii_only=not to_file and is_ascii(sys.stdout),
    )
