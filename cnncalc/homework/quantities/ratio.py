"""`ask: ratio`."""

from __future__ import annotations

from cnncalc.homework.decimals import fixed
from cnncalc.homework.fields import Refused
from cnncalc.homework.quantities._conventions import quotient
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity
from cnncalc.homework.quantities._worked import FIGURES
from cnncalc.spec.nodes import Scalar


def _answer(asked: Asked) -> Answered:
    of, to = asked.options.get("of", "params"), asked.nodes.get("to")
    if of not in ("params", "weights", "macs", "activations") or not asked.about.whole or to is None:
        raise Refused("K601", "`ratio` needs `of` (params, weights, macs or activations), a network, and another one as `to`")
    architecture, _ = asked.networks.architecture(to)
    other = asked.networks.report(architecture, asked.batch, asked.dtype)
    if not other.complete or not other.figure("weights" if of == "params" else of):
        raise Refused("K603", f"the other network has no {of} to compare with", node=to)

    def parts(figure: str) -> tuple[int, int]:
        return int(asked.about.report.figure(figure)), int(other.figure(figure))

    name = to.text if isinstance(to, Scalar) else "the other"
    text = f"How many times the {FIGURES[of]} of {name} does {asked.about.phrase} have?"
    return quotient(asked, of, parts, lambda ratio: fixed(ratio, 2), 1, text)


QUANTITY = Quantity("ratio", "number", "a figure of the network over that of another", "layers", _answer, ("of", "to"))
