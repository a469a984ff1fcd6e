"""K443: a matrix that is not transposed where it must be, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, changed, input_of, multiplied, slips_of, transposed


def _values(computation: Computation) -> Iterator[Way]:
    if computation.op in ("matmul", "fc"):
        letter = "w" if computation.op == "matmul" else "W"
        weight = transposed(computation.operation.operands["weight"])
        yield from changed(computation, f"{letter} was transposed", weight=weight)
    if computation.op == "matmul":
        yield from changed(computation, "x was transposed", input=transposed(input_of(computation)))


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    weight = computation.operation.operands.get("weight")
    if weight is None:
        return
    if computation.op == "fc" and of == "input":
        yield from multiplied("W was not transposed", weight, computation.upstream)
    elif computation.op == "matmul" and of == "input":
        yield from multiplied("w was not transposed", computation.upstream, weight)
    elif computation.op == "matmul" and of == "weight":
        yield from multiplied("x was not transposed", input_of(computation), computation.upstream)


MISCONCEPTION = Misconception(
    "K443",
    "transpose-forgotten",
    "a matrix was not transposed where it must be, or transposed where it must not",
    "Forwards y = x w; backwards dL/dx = (dL/dy) w^T and dL/dw = x^T (dL/dy). For a layer y = W x it is dL/dx = W^T (dL/dy).",
    frozenset({"values", "gradient"}),
    slips_of(values=_values, gradient=_gradient),
)
