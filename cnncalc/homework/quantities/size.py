"""`ask: size`."""

from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.fields import Refused
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity
from cnncalc.homework.quantities._worked import misfit_lines, output_lines, place
from cnncalc.homework.question import Truth


def _answer(asked: Asked) -> Answered:
    subject = asked.about
    row = subject.rows[-1]
    text = f"{place(subject, asked.layout)}. What is the spatial size of the output?"
    if subject.misfit:
        return Answered((Truth(subject.misfit),), tuple(misfit_lines(row, subject.misfit)), text)
    if row.output is None or not row.output.spatial:
        raise Refused("K603", "the output is a vector: it has no height and width", "ask for `output`")
    lines = [one for one in output_lines(row, asked.layout) if not one.startswith(("depth =", "output "))]
    return Answered((Truth(tuple(map(Fraction, row.output.spatial))),), tuple(lines), text)


QUANTITY = Quantity("size", "sizes", "the output's height x width, without its depth", "layers", _answer)
