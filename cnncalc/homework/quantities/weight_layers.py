"""`ask: weight_layers`."""

from __future__ import annotations

from cnncalc.homework.fields import Refused
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity, truth
from cnncalc.homework.quantities._worked import place
from cnncalc.homework.volumes import is_network


def _answer(asked: Asked) -> Answered:
    subject = asked.about
    if not subject.whole or not is_network(subject.report, subject.rows):
        raise Refused("K603", "`weight_layers` asks about a whole network")
    count = subject.report.totals.weight_layers
    text = f"{place(subject, asked.layout)}. How many weight layers are on the longest path?"
    return Answered((truth(count),), (f"convolutions and fully connected layers on the longest path: {count}",), text)


QUANTITY = Quantity("weight_layers", "number", "the weight layers on the longest path, as papers print", "layers", _answer)
