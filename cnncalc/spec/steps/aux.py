"""A side head, as GoogLeNet's auxiliary classifiers: its output leaves the network, and the main path goes on beside it.

    - aux: [globalavgpool, {fc: 1000}, softmax]
      name: head1

Nothing outside reads from it. Its figures are reported apart, and together with the network's as "with aux heads".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.spec.document import Mapping, Node, Scalar
from cnncalc.spec.values import Value
from cnncalc.spec.walk import Expansion, Flow, Scope, Walk

if TYPE_CHECKING:
    from cnncalc.spec.reader import Reader, Step


def read(reader: Reader, key: Scalar, main: Node, entry: Mapping) -> AuxStep:
    """The form of this file."""
    return AuxStep(key, reader.steps(main, key), reader.word(entry, "name"), reader.word(entry, "from"))


class AuxStep:
    __slots__ = ("key", "name", "source", "steps")

    def __init__(self, key: Scalar, steps: list[Step], name: Value | None, source: Value | None) -> None:
        self.key, self.steps, self.name, self.source = key, steps, name, source

    def expand(self, walk: Walk, flow: Flow, scope: Scope) -> Expansion:
        head = flow
        if self.source is not None:
            head, _ = walk.source(self.source, scope, len(walk.channels))
        name, _ = walk.name_of(self.name, scope, self.key, "aux", "aux")
        inner = walk.enter(scope, name)
        inner.aux = inner.path[:-1]
        walk.nest(inner, self.key)
        for step in self.steps:
            head = yield from step.expand(walk, head, inner)
        if isinstance(head, int) and head > 0:
            walk.outputs[inner.path[:-1]] = head
        return flow
