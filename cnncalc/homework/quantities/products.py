"""`ask: products`."""

from __future__ import annotations

from math import prod

from cnncalc.homework.quantities._filter import filter_of
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import place


def _answer(asked: Asked) -> Answered:
    _, weight, product = filter_of(asked, "products")
    worked = f"each value of the output is a dot product of length {product} = {prod(weight[1:]):,}, and the bias"
    text = f"{place(asked.about, asked.layout)}. How many multiplications make one value of the output?"
    return Answered((truth(prod(weight[1:])),), (worked,), text)


QUANTITY = Quantity("products", "number", "the multiplications that make one value of the output", "layers", _answer)
