"""The closed interpreter behind `$x` and `$(...)`: what it gives, what it refuses, and that it always ends soon."""

from __future__ import annotations

import time
from typing import Any

import pytest

from cnncalc.spec.document import read
from cnncalc.spec.expressions import UNKNOWN, ExpressionError, Unknown, compile_expression, describe
from cnncalc.spec.header import is_parameter_name
from cnncalc.spec.values import read_value

NAMES: dict[str, Any] = {
    "in": 12,
    "x": 3,
    "half": 0.5,
    "wide": True,
    "word": "relu",
    "depths": (3, 4, 6, 3),
    "rows": ((1, 2), (3, 4)),
}


def value(text: str, names: dict[str, Any] = NAMES) -> Any:
    return compile_expression(text)(names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", 7), ("0.25", 0.25), ("1e-3", 0.001), ("1.5e2", 150.0), ("'a'", "a"), ('"3x3"', "3x3"), ("'in'", "in"),
        ("true", True), ("false", False), ("in", 12), ("x", 3), ("wide", True), ("depths", (3, 4, 6, 3)), ("[]", ()),
        ("[1, x, [2]]", (1, 3, (2,))),
        ("2 + 3", 5), ("2 - 3", -1), ("2 * 3", 6), ("7 / 2", 3.5), ("6 / 2", 3.0), ("7 // 2", 3), ("-7 // 2", -4), ("7 % 3", 1),
        ("-7 % 3", 2), ("2 ** 10", 1024), ("2 ** -1", 0.5), ("2 + 3 * 4", 14), ("(2 + 3) * 4", 20), ("-x", -3), ("+x", 3),
        ("0.1 + 0.2", 0.1 + 0.2), ("7.0 // 2", 3.0), ("[1] + [2, 3]", (1, 2, 3)), ("2 ** 3 ** 2", 512),
        ("1 == 1", True), ("1 == 1.0", True), ("1 != 2", True), ("1 < 2 < 3", True), ("1 < 3 < 2", False), ("3 >= 3", True),
        ("3 <= 2", False), ("2 > 1", True), ("'a' == 'a'", True), ("word != 'tanh'", True), ("[1] == [1]", True),
        ("true and false", False), ("true or false", True), ("not wide", False), ("not x == 3", False),
        ("false and 1 // 0 == 1", False), ("true or 1 // 0 == 1", True), ("wide == true", True),
        ("1 if wide else 2", 1), ("1 if x > 3 else 2 if x > 2 else 3", 2), ("5 if true else 1 // 0", 5),
        ("depths[0]", 3), ("depths[-1]", 3), ("depths[x - 1]", 6), ("rows[1][0]", 3), ("[5, 6][1]", 6),
        ("min(2, 1)", 1), ("min(depths)", 3), ("max(1, 2.5)", 2.5), ("max([4])", 4), ("floor(2.7)", 2), ("floor(-2.5)", -3),
        ("ceil(2.1)", 3), ("ceil(5)", 5), ("round(2.5)", 2), ("round(3.5)", 4), ("round(-0.5)", 0), ("len(depths)", 4),
        ("len([])", 0),
        ("sum(depths)", 16), ("sum([])", 0), ("multiple(24)", 24), ("multiple(23, 8)", 24), ("multiple(3)", 8),
        ("multiple(10.8, 4)", 12),
        ("multiple(11)", 16), ("multiple(12)", 16), ("multiple(18)", 24), ("multiple(in, 10)", 20),
    ],
)  # fmt: skip
def test_values(text: str, expected: Any) -> None:
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


def test_multiple_is_mobilenets_rounding() -> None:
    """Never below nine tenths of the value: 11 would fall to 8, which is less than 9.9, so it becomes 16."""
    for number in range(1, 300):
        rounded = value(f"multiple({number})")
        assert rounded % 8 == 0
        assert rounded >= 0.9 * number
        assert rounded - 8 < number + 4 or rounded == 8


