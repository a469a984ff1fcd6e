"""Layers whose work goes nowhere: no output of the network hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Span
    from cnncalc.rules._rule import Network


class Wasted(NamedTuple):
    """What is calculated for nothing: all that hangs on one layer which nobody reads."""

    path: str  # of that layer, or of the block that it ends, where all of the block is for nothing
    span: Span
    end: int  # the last row's number
    rows: list[Row]  # in the order of the network

    @property
    def is_entry(self) -> bool:
        """Whether it is one layer of the file, with its norm and activation."""
        return self.rows[0].path == self.path

    @property
    def cost(self) -> str:
        """For example "1,728 parameters and 1,769,472 multiply-adds"; empty where there are neither."""
        counts = {
            "parameters": sum(row.cost.params for row in self.rows),
            "multiply-adds": sum(row.cost.macs for row in self.rows),
        }
        return " and ".join(f"{count:,} {word if count > 1 else word[:-1]}" for word, count in counts.items() if count)


def wasted(network: Network) -> list[Wasted]:
    """What hangs on no output. A layer of a block or loop of which another turn is read is passed over."""
    ends = {row.entry.index for row in network.rows if not network.readers(row) and not network.is_output(row)}
    kept = _used_otherwise(network) | network.outputs if ends else set()
    ends -= kept
    if not ends:
        return []
    whose = {index: index for index in ends}
    for row in reversed(network.rows):
        index, readers = row.entry.index, network.readers(row)
        if index not in kept and readers and all(reader.entry.index in whose for reader in readers):
            whose[index] = whose[readers[0].entry.index]
    chains: dict[int, list[Row]] = {index: [] for index in sorted(ends)}
    for index in sorted(whose):
        chains[whose[index]].append(network.rows[index - 1])
    alive = [row for row in network.rows if row.entry.index not in whose]
    places = {row.entry.template.node.span for row in alive}
    scopes = {path[:at] for path in {row.block for row in alive if row.block} for at in _ends_of_names(path)}
    found = []
    for index, rows in chains.items():
        path, span = _place(network, rows[-1], scopes)
        if span not in places:
            found.append(Wasted(path, span, index, rows))
    return found


def _used_otherwise(network: Network) -> set[int]:
    """The ends of side heads, and layers whose shape or weights another one uses."""
    known = network.report.graph.ends
    used: set[int] = set()
    paths = {row.path: row.entry.index for row in network.rows} if any(row.shares for row in network.rows) else {}
    for row in network.rows:
        used.update(row.entry.like)
        if row.shares:
            used.add(paths[row.shares])
        if row.aux and (not network.readers(row) if row.aux not in known else known[row.aux] == row.entry.index):
            used.add(row.entry.index)
    return used


def _place(network: Network, end: Row, scopes: set[str]) -> tuple[str, Span]:
    """What to call a layer that nobody reads, and where it stands: the outermost block with nothing alive in it, or its entry."""
    places = network.report.graph.trace.places
    for at in _ends_of_names(end.block or ""):
        block = end.path[:at]
        if block not in scopes and block in places:
            return block, places[block].span
    owner = _owner(network, end)
    return owner.path, owner.entry.template.node.span


def _owner(network: Network, row: Row) -> Row:
    """The layer itself, of one that its `norm` or `activation` put behind it."""
    path = row.path.rpartition("/")[0]
    owner = network.source(row) if "/" in row.name else None
    while owner is not None and owner.path != path:
        owner = network.source(owner) if owner.path.startswith(f"{path}/") else None
    return owner or row


def _ends_of_names(path: str) -> list[int]:
    """Where each name of a path ends, the outermost first."""
    return [at for at, character in enumerate(path) if character == "/"] + ([len(path)] if path else [])
