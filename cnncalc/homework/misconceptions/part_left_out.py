"""K314: one layer, or all of one kind, left out of a sum."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.claims import figures
from cnncalc.homework.misconceptions._counting import MEMORY, OPERATIONS, PARAMETERS, Part, by_size, parts, plain, written
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question

_MOST = 8  # of the largest figures; who leaves a small one out is nearly right


def _slips(question: Question) -> Iterator[Slip]:
    ways = figures(question) if question.ask in PARAMETERS else ("",)
    for figure in ways:
        found = parts(question, figure)
        for less, names in by_size([part for part in found if part.kind != "input"], _MOST):
            yield _without(question, found, less, f"{names} is", figure)
        for words, missing in _kinds(found):
            if 1 < len(missing) < len(found):
                yield _without(question, found, sum(part.value for part in missing), f"{words} are", figure)


def _kinds(found: list[Part]) -> list[tuple[str, list[Part]]]:
    """All layers of a kind, and all but those of one, where that is another sum."""
    kinds = [
        ("the convolutions", [part for part in found if part.kind == "conv"]),
        ("the fully connected layers", [part for part in found if part.kind == "fc"]),
        ("the pools", [part for part in found if "pool" in part.kind]),
        ("all but the conv and fc layers", [part for part in found if part.kind not in ("conv", "fc")]),
        ("all but the convolutions", [part for part in found if part.kind != "conv"]),
    ]
    return [kind for number, kind in enumerate(kinds) if kind[1] not in [missing for _, missing in kinds[:number]]]


def _without(question: Question, found: list[Part], less: int, words: str, figure: str) -> Slip:
    right = sum(part.value for part in found)
    said = f"{plain(right)} weights" if figure == "weights" else written(question, right)
    return Slip(Fraction(right - less), f"{words} missing: {plain(right - less)} + {plain(less)} = {said}")


MISCONCEPTION = Misconception(
    "K314",
    "part-left-out",
    "a layer, or all layers of one kind, are missing from the sum",
    "Every layer goes into the sum once; what has a figure of its own must not be left out.",
    OPERATIONS | MEMORY | PARAMETERS,
    _slips,
    digits=3,
)
