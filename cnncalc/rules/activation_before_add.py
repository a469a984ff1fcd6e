"""L113: a residual's body that can add nothing negative."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.diagnostics import Label
from cnncalc.rules._chain import key_of, told_at
from cnncalc.rules._rule import Network, Rule

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L113",
    name="activation-before-add",
    level="info",
    what="the body of a residual ends in a relu before it is added to the shortcut",
    why="A residual should be able to take values in both directions. Behind a relu the body only ever adds to the signal, block "
    "after block. He et al. 2016 (Identity Mappings in Deep Residual Networks, section 4.1 and Table 2) measured it as `ReLU "
    "before addition`: 7.84 % error of ResNet-110 on CIFAR-10 where the original has 6.61 %. Most often `defaults:` put the relu "
    "there.",
    example="""\
input: 32x32x16
defaults: {conv: {kernel: 3, padding: 1, activation: relu}}
layers:
  - residual:
      - conv: {filters: 16}
      - conv: {filters: 16}
  - fc: 10
""",
    fix="give the body's last layer `activation: none`, and put the relu behind the addition",
    fixed="""\
input: 32x32x16
defaults: {conv: {kernel: 3, padding: 1, activation: relu}}
layers:
  - residual:
      - conv: {filters: 16}
      - conv: {filters: 16, activation: none}
  - relu
  - fc: 10
""",
)

_BODY = frozenset(
    {"conv", "batchnorm", "groupnorm", "instancenorm", "layernorm", "relu", "relu6", "dropout", "droppath", "shuffle"}
)
_SHORTCUT = frozenset({"conv", "batchnorm", "avgpool", "identity", "pad"})
_MOST = 3  # layers with weights: a longer way around is another thing than a residual's body


def check(network: Network) -> Iterator[Diagnostic]:
    """The relu at the end of such a body."""
    for row in network.rows:
        if row.kind == "add" and len(row.entry.inputs) == 2:
            for number in (0, 1):
                body = network.source(row, number)
                while body is not None and body.kind in ("dropout", "droppath") and len(network.readers(body)) == 1:
                    body = network.source(body)
                if body is not None and body.kind in ("relu", "relu6") and _joins(network, row, body, number):
                    message = f"the body of this residual ends in `{body.path}`: what `{row.path}` adds is never negative"
                    labels = (Label(key_of(row), "added here"),)
                    help = "leave it out there: `activation: none` on the body's last layer"
                    yield RULE.at(told_at(network, body), message, help, labels=labels)


def _joins(network: Network, add: Row, body: Row, number: int) -> bool:
    """Whether the body begins at the output that the shortcut brings, as it is or through no more layers with weights."""
    if "shortcut" in body.path.split("/"):  # the scope of what a `residual` has under that word
        return False
    ends = _way(network, network.source(add, 1 - number), _SHORTCUT)
    starts = _way(network, body, _BODY)
    fork = next((index for index in starts if index in ends), None)
    return fork is not None and max(ends[fork], 1) <= starts[fork] <= _MOST


def _way(network: Network, row: Row | None, kinds: frozenset[str]) -> dict[int, int]:
    """Outputs on the way back through layers of `kinds` that have one reader, with the layers with weights up to there."""
    found = {row.entry.index if row else 0: 0}
    weighted = 0
    while row is not None and row.kind in kinds and len(network.readers(row)) == 1:
        weighted += row.kind == "conv"
        row = network.source(row)
        found[row.entry.index if row else 0] = weighted
    return found
