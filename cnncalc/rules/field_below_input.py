"""L206: no cell of the last map sees the whole input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import Label
from cnncalc.rules._rule import Network, Rule
from cnncalc.rules._sliding import origin, volume

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L206",
    name="field-below-input",
    level="info",
    what="a cell of the map that the classifier reads does not see the whole input",
    why="A cell of VGG-16's last map sees 212x212 of 224x224 pixels: its own, and (F - 1) times the stride so far for each of "
    "the 13 convolutions and 5 pools. Behind such a map a fully connected layer still puts all places together. A global "
    "average does not: the scores are then a mean of what single patches vote, as in BagNets (Brendel & Bethge 2019), and "
    "no part of the network relates two places that lie further apart.",
    example="""\
input: 64x64x3
layers:
  - conv: {filters: 32, kernel: 3, padding: 1, activation: relu}
  - maxpool: 2
  - conv: {filters: 64, kernel: 3, padding: 1, activation: relu}
  - globalavgpool
  - fc: 10
""",
    fix="more layers, larger strides earlier, or dilation widen the field; for small objects anywhere in the image it need "
    "not be wider",
    fixed="""\
input: 16x16x3
layers:
  - repeat: 3
    layers:
      - conv: {filters: 32, kernel: 3, padding: 1, activation: relu}
      - maxpool: 2
  - globalavgpool
  - fc: 10
""",
)


def check(network: Network) -> Iterator[Diagnostic]:
    """The layer that makes one vector of the last map, where the network has one output and that map is made by windows."""
    shape = network.report.input
    if shape is None or len(network.outputs) != 1:
        return
    row = _classifier(network, network.rows[max(network.outputs) - 1] if max(network.outputs) else None)
    last = origin(network, row) if row else None
    field = getattr(network.source(row), "field", None) if row else None
    if row is None or last is None or field is None or field.is_global or len(field.axes) != len(shape.spatial):
        return
    seen = field.to_dict()["size"]
    if max(seen) == 1 or all(cells >= n for cells, n in zip(seen, shape.spatial, strict=True)):
        return
    if row.kind in ("fc", "flatten"):
        joins = "alone puts places together that lie further apart"
    else:
        joins = f"only takes the {'mean' if 'avg' in row.kind else 'largest'} of what these see"
    told = f"a cell of `{last.path}` sees {volume(seen)} of the {volume(shape.spatial)} input, and `{row.path}` {joins}"
    yield RULE.at(row, told, labels=(Label(last.entry.template.node.span, f"`{last.path}` gives {last.output}"),))


def _classifier(network: Network, row: Row | None) -> Row | None:
    """Back from the output to the layer that reads a map whole; None where paths meet first, or a map is what comes out."""
    while row is not None and len(row.entry.inputs) == 1:
        facts: Any = row.facts
        if _is_map(facts.inputs[0].spatial):
            whole = row.kind in ("flatten", "adaptiveavgpool") or facts.layer.reach == "global"
            return row if whole and not _is_map(facts.output.spatial) else None
        row = network.source(row)
    return None


def _is_map(spatial: tuple[int, ...]) -> bool:
    return any(size > 1 for size in spatial)
