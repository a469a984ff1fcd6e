"""Places in a file that are no layers: its sections, and where a network is declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.spec.nodes import Mapping

if TYPE_CHECKING:
    from cnncalc.diagnostics import Span
    from cnncalc.rules._rule import File, Network
    from cnncalc.spec.load import Program


def section(program: Program, name: str) -> Mapping:
    """A section of the file; an empty one where the file has none."""
    root = program.root
    found = root.entries.get(name) if isinstance(root, Mapping) else None
    return found[1] if found and isinstance(found[1], Mapping) else Mapping()


def declared(file: File, networks: list[Network]) -> Iterator[tuple[Span, str]]:
    """Where to speak of some of a file's networks, and as what: once of the file where it is all of them."""
    root = file.program.root
    if networks and len(networks) == len(file.networks) and isinstance(root, Mapping):
        key, _ = root.entries.get("name") or next(iter(root.entries.values()))
        yield key.span, "the file"
        return
    keys = section(file.program, "variants").entries
    for network in networks:
        if network.variant is not None:
            yield keys[network.variant][0].span, f"the variant `{network.variant}`"
