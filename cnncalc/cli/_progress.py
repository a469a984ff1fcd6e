"""A bar on standard error for what takes long, where somebody watches."""

from __future__ import annotations

import os
import sys
from time import monotonic
from types import TracebackType
from typing import Any

#: Seconds before anything is shown, and between two pictures of the bar.
_PATIENCE, _PAUSE = 1.0, 0.1


class Progress:
    """Use it in a `with`, so that the bar is gone at its end. Off a terminal it does nothing."""

    def __init__(self) -> None:
        self._wanted = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._from = self._shown = monotonic()
        self._bar: Any = _bar() if self._wanted else None  # imported now, so that no measured time or memory pays for it

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None and self._bar.live.is_started:
            self._bar.stop()

    def say(self, what: str) -> None:
        """What is done from here on, of an unknown length; shown at once."""
        if self._wanted:
            self._show(what, 0, None)

    def step(self, what: str, done: int, count: int) -> None:
        """So much of it is done."""
        now = monotonic()
        if self._wanted and now - self._shown > _PAUSE and (self._bar.tasks or now - self._from > _PATIENCE):
            self._shown = now
            self._show(what, done, count)

    def _show(self, what: str, done: int, count: int | None) -> None:
        if not self._bar.tasks:
            self._bar.add_task(what, total=count)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], description=what, completed=done, total=count, refresh=True)


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    columns = (TextColumn("{task.description}", markup=False), BarColumn())
    return Bar(*columns, console=console, transient=True, auto_refresh=False)
