"""K461: one map from several filters."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.tensor import Tensor
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, slips_of

_MOST_FILTERS = 8


def _values(computation: Computation) -> Iterator[Way]:
    if "filters" not in computation.given or computation.shape[0] == 1:
        return
    count, *place = computation.shape
    cells = computation.result.cells
    plane = len(cells) // count
    for filter in range(min(count, _MOST_FILTERS)):
        said = f"this is the map of filter {filter + 1} alone, and each of the {count} filters makes one"
        yield Way(said, Tensor(tuple(place), cells[filter * plane : (filter + 1) * plane]))
    said = f"the maps of the {count} filters were added up, and each stays apart"
    yield Way(said, Tensor(tuple(place), tuple(sum(cells[at::plane]) for at in range(plane))))


MISCONCEPTION = Misconception(
    "K461",
    "one-filter-of-the-bank",
    "the answer is the map of one filter alone, or the sum of all maps",
    "Each filter makes a map of its own, and the maps are stacked: as many as there are filters.",
    frozenset({"values"}),
    slips_of(values=_values),
)
