"""`ask: gradient`."""

from __future__ import annotations

from cnncalc.diagnostics import did_you_mean
from cnncalc.homework.exact import ComputationError
from cnncalc.homework.fields import Refused
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity
from cnncalc.homework.question import Truth


def _answer(asked: Asked) -> Answered:
    computation, of = asked.computation, asked.options.get("of", "input")
    assert computation is not None
    try:
        gradients = computation.gradients()
    except ComputationError as error:
        raise Refused("K604", error.message, *error.help, node=asked.nodes.get("compute")) from None
    if of not in gradients:
        raise Refused("K603", f"there is no gradient of `{of[:40]}`", did_you_mean(of, gradients), node=asked.nodes.get("of"))
    text = f"{computation.phrase()} What is the gradient dL/d({of})?"
    return Answered((Truth(gradients[of]),), tuple(computation.worked_gradients(of)), text)


QUANTITY = Quantity("gradient", "cells", "the gradient of a small computation, cell by cell", "values", _answer, ("of",))
