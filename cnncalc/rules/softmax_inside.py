"""L108: probabilities that a layer with weights, or another softmax, takes for features or scores."""

from __future__ import annotations

from collections.abc import Iterator
from math import e
from typing import TYPE_CHECKING

from cnncalc.diagnostics import Label
from cnncalc.rules._chain import SAME_VALUES, alone_before, key_of
from cnncalc.rules._fusion import facts_of
from cnncalc.rules._rule import Network, Rule

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L108",
    name="softmax-inside",
    level="warning",
    what="the output of a softmax is read by a layer with weights, or by another softmax",
    why="Softmax makes probabilities of scores: they sum to 1, and all but the largest are nearly 0, so that as a hidden "
    "activation it passes on little more than which value was largest, and almost no gradient. A softmax of probabilities, which "
    "lie between 0 and 1, cannot be sure of anything: with K classes the largest output is e/(e + K - 1), 0.23 of 10. A loss "
    "that takes scores, such as PyTorch's CrossEntropyLoss, has the softmax in it. A softmax that weights other values, before "
    "`multiply`, is fine.",
    example="""\
input: 32x32x3
layers:
  - fc: 100
  - softmax
  - fc: 10
""",
    fix="use another activation inside the network, and one softmax at its end",
    fixed="""\
input: 32x32x3
layers:
  - fc: 100
  - relu
  - fc: 10
""",
)

_READERS = frozenset({"conv", "fc", "deconv", "softmax"})
_PASSED = SAME_VALUES | {"batchnorm", "scale"}


def check(network: Network) -> Iterator[Diagnostic]:
    """Each softmax whose output goes on into the network and nowhere else."""
    if any(row.kind == "softmax" for row in network.rows):
        for row in network.rows:
            if row.kind in _READERS:
                softmax, _ = alone_before(network, row, SAME_VALUES if row.kind == "softmax" else _PASSED)
                if softmax is not None and softmax.kind == "softmax":
                    yield _finding(softmax, row)


def _finding(softmax: Row, reader: Row) -> Diagnostic:
    if reader.kind == "softmax":
        classes = facts_of(reader).output.channels
        message = f"`{reader.path}` takes the probabilities of `{softmax.path}` for scores: "
        message += f"no class of {classes:,} gets more than {e / (e + classes - 1):.3g}"
        help = "take one of the two away"
    else:
        gives = facts_of(softmax).output
        where = " at each place" if gives.spatial else ""
        message = f"`{softmax.path}` stands inside the network: its {gives.channels:,} values, which sum to 1{where}, "
        message += f"go into `{reader.path}`"
        help = "a relu, or no activation where this is the end, lets features pass"
    labels = (Label(key_of(reader), f"`{reader.path}` reads it"),) if key_of(reader) != key_of(softmax) else ()
    return RULE.at(softmax, message, help, labels=labels)
