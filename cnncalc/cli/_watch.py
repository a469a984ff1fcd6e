"""`cnncalc check --watch`: everything is checked again whenever a file changes, until Ctrl-C."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable

from cnncalc.cli._output import say
from cnncalc.diagnostics import UsageError

_PAUSE = 0.5
_CLEAR = "\x1b[2J\x1b[H"


def watch(check: Callable[[], object], files: Callable[[], Iterable[str]]) -> None:
    """Call `check` now and after every change of what `files` names. Raises UsageError in CI, where nobody would end it."""
    if os.environ.get("CI"):
        raise UsageError("--watch never ends, which CI does not want", "leave it out, or unset CI")
    while True:
        seen = _state(files)  # before the check, so that what changes while it runs is checked again
        if sys.stdout.isatty():
            sys.stdout.write(_CLEAR)
        try:
            check()
        except UsageError as error:  # a settings file half saved is mended soon
            say(f"cnncalc: {error}\n")
        say("Watching for changes; Ctrl-C ends it.\n")
        while _state(files) == seen:
            time.sleep(_PAUSE)


def _state(files: Callable[[], Iterable[str]]) -> dict[str, tuple[int, int, int] | None]:
    """Every file with what changes when it is saved; what comes and goes between two looks is seen as gone."""
    try:
        return {path: _stamp(path) for path in files()}
    except UsageError:
        return {}


def _stamp(path: str) -> tuple[int, int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
