"""What the rules about windows share: which layers slide one, where its cells fall, and words for rows and columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cnncalc.tensor import AXIS_NAMES

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.layer_base import Axis
    from cnncalc.rules._rule import Network

_LINES = {1: ("cell",), 2: ("row", "column"), 3: ("slice", "row", "column")}


def sliding(network: Network) -> Iterator[Row]:
    """The layers whose window slides over its input: convolutions and pools, none that resamples, pads or crops."""
    for row in network.rows:
        facts: Any = row.facts
        if facts.axes and not facts.axes[0].pattern and hasattr(facts.layer, "kernel"):
            yield row


def reads_zeros(network: Network) -> Iterator[Row]:
    """Those of them that read beyond the edges, where nothing of the input is."""
    for row in sliding(network):
        facts: Any = row.facts
        beyond = any(axis.before or end(axis) > axis.size for axis in facts.axes)
        if beyond and getattr(facts.layer, "padding_mode", "zero") == "zero":
            yield row


def origin(network: Network, row: Row) -> Row | None:
    """What made all that a layer reads, behind activations, norms, `flatten` and the like; None for the network's input."""
    source = network.source(row)
    while source is not None and len(source.entry.inputs) == 1:
        facts: Any = source.facts
        if facts.axes or facts.layer.reach not in ("point", "statistics") or facts.elements < facts.inputs[0].elements:
            break
        source = network.source(source)
    return source


def span(axis: Axis) -> int:
    """How many cells a window covers, the gaps of its dilation included."""
    return axis.dilation * (axis.kernel - 1) + 1


def end(axis: Axis) -> int:
    """The first cell of the input behind the last window; beyond its size where that hangs over the edge."""
    return (axis.out - 1) * axis.stride - axis.before + span(axis)


def skips(axis: Axis) -> bool:
    """Whether windows leave out cells between those that they read."""
    return axis.unread > 0 and (axis.stride > span(axis) or axis.unread > axis.size - end(axis))


def on_axes(told: Sequence[str]) -> str:
    """One text an axis as one sentence; empty ones say nothing, axes that are told alike are named together."""
    where: dict[str, list[str]] = {}
    for name, text in zip(AXIS_NAMES[len(told)], told, strict=True):
        if text:
            where.setdefault(text, []).append(name)
    return "; ".join(f"{' and '.join(names)}: {text}" for text, names in where.items())


def lines(counts: Sequence[int]) -> str:
    """`1 row and 2 columns`, of a count an axis."""
    named = zip(counts, _LINES[len(counts)], strict=True)
    parts = [f"{count:,} {name}{'s' if count > 1 else ''}" for count, name in named if count]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def volume(sizes: Sequence[int]) -> str:
    """`14x14`, or `100` of one axis."""
    return "x".join(map(str, sizes))
