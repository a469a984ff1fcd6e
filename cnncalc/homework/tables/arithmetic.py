"""The network's own figure beside a printed one that is none of it, with its arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cnncalc.analysis.formulas import formulas
from cnncalc.homework.decimals import short
from cnncalc.homework.tables.figures import OPERATIONS, Candidate, Figure
from cnncalc.homework.tables.verdict import VALUE_BYTES, Cell, in_bytes
from cnncalc.homework.written import Number
from cnncalc.tensor import human_bytes


def is_binary(words: str) -> bool:
    """Whether a rounding is told in powers of 1024."""
    return " = 1024" in words or " = 2^" in words


def figures(printed: str, number: Number, candidates: Sequence[Candidate], base: int) -> str:
    """`364K printed; 376,176 with the 624 biases = 367.36K, 375,552 without biases = 366.75K (K = 1024)`."""
    told = []
    for value, label, written in candidates:
        assert isinstance(value, Fraction)
        one = " ".join(filter(None, (f"{value.numerator:,}", label)))
        if written:
            one = f"{written} = {one}"
        if in_bytes(number):
            one += f" * {VALUE_BYTES} bytes = {human_bytes(value.numerator * VALUE_BYTES)}"
        elif number.prefix:
            one += f" = {scaled(value, number, base)}"
        told.append(one)
    return f"{printed} printed; {', '.join(told)}{'' if in_bytes(number) else said(number, base)}"


def likeliest(figure: Figure, number: Number, candidates: Sequence[Candidate]) -> Candidate:
    """Which of a figure's meanings a number that is none of them was for: of operations, which are twice as many, the nearer."""
    if figure not in OPERATIONS:
        return candidates[0]
    printed = number.value * worth(number, 1000)
    return min(candidates, key=lambda one: abs(one.value - printed) if isinstance(one.value, Fraction) else 0)


def worth(number: Number, base: int) -> int:
    """What one of a number's prefix is: 1,000,000 for M, or with 1024 as the base 1,048,576."""
    return int((1024 if number.prefix.endswith("i") else base) ** number.power)


def scaled(value: Fraction, number: Number, base: int) -> str:
    """A value in the unit of a number, two decimals at most: `366.75K`."""
    return f"{short(value / worth(number, base), 2)}{number.prefix}"


def said(number: Number, base: int) -> str:
    """` (K = 1024)`, where a number has a prefix that may be two things."""
    power = number.power
    if not power or number.prefix.endswith("i"):
        return ""
    return f" ({number.prefix} = {base if power == 1 else f'10^{3 * power}' if base == 1000 else f'2^{10 * power}'})"


def sizes(printed: str, cell: Cell, truth: tuple[int, ...]) -> str:
    """`27x27x96 printed; 55x55x96: (227 - 11)/4 + 1 = 55`."""
    shown = "x".join(map(str, truth))
    if cell.column.figure.form == "window":
        shown = f"{'x'.join(map(str, truth[:-1]))}/{truth[-1]}"
    rows = cell.part.rows if cell.part else ()
    told: list[str] = []
    if cell.column.figure.form == "volume" and len(rows) == 1 and rows[0].facts is not None and truth[:-1]:
        made = formulas(rows[0].facts).output
        told = list(dict.fromkeys(f"{one.substituted} = {one.value}" for one in made if not one.substituted.isdigit()))
    return f"{printed} printed; it is {shown}" + (f": {', '.join(told)}" if told else "")
