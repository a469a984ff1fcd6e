"""`ask: biases`."""

from __future__ import annotations

from cnncalc.homework.quantities._counts import total
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import do_they, place, sum_line


def _answer(asked: Asked) -> Answered:
    subject, count = asked.about, total(asked, "biases")
    text = f"{place(subject, asked.layout)}. How many biases {do_they(asked, 'have')}?"
    each = "one for each filter" if count else "it has none"
    one = f"biases: {each}, {count:,}"
    return Answered((truth(count),), (sum_line("biases", subject.rows, "biases") if subject.whole else one,), text)


QUANTITY = Quantity("biases", "number", "the biases alone", "layers", _answer)
