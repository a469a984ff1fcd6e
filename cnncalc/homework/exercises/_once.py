"""Networks described once on a sheet: at their first question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cnncalc.homework.question import Question

#: How a description begins, and what is asked about its network; see `quantities._worked.place`.
_BEGINS, _ENDS = "A network reads a volume of ", ". Look at "


def described_once(questions: Iterable[Question]) -> Iterator[Question]:
    """The questions; where one describes the network of an earlier one again, it names that."""
    first: dict[str, str] = {}
    for question in questions:
        description, ends, rest = question.text.partition(_ENDS)
        if not ends or not description.startswith(_BEGINS):
            yield question
            continue
        known = first.setdefault(description, question.id)
        yield question if known == question.id else replace(question, text=f"The network of {known}{ends}{rest}")
