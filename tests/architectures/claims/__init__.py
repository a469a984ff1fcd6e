"""The lectures' claims (tests/data/lectures/claims.yaml): one file computes one kind of them, from a claim's `setup`."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import yaml

from tests.architectures.claims import field, legality, memory, ops, params, shape, table, total
from tests.architectures.reference import DATA


class Claim(NamedTuple):
    """One entry of the file."""

    id: str
    deck: str
    where: str
    kind: str
    setup: dict[str, Any]
    claim: Any
    exact: Any
    verdict: str


CHECKERS = {
    "shape": shape.compute,
    "legality": legality.compute,
    "params": params.compute,
    "weights-total": total.compute,
    "memory": memory.compute,
    "ops": ops.compute,
    "receptive_field": field.compute,
    "published-table": table.compute,
}


@cache
def claims() -> tuple[Claim, ...]:
    """Every entry."""
    entries = yaml.load((DATA / "lectures" / "claims.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return tuple(Claim(**entry) for entry in entries)
