"""K460: one map from pooling many."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.tensor import Tensor, exact
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import POOLS, Way, slips_of


def _values(computation: Computation) -> Iterator[Way]:
    cells, shape = computation.result.cells, computation.shape
    depth = shape[0] if computation.op == "globalavgpool" or len(shape) == 3 else 1
    if computation.op not in (*POOLS, "globalavgpool") or depth == 1:
        return
    plane = len(cells) // depth
    columns = [cells[at::plane] for at in range(plane)]
    largest = computation.op == "maxpool"
    made = (max(column) if largest else exact(Fraction(sum(column), depth)) for column in columns)
    said = f"the {depth} channels were pooled together, and each is pooled apart"
    yield Way(said, Tensor(shape[1:] or (1,), tuple(made)))


MISCONCEPTION = Misconception(
    "K460",
    "channels-pooled-together",
    "the channels were pooled together",
    "Pooling works on each channel apart and keeps the depth.",
    frozenset({"values"}),
    slips_of(values=_values),
    rank=20,
)
