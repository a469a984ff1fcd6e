"""K463: a product of matrices the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, input_of, multiplied, slips_of, transposed


def _values(computation: Computation) -> Iterator[Way]:
    if computation.op == "matmul":
        yield from multiplied("w x in place of x w", computation.operation.operands["weight"], input_of(computation))


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    if computation.op != "matmul" or of == "bias":
        return
    above, input, weight = computation.upstream, input_of(computation), computation.operation.operands["weight"]
    if of == "input":
        yield from multiplied("w^T (dL/dy) in place of (dL/dy) w^T", transposed(weight), above)
        yield from multiplied("w (dL/dy) in place of (dL/dy) w^T", weight, above)
    else:
        yield from multiplied("(dL/dy) x^T in place of x^T (dL/dy)", above, transposed(input))
        yield from multiplied("(dL/dy) x in place of x^T (dL/dy)", above, input)


MISCONCEPTION = Misconception(
    "K463",
    "product-order-swapped",
    "the matrices were multiplied in the other order",
    "In general x w is not w x: in y = x w each row of x meets each column of w. "
    "Backwards dL/dx = (dL/dy) w^T and dL/dw = x^T (dL/dy).",
    frozenset({"values", "gradient"}),
    slips_of(values=_values, gradient=_gradient),
    rank=20,
)
