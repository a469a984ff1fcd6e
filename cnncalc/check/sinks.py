"""Where reports go: each is written as the files are checked, and is whole or not there at all.

A format that streams is printed file by file. Any other waits in a nameless temporary file until the run is over, because its
head has the sums; so a run over many files needs little memory, and one that is killed leaves no part of a document behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from tempfile import SpooledTemporaryFile

from cnncalc.check.formats import FORMATS, Format, Look
from cnncalc.check.results import CheckedFile, Summary

_IN_MEMORY = 1 << 20
_PIECE = 1 << 16


class Sink:
    """One report: its format, and what is called with its pieces, at once where `at_once` is given."""

    def __init__(self, format: str, look: Look, write: Callable[[Iterator[str]], None], at_once: bool) -> None:
        self._format: Format = import_module(FORMATS[format])
        self._look, self._write = look, write
        self._streams = at_once and self._format.STREAMS
        # open till `finish`
        self._spool = SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", errors="surrogatepass", newline="")  # noqa: SIM115
        self._before = Summary()

    def add(self, file: CheckedFile) -> None:
        """One more file."""
        text = self._format.render_file(file, self._before.files, self._look, self._before)
        self._before.add(file)
        if not self._streams:
            self._spool.write(text)
        elif text:
            self._write(iter((text,)))

    def finish(self, summary: Summary) -> None:
        """All files are there."""
        with self._spool:
            self._write(self._pieces(summary))

    def _pieces(self, summary: Summary) -> Iterator[str]:
        if not self._streams:
            yield self._format.head(summary, self._look)
            self._spool.seek(0)
            while piece := self._spool.read(_PIECE):
                yield piece
        yield self._format.tail(summary, self._look)
