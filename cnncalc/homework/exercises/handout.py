"""Worksheets and keys as files: all of them, or none where one would overwrite something."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from cnncalc.diagnostics import UsageError
from cnncalc.files import write_whole


def write_files(folder: str, files: Mapping[str, str], force: bool, read: Sequence[str] = ()) -> None:
    """Texts by name into a folder, which is made. What is there stays unless `force`; what is `read` in any case.

    Raises UsageError before the first file is written.
    """
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise UsageError(f"the folder {folder} cannot be made: {(error.strerror or str(error)).lower()}") from None
    paths = {os.path.join(folder, name): text for name, text in files.items()}
    kept = {os.path.realpath(path) for path in read}
    for path in paths:
        if os.path.realpath(path) in kept:
            raise UsageError(f"{path} is a file that is read", "name another folder")
    there = [path for path in paths if os.path.lexists(path)]
    if there and not force:
        further = f" and {len(there) - 1} more" if len(there) > 1 else ""
        are = "are" if further else "is"
        raise UsageError(f"{there[0]}{further} {are} there already", "--force overwrites; -o FOLDER names another folder")
    for path, text in paths.items():
        write_whole(path, text.encode("utf-8", "backslashreplace"))
