"""K471: cells flattened in another order."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.tensor import Tensor
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed, input_of, slips_of, transposed


def _values(computation: Computation) -> Iterator[Way]:
    input = input_of(computation)
    if computation.op != "fc" or len(input.shape) < 2:
        return
    said = "the input was flattened column by column, and rows go first"
    yield from changed(computation, said, input=Tensor((len(input.cells),), transposed(input).cells))
    if len(input.shape) == 3:
        plane = input.shape[1] * input.shape[2]
        cells = tuple(cell for at in range(plane) for cell in input.cells[at::plane])
        said = "the input was flattened cell by cell through all channels, and a channel goes after the other"
        yield from changed(computation, said, input=Tensor((len(cells),), cells))


MISCONCEPTION = Misconception(
    "K471",
    "flattened-in-another-order",
    "the input was flattened in another order",
    "A volume is flattened row by row and channel by channel: all columns of the first row, then the next row, "
    "then the next channel.",
    frozenset({"values"}),
    slips_of(values=_values),
)
