"""L301: one fully connected layer that holds more than half of all parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import Label
from cnncalc.rules._rule import Network, Rule
from cnncalc.rules._sliding import origin

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L301",
    name="fc-holds-most",
    level="info",
    what="one fully connected layer that reads a map holds more than half of all parameters",
    why="A fully connected layer has a weight for every place of the map: VGG-16's fc6 reads 7x7x512 and holds 102,764,544 of "
    "138,357,544 parameters, 74.3 %. A global average pool in front of it (Lin et al. 2013, Network in Network; "
    "GoogLeNet, ResNet) leaves one value a channel: (512 + 1)*4096 = 2,101,248, at next to no loss of accuracy in the "
    "networks that came after.",
    example="""\
input: 32x32x3
layers:
  - conv: {filters: 32, kernel: 3, padding: 1, activation: relu}
  - maxpool: 2
  - fc: {outputs: 256, activation: relu}
  - fc: 10
""",
    fix="put `globalavgpool` before it, or make the map smaller first",
    fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 32, kernel: 3, padding: 1, activation: relu}
  - maxpool: 2
  - conv: {filters: 64, kernel: 3, padding: 1, activation: relu}
  - globalavgpool
  - fc: 10
""",
)


def check(network: Network) -> Iterator[Diagnostic]:
    """The one such layer there can be, where it reads a map of several places that the network computed."""
    total = network.report.totals.cost.params
    for row in network.rows:
        if row.kind == "fc" and row.aux is None and 2 * row.cost.params > total:
            source = origin(network, row)
            if source is not None and source.output and any(size > 1 for size in source.output.spatial):
                yield _finding(row, source, total)


def _finding(row: Row, source: Row, total: int) -> Diagnostic:
    facts: Any = row.facts
    held, channels = row.cost.params, source.output.channels if source.output else 0
    pooled = (channels + (1 if facts.biases else 0)) * facts.output.channels
    share = f"{held:,} of the network's {total:,} parameters, {100 * held / total:.1f} %"
    values = f"{facts.inputs[0].elements:,} values of {source.output}"
    return RULE.at(
        row,
        f"`{row.path}` holds {share}: one weight for each output and each of the {values}",
        f"with `globalavgpool` before it, it would have {pooled:,}, and the network {total - held + pooled:,}",
        labels=(Label(source.entry.template.node.span, f"`{source.path}` gives {source.output}"),),
    )
