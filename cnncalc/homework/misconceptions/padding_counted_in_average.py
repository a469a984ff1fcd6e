"""K439: padded cells counted in a mean where they do not count, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.filters import kernel_sums
from cnncalc.homework.exact.operation import Sums
from cnncalc.homework.exact.tensor import Exact, exact
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import FILTERED, Way, changed, filter_of, remade, slips_of, windows_of


def _values(computation: Computation) -> Iterator[Way]:
    windows = windows_of(computation)
    if windows is None or not any(axis.before or axis.after for axis in windows.axes):
        return
    if computation.op == "avgpool":
        counted = computation.given.get("count_padding", True)
        said = "the padding was not counted in the mean" if counted else "the padding was counted in the mean"
        yield from changed(computation, said, count_padding=not counted)
    elif computation.op in FILTERED and windows.mode == "zero":
        operation = computation.operation
        found = filter_of(computation)
        if isinstance(operation, Sums) and found and min(found[1].cells) >= 0 and set(kernel_sums(computation)) == {1}:
            said = "the mean was taken of the cells inside the image alone"
            yield remade(computation, said, lambda at: _inside(operation, at))


def _inside(operation: Sums, at: int) -> tuple[Exact, str]:
    """The sum divided by the weights that met a cell of the image."""
    met: Exact = operation.scale * sum(operation.weight.cells[weight] for cell, weight in operation.terms(at) if cell is not None)
    total: Exact = operation.scale * sum(
        operation.weight.cells[weight] * operation.input.cells[cell] for cell, weight in operation.terms(at) if cell is not None
    )
    added = operation.value(at) - total
    if met in (0, 1):
        return operation.value(at), str(operation.value(at))
    return exact(Fraction(total) / met + added), f"({total})/({met})" + (f" + {added}" if added else "")


MISCONCEPTION = Misconception(
    "K439",
    "padding-counted-in-average",
    "padded cells were counted in a mean where they do not count, or left out where they do",
    "Padded cells count as zeros of the mean, so it is always divided by the number of cells of the window, "
    "unless the task says that the padding does not count. A filter has the same weights everywhere.",
    frozenset({"values"}),
    slips_of(values=_values),
)
