"""`ask: filter_params`."""

from __future__ import annotations

from math import prod

from cnncalc.homework.quantities._filter import filter_of
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import place


def _answer(asked: Asked) -> Answered:
    facts, weight, product = filter_of(asked, "filter_params")
    inner = prod(weight[1:])
    biased = bool(facts.biases)
    both, bare = truth(inner + biased), truth(inner, "without the bias")
    kinds = {"counted": (both,), "left out": (bare._replace(label=""),), "either": (both, bare)}
    truths = kinds[asked.biases if biased else "counted"]
    counted = biased and asked.biases != "left out"
    worked = f"parameters of one filter = {product}{' + 1' if counted else ''} = {inner + counted:,}"
    said = {"counted": ", its bias counted" if biased else "", "left out": ", its bias left out", "either": ""}[asked.biases]
    text = f"{place(asked.about, asked.layout)}. How many parameters does one filter have{said}?"
    return Answered(truths, (worked,), text)


QUANTITY = Quantity("filter_params", "number", "the parameters of one filter", "layers", _answer)
