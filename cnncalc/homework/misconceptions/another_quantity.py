"""K422: another figure of the same layer."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._layers import figure, shown
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question

#: What is asked -> what is given for it, where no other misconception is about that.
_TAKEN_FOR = {
    "params": ("biases", "macs"),
    "weights": ("biases", "macs"),
    "biases": ("weights", "params", "filter_params"),
    "macs": ("params", "activations", "products"),
    "flops": ("params", "weights", "activations", "products"),
    "activations": ("macs",),
    "field": ("size",),
    "jump": ("size",),
}
_WORDS = {
    "params": "parameters", "weights": "weights", "biases": "biases", "macs": "multiply-adds", "flops": "FLOPs",
    "activations": "values of the output", "products": "multiplications for one value of the output",
    "filter_params": "parameters of one filter", "size": "size of the output", "field": "receptive field",
    "jump": "step in the input",
}  # fmt: skip


def _slips(question: Question) -> Iterator[Slip]:
    if question.whole or not question.rows or question.misfit is not None:
        return
    for ask in _TAKEN_FOR[question.ask]:
        value = figure(question, question.row, ask)
        if value and value != question.truth and type(value) is type(question.truth):
            asked = f"the question asks for the {_WORDS[question.ask]}, {shown(question.truth)}"
            yield Slip(value, f"{shown(value)} gives the {_WORDS[ask]}; {asked}")


MISCONCEPTION = Misconception(
    "K422",
    "another-quantity",
    "another figure of the same layer was given",
    "The number is right for something else: read again what the question asks.",
    frozenset(_TAKEN_FOR),
    _slips,
    rank=20,
    digits=2,
)
