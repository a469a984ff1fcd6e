"""What several kinds ask of their input."""

from __future__ import annotations

from typing import Any

from cnncalc.diagnostics import LayerError
from cnncalc.layer_base import Shape


def needs_volume(x: Shape, kind: str) -> None:
    """H306 for a vector."""
    if not x.spatial:
        raise LayerError("H306", "", f"`{kind}` needs a volume, but the input is a vector of {x.channels:,}")


def one_place(x: Shape, kind: str) -> Shape:
    """The output of a pool over all places: any HxWxC gives 1x1xC. Raises LayerError H306 for a vector."""
    needs_volume(x, kind)
    return Shape(x.channels, (1,) * len(x.spatial))


def check_groups(groups: Any, channels: Any, filters: Any) -> None:
    """H304 where the groups divide the arriving channels or the filters with a rest."""
    for count, what in ((channels, "arriving channels"), (filters, "filters")):
        if groups != 1 and count % groups:
            help = "the groups must divide the arriving channels and the filters"
            raise LayerError("H304", "groups", f"{groups} groups do not divide {count} {what}", help)
