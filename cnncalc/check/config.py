"""`cnncalc.toml` read: whatever is wrong with it is a UsageError that names the file and the key."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable
from typing import Any

from cnncalc.check.budgets import Limit
from cnncalc.check.ignore import Rules, octets
from cnncalc.check.results import LEVELS
from cnncalc.check.settings import Config, Part, check_codes, read_limit
from cnncalc.diagnostics import UsageError, did_you_mean, nearest
from cnncalc.files import read_whole
from cnncalc.spec.header import BUDGET_BYTES, BUDGET_COUNTS, BUDGET_LEVELS

KEYS = ("exclude", "select", "ignore", "fail-level", "baseline", "budget", "overrides")
OVERRIDE_KEYS = ("path", "select", "ignore", "fail-level", "budget")
_LARGEST = 2**20  # bytes
_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
_TYPES = {bool: "a boolean", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a table"}


def read_config(path: str, folder: str) -> Config:
    """The settings of a file whose patterns and paths are relative to `folder`. Raises UsageError."""
    shown = min(path, os.path.relpath(path), key=len)
    return _Reader(shown, os.path.basename(path)).config(_parse(path, shown), os.path.join(os.path.realpath(folder), ""))


def _parse(path: str, shown: str) -> dict[str, Any]:
    """The file's tables."""
    data = read_whole(path, _LARGEST, shown)
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{shown}:{line}: this is not UTF-8", "save it as UTF-8") from None
    except RecursionError:
        raise UsageError(f"{shown}: lists or tables stand too deep in one another") from None
    except ValueError as error:  # a TOMLDecodeError, or what Python does not make a number or a date of
        said = _PLACE.fullmatch(str(error))
        if said is None:
            raise UsageError(f"{shown}: {str(error)[:200].lower()}") from None
        place = f":{said[2]}:{said[3]}" if said[2] else ""
        end = "" if said[2] else " at the end of the file"
        raise UsageError(f"{shown}{place}: {said[1][:1].lower()}{said[1][1:]}{end}") from None


