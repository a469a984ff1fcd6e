"""The working that stands before an answer, and whether it comes to what is written behind it."""

from __future__ import annotations

import re
from fractions import Fraction

from cnncalc.homework.decimals import fixed
from cnncalc.homework.judging import agrees, right
from cnncalc.homework.question import Question
from cnncalc.homework.reading import read_number
from cnncalc.homework.written import Number, Unreadable, Written

_MOST = 8
#: Only what is said to be equal; `~=` and `≈` promise nothing.
_EQUALS = re.compile(r"(?<![~≈<>!])=")
#: Two numbers with a sign between them, or a bracket that is a factor.
_CALCULATED = re.compile(
    r"\d[\s)\]]*(?:[-+*/^×·⋅]|\*\*|[xX](?=\s*[\d(\[])|\\cdot|\\times)\s*[(\[\s]*\d|\d\s*[(\[]\s*\d|[)\]]\s*[(\[]"
)


def contradicted(question: Question, written: Written) -> Number | None:
    """What the working comes to, where that is another number than the one that is written behind the last `=`.

    Where the last step agrees, an earlier one counts if it is right: the fault is between them.
    """
    if not isinstance(written, Number) or question.form != "number":
        return None
    bare = written._replace(prefix="", unit="")  # `34944/1000 = 35K`
    *steps, _ = _EQUALS.split(written.text)
    for number, step in enumerate(reversed(steps[-_MOST:])):
        found = _worked(step)
        if found is None or any(agrees(question, way, found.value) is not None for way in (written, bare)):
            continue
        if not number or right(question, found) is not None:
            return found
    return None


def _worked(step: str) -> Number | None:
    """The value of `(5*5*3+1)*10`; None of anything that is no calculation."""
    line = step.strip().rpartition("\n")[2]
    if not _CALCULATED.search(line):
        return None
    try:
        found = read_number(line)
    except Unreadable:
        return None
    return None if found.prefix else found._replace(text=line, unit="")


def told(value: Fraction, written: Written) -> str:
    """That the working gives one number, and another one is written."""
    shown = fixed(value, 0 if value.denominator == 1 else 2)
    result = written.text.rpartition("=")[2].strip(" \n$")
    return f"your working gives {shown}, but {result} is written"
