"""`ask: params`."""

from __future__ import annotations

from cnncalc.homework.quantities._counts import total, worked
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import do_they, place


def _answer(asked: Asked) -> Answered:
    weights, biases = total(asked, "weights"), total(asked, "biases")
    both, bare = truth(weights + biases), truth(weights, f"without the {biases:,} biases")
    kinds = {"counted": (both,), "left out": (bare._replace(label=""),), "either": (both, bare)}
    truths = kinds[asked.biases if biases else "counted"]
    figure, formula = ("weights", "weights") if asked.biases == "left out" else ("params", "params")
    said = {"counted": ", biases counted" if biases else "", "left out": ", biases left out", "either": ""}[asked.biases]
    text = f"{place(asked.about, asked.layout)}. How many parameters {do_they(asked, 'have')}{said}?"
    return Answered(truths, worked(asked, figure, "parameters", formula), text)


QUANTITY = Quantity("params", "number", "the learned parameters, biases as the key's `biases` says", "layers", _answer)
