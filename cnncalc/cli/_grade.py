"""One run of `cnncalc grade`: keys found, sheets graded, reports written, and the exit status."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from importlib import import_module
from typing import NamedTuple

from cnncalc.cli import _options as options
from cnncalc.cli._output import is_ascii, keep_what_is_read, known_width, wants_color, write
from cnncalc.diagnostics import Diagnostic, UsageError
from cnncalc.files import read_whole
from cnncalc.homework.file_names import file_names
from cnncalc.homework.formats import FORMATS, ONE_EACH
from cnncalc.homework.formats._texts import decimal, is_full, share
from cnncalc.homework.key import Key, load_key
from cnncalc.homework.results import Results, Submission
from cnncalc.homework.submissions import KEYS, LARGEST, Sheet, read_folder, read_submission
from cnncalc.render import Look

_CLASS = "cnncalc.homework.formats.class_report"
_STDIN = "<stdin>"


class Asked(NamedTuple):
    """The options of one call."""

    submissions: tuple[str, ...]
    key: str | None
    format: str
    output: str | None
    reports: tuple[str, ...]
    summary: bool
    exit_zero: bool
    color: str
    width: int | None


class _Report(NamedTuple):
    """One document of a run: what is in it, and where it goes."""

    format: str
    results: Results
    target: str | None


def check_key(asked: Asked) -> int:
    """Print every answer of a key, worked again. Raises CnnCalcError where a key contradicts itself."""
    from cnncalc.homework.formats.key_report import render

    if asked.submissions:
        raise UsageError("--check-key takes no submissions", "leave them or --check-key out")
    keys = [load_key(path) for path in _key_files(asked.key)]
    keep_what_is_read([asked.output], [key.path for key in keys])
    look = _look(asked, asked.output)
    write("\n".join(render(key, look) for key in keys), asked.output)
    return 0


def grade(asked: Asked) -> int:
    """Grade every sheet once; the exit status."""
    if asked.summary and asked.format != "text":
        raise UsageError(f"--summary is a page of text, not {asked.format}", "json has a summary in any case")
    if not asked.submissions:
        raise UsageError("no submission is named", "as in `cnncalc grade ada.yaml --key homework.key.yaml`")
    targets = [(asked.format, asked.output)]
    targets += [options.report_target(text, tuple(FORMATS), "junit=grades.xml") for text in asked.reports]
    keys = [load_key(path) for path in _key_files(asked.key)]
    files = _files(asked)
    if not files:
        raise UsageError(f"there is no submission in {', '.join(asked.submissions)}", "they end in .yaml, .csv, .md or .txt")
    results = Results(_common(key.title for key in keys), tuple(_graded(files, keys)))
    several = len(results.submissions) > 1 or len(asked.submissions) > 1 or os.path.isdir(asked.submissions[0])
    reports = [report for format, target in targets for report in _reports(results, format, target, several)]
    _make_room(reports, [*files, *(key.path for key in keys)])
    for report in reports:
        write(_rendered(report, asked), report.target)
    if len(results.submissions) == 1 and _has_room_for_score(targets):
        (only,) = results.submissions
        scored = share(only.score, only.max_score) if only.problem is None else Fraction(0)
        write(f"score: {decimal(scored)}\n")
    return int(not asked.exit_zero and not all(map(is_full, results.submissions)))


def _files(asked: Asked) -> list[str]:
    """The submissions; `-` is the one on standard input. Raises UsageError."""
    read = [path for path in (*asked.submissions, asked.key) if path == "-"]
    if len(read) > 1:
        raise UsageError("standard input is one file, and `-` is named twice", "name the others")
    if "-" in asked.submissions and (sys.stdin is None or sys.stdin.isatty()):
        raise UsageError("standard input is a terminal", "pipe a file into it: `cnncalc grade - --key hw.key.yaml < ada.yaml`")
    found = read_folder(path for path in asked.submissions if path != "-")
    return [*([_STDIN] if "-" in asked.submissions else []), *found]


def _from_stdin() -> bytes:
    """A submission, and a byte more of one that is too large."""
    return sys.stdin.buffer.read(LARGEST + 1)


def _key_files(named: str | None) -> list[str]:
    """The key, or those in a folder."""
    if named is None:
        raise UsageError("no key is named", "as in `--key homework.key.yaml`")
    if not os.path.isdir(named):
        return [named]
    try:
        found = sorted(entry.path for entry in os.scandir(named) if entry.name.endswith(KEYS) and entry.is_file())
    except OSError as error:
        raise UsageError(f"{named} cannot be read: {(error.strerror or str(error)).lower()}") from None
    if not found:
        raise UsageError(f"there is no key in {named}", f"keys end in {KEYS[0]}")
    return found


def _common(titles: Iterable[str]) -> str:
    """The one title that all keys have, or none."""
    found = set(titles)
    return found.pop() if len(found) == 1 else ""


def _graded(files: Sequence[str], keys: Sequence[Key]) -> Iterator[Submission]:
    """Every sheet of every file, by its key; what cannot be read stands among the others with its problem."""
    from cnncalc.homework.grading import Grader

    graders = {key.path: Grader(key) for key in keys}
    for path in files:
        try:
            data = _from_stdin() if path == _STDIN else read_whole(path, LARGEST)
        except UsageError as error:
            yield Submission(path, _stem(path), (), Diagnostic("K502", error.message))
            continue
        sheets, by_key = read_submission(path, data, _ids(keys)), dict[str, list[Sheet]]()
        for number, sheet in enumerate(sheets):
            key = _key_of(sheet, keys)
            if key is None:
                told = (
                    f"there is no key for the sheet `{sheet.sheet}`" if sheet.sheet else "the file does not say which sheet it is"
                )
                yield Submission(path, sheet.student, (), sheet.problem or Diagnostic("K502", told), (), sheet.source)
            else:
                if len(keys) > 1 and key.path not in by_key:  # again with this key's ids alone: what is none of them is told
                    by_key[key.path] = read_submission(path, data, _ids([key]))
                alike = by_key.get(key.path, sheets)
                yield graders[key.path].sheet(alike[number] if len(alike) == len(sheets) else sheet)


def _ids(keys: Sequence[Key]) -> list[str]:
    return list(dict.fromkeys(question.id for key in keys for question in key.questions))


def _key_of(sheet: Sheet, keys: Sequence[Key]) -> Key | None:
    """The key of the sheet's word, else the one that is called as the file is; a single key is for all."""
    if len(keys) == 1:
        return keys[0]
    by_word = {key.sheet: key for key in keys if key.sheet}
    by_name = {os.path.basename(key.path).partition(".")[0]: key for key in keys}
    return by_word.get(sheet.sheet) if sheet.sheet else by_name.get(_stem(sheet.path))


