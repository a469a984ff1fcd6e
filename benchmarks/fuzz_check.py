"""What `cnncalc check` and `diff` make of a mutated file: every report is read back, and tells of the same findings."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from importlib import import_module

from fuzz_readers import READERS, Found

import cnncalc.render.diff
from cnncalc.check.budgets import Limit
from cnncalc.check.cache import decode, encode
from cnncalc.check.examine import examine
from cnncalc.check.formats import FORMATS, Look
from cnncalc.check.judge import Judge
from cnncalc.check.results import CheckedFile, Summary
from cnncalc.check.run import Request, check_files
from cnncalc.check.settings import Settings
from cnncalc.cli._pairs import make_sides, open_both
from cnncalc.cli._sources import Calculator
from cnncalc.diagnostics import LINE_BREAK, CnnCalcError, Span, UsageError
from cnncalc.render import Look as TableLook
from cnncalc.render.diff.words import Comparison
from cnncalc.spec.document import Limits
from cnncalc.spec.source import read_file

Printed = list[tuple[str, str]]
#: Limits of settings, so that most networks pass one.
BUDGETS = (Limit("params", 5_000, "5K", "error", "here"), Limit("peak", 1 << 16, "64 KiB", "warning", "there"))


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Where the files are; it lives as long as the process."""
    return tempfile.TemporaryDirectory(prefix="cnncalc-fuzz-")


def written(data: bytes, name: str) -> str:
    """A file with these bytes."""
    path = os.path.join(_folder().name, name)
    with open(path, "wb") as file:
        file.write(data)
    return path


def checked(path: str, limits: Limits, settings: Settings) -> CheckedFile:
    """A file as a run without a cache checks it."""
    (file,) = check_files([path], Request(lambda _: settings, Judge(), limits, cached=False))
    return file


def reports(files: list[CheckedFile]) -> Printed:
    """The files in every format; AssertionError where a reader does not get what was found, or a place is none."""
    for file in files:
        _check_places(file)
    whole: Found = Counter(
        (merged.finding.code, merged.place.line, merged.place.column) for file in files for merged in file.merged()
    )
    several: Found = Counter(  # GitHub refuses columns of several lines
        (merged.finding.code, merged.place.line, merged.place.column if merged.place.line == merged.place.end_line else None)
        for file in files
        for merged in file.merged()
    )
    printed = []
    for format in FORMATS:
        text = _report(format, files)
        reader, known = READERS[format]
        expected: Found = Counter()
        for place, count in (several if format == "github" else whole).items():
            expected[place[:known]] += count
        found = reader(text)
        if format == "markdown":  # which tells what differs between variants in the line of each
            found = found & expected
        assert found == expected, f"{format}: {found - expected} and not {expected - found}"
        printed.append((format, text))
    return printed


def _report(format: str, files: list[CheckedFile]) -> str:
    module = import_module(FORMATS[format])
    parts, before, look = [], Summary(), Look(80, verbose=True, statistics=format != "concise")
    for number, file in enumerate(files):
        parts.append(module.render_file(file, number, look._replace(verbose=False), before))
        before.add(file)
    return "".join([module.head(before, look), *parts, module.tail(before, look)])


def _check_places(file: CheckedFile) -> None:
    lines = LINE_BREAK.split(file.text)
    for merged in file.merged():
        place: Span = merged.place
        assert (1, 1) <= place[:2] <= place[2:], merged
        assert place.end_line <= len(lines), merged
        assert place.column <= len(lines[place.line - 1]) + 1, merged
        assert place.end_column <= len(lines[place.end_line - 1]) + 2, merged


def check(data: bytes, original: bytes, limits: Limits) -> Printed:
    """A mutated file and the one that it was made from, checked together; what is kept of it for a next run is the same."""
    path = written(data, "mutant.cnn.yaml")
    settings = Settings(limits=BUDGETS)
    files = [checked(path, limits, settings), _original(original, limits, settings)]
    if len(data) % 8 == 0:
        _check_kept(path, limits)
    return reports(files)


@cache
def _original(original: bytes, limits: Limits, settings: Settings) -> CheckedFile:
    return checked(written(original, "original.cnn.yaml"), limits, settings)


def _check_kept(path: str, limits: Limits) -> None:
    try:
        text = read_file(path, limits)
    except CnnCalcError:
        return
    kept = encode(examine(text, path, limits))
    assert encode(decode(kept)) == kept


def diff(data: bytes, original: bytes, limits: Limits) -> Printed:
    """A mutated file against the one that it was made from, either way round."""
    paths = [written(original, "original.cnn.yaml"), written(data, "mutant.cnn.yaml")]
    if len(data) % 2:
        paths.reverse()
    calculator = Calculator(1, "float32")
    try:
        sides = make_sides(*open_both(paths[0], paths[1], limits._asdict(), calculator), calculator)
    except UsageError as error:
        return [("usage", str(error))]
    comparison = Comparison(paths[0], paths[1], 1, "float32", sides, calculator.findings)
    printed = []
    for format, module in cnncalc.render.diff.FORMATS.items():
        render: Callable[[Comparison, TableLook, bool], str] = import_module(module).render
        text = render(comparison, TableLook(width=80), len(data) % 3 == 0)
        printed.append((f"diff {format}", text))
    _check_diff(dict(printed), comparison)
    return printed


def _check_diff(printed: dict[str, str], comparison: Comparison) -> None:
    import json

    found = json.loads(printed["diff json"])
    assert [(side["variant"], side["status"]) for side in found["networks"]] == [side[:2] for side in comparison.networks]
    width = 0
    for line in printed["diff markdown"].splitlines():
        cells = len(line.split("|")) if line.startswith("|") else 0
        assert not (width and cells) or width == cells, line
        width = cells
