"""K438: one way of pooling for another."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.tensor import Exact
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed, input_of, pooled, remade, slips_of


def _values(computation: Computation) -> Iterator[Way]:
    if computation.op == "maxpool":
        for count in (True, False):
            said = "the mean of each window was taken, and the largest cell is asked for"
            yield from changed(computation, said, op="avgpool", count_padding=count)
    elif computation.op in ("avgpool", "globalavgpool"):
        yield remade(computation, "the largest cell was taken, and the mean is asked for", lambda at: _largest(computation, at))
        yield remade(computation, "the sum was not divided by the number of cells", lambda at: _sum(computation, at))


def _largest(computation: Computation, at: int) -> tuple[Exact, str]:
    cells = _cells(computation, at)
    return max(cells), f"max({', '.join(map(str, cells))})"


def _sum(computation: Computation, at: int) -> tuple[Exact, str]:
    cells = _cells(computation, at)
    return sum(cells), " + ".join(map(str, cells))


def _cells(computation: Computation, at: int) -> list[Exact]:
    return [input_of(computation).cells[cell] for cell in pooled(computation, at)]


MISCONCEPTION = Misconception(
    "K438",
    "max-for-average",
    "the largest of a window was taken for its mean, the mean for the largest, or the sum for the mean",
    "Max pooling keeps the largest cell of each window, average pooling the mean: the sum divided by the number of cells.",
    frozenset({"values"}),
    slips_of(values=_values),
)
