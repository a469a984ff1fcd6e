"""One JSON object, `cnncalc.check/1`: an entry for each network, a line each, then the sums."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cnncalc.check.formats import Look
from cnncalc.check.formats._texts import networks_of
from cnncalc.check.results import CheckedFile, Summary
from cnncalc.render.as_json import finding_to_dict

SCHEMA = "cnncalc.check/1"
STREAMS = False


def render_file(file: CheckedFile, number: int, look: Look, before: Summary) -> str:
    """The file's networks."""
    return (",\n" if number else "") + ",\n".join(map(json.dumps, entries(file)))


def entries(file: CheckedFile) -> Iterator[dict[str, Any]]:
    """One for each network, at least one for each file; exact, nothing rounded or escaped."""
    for network in networks_of(file):
        failed = any(map(file.fails, network.findings))
        entry = {
            "path": file.path,
            "variant": network.variant,
            "status": "unreadable" if file.error else "failed" if failed else "ok",
            "findings": [finding_to_dict(finding, file.path) for finding in network.findings],
            "totals": network.totals,
        }
        yield {**entry, "error": file.error} if file.error else entry


def head(summary: Summary, look: Look) -> str:
    """The object is opened."""
    return f'{{"schema": "{SCHEMA}", "files": [\n'


def tail(summary: Summary, look: Look) -> str:
    """The sums; the object is closed."""
    return f'\n], "summary": {json.dumps(sums(summary))}}}\n'


def sums(summary: Summary) -> dict[str, Any]:
    """The run as one record; a finding that several networks of a file have counts once."""
    return {
        "files": summary.files,
        "networks": summary.networks,
        **{f"{level}s": count for level, count in summary.counts.items()},
        "failed": summary.failed,
        "unreadable": summary.unreadable,
        "ignored": summary.ignored,
        "accepted": summary.accepted,
        "codes": dict(sorted(summary.codes.items())),
    }
