"""Numbers that remember how they were made.

The arithmetic of the product is written once, over plain numbers. Fed ints it is fast; fed Terms it yields the same
value together with the formula: `Term(224, "N") + 2*Term(1, "P")` prints as `N + 2P` and as `224 + 2*1`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

_SUM, _PRODUCT, _ATOM = 1, 2, 3


class Term:
    """An exact number with its formula. Operators build larger terms; comparisons look at the value alone."""

    __slots__ = ("_operands", "_operator", "value")

    def __init__(self, value: int | Fraction, symbol: str | None = None) -> None:
        self.value = value
        self._operator = "symbol" if symbol else "literal"
        self._operands: tuple[Any, ...] = (symbol,)

    @classmethod
    def _made(cls, value: int | Fraction, operator: str, *operands: Term) -> Term:
        term = cls(value)
        term._operator, term._operands = operator, operands
        return term

    def symbolic(self) -> str:
        """The formula in symbols: `(N + 2P - F)/S + 1`."""
        return self._write(True)[0]

    def substituted(self) -> str:
        """The formula with the numbers put in: `(224 + 2*1 - 3)/1 + 1`."""
        return self._write(False)[0]

    def _write(self, symbols: bool) -> tuple[str, int]:
        operator = self._operator
        if operator == "symbol":
            return (self._operands[0] if symbols else _plain(self.value)), _ATOM
        if operator == "literal":
            return _plain(self.value), _ATOM
        left = self._operands[0]._write(symbols)
        if operator in ("floor", "ceil"):
            return f"{operator}({left[0]})", _ATOM
        right = self._operands[1]._write(symbols)
        if operator in "+-":
            second = _wrap(right, _SUM + (operator == "-"))
            return f"{_wrap(left, _SUM)} {operator} {second}", _SUM
        counted = symbols and operator == "*" and self._operands[0]._operator == "literal"
        if counted and right[1] == _ATOM and right[0][0].isalpha():
            return f"{left[0]}{right[0]}", _PRODUCT  # 2P, as the lectures write it
        return f"{_wrap(left, _PRODUCT)}{operator}{_wrap(right, _PRODUCT + (operator == '/'))}", _PRODUCT

    def __add__(self, other: Term | int) -> Term:
        other = _term(other)
        return Term._made(self.value + other.value, "+", self, other)

    def __radd__(self, other: int) -> Term:
        return _term(other) + self if other else self  # `sum` starts from 0

    def __sub__(self, other: Term | int) -> Term:
        other = _term(other)
        return Term._made(self.value - other.value, "-", self, other)

    def __rsub__(self, other: int) -> Term:
        return _term(other) - self

    def __mul__(self, other: Term | int) -> Term:
        other = _term(other)
        if self._operator == "literal" and self.value == 1:
            return other
        return Term._made(self.value * other.value, "*", self, other)

    def __rmul__(self, other: int) -> Term:
        return _term(other) * self

    def __floordiv__(self, other: Term | int) -> Term:
        """Whole division of counts that are known to divide (groups into channels); of a number by itself, 1."""
        if other is self:
            return Term(1)
        return Term._made(divide(self.value, _term(other).value), "/", self, _term(other))

    def __mod__(self, other: Term | int) -> int | Fraction:
        return self.value % _term(other).value

    def __eq__(self, other: object) -> bool:
        return bool(self.value == (other.value if isinstance(other, Term) else other))

    def __lt__(self, other: Term | int) -> bool:
        return bool(self.value < _term(other).value)

    def __le__(self, other: Term | int) -> bool:
        return bool(self.value <= _term(other).value)

    def __gt__(self, other: Term | int) -> bool:
        return bool(self.value > _term(other).value)

    def __ge__(self, other: Term | int) -> bool:
        return bool(self.value >= _term(other).value)

    def __hash__(self) -> int:
        return hash(self.value)

    def __index__(self) -> int:
        return int(self.value)

    def __repr__(self) -> str:
        return f"Term({self.symbolic()} = {self.value})"


def _term(number: Term | int) -> Term:
    return number if isinstance(number, Term) else Term(number)


def _plain(value: int | Fraction) -> str:
    return str(value)


def _wrap(written: tuple[str, int], at_least: int) -> str:
    text, rank = written
    return text if rank >= at_least else f"({text})"


def divide(a: Any, b: Any) -> Any:
    """a / b exactly: an int where it is whole, else a Fraction; a Term for Terms."""
    if type(a) is int and type(b) is int:
        return Fraction(a, b) if a % b else a // b
    if isinstance(a, Term) or isinstance(b, Term):
        a, b = _term(a), _term(b)
        return Term._made(divide(a.value, b.value), "/", a, b)
    quotient, rest = divmod(a, b)
    return Fraction(a, b) if rest else quotient


def floor_divide(a: Any, b: Any) -> Any:
    """floor(a / b); a Term for Terms."""
    if isinstance(a, Term) or isinstance(b, Term):
        quotient = divide(a, b)
        return Term._made(quotient.value // 1, "floor", quotient)
    return a // b


def ceil_divide(a: Any, b: Any) -> Any:
    """ceil(a / b); a Term for Terms."""
    if isinstance(a, Term) or isinstance(b, Term):
        quotient = divide(a, b)
        return Term._made(-(-quotient.value // 1), "ceil", quotient)
    return -(-a // b)


def as_mixed(number: int | Fraction) -> str:
    """A fraction as people read it: `2 1/3`, `-1/2`, `5`."""
    if isinstance(number, int) or number.denominator == 1:
        return str(int(number))
    sign = "-" if number < 0 else ""
    whole, rest = divmod(abs(number.numerator), number.denominator)
    return f"{sign}{whole} {rest}/{number.denominator}" if whole else f"{sign}{rest}/{number.denominator}"
