"""L304: grouped convolutions behind each other whose groups never meet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import Label
from cnncalc.rules._chain import way_back
from cnncalc.rules._rule import Network, Rule

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L304",
    name="unmixed-groups",
    level="info",
    what="two grouped convolutions with the same groups follow each other, and nothing in between mixes the groups",
    why="Each group of the second reads only what the same group of the first made, so that the network falls into parts that "
    "know nothing of each other: the outputs of a part come of a fraction of the inputs, which weakens what they can say "
    "(Zhang et al. 2017, ShuffleNet, section 3.1). A channel shuffle, which has no parameters, or a 1x1 convolution "
    "between them mixes the groups. AlexNet's conv4 and conv5 on two GPUs are the known case.",
    example="""\
input: 32x32x16
layers:
  - conv: {filters: 32, kernel: 3, padding: 1, groups: 4, activation: relu}
  - conv: {filters: 32, kernel: 3, padding: 1, groups: 4, activation: relu}
  - globalavgpool
  - fc: 10
""",
    fix="put `shuffle` with the number of groups between them",
    fixed="""\
input: 32x32x16
layers:
  - conv: {filters: 32, kernel: 3, padding: 1, groups: 4, activation: relu}
  - shuffle: 4
  - conv: {filters: 32, kernel: 3, padding: 1, groups: 4, activation: relu}
  - globalavgpool
  - fc: 10
""",
)

_CHANNELS_APART = frozenset(
    ("maxpool", "avgpool", "lppool", "adaptiveavgpool", "subsample", "batchnorm", "instancenorm", "scale", "dropout", "droppath",
     "identity", "upsample", "pad", "crop")
)  # fmt: skip


def check(network: Network) -> Iterator[Diagnostic]:
    """The second of each pair. Depthwise convolutions leave all mixing to others, and are left alone."""
    for row in network.rows:
        groups = _groups(row) if row.kind == "conv" else 0
        first = _before(network, row) if groups else None
        if first is not None and _groups(first) == groups:
            label = Label(first.entry.template.node.span, f"`{first.path}` has the same {groups} groups")
            told = (
                f"`{row.path}` reads in {groups} groups what `{first.path}` made in the same {groups}; nothing between mixes them"
            )
            yield RULE.at(row, told, f"`shuffle: {groups}` between them mixes the groups", option="groups", labels=(label,))


def _groups(row: Row) -> int:
    """Groups of several channels; 0 for a dense or a depthwise convolution and for anything else."""
    if row.kind != "conv":
        return 0
    facts: Any = row.facts
    groups, channels = facts.layer.groups, facts.inputs[0].channels
    return groups if groups not in (1, "depthwise", channels) and facts.layer.connections is None else 0


def _before(network: Network, row: Row) -> Row | None:
    """The convolution whose channels arrive here unmixed."""
    for source in way_back(network, row):
        facts: Any = source.facts
        if source.kind == "conv":
            return source
        if len(source.entry.inputs) > 1 or not _keeps_channels_apart(facts.layer):
            return None
    return None


def _keeps_channels_apart(layer: Any) -> bool:
    return layer.kind in _CHANNELS_APART or (layer.role == "activation" and layer.kind != "softmax")
