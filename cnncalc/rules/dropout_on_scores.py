"""L106: dropout of the network's own answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import Label
from cnncalc.rules._chain import SAME_VALUES, before, key_of
from cnncalc.rules._fusion import facts_of
from cnncalc.rules._rule import Network, Rule

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L106",
    name="dropout-on-scores",
    level="warning",
    what="dropout behind the last layer with weights drops the network's answers, not features",
    why="Dropout makes the layer behind it rely on no single feature (Hinton et al. 2012). Behind the last layer with weights "
    "nothing reads what is left: in training a score is 0, whatever the image shows, and the others are made larger by 1/(1 - "
    "p), so that the loss is that of another question. AlexNet and VGG drop before their last layer, never behind it.",
    example="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, activation: relu}
  - fc: 10
  - dropout: 0.5
  - softmax
""",
    fix="put the dropout before the last layer with weights",
    fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, activation: relu}
  - dropout: 0.5
  - fc: 10
  - softmax
""",
)

_FORWARD = SAME_VALUES | {"softmax", "sigmoid"}
_BACK = SAME_VALUES - {"dropout", "droppath"}


def check(network: Network) -> Iterator[Diagnostic]:
    """Dropout between the last layer with weights and the end of the network or of a side head."""
    for row in network.rows:
        if row.kind == "dropout":
            first, _ = before(network, row, _BACK)
            layer: Any = facts_of(row).layer
            if first is not None and first.kind in ("fc", "conv") and layer.rate > 0 and _leaves(network, row):
                count = facts_of(first).output.elements
                message = f"`{row.path}` drops scores, not features: in training each of the {count:,} values of `{first.path}`, "
                message += f"which leave the network, is 0 at rate {layer.rate:.3g}"
                labels = (Label(key_of(first), "the last layer with weights"),)
                yield RULE.at(row, message, f"put it before `{first.path}`", labels=labels)


def _leaves(network: Network, row: Row) -> bool:
    """Whether nothing with weights reads a layer's output any more."""
    while True:
        readers = network.readers(row)
        if not readers:
            return network.is_output(row) or row.aux is not None
        if len(readers) > 1 or readers[0].kind not in _FORWARD:
            return False
        (row,) = readers
