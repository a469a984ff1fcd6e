"""One run of `cnncalc check`: what was asked for, files found and checked, reports written, and the exit status."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from cnncalc.check.baseline import Baseline, write_baseline
from cnncalc.check.files import Found, find
from cnncalc.check.formats import FORMATS, Look
from cnncalc.check.formats._texts import at_start, checked
from cnncalc.check.judge import Judge
from cnncalc.check.results import CheckedFile, Summary
from cnncalc.check.run import Request, check_files
from cnncalc.check.settings import FILE_NAME, Chosen, SettingsOf
from cnncalc.check.sinks import Sink
from cnncalc.cli import _options as options
from cnncalc.cli._output import keep_what_is_read, known_width, say, wants_color, write, write_pieces
from cnncalc.diagnostics import UsageError, printable
from cnncalc.spec.document import Limits

_FOR_PEOPLE = ("full", "concise", "github")


class Asked(NamedTuple):
    """The options of one call."""

    paths: tuple[str, ...]
    format: str
    output: str | None
    reports: tuple[str, ...]
    step_summary: bool
    chosen: Chosen
    exit_zero: bool
    write_baseline: str | None
    config: str | None
    jobs: int
    cached: bool
    look: Look
    stdin_name: str
    force_exclude: bool
    color: str
    limits: dict[str, int]


def list_files(asked: Asked) -> int:
    """Print which files would be checked."""
    found = _find(asked, SettingsOf(asked.config, asked.chosen))
    write("".join(f"{at_start(path)}\n" for path in found.files), asked.output)
    for problem in found.problems:
        say("".join([f"cnncalc: {printable(problem.message)}\n", *(f"  help: {printable(help)}\n" for help in problem.help)]))
    return 2 if found.problems else 0


def check(asked: Asked) -> int:
    """Check everything once; the exit status."""
    settings_of = SettingsOf(asked.config, asked.chosen)
    found = _find(asked, settings_of)
    sinks = list(_sinks(asked, found.files))
    judge = Judge()
    jobs = min(asked.jobs, max(len(found.files), 1))
    limits = Limits()._replace(**asked.limits)
    request = Request(settings_of.settings, judge, limits, jobs, asked.cached, asked.stdin_name)
    summary = Summary()
    kept: list[CheckedFile] = []
    for file in _all(found, request):
        summary.add(file)
        for sink in sinks:
            sink.add(file)
        if asked.write_baseline:
            kept.append(file._replace(text=""))
    summary.ignored, summary.accepted = judge.ignored, judge.accepted
    ended = signal.signal(signal.SIGTERM, _end)  # not before: a process that forks may lose an exception
    for sink in sinks:
        sink.finish(summary)
    count = write_baseline(kept, asked.write_baseline) if asked.write_baseline else 0
    signal.signal(signal.SIGTERM, ended or signal.SIG_DFL)
    if asked.format not in _FOR_PEOPLE and not asked.look.quiet:
        say(f"{checked(summary)}\n")
    if gone := judge.of_gone_files():
        say(f"The baseline holds {gone:,} finding{'s' * (gone != 1)} of files that are gone.\n")
    if asked.write_baseline:
        say(f"{asked.write_baseline} holds {count:,} finding{'s' * (count != 1)}, which --baseline accepts.\n")
    if summary.unreadable:
        return 2
    return int(bool(summary.failed) and not asked.exit_zero and not asked.write_baseline)


def _end(number: int, frame: object) -> None:
    """As Ctrl-C, so that no beginning of a report stays beside the old one: CI systems end like this what they cancel."""
    sys.exit(128 + number)


def watched(asked: Asked) -> list[str]:
    """What --watch looks at: the files, and every settings file that may hold for them."""
    settings_of = SettingsOf(asked.config, asked.chosen)
    found = _find(asked, settings_of)
    folders = {folder for path in found.files for folder in _above(os.path.abspath(path))}
    named = asked.config or os.environ.get("CNNCALC_CONFIG")
    return [*found.files, *(os.path.join(folder, FILE_NAME) for folder in folders), *filter(None, [named, asked.chosen.baseline])]


def _above(path: str) -> Iterator[str]:
    while path != os.path.dirname(path):
        path = os.path.dirname(path)
        yield path


def _find(asked: Asked, settings_of: SettingsOf) -> Found:
    return find(asked.paths, settings_of.exclude, asked.force_exclude)


def _all(found: Found, request: Request) -> Iterator[CheckedFile]:
    """Every file, and at the end what there is none of."""
    yield from check_files(found.files, request)
    for problem in found.problems:
        yield CheckedFile(problem.path, (), "", True, "; ".join([problem.message, *problem.help]))


def _sinks(asked: Asked, files: list[str]) -> Iterator[Sink]:
    """The main report, the further ones and the summary of a workflow's step. Raises UsageError before anything is checked."""
    reports = (options.report_target(text, tuple(FORMATS), "sarif=cnncalc.sarif") for text in asked.reports)
    targets = [(asked.format, asked.output), *reports]
    if asked.write_baseline and asked.output is None:
        targets = targets[1:]  # the findings go there
    _check_targets([*(target for _, target in targets), asked.write_baseline], files, asked)
    for format, target in targets:
        to_stdout = target in (None, "-")
        colored = wants_color(asked.color, sys.stdout) and (to_stdout or asked.color == "always")
        width = asked.look.width or (known_width(sys.stdout) if to_stdout else None) or 100
        yield Sink(format, asked.look._replace(color=colored, width=width), partial(write_pieces, output=target), to_stdout)
    if asked.step_summary:
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if summary:
            from cnncalc.check.formats.step_summary import append

            yield Sink("markdown", asked.look, partial(append, path=summary), False)
        else:
            say("cnncalc: --step-summary has no effect: GITHUB_STEP_SUMMARY is not set\n")


def _check_targets(targets: list[str | None], files: list[str], asked: Asked) -> None:
    """Refuse what would write over something, before anything is checked; no settings file is written over, read or not."""
    settings = [path for path in targets if path and os.path.basename(os.path.realpath(path)) == FILE_NAME]
    keep_what_is_read(targets, [*files, asked.config or FILE_NAME, *settings])
    if asked.write_baseline == "-":
        raise UsageError("--write-baseline takes a file, which a later run reads", "for example cnncalc-baseline.json")
    if asked.write_baseline and os.path.exists(asked.write_baseline):
        Baseline.load(asked.write_baseline)  # whatever else stands there stays
