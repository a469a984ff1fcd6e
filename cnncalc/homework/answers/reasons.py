"""Why a window fits: `28 is divisible by 2`, `28/2 = 14`, `(31-3)/2+1 = 15, (41-5)/2+1 = 19`."""

from __future__ import annotations

import re
from fractions import Fraction

from cnncalc.homework.answers.arithmetic import evaluate
from cnncalc.homework.answers.number import of_calculation

#: Of each reason, the sizes that it can stand for.
Reasons = tuple[tuple[Fraction, ...], ...]

_DIVIDED = r"/|÷|mod|%|(?:(?:is|are)\s+)?(?:evenly\s+)?(?:divisible|divided)\s+by"
_QUOTIENT = re.compile(
    rf"(?<![\d.)])(\d{{1,9}}(?:\s+and\s+\d{{1,9}})?)\s*({_DIVIDED})\s*(\d{{1,9}})(?![\d./])(?:\s*=\s*(\d{{1,9}})(?![\d./]))?",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\(([\d\s+*-]{1,40})\)")
_CLAUSES = re.compile(r"[,;]|\band\b|\n")
_LABEL = re.compile(r"^\W*(h|w|height|width)\b\s*[:=]?", re.IGNORECASE)
#: A size that is worked out: `28/2 + 1 = 15`, `1 + 14 = 15`.
_WORKED = re.compile(r"(?:\+\s*1|(?<![\d.])1\s*\+[^=]*)\s*=")


def divided(line: str) -> Reasons:
    """Of `28/2` the quotient, and one more; nothing where other numbers stand beside, or where a division leaves a rest."""
    line = _BRACKETS.sub(_value, line)
    if re.search(r"\d", _QUOTIENT.sub(" ", line)):
        return ()
    reasons = []
    for over, sign, under, given in _QUOTIENT.findall(line):
        for text in re.findall(r"\d+", over):
            if not int(under) or int(text) % int(under):
                return ()
            quotient = int(text) // int(under)
            result = 0 if sign.lower() in ("mod", "%") else quotient
            wrong = given and int(given) != result
            reasons.append(() if wrong else (Fraction(quotient), Fraction(quotient + 1)))
    return tuple(reasons)


def _value(found: re.Match[str]) -> str:
    value = evaluate(found[1])
    return found.group() if value is None or value.denominator > 1 or value < 0 else f" {value} "


def worked(text: str) -> bool:
    """Whether it is the working of one size."""
    return _WORKED.search(text) is not None


def along_axes(text: str) -> tuple[Fraction, ...] | None:
    """The size of each axis, each with its working or its name, in the order of height and width; None for anything else."""
    parts = [part.strip(" .:!()") if part.count("(") != part.count(")") else part.strip(" .:!") for part in _CLAUSES.split(text)]
    parts = [part for part in parts if re.search(r"\d", part)]
    if len(parts) < 2 or not (all(map(worked, parts)) or all(map(_LABEL.match, parts))):
        return None
    found: list[tuple[str, Fraction]] = []
    for part in parts:
        label = _LABEL.match(part)
        number = of_calculation(part[label.end() :].strip() if label else part)
        if number is None or number.prefix:
            return None
        found.append((label[1][0].lower() if label else "", number.value))
    if any(axis for axis, _ in found):
        if sorted(axis for axis, _ in found) != ["h", "w"]:
            return None
        found.sort()
    return tuple(value for _, value in found)
