"""L103: an activation of what an activation has given already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from cnncalc.diagnostics import Label
from cnncalc.rules._chain import SAME_VALUES, alone_before, before, everywhere, key_of
from cnncalc.rules._fusion import facts_of
from cnncalc.rules._rule import Network, Rule

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L103",
    name="repeated-activation",
    level="warning",
    what="an activation follows another one that leaves it nothing to do, or the same one twice",
    why="A relu of a relu is that relu: what is never negative, the output of relu, sigmoid or softmax, pooled or joined or not, "
    "passes a second relu as it is. Most often one of the two was meant to stand elsewhere, or `activation:` and an entry of its "
    "own both put one there. A sigmoid or tanh twice squashes twice: sigmoid(sigmoid(x)) lies between 0.5 and 0.731, and its "
    "gradient is a quarter at most of what is small already.",
    example="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, activation: relu}
  - relu
  - fc: 10
""",
    fix="take one of the two away",
    fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, activation: relu}
  - fc: 10
""",
)

#: Largest output of the kinds that give nothing negative.
_NEVER_NEGATIVE = {"relu": float("inf"), "relu6": 6.0, "sigmoid": 1.0, "hardsigmoid": 1.0, "softmax": 1.0}
#: Kinds that pass what is not negative as it is.
_PASS = frozenset({"relu", "leakyrelu", "prelu", "elu"})
#: Kinds whose outputs are among their inputs, or means of them, or 0, so that no bound is passed.
_BOUNDED = (SAME_VALUES - {"dropout", "droppath"}) | {
    "maxpool", "avgpool", "globalavgpool", "globalmaxpool", "adaptiveavgpool", "concat", "split", "pad", "crop", "upsample",
    "pixelshuffle",
}  # fmt: skip
#: Kinds that give nothing negative from what is not negative.
_SIGN_KEPT = _BOUNDED | _PASS | {"relu6", "dropout", "droppath", "add", "multiply", "lrn", "lppool"}
#: Not the identity above 0, and never meant twice.
_TWICE = frozenset({"sigmoid", "tanh", "gelu", "silu", "hardswish", "hardsigmoid", "elu", "leakyrelu", "prelu"})


class _Range(NamedTuple):
    """What is known of an output that is never negative: the activation that makes it so, or makes the bound, and that."""

    origin: Row
    most: float


def check(network: Network) -> Iterator[Diagnostic]:
    """The second of the two, where it is one too many wherever its place of the file is used."""
    found: dict[int, Diagnostic] = {}
    ranges: list[_Range | None] = [None] * (len(network.rows) + 1)
    for row in network.rows:
        kind, index = row.kind, row.entry.index
        if kind in _SIGN_KEPT and (arriving := _arriving(row, ranges)):
            most = _most(kind, arriving.most)
            ranges[index] = _Range(row if most < arriving.most else arriving.origin, most)
            if kind in _PASS or (kind == "relu6" and arriving.most <= 6):
                found[index] = _useless(row, arriving)
        if kind in _NEVER_NEGATIVE:
            if ranges[index] is None:
                ranges[index] = _Range(row, _NEVER_NEGATIVE[kind])
            if index not in found and (undone := _undone(network, row)):
                found[index] = undone
        if kind in _TWICE and index not in found and (twice := _twice(network, row)):
            found[index] = twice
    yield from everywhere(network, found)


def _arriving(row: Row, ranges: list[_Range | None]) -> _Range | None:
    """What is known of a layer's inputs together, where none is ever negative."""
    known = [one for source in row.entry.inputs if (one := ranges[source])]
    return _Range(known[0].origin, max(one.most for one in known)) if len(known) == len(row.entry.inputs) else None


def _most(kind: str, arriving: float) -> float:
    """The largest output of a kind that gives nothing negative from what is not negative."""
    if kind == "relu6":
        return min(arriving, 6.0)
    return arriving if kind in _BOUNDED or kind in _PASS else float("inf")


def _useless(row: Row, known: _Range) -> Diagnostic:
    origin = known.origin
    lies = "lies between 0 and 6" if row.kind == "relu6" else "is never negative"
    message = f"`{row.path}` changes nothing: what it reads {lies} since `{origin.path}`"
    return RULE.at(row, message, "take one of the two away", labels=_label(row, origin, "from here on"))


def _undone(network: Network, row: Row) -> Diagnostic | None:
    """A relu before relu6, or a slope below 0 that a relu clips."""
    if row.kind not in ("relu", "relu6"):
        return None
    first, _ = alone_before(network, row, SAME_VALUES)
    if first is None or first.kind == row.kind or first.kind not in ("relu", "leakyrelu", "elu"):
        return None
    layer = facts_of(first).layer
    if getattr(layer, "slope", 0) < 0 or getattr(layer, "alpha", 0) < 0:
        return None
    message = f"`{first.path}` changes nothing: `{row.path}` behind it gives the same without it"
    return RULE.at(row, message, "take one of the two away", labels=_label(row, first, "one too many"))


def _twice(network: Network, row: Row) -> Diagnostic | None:
    first, _ = before(network, row, SAME_VALUES)
    if first is None or first.kind != row.kind:
        return None
    message = f"`{row.path}` applies `{row.kind}` to what `{first.path}` gives: the same activation twice"
    return RULE.at(row, message, "take one of the two away", labels=_label(row, first, "the first"))


def _label(row: Row, other: Row, words: str) -> tuple[Label, ...]:
    return (Label(key_of(other), words),) if key_of(other) != key_of(row) else ()
