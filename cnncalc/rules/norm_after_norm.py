"""L109: two normalisations with nothing in between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.diagnostics import Label
from cnncalc.rules._chain import SAME_VALUES, alone_before, everywhere, key_of
from cnncalc.rules._fusion import facts_of
from cnncalc.rules._rule import Network, Rule

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L109",
    name="norm-after-norm",
    level="warning",
    what="two normalisations follow each other with nothing in between",
    why="A norm gives each channel, or each image, mean 0 and variance 1, then a scale and a shift of its own. A second one of "
    "the same kind takes that mean away and divides by that deviation: what the first has learned is undone. Two of different "
    "kinds do not undo each other wholly, but no published network has them in a row. Most often `norm:` and an entry of its own "
    "both put one there.",
    example="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, bias: false, norm: batchnorm}
  - batchnorm
  - relu
  - fc: 10
""",
    fix="take one of the two away",
    fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, bias: false, norm: batchnorm}
  - relu
  - fc: 10
""",
)

_NORMS = frozenset({"batchnorm", "instancenorm", "groupnorm", "layernorm"})
_EACH_CHANNEL = frozenset({"batchnorm", "instancenorm"})
_MIX_CHANNELS = frozenset({"reshape", "permute"})
_PASSED = SAME_VALUES - {"dropout", "droppath"}


def check(network: Network) -> Iterator[Diagnostic]:
    """The second of the two, where its place of the file is behind a norm wherever it is used."""
    found: dict[int, Diagnostic] = {}
    for row in network.rows:
        if row.kind in _NORMS or row.kind == "lrn":
            first, between = alone_before(network, row, _PASSED)
            if first is not None and (first.kind == row.kind or (first.kind in _NORMS and row.kind in _NORMS)):
                found[row.entry.index] = _finding(first, row, between)
    yield from everywhere(network, found)


def _finding(first: Row, second: Row, between: list[Row]) -> Diagnostic:
    message = f"`{second.path}` normalises what `{first.path}` has normalised already"
    learned = facts_of(first).params
    if learned and {first.kind, second.kind} <= _EACH_CHANNEL and not any(row.kind in _MIX_CHANNELS for row in between):
        message += f", and undoes the scale and shift of its channels, {learned:,} parameters"
    labels = (Label(key_of(first), "normalised here"),) if key_of(first) != key_of(second) else ()
    return RULE.at(second, message, "take one of the two away", labels=labels)
