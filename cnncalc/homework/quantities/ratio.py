"""`ask: ratio`."""

from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.fields import Refused
from cnncalc.homework.judging import decimal
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import FIGURES
from cnncalc.spec.nodes import Scalar


def _answer(asked: Asked) -> Answered:
    of, to = asked.options.get("of", "params"), asked.nodes.get("to")
    if of not in ("params", "weights", "macs", "activations") or not asked.about.whole or to is None:
        raise Refused("K601", "`ratio` needs `of` (params, weights, macs or activations), a network, and another one as `to`")
    architecture, _ = asked.networks.architecture(to)
    other = asked.networks.report(architecture, asked.batch, asked.dtype)
    first, second = int(asked.about.report.figure(of)), int(other.figure(of))
    if not second or not other.complete:
        raise Refused("K603", f"the other network has no {of} to compare with", node=to)
    ratio = Fraction(first, second)
    name = to.text if isinstance(to, Scalar) else "the other"
    text = f"How many times the {FIGURES[of]} of {name} does {asked.about.phrase} have?"
    return Answered((truth(ratio),), (f"{first:,} / {second:,} = {decimal(ratio, 2)}",), text)


QUANTITY = Quantity("ratio", "number", "a figure of the network over that of another", "layers", _answer, ("of", "to"))
