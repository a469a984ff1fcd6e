"""What an old repository already has: findings that are accepted, in a file that differs and merges line by line.

A finding is known by its file, code, layer and message, not by its line, so it may move; the figures in a rule's message may
change, and a budget that was passed before may be passed by less.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from cnncalc.check.files import real_path
from cnncalc.check.results import CheckedFile
from cnncalc.diagnostics import Diagnostic, UsageError
from cnncalc.files import read_whole, write_whole

SCHEMA = "cnncalc.baseline/1"
_LARGEST = 2**26  # bytes
_KEYS: dict[str, Any] = {"code": str, "layer": (str, type(None)), "message": str, "count": int}
#: The part of a budget's message that is the same however much it is passed by, and what the total is.
_PASSED = re.compile(r"(?P<figure>\w+) is (?P<total>[0-9,]+).*?, over the budget(?P<limit>.*), by .*", re.DOTALL)

#: What changes in a rule's message while the network grows or shrinks.
_FIGURES = re.compile(r"[0-9][0-9.,x/ ]*")


class Accepted(NamedTuple):
    """A finding of a file; `layer` is None for one of the file as a whole."""

    code: str
    layer: str | None
    message: str


class Baseline:
    """The findings that are accepted, each as often as it was there."""

    def __init__(self, path: str, files: dict[str, Counter[Accepted]]) -> None:
        self._folder = _folder(path)
        self._left = files
        self._alike: dict[str, dict[tuple[str, str | None], list[Accepted]]] = {}  # file -> code and layer -> entries

    @classmethod
    def load(cls, path: str) -> Baseline:
        """Read one. Raises UsageError for a file that is missing or wrong, with the place."""
        shown = min(path, os.path.relpath(path), key=len)
        return cls(path, dict(_read(_parse(path, shown), shown)))

    def accepts(self, path: str, finding: Diagnostic) -> bool:
        """Whether a file's finding was there before; each time that it was accounts for one."""
        name, entry = _name(path, self._folder), _entry(finding)
        left = self._left.get(name, Counter())
        if not left[entry]:
            if name not in self._alike:
                self._alike[name] = {}
                for other in left:
                    self._alike[name].setdefault(other[:2], []).append(other)
            alike = self._alike[name].get(entry[:2], ())
            entry = next((other for other in alike if left[other] and _still_holds(other, entry)), entry)
        accepted = left[entry] > 0
        left[entry] -= accepted
        return accepted

    def unmatched(self, paths: Iterable[str], gone: bool = True) -> Iterator[tuple[str, Accepted, int]]:
        """What no finding matched any more, and how often: of these files, which were checked, and of files that are `gone`."""
        names = dict.fromkeys(_name(path, self._folder) for path in paths)
        if gone:
            names |= dict.fromkeys(file for file in self._left if not os.path.lexists(os.path.join(self._folder, file)))
        for name in names:
            yield from ((name, entry, count) for entry, count in self._left.get(name, Counter()).items() if count)


def write_baseline(files: Iterable[CheckedFile], path: str) -> int:
    """Write what files have, whole or not at all; how many findings that is. Raises UsageError."""
    folder = _folder(path)
    found: dict[str, Counter[Accepted]] = {}
    for file in files:
        entries = Counter(_entry(merged.finding) for merged in file.merged())
        if entries:
            found[_name(file.path, folder)] = entries
    write_whole(path, _text(found).encode("utf-8", "backslashreplace"))
    return sum(entries.total() for entries in found.values())


def _text(files: dict[str, Counter[Accepted]]) -> str:
    """JSON with one finding a line, sorted; half a character of a file's name stays as an escape."""
    parts = []
    for file, entries in sorted(files.items()):
        rows = sorted(entries.items(), key=lambda item: (item[0].code, item[0].layer or "", item[0].message))
        lines = [f"   {_json({**entry._asdict(), 'count': count})}" for entry, count in rows]
        parts.append(f"  {_json(file)}: [\n" + ",\n".join(lines) + "\n  ]")
    body = "{\n" + ",\n".join(parts) + "\n }" if parts else "{}"
    return f'{{"schema": "{SCHEMA}",\n "files": {body}\n}}\n'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _folder(path: str) -> str:
    return os.path.realpath(os.path.dirname(path))


def _name(path: str, folder: str) -> str:
    """A file as the baseline names it: relative to the baseline's folder."""
    return os.path.relpath(real_path(path), folder).replace(os.sep, "/")


def _entry(finding: Diagnostic) -> Accepted:
    return Accepted(finding.code, finding.layer, finding.message)


def _still_holds(then: Accepted, now: Accepted) -> bool:
    """Whether a finding is an accepted one with other figures: a rule's of that layer, or a budget passed by no more."""
    if (then.code, then.layer) != (now.code, now.layer):
        return False
    if now.code.startswith("L"):
        return _FIGURES.sub("", then.message) == _FIGURES.sub("", now.message)
    if not now.code.startswith("B"):
        return False
    before, after = _PASSED.fullmatch(then.message), _PASSED.fullmatch(now.message)
    if before is None or after is None or before.group("figure", "limit") != after.group("figure", "limit"):
        return False
    return int(after["total"].replace(",", "")) <= int(before["total"].replace(",", ""))


def _parse(path: str, shown: str) -> Any:
    data = read_whole(path, _LARGEST, shown)
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{shown}:{line}: this is not UTF-8", "write the baseline anew") from None
    except json.JSONDecodeError as error:
        conflict = error.doc[error.pos :].startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||"))
        help = "git left a conflict here: keep both sides' lines, or write the baseline anew" if conflict else "write it anew"
        said = f"{error.msg[:1].lower()}{error.msg[1:]}"
        raise UsageError(f"{shown}:{error.lineno}:{error.colno}: this is not JSON: {said}", help) from None
    except (RecursionError, ValueError) as error:  # too deep, or a number with thousands of digits
        raise UsageError(f"{shown} is no baseline: {str(error)[:100].lower()}", "write it anew") from None


def _read(found: Any, shown: str) -> Iterator[tuple[str, Counter[Accepted]]]:
    """The entries of each file. Raises UsageError for what is no baseline."""
    schema = found.get("schema") if isinstance(found, dict) else None
    if schema != SCHEMA:
        raise UsageError(f'{shown} is no baseline: its `schema` is {_json(schema)[:60]}, not "{SCHEMA}"')
    if not isinstance(found.get("files"), dict):
        raise UsageError(f"{shown} is no baseline: it has no `files`")
    for file, entries in found["files"].items():
        if not isinstance(entries, list):
            raise UsageError(f'{shown}: `files["{file[:60]}"]` must be a list of findings')
        counts: Counter[Accepted] = Counter()
        for number, entry in enumerate(entries):
            if not isinstance(entry, dict) or any(not isinstance(entry.get(key, ...), kind) for key, kind in _KEYS.items()):
                what = "a finding with its code, layer (or null), message and count"
                raise UsageError(f'{shown}: `files["{file[:60]}"][{number}]` must be {what}')
            counts[Accepted(entry["code"], entry["layer"], entry["message"])] += max(entry["count"], 0)
        yield file, counts