@pytest.mark.parametrize(
    "text",
    [
        "in.real", "__import__('os')", "open('x')", "(lambda: 3)()", "lambda: 3", "[y for y in [1]]", "{1: 2}", "{1}", "(1, 2)",
        "1, 2", "x := 3", "(x := 3)", "f'{x}'", "'a' 'b' % 3 if x", "x[0:1]", "3 & 1", "3 | 1", "3 ^ 1", "1 << 3", "8 >> 1",
        "3 @ 3",
        "~3", "None", "3j", "b'a'", "...", "max(*depths)", "max(1, key=2)", "sqrt(4)", "x()", "1 in depths", "1 not in depths",
        "x is 3", "x is not 3", "0x10", "0o7", "0b1", "1_000", "1if wide else 2", "3 +", "", "   ", "3 4", "x = 3", "x;x",
        "await x",
        "yield x", "print", "'", "'a", "(", ")", "]", "\\x41", "x if wide", "not", "import os", "max", "$x", "1..2", "@", "#",
    ],
)  # fmt: skip
def test_refused_before_anything_is_known(text: str) -> None:
    names = {**NAMES, "max": 3, "print": 3} if text in ("max", "print") else NAMES
    if text in ("max", "print"):  # no functions as values: a name is looked up among the parameters
        assert value(text, names) == 3
        with pytest.raises(ExpressionError, match="there is no parameter") as missing:
            value(text)
        assert missing.value.code == "S109"
        return
    with pytest.raises(ExpressionError) as refused:
        compile_expression(text)
    assert refused.value.code == "S108"
    _reads_well(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("y", "there is no parameter `y`"), ("x // 0", "division by zero: 3 // 0"), ("x / 0", "division by zero"),
        ("x % 0", "division by zero"), ("x % 0.0", "division by zero"), ("0 ** -1", "0 ** -1 has no value"),
        ("(0 - 8) ** 0.5", "has no real value"), ("'a' + 'b'", "needs two numbers"), ("'a' * 3", "needs two numbers"),
        ("[1] * 3", "needs two numbers"), ("wide + 1", "needs two numbers, not true and 1"), ("-'a'", "needs a number"),
        ("-wide", "needs a number, not true"), ("not 3", "expected true or false, found 3"),
        ("1 if x else 2", "expected true or false"),
        ("x and wide", "expected true or false"), ("wide and x", "expected true or false"), ("'a' < 'b'", "cannot order"),
        ("wide < 3", "cannot order true and 3"), ("x == 'a'", "can never be equal"),
        ("wide == 1", "true and 1 can never be equal"),
        ("depths[4]", "index 4 is outside a list of 4"), ("depths[-5]", "outside"), ("depths[1.0]", "cannot index"),
        ("x[0]", "cannot index 3 with 0"), ("word[0]", "cannot index"), ("depths[wide]", "cannot index"),
        ("min()", "has no value"),
        ("min([])", "has no value"), ("max('a')", "has no value"), ("floor('a')", "has no value"),
        ("floor(1, 2)", "has no value"),
        ("len(3)", "has no value"), ("len(word)", "has no value"), ("sum(3)", "has no value"), ("sum(['a'])", "has no value"),
        ("multiple(3, 0)", "has no value"), ("multiple(3, 1.5)", "has no value"), ("multiple('a')", "has no value"),
        ("round(wide)", "has no value"),
    ],
)  # fmt: skip
def test_no_value(text: str, said: str) -> None:
    with pytest.raises(ExpressionError) as error:
        value(text)
    assert error.value.code == "S109"
    assert said in error.value.message
    _reads_well(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "2**9999999", "2**257", "10**80", "9**9**9**9", "(2**200) * (2**200)", "2**255 + 2**255 + 2**255", "-(2**256)",
        "1e308 * 10",
        "1e308 + 1e308", "1e200 ** 2", "1" * 100, "1e999", "round(1e300)", "sum([2**255, 2**255, 2**255])", "0.5 ** -9999",
    ],
)  # fmt: skip
def test_too_large(text: str) -> None:
    began = time.perf_counter()
    with pytest.raises(ExpressionError) as error:
        value(text)
    assert error.value.code == "S103"
    assert len(error.value.message) < 120
    assert time.perf_counter() - began < 0.1


@pytest.mark.parametrize(
    "text",
    [
        "(" * 400 + "1" + ")" * 400, "[" * 450 + "]" * 450, "-" * 900 + "1", "not " * 240 + "true", "1" + "+1" * 498,
        "1" + "**1" * 300,
        "1" + " if true else 1" * 60, "x" + "[0]" * 300, "max(" * 200 + "1" + ")" * 200, "1" + "<1" * 480, "x" * 2_000,
        "(" * 999, "'" * 999, "[1," * 300, "1" + "or 1" * 240,
    ],
)  # fmt: skip
def test_no_length_or_nesting_hurts(text: str) -> None:
    began = time.perf_counter()
    try:
        value(text)
    except ExpressionError as error:
        _reads_well(error)
    assert time.perf_counter() - began < 0.2


