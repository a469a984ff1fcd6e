"""K403: pools left out of a receptive field, or of the step."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cnncalc.homework.misconceptions._path import Chain, chains, field, jump, sizes_slip, strides, worked
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    figure = field if question.ask == "field" else jump
    for without, words in ((_left_out, "are left out"), (_unstrided, "are taken without their strides"),
                           (_narrow, "are taken without their windows")):  # fmt: skip
        yield from _slip(question, figure, without, words)


def _slip(question: Question, figure: Callable[[Chain], int], without: Callable[[Chain], Chain], words: str) -> Iterator[Slip]:
    shown = worked if question.ask == "field" else strides

    def said(chain: Chain, value: int) -> str:
        wrong = shown(without(chain)) if without(chain) else str(value)
        return f"the pools {words}: {wrong}; their windows and strides count as a convolution's: {shown(chain)}"

    if any(step.pool for chain in chains(question) for step in chain):
        yield from sizes_slip(question, lambda chain: figure(without(chain)), said)


def _left_out(chain: Chain) -> Chain:
    return [step for step in chain if not step.pool]


def _unstrided(chain: Chain) -> Chain:
    return [step._replace(stride=1) if step.pool else step for step in chain]


def _narrow(chain: Chain) -> Chain:
    return [step._replace(kernel=1) if step.pool else step for step in chain]


MISCONCEPTION = Misconception(
    "K403",
    "pooling-left-out",
    "the pools were left out, or only their windows or only their strides",
    "A pool reads windows as a convolution does: its kernel widens the receptive field, its stride the step of all that follows.",
    frozenset({"field", "jump"}),
    _slips,
)
