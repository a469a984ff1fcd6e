"""Files read within a bound, and written whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from cnncalc.diagnostics import UsageError


def read_whole(path: str, largest: int, shown: str = "") -> bytes:
    """A file's bytes, `largest` of them at most. Raises UsageError, in which the file is called `shown`."""
    with opened(path, shown) as file:
        data = file.read(largest + 1)
    if len(data) > largest:
        raise UsageError(f"{shown or path} is larger than {largest:,} bytes")
    return data


@contextmanager
def opened(path: str, shown: str = "") -> Iterator[BinaryIO]:
    """A file to read from. Raises UsageError where that fails, as `read_whole` does."""
    shown = shown or path
    try:
        with open(path, "rb") as file:
            yield file
    except FileNotFoundError:
        raise UsageError(f"there is no file {shown}") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{shown} cannot be read: {(getattr(error, 'strerror', None) or str(error)).lower()}") from None


def check_target(path: str) -> os.stat_result | None:
    """What stands at a path, None where nothing does. Raises UsageError where it can be seen that it cannot be written."""
    if not os.path.basename(path):
        raise UsageError(f"the output `{path}` names no file")
    folder, old, why = os.path.dirname(_target(path)) or ".", None, ""
    try:
        old = os.stat(path)
    except FileNotFoundError:
        why = "" if os.path.isdir(folder) else f"there is no folder {folder}"
    except OSError as error:
        why = (error.strerror or str(error)).lower()
    if old is not None and stat.S_ISDIR(old.st_mode):
        why = "is a directory"
    elif old is not None and not os.access(path, os.W_OK):
        why = "it is read-only"
    elif not why and (old is None or stat.S_ISREG(old.st_mode)) and not os.access(folder, os.W_OK | os.X_OK):
        why = f"nothing can be made in the folder {folder}"
    if why:
        raise UsageError(f"{path} cannot be written: {why}")
    return old


def _target(path: str) -> str:
    """Where what is written goes: a link is followed."""
    return os.path.realpath(path) if os.path.islink(path) else path


def write_whole(path: str, data: bytes) -> None:
    """Write a file as `write_pieces` does."""
    write_pieces(path, (data,))


def write_pieces(path: str, pieces: Iterable[bytes]) -> None:
    """A new file takes the old one's place in one step, or the old one stays as it is.

    A link is followed, and an old file's mode and owner are kept. What is no regular file (`/dev/stdout`, a pipe) is
    written as it is. Raises UsageError.
    """
    old, target = check_target(path), _target(path)
    try:
        if old is not None and not stat.S_ISREG(old.st_mode):
            with open(path, "wb") as stream:
                stream.writelines(pieces)
        else:
            _replace(target, pieces, old)
    except BrokenPipeError:
        raise
    except FileNotFoundError:
        raise UsageError(f"{path} cannot be written: there is no folder {os.path.dirname(target) or '.'}") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}") from None


def _replace(target: str, pieces: Iterable[bytes], old: os.stat_result | None) -> None:
    """Written beside the target and moved over it: a reader, or a kill at any moment, finds the old file or the new."""
    beside = os.path.join(os.path.dirname(target), f".cnncalc-{os.urandom(6).hex()}.tmp")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with open(descriptor, "wb") as file:
            if old is not None and hasattr(os, "fchown"):
                with suppress(OSError):
                    os.fchown(descriptor, old.st_uid, old.st_gid)
                os.fchmod(descriptor, stat.S_IMODE(old.st_mode))
            file.writelines(pieces)
            file.flush()
            os.fsync(descriptor)
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
