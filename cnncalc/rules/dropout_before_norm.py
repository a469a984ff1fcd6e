"""L105: batch norm that learns its statistics from values that dropout has made larger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import Label
from cnncalc.rules._chain import SAME_VALUES, before, key_of
from cnncalc.rules._fusion import facts_of
from cnncalc.rules._rule import Network, Rule

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L105",
    name="dropout-before-norm",
    level="warning",
    what="dropout directly before batch norm shifts the variance between training and inference",
    why="In training, dropout at rate p divides what it leaves by 1 - p: the mean stays, the variance becomes v/(1 - p) and more "
    "where the mean is not 0. Batch norm stores that variance and divides by it at inference, where dropout does nothing and the "
    "variance is v. Li et al. 2018 (Understanding the Disharmony between Dropout and Batch Normalization by Variance Shift) "
    "trace to this why the two together often do worse than either alone, and advise dropout behind the last batch norm only.",
    example="""\
input: 3072
layers:
  - fc: {outputs: 256, activation: relu}
  - dropout: 0.5
  - batchnorm
  - fc: 10
""",
    fix="put the dropout behind the last batch norm",
    fixed="""\
input: 3072
layers:
  - fc: {outputs: 256, bias: false, norm: batchnorm, activation: relu}
  - dropout: 0.5
  - fc: 10
""",
)

#: Activations that a positive factor passes through: the scaled values stay scaled behind them.
_PASSED = (SAME_VALUES - {"dropout", "droppath"}) | {"relu", "leakyrelu", "prelu"}


def check(network: Network) -> Iterator[Diagnostic]:
    """The dropout of each such pair."""
    for norm in network.rows:
        if norm.kind == "batchnorm":
            row, _ = before(network, norm, _PASSED)
            if row is not None and row.kind == "dropout":
                layer: Any = facts_of(row).layer
                if 0 < layer.rate < 1:
                    message = (
                        f"in training `{norm.path}` sees a variance at least {1 / (1 - layer.rate):.3g} times that of inference: "
                    )
                    message += f"`{row.path}` drops {layer.rate:.3g} of the values and divides the others by {1 - layer.rate:.3g}"
                    labels = (Label(key_of(norm), "its statistics are those of training"),)
                    yield RULE.at(row, message, "put the dropout behind the last batch norm", labels=labels)
