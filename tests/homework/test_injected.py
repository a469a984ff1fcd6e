"""Slips are found: those that `injector` makes with arithmetic of its own, and hardly any in numbers drawn at random."""

from __future__ import annotations

import re
from collections import Counter
from math import exp, log
from random import Random
from typing import NamedTuple

import pytest

from cnncalc.homework.grading import Grader
from cnncalc.homework.key import read_key
from tests.homework.injected import Posed, sheets
from tests.homework.injector import STUDENTS

CASES = 10_000
#: Name of a slip in `injector` -> the codes that say it; which of them depends on what is asked.
CODES: dict[str, tuple[str, ...]] = {
    "bias forgotten": ("K101", "K435"),
    "depth forgotten": ("K102", "K318"),
    "depth and bias forgotten": ("K103",),
    "flattened without depth": ("K102", "K318"),
    "one filter": ("K104", "K320"),
    "bias per weight": ("K105",),
    "bias twice": ("K106",),
    "padding once": ("K201",),
    "+1 forgotten": ("K202",),
    "stride ignored": ("K203", "K402", "K432"),
    "floored": ("K204",),
    "F and P swapped": ("K205",),
    "H and W swapped": ("K206",),
    "pooling given parameters": ("K108",),
    "a kernel a channel": ("K108",),
    "depth changed by pooling": ("K207",),
    "earlier depth": ("K109",),
    "activations for parameters": ("K304", "K116"),
    "MACs for FLOPs": ("K305",),
    "batch forgotten": ("K306",),
    "backward forgotten": ("K307",),
    "bits for bytes": ("K302",),
    "kernels added": ("K401",),
    "previous repeated": ("K421", "K405", "K208", "K214"),  # the output before is the input here: "size thought kept"
    "K = 1024": ("K301", "K303"),  # which are the same slip in bytes
    "MB for MiB": ("K303",),
    "flipped": ("K431",),
}


class Outcome(NamedTuple):
    """What was made of one wrong answer. `alone`: no other of the injector's slips gives it."""

    slip: str
    ask: str
    question: str
    answer: str
    status: str
    misconceptions: tuple[str, ...]
    alone: bool


def numbers(answer: str) -> list[str]:
    """An answer without its looks."""
    return re.findall(r"[-\d.]+", re.sub(r"(?<=\d),(?=\d{3})", "", answer))


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    """The injected slips, graded; each right answer is graded as well."""
    found: list[Outcome] = []
    for sheet in sheets(seed=2017, count=CASES):
        key = read_key(sheet.key)
        grader = Grader(key)
        for question, posed in zip(key.questions, sheet.posed, strict=True):
            right = grader.answer(question, posed.right)
            assert (right.status, right.misconceptions) == ("right", ()), (posed.yaml, posed.right, sheet.key)
            for slip, answer in posed.wrong:
                graded = grader.answer(question, answer)
                alone = sum(numbers(other) == numbers(answer) for _, other in posed.wrong) == 1
                found.append(Outcome(slip, posed.ask, posed.yaml, answer, graded.status, graded.misconceptions, alone))
        if len(found) >= CASES:
            break
    return found


def test_every_slip_is_injected_often(outcomes: list[Outcome]) -> None:
    counts = Counter(outcome.slip for outcome in outcomes)
    assert len(outcomes) >= CASES
    assert counts.keys() == CODES.keys()
    assert STUDENTS.keys() < CODES.keys()
    assert min(counts.values()) >= 50, counts


def test_the_injected_slip_is_named(outcomes: list[Outcome]) -> None:
    missed = [one for one in outcomes if one.status != "wrong" or not set(CODES[one.slip]) & set(one.misconceptions)]
    assert not missed, (len(missed), missed[:5])


def test_it_is_named_first_where_no_other_explains_the_answer(outcomes: list[Outcome]) -> None:
    alone = [one for one in outcomes if one.alone]
    late = Counter((one.slip, one.ask, one.misconceptions[0]) for one in alone if one.misconceptions[0] not in CODES[one.slip])
    assert len(alone) > CASES * 0.8
    assert sum(late.values()) <= 0.03 * len(alone), late.most_common(10)


def test_random_numbers_are_hardly_ever_explained() -> None:
    random, claimed, asked = Random(2016), Counter[str](), Counter[str]()
    for sheet in sheets(seed=2012, count=CASES):
        key = read_key(sheet.key)
        grader = Grader(key)
        for question, posed in zip(key.questions, sheet.posed, strict=True):
            for answer in _near(random, posed):
                graded = grader.answer(question, answer)
                if graded.status == "wrong":
                    asked[posed.ask] += 1
                    claimed[posed.ask] += bool(graded.misconceptions)
        if asked.total() >= CASES:
            break
    assert asked.keys() == {"params", "weights", "macs", "flops", "activations", "memory"}
    assert claimed.total() < 0.01 * asked.total(), (claimed, asked)


def _near(random: Random, posed: Posed) -> list[str]:
    """Whole numbers within 10x of a truth of four digits or more, none where it has fewer."""
    if posed.truth is None or posed.truth < 1000:
        return []
    return [str(round(float(posed.truth) * exp(random.uniform(-log(10), log(10))))) for _ in range(8)]
