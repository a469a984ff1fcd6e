"""Submissions: which files they are, and the answers in them. A form of submission is one file here."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import cast

from cnncalc.diagnostics import Diagnostic, Span, UsageError
from cnncalc.homework.submissions._sheet import Draft, Reader, Sheet, Unusable, known_ids

__all__ = ["FORMS", "SUFFIXES", "Sheet", "read_folder", "read_submission"]

#: Form -> its module, with a function `read`; imported on use.
FORMS = {"yaml": "as_yaml", "csv": "as_csv", "worksheet": "worksheet"}
#: How the files of a folder end that are submissions, and what they hold. A `.txt` file can hold any.
SUFFIXES = {
    ".yaml": "yaml", ".yml": "yaml", ".csv": "csv", ".tsv": "csv", ".md": "worksheet", ".markdown": "worksheet", ".txt": "",
}  # fmt: skip
#: Keys that lie beside the submissions are none.
KEYS = (".key.yaml", ".key.yml")
#: Bytes of one file.
LARGEST = 1 << 20
#: What a YAML file is known by, which is a line of a worksheet otherwise.
_MAPPING = re.compile(r"(?m)^answers[ \t]*:[ \t]*(?:\{|\r?$)")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


def read_folder(paths: Iterable[str]) -> list[str]:
    """The files that the paths name: a file is taken whatever it is called, a folder's submissions in the order of their names.

    Hidden files, keys, and links that lead out of the folder are left out. Raises UsageError where there is no such path.
    """
    found: dict[str, str] = {}
    for path in paths:
        try:
            is_folder = stat.S_ISDIR(os.stat(path).st_mode)
        except FileNotFoundError:
            raise UsageError(f"there is no file or folder {path}") from None
        except (OSError, ValueError) as error:
            raise UsageError(f"{path} cannot be read: {(getattr(error, 'strerror', None) or str(error)).lower()}") from None
        for file in _of_folder(path) if is_folder else [path]:
            found.setdefault(os.path.realpath(file), file)
    return list(found.values())


def _of_folder(folder: str) -> list[str]:
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {(error.strerror or str(error)).lower()}") from None
    return [os.path.join(folder, name) for name in names if _is_submission(folder, name)]


def _is_submission(folder: str, name: str) -> bool:
    lower, path = name.lower(), os.path.join(folder, name)
    if name.startswith(".") or lower.endswith(KEYS) or os.path.splitext(lower)[1] not in SUFFIXES or not os.path.isfile(path):
        return False
    inside = os.path.join(os.path.realpath(folder), "")
    return not os.path.islink(path) or os.path.realpath(path).startswith(inside)


def read_submission(path: str, data: bytes, ids: Sequence[str]) -> list[Sheet]:
    """The sheets in a file: one, or one a student of a CSV table. `ids` are the questions'.

    Never raises for what a file holds: what cannot be read is one sheet with its problem, K502.
    """
    otherwise = os.path.splitext(os.path.basename(path))[0]
    source, remarks = "", []
    try:
        source, remark = _text(data)
        remarks = [remark] if remark else []
        form = SUFFIXES.get(os.path.splitext(path.lower())[1], "") or _form(source)
        reader = cast(Reader, import_module(f"{__name__}.{FORMS[form]}").read)
        known = known_ids(ids)
        sheets = reader(source, path, otherwise, lambda: _draft(known, remarks))
    except Unusable as error:
        return [Sheet(path, otherwise, problem=error.problem, source=source)]
    if not sheets:
        problem = Diagnostic("K502", "the file holds no answers", Span(1, 1, 1, 1))
        return [Sheet(path, otherwise, problem=problem, source=source)]
    return sheets


def _draft(known: dict[str, str], remarks: Iterable[str]) -> Draft:
    draft = Draft(known)
    for remark in remarks:
        draft.remark(remark)
    return draft


def _text(data: bytes) -> tuple[str, str]:
    """A file's text, and a remark on how it was read where that is a guess. Raises Unusable."""
    if len(data) > LARGEST:
        raise Unusable(f"the file is larger than {LARGEST:,} bytes")
    text, remark = _decoded(data)
    text = text.removeprefix("\ufeff")  # a second mark, of a file that was converted
    strange = _CONTROL.search(text)
    if strange:
        place = f"U+{ord(strange.group()):04X} at character {strange.start() + 1:,}"
        raise Unusable(f"the file is no text: {place}", None, "save it as UTF-8")
    if not text.strip():
        raise Unusable("the file is empty")
    return text, remark


def _decoded(data: bytes) -> tuple[str, str]:
    """UTF-8; UTF-16 with its mark, as spreadsheets save it; else what Windows editors write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), ""
        except UnicodeDecodeError as error:
            raise Unusable(f"the file is broken UTF-16 at byte {error.start:,}", None, "save it as UTF-8") from None
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode(), ""
    except UnicodeDecodeError as error:
        try:
            return data.decode("cp1252"), "the file is not UTF-8 and was read as Windows-1252"
        except UnicodeDecodeError:
            message = f"byte 0x{data[error.start]:02x} at offset {error.start:,} is not UTF-8"
            raise Unusable(message, None, "save it as UTF-8") from None


def _form(text: str) -> str:
    """What a file holds whose name does not say it."""
    from cnncalc.homework.submissions import as_csv, worksheet

    if _MAPPING.search(text):
        return "yaml"
    if worksheet.is_one(text):
        return "worksheet"
    return "csv" if as_csv.is_one(text) else "yaml"
