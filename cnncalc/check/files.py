"""Which files `cnncalc check` takes: from paths, folders and globs to files, each once."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cnncalc.check.ignore import Level, Rules, octets
from cnncalc.check.walk import SUFFIXES, Glob, Problem, Walk
from cnncalc.diagnostics import nearest

STDIN = "-"
_MAGIC = re.compile(r"[*?\[]")


class Found(NamedTuple):
    """The files in their order, as they are named or found, and what could not be found or listed (exit status 2)."""

    files: list[str]
    problems: list[Problem]


def find(arguments: Sequence[str], exclude_of: Callable[[str], Level | None], force_exclude: bool = False) -> Found:
    """The files of the arguments, in the arguments' order; within a folder as people sort. No arguments: the current folder.

    `exclude_of` gives what `cnncalc.toml` excludes, for a folder by its real path. A file or folder that is named is taken
    whatever ignores or excludes it; with `force_exclude`, for callers that name every file of a commit, `exclude` holds
    for it too. Where several things cannot be found all are told, and the files of the others given.
    """
    finder = _Finder(exclude_of, force_exclude)
    for argument in arguments or ["."]:
        finder.take(argument)
    return Found(list(finder.files.values()), finder.problems)


def real_path(path: str) -> str:
    """One name for one file: its folder without links, and the file's own name, which may be a link."""
    folder, name = os.path.split(path)
    return os.path.join(os.path.realpath(folder), name)


class _Finder:
    """What was found so far."""

    def __init__(self, exclude_of: Callable[[str], Level | None], force_exclude: bool) -> None:
        self._exclude_of, self._force_exclude = exclude_of, force_exclude
        self.files: dict[str, str] = {}  # by their real paths
        self.problems: list[Problem] = []

    def take(self, argument: str) -> None:
        """The files of one argument."""
        if argument == STDIN:
            self.files.setdefault(STDIN, STDIN)
            return
        try:
            is_folder = stat.S_ISDIR(os.stat(argument).st_mode)
        except OSError as error:
            if os.path.lexists(argument):  # a link to nothing, or a ring of links: reading it says so
                is_folder = False
            elif _MAGIC.search(argument):
                self._take_glob(argument)
                return
            else:
                self._miss(argument, *_missing(argument, error))
                return
        if is_folder:
            self._take_folder(argument)
        elif not self._is_excluded(real := real_path(argument), False):
            self.files.setdefault(real, _shown(argument))

    def _is_excluded(self, real: str, is_folder: bool) -> bool:
        """Whether `exclude` holds for something that was named, or for a folder that it lies in."""
        level = self._exclude_of(os.path.join(os.path.dirname(real), "")) if self._force_exclude else None
        return level is not None and level.rules.covers(octets(real)[len(level.base) :], is_folder)

    def _take_folder(self, argument: str) -> None:
        real, shown = os.path.realpath(argument), _shown(argument)
        if self._is_excluded(real, True):
            return
        walk = self._walk(shown, real, None)
        if not walk.files and not walk.problems:
            help = f"architecture files end in {' or '.join(SUFFIXES)}; a file with another name can be named itself"
            self._miss(argument, f"{shown or 'the current folder'} holds no architecture file", *_why(walk), help)

    def _take_glob(self, argument: str) -> None:
        """As a shell would have named files and folders, had it been let."""
        parts = argument.split("/")
        first = next(number for number, part in enumerate(parts) if _MAGIC.search(part))
        base = "/".join(parts[:first]) + "/" * (first > 0)
        if not os.path.isdir(base or "."):
            self._miss(argument, f"no file matches {argument}: there is no folder {base.rstrip('/')}")
            return
        rest = parts[first:]
        ending = re.split(r"[*?\]]", rest[-1])[-1]
        depth = None if "**" in rest else len(rest) - 1
        glob = Glob(Rules([octets("/" + "/".join(rest))]), depth, (ending,) if "." in ending else SUFFIXES)
        walk = self._walk(_shown(base), os.path.realpath(base), glob)
        if not walk.files and not walk.problems:
            self._miss(argument, f"no architecture file matches {argument}", *_why(walk))

    def _miss(self, path: str, message: str, *help: str) -> None:
        self.problems.append(Problem(path, message, help))

    def _walk(self, shown: str, real: str, glob: Glob | None) -> Walk:
        walk = Walk(shown, real, self._exclude_of, glob)
        self.problems += walk.problems
        for found, place in walk.files:
            self.files.setdefault(place, found)
        return walk


def _shown(argument: str) -> str:
    """As it is shown: without `./` before it where what is left means the same, and nothing for the current folder."""
    rest = re.sub(r"^(\./+)+|(?<=.)/+$", "", argument)
    return argument if rest == STDIN else "" if rest == "." else rest


def _why(walk: Walk) -> list[str]:
    if not walk.left_out:
        return []
    are = "is" if walk.left_out == 1 else "are"
    return [f"{walk.left_out:,} {are} left out by `.gitignore` or by `exclude` in `cnncalc.toml`"]


def _missing(argument: str, error: OSError) -> tuple[str, ...]:
    """What to say of a path that is not there, and what may help."""
    if not argument:
        return ("a path is empty",)
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        return (f"{argument} cannot be read: {(error.strerror or str(error)).lower()}",)
    message = f"there is no file or folder {argument}"
    path, colon, variant = argument.rpartition(":")
    if colon and os.path.isfile(path):
        return message, f"every variant of a file is checked, `{variant[:60]}` too: name {path}"
    folder, name = os.path.split(argument)
    try:
        near = [entry for entry in os.listdir(folder or ".") if not entry.startswith(".")]
    except OSError:
        near = []
    for ending in SUFFIXES:
        if name + ending in near:
            return message, f"did you mean {argument}{ending}?"
    from cnncalc import catalogue

    if catalogue.find(argument):
        return message, f"`{argument}` is bundled with cnncalc and known to be correct: name files or folders of your own"
    close = nearest(name, near)
    return (message, f"did you mean {os.path.join(folder, close)}?") if close else (message,)