class _Reader:
    """Checks one file's tables; keys are named as `overrides[0].budget.params`."""

    def __init__(self, shown: str, name: str) -> None:
        self._shown, self._name = shown, name

    def config(self, tables: dict[str, Any], folder: str) -> Config:
        """All of it."""
        self._know(tables, KEYS, "")
        baseline = self._typed(tables, "baseline", "", str, "a path")
        if baseline == "":
            raise self._wrong("baseline", "must be a path, but it is empty")
        part = self._part(tables, "", self._name)
        overrides = []
        for number, table in enumerate(
            self._typed(tables, "overrides", "", list, "a list of tables, each under `[[overrides]]`", [])
        ):
            at = f"overrides[{number}]"
            if not isinstance(table, dict):
                raise self._wrong(at, f"must be a table, found {_kind(table)}")
            self._know(table, OVERRIDE_KEYS, f"{at}.")
            patterns = self._patterns(table, "path", f"{at}.")
            if not patterns:
                raise self._wrong(f"{at}.path", "must name the files that the override is for", 'as in path = "mobile/"')
            overrides.append((_rules(patterns), self._part(table, f"{at}.", f"{self._name} for {', '.join(patterns)}")))
        exclude = _rules(self._patterns(tables, "exclude", ""))
        joined = None if baseline is None else os.path.join(folder, baseline)
        return Config(octets(folder), exclude, part._replace(baseline=joined), tuple(overrides))

    def _part(self, table: dict[str, Any], at: str, source: str) -> Part:
        level = self._typed(table, "fail-level", at, str, "error, warning or info")
        if level is not None and level not in LEVELS:
            help = did_you_mean(level, LEVELS)
            raise self._wrong(f"{at}fail-level", f"must be error, warning or info, not `{level[:40]}`", help)
        select = self._codes(table, "select", at) if "select" in table else None
        if select == ():
            raise self._wrong(f"{at}select", "names no code", "leave it out for all codes")
        return Part(select, self._codes(table, "ignore", at), level, tuple(self._limits(table, f"{at}budget", source)))

    def _codes(self, table: dict[str, Any], key: str, at: str) -> tuple[str, ...]:
        words = self._texts(table, key, at, "codes")
        check_codes(words, f"{self._shown}: `{at}{key}`")
        return tuple(words)

    def _limits(self, table: dict[str, Any], at: str, source: str) -> Iterable[Limit]:
        budget = self._typed(table, "budget", at.removesuffix("budget"), dict, "a table of limits", {})
        self._know(budget, (*BUDGET_COUNTS, *BUDGET_BYTES), f"{at}.")
        for figure, value in budget.items():
            if not isinstance(value, dict):
                yield self._limit(figure, value, f"{at}.{figure}", source, "error")
                continue
            self._know(value, tuple(BUDGET_LEVELS), f"{at}.{figure}.")
            if not value:
                raise self._wrong(f"{at}.{figure}", "has no limit", "as in {warn = ..., error = ...}")
            both = {w: self._limit(figure, limit, f"{at}.{figure}.{w}", source, BUDGET_LEVELS[w]) for w, limit in value.items()}
            if len(both) > 1 and both["warn"].limit >= both["error"].limit:
                found = f"{both['warn'].written} is not below its error at {both['error'].written}"
                raise self._wrong(f"{at}.{figure}.warn", f"can never speak: {found}")
            yield from both.values()

    def _limit(self, figure: str, value: Any, key: str, source: str, level: str) -> Limit:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if type(value) is int:
            if abs(value) >= 10**50:  # Python prints no number of thousands of digits
                raise self._wrong(key, "must be a limit, found a number of more than 50 digits")
            value = str(value)
        elif not isinstance(value, str):
            help = "`{warn = ..., error = ...}` gives two limits"
            found = f"`{value}`" if isinstance(value, float) else _kind(value)
            raise self._wrong(key, f"must be a limit, found {found}", *([help] if isinstance(value, list) else []))
        return read_limit(figure, value, f"{self._shown}: `{key}`", source, level)

    def _patterns(self, table: dict[str, Any], key: str, at: str) -> list[str]:
        """Patterns as `.gitignore` has them; for overrides a single one may stand alone."""
        given = table.get(key)
        patterns = [given] if key == "path" and isinstance(given, str) else self._texts(table, key, at, "patterns")
        for pattern in patterns:
            start = re.match(r"!?(\.\.?)/", pattern)
            if start or not pattern.strip("!/"):
                help = (
                    f"they are relative to {self._name}'s folder: `nets/` is a folder anywhere, `/nets/` one beside {self._name}"
                )
                raise self._wrong(f"{at}{key}", f"has the pattern `{pattern[:60]}`, which matches nothing", help)
        return patterns

    def _texts(self, table: dict[str, Any], key: str, at: str, what: str) -> list[str]:
        found: list[Any] = self._typed(table, key, at, list, f"a list of {what}", [])
        for number, word in enumerate(found):
            if not isinstance(word, str):
                raise self._wrong(f"{at}{key}[{number}]", f"must be a text, found {_kind(word)}")
        return found

    def _typed(self, table: dict[str, Any], key: str, at: str, kind: type, what: str, default: Any = None) -> Any:
        """A key's value, or the default where it is not given."""
        if key not in table:
            return default
        if not isinstance(table[key], kind):
            raise self._wrong(f"{at}{key}", f"must be {what}, found {_kind(table[key])}")
        return table[key]

    def _know(self, table: dict[str, Any], known: tuple[str, ...], at: str) -> None:
        for word in table:
            if word in known:
                continue
            help = did_you_mean(word, known)
            elsewhere = nearest(word, KEYS) if at and nearest(word, known) is None else None
            if elsewhere:
                help = f"`{elsewhere}` holds for all files: it stands at the top, before the first [table]"
            raise self._wrong(f"{at}{word[:60]}", "is unknown", help)

    def _wrong(self, key: str, message: str, *help: str) -> UsageError:
        return UsageError(f"{self._shown}: `{key}` {message}", *help)


def _rules(patterns: list[str]) -> Rules:
    return Rules(map(octets, patterns))


def _kind(value: Any) -> str:
    return _TYPES.get(type(value), "a date or time")
