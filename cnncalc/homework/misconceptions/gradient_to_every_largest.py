"""K465: a gradient to each of several cells that are equally large."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Way, input_of, pooled, routed, slips_of


def _gradient(computation: Computation, of: str) -> Iterator[Way]:
    if computation.op != "maxpool":
        return
    cells = input_of(computation).cells

    def largest(at: int) -> list[int]:
        window = pooled(computation, at)
        most = max(cells[cell] for cell in window)
        return [cell for cell in window if cells[cell] == most]

    end = "and the first alone gets it"
    said = "each of several largest cells got the gradient"
    yield routed(computation, f"{said}, {end}", lambda at: dict.fromkeys(largest(at), 1))
    said = "the last of several largest cells got the gradient"
    yield routed(computation, f"{said}, {end}", lambda at: {largest(at)[-1]: 1})
    said = "several largest cells shared the gradient"
    yield routed(computation, f"{said}, {end}", lambda at: dict.fromkeys(largest(at), Fraction(1, len(largest(at)))))


MISCONCEPTION = Misconception(
    "K465",
    "gradient-to-every-largest",
    "where several cells of a window are the largest, the gradient went to all of them, to the last, or in shares",
    "Of several largest cells of a window the first one alone gets the gradient, as frameworks do it.",
    frozenset({"gradient"}),
    slips_of(gradient=_gradient),
)
