"""JUnit's XML as CI systems read it: a suite for each file, a case for each finding, a passing one for each network without any.

A finding below the level that fails is a case that is skipped, so that a report has failures where the run has. What XML 1.0
does not allow is left out; everything that is not ASCII is a reference, so that no encoding of the output can harm it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from cnncalc.check.formats import Look
from cnncalc.check.formats._texts import message, networks_of, unreadable
from cnncalc.check.results import CheckedFile, Merged, Summary
from cnncalc.diagnostics import printable
from cnncalc.render.xml import attributes, element

STREAMS = False


def render_file(file: CheckedFile, number: int, look: Look, before: Summary) -> str:
    """One suite."""
    found = file.merged()
    cases = [*_passing(file), *_failing(file, found)]
    failures = sum(file.fails(merged.finding) for merged in found)
    opened = _opened("testsuite", file.path, len(cases), failures, int(bool(file.error)), len(found) - failures)
    return "".join(f"{line}\n" for line in [f" {opened}", *cases, " </testsuite>"])


def _passing(file: CheckedFile) -> Iterator[str]:
    for network in networks_of(file):
        name = "check" if network.variant is None else f"check {network.variant}"
        if file.error:
            error = element("error", unreadable(file), {"type": "unreadable", "message": unreadable(file)})
            yield f"  <testcase{attributes(_case(file, name, 1))}>{error}</testcase>"
        elif not network.findings:
            yield f"  <testcase{attributes(_case(file, name, 1))}/>"


def _failing(file: CheckedFile, found: list[Merged]) -> Iterator[str]:
    times: dict[str, int] = {}
    for merged in found:
        finding, place = merged.finding, merged.place
        count = times[finding.code] = times.get(finding.code, 0) + 1
        name = finding.code if count == 1 else f"{finding.code} ({count})"  # readers keep one case of each name
        lines = [f"{place.line}:{place.column} {message(merged)}", *(f"help: {printable(help)}" for help in finding.help)]
        tag = "failure" if file.fails(finding) else "skipped"
        result = element(tag, "\n".join(lines), {"type": finding.code, "message": message(merged)})
        yield f"  <testcase{attributes(_case(file, name, place.line))}>{result}</testcase>"


def _case(file: CheckedFile, name: str, line: int) -> dict[str, object]:
    path = file.path.replace(os.sep, "/")
    stem = re.sub(r"(\.cnn)?\.ya?ml$", "", path)
    return {"name": name, "classname": stem.strip("./").replace("/", "."), "file": path, "line": line}


def _opened(tag: str, name: str, tests: int, failures: int, errors: int, skipped: int) -> str:
    counts = {"tests": tests, "failures": failures, "errors": errors, "skipped": skipped}
    return f"<{tag}{attributes({'name': name, **counts})}>"


def head(summary: Summary, look: Look) -> str:
    """The sums of the whole run."""
    found = sum(summary.counts.values())
    tests = summary.clean + found + summary.unreadable
    opened = _opened("testsuites", "cnncalc", tests, summary.failing, summary.unreadable, found - summary.failing)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{opened}\n'


def tail(summary: Summary, look: Look) -> str:
    """The root is closed."""
    return "</testsuites>\n"
