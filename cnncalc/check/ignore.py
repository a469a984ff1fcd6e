"""Patterns of the `.gitignore` kind, as git itself reads them: of `.gitignore` files, of `cnncalc.toml`, and globs.

A port of git's wildmatch.c and dir.c: byte by byte, the last pattern that matches decides, and an entry is matched itself,
never through the folder that holds it. `octets` gives paths the form that is matched: one character a byte.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_SPECIAL = re.compile(r"[*?\[\\]")
_LOWER, _UPPER, _DIGIT = range(97, 123), range(65, 91), range(48, 58)
_PUNCTUATION = (*range(33, 48), *range(58, 65), *range(91, 97), *range(123, 127))
_CLASSES: dict[str, tuple[int, ...]] = {
    "alnum": (*_LOWER, *_UPPER, *_DIGIT), "alpha": (*_LOWER, *_UPPER), "blank": (9, 32), "cntrl": (*range(32), 127),
    "digit": (*_DIGIT,), "graph": (*range(33, 127),), "lower": (*_LOWER,), "print": (*range(32, 127),),
    "punct": _PUNCTUATION, "space": (9, 10, 13, 32), "upper": (*_UPPER,),
    "xdigit": (*_DIGIT, *range(97, 103), *range(65, 71)),
}  # fmt: skip


def octets(path: str) -> str:
    """One character for each byte of a path, as git compares them."""
    return path if path.isascii() else os.fsencode(path).decode("latin-1")


def patterns_of(data: bytes) -> Iterator[str]:
    """The patterns of a file: neither comments nor blank lines, without the spaces at their ends."""
    for line in data.removeprefix(b"\xef\xbb\xbf").decode("latin-1").split("\n"):
        line = re.sub(r"^((?:\\.|[^\\])*?) +$", r"\1", line.removesuffix("\r"), flags=re.DOTALL)
        if line and not line.startswith("#"):
            yield line


class Rules:
    """Patterns in their order, relative to one folder."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._files: list[_Run] = []
        self._folders: list[_Run] = []
        for pattern in patterns:
            negated = pattern.startswith("!")
            pattern = pattern[negated:]
            folders_only = pattern.endswith("/")
            pattern = pattern[: len(pattern) - folders_only]
            for runs in (self._folders,) if folders_only else (self._folders, self._files):
                if not runs or runs[-1].ignores == negated:
                    runs.append(_Run(not negated))
                runs[-1].add(pattern)
        self._files.reverse()
        self._folders.reverse()

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """What the last matching pattern says of an entry: True where it ignores it, None where none matches."""
        name = path.rpartition("/")[2]
        for run in self._folders if is_folder else self._files:
            if run.matches(path, name):
                return run.ignores
        return None

    def covers(self, path: str, is_folder: bool = False) -> bool:
        """Whether a file or folder is ignored, or a folder that it lies in."""
        end = path.find("/")
        while end >= 0:
            if self.verdict(path[:end], True):
                return True
            end = path.find("/", end + 1)
        return bool(self.verdict(path, is_folder))


class Level(NamedTuple):
    """Rules with the folder that they are relative to (octets, with its slash), and those of the folders above."""

    base: str
    rules: Rules
    above: Level | None = None


def ignored(level: Level | None, path: str, is_folder: bool) -> bool:
    """Whether the rules of the nearest folder that has an opinion ignore an entry; `path` is whole, in octets."""
    while level is not None:
        verdict = level.rules.verdict(path[len(level.base) :], is_folder)
        if verdict is not None:
            return verdict
        level = level.above
    return False


