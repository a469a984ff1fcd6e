"""`ask: share`."""

from __future__ import annotations

from cnncalc.homework.decimals import fixed
from cnncalc.homework.fields import Refused
from cnncalc.homework.quantities._conventions import quotient
from cnncalc.homework.quantities._memory import values
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity
from cnncalc.homework.quantities._worked import FIGURES


def _answer(asked: Asked) -> Answered:
    of, subject = asked.options.get("of", "params"), asked.about
    if of not in ("params", "weights", "macs", "activations"):
        raise Refused("K601", "`share` needs `of`: params, weights, macs or activations", node=asked.nodes.get("of"))
    if not subject.report.figure("weights" if of == "params" else of):
        raise Refused("K603", f"the network has no {of}")

    def parts(figure: str) -> tuple[int, int]:
        part = values(asked) if figure == "activations" else sum(getattr(row.cost, figure) for row in subject.rows)
        return part, int(subject.report.figure(figure))

    text = f"What share of the network's {FIGURES[of]} is in {subject.phrase}, in percent?"
    return quotient(asked, of, parts, lambda percent: f"{fixed(percent, 1)} %", 100, text)


QUANTITY = Quantity("share", "number", "the percentage of a figure that some layers hold", "layers", _answer, ("of",))
