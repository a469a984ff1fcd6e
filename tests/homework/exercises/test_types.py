"""Every type of exercise: its numbers against those that a student gets from the text alone, its hints, and its worksheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from math import prod
from pathlib import Path

import pytest

from cnncalc.homework import exercises
from cnncalc.homework.exercises import EXERCISES
from cnncalc.homework.exercises._exercise import DIFFICULTIES
from cnncalc.homework.exercises.sheet import make
from cnncalc.homework.grading import Grader
from cnncalc.homework.judging import shown_truth
from cnncalc.homework.key import Key, read_key
from cnncalc.homework.question import Misfit, Question
from cnncalc.homework.submissions import read_submission
from cnncalc.homework.submissions.worksheet import write_worksheet
from tests.homework.exercises import by_hand

SEEDS = range(4)
#: Types of which every question, or every first one, is worked out again from its words alone.
BY_HAND = {
    "output-size", "legality", "find-padding", "find-stride", "values", "pooling", "filter", "receptive-field", "gradients",
}  # fmt: skip


@cache
def key_of(type: str, difficulty: str, seed: int) -> Key:
    return read_key(make([type], 3, difficulty, seed, "ada"))


def questions(type: str, difficulty: str) -> Iterator[tuple[Question, str]]:
    """Each question, and the text of the one that its exercise begins with."""
    for seed in SEEDS:
        first: dict[str, str] = {}
        for question in key_of(type, difficulty, seed).questions:
            yield question, first.setdefault(question.id.split(".")[0], question.text)


every = pytest.mark.parametrize("difficulty", DIFFICULTIES)
each = pytest.mark.parametrize("type", EXERCISES)


def test_the_table_names_every_file() -> None:
    files = {path.stem for path in Path(exercises.__file__).parent.glob("[a-z]*.py")}
    assert {module.rpartition(".")[2] for module in EXERCISES.values()} == files - {"sheet", "roster", "handout", "solution"}
    assert all(module == f"cnncalc.homework.exercises.{type.replace('-', '_')}" for type, module in EXERCISES.items())


@every
@pytest.mark.parametrize("type", sorted(BY_HAND))
def test_what_is_read_gives_the_answer(type: str, difficulty: str) -> None:
    worked = 0
    for question, first in questions(type, difficulty):
        by_words = by_hand.answer(question.text, first)
        if by_words is not None:
            worked += 1
            assert by_words == shown_truth(question), question.text
        else:
            assert question.text != first, f"nobody can work this out: {question.text}"
    assert worked >= len(SEEDS) * 3


@every
@each
def test_the_last_hint_leads_to_the_answer(type: str, difficulty: str) -> None:
    for question, _ in questions(type, difficulty):
        found = re.fullmatch(r"Put in: (?:2P = |P \+ Q = )?([-0-9 +*/()]+)", question.hints[-1])
        if found is None:
            continue
        value = eval(re.sub(r"(\d+)", r"Fraction(\1)", found[1]), {"Fraction": Fraction})  # of a text that the project made
        if "2P =" in question.hints[-1]:
            value /= 2
        truth = question.truth
        if question.form == "number" and isinstance(truth, Fraction):
            assert value == truth, question.text
        elif isinstance(truth, Misfit):
            assert {value} == set(truth.sizes), question.text
        elif isinstance(truth, tuple) and question.ask == "padding":
            assert value == sum(truth), question.text  # type: ignore[arg-type]  # a pair of Fractions
        elif isinstance(truth, tuple):
            assert {value} == set(truth) or value == truth[0] or truth == (value,), question.text


@every
@each
def test_hints_help_and_do_not_tell(type: str, difficulty: str) -> None:
    for question, _ in questions(type, difficulty):
        assert 2 <= len(question.hints) <= 3, question.text
        answer = shown_truth(question)
        telling = [hint for hint in question.hints if len(answer) > 3 and answer.replace(",", "") in hint.replace(",", "")]
        assert not telling, (question.text, answer)


@every
@each
def test_no_question_holds_its_answer_or_asks_for_nothing(type: str, difficulty: str) -> None:
    for question, first in questions(type, difficulty):
        answer = shown_truth(question)
        assert len(answer) <= 3 or answer not in first + question.text
        assert question.points >= 1
        assert question.text.endswith(("?", "```", ".", ")")), question.text


@every
@each
def test_a_filled_in_worksheet_has_all_points(type: str, difficulty: str) -> None:
    for seed in SEEDS:
        key = key_of(type, difficulty, seed)
        text = filled(key)
        (sheet,) = read_submission("ada.md", text.encode(), [question.id for question in key.questions])
        assert (sheet.student, sheet.sheet, sheet.remarks) == ("ada", key.sheet, ())
        graded = Grader(key).sheet(sheet)
        assert [(one.id, one.status) for one in graded.questions] == [(one.id, "right") for one in key.questions], text


def filled(key: Key) -> str:
    """A worksheet with its answers, grids a row a line, as a student fills it in."""
    head, *parts = re.split(r"(?m)^(?=## )", write_worksheet(key.title, key.sheet, key.questions, "ada"))
    written = [head]
    for part, question in zip(parts, key.questions, strict=True):
        answer = shown_truth(question)
        rows = "\n".join(row.strip("[] ") for row in answer.split("], [")) if question.form == "cells" else answer
        room = "```text\n\n```" if question.form == "cells" else "_" * 20
        assert part.count(room) == 1
        written.append(part.replace(room, f"```text\n{rows}\n```" if question.form == "cells" else rows))
    return "".join(written)


def test_a_padding_that_differs_may_be_split_in_any_way() -> None:
    key = key_of("find-padding", "hard", 1)
    for question in key.questions:
        total = int(sum(question.truth))  # type: ignore[arg-type]  # a pair of Fractions
        assert question.text.endswith("Any split of it counts; write it as `[before, after]`.")
        assert {Grader(key).answer(question, f"[{first}, {total - first}]").status for first in range(total + 1)} == {"right"}


def test_neighbours_are_as_many_pixels_apart_as_the_strides_multiply_to() -> None:
    asked = [(question, first) for question, first in questions("receptive-field", "hard") if question.ask == "jump"]
    for question, first in asked:
        step = prod(int(stride) for stride in re.findall(r"stride (\d+)", first))
        assert question.text == "How many pixels of the input apart are neighbouring values of the output?"
        assert shown_truth(question) == f"{step}x{step}"
    assert len(asked) == len(SEEDS) * 3


@every
def test_layers_fit_and_do_not(difficulty: str) -> None:
    answers = Counter(shown_truth(question).startswith("does not") for question, _ in questions("legality", difficulty))
    assert set(answers) == {True, False}


@every
@pytest.mark.parametrize("type", sorted(set(EXERCISES) - {"table-cell"}))
def test_there_are_many(type: str, difficulty: str) -> None:
    key = read_key(make([type], 40, difficulty, 1))
    firsts = [question.text for question in key.questions if question.id.partition(".")[2] in ("", "1")]
    assert len(set(firsts)) == 40
