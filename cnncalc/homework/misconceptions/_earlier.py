"""The volumes before a layer's input, which a slip may take in its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnncalc.homework.misconceptions._counts import Counts
    from cnncalc.tensor import Shape

_MOST_STEPS = 30


def earlier(right: Counts, size: Callable[[Shape], int]) -> list[int]:
    """A size of the volumes before the layer's input: the two nearest other ones, then the network's input's; each once."""
    report, row = right.report, right.row
    if report is None or report.input is None:
        return []
    own = size(right.facts.inputs[0])
    found: list[int] = []
    for _ in range(_MOST_STEPS):
        index = row.entry.inputs[0]
        if index < 1 or len(found) == 2:
            break
        row = report.rows[index - 1]
        if row.facts is not None and row.facts.inputs:
            found.append(size(row.facts.inputs[0]))
            found = [value for value in dict.fromkeys(found) if value != own]
    return [value for value in dict.fromkeys([*found, size(report.input)]) if value != own]
