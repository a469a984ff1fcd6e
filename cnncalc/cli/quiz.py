"""`cnncalc quiz TYPE...`: exercises one after the other, in a terminal or from lines on standard input."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from cnncalc.cli import _complete
from cnncalc.cli import _options as options
from cnncalc.cli._output import known_width, wants_color, write
from cnncalc.diagnostics import UsageError
from cnncalc.homework.exercises import EXERCISES
from cnncalc.homework.exercises._asked import LARGEST_SEED, asked
from cnncalc.homework.exercises._exercise import DIFFICULTIES
from cnncalc.homework.formats._texts import cut

if TYPE_CHECKING:
    from cnncalc.homework.key import Key
    from cnncalc.homework.quiz import Quiz
    from cnncalc.homework.quiz_render import Look

_PROMPT = "> "
_LONGEST = 65_536  # characters of an answer
_MOST_BYTES = 4 * _LONGEST + 4
_SHOWN = 200  # and of one that is written behind the prompt


Types = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="TYPE...",
        help=f"{', '.join(EXERCISES)}; all otherwise.",
        autocompletion=_complete.words_of(EXERCISES),
        show_default=False,
    ),
]
Number = Annotated[int | None, typer.Option("--number", "-n", min=1, max=100, help="How many; 5, or all of a key.")]
Difficulty = Annotated[
    str | None,
    typer.Option(
        "--difficulty", help=f"{', '.join(DIFFICULTIES)}; easy otherwise.", autocompletion=_complete.words_of(DIFFICULTIES)
    ),
]
Seed = Annotated[int | None, typer.Option("--seed", min=0, max=LARGEST_SEED, help="The same number gives the same questions.")]


def command(
    types: Types = None,
    number: Number = None,
    difficulty: Difficulty = None,
    seed: Seed = None,
    key: Annotated[str | None, typer.Option("--key", metavar="KEY", help="Ask the questions of a key instead.")] = None,
    color: options.Color = "auto",
    width: options.Width = None,
) -> None:
    """Practise: questions one after the other, each wrong answer explained, with hints and worked solutions.

    For example: cnncalc quiz output-size parameters --number 3

    Exit status 0, whatever the score.
    """
    from cnncalc.homework import quiz_render
    from cnncalc.homework.quiz import Quiz

    if key is not None and (types or difficulty is not None or seed is not None):
        raise UsageError("--key asks a key's own questions", "leave the types, --difficulty and --seed out, or --key")
    if key == "-":
        raise UsageError("the answers come from standard input, so the key cannot", "name the key's file")
    look = quiz_render.Look(width or known_width(sys.stdout), wants_color(color, sys.stdout))
    questions, again = _of_key(key) if key is not None else _drawn(types or [], number or 5, difficulty or "easy", seed)
    quiz = Quiz(questions, number if key is not None else None)
    if not quiz.turns:
        raise UsageError(f"every question of {questions.path} is hidden")
    status = 0
    try:
        _ask(quiz, look)
    except KeyboardInterrupt:
        write("\n")
        status = 130
    write(quiz_render.closing(quiz, again, look))
    raise typer.Exit(status)


def _of_key(path: str) -> tuple[Key, str]:
    """A teacher's key, whose questions stay the same without a word."""
    from cnncalc.homework.key import load_key

    return load_key(path), ""


def _drawn(types: list[str], number: int, difficulty: str, seed: int | None) -> tuple[Key, str]:
    """Exercises, and the command that gives them again."""
    from cnncalc.homework.exercises.sheet import make
    from cnncalc.homework.key import read_key

    wanted = asked(types, number, difficulty, seed)
    again = f"cnncalc quiz {' '.join([*types, ''])}--number {number} --difficulty {difficulty} --seed {wanted.seed}"
    return read_key(make(*wanted)), again


def _ask(quiz: Quiz, look: Look) -> None:
    """Question after question, until there is none, no more input, or enough."""
    from cnncalc.homework.quiz_render import answered, opening, question

    read = _from_terminal if sys.stdin is not None and sys.stdin.isatty() else _from_pipe
    write(opening(quiz, look))
    shown = None
    while (turn := quiz.current) is not None:
        if turn is not shown:
            write(question(quiz, look))
            shown = turn
        line = read()
        if line is None:
            quiz.stop()
        elif len(line) > _LONGEST:
            write(f"Not read. An answer has at most {_LONGEST:,} characters.\n")
        else:
            write(answered(turn, quiz.reply(line), look))


def _from_terminal() -> str | None:
    """A line that is typed, with keys to edit it; None at Ctrl-D."""
    with suppress(ImportError):
        import readline  # noqa: F401  # what `input` edits with
    try:
        return input(_PROMPT)
    except EOFError:
        write("\n")
        return None
    except UnicodeDecodeError:
        return "\ufffd"


def _from_pipe() -> str | None:
    """A line of standard input, written behind the prompt as if it were typed; None at the end."""
    data = sys.stdin.buffer.readline(_MOST_BYTES) if sys.stdin is not None else b""
    end = data
    while end and not end.endswith(b"\n"):  # the rest of a line that is too long
        end = sys.stdin.buffer.readline(_MOST_BYTES)
    line = data.decode("utf-8-sig", "replace").rstrip("\r\n")
    write(f"{_PROMPT}{cut(line, _SHOWN)}\n" if data else f"{_PROMPT}\n")
    return line if data else None
