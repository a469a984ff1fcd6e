"""What holds for a file: of the closest `cnncalc.toml`, of its overrides for some paths, and of the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cnncalc.check.budgets import Limit
from cnncalc.check.ignore import Level, Rules, octets
from cnncalc.diagnostics import UsageError, did_you_mean
from cnncalc.rules import codes
from cnncalc.spec.header import BUDGET_BYTES, parse_quantity

FILE_NAME = "cnncalc.toml"
#: The beginning of every code.
EVERY_CODE = ("",)


class Settings(NamedTuple):
    """What holds for one file."""

    select: tuple[str, ...] = EVERY_CODE  # beginnings of the codes that count
    ignore: tuple[str, ...] = ()  # beginnings of those that do not, although they are selected
    fail_level: str = "error"  # a finding of this level or above fails
    limits: tuple[Limit, ...] = ()
    baseline: str | None = None  # path of the findings that are accepted


class Part(NamedTuple):
    """What one place says; None and nothing leave what was said before."""

    select: tuple[str, ...] | None = None  # takes the place of what was selected
    ignore: tuple[str, ...] = ()  # is added
    fail_level: str | None = None
    limits: tuple[Limit, ...] = ()  # take the place of those of the same figures
    baseline: str | None = None

    def over(self, settings: Settings) -> Settings:
        """Settings with this laid over them."""
        given = {limit.figure for limit in self.limits}
        return Settings(
            settings.select if self.select is None else self.select,
            (*settings.ignore, *self.ignore),
            self.fail_level or settings.fail_level,
            (*(limit for limit in settings.limits if limit.figure not in given), *self.limits),
            self.baseline or settings.baseline,
        )


#: What the command line says: the last word, but its limits are further ones.
Chosen = Part


class Config(NamedTuple):
    """A `cnncalc.toml` as it was read."""

    base: str  # the folder that its patterns are relative to, in octets, with its slash
    exclude: Rules
    part: Part
    overrides: tuple[tuple[Rules, Part], ...]


class SettingsOf:
    """Finds the settings of files, every `cnncalc.toml` read once.

    `config`, else the environment's CNNCALC_CONFIG, names one file for everything, as if it lay in the current folder.
    Raises UsageError, as every method does, for a settings file that is wrong.
    """

    def __init__(self, config: str | None = None, chosen: Chosen = Part()) -> None:  # noqa: B008  # never changed
        if chosen.select == ():
            raise UsageError("--select names no code", "such as L1 or E101; leave it out for all")
        check_codes(chosen.select or (), "--select")
        check_codes(chosen.ignore, "--ignore")
        self._chosen = chosen
        self._named: Config | None = None
        self._configs: dict[str, Config | None] = {}  # by real folder
        self._folders: dict[str, str] = {}  # by folder as it is named: the real one, with its slash
        self._settings: dict[tuple[int, ...], Settings] = {}
        path = config or os.environ.get("CNNCALC_CONFIG")
        if path:
            from cnncalc.check.config import read_config

            self._named = read_config(path, os.getcwd())

    def settings(self, path: str) -> Settings:
        """Those of a file."""
        named, name = os.path.split(path)
        folder = self._folders.get(named)
        if folder is None:
            folder = self._folders[named] = os.path.join(os.path.realpath(named), "")
        config = self._config(folder)
        place = octets(folder + name)
        parts: list[tuple[int, Part]] = []
        if config is not None:
            parts.append((id(config), config.part))
            if config.overrides and place.startswith(config.base):
                below = place[len(config.base) :]
                parts += [(id(part), part) for rules, part in config.overrides if rules.covers(below)]
        key = tuple(number for number, _ in parts)
        if key not in self._settings:
            found = Settings()
            for _, part in parts:
                found = part.over(found)
            chosen = self._chosen.over(found)  # a limit of the command line loosens none: each holds
            self._settings[key] = chosen._replace(limits=(*found.limits, *self._chosen.limits))
        return self._settings[key]

    def exclude(self, folder: str) -> Level | None:
        """What is excluded in a real folder."""
        folder = os.path.join(folder, "")
        config = self._config(folder)
        if config is None or not octets(folder).startswith(config.base):
            return None
        return Level(config.base, config.exclude)

    def _config(self, folder: str) -> Config | None:
        """The one that is named, or the closest upwards from a real folder."""
        if self._named is not None:
            return self._named
        passed = []
        while folder not in self._configs:
            passed.append(folder)
            if os.path.lexists(folder + FILE_NAME):  # what cannot be read is refused, or its budgets would hold for nothing
                from cnncalc.check.config import read_config

                if os.path.exists(folder + FILE_NAME) and not os.path.isfile(folder + FILE_NAME):
                    raise UsageError(f"{folder}{FILE_NAME} is no regular file")  # reading a pipe would take for ever
                self._configs[folder] = read_config(folder + FILE_NAME, folder)
                break
            above = os.path.join(os.path.dirname(os.path.dirname(folder)), "")
            if above == folder:
                self._configs[folder] = None
                break
            folder = above
        for below in passed:
            self._configs[below] = self._configs[folder]
        return self._configs[folder]


def selects(words: Iterable[str], code: str) -> bool:
    """Whether a code is among codes and beginnings of codes: `L1` selects L101."""
    return code.startswith(tuple(words))


def check_codes(words: Iterable[str], where: str) -> None:
    """Raises UsageError for a word that is neither a code nor the beginning of one; `where` is where it was given."""
    words = tuple(words)
    known = codes() if words else []
    for word in words:
        if not word or not any(code.startswith(word) for code in known):
            families = sorted({code[:2] for code in known})
            help = did_you_mean(
                word, [*known, *families], "`cnncalc rule` lists the codes; a beginning such as L1 stands for several"
            )
            raise UsageError(f"{where} has `{word[:60]}`, with which no code begins", help)


def chosen_limits(budgets: Mapping[str, str]) -> tuple[Limit, ...]:
    """The limits of --max-params 25M and its like. Raises UsageError."""
    return tuple(read_limit(figure, text, f"--max-{figure}", f"--max-{figure}") for figure, text in budgets.items())


def read_limit(figure: str, text: str, what: str, source: str, level: str = "error") -> Limit:
    """A limit that was written as a text. Raises UsageError, in which `what` says where."""
    limit = parse_quantity(text, figure in BUDGET_BYTES)
    if isinstance(limit, str):
        raise UsageError(f"{what} {limit}")
    return Limit(figure, limit, text.strip(), level, source)
