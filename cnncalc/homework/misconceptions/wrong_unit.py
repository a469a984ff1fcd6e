"""K423: the right number with the unit of something else."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from cnncalc.homework.misconceptions._counting import plain
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question
from cnncalc.homework.written import Number

#: A unit as it is read -> how it is told.
_WORDS = {
    "B": "bytes", "bit": "bits", "values": "values", "pixels": "pixels", "parameters": "parameters", "weights": "weights",
    "biases": "biases", "MAC": "multiply-adds", "FLOP": "FLOPs", "operations": "operations", "%": "percent",
}  # fmt: skip
#: What is asked -> the unit of its answer; sizes and other numbers have none.
_ASKED = {
    "params": "parameters", "filter_params": "parameters", "weights": "weights", "biases": "biases",
    "products": "multiplications", "macs": "multiply-adds", "flops": "FLOPs", "activations": "values", "memory": "bytes",
}  # fmt: skip


def _slips(question: Question) -> Iterator[Slip]:
    asked = f" {_ASKED[question.ask]}" if question.ask in _ASKED else ""
    for truth in question.truths:
        if not isinstance(truth.value, Fraction):
            continue
        for unit, words in _WORDS.items():
            if question.ask != "memory" or unit != "bit":  # of bits, K302
                said = f"the number is right, but {words} are not what is asked: it is {plain(truth.value)}{asked}"
                yield Slip(truth.value, said, when=partial(_has, unit))


def _has(unit: str, number: Number) -> bool:
    return number.unit == unit


MISCONCEPTION = Misconception(
    "K423",
    "wrong-unit",
    "the number is right, but it has the unit of something else",
    "A unit says what was counted: parameters, values, bytes or operations. Write that of what is asked, or none.",
    frozenset(
        ("height", "width", "length", "depth", "params", "weights", "biases", "filter_params", "products", "macs", "flops",
         "activations", "memory", "weight_layers", "padding", "stride", "kernel", "input")
    ),
    _slips,
    rank=5,
)  # fmt: skip
