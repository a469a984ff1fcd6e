"""`ask: legal`."""

from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.fields import Refused
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity
from cnncalc.homework.quantities._worked import misfit_lines, output_lines, place
from cnncalc.homework.question import Truth


def _answer(asked: Asked) -> Answered:
    subject = asked.about
    row = subject.rows[0]
    if subject.whole or row.facts is None or not row.facts.axes:
        raise Refused("K603", "`legal` asks about one layer with a window")
    text = f"{place(subject, asked.layout)}. Does it fit? How large is the output, or what does the formula give?"
    if subject.misfit:
        return Answered((Truth(subject.misfit),), tuple(misfit_lines(row, subject.misfit)), text)
    sizes = tuple(map(Fraction, row.facts.output.spatial))
    lines = [line for line in output_lines(row, asked.layout) if not line.startswith(("depth =", "output "))]
    return Answered((Truth(sizes),), (*lines, "a whole number: it fits"), text)


QUANTITY = Quantity("legal", "fit", "whether the windows fit", "layers", _answer)
