"""An entry that could not be read: it keeps its place and its name, so that what reads it is unknown and no second error."""

from __future__ import annotations

from cnncalc.spec.document import Node
from cnncalc.spec.options import Template
from cnncalc.spec.values import Value
from cnncalc.spec.walk import UNKNOWN_SOURCE, Entry, Expansion, Flow, Scope, Walk


class FaultyStep:
    """`code` is that of the finding; None where the fault lies elsewhere and the entry is merely unknown."""

    __slots__ = ("code", "name", "template")

    def __init__(self, word: str, key: Node, code: str | None, name: Value | None) -> None:
        self.template, self.code, self.name = Template(word, None, key), code, name

    def expand(self, walk: Walk, flow: Flow, scope: Scope) -> Expansion:
        kind = self.template.kind
        name, _ = walk.name_of(self.name, scope, self.template.node, kind, kind)
        entry = Entry(len(walk.channels), self.template, None, (UNKNOWN_SOURCE,), name, scope)
        entry.error = self.code
        return (yield from walk.emit(entry))
