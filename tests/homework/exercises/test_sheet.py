"""A whole sheet: the same again tomorrow, other numbers for each student, and a word that ties it to its key."""

from __future__ import annotations

from itertools import combinations, groupby
from pathlib import Path

import pytest

from cnncalc.diagnostics import UsageError
from cnncalc.homework.exercises import EXERCISES
from cnncalc.homework.exercises._draws import Draws
from cnncalc.homework.exercises.sheet import make
from cnncalc.homework.exercises.solution import write_solution
from cnncalc.homework.key import read_key
from cnncalc.homework.submissions.worksheet import write_worksheet

HERE = Path(__file__).parent
TYPES = ["output-size", "filter", "gradients"]


def test_the_same_seed_gives_the_same_bytes() -> None:
    """What was given out to a class stays what it was. A change of an exercise changes this file, and says so in the changes."""
    text = make(TYPES, 3, "easy", 7, "Ada Lovelace")
    assert text == (HERE / "golden.key.yaml").read_text("utf-8")
    key = read_key(text)
    worksheet = write_worksheet(key.title, key.sheet, key.questions, "Ada Lovelace")
    assert worksheet == (HERE / "golden.md").read_text("utf-8")


def test_draws_are_the_hash_of_their_names() -> None:
    """Worked out with sha256sum: printf 'a\\0007\\0000' | sha256sum gives 1ff8c79f..., and so on."""
    draws = Draws(("a", 7))
    assert [draws.below(1000) for _ in range(4)] == [_expected(number) for number in range(4)]
    assert sorted(Draws(("b",)).sample(range(5), 5)) == [0, 1, 2, 3, 4]
    assert {Draws((number,)).between(2, 4) for number in range(50)} == {2, 3, 4}


def _expected(number: int) -> int:
    from hashlib import new

    return int(new("sha256", b"a\x007\x00" + str(number).encode()).hexdigest()[:16], 16) % 1000


def exercises(text: str) -> list[tuple[str, list[str]]]:
    """What the students read, exercise by exercise, and what is asked."""
    parts = (list(found) for _, found in groupby(read_key(text).questions, lambda question: question.id.partition(".")[0]))
    return [(" ".join(one.text for one in found), [one.ask for one in found]) for found in parts]


@pytest.mark.parametrize("difficulty", ["easy", "medium", "hard"])
def test_students_have_equal_questions_with_other_numbers(difficulty: str) -> None:
    names = ["ada", "grace", "Ada", "emmy", ""]
    sheets = {name: make([], 15, difficulty, 3, name) for name in names}
    assert len({read_key(text).sheet for text in sheets.values()}) == 5
    drawn = {name: exercises(text) for name, text in sheets.items()}
    for one, other in combinations(names, 2):
        same = sum(a == b for (a, _), (b, _) in zip(drawn[one], drawn[other], strict=True))
        assert same <= 1, (one, other)  # the rows of a small network's table are few
    rows_apart = [[asks for text, asks in drawn[name] if not text.startswith("In a table of")] for name in names]
    assert all(asks == rows_apart[0] for asks in rows_apart)


def test_more_exercises_leave_the_first_ones_as_they_are() -> None:
    few, many = (read_key(make([], count, "medium", 5)) for count in (3, 6))
    assert [question.text for question in few.questions] == [question.text for question in many.questions][: len(few.questions)]


def test_types_in_turn_or_all() -> None:
    key = read_key(make(["find-padding", "pooling"], 4, "easy", 1))
    assert [question.ask for question in key.questions] == ["padding", "values"] * 2
    every = make([], len(EXERCISES), "medium", 2)
    assert {question.id.partition(".")[0] for question in read_key(every).questions} == {str(n) for n in range(1, 16)}


def test_the_key_says_what_holds() -> None:
    text = make(["parameters"], 2, "easy", 1, "Zoë; rm -rf")
    assert text.startswith("# cnncalc exercise parameters --number 2 --difficulty easy --seed 1 --students 'Zoë; rm -rf'\n")
    assert "\nbiases: counted\n" in text
    assert text.count("\n    answer: ") == text.count("\n    hints:\n") == text.count("\n    points: ") == 2


def test_too_many_of_one_type() -> None:
    with pytest.raises(UsageError, match="no further easy exercise of the type `table-cell`"):
        make(["table-cell"], 100, "easy", 1)


def test_solutions() -> None:
    key = read_key(
        "questions: [{id: a, ask: params, input: 32x32x3, layer: {conv: {filters: 10, kernel: 5}}, text: 'How many?'}]"
    )
    assert write_solution(key) == (
        "# Exercises: solutions\n\n## a (1 point)\n\nHow many?\n\n**760**\n\n"
        "```text\nparameters = (F*F*D + 1)*K = (5*5*3 + 1)*10 = 760\n```\n"
    )
