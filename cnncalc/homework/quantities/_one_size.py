"""One size of an output, for the quantities that ask for a single axis."""

from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.fields import Refused
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import axes, misfit_lines, output_lines, place
from cnncalc.homework.question import Misfit, Truth


def axis(word: str) -> Quantity:
    """The quantity of one spatial axis."""

    def answer(asked: Asked) -> Answered:
        subject = asked.about
        row = subject.rows[-1]
        names = axes(row)
        if word not in names:
            raise Refused("K603", f"the output has no {word}: it has {' and '.join(names)}")
        number = names.index(word)
        text = f"{place(subject, asked.layout)}. What is the {word} of the output?"
        if subject.misfit:
            places: Fraction = subject.misfit.sizes[number]
            value = Truth(Misfit((places,))) if places.denominator > 1 else truth(places)
            return Answered((value,), tuple(misfit_lines(row, subject.misfit)), text)
        assert row.output is not None
        lines = [one for one in output_lines(row, asked.layout) if word in one.partition(" = ")[0]]
        return Answered((truth(row.output.spatial[number]),), tuple(lines), text)

    return Quantity(word, "number", f"the output's {word}", "layers", answer)
