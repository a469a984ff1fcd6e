"""`cnncalc grade SUBMISSION... --key KEY`: answers graded, and the slips behind wrong ones named."""

from __future__ import annotations

from typing import Annotated

import typer

from cnncalc.cli import _complete
from cnncalc.cli import _options as options
from cnncalc.homework.formats import FORMATS

Submissions = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SUBMISSION...",
        help="Answers as YAML, CSV or a filled-in worksheet; folders of them; - is stdin.",
        show_default=False,
    ),
]
KeyName = Annotated[
    str | None, typer.Option("--key", metavar="KEY|FOLDER", help="The key, - for stdin, or a folder with a key for each sheet.")
]
FormatName = Annotated[
    str, typer.Option("--format", "-f", help=f"{', '.join(FORMATS)}.", autocompletion=_complete.words_of(FORMATS))
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE|FOLDER", help="Write FILE; a file for each submission where a format needs that."
    ),
]


def command(
    submissions: Submissions = None,
    key: KeyName = None,
    check_key: Annotated[bool, typer.Option("--check-key", help="Print the key's answers, worked again, and stop.")] = False,
    format: FormatName = "text",
    output: Output = None,
    report: Annotated[
        list[str] | None, typer.Option("--report", metavar="FORMAT=FILE", help="A further report of the same run; repeatable.")
    ] = None,
    summary: Annotated[bool, typer.Option("--summary", help="The class alone, without the sheets.")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever the scores.")] = False,
    color: options.Color = "auto",
    width: options.Width = None,
) -> None:
    """Grade homework: what is right, what follows from an earlier slip, and which slip gives exactly a wrong answer.

    Exit status 0: every submission has all points; 1: one has not, could not be read, or the key is wrong; 2: no such file.
    """
    from cnncalc.cli import _grade

    asked = _grade.Asked(
        tuple(submissions or ()), key, options.known_word("format", format, tuple(FORMATS)), output, tuple(report or ()),
        summary, exit_zero, color, width,
    )  # fmt: skip
    raise typer.Exit(_grade.check_key(asked) if check_key else _grade.grade(asked))
