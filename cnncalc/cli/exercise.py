"""`cnncalc exercise TYPE...`: worksheets with their keys, as many as there are students."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from cnncalc.cli._complete import words_of
from cnncalc.cli._output import say, write
from cnncalc.diagnostics import UsageError, printable
from cnncalc.homework.exercises import EXERCISES, exercise
from cnncalc.homework.exercises._asked import LARGEST_SEED, Asked, asked
from cnncalc.homework.exercises._exercise import DIFFICULTIES

if TYPE_CHECKING:
    from cnncalc.homework.key import Key

_NUMBER, _MOST, _DIFFICULTY = 5, 100, "medium"

Types = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="TYPE...",
        help="Types of exercises, taken in turn; without any, all of them.",
        show_default=False,
        autocompletion=words_of(EXERCISES),
    ),
]
Number = Annotated[
    int | None, typer.Option("--number", "-n", min=1, max=_MOST, help=f"Exercises of a sheet. [default: {_NUMBER}]")
]
Difficulty = Annotated[
    str | None,
    typer.Option(
        "--difficulty", help=f"{', '.join(DIFFICULTIES)}. [default: {_DIFFICULTY}]", autocompletion=words_of(DIFFICULTIES)
    ),
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", min=0, max=LARGEST_SEED, help="The same seed gives the same sheet; one is drawn otherwise."),
]
Students = Annotated[
    str | None,
    typer.Option("--students", metavar="NAMES|FILE", help="ada,grace, or a file with a name a line: each gets other numbers."),
]
Output = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FOLDER", help="Write NAME.md and NAME.key.yaml into FOLDER, for each student."),
]
FromKey = Annotated[str | None, typer.Option("--from-key", metavar="KEY", help="The worksheet of a key of your own; - is stdin.")]


def command(
    types: Types = None,
    number: Number = None,
    difficulty: Difficulty = None,
    seed: Seed = None,
    students: Students = None,
    output: Output = None,
    from_key: FromKey = None,
    key_only: Annotated[bool, typer.Option("--key-only", help="Print the key in place of the worksheet.")] = False,
    solution: Annotated[bool, typer.Option("--solution", help="Print the worked solutions in place of the worksheet.")] = False,
    list_types: Annotated[bool, typer.Option("--list", help="Print the types, and stop.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is in FOLDER.")] = False,
) -> None:
    """Make exercises: a worksheet in Markdown, and the key that `cnncalc grade` grades it with.

    For example: cnncalc exercise parameters stack --difficulty easy --seed 7
    """
    if list_types:
        write(_list())
        return
    _check(key_only, solution, output)
    if from_key is not None:
        if key_only or types or any(given is not None for given in (number, difficulty, seed)):
            help = "leave out TYPE, --number, --difficulty, --seed and --key-only"
            raise UsageError("the questions are those of --from-key", help)
        sheets = list(_of_key(from_key, students))
    else:
        wanted = asked(types or (), number or _NUMBER, difficulty or _DIFFICULTY, seed)
        sheets = list(_drawn(wanted, students))
    if output is not None:
        _write(sheets, output, force, [path for path in (from_key, students) if path is not None and os.path.isfile(path)])
        return
    _print(sheets, key_only, solution)
    if from_key is None and seed is None:
        say(f"--seed {wanted.seed} gives this again\n")


def _check(key_only: bool, solution: bool, output: str | None) -> None:
    """What is printed is one thing, and nothing where files are written. Raises UsageError."""
    if key_only and solution:
        raise UsageError("--key-only and --solution both say what is printed", "leave one out")
    if output is not None and (key_only or solution):
        raise UsageError("with `-o`, worksheets and keys are written", "leave out --key-only and --solution, or `-o`")


class _Sheet(NamedTuple):
    """One worksheet. `text` is that of its key; empty where the key is a file already."""

    name: str  # of its files
    student: str
    key: Key
    text: str = ""


def _students(students: str | None, otherwise: str) -> list[tuple[str, str]]:
    """Each student with the name of the files; one without a name where no students are given."""
    from cnncalc.homework.exercises.roster import read_names
    from cnncalc.homework.file_names import file_names

    if students is None:
        return [("", otherwise)]
    names = read_names(students)
    return list(zip(names, file_names(names, "student"), strict=True))


def _drawn(wanted: Asked, students: str | None) -> Iterator[_Sheet]:
    from cnncalc.homework.exercises.sheet import make
    from cnncalc.homework.key import read_key

    for student, name in _students(students, f"exercise-{wanted.seed}"):
        text = make(*wanted, student)
        yield _Sheet(name, student, read_key(text), text)


def _of_key(path: str, students: str | None) -> Iterator[_Sheet]:
    from cnncalc.homework.key import load_key

    key = load_key(path)
    name_of_key = "" if path == "-" else os.path.basename(path).partition(".")[0]
    for student, name in _students(students, name_of_key or "worksheet"):
        yield _Sheet(name, student, key)


def _print(sheets: list[_Sheet], key_only: bool, solution: bool) -> None:
    from cnncalc.homework.exercises.solution import write_solution

    if len(sheets) > 1:
        raise UsageError(f"{len(sheets)} sheets are more than one text", "`-o FOLDER` writes a file for each")
    (sheet,) = sheets
    write(sheet.text if key_only else write_solution(sheet.key) if solution else _worksheet(sheet))


def _worksheet(sheet: _Sheet) -> str:
    from cnncalc.homework.exercises._once import described_once
    from cnncalc.homework.submissions.worksheet import write_worksheet

    return write_worksheet(sheet.key.title, sheet.key.sheet, described_once(sheet.key.questions), sheet.student)


def _write(sheets: list[_Sheet], folder: str, force: bool, read: list[str]) -> None:
    from cnncalc.homework.exercises.handout import write_files
    from cnncalc.homework.submissions import KEYS

    files = {f"{sheet.name}.md": _worksheet(sheet) for sheet in sheets}
    files |= {f"{sheet.name}{KEYS[0]}": sheet.text for sheet in sheets if sheet.text}
    write_files(folder, files, force, read)
    if len(sheets) == 1:
        write(printable(f"wrote {' and '.join(os.path.join(folder, name) for name in files)}") + "\n")
    else:
        keys = f" and {len(sheets)} keys" if sheets[0].text else ""
        write(printable(f"wrote {len(sheets)} worksheets{keys} to {folder}") + "\n")


def _list() -> str:
    width = max(map(len, EXERCISES))
    return "".join(f"{type:<{width}}  {exercise(type).what}\n" for type in EXERCISES)
