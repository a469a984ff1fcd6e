"""Walking back from a layer past those that do not matter to a rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic, Span
    from cnncalc.rules._rule import Network

#: Kinds whose output holds the values of their input, at inference, in the same or another order.
SAME_VALUES = frozenset({"identity", "flatten", "reshape", "permute", "shuffle", "dropout", "droppath"})


#: Layers that are followed back at most: networks have a few between two that concern each other, and thousands would be gone
#: through again for each of thousands of readers.
FAR = 100


def way_back(network: Network, row: Row) -> Iterator[Row]:
    """The layer that a layer reads, the one that this reads, and so on by first inputs; FAR of them at most."""
    for _ in range(FAR):
        source = network.source(row)
        if source is None:
            return
        yield source
        row = source


def before(network: Network, row: Row, passed: frozenset[str]) -> tuple[Row | None, list[Row]]:
    """The layer whose output arrives at a layer with one input, and the layers of kinds `passed` between, the last one first.

    None where the network's input arrives, or the layer is too far away.
    """
    between: list[Row] = []
    for found in way_back(network, row):
        if found.kind not in passed:
            return found, between
        between.append(found)
    return None, between


def alone_before(network: Network, row: Row, passed: frozenset[str]) -> tuple[Row | None, list[Row]]:
    """As `before`, but None too where an output on the way has another reader, or leaves the network."""
    between: list[Row] = []
    found = network.source(row)
    while found is not None and len(network.readers(found)) == 1 and not network.is_output(found):
        if found.kind not in passed:
            return found, between
        between.append(found)
        found = network.source(found)
    return None, between


def key_of(row: Row) -> Span:
    """Where the file says the layer's kind."""
    return row.entry.template.node.span


def kinds_of(rows: list[Row]) -> str:
    """The kinds of some layers that `before` passed, in the order of the network: "`batchnorm` and `dropout`"."""
    words = [f"`{kind}`" for kind in dict.fromkeys(row.kind for row in reversed(rows))]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def everywhere(network: Network, found: dict[int, Diagnostic]) -> Iterator[Diagnostic]:
    """Of findings by `entry.index`, those at places of the file all of whose layers have one: what one use needs is no slip."""
    if found:
        places: dict[Span, list[Diagnostic | None]] = {}
        for row in network.rows:
            places.setdefault(key_of(row), []).append(found.get(row.entry.index))
        for findings in places.values():
            if findings[0] is not None and None not in findings:
                yield findings[0]


def told_at(network: Network, row: Row) -> Row:
    """The layer at whose place to speak of one: where `defaults:` put an activation behind a layer, that layer."""
    owner = network.source(row)
    path = row.path.rpartition("/")[0]
    while owner is not None and owner.path.startswith(f"{path}/"):  # the norm between
        owner = network.source(owner)
    if owner is None or owner.path != path:
        return row
    place, key = owner.entry.template.place.span, key_of(row)
    inside = place[:2] <= key[:2] and key[2:] <= place[2:]
    return row if inside else owner
