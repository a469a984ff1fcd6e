"""A folder searched for architecture files: what git ignores and `cnncalc.toml` excludes is left out, links end somewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import NamedTuple

from cnncalc.check.ignore import Level, Rules, ignored, octets, patterns_of

#: What a folder is searched for; any other file can be named. Both are what the editors' schema catalogue matches.
SUFFIXES = (".cnn.yaml", ".cnn.yml")
#: Folders of other people's files; hidden ones are never entered either.
SKIPPED = frozenset(("node_modules", "site-packages", "__pycache__"))
_DIGITS = re.compile("([0-9]+)")
#: Bytes of an ignore file.
_LARGEST = 2**20


class Problem(NamedTuple):
    """What was asked for and cannot be found or listed (exit status 2)."""

    path: str
    message: str
    help: tuple[str, ...] = ()


class Glob(NamedTuple):
    """What of a folder is taken: the files that match, and everything in the folders that match."""

    rules: Rules
    depth: int | None  # how many folders further down a match can lie; None for any number
    endings: tuple[str, ...]  # of the files that match


class _Folder(NamedTuple):
    """A folder still to be listed; both paths end in a slash, but `shown` is empty for the current folder."""

    shown: str
    real: str
    level: Level | None  # the ignore files above it
    depth: int
    inside: bool  # whether everything in it is taken


class Walk:
    """A folder with all below it, sorted as people sort. `shown` is as it was named, `real` its path without links."""

    def __init__(self, shown: str, real: str, exclude_of: Callable[[str], Level | None], glob: Glob | None = None) -> None:
        self.files: list[tuple[str, str]] = []  # as they are shown, and without links
        self.problems: list[Problem] = []
        self.left_out = 0  # architecture files that are ignored or excluded, in folders that are not
        self._exclude_of, self._glob = exclude_of, glob
        self._base = len(octets(os.path.join(real, "")))
        shown, real = shown and os.path.join(shown, ""), os.path.join(real, "")
        stack: list[_Folder | tuple[str, str]] = [_Folder(shown, real, _levels_above(real), 0, glob is None)]
        while stack:
            item = stack.pop()
            if not isinstance(item, _Folder):
                self.files.append(item)
                continue
            try:
                stack += self._list(item)
            except OSError as error:
                said = (error.strerror or str(error)).lower()
                message = f"{item.shown or 'the current folder'} cannot be listed: {said}"
                self.problems.append(Problem(item.shown or ".", message))

    def _list(self, folder: _Folder) -> list[_Folder | tuple[str, str]]:
        """What is taken of a folder or searched in it, the last first."""
        with os.scandir(folder.shown or ".") as listed:
            entries = {entry.name: entry for entry in listed}
        level = _entered(folder.real, folder.level, ".git" in entries, ".gitignore" in entries, self.problems)
        exclude = self._exclude_of(folder.real)
        where = octets(folder.real)
        found: list[tuple[str, _Folder | tuple[str, str]]] = []
        for name, entry in entries.items():
            is_folder = entry.is_dir(follow_symlinks=False)
            if name[0] == "." or (is_folder and name in SKIPPED):
                continue
            path = where + octets(name)
            taken = self._takes(folder, path, name, is_folder)
            if taken is None or (entry.is_symlink() and os.path.isdir(entry.path)):
                continue  # what a link to a folder leads to has a place of its own
            if ignored(level, path, is_folder) or ignored(exclude, path, is_folder):
                self.left_out += not is_folder
            elif is_folder:
                below = _Folder(f"{folder.shown}{name}/", f"{folder.real}{name}/", level, folder.depth + 1, taken)
                found.append((name, below))
            else:
                found.append((name, (folder.shown + name, folder.real + name)))
        found.sort(key=lambda item: _as_people_sort(item[0]), reverse=True)
        return [item for _, item in found]

    def _takes(self, folder: _Folder, path: str, name: str, is_folder: bool) -> bool | None:
        """None for an entry of no interest; else whether it is taken, a folder with everything in it."""
        if self._glob is None or folder.inside:
            return True if is_folder or name.endswith(SUFFIXES) else None
        if is_folder or name.endswith(self._glob.endings):
            if self._glob.rules.verdict(path[self._base :], is_folder):
                return True
            if is_folder and (self._glob.depth is None or folder.depth < self._glob.depth):
                return False
        return None


def _as_people_sort(name: str) -> tuple[list[str | int], str]:
    """`net2` before `net10`, whatever the case."""
    parts: list[str | int] = [*_DIGITS.split(name.casefold())]
    parts[1::2] = map(int, parts[1::2])
    return parts, name


def _levels_above(real: str) -> Level | None:
    """The ignore files above a folder: from its repository's root on, or where there is none from the current folder on."""
    above = [real.rstrip("/")]
    while above[-1] and not os.path.lexists(above[-1] + "/.git"):
        above.append(above[-1].rpartition("/")[0])
    if not os.path.lexists(above[-1] + "/.git"):
        here = os.path.realpath(os.curdir).rstrip("/")
        above = above[: above.index(here) + 1] if here in above else []
    level: Level | None = None
    for folder in reversed(above[1:]):
        level = _entered(folder + "/", level, os.path.lexists(folder + "/.git"), os.path.lexists(folder + "/.gitignore"), [])
    return level


def _entered(real: str, level: Level | None, has_git: bool, has_ignore: bool, problems: list[Problem]) -> Level | None:
    """The ignore files that hold in a folder. A repository begins anew, with the patterns that are not for its other users."""
    if has_git:
        level = _added(real, os.path.join(_git_folder(real), "info/exclude"), None, problems)
    return _added(real, real + ".gitignore", level, problems) if has_ignore else level


def _added(real: str, file: str, level: Level | None, problems: list[Problem]) -> Level | None:
    """With the patterns of one ignore file."""
    try:
        if not os.path.isfile(file):
            return level
        with open(file, "rb") as stream:
            data = stream.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            problems.append(Problem(file, f"{file} cannot be read: it is larger than {_LARGEST:,} bytes"))
            return level
        patterns = [*patterns_of(data)]
    except OSError as error:
        problems.append(Problem(file, f"{file} cannot be read: {(error.strerror or str(error)).lower()}"))
        return level
    return Level(octets(real), Rules(patterns), level) if patterns else level


def _git_folder(real: str) -> str:
    """A repository's own folder, which of several work trees is that of the first."""
    own = real + ".git"
    try:
        if os.path.isfile(own):
            with open(own, "rb") as stream:
                own = os.path.join(real, os.fsdecode(stream.read(4096).removeprefix(b"gitdir:").strip()))
        common = os.path.join(own, "commondir")
        if not os.path.isfile(common):
            return own
        with open(common, "rb") as stream:
            return os.path.join(own, os.fsdecode(stream.read(4096).strip()))
    except OSError:
        return own
