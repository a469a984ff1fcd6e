"""`ask: share`."""

from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.fields import Refused
from cnncalc.homework.judging import decimal
from cnncalc.homework.quantities._memory import values
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import FIGURES


def _answer(asked: Asked) -> Answered:
    of, subject = asked.options.get("of", "params"), asked.about
    if of not in ("params", "weights", "macs", "activations"):
        raise Refused("K601", "`share` needs `of`: params, weights, macs or activations", node=asked.nodes.get("of"))
    whole = int(subject.report.figure(of))
    part = values(asked) if of == "activations" else sum(getattr(row.cost, of) for row in subject.rows)
    if not whole:
        raise Refused("K603", f"the network has no {of}")
    percent = Fraction(100 * part, whole)
    text = f"What share of the network's {FIGURES[of]} is in {subject.phrase}, in percent?"
    return Answered((truth(percent),), (f"{part:,} / {whole:,} = {decimal(percent, 1)} %",), text)


QUANTITY = Quantity("share", "number", "the percentage of a figure that some layers hold", "layers", _answer, ("of",))
