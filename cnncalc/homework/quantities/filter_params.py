"""`ask: filter_params`."""

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
        raise Refused("K603", "`filter_params` asks about one convolution or fully connected layer")
    assert row.facts is not None
    inner = prod(weight[1:])
    biased = bool(row.facts.biases)
    both, bare = truth(inner + biased), truth(inner, "without the bias")
    kinds = {"counted": (both,), "left out": (bare._replace(label=""),), "either": (both, bare)}
    truths = kinds[asked.biases if biased else "counted"]
    product = "*".join(map(str, [*weight[2:], weight[1]]))
    counted = biased and asked.biases != "left out"
    worked = f"parameters of one filter = {product}{' + 1' if counted else ''} = {inner + counted:,}"
    text = f"{place(asked.about, asked.layout)}. How many parameters does one filter have?"
    return Answered(truths, (worked,), text)


QUANTITY = Quantity("filter_params", "number", "the parameters of one filter", "layers", _answer)
