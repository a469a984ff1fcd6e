"""What can be asked: a quantity with its answers, its worked solution and the words of its question."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from cnncalc.homework.question import Truth
from cnncalc.homework.subjects import Networks, Subject
from cnncalc.spec.nodes import Node

if TYPE_CHECKING:
    from cnncalc.homework.exact import Computation
    from cnncalc.homework.solve import Problem


class Asked(NamedTuple):
    """A question's words, read: what it is about, and the conventions of the key."""

    subject: Subject | None  # of quantities that are about "layers"
    computation: Computation | None  # about "values"
    problem: Problem | None  # about "find"
    biases: str  # "counted", "left out" or "either"
    layout: str  # "hwc" or "chw"
    options: dict[str, Any]  # further words of the question, as texts and lists
    nodes: dict[str, Node]  # the same with their places
    networks: Networks
    batch: int
    dtype: str

    @property
    def about(self) -> Subject:
        """The layers that it is about."""
        assert self.subject is not None
        return self.subject


class Answered(NamedTuple):
    """Every accepted answer, the worked solution, and the question in words where the key has none."""

    truths: tuple[Truth, ...]
    solution: tuple[str, ...]
    text: str


class Quantity(NamedTuple):
    """One word of `ask`. `answer` raises Refused where the question has no such figure."""

    word: str
    form: str  # of the answer: "number", "sizes", "fit" or "cells"
    what: str  # one phrase: "the parameters, biases among them"
    about: str  # what its questions name: "layers", "values" or "find"
    answer: Callable[[Asked], Answered]
    options: tuple[str, ...] = ()


def truth(value: int | Fraction, label: str = "") -> Truth:
    """A number that is accepted."""
    return Truth(Fraction(value), label)