def test_moderate_nesting_is_allowed() -> None:
    assert value("(" * 50 + "1" + ")" * 50) == 1
    assert value("+".join(["1"] * 150)) == 150


def test_unknown_spreads_and_is_no_error() -> None:
    for text in ("in", "in + 1", "[in]", "max(in, 1)", "1 if in > 3 else 2", "not (in == 3)"):
        with pytest.raises(Unknown):
            value(text, {"in": UNKNOWN})
    assert value("1 if true else in", {"in": UNKNOWN}) == 1


def test_the_nearest_name_is_offered_and_in_is_not() -> None:
    with pytest.raises(ExpressionError) as error:
        value("widht", {"in": 3, "width": 4})
    assert error.value.help == ("did you mean `width`?",)
    with pytest.raises(ExpressionError) as error:
        value("n", {"in": 3})
    assert error.value.help == ("no parameter is in scope",)
    with pytest.raises(ExpressionError) as error:
        value("in", {})
    assert error.value.message == "`$in` has no value here"


@pytest.mark.parametrize("name", ["width", "_x", "n1", "True_", "IN", "layers"])
def test_names_of_parameters(name: str) -> None:
    assert is_parameter_name(name)


@pytest.mark.parametrize(
    "name", ["in", "_in_", "true", "false", "True", "if", "and", "max", "multiple", "my-width", "1a", "", "a b", "größe"]
)
def test_names_that_no_expression_can_say(name: str) -> None:
    assert not is_parameter_name(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x", 3), ("$depths", (3, 4, 6, 3)), ("$(x + 1)", 4), ("$(x)$(x)", "33"), ("down$x", "down3"),
        ("down$(x + 1)_a", "down4_a"),
        ("$word/$x", "relu/3"), ("$x.5", "3.5"), ('"$(max(x, 4))"', 4), ("[$x, 4]", (3, 4)), ("[$x, [$x]]", (3, (3,))),
        ("\"$(')')\"", ")"), ("'$x'", 3), ("a", "a"), ("5", 5), ("'5'", "5"), ("$half", 0.5), ("x$half", "x0.5"),
    ],
)  # fmt: skip
def test_values_of_the_file(text: str, expected: Any) -> None:
    document = read(text)
    assert document.root is not None
    found = read_value(document.root, document.findings)
    assert found is not None
    assert document.findings == []
    assert found.get(NAMES) == expected


def test_a_fault_in_a_list_has_the_place_of_its_item() -> None:
    document = read("[1, [2, $nothing]]")
    assert document.root is not None
    found = read_value(document.root, document.findings)
    assert found is not None
    with pytest.raises(ExpressionError) as error:
        found.get(NAMES)
    assert error.value.node.span == (1, 9, 1, 17)


def test_values_cannot_grow_without_bound() -> None:
    """Each doubles the one before: 60 of them would be 2^60 characters, or as many items to compare or to hash."""
    for first, doubled in (("xxxx", "$a$a"), ("[1, 1]", "[$a, $a]"), ("[1, 1]", "$(a + a)"), ("[1, 1]", "$([a, a])")):
        document, again = read(first), read(doubled)
        assert document.root is not None
        assert again.root is not None
        last = read_value(document.root, [])
        step = read_value(again.root, [])
        assert last is not None
        assert step is not None
        current = last.get({})
        with pytest.raises(ExpressionError) as error:  # noqa: PT012
            for _ in range(60):
                current = step.get({"a": current})
        assert error.value.code == "S103"


def test_descriptions_are_short() -> None:
    assert [describe(v) for v in (True, None, "a", (1, 2), 7, 0.5)] == [
        "true",
        "nothing",
        'the text "a"',
        "a list of 2",
        "7",
        "0.5",
    ]
    assert len(describe("a" * 500)) < 60
    assert describe(10**200) == "100000000000... (201 digits)"


def _reads_well(error: ExpressionError) -> None:
    assert error.message
    assert not error.message.endswith(".")
    assert "AST" not in error.message
    assert len(error.message) < 160
