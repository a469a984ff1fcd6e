"""The closed `$(...)` interpreter: an expression becomes a function of the names in scope.

Nothing of Python is run: the text is parsed to a syntax tree and every node that is not listed here is refused. There
are no loops, so an expression costs at most its own length; the size of every value is bounded.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from cnncalc.spec.quantities import FUNCTIONS, MAX_BITS, ExpressionError, Unknown, Value, bounded, describe, is_number, joined

__all__ = [
    "FUNCTIONS", "IN", "UNKNOWN", "WORDS", "Environment", "Evaluate", "ExpressionError", "Unknown", "Value", "bounded",
    "compile_expression", "describe", "joined", "lookup",
]  # fmt: skip

Environment = dict[str, Value]
Evaluate = Callable[[Environment], Value]

MAX_LENGTH = 1_000
MAX_NESTING = 100
#: The name under which the number of arriving channels (`$in`) stands in an environment.
IN = "in"
#: Values that have a name of their own, written as in YAML.
WORDS = {"true": True, "false": False}


#: Stands in an environment for a name whose value is not known.
UNKNOWN = object()


#: A letter or `_` at the end of a number: another base, `1_000`, `3j`, or the `1or 2` that Python itself warns about.
_STRANGE_NUMBER = re.compile(r"(?<![\w.])\.?\d[\d.]*(?:[eE][-+]?\d+)?(?![eE][-+]?\d)[^\W\d]")


@lru_cache(maxsize=2048)
def compile_expression(text: str) -> Evaluate:
    """The inside of `$(...)` as a function of the names in scope. Raises ExpressionError S108 for what is not allowed."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError("S108", f"the expression is longer than {MAX_LENGTH:,} characters")
    if not text.strip():
        raise ExpressionError("S108", "the expression is empty")
    _bound_nesting(text)
    quoted = re.split(r"('[^']*'|\"[^\"]*\")", text)
    if "\\" in text or any(_STRANGE_NUMBER.search(part) for part in quoted[::2]):
        raise ExpressionError("S108", "only decimal numbers and plain words may stand in an expression")
    quoted[::2] = [re.sub(r"\bin\b", "_in_", part) for part in quoted[::2]]
    try:
        tree = ast.parse("".join(quoted).strip(), mode="eval").body
    except (SyntaxError, ValueError):
        raise ExpressionError("S108", f"`{text[:60]}` cannot be read as an expression", *_LANGUAGE) from None
    except (RecursionError, MemoryError):
        raise ExpressionError("S108", _TOO_DEEP) from None
    _bound_depth(tree)
    return _build(tree)


def _bound_nesting(text: str) -> None:
    """Python's parser answers too many open brackets differently in every version."""
    depth = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if depth > MAX_NESTING:
            raise ExpressionError("S108", _TOO_DEEP)


def _bound_depth(tree: ast.AST) -> None:
    """Refuse a tree that building and evaluating could not descend; a sum is as deep as it is long."""
    level = [tree]
    for _ in range(2 * MAX_NESTING):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return
    raise ExpressionError("S108", _TOO_DEEP)


def _build(node: ast.AST) -> Evaluate:
    builder = _BUILDERS.get(type(node))
    if builder is None:
        raise ExpressionError("S108", f"{_WORDS.get(type(node).__name__, 'this')} is not part of the language", *_LANGUAGE)
    return builder(node)


def _constant(node: Any) -> Evaluate:
    value = node.value
    if type(value) not in (int, float, bool, str):
        raise ExpressionError("S108", f"`{value}` is not a number, word or list")
    value = bounded(value)
    return lambda _: value


def _name(node: Any) -> Evaluate:
    if node.id in WORDS:
        return lambda _: WORDS[node.id]
    return lookup(IN if node.id == "_in_" else node.id)


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

    if name == IN:
        return ExpressionError("S109", "`$in` has no value here", "it is the number of channels that arrive at an entry")
    known = [known for known in names if known.isidentifier() and known != IN]
    close = nearest(name, known)
    listed = ", ".join(f"`{known}`" for known in known)
    help = f"did you mean `{close}`?" if close else (f"in scope: {listed}" if listed else "no parameter is in scope")
    return ExpressionError("S109", f"there is no parameter `{name}`", help)


def _list(node: Any) -> Evaluate:
    parts = [_build(item) for item in node.elts]
    return lambda names: bounded(tuple(part(names) for part in parts))


def _binary(node: Any) -> Evaluate:
    symbol, function = _OPERATORS.get(type(node.op), (None, None))
    if function is None or symbol is None:
        raise ExpressionError("S108", f"`{_FOREIGN_OPERATORS[type(node.op)]}` is not part of the language", *_LANGUAGE)
    left, right = _build(node.left), _build(node.right)

    def evaluate(names: Environment) -> Value:
        a, b = left(names), right(names)
        if type(a) is int and type(b) is int and symbol in "+-*":
            return bounded(function(a, b))
        return _arithmetic(symbol, function, a, b)

    return evaluate


