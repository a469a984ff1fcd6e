"""A body plus its input: the output of the entries is added to what came in, or to the output of `shortcut`.

    - residual:
        - conv: {filters: 4, kernel: 3, padding: 1, activation: relu}
        - conv: {filters: 4, kernel: 3, padding: 1}

    - residual: [{conv: {filters: 8, kernel: 3, stride: 2, padding: 1}}]
      shortcut: [{conv: {filters: 8, kernel: 1, stride: 2}}]

Both must have the same shape; a `relu` after the sum is the next entry. `when: $(stride == 1)` adds only where that is
true and keeps the body alone elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.spec.document import Mapping, Node, Scalar
from cnncalc.spec.options import Template
from cnncalc.spec.steps.branches import merge_outputs, merge_template
from cnncalc.spec.steps.choice import truth
from cnncalc.spec.values import Value
from cnncalc.spec.walk import UNKNOWN_SOURCE, Expansion, Flow, Scope, Walk

if TYPE_CHECKING:
    from cnncalc.spec.reader import Reader, Step


def read(reader: Reader, key: Scalar, main: Node, entry: Mapping) -> ResidualStep:
    """The form of this file."""
    body = reader.steps(main, key)
    shortcut = reader.steps(entry.entries["shortcut"][1], key) if "shortcut" in entry.entries else []
    step = ResidualStep(key, body, shortcut, merge_template(reader, "add", key))
    step.name, step.source = reader.word(entry, "name"), reader.word(entry, "from")
    step.when = reader.word(entry, "when")
    return step


class ResidualStep:
    __slots__ = ("body", "key", "merge", "name", "shortcut", "source", "when")

    def __init__(self, key: Scalar, body: list[Step], shortcut: list[Step], merge: Template) -> None:
        self.key, self.body, self.shortcut, self.merge = key, body, shortcut, merge
        self.name: Value | None = None
        self.source: Value | None = None
        self.when: Value | None = None

    def expand(self, walk: Walk, flow: Flow, scope: Scope) -> Expansion:
        if self.source is not None:
            flow, _ = walk.source(self.source, scope, len(walk.channels))
        walk.nest(scope, self.key)
        walk.arrive(scope, flow)
        added = truth(walk, scope, self.when, "when") if self.when is not None else True
        end = flow
        for step in self.body:
            end = yield from step.expand(walk, end, scope)
        if not added:
            return end if added is not None else UNKNOWN_SOURCE
        other = flow
        if self.shortcut:
            inner = walk.enter(scope, "shortcut")
            for step in self.shortcut:
                other = yield from step.expand(walk, other, inner)
        ends = tuple(source for way in (end, other) for source in (way if isinstance(way, tuple) else (way,)))
        return (yield from merge_outputs(walk, scope, self.merge, ends, self.name))
