"""K436: a bias added more than once to a sum."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.operation import Sums
from cnncalc.homework.exact.tensor import Exact, exact
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import FILTERED, Way, remade, slips_of


def _values(computation: Computation) -> Iterator[Way]:
    operation, biases = computation.operation, computation.given.get("bias")
    if not isinstance(operation, Sums) or biases is None:
        return
    products = sum(1 for _ in operation.terms(0))
    channels = operation.input.shape[0] if computation.op in FILTERED and len(operation.input.shape) == 3 else 1
    for times, each in ((products, "every product"), (channels, "every channel")):

        def cell(at: int, times: int = times) -> tuple[Exact, str]:
            bias = exact(biases[operation.bias_of(at)] if isinstance(biases, tuple) else biases)
            once = operation.value(at)
            return once + (times - 1) * bias, f"{once - bias} + {times}*{bias}"

        yield remade(computation, f"the bias was added to {each}, {times} times in place of once", cell)


MISCONCEPTION = Misconception(
    "K436",
    "bias-added-to-every-product",
    "the bias was added to every product, or once for each channel",
    "A filter has one bias, which is added once to the whole sum over its window and through all channels.",
    frozenset({"values"}),
    slips_of(values=_values),
)
