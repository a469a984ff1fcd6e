"""`ask: depth`."""

from __future__ import annotations

from cnncalc.analysis.formulas import formulas
from cnncalc.homework.fields import Refused
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import line, place


def _answer(asked: Asked) -> Answered:
    row = asked.about.rows[-1]
    if row.facts is None:
        raise Refused("K603", "the output is not known")
    text = f"{place(asked.about, asked.layout)}. How deep is the output?"
    return Answered((truth(row.facts.output.channels),), (line("depth", formulas(row.facts).channels),), text)


QUANTITY = Quantity("depth", "number", "the output's depth: its channels", "layers", _answer)
