"""A closed little reader of sums and products: numbers, + - * / ^ and brackets, exactly."""

from __future__ import annotations

import re
from fractions import Fraction

from cnncalc.homework.answers.digits import LONGEST, read_digits
from cnncalc.homework.written import Unreadable

_TOKEN = re.compile(r"\s*(?:(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+)|(\*\*|[-+*/^()×xX]))")
_OPERATORS = {"**": "^", "×": "*", "x": "*", "X": "*"}
_MOST_TOKENS = 200
_DEEPEST = 20
_LARGEST = 10**LONGEST
_LARGEST_EXPONENT = 64


class _NoArithmetic(Exception):
    """The text is something else."""


def evaluate(text: str) -> Fraction | None:
    """The value of `(5*5*3+1)*10`, or None where the text is none. Raises Unreadable: divided by 0, or out of bounds.

    `10(75+1)` is a product, `750 (+ 10)` a sum. Behind a division, what is written side by side can mean two things.
    """
    try:
        tokens = _tokens(text.replace("[", "(").replace("]", ")"))
        value, end = _sum(tokens, 0, 0)
        if end != len(tokens):
            return None
    except _NoArithmetic:
        return None
    return value


def _tokens(text: str) -> list[Fraction | str]:
    tokens: list[Fraction | str] = []
    at, text = 0, text.strip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found or len(tokens) >= _MOST_TOKENS:
            raise _NoArithmetic
        number, operator = found.groups()
        if number:
            digits = read_digits(number)
            if digits is None:
                raise _NoArithmetic
            tokens.append(digits.value)
        else:
            tokens.append(_OPERATORS.get(operator, operator))
        at = found.end()
    return tokens


def _sum(tokens: list[Fraction | str], at: int, depth: int) -> tuple[Fraction, int]:
    value, at = _product(tokens, at, depth)
    while at < len(tokens) and (tokens[at] in ("+", "-") or _is_added(tokens, at)):
        right, end = _atom(tokens, at, depth) if tokens[at] == "(" else _product(tokens, at + 1, depth)
        value = _bounded(value - right if tokens[at] == "-" else value + right)
        at = end
    return value, at


def _product(tokens: list[Fraction | str], at: int, depth: int) -> tuple[Fraction, int]:
    value, at = _power(tokens, at, depth)
    divided = False
    while at < len(tokens):
        beside = _is_beside(tokens, at)
        if not beside and tokens[at] not in ("*", "/"):
            break
        if beside and divided:
            raise _NoArithmetic  # 6/2(3)
        divided = tokens[at] == "/"
        right, end = _power(tokens, at if beside else at + 1, depth)
        if divided and not right:
            raise Unreadable("K501", "a division by 0")
        value = _bounded(value / right if divided else value * right)
        at = end
    return value, at


def _is_beside(tokens: list[Fraction | str], at: int) -> bool:
    """Whether a factor begins here without a sign: `10(75+1)`, `(75+1)10`, but not `10 (-3)`."""
    if tokens[at] == "(":
        return tokens[at + 1 : at + 2] not in (["+"], ["-"])
    return isinstance(tokens[at], Fraction) and tokens[at - 1] == ")"


def _is_added(tokens: list[Fraction | str], at: int) -> bool:
    """Whether what is to be added stands in brackets here: `750 (+ 10)`."""
    return tokens[at : at + 2] == ["(", "+"]


def _power(tokens: list[Fraction | str], at: int, depth: int) -> tuple[Fraction, int]:
    if depth > _DEEPEST:
        raise _NoArithmetic
    if at < len(tokens) and tokens[at] in ("-", "+"):
        value, end = _power(tokens, at + 1, depth + 1)
        return (-value if tokens[at] == "-" else value), end
    value, at = _atom(tokens, at, depth)
    if at < len(tokens) and tokens[at] == "^":
        exponent, at = _power(tokens, at + 1, depth + 1)
        if exponent.denominator != 1 or abs(exponent) > _LARGEST_EXPONENT or (not value and exponent < 0):
            raise _NoArithmetic
        value = _bounded(value ** int(exponent))
    return value, at


def _atom(tokens: list[Fraction | str], at: int, depth: int) -> tuple[Fraction, int]:
    token = tokens[at] if at < len(tokens) else None
    if isinstance(token, Fraction):
        return token, at + 1
    if token != "(":
        raise _NoArithmetic
    value, at = _sum(tokens, at + 1, depth + 1)
    if at >= len(tokens) or tokens[at] != ")":
        raise _NoArithmetic
    return value, at + 1


def _bounded(value: Fraction) -> Fraction:
    if abs(value.numerator) > _LARGEST or value.denominator > _LARGEST:
        raise Unreadable("K501", f"a value of more than {LONGEST} digits")
    return value
