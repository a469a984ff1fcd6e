"""SARIF 2.1.0, for GitHub's code scanning and other viewers: every rule there is, then one result for each finding.

GitHub refuses a run of more than 25,000 results: those beyond are left out, and a notification says how many. Texts are messages
as SARIF has them (3.11.5, 3.11.6): braces are doubled, and brackets are escaped where they could be taken for a link.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from typing import Any

from cnncalc import __version__
from cnncalc.check.formats import Look
from cnncalc.check.formats._texts import below, message, plural, unreadable
from cnncalc.check.results import CheckedFile, Merged, Summary
from cnncalc.diagnostics import Span, printable
from cnncalc.rules import all_rules, codes
from cnncalc.rules._rule import Rule

STREAMS = False
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_MOST = 25_000
_START = Span(1, 1, 1, 1)


def render_file(file: CheckedFile, number: int, look: Look, before: Summary) -> str:
    """The file's results, as far as there is room for them."""
    uri = _uri(below(file.path, "GITHUB_WORKSPACE"))
    results = [_result(uri, merged) for merged in file.merged()]
    if file.error:
        results.append({"ruleId": "unreadable", "level": "error", "message": _text(unreadable(file)), **_located(uri, _START)})
    written = ",\n".join(map(json.dumps, results[: max(_MOST - _results(before), 0)]))
    return ",\n" + written if written and _results(before) else written


def _results(summary: Summary) -> int:
    return sum(summary.counts.values()) + summary.unreadable


def _result(uri: str, merged: Merged) -> dict[str, Any]:
    finding = merged.finding
    told = "\n".join([message(merged), *(f"help: {printable(help)}" for help in finding.help)])
    return {
        "ruleId": finding.code, "ruleIndex": _indices()[finding.code], "level": _LEVELS[finding.severity],
        "message": _text(told), **_located(uri, merged.place),
    }  # fmt: skip


@cache
def _indices() -> dict[str, int]:
    return {code: index for index, code in enumerate(codes())}


def _located(uri: str, place: Span) -> dict[str, Any]:
    names = ("startLine", "startColumn", "endLine", "endColumn")
    where = {"artifactLocation": {"uri": uri}, "region": dict(zip(names, place, strict=True))}
    return {"locations": [{"physicalLocation": where}]}


def _text(text: str) -> dict[str, str]:
    """A plain text message."""
    doubled = text.replace("{", "{{").replace("}", "}}")
    return {"text": re.sub(r"[\\\[\]]", r"\\\g<0>", doubled) if "](" in doubled else doubled}


def _uri(path: str) -> str:
    """Relative, in bytes of UTF-8 that are percent-encoded; what lies elsewhere has its whole path."""
    from urllib.parse import quote

    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a character, which some systems allow in names
        data = path.encode("utf-8", "surrogatepass")
    quoted = quote(data, safe="/")
    return f"file://{'' if path.startswith('/') else '/'}{quoted}" if os.path.isabs(path) else quoted


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code, "name": rule.name, "shortDescription": _text(rule.what), "fullDescription": _text(rule.why),
        "help": _text(rule.fix), "defaultConfiguration": {"level": _LEVELS[rule.level]},
    }  # fmt: skip


def head(summary: Summary, look: Look) -> str:
    """The tool with its rules; the results are opened."""
    driver = {"name": "cnncalc", "semanticVersion": __version__, "rules": [_rule(rule) for rule in all_rules()]}
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0"}
    run = {"columnKind": "unicodeCodePoints", "tool": {"driver": driver}}
    return f'{json.dumps(log)[:-1]}, "runs": [{json.dumps(run)[:-1]}, "results": [\n'


def tail(summary: Summary, look: Look) -> str:
    """How the run ended."""
    notes = []
    if _results(summary) > _MOST:
        text = f"{plural(_results(summary) - _MOST, 'result')} beyond the first {_MOST:,} left out"
        notes.append({"level": "warning", "message": {"text": text}})
    if summary.unreadable:
        text = f"{plural(summary.unreadable, 'file')} could not be read"
        notes.append({"level": "error", "message": {"text": text}})
    ended: dict[str, Any] = {"executionSuccessful": not summary.unreadable}
    if notes:
        ended["toolExecutionNotifications"] = notes
    return f'\n], "invocations": [{json.dumps(ended)}]}}]}}\n'
