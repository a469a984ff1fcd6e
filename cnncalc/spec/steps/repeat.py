"""The entries of `layers` that many times; 0 is nothing.

    - repeat: 3
      layers:
        - conv: {filters: 64, kernel: 3, padding: 1, activation: relu}

    - repeat: 3
      as: i
      name: stage
      layers:
        - conv: {filters: $(16 * 2 ** i), kernel: 3, padding: 1}

`as: i` names the turn, counted from 0. With `name: stage` the layers are called stage1/conv1, stage2/conv1, stage3/conv1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.diagnostics import LayerError
from cnncalc.spec.convert import integer
from cnncalc.spec.document import Mapping, Node, Scalar
from cnncalc.spec.expressions import ExpressionError, Unknown
from cnncalc.spec.steps.loop import Loop, beside
from cnncalc.spec.values import Value, locate
from cnncalc.spec.walk import UNKNOWN_SOURCE, Expansion, Flow, Scope, Walk

if TYPE_CHECKING:
    from cnncalc.spec.reader import Reader


def read(reader: Reader, key: Scalar, main: Node, entry: Mapping) -> RepeatStep | None:
    """The form of this file."""
    count = reader.value(main)
    loop = beside(reader, key, entry)
    return RepeatStep(count, loop) if count is not None else None


class RepeatStep:
    __slots__ = ("count", "loop")

    def __init__(self, count: Value, loop: Loop) -> None:
        self.count, self.loop = count, loop

    def expand(self, walk: Walk, flow: Flow, scope: Scope) -> Expansion:
        walk.arrive(scope, flow)
        try:
            times = integer("repeat", self.count.get(scope.names), 1 << 140, 0)
        except Unknown:
            return UNKNOWN_SOURCE
        except ExpressionError as error:
            walk.findings.append(locate(error, self.count.node))
            return UNKNOWN_SOURCE
        except LayerError as error:
            walk.fail(error.code, error.message, self.count.node, *error.help)
            return UNKNOWN_SOURCE
        if times > walk.limits.layers:
            walk.too_large(self.count.node)
        return (yield from self.loop.expand(walk, flow, scope, ({} for _ in range(times))))
