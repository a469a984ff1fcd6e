"""A sheet of exercises: questions drawn, answered by the engine, and written as a key that is read back once more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from hashlib import sha256
from shlex import quote
from typing import Any

from cnncalc.diagnostics import UsageError
from cnncalc.homework.exercises import EXERCISES, exercise
from cnncalc.homework.exercises._draws import Draws
from cnncalc.homework.exercises._exercise import Made
from cnncalc.homework.judging import shown_truth
from cnncalc.homework.key import read_key
from cnncalc.homework.question import Question
from cnncalc.homework.written import Grid
from cnncalc.spec.from_python import write
from cnncalc.spec.scalars import quoted

_TRIES = 400
_SHORT = 3  # digits of a number that stands in a question by chance


def make(types: Sequence[str], number: int, difficulty: str, seed: int, student: str = "") -> str:
    """The text of a key with so many exercises, taken in turn from the types; without types, from all in an order drawn.

    Seed and student give the numbers; the types and their variants are the same for all students of a seed. Raises
    UsageError where a type has not so many different exercises.
    """
    order = list(types) or Draws((seed, "order")).sample(list(EXERCISES), len(EXERCISES))
    taken: set[str] = set()
    questions: list[dict[str, Any]] = []
    networks: dict[str, Any] = {}
    for place in range(number):
        made = _drawn(order[place % len(order)], difficulty, (seed, place), student, taken)
        numbered = _numbered(made, place + 1)
        questions += numbered.parts
        networks |= numbered.networks
    body = _body(questions, networks)
    who = f" --students {quote(student)}" if student else ""
    made_by = f"cnncalc exercise {' '.join([*types, ''])}--number {number} --difficulty {difficulty} --seed {seed}{who}"
    word = f"{seed}-{sha256((student + body).encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"
    named = {"title": f"Exercises ({difficulty})", "sheet": word, **({"student": student} if student else {})}
    text = f"# {made_by}\n{write({**named, 'biases': 'counted'}).text}{body}"
    read_key(text)
    return text


def _drawn(type: str, difficulty: str, names: tuple[object, ...], student: str, taken: set[str]) -> Made:
    """An exercise of this type that is one, and is not on the sheet yet; its answers are filled in."""
    for attempt in range(_TRIES):
        draw = Draws((*names, type, difficulty, student, attempt), Draws((*names, type, difficulty)))
        made = exercise(type).make(draw, difficulty)
        if made is None or made.parts[0]["text"] in taken:
            continue
        numbered = _numbered(made, 1)
        questions = read_key("biases: counted\n" + _body(numbered.parts, numbered.networks)).questions
        if _is_one(questions):
            taken.add(made.parts[0]["text"])
            answers = [_answer(question) for question in questions]
            return made._replace(parts=[{**part, "answer": found} for part, found in zip(made.parts, answers, strict=True)])
    message = f"no further {difficulty} exercise of the type `{type}` is found that is not on the sheet already"
    raise UsageError(message, "ask for fewer, or for more types")


def _is_one(questions: Sequence[Question]) -> bool:
    """Whether there is something to find: an answer stands in no question, and not every cell is 0."""
    cells = [question.truth for question in questions if question.form == "cells"]
    if cells and not any(_has_more(cell) for cell in cells):
        return False
    read = "\n".join(question.text for question in questions)
    shown = [shown_truth(question) for question in questions]
    return not any(len(answer) > _SHORT and answer in read for answer in shown)


def _has_more(value: Any) -> bool:
    """Whether a cell is not 0."""
    grid: Grid = value
    return any(map(_has_more, grid)) if isinstance(grid, tuple) else grid != 0


def _answer(question: Question) -> str | int:
    truth = question.truth
    whole = question.form == "number" and isinstance(truth, Fraction) and truth.denominator == 1
    return int(truth) if whole and isinstance(truth, Fraction) else shown_truth(question)


def _numbered(made: Made, number: int) -> Made:
    """With the ids of its place on a sheet, and networks named after it."""
    ids = [f"{number}.{part}" for part in range(1, len(made.parts) + 1)] if len(made.parts) > 1 else [str(number)]
    names = {name: f"{name}{number}" for name in made.networks}
    parts = [
        {"id": id, **{key: names.get(value, value) if key in ("network", "to") else value for key, value in part.items()}}
        for id, part in zip(ids, made.parts, strict=True)
    ]
    return Made(parts, {names[name]: network for name, network in made.networks.items()})


def _body(questions: Iterable[dict[str, Any]], networks: dict[str, Any] | Any) -> str:
    """Networks and questions as YAML, for people too: a text as a block, a hint a line."""
    lines = ["networks:", *(line for name, network in networks.items() for line in _network(name, network))] if networks else []
    lines.append("questions:")
    for question in questions:
        lines += _question(question)
    return "\n".join(lines) + "\n"


def _network(name: str, network: dict[str, Any]) -> Iterator[str]:
    yield f"  {name}:"
    yield from (f"    {line}" for line in write(network).text.splitlines())


def _question(question: dict[str, Any]) -> Iterator[str]:
    plain = {name: value for name, value in question.items() if name not in ("text", "hints", "answer")}
    first, *others = write({"id": plain.pop("id")}).text.splitlines() + write(plain).text.splitlines()
    yield f"  - {first}"
    yield "    text: |-"
    yield from (f"      {line}".rstrip() for line in question["text"].splitlines())
    yield from (f"    {line}" for line in others)
    if "answer" in question:
        yield f"    {write({'answer': question['answer']}).text.rstrip()}"
    yield "    hints:"
    yield from (f"      - {quoted(hint)}" for hint in question["hints"])
