"""`ask: products`."""

from __future__ import annotations

from math import prod

from cnncalc.homework.fields import Refused
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import place


def _answer(asked: Asked) -> Answered:
    row = asked.about.rows[0]
    weight = row.facts.parameters.get("weight") if row.facts else None
    listed = row.facts is not None and getattr(row.facts.layer, "connections", None) is not None
    if asked.about.whole or weight is None or listed or row.kind not in ("conv", "fc"):
        raise Refused("K603", "`products` asks about one convolution or fully connected layer")
    product = "*".join(map(str, [*weight[2:], weight[1]]))
    worked = f"each value of the output is a dot product of length {product} = {prod(weight[1:]):,}, and the bias"
    text = f"{place(asked.about, asked.layout)}. How many multiplications make one value of the output?"
    return Answered((truth(prod(weight[1:])),), (worked,), text)


QUANTITY = Quantity("products", "number", "the multiplications that make one value of the output", "layers", _answer)
