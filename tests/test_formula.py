from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.formula import Term, as_mixed, ceil_divide, divide, floor_divide
from tests.conformance import evaluate

BOUND = {"N": 224, "P": 2, "F": 5, "S": 3, "D": 64}
NAMED = {symbol: Term(value, symbol) for symbol, value in BOUND.items()}


def combine(operator: str, a: Term, b: Term) -> Term:
    if operator in OPERATORS:
        return OPERATORS[operator](a, b)
    made: Term = DIVISIONS[operator](a, b if b.value else NAMED["S"])
    return made


OPERATORS: dict[str, Callable[[Term, Term], Term]] = {"+": Term.__add__, "-": Term.__sub__, "*": Term.__mul__}
DIVISIONS: dict[str, Callable[[Any, Any], Any]] = {"/": divide, "floor": floor_divide, "ceil": ceil_divide}
#: Formulas of every form: symbols and literals under the operators.
LEAVES = st.one_of(st.sampled_from([*NAMED.values()]), st.integers(0, 20).map(Term))
SIGNS = st.sampled_from([*OPERATORS, *DIVISIONS])
TERMS = st.recursive(LEAVES, lambda inner: st.builds(combine, SIGNS, inner, inner), max_leaves=12)


@given(TERMS)
def test_what_is_written_is_what_was_computed(term: Term) -> None:
    assert evaluate(term.substituted(), {}) == term.value
    assert evaluate(term.symbolic(), BOUND) == term.value


N, P, F, S, D = NAMED.values()


@pytest.mark.parametrize(
    ("term", "symbolic", "substituted", "value"),
    [
        (divide(N + 2 * P - F, S) + 1, "(N + 2P - F)/S + 1", "(224 + 2*2 - 5)/3 + 1", Fraction(226, 3)),
        (floor_divide(N + 2 * P - F, S) + 1, "floor((N + 2P - F)/S) + 1", "floor((224 + 2*2 - 5)/3) + 1", 75),
        (ceil_divide(N, S), "ceil(N/S)", "ceil(224/3)", 75),
        ((F * F * D + 1) * 10, "(F*F*D + 1)*10", "(5*5*64 + 1)*10", 16_010),
        (N - (F - S), "N - (F - S)", "224 - (5 - 3)", 222),
        (N - (F + S), "N - (F + S)", "224 - (5 + 3)", 216),
        (N + (F - S), "N + F - S", "224 + 5 - 3", 226),
        (divide(N, F * S), "N/(F*S)", "224/(5*3)", Fraction(224, 15)),
        (divide(N, divide(F, S)), "N/(F/S)", "224/(5/3)", Fraction(672, 5)),
        (2 * (N - 1), "2*(N - 1)", "2*(224 - 1)", 446),
        (2 * floor_divide(N, S), "2floor(N/S)", "2*floor(224/3)", 148),
        (Term(2) * Term(3), "2*3", "2*3", 6),
        (1 * N, "N", "224", 224),
        (0 + N, "N", "224", 224),
        (5 - N, "5 - N", "5 - 224", -219),
        (sum([N, F], 0), "N + F", "224 + 5", 229),
        (D // 2, "D/2", "64/2", 32),
    ],
)
def test_as_the_lectures_write_it(term: Term, symbolic: str, substituted: str, value: int | Fraction) -> None:
    assert (term.symbolic(), term.substituted(), term.value) == (symbolic, substituted, value)
    assert repr(term) == f"Term({symbolic} = {value})"


def test_whole_values_stay_ints() -> None:
    assert type((divide(Term(12), Term(4)) + 1).value) is int
    assert type(floor_divide(Term(13), 4).value) is int
    assert type(ceil_divide(Term(13), 4).value) is int


def test_comparisons_look_at_the_value() -> None:
    assert N == 224
    assert Term(3, "A") == Term(3, "B")
    assert hash(Term(3, "A")) == hash(3)
    assert N != F
    assert F < N > S
    assert F <= 5 <= N >= 224
    assert not any((N < 224, N > 224, N <= 223, N >= 225))
    assert N % 100 == 24
    assert [*range(Term(3))] == [0, 1, 2]


@pytest.mark.parametrize(("a", "b", "exact", "down", "up"), [
    (7, 2, Fraction(7, 2), 3, 4), (8, 2, 4, 4, 4), (-7, 2, Fraction(-7, 2), -4, -3), (0, 5, 0, 0, 0),
    (2**62 + 1, 2, Fraction(2**62 + 1, 2), 2**61, 2**61 + 1),
])  # fmt: skip
def test_division(a: int, b: int, exact: Any, down: int, up: int) -> None:
    assert (divide(a, b), floor_divide(a, b), ceil_divide(a, b)) == (exact, down, up)
    assert type(divide(a, b)) is type(exact)
    on_terms = (divide(Term(a), b), floor_divide(a, Term(b)), ceil_divide(Term(a), Term(b)))
    assert tuple(term.value for term in on_terms) == (exact, down, up)


@pytest.mark.parametrize(("number", "text"), [
    (Fraction(7, 3), "2 1/3"), (Fraction(1, 2), "1/2"), (Fraction(-1, 2), "-1/2"), (Fraction(-7, 3), "-2 1/3"),
    (5, "5"), (Fraction(6, 2), "3"), (-4, "-4"), (0, "0"),
])  # fmt: skip
def test_mixed_numbers(number: int | Fraction, text: str) -> None:
    assert as_mixed(number) == text
