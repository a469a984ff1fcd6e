"""The reports of `cnncalc check`, read back as those who use them do: each gives the findings that it tells of.

A finding is (code, line, column), of GitHub's annotations that end on another line (code, line, None), and of GitLab's records
(code, line). What a reader cannot read is an exception.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

Found = Counter[tuple[Any, ...]]
_LOCATED = re.compile(r"(?:.*):(\d+):(\d+): ([A-Z]\d{3}) .+")
_HEADING = re.compile(r"(?:error|warning|info)\[([A-Z]\d{3})\][: ]", re.MULTILINE)


def read_json(text: str) -> Found:
    """One object."""
    report = json.loads(text)
    assert report["schema"] == "cnncalc.check/1"
    assert report["summary"]["files"] == len({entry["path"] for entry in report["files"]})
    return _entries(report["files"])


def read_jsonl(text: str) -> Found:
    """An object a line, the sums in the last."""
    *entries, last = map(json.loads, text.splitlines())
    found = _entries(entries)
    assert sum(last["summary"]["codes"].values()) == found.total()
    return found


def _entries(entries: list[dict[str, Any]]) -> Found:
    """Each finding of a file once, in whatever networks it is."""
    files: dict[str, set[tuple[Any, ...]]] = {}
    for entry in entries:
        for finding in entry["findings"]:
            place = [finding[name] for name in ("line", "column", "end_line", "end_column")]
            message = finding["message"] if place[0] is None else ""
            files.setdefault(entry["path"], set()).add((finding["code"], *place, message))
    return Counter((code, line or 1, column or 1) for found in files.values() for code, line, column, *_ in found)


def read_gitlab(text: str) -> Found:
    """Code Quality."""
    records = json.loads(text)
    assert len({record["fingerprint"] for record in records}) == len(records)
    for record in records:
        assert record["description"].startswith(record["check_name"])
        assert record["severity"] in ("info", "minor", "major", "critical", "blocker")
    return Counter((record["check_name"], record["location"]["lines"]["begin"]) for record in records)


def read_sarif(text: str) -> Found:
    """What GitHub's code scanning asks for."""
    (run,) = json.loads(text)["runs"]
    found: Found = Counter()
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"].strip()
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        start, end = (region["startLine"], region["startColumn"]), (region["endLine"], region["endColumn"])
        assert (1, 1) <= start <= end
        found[(result["ruleId"], *start)] += 1
    return found


def read_junit(text: str) -> Found:
    """Suites of cases; the sums are those of the cases."""
    root = ElementTree.fromstring(text)
    found: Found = Counter()
    for suite in root:
        told = [result for case in suite for result in case]
        names = [case.get("name") for case in suite]
        assert len(set(names)) == len(names) == int(suite.get("tests", ""))
        assert sum(result.tag == "failure" for result in told) == int(suite.get("failures", ""))
        for result in told:
            place = re.match(r"(\d+):(\d+) ", result.text or "")
            assert place is not None, result.text
            found[(result.get("type"), int(place[1]), int(place[2]))] += 1
    for name in ("tests", "failures", "errors"):
        assert sum(int(suite.get(name, "")) for suite in root) == int(root.get(name, ""))
    return found


def read_github(text: str) -> Found:
    """Commands as the runner finds them in a log: behind any spaces at the start of a line, and `##[...]` anywhere."""
    found: Found = Counter()
    for line in re.split("\r\n|\r|\n", text):
        command = line.lstrip()
        if not command.startswith("::"):
            assert "##[" not in line, line
            continue
        kind, _, written = command[2 : command.index("::", 2)].partition(" ")
        assert kind in ("error", "warning", "notice"), line
        named = dict(part.split("=", 1) for part in written.split(","))
        found[(named["title"], int(named["line"]), int(named["col"]) if "col" in named else None)] += 1
    return found


def read_concise(text: str) -> Found:
    """A line each; the last one has the sums."""
    places = [_LOCATED.fullmatch(line) for line in text.splitlines()[:-1]]
    assert None not in places
    return Counter((place[3], int(place[1]), int(place[2])) for place in places if place)


def read_full(text: str) -> Found:
    """For people: only how often each code is told can be read."""
    return Counter((code,) for code in _HEADING.findall(text))


def read_markdown(text: str) -> Found:
    """A table of five columns, whose last one has the findings; the places of all of them can be read."""
    _, _, rows = text.partition("|---|--:|--:|--:|---|\n")
    found: Found = Counter()
    for row in rows.splitlines():
        cells = row.split("|")
        assert len(cells) == 7, row
        for told in cells[5].split("<br>"):
            code = re.match(r" ?(?:error|warning|info) ([A-Z]\d{3})", told)
            assert code or told == " ok ", told
            if code and not told.rstrip().endswith("as above"):
                found[(code[1],)] += 1
    return found


#: Format -> its reader, and how much of (code, line, column) that can tell.
READERS: dict[str, tuple[Callable[[str], Found], int]] = {
    "json": (read_json, 3), "jsonl": (read_jsonl, 3), "gitlab": (read_gitlab, 2), "sarif": (read_sarif, 3),
    "junit": (read_junit, 3), "github": (read_github, 3), "concise": (read_concise, 3), "full": (read_full, 1),
    "markdown": (read_markdown, 1),
}  # fmt: skip
