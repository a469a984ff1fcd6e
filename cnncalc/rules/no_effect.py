"""L110: layers that give what they read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from cnncalc.rules._chain import everywhere
from cnncalc.rules._fusion import facts_of, reads_cells
from cnncalc.rules._rule import Network, Rule
from cnncalc.tensor import AXIS_NAMES

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L110",
    name="no-effect",
    level="info",
    what="a layer, or one of its options, changes nothing",
    why="A pool of 1x1 at stride 1, dropout at rate 0, up-sampling by 1, padding of 0, `flatten` of a vector: each gives exactly "
    "what it reads, and makes its reader look for what it does. Where such a value is computed, as the rate of the first of many "
    "blocks is, or where a block is used elsewhere with effect, nothing is said.",
    example="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, activation: relu}
  - maxpool: {kernel: 1, stride: 1}
  - fc: 10
""",
    fix="take it away, or give it the value that was meant",
    fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, activation: relu}
  - maxpool: {kernel: 2, stride: 2}
  - fc: 10
""",
)


def check(network: Network) -> Iterator[Diagnostic]:
    """Each place of the file that has no effect wherever it is used, by a value that the file states."""
    found: dict[int, Diagnostic] = {}
    for row in network.rows:
        judge = _JUDGES.get(row.kind)
        if judge is not None and (judged := judge(network, row)):
            option, why = judged
            if not option or option in row.entry.template.static:
                help = "take it away, or give it the value that was meant"
                found[row.entry.index] = RULE.at(row, f"`{row.path}` {why}", help, option=option)
    yield from everywhere(network, found)


#: The option at fault, or "" for the layer itself, and what is to be said of it.
_Judged = tuple[str, str] | None


def _rate(network: Network, row: Row) -> _Judged:
    layer: Any = facts_of(row).layer
    return ("rate", "drops nothing at rate 0") if layer.rate == 0 else None


def _pool(network: Network, row: Row) -> _Judged:
    if reads_cells(facts_of(row)):
        return "kernel", "gives what it reads: its window is one cell and moves by one"
    return _dilation(network, row)


def _dilation(network: Network, row: Row) -> _Judged:
    axes = facts_of(row).axes
    if all(axis.kernel == 1 for axis in axes) and any(axis.dilation > 1 for axis in axes):
        return "dilation", f"has a window of one cell, which a dilation of {max(axis.dilation for axis in axes)} does not spread"
    return None


def _factor(network: Network, row: Row) -> _Judged:
    return ("factor", "gives what it reads: the factor is 1") if facts_of(row).inputs[0] == facts_of(row).output else None


def _shuffle(network: Network, row: Row) -> _Judged:
    layer: Any = facts_of(row).layer
    channels = facts_of(row).output.channels
    if layer.groups == 1:
        return "groups", "shuffles nothing: it has one group"
    return ("groups", f"shuffles nothing: {channels:,} groups have one channel each") if layer.groups == channels else None


def _pad(network: Network, row: Row) -> _Judged:
    return ("padding", "adds nothing: the padding is 0") if facts_of(row).inputs[0] == facts_of(row).output else None


def _flatten(network: Network, row: Row) -> _Judged:
    x = facts_of(row).inputs[0]
    return None if x.spatial else ("", f"gives what it reads: a vector of {x.channels:,} arrives")


def _reshape(network: Network, row: Row) -> _Judged:
    x = facts_of(row).inputs[0]
    return ("output", f"gives what it reads: {x} arrives") if x == facts_of(row).output else None


def _permute(network: Network, row: Row) -> _Judged:
    layer: Any = facts_of(row).layer
    order = (*AXIS_NAMES[len(facts_of(row).inputs[0].spatial)], "channels")
    return ("order", "leaves every axis where it is") if tuple(layer.order) == order else None


def _identity(network: Network, row: Row) -> _Judged:
    """One that is no branch, no end of one, and has no name by which something could be meant."""
    readers = network.readers(row)
    apart = len(readers) != 1 or len(readers[0].entry.inputs) > 1
    named = not row.name.removeprefix("identity").isdigit()
    return None if apart or named else ("", "gives what it reads")


_JUDGES: dict[str, Callable[[Network, Row], _Judged]] = {
    "dropout": _rate,
    "droppath": _rate,
    "maxpool": _pool,
    "avgpool": _pool,
    "conv": _dilation,
    "deconv": _dilation,
    "upsample": _factor,
    "pixelshuffle": _factor,
    "shuffle": _shuffle,
    "pad": _pad,
    "flatten": _flatten,
    "reshape": _reshape,
    "permute": _permute,
    "identity": _identity,
}
