"""Nodes as values: constants, or functions of the names in scope."""

from __future__ import annotations

import re
from typing import Any

from cnncalc.diagnostics import Diagnostic
from cnncalc.spec.document import Mapping, Node, Scalar, Sequence
from cnncalc.spec.expressions import (
    Environment,
    Evaluate,
    ExpressionError,
    bounded,
    compile_expression,
    describe,
    joined,
    lookup,
)  # fmt: skip

_WHOLE_NAME = re.compile(r"\$([A-Za-z_]\w*)")
_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_PIECE = re.compile(r"\$([A-Za-z_]\w*)|\$\(")


#: What to say of an expression where a word or a number of the file itself is due.
LITERAL = "no expression can stand here: write it out"


class MappingValue:
    """Stands for a mapping where a value is due; no option takes one."""


class Value:
    """A value of the file: `constant`, or where it depends on names, `evaluate(names)`."""

    __slots__ = ("constant", "evaluate", "node")

    def __init__(self, node: Node, constant: Any = None, evaluate: Evaluate | None = None) -> None:
        self.node, self.constant, self.evaluate = node, constant, evaluate

    def get(self, names: Environment) -> Any:
        """The value under these names. Raises ExpressionError or Unknown."""
        return self.constant if self.evaluate is None else self.evaluate(names)


def read_value(node: Node, findings: list[Diagnostic]) -> Value | None:
    """A node as a value; None where it is faulty, which has then been reported."""
    if isinstance(node, Scalar):
        if node.bad:
            return None
        if "$" not in node.text:
            return Value(node, node.value)
        try:
            return Value(node, None, _read_text(node.text))
        except ExpressionError as error:
            findings.append(locate(error, node))
            return None
    if isinstance(node, Sequence):
        items = [read_value(item, findings) for item in node.items]
        if None in items:
            return None
        return _read_list(node, [item for item in items if item is not None])
    return Value(node, MappingValue)


def _read_list(node: Sequence, items: list[Value]) -> Value:
    if all(item.evaluate is None for item in items):
        return Value(node, tuple(item.constant for item in items))
    return Value(node, None, lambda names: bounded(tuple(_item(item, names) for item in items)))


def _item(item: Value, names: Environment) -> Any:
    """An item's value; its error knows the item's place."""
    try:
        return item.get(names)
    except ExpressionError as error:
        placed = ExpressionError(error.code, error.message, *error.help)
        placed.node = error.node or item.node
        raise placed from None


def _read_text(text: str) -> Evaluate:
    whole = _WHOLE_NAME.fullmatch(text)
    if whole:
        return lookup(whole.group(1))
    if text.startswith("$(") and _closing(text, 1) == len(text) - 1:
        return compile_expression(text[2:-1])
    return _read_mixed(text)


def _read_mixed(text: str) -> Evaluate:
    """A longer word with values put in as text: `down$level`."""
    pieces: list[str | Evaluate] = []
    at = 0
    while (found := _PIECE.search(text, at)) is not None:
        pieces.append(text[at : found.start()])
        if found.group(1):
            pieces.append(lookup(found.group(1)))
            at = found.end()
        else:
            end = _closing(text, found.end() - 1)
            if end is None:
                raise ExpressionError("S110", "the expression does not close", "quote the expression")
            pieces.append(compile_expression(text[found.end() : end]))
            at = end + 1
    pieces.append(text[at:])
    if any(isinstance(piece, str) and "$" in piece for piece in pieces):
        raise ExpressionError("S108", "a `$` must be followed by a name or `(`", "write `$name` or `$(...)`")
    return lambda names: joined([piece if isinstance(piece, str) else _as_text(piece(names)) for piece in pieces])


def _as_text(value: Any) -> str:
    if type(value) is int or type(value) is str:
        return str(value)
    if isinstance(value, (bool, tuple)) or value is None:
        raise ExpressionError("S109", f"only a number or word can stand inside a longer word, not {describe(value)}")
    return str(value)


def names_in(text: str) -> set[str]:
    """The names that a text reads: `$x`, or inside `$(...)`; functions and words of the language are among them."""
    found: set[str] = set()
    at = 0
    while (piece := _PIECE.search(text, at)) is not None:
        at = piece.end()
        if piece.group(1):
            found.add(piece.group(1))
        elif (end := _closing(text, at - 1)) is not None:
            for unquoted in _QUOTED.split(text[at:end]):
                found.update(_NAME.findall(unquoted))
            at = end + 1
    return found


def _closing(text: str, opening: int) -> int | None:
    """The place of the bracket that closes the one at `opening`, quoted text skipped."""
    depth, quote = 0, ""
    for at in range(opening, len(text)):
        character = text[at]
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if depth == 0:
                return at
    return None


def locate(error: ExpressionError, node: Node) -> Diagnostic:
    """An expression's error with its place."""
    place = error.node or node
    return Diagnostic(error.code, error.message, place.span, (), error.help)


def find_cut_expression(node: Node, findings: list[Diagnostic]) -> bool:
    """Report a `$(` that YAML cut at a comma, a `: ` or a comment; true where one was found directly in this node."""
    if type(node) is Mapping:
        return any(_find_cut(key, findings) or _find_cut(value, findings) for key, value in node.entries.values())
    return _find_cut(node, findings)


def _find_cut(node: Node, findings: list[Diagnostic]) -> bool:
    if type(node) is Sequence:
        return any(_find_cut(item, findings) for item in node.items if type(item) is Scalar)
    if type(node) is not Scalar or "$(" not in node.text or node.bad or not _is_cut(node.text):
        return False
    node.bad = True
    message = f"the expression `{node.text[:60]}` does not close"
    if node.plain:
        message += ": without quotes YAML ends it at a comma, a colon or ` #`"
    help = 'quote the expression: "$(...)"' if node.plain else "a `)` is missing"
    findings.append(Diagnostic("S110", message, node.span, (), (help,)))
    return True


def _is_cut(text: str) -> bool:
    at = text.find("$(")
    while at >= 0:
        end = _closing(text, at + 1)
        if end is None:
            return True
        at = text.find("$(", end)
    return False
