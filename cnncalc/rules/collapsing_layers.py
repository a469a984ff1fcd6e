"""L101: two linear layers with nothing in between that is not linear."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.diagnostics import Label
from cnncalc.rules._chain import FAR, alone_before, key_of, kinds_of
from cnncalc.rules._fusion import AVERAGES, Fused, facts_of, fuse, groups_of, reads_cells
from cnncalc.rules._rule import Network, Rule

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L101",
    name="collapsing-layers",
    level="warning",
    what="two convolutions or fully connected layers with no non-linearity between them collapse into one",
    why="A linear layer behind a linear layer is one linear layer: W2(W1 x) = (W2 W1)x. Two stacked convolutions of kernels F1 "
    "and F2 see F1 + (F2 - 1)*S1 cells and are one convolution of that kernel; 5x5, 3x3 and 3x3 are one of 9x9 (EECS498 lecture "
    '7: "What happens if we stack two convolution layers?"). Batch norm is affine at inference and dropout is the identity: '
    "between the two they change nothing of that. Pairs that save by being linear are deliberate and pass: depthwise and "
    "pointwise, bottlenecks narrower than what they join, fully connected layers of low rank, 1x7 and 7x1, the linear projection "
    "behind a depthwise convolution (Sandler et al. 2018). Zeros padded between the two make cells at the border differ from "
    "those of one convolution; what they compute is linear all the same.",
    example="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, norm: batchnorm}
  - conv: {filters: 16, kernel: 3, padding: 1, norm: batchnorm, activation: relu}
  - globalavgpool
  - fc: 10
""",
    fix="put an activation between the two, or make them one layer",
    fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, norm: batchnorm, activation: relu}
  - conv: {filters: 16, kernel: 3, padding: 1, norm: batchnorm, activation: relu}
  - globalavgpool
  - fc: 10
""",
)

_AFFINE = AVERAGES | {"batchnorm", "scale", "identity", "dropout", "droppath"}
#: What may stand between without making the whole less linear, by the kind of the second layer.
_PASSED = {"conv": _AFFINE | {"pad"}, "fc": _AFFINE | {"flatten"}}


def check(network: Network) -> Iterator[Diagnostic]:
    """The second layer of each such pair."""
    shared = {row.shares for row in network.rows if row.shares}
    for second in network.rows:
        passed = _PASSED.get(second.kind)
        if passed is None:
            continue
        first, between = alone_before(network, second, passed)
        if first is None or first.kind not in _PASSED or _fixed(first, shared) or _fixed(second, shared):
            continue
        one = fuse(first, second, between)
        if one is not None and not _saves(first, second, between, one) and not _projects(network, first):
            yield _finding(first, second, between, one)


def _fixed(row: Row, shared: set[str]) -> bool:
    """Whether the weights are needed as they are: used elsewhere too, known numbers, or filters that read what a table says."""
    layer = facts_of(row).layer
    given = getattr(layer, "connections", None) is not None or getattr(layer, "values", None) is not None
    return given or row.shares is not None or row.path in shared


def _saves(first: Row, second: Row, between: list[Row], one: Fused) -> bool:
    """Whether the two are a factorisation that costs less than the one layer, by a narrow middle, groups or separate axes.

    Two full convolutions along the same axis cost less too, but with a middle that is no narrower nobody means that.
    """
    a, b = facts_of(first), facts_of(second)
    if one.weights <= a.weights + b.weights and one.macs <= a.macs + b.macs:
        return False
    stacked = any(x.kernel > 1 and y.kernel > 1 for x, y in zip(a.axes, b.axes, strict=False))
    dense = groups_of(first) == groups_of(second) == 1 and not any(row.kind in AVERAGES for row in between)
    return not (stacked and dense and a.output.channels >= min(a.inputs[0].channels, b.output.channels))


def _projects(network: Network, row: Row) -> bool:
    """Whether a 1x1 convolution is the linear projection of what a depthwise one gives, gated or not: MobileNetV2's and V3's."""
    if row.kind != "conv" or not reads_cells(facts_of(row)):
        return False
    found = network.source(row)
    for _ in range(FAR):
        if found is None or found.kind == "conv":
            break
        inputs = facts_of(found).inputs
        if found.kind != "multiply" and len(inputs) > 1:
            return False
        found = network.source(found, max(range(len(inputs)), key=lambda number: inputs[number].elements))
    return found is not None and found.kind == "conv" and groups_of(found) == facts_of(found).inputs[0].channels > 1


def _finding(first: Row, second: Row, between: list[Row], one: Fused) -> Diagnostic:
    a, b = facts_of(first), facts_of(second)
    between_them = f"nothing but {kinds_of(between)} between them" if between else "nothing between them"
    message = (
        f"`{first.path}` and `{second.path}` have {between_them}: together they are one linear map, {one.words} with "
        f"{one.weights:,} weights where the two have {a.weights + b.weights:,}"
    )
    labels = (Label(key_of(first), f"`{first.path}`, without an activation"),) if key_of(first) != key_of(second) else ()
    return RULE.at(second, message, "put an activation between them, or make them one layer", labels=labels)
