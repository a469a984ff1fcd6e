"""The entries of `layers` where a condition is true, those of `else`, if there are any, where it is not.

    - if: $(in > 64)
      layers: [{conv: {filters: 64, kernel: 1}}]
      else: [identity]

The condition must be true or false: a parameter such as `$projected`, or a comparison. `$in` is the number of arriving
channels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.spec.document import Mapping, Node, Scalar
from cnncalc.spec.expressions import ExpressionError, Unknown, describe
from cnncalc.spec.values import Value, locate
from cnncalc.spec.walk import UNKNOWN_SOURCE, Expansion, Flow, Scope, Walk

if TYPE_CHECKING:
    from cnncalc.spec.reader import Reader, Step


def read(reader: Reader, key: Scalar, main: Node, entry: Mapping) -> IfStep | None:
    """The form of this file."""
    test = reader.value(main)
    then = reader.steps(entry.entries["layers"][1] if "layers" in entry.entries else None, key)
    otherwise = reader.steps(entry.entries["else"][1], key) if "else" in entry.entries else []
    return IfStep(test, then, otherwise) if test is not None else None


def truth(walk: Walk, scope: Scope, test: Value, word: str) -> bool | None:
    """A condition's value; None where it has none, which has then been reported or hangs on a failed layer."""
    try:
        value = test.get(scope.names)
    except Unknown:
        return None
    except ExpressionError as error:
        walk.findings.append(locate(error, test.node))
        return None
    if isinstance(value, bool):
        return value
    found = "left out" if value is None else f"not {describe(value)}"
    walk.fail("S102", f"`{word}` must be true or false, {found}", test.node, "compare it, as in `$(x > 0)`")
    return None


class IfStep:
    __slots__ = ("otherwise", "test", "then")

    def __init__(self, test: Value, then: list[Step], otherwise: list[Step]) -> None:
        self.test, self.then, self.otherwise = test, then, otherwise

    def expand(self, walk: Walk, flow: Flow, scope: Scope) -> Expansion:
        walk.nest(scope, self.test.node)
        walk.arrive(scope, flow)
        chosen = truth(walk, scope, self.test, "if")
        if chosen is None:
            return UNKNOWN_SOURCE
        walk.trace.arms.add((self.test.node, chosen))
        for step in self.then if chosen else self.otherwise:
            flow = yield from step.expand(walk, flow, scope)
        return flow