class _Run:
    """Patterns one behind the other that all ignore or all take back; most need no regular expression."""

    __slots__ = ("_endings", "_name", "_names", "_path", "_paths", "ignores")

    def __init__(self, ignores: bool) -> None:
        self.ignores = ignores
        self._names: set[str] = set()
        self._paths: set[str] = set()
        self._endings: tuple[str, ...] = ()
        self._name: list[str] | re.Pattern[str] = []
        self._path: list[str] | re.Pattern[str] = []

    def add(self, pattern: str) -> None:
        special = _SPECIAL.search(pattern)
        if "/" not in pattern:
            if special is None:
                self._names.add(pattern)
            elif pattern[0] == "*" and not _SPECIAL.search(pattern, 1):
                self._endings += (pattern[1:],)
            else:
                self._name = _and(self._name, pattern, 0)
            return
        pattern = pattern.removeprefix("/")
        special = _SPECIAL.search(pattern)
        if special is None:
            self._paths.add(pattern)
        else:  # git compares what stands before the first special character apart, and so takes the rest for a beginning
            self._path = _and(self._path, pattern, special.start())

    def matches(self, path: str, name: str) -> bool:
        if name in self._names or path in self._paths or name.endswith(self._endings):
            return True
        if self._name:
            if isinstance(self._name, list):
                self._name = re.compile("|".join(self._name), re.DOTALL)
            if self._name.fullmatch(name):
                return True
        if self._path:
            if isinstance(self._path, list):
                self._path = re.compile("|".join(self._path), re.DOTALL)
            return self._path.fullmatch(path) is not None
        return False


def _and(parts: list[str] | re.Pattern[str], pattern: str, start: int) -> list[str]:
    """With one more; a pattern that is broken matches nothing."""
    assert isinstance(parts, list)
    translated = _translate(pattern, start)
    return parts if translated is None else [*parts, translated]


def _translate(pattern: str, start: int) -> str | None:
    """A regular expression; None where the pattern is broken.

    Whatever stands between two stars is matched at the first place that fits and never elsewhere (`(?>`): a later place
    could not help, and trying them all would take for ever.
    """
    units, unit, at = [], "", 0  # a unit goes from one `**` to the next
    open_star = False
    while at < len(pattern):
        char = pattern[at]
        if char == "*":
            end = at + 1
            while pattern[end : end + 1] == "*":
                end += 1
            bounded = end - at > 1 and (at == start or pattern[at - 1] == "/")
            if bounded and (end == len(pattern) or pattern.startswith(("/", "\\/"), end)):
                units.append(unit + ")" * open_star)
                open_star = False
                unit = "(?:.*?/)??" if pattern.startswith("/", end) else ".*" if end == len(pattern) else ".*?"
                end += pattern.startswith("/", end)
            else:
                unit += ")" * open_star + "(?>[^/]*?"
                open_star = True
            at = end
        elif char == "[":
            found = _bracket(pattern, at + 1)
            if found is None:
                return None
            part, at = found
            unit += part
        elif char == "?":
            unit, at = unit + "[^/]", at + 1
        else:
            escaped = char == "\\"
            if escaped and at + 1 == len(pattern):
                return None
            unit, at = unit + re.escape(pattern[at + escaped]), at + 1 + escaped
    if open_star:  # the last star must reach the end
        head, _, tail = unit.rpartition("(?>[^/]*?")
        unit = f"{head}[^/]*{tail}"
    first, *rest = [*units, unit]
    return first + "".join(f"(?>{unit})" for unit in rest[:-1]) + "".join(rest[-1:])


def _bracket(pattern: str, at: int) -> tuple[str, int] | None:
    """A set of characters from behind its `[`: its regular expression and where it ends. None where it does not end."""
    negated = pattern.startswith(("!", "^"), at)
    at += negated
    allowed: set[int] = set()
    last = ""  # what a `-` would go on from
    first = at
    while at == first or not pattern.startswith("]", at):
        char = pattern[at : at + 1]
        if last and char == "-" and pattern[at + 1 : at + 2] not in ("", "]"):
            at += 1 + pattern.startswith("\\", at + 1)
            allowed.update(range(ord(last), ord(pattern[at : at + 1] or "\0") + 1))
            char, last = pattern[at : at + 1], ""
        elif pattern.startswith("[:", at) and pattern[at + 2 :].partition("]")[0].endswith(":"):
            name = pattern[at + 2 :].partition(":]")[0]
            if name not in _CLASSES:
                return None
            allowed.update(_CLASSES[name])
            at, last = at + len(name) + 3, ""
        else:
            at += char == "\\"
            last = char = pattern[at : at + 1]
            allowed.update(map(ord, char))
        if not char:
            return None
        at += 1
    allowed = (set(range(256)) - allowed if negated else allowed) - {ord("/")}
    return ("[" + "".join(f"\\x{code:02x}" for code in sorted(allowed)) + "]" if allowed else "(?!)"), at + 1
