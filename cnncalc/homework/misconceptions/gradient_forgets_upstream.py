"""K448: a local gradient alone."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Any

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.operation import Sums
from cnncalc.homework.exact.tensor import MOST_CELLS, Tensor, exact
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed_gradient, input_of, slips_of, transposed

_SAID = "the local gradient was not multiplied with the upstream gradient"


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    ones = Tensor(computation.shape, (1,) * prod(computation.shape))
    yield from changed_gradient(computation, of, _SAID, upstream=ones)
    other = _other(computation, of)
    if other is not None:
        yield Way(_SAID, other)
        if len(other.shape) == 2:
            yield Way(_SAID, transposed(other))
    if len(ones.cells) * len(computation.operation.operands[of].cells) <= MOST_CELLS:
        rows: Any = computation.jacobian(of)
        cells = tuple(exact(cell) for row in rows for cell in row)
        yield Way("this is the Jacobian, not multiplied with the upstream gradient", Tensor((len(rows), len(rows[0])), cells))


def _other(computation: Computation, of: str) -> Tensor | None:
    """The other factor of a product."""
    operation = computation.operation
    if not isinstance(operation, Sums) or of == "bias":
        return None
    return operation.weight if of == "input" else input_of(computation)


MISCONCEPTION = Misconception(
    "K448",
    "gradient-forgets-upstream",
    "the local gradient was not multiplied with the upstream gradient",
    "By the chain rule the gradient is the upstream gradient times the local one: dL/dx = dL/dy * dy/dx.",
    frozenset({"gradient"}),
    slips_of(gradient=_gradient),
)