def _arithmetic(symbol: str, function: Callable[[Any, Any], Any], a: Value, b: Value) -> Value:
    if symbol == "+" and isinstance(a, tuple) and isinstance(b, tuple):
        return bounded(a + b)
    if not (is_number(a) and is_number(b)):
        raise ExpressionError("S109", f"`{symbol}` needs two numbers, not {describe(a)} and {describe(b)}")
    if symbol in ("/", "//", "%") and b == 0:
        raise ExpressionError("S109", f"division by zero: {describe(a)} {symbol} 0")
    if symbol == "**" and (abs(b) > MAX_BITS or (type(a) is int and a.bit_length() * abs(b) > MAX_BITS * 2)):
        raise ExpressionError("S103", f"the power {describe(a)} ** {describe(b)} is too large")
    try:
        result = function(a, b)
    except OverflowError:
        raise ExpressionError("S103", "the value of the expression is too large") from None
    except (ArithmeticError, ValueError):
        raise ExpressionError("S109", f"{describe(a)} {symbol} {describe(b)} has no value") from None
    if not is_number(result):
        raise ExpressionError("S109", f"{describe(a)} {symbol} {describe(b)} has no real value")
    return bounded(result)


def _unary(node: Any) -> Evaluate:
    operand = _build(node.operand)
    if isinstance(node.op, ast.Not):
        return lambda names: not _truth(operand(names))
    sign = {ast.USub: -1, ast.UAdd: 1}.get(type(node.op))
    if sign is None:
        raise ExpressionError("S108", "`~` is not part of the language", *_LANGUAGE)

    def evaluate(names: Environment) -> Value:
        value = operand(names)
        if not is_number(value):
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
    if ordered and not (is_number(a) and is_number(b)):
        raise ExpressionError("S109", f"cannot order {describe(a)} and {describe(b)}")
    if not ordered and not (is_number(a) and is_number(b)) and type(a) is not type(b):
        raise ExpressionError("S109", f"{describe(a)} and {describe(b)} can never be equal", "words in an expression are quoted")
    return bool(test(a, b))


def _subscript(node: Any) -> Evaluate:
    if isinstance(node.slice, ast.Slice):
        raise ExpressionError("S108", "a slice is not part of the language", *_LANGUAGE)
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
    if not isinstance(node.func, ast.Name):
        raise ExpressionError("S108", "only a function's name can be called", f"functions: {', '.join(FUNCTIONS)}")
    name = node.func.id
    if name not in FUNCTIONS:
        raise _no_such_function(name)
    if node.keywords:
        raise ExpressionError("S108", f"`{name}` takes no named arguments", f"write `{name}(a, b)`")
    arguments = [_build(argument) for argument in node.args]
    function = FUNCTIONS[name]

    def evaluate(names: Environment) -> Value:
        values = [argument(names) for argument in arguments]
        try:
            return bounded(function(*values))
        except (TypeError, ValueError, ArithmeticError):
            shown = ", ".join(map(describe, values))
            raise ExpressionError("S109", f"{name}({shown}) has no value") from None

    return evaluate


def _no_such_function(name: str) -> ExpressionError:
    from cnncalc.diagnostics import nearest

    close = nearest(name, FUNCTIONS) or next((known for known in FUNCTIONS if name.startswith(known)), None)
    help = f"did you mean `{close}`?" if close else f"functions: {', '.join(FUNCTIONS)}"
    return ExpressionError("S108", f"there is no function `{name}`", help)


_OPERATORS: dict[type, tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("+", operator.add), ast.Sub: ("-", operator.sub), ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv), ast.FloorDiv: ("//", operator.floordiv), ast.Mod: ("%", operator.mod),
    ast.Pow: ("**", operator.pow),
}  # fmt: skip
_FOREIGN_OPERATORS = {
    ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>", ast.MatMult: "@",
}  # fmt: skip
_COMPARISONS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip
_BUILDERS: dict[type, Callable[[Any], Evaluate]] = {
    ast.Constant: _constant, ast.Name: _name, ast.List: _list, ast.BinOp: _binary, ast.UnaryOp: _unary,
    ast.BoolOp: _boolean, ast.IfExp: _conditional, ast.Compare: _compare, ast.Subscript: _subscript, ast.Call: _call,
}  # fmt: skip
_LANGUAGE = ("allowed are numbers, names, lists, + - * / // % **, comparisons, and, or, not, `a if c else b`, `x[0]`",)
_TOO_DEEP = "the expression is nested too deeply"
#: What a person would call the parts of Python that are refused.
_WORDS = {
    "Attribute": "a dotted name", "Lambda": "`lambda`", "Dict": "a mapping", "Set": "a set", "Tuple": "a list in parentheses",
    "ListComp": "a comprehension", "SetComp": "a comprehension", "DictComp": "a comprehension", "GeneratorExp": "a comprehension",
    "JoinedStr": "a text with values in it", "NamedExpr": "`:=`", "Starred": "`*` before a value", "Await": "`await`",
    "Yield": "`yield`", "YieldFrom": "`yield`",
}  # fmt: skip


def _truth(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    raise ExpressionError("S109", f"expected true or false, found {describe(value)}", "compare it, as in `x > 0`")