def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]


def _reports(results: Results, format: str, target: str | None, several: bool) -> Iterator[_Report]:
    """One document, or where the format holds but one submission a document for each in a folder."""
    if format not in ONE_EACH:
        yield _Report(format, results, target)
        return
    in_folder = several or (target is not None and os.path.isdir(target))
    if not in_folder:
        yield _Report(format, results, target)
        return
    if target in (None, "-"):
        help = f"`-o FOLDER` or `--report {format}=FOLDER` writes a file for each"
        raise UsageError(f"a document of {format} holds one submission, not {len(results.submissions)}", help)
    for submission, name in zip(results.submissions, _names(results.submissions), strict=True):
        path = os.path.join(target, name + ONE_EACH[format])
        yield _Report(format, Results(results.title, (submission,)), path)


def _make_room(reports: Sequence[_Report], read: Sequence[str]) -> None:
    """Refuse what cannot be written before anything is; then make the folders of what autograders read."""
    keep_what_is_read([report.target for report in reports if report.format not in ONE_EACH], read)
    for folder in dict.fromkeys(os.path.dirname(report.target or "") for report in reports if report.format in ONE_EACH):
        _make_folder(folder)
    keep_what_is_read([report.target for report in reports], read)


def _make_folder(path: str) -> None:
    try:
        os.makedirs(path or os.curdir, exist_ok=True)
    except OSError as error:
        raise UsageError(f"the folder {path} cannot be made: {(error.strerror or str(error)).lower()}") from None


def _names(submissions: Sequence[Submission]) -> list[str]:
    """A file's name for each submission: its sheet's, with folder and student where one name is not enough."""
    stems = Counter(_stem(submission.path) for submission in submissions)
    return file_names((_named(submission, stems) for submission in submissions), "sheet")


def _named(submission: Submission, stems: Mapping[str, int]) -> str:
    stem = _stem(submission.path)
    if stems[stem] == 1:
        return stem
    folder = os.path.basename(os.path.dirname(submission.path))
    return "-".join(filter(None, (folder, stem, submission.student if submission.student != stem else "")))


def _rendered(report: _Report, asked: Asked) -> str:
    module = _CLASS if report.format == "text" and asked.summary else FORMATS[report.format]
    text: str = import_module(module).render(report.results, _look(asked, report.target))
    return text


def _look(asked: Asked, target: str | None) -> Look:
    """As wide as the terminal and in colour there; what goes to a file is UTF-8."""
    to_stdout = target in (None, "-")
    color = wants_color(asked.color, sys.stdout) and (to_stdout or asked.color == "always")
    width = asked.width or (known_width(sys.stdout) if to_stdout else None)
    return Look(width=width, color=color, ascii_only=to_stdout and is_ascii(sys.stdout))


def _has_room_for_score(targets: Sequence[tuple[str, str | None]]) -> bool:
    """Whether a JUnit report goes to a file and nothing but text to standard output: CodeGrade reads a score in its last line."""
    to_file = any(format == "junit" and target not in (None, "-") for format, target in targets)
    return to_file and all(format == "text" or target not in (None, "-") for format, target in targets)
