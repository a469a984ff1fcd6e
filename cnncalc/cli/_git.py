"""`git:REV:PATH`: a file as a commit holds it, read from git in a process of its own."""

from __future__ import annotations

import os
import subprocess
from typing import BinaryIO, NamedTuple, cast

from cnncalc.diagnostics import UsageError, printable
from cnncalc.spec.document import Limits
from cnncalc.spec.source import read_stream

PREFIX = "git:"


class Place(NamedTuple):
    """A commit and a file in it, which `FILE:VARIANT` may follow; the path is relative to the current folder, or absolute."""

    revision: str
    path: str


class Missing(UsageError):
    """The commit is there, and the file is not in it."""


def place_of(name: str) -> Place:
    """What `git:REV:PATH` names. Raises UsageError."""
    revision, _, path = name.removeprefix(PREFIX).partition(":")
    if not revision or not path:
        raise UsageError(f"`{name}` names no commit and file", "write git:REV:PATH, as in git:main:net.cnn.yaml")
    if revision.startswith("-") or "\0" in name:  # git would take it for an option
        raise UsageError(f"there is no revision `{revision}`")
    return Place(revision, path)


def read_place(place: Place, limits: Limits) -> str:
    """The file's text. Raises Missing, UsageError for whatever else git cannot give, and CnnCalcError where it is no text."""
    blob = _blob(place)
    shown = printable(f"{PREFIX}{place.revision}:{place.path}")
    with _start("cat-file", "blob", blob) as process:
        try:
            return read_stream(cast(BinaryIO, process.stdout), shown, limits)
        finally:
            process.kill()  # of a file over the limit, the rest is not waited for


def _blob(place: Place) -> str:
    """The file's own number; of a link, that of the file which it leads to in the commit."""
    commit = _commit(place.revision)
    path = _path_in_commit(place.path)
    if path != ".." and not path.startswith("../") and "\n" not in path:
        asked = f"{commit}:{'' if path == '.' else path}\n"
        found = _run("cat-file", "--batch-check", "--follow-symlinks", asked=os.fsencode(asked)).stdout.split()
        if found[1:2] == [b"blob"]:
            return found[0].decode("ascii")
        if found[1:2] == [b"tree"]:
            raise UsageError(f"{place.path} is a directory in {place.revision}", "give a file")
    raise Missing(f"there is no file {place.path} in {place.revision}", "paths are relative to the current folder")


def _path_in_commit(path: str) -> str:
    """A path from the root of the repository; in a repository without a folder of files, all are."""
    if os.path.isabs(path):
        folder, name = os.path.split(path)
        path = os.path.relpath(os.path.join(os.path.realpath(folder), name))
    prefix = os.fsdecode(_run("rev-parse", "--show-prefix").stdout.removesuffix(b"\n"))
    return os.path.normpath(os.path.join(prefix, path))


def _commit(revision: str) -> str:
    """The commit's own number, so that nothing of what was typed is left in later calls."""
    found = _run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode == 0:
        return found.stdout.decode("ascii", "replace").strip()
    said = found.stderr.decode("utf-8", "replace").strip()
    if "not a git repository" in said:
        raise UsageError(f"`{PREFIX}{revision}:...` needs a git repository, and the current folder is in none")
    if said:
        raise UsageError(f"git cannot read {revision}: {said.splitlines()[0].removeprefix('fatal: ')}")
    raise UsageError(
        f"there is no revision `{revision}` in this repository",
        "a shallow clone, as CI makes it, has only its last commit: fetch the other one first",
    )


def _run(*arguments: str, asked: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    with _start(*arguments) as process:
        out, said = process.communicate(asked)
    return subprocess.CompletedProcess(process.args, process.returncode, out, said)


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    """git in the current folder; it asks nobody for a password and speaks English."""
    environment = {**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
    try:
        return subprocess.Popen(
            ["git", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
    except FileNotFoundError:
        raise UsageError("git is not installed, or not on the PATH") from None
    except OSError as error:
        raise UsageError(f"git cannot be run: {(error.strerror or str(error)).lower()}") from None
