"""The one convolution or fully connected layer whose filters are asked about."""

from __future__ import annotations

from cnncalc.graph import Facts
from cnncalc.homework.fields import Refused
from cnncalc.homework.quantities._quantity import Asked


def filter_of(asked: Asked, word: str) -> tuple[Facts, tuple[int, ...], str]:
    """The layer, the sizes of its weights and the product of one filter, `5*5*3`. Raises Refused."""
    row = asked.about.rows[0]
    weight = row.facts.parameters.get("weight") if row.facts else None
    listed = row.facts is not None and getattr(row.facts.layer, "connections", None) is not None
    if asked.about.whole or row.facts is None or weight is None or listed or row.kind not in ("conv", "fc"):
        raise Refused("K603", f"`{word}` asks about one convolution or fully connected layer")
    return row.facts, weight, "*".join(map(str, [*weight[2:], weight[1]]))
