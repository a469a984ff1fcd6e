"""The closed `$(...)` interpreter: an expression becomes a function of the names in scope.

Nothing of Python is run: the text is parsed to a syntax tree and every node that is not listed here is refused. There
are no loops, so an expression costs at most its own length; the size of every value is bounded.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable
from typing import Any

Value = Any  # int, float, bool, str, or a tuple of these
Environment = dict[str, Value]
Evaluate = Callable[[Environment], Value]

MAX_LENGTH = 1_000
MAX_ITEMS = 10_000
MAX_BITS = 256
#: The name under which the number of arriving channels (`$in`) stands in an environment.
IN = "in"


class ExpressionError(Exception):
    """An expression that cannot be read or has no value."""

    def __init__(self, code: str, message: str, *help: str) -> None:
        self.code, self.message, self.help = code, message, help
        super().__init__(message)


class Unknown(Exception):
    """A value that hangs on a layer that failed: not an error of its own."""


#: Stands in an environment for a name whose value is not known.
UNKNOWN = object()


def compile_expression(text: str) -> Evaluate:
    """The inside of `$(...)` as a function of the names in scope. Raises ExpressionError S108 for what is not allowed."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError("S108", f"the expression is longer than {MAX_LENGTH:,} characters")
    if "\\" in text or re.search(r"\b0[xXoObB]|\b\d+_\d", text):
        raise ExpressionError("S108", "only decimal numbers and plain words may stand in an expression")
    quoted = re.split(r"('[^']*'|\"[^\"]*\")", text)
    quoted[::2] = [re.sub(r"\bin\b", "_in_", part) for part in quoted[::2]]
    try:
        tree = ast.parse("".join(quoted).strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        reason = error.msg if isinstance(error, SyntaxError) and error.msg.startswith(("invalid", "'")) else "not complete"
        raise ExpressionError("S108", f"the expression cannot be read: {reason}") from None
    try:
        return _build(tree)
    except RecursionError:
        raise ExpressionError("S108", "the expression is nested too deeply") from None


def _build(node: ast.AST) -> Evaluate:
    builder = _BUILDERS.get(type(node))
    if builder is None:
        raise ExpressionError("S108", f"{_what(node)} is not part of the language", "see `expressions` in the reference")
    return builder(node)


def _what(node: ast.AST) -> str:
    names = {"Attribute": "a dotted name", "Lambda": "lambda", "ListComp": "a comprehension", "Dict": "a mapping"}
    return names.get(type(node).__name__, f"`{type(node).__name__}`")


def _constant(node: Any) -> Evaluate:
    value = node.value
    if type(value) not in (int, float, bool, str):
        raise ExpressionError("S108", f"`{value}` is not a number, word or list")
    value = _bounded(value)
    return lambda _: value


def _name(node: Any) -> Evaluate:
    name = IN if node.id == "_in_" else node.id
    return lookup(name)


def lookup(name: str) -> Evaluate:
    """A name's value in an environment; Unknown where it hangs on a failed layer."""

    def evaluate(names: Environment) -> Value:
        try:
            value = names[name]
        except KeyError:
            raise _no_such_name(name, names) from None
        if value is UNKNOWN:
            raise Unknown
        if isinstance(value, ExpressionError):
            raise value
        return value

    return evaluate


def _no_such_name(name: str, names: Environment) -> ExpressionError:
    from cnncalc.diagnostics import nearest

    known = [known for known in names if known.isidentifier()]
    close = nearest(name, known)
    listed = ", ".join(f"`{known}`" for known in known if known != IN)
    help = f"did you mean `{close}`?" if close else (f"in scope: {listed}" if listed else "no parameter is in scope")
    return ExpressionError("S109", f"there is no parameter `{name}`", help)


def _list(node: Any) -> Evaluate:
    parts = [_build(item) for item in node.elts]
    return lambda names: _bounded(tuple(part(names) for part in parts))


def _binary(node: Any) -> Evaluate:
    symbol, function = _OPERATORS.get(type(node.op), (None, None))
    if function is None or symbol is None:
        raise ExpressionError("S108", f"`{type(node.op).__name__}` is not part of the language")
    left, right = _build(node.left), _build(node.right)

    def evaluate(names: Environment) -> Value:
        a, b = left(names), right(names)
        if type(a) is int and type(b) is int and symbol in "+-*":
            return _bounded(function(a, b))
        return _arithmetic(symbol, function, a, b)

    return evaluate


def _arithmetic(symbol: str, function: Callable[[Any, Any], Any], a: Value, b: Value) -> Value:
    if symbol == "+" and isinstance(a, tuple) and isinstance(b, tuple):
        return _bounded(a + b)
    if not (_is_number(a) and _is_number(b)):
        raise ExpressionError("S109", f"`{symbol}` needs two numbers, not {describe(a)} and {describe(b)}")
    if symbol in ("/", "//", "%") and b == 0:
        raise ExpressionError("S109", f"division by zero: {describe(a)} {symbol} 0")
    if symbol == "**" and (abs(b) > MAX_BITS or (type(a) is int and a.bit_length() * abs(b) > MAX_BITS * 2)):
        raise ExpressionError("S103", f"the power {describe(a)} ** {describe(b)} is too large")
    try:
        result = function(a, b)
    except (ArithmeticError, ValueError):
        raise ExpressionError("S109", f"{describe(a)} {symbol} {describe(b)} has no value") from None
    if not _is_number(result):
        raise ExpressionError("S109", f"{describe(a)} {symbol} {describe(b)} has no real value")
    return _bounded(result)


def _unary(node: Any) -> Evaluate:
    operand = _build(node.operand)
    if isinstance(node.op, ast.Not):
        return lambda names: not _truth(operand(names))
    sign = {ast.USub: -1, ast.UAdd: 1}.get(type(node.op))
    if sign is None:
        raise ExpressionError("S108", "`~` is not part of the language")

    def evaluate(names: Environment) -> Value:
        value = operand(names)
        if not _is_number(value):
            raise ExpressionError("S109", f"`-` needs a number, not {describe(value)}")
        return sign * value

    return evaluate


def _boolean(node: Any) -> Evaluate:
    parts = [_build(value) for value in node.values]
    if isinstance(node.op, ast.And):
        return lambda names: all(_truth(part(names)) for part in parts)
    return lambda names: any(_truth(part(names)) for part in parts)


def _conditional(node: Any) -> Evaluate:
    test, then, otherwise = _build(node.test), _build(node.body), _build(node.orelse)
    return lambda names: then(names) if _truth(test(names)) else otherwise(names)


def _compare(node: Any) -> Evaluate:
    operands = [_build(operand) for operand in (node.left, *node.comparators)]
    tests = [_COMPARISONS.get(type(op)) for op in node.ops]
    if None in tests:
        raise ExpressionError("S108", "only == != < <= > >= compare", "`in` is the number of arriving channels")

    def evaluate(names: Environment) -> Value:
        values = [operand(names) for operand in operands]
        return all(_compared(test, a, b) for test, a, b in zip(tests, values, values[1:], strict=False))

    return evaluate


def _compared(test: Any, a: Value, b: Value) -> bool:
    ordered = test not in (operator.eq, operator.ne)
    if ordered and not (_is_number(a) and _is_number(b)):
        raise ExpressionError("S109", f"cannot order {describe(a)} and {describe(b)}")
    if not ordered and not (_is_number(a) and _is_number(b)) and type(a) is not type(b):
        raise ExpressionError("S109", f"{describe(a)} and {describe(b)} can never be equal", "words in an expression are quoted")
    return bool(test(a, b))


def _subscript(node: Any) -> Evaluate:
    if isinstance(node.slice, ast.Slice):
        raise ExpressionError("S108", "slices are not part of the language")
    container, index = _build(node.value), _build(node.slice)

    def evaluate(names: Environment) -> Value:
        values, at = container(names), index(names)
        if not isinstance(values, tuple) or type(at) is not int:
            raise ExpressionError("S109", f"cannot index {describe(values)} with {describe(at)}")
        if not -len(values) <= at < len(values):
            raise ExpressionError("S109", f"index {at} is outside a list of {len(values)}")
        return values[at]

    return evaluate


def _call(node: Any) -> Evaluate:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in FUNCTIONS or node.keywords:
        listed = ", ".join(FUNCTIONS)
        raise ExpressionError("S108", f"there is no function `{name or ast.unparse(node.func)[:40]}`", f"functions: {listed}")
    arguments = [_build(argument) for argument in node.args]
    function = FUNCTIONS[name]

    def evaluate(names: Environment) -> Value:
        values = [argument(names) for argument in arguments]
        try:
            return _bounded(function(*values))
        except (TypeError, ValueError, ArithmeticError):
            shown = ", ".join(map(describe, values))
            raise ExpressionError("S109", f"{name}({shown}) has no value") from None

    return evaluate


def _numbers(values: tuple[Value, ...]) -> tuple[Value, ...]:
    if len(values) == 1 and isinstance(values[0], tuple):
        values = values[0]
    if not values or not all(map(_is_number, values)):
        raise ValueError
    return values


def _number(value: Value) -> Value:
    if not _is_number(value):
        raise ValueError
    return value


def multiple(value: float, step: int = 8) -> int:
    """MobileNet's rounding to a multiple of `step` that never falls below nine tenths of the value."""
    if not (_is_number(value) and type(step) is int) or step < 1:
        raise ValueError
    rounded = max(step, int(value + step / 2) // step * step)
    return rounded + step if rounded < 0.9 * value else rounded


def _length(value: Value) -> int:
    if not isinstance(value, tuple):
        raise ValueError
    return len(value)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "min": lambda *values: min(_numbers(values)),
    "max": lambda *values: max(_numbers(values)),
    "floor": lambda value: math.floor(_number(value)),
    "ceil": lambda value: math.ceil(_number(value)),
    "round": lambda value: round(_number(value)),
    "len": _length,
    "sum": lambda values: sum(_numbers((values,))),
    "multiple": multiple,
}
_OPERATORS: dict[type, tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("+", operator.add), ast.Sub: ("-", operator.sub), ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv), ast.FloorDiv: ("//", operator.floordiv), ast.Mod: ("%", operator.mod),
    ast.Pow: ("**", operator.pow),
}  # fmt: skip
_COMPARISONS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip
_BUILDERS: dict[type, Callable[[Any], Evaluate]] = {
    ast.Constant: _constant, ast.Name: _name, ast.List: _list, ast.BinOp: _binary, ast.UnaryOp: _unary,
    ast.BoolOp: _boolean, ast.IfExp: _conditional, ast.Compare: _compare, ast.Subscript: _subscript, ast.Call: _call,
}  # fmt: skip


def _is_number(value: Value) -> bool:
    return type(value) in (int, float)


def _truth(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    raise ExpressionError("S109", f"expected true or false, found {describe(value)}", "compare it, as in `x > 0`")


def _bounded(value: Value) -> Value:
    if type(value) is int and value.bit_length() > MAX_BITS:
        raise ExpressionError("S103", "the value of the expression is too large")
    if type(value) is float and not math.isfinite(value):
        raise ExpressionError("S103", "the value of the expression is too large")
    if type(value) is tuple and len(value) > MAX_ITEMS:
        raise ExpressionError("S103", f"the list has more than {MAX_ITEMS:,} items")
    return value


def describe(value: Value) -> str:
    """A value as a message names it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the text "{value[:40]}"'
    if isinstance(value, tuple):
        return f"a list of {len(value)}"
    if value is None:
        return "nothing"
    text = str(value)
    return text if len(text) <= 40 else f"{text[:12]}... ({len(text)} digits)"
