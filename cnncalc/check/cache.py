"""What was found in a text, kept for the next run: one small file for each text, in the user's cache directory.

A file's name is a digest of the version, the limits and the text, so nothing in it grows old; what is selected, ignored,
accepted or budgeted is no part of it. Each is written beside its place and moved there, so a kill at any moment leaves a whole
file or none; one that is not as it was written, by the digest before it, is as good as none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from cnncalc import __version__
from cnncalc.check.budgets import Limit
from cnncalc.check.comments import Comment
from cnncalc.check.examine import Examined, ExaminedNetwork
from cnncalc.diagnostics import Diagnostic, Label, Span
from cnncalc.spec.document import Limits

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of cnncalc; it may be deleted at any time.\n"
_MOST = 50_000
_DIGEST = 32


class Cache:
    """The cache of this version. Where its folder cannot be written, nothing is kept, and nothing is said."""

    def __init__(self, limits: Limits) -> None:
        self._prefix = f"{__version__} {_source()} {tuple(limits)}\n".encode()
        version = sha256(self._prefix).hexdigest()[:16]
        self._folder = os.path.join(_root(), f"check-{version}")
        self._wrote = False

    def get(self, text: str) -> Examined | None:
        """What is known of a text."""
        try:
            with open(self._path(text), "rb") as file:
                digest, found = file.read(_DIGEST), file.read()
            return decode(found) if sha256(found).digest() == digest else None
        except Exception:  # whatever the file holds, it is as good as none
            return None

    def put(self, text: str, found: bytes) -> None:
        """Keep what `encode` made of a text."""
        path = self._path(text)
        beside = f"{path}.{os.getpid()}"
        with suppress(OSError):
            if not self._wrote:
                self._begin()
            os.makedirs(os.path.dirname(path), exist_ok=True)
            try:
                with open(beside, "wb") as file:
                    file.write(sha256(found).digest() + found)
                os.replace(beside, path)
            except BaseException:
                with suppress(OSError):  # which would take the place of Ctrl-C
                    os.unlink(beside)
                raise

    def _path(self, text: str) -> str:
        name = sha256(self._prefix + text.encode("utf-8", "surrogatepass")).hexdigest()
        return os.path.join(self._folder, name[:2], name[2:])

    def _begin(self) -> None:
        """Before the first entry of a run: the tag that backups know, and what no version needs any more is removed."""
        from shutil import rmtree

        self._wrote = True
        os.makedirs(_root(), exist_ok=True)
        tag = Path(_root(), "CACHEDIR.TAG")
        if not tag.exists():
            tag.write_text(_TAG, "utf-8")
        for folder in Path(_root()).glob("check-????????????????"):
            if str(folder) != self._folder or sum(1 for _ in folder.glob("??/*")) > _MOST:
                rmtree(folder, ignore_errors=True)
        os.makedirs(self._folder, exist_ok=True)


def _root() -> str:
    """CNNCALC_CACHE_DIR, else the user's cache directory."""
    chosen = os.environ.get("CNNCALC_CACHE_DIR")
    if chosen:
        return chosen
    from platformdirs import user_cache_dir

    return user_cache_dir("cnncalc", appauthor=False)


def _source() -> int:
    """In a checkout, when its code was last changed: the version alone does not tell there."""
    package = Path(__file__).parent.parent
    if not (package.parent / "pyproject.toml").exists():
        return 0
    return max((entry.stat().st_mtime_ns for entry in _modules(str(package))), default=0)


def _modules(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                yield entry
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _modules(entry.path)


def encode(examined: Examined) -> bytes:
    """As bytes, for the cache and for another process."""
    return json.dumps(examined, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def decode(data: bytes) -> Examined:
    """What `encode` was given. Raises ValueError or the like for anything else."""
    networks, comments = json.loads(data)
    return Examined(tuple(map(_network, networks)), tuple(map(_comment, comments)))


def _network(row: list[Any]) -> ExaminedNetwork:
    variant, name, findings, totals, figures, largest, limits = row
    pairs = {figure: [(path, amount) for path, amount in layers] for figure, layers in largest.items()}
    return ExaminedNetwork(variant, name, tuple(map(_finding, findings)), totals, figures, pairs, tuple(map(_limit, limits)))


def _limit(row: list[Any]) -> Limit:
    figure, limit, written, level, source, span = row
    return Limit(figure, limit, written, level, source, _span(span))


def _finding(row: list[Any]) -> Diagnostic:
    code, message, span, labels, help, layer, severity, keys = row
    placed = tuple(Label(Span(*place), said) for place, said in labels)
    return Diagnostic(code, message, _span(span), placed, tuple(help), layer, severity, keys)


def _span(row: list[int] | None) -> Span | None:
    return None if row is None else Span(*row)


def _comment(row: list[Any]) -> Comment:
    span, codes, line, fault, help = row
    return Comment(Span(*span), tuple(codes), line, fault, tuple(help))
