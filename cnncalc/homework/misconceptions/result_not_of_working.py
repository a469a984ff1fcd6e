"""K424: the working is right, and another number is written as its result. The grader finds it, who sees the working."""

from __future__ import annotations

from collections.abc import Iterable

from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterable[Slip]:
    return ()  # which number is written depends on nothing but a slip of the pen


MISCONCEPTION = Misconception(
    "K424",
    "result-not-of-working",
    "the working is right, but the number written behind it is not what it comes to",
    "Work out once more what stands before the last `=`.",
    frozenset(
        ("height", "width", "length", "depth", "params", "weights", "biases", "filter_params", "products", "macs", "flops",
         "activations", "memory", "weight_layers", "padding", "stride", "kernel", "input", "ratio", "share")
    ),
    _slips,
)  # fmt: skip
