"""What reading a text gives: nodes that know their places, and the limits of what a file may cost."""

from __future__ import annotations

from typing import Any, NamedTuple

from cnncalc.diagnostics import Diagnostic, Span


class Limits(NamedTuple):
    """What a file may cost; every limit can be raised by an option of the same name (`--max-layers`)."""

    bytes: int = 1 << 20
    depth: int = 64
    events: int = 200_000
    aliases: int = 1_000
    nodes: int = 1_000_000  # after alias expansion
    layers: int = 20_000  # after loops and blocks
    size: int = 2**31 - 1  # of one number that is a size or a count


class Node:
    """A positioned value: `kind` is "scalar", "list" or "mapping"."""

    __slots__ = ("column", "end_column", "end_line", "height", "line", "weight")
    kind = "node"
    line: int
    column: int
    end_line: int
    end_column: int
    weight: int  # nodes after alias expansion
    height: int  # levels of nesting below and with this node

    @property
    def span(self) -> Span:
        return Span(self.line, self.column, self.end_line, self.end_column)


class Scalar(Node):
    """`value` is the resolved value; `text` what was written; `bad` marks a value already reported."""

    __slots__ = ("bad", "plain", "text", "value")
    kind = "scalar"

    def __init__(self, text: str, value: Any, plain: bool, bad: bool) -> None:
        self.text, self.value, self.plain, self.bad = text, value, plain, bad
        self.weight, self.height = 1, 0


class Sequence(Node):
    __slots__ = ("items",)
    kind = "list"

    def __init__(self) -> None:
        self.items: list[Node] = []


class Mapping(Node):
    """`entries` maps each key's text to the key's own node and its value."""

    __slots__ = ("entries",)
    kind = "mapping"

    def __init__(self) -> None:
        self.entries: dict[str, tuple[Scalar, Node]] = {}


class Document(NamedTuple):
    """A text read as far as it could be: `root` is None where nothing usable was found."""

    root: Node | None
    findings: list[Diagnostic]


def stand_in(text: str, span: Span) -> Scalar:
    """For a node that was refused: says nothing and is asked nothing."""
    node = Scalar(text, None, True, True)
    node.line, node.column, node.end_line, node.end_column = span
    return node


def last_child(node: Node) -> Node | None:
    if isinstance(node, Sequence):
        return node.items[-1] if node.items else None
    if isinstance(node, Mapping) and node.entries:
        return next(reversed(node.entries.values()))[1]
    return None
