"""Figures of a layer made of others that are taken for true, as one calculates them on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import prod
from typing import NamedTuple, TypeAlias

from cnncalc.analysis.report import Row
from cnncalc.graph import Facts
from cnncalc.tensor import Shape

#: A figure of the layer as it was claimed, by its name.
Claimed: TypeAlias = Callable[[str], "Fraction | None"]


class Seen(NamedTuple):
    """One layer on the inputs that it is taken to have, and the output that it is taken to have."""

    row: Row
    facts: Facts
    output: Shape

    @property
    def is_product(self) -> bool:
        """Whether every value of the output is a dot product of one length: a convolution or a fully connected layer."""
        listed = getattr(self.facts.layer, "connections", None) is not None
        return self.row.kind in ("conv", "fc") and "weight" in self.facts.parameters and not listed

    @property
    def filters(self) -> int:
        return self.facts.parameters["weight"][0]

    @property
    def length(self) -> int:
        """The products of one value: F*F*D."""
        return prod(self.facts.parameters["weight"][1:])

    @property
    def bias(self) -> int:
        """1 where a filter has one."""
        return int(bool(self.facts.biases))


def of_layer(seen: Seen, figure: str, claimed: Claimed, summed: bool) -> list[Fraction]:
    """What one layer's figure can be taken for: as claimed, made of what is claimed, or calculated.

    `summed`: as a part of a sum, in which shared parameters and outputs that overwrite their input count nothing.
    """
    own = claimed(figure)
    if own is not None:
        return [own]
    shared = figure in ("params", "weights", "biases") and seen.row.shares
    if summed and (shared or (figure == "values" and not seen.facts.activations)):
        return [Fraction(0)]
    return list(
        dict.fromkeys([*_parameters(seen, figure, claimed), *_products(seen, figure, claimed), *_calculated(seen, figure)])
    )


def _parameters(seen: Seen, figure: str, claimed: Claimed) -> Iterator[Fraction]:
    """Parameters are weights and biases."""
    weights, biases, params = claimed("weights"), claimed("biases"), claimed("params")
    if figure == "params" and (weights is not None or biases is not None):
        yield _or(weights, seen.facts.weights) + _or(biases, seen.facts.biases)
    elif figure == "weights" and params is not None:
        yield params - _or(biases, seen.facts.biases)
    elif figure == "biases" and params is not None and weights is not None:
        yield params - weights


def _products(seen: Seen, figure: str, claimed: Claimed) -> Iterator[Fraction]:
    """A filter's products, its bias, as many filters as there are, and as many values as it makes."""
    if not seen.is_product:
        return
    weights, length, of_filter, params = (claimed(each) for each in ("weights", "products", "filter_params", "params"))
    if weights is None and params is not None:
        weights = params - _or(claimed("biases"), seen.facts.biases)
    if length is None and of_filter is not None:
        length = of_filter - seen.bias
    if figure == "products":
        yield from (value for value in (length, weights and weights / seen.filters) if value is not None)
    elif figure == "filter_params":
        yield from (value for value in (length and length + seen.bias, params and params / seen.filters) if value is not None)
    elif figure in ("weights", "params") and length is not None:
        yield (length + (seen.bias if figure == "params" else 0)) * seen.filters
    elif figure == "macs":
        values = claimed("values")
        if weights is not None:
            yield weights * prod(seen.output.spatial)
        if length is not None or values is not None:
            yield _or(length, seen.length) * _or(values, seen.output.elements)


def _calculated(seen: Seen, figure: str) -> Iterator[Fraction]:
    """From the sizes: of a claimed output, its own, whether as many filters are taken as it has channels or as there are."""
    if figure == "values":
        yield Fraction(seen.output.elements)
    elif figure == "macs" and seen.is_product and seen.output != seen.facts.output:
        yield Fraction(seen.output.elements * seen.length)
        yield Fraction(prod(seen.output.spatial) * seen.filters * seen.length)
    elif figure in ("macs", "params", "weights", "biases"):
        yield Fraction(getattr(seen.facts, figure))
    elif seen.is_product:
        yield Fraction(seen.length + (seen.bias if figure == "filter_params" else 0))


def _or(claimed: Fraction | None, otherwise: int) -> Fraction:
    return Fraction(otherwise) if claimed is None else claimed
