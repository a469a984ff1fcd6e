"""A mapping of a key read entry by entry; whatever is wrong is noted with its place, and the rest is still read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from typing import Any

from cnncalc.diagnostics import Diagnostic, Span, did_you_mean
from cnncalc.homework.reading import read
from cnncalc.homework.written import Number, Unreadable
from cnncalc.spec.from_python import Verbatim
from cnncalc.spec.nodes import Mapping, Node, Scalar, Sequence

_LARGEST = Fraction(10**9)


class Refused(Exception):
    """Something of a key that cannot be used. `node` is where; None for the place of the question."""

    def __init__(self, code: str, message: str, *help: str, node: Node | None = None, span: Span | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.help = code, message, help
        self.span = span or (node.span if node is not None else None)

    def finding(self, otherwise: Span) -> Diagnostic:
        """As it is told; `otherwise` is the place where it names none."""
        return Diagnostic(self.code, self.message, self.span or otherwise, (), self.help)


class Fields:
    """One mapping and the faults found in it. A value that is refused counts as left out."""

    def __init__(self, node: Node, what: str, known: Collection[str], findings: list[Diagnostic]) -> None:
        self.node, self.findings = node, findings
        self._entries: dict[str, tuple[Scalar, Node]] = {}
        if not isinstance(node, Mapping):
            self.refuse(Refused("K601", f"{what} must be a mapping, found {described(node)}", node=node))
            return
        self._entries = node.entries
        for word, (key, _) in node.entries.items():
            if word not in known:
                self.refuse(Refused("K601", f"{what} has no `{word}`", did_you_mean(word, known), node=key))

    def refuse(self, error: Refused) -> None:
        """Note a fault; the reading goes on."""
        self.findings.append(error.finding(self.node.span))

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def get(self, name: str) -> Node | None:
        """The value's node, where it is given."""
        return self._entries[name][1] if name in self._entries else None

    def text(self, name: str, default: str = "") -> str:
        """A word or a line, as it is written."""
        node = self.get(name)
        if node is None:
            return default
        if isinstance(node, Scalar) and not (node.plain and node.value is None):
            return node.text
        self.refuse(Refused("K601", f"`{name}` must be a text, found {described(node)}", node=node))
        return default

    def word(self, name: str, known: Collection[str], default: str) -> str:
        """One of the known words."""
        found = self.text(name, default)
        if name in self and found not in known:
            self.refuse(Refused("K601", f"`{name}` cannot be `{found[:40]}`", did_you_mean(found, known), node=self.get(name)))
            return default
        return found

    def flag(self, name: str) -> bool:
        """true or false; false where it is not given."""
        node = self.get(name)
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        if node is not None:
            self.refuse(Refused("K601", f"`{name}` must be true or false, found {described(node)}", node=node))
        return False

    def number(self, name: str, default: Fraction | int, *, least: int = 0) -> Fraction:
        """A number of at least `least`: `2`, `0.5`, `1/2`, `1 %`."""
        node = self.get(name)
        if node is None:
            return Fraction(default)
        try:
            if not isinstance(node, Scalar):
                raise Unreadable("K501", f"found {described(node)}")
            return number_in(node.text, least)
        except Unreadable as error:
            self.refuse(Refused("K601", f"`{name}` must be a number of {least} or more: {error.message}", node=node))
            return Fraction(default)

    def items(self, name: str) -> list[Node]:
        """The nodes of a list; a single value is a list of one."""
        node = self.get(name)
        if node is None:
            return []
        return list(node.items) if isinstance(node, Sequence) else [node]

    def pairs(self, name: str) -> Iterator[tuple[str, Scalar, Node]]:
        """The entries of a mapping: its word, the word's node and the value."""
        node = self.get(name)
        if node is None:
            return
        if not isinstance(node, Mapping):
            self.refuse(Refused("K601", f"`{name}` must be a mapping, found {described(node)}", node=node))
            return
        for word, (key, value) in node.entries.items():
            yield word, key, value


def number_in(text: str, least: int = 0) -> Fraction:
    """A plain number or a percentage as an exact one. Raises Unreadable."""
    found = read(text, "number")
    if not isinstance(found, Number) or found.prefix or found.unit not in ("", "%") or found.approximate:
        raise Unreadable("K501", f"found `{text[:40]}`")
    value = found.value / 100 if found.unit == "%" else found.value
    if not least <= value <= _LARGEST:
        raise Unreadable("K501", f"found `{text[:40]}`")
    return value


def described(node: Node) -> str:
    """A node in the words of a message."""
    if isinstance(node, Scalar):
        return f"`{node.text[:40]}`" if node.text else "nothing"
    return "a list" if isinstance(node, Sequence) else "a mapping"


def plain(node: Node, *, exact: bool = False) -> Any:
    """A node as Python's lists and dicts. With `exact`, scalars are the texts that were written, in quotes or not."""
    if isinstance(node, Sequence):
        return [plain(item, exact=exact) for item in node.items]
    if isinstance(node, Mapping):
        return {word: plain(value, exact=exact) for word, (_, value) in node.entries.items()}
    assert isinstance(node, Scalar)
    if exact or not node.plain:
        return node.text
    if isinstance(node.value, float):
        return Verbatim(node.text)
    return node.value


def at(node: Node, keys: str) -> Node:
    """The node at `layers[0].conv.stride` below this one, or the last on the way to it that there is."""
    for part in keys.replace("[", ".[").split("."):
        if part.startswith("[") and isinstance(node, Sequence):
            number = part[1:-1]
            if not number.isdecimal() or int(number) >= len(node.items):
                break
            node = node.items[int(number)]
        elif isinstance(node, Mapping) and part in node.entries:
            node = node.entries[part][1]
        elif part:
            break
    return node
