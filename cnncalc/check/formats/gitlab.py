"""GitLab's Code Quality report: an array with one record for each finding.

A fingerprint tells a finding from every other and stays the same while lines move: it is made of the file, the code, the layer,
the message, and how many alike stand before it in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cnncalc.check.formats import Look
from cnncalc.check.formats._texts import below, message, unreadable
from cnncalc.check.results import CheckedFile, Summary

STREAMS = False
_SEVERITIES = {"info": "info", "warning": "minor", "error": "critical"}


def render_file(file: CheckedFile, number: int, look: Look, before: Summary) -> str:
    """The file's findings."""
    records = ",\n".join(map(json.dumps, _records(file)))
    return ",\n" + records if records and (before.with_findings or before.unreadable) else records


def _records(file: CheckedFile) -> Iterator[dict[str, Any]]:
    path = below(file.path, "CI_PROJECT_DIR")
    if file.error:
        yield _record(path, "unreadable", unreadable(file), _fingerprint(path, "unreadable"), "blocker", 1)
    seen: dict[str, int] = {}
    for merged in file.merged():
        finding = merged.finding
        alike = _fingerprint(path, finding.code, finding.layer, finding.message)
        seen[alike] = seen.get(alike, 0) + 1
        fingerprint = alike if seen[alike] == 1 else _fingerprint(alike, seen[alike])
        description = f"{finding.code}: {message(merged)}"  # GitLab shows nothing else
        yield _record(path, finding.code, description, fingerprint, _SEVERITIES[finding.severity], merged.place.line)


def _record(path: str, name: str, description: str, fingerprint: str, severity: str, line: int) -> dict[str, Any]:
    return {
        "description": description, "check_name": name, "fingerprint": fingerprint, "severity": severity,
        "location": {"path": path, "lines": {"begin": line}},
    }  # fmt: skip


def _fingerprint(*parts: object) -> str:
    from hashlib import sha256

    return sha256(json.dumps(parts).encode()).hexdigest()


def head(summary: Summary, look: Look) -> str:
    """The array is opened."""
    return "[\n"


def tail(summary: Summary, look: Look) -> str:
    """The array is closed."""
    return "\n]\n"
