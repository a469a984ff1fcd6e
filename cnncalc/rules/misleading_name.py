"""L410: a layer named as a layer of another sort."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.rules._rule import Network, Rule

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L410",
    name="misleading-name",
    level="warning",
    what="a layer is named as a layer of another sort",
    why="A pool called `conv2` is mostly a line that was copied and not renamed. Whoever reads a table or a `from` takes "
    "the name at its word. Only names that are a kind's word and a number are looked at, and only against kinds of "
    "another sort: a convolution may be called `fc6`, as where a classifier was made convolutional, and one with a "
    "stride may be called a pool.",
    example="""\
input: 32x32x3
layers:
  - {name: conv1, conv: {filters: 8, kernel: 3, activation: relu}}
  - {name: conv2, maxpool: 2}
  - {name: fc3, fc: 10}
""",
    fix="name the layer as what it is, or leave the name out: layers are counted by kind",
    fixed="""\
input: 32x32x3
layers:
  - {name: conv1, conv: {filters: 8, kernel: 3, activation: relu}}
  - {name: pool1, maxpool: 2}
  - {name: fc3, fc: 10}
""",
)

_WEIGHTED, _POOL, _NORM, _ACTIVATION, _DROPOUT = "a layer with weights", "a pool", "a norm", "an activation", "a dropout"
#: Word of a name -> the sort of layer that it means.
_MEANS = {
    **dict.fromkeys(("conv", "deconv", "fc"), _WEIGHTED),
    **dict.fromkeys(("pool", "maxpool", "avgpool", "lppool", "globalavgpool", "globalmaxpool", "adaptiveavgpool"), _POOL),
    **dict.fromkeys(("norm", "bn", "batchnorm", "layernorm", "groupnorm", "instancenorm", "lrn"), _NORM),
    **dict.fromkeys(("relu", "relu6", "leakyrelu", "prelu", "elu", "gelu", "silu", "hardswish", "hardsigmoid", "sigmoid", "tanh"),
                    _ACTIVATION),
    **dict.fromkeys(("dropout", "drop", "droppath"), _DROPOUT),
}  # fmt: skip
#: Kind -> its sort; of other kinds nothing is said.
_IS = {kind: sort for kind, sort in _MEANS.items() if kind not in ("pool", "norm", "bn", "drop")}
_NAME = re.compile(r"([a-z]+)[0-9_]*")


def check(network: Network) -> Iterator[Diagnostic]:
    """Layers whose name the file gives."""
    for row in network.rows:
        is_ = _IS.get(row.kind)
        if is_ is None or row.name.startswith(row.kind):
            continue
        found = _NAME.fullmatch(row.name)
        means = _MEANS.get(found.group(1)) if found else None
        if means is not None and means != is_ and not (means == _POOL and is_ == _WEIGHTED and _thins(row)):
            message = f"the name `{row.name}` means {means}, but the layer is {is_}: `{row.kind}`"
            yield RULE.at(row, message, "name it as what it is, or leave the name out")


def _thins(row: Row) -> bool:
    """Whether a convolution has a stride, as where it stands in the place of a pool."""
    return row.facts is not None and any(axis.stride > 1 for axis in row.facts.axes)
