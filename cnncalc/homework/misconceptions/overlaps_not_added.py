"""K466: one of several contributions alone."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.operation import Sums
from cnncalc.homework.exact.tensor import Exact, Tensor
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import SLIDING, Way, remade, slips_of


def _values(computation: Computation) -> Iterator[Way]:
    operation = computation.operation
    if computation.op != "deconv" or not isinstance(operation, Sums) or len(operation.input.shape) == 3:
        return

    def cell(at: int) -> tuple[Exact, str]:
        terms = sorted((cell, weight) for cell, weight in operation.terms(at) if cell is not None)
        products = [operation.input.cells[cell] * operation.weight.cells[weight] for cell, weight in terms]
        bias = operation.value(at) - operation.scale * sum(products)
        last = operation.scale * products[-1] if products else 0
        return last + bias, f"{last}" + (f" + {bias}" if bias else "")

    yield remade(computation, "where the copies of the filter overlap, the last one alone was kept", cell)


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    if of != "input" or computation.op not in (*SLIDING, "deconv"):
        return
    shape = computation.operation.operands["input"].shape
    first: dict[int, Exact] = {}
    last: dict[int, Exact] = {}
    for number, above in enumerate(computation.upstream.cells):
        back: dict[int, Exact] = {}
        for key, cell, slope in computation.slopes(number):
            if key == "input":
                back[cell] = back.get(cell, 0) + above * slope
        for cell, value in back.items():
            first.setdefault(cell, value)
            last[cell] = value
    for found, which in ((last, "last"), (first, "first")):
        cells = tuple(found.get(number, 0) for number in range(prod(shape)))
        yield Way(f"where several windows read a cell, the {which} one alone gave its gradient", Tensor(shape, cells))


MISCONCEPTION = Misconception(
    "K466",
    "overlaps-not-added",
    "where windows overlap, one of them alone counts",
    "What reaches a cell from several windows is added up.",
    frozenset({"values", "gradient"}),
    slips_of(values=_values, gradient=_gradient),
)
