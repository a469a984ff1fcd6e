"""Wrong answers with one slip in them, from arithmetic of its own: a student for each slip, who gets one thing wrong.

Nothing here is taken from the package. `Student` works as the lectures do; each subclass differs in the one step that its
docstring names, and is given everything else right: a layer's own input, or the layers of a network.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple


class Layer(NamedTuple):
    """A window on a volume, or a fully connected layer (`kind` "fc": `k` outputs). `earlier` is the depth one layer before."""

    kind: str  # "conv", "maxpool" or "fc"
    h: int
    w: int
    d: int
    f: int = 1
    s: int = 1
    p: int = 0
    k: int = 0
    earlier: int = 0


class Asked(NamedTuple):
    """What a student is asked: a quantity of the last layer, or of all of them (`whole`), under the key's conventions."""

    ask: str
    layers: tuple[Layer, ...]
    whole: bool = False
    batch: int = 1
    bytes: int = 4
    backward: bool = False


#: Sizes, or one figure.
Figure = tuple[Fraction, ...]


class Student:
    """One who makes no slip."""

    def places(self, n: int, f: int, s: int, p: int) -> Fraction:
        return Fraction(n + 2 * p - f, s) + 1

    def depth(self, layer: Layer) -> Fraction:
        return Fraction(layer.k if layer.kind != "maxpool" else layer.d)

    def spatial(self, layer: Layer) -> Figure:
        if layer.kind == "fc":
            return ()
        return tuple(self.places(n, layer.f, layer.s, layer.p) for n in (layer.h, layer.w))

    def output(self, layer: Layer) -> Figure:
        return (*self.spatial(layer), self.depth(layer))

    def read(self, layer: Layer) -> int:
        """The depth of what a filter reads."""
        return layer.d

    def filters(self, layer: Layer) -> int:
        return layer.k

    def products(self, layer: Layer) -> int:
        """Of one filter or one output of a fully connected layer."""
        return (layer.h * layer.w if layer.kind == "fc" else layer.f**2) * self.read(layer)

    def weights(self, layer: Layer) -> int:
        return 0 if layer.kind == "maxpool" else self.products(layer) * self.filters(layer)

    def biases(self, layer: Layer) -> int:
        return 0 if layer.kind == "maxpool" else self.filters(layer)

    def params(self, layer: Layer) -> int:
        return self.weights(layer) + self.biases(layer)

    def values(self, layer: Layer) -> Fraction:
        count = Fraction(1)
        for size in self.output(layer):
            count *= size
        return count

    def macs(self, layer: Layer) -> Fraction:
        """The weights of the layer, as this student counts them, once at each place; none of a pool, whatever is counted."""
        if layer.kind == "maxpool":
            return Fraction(0)
        count = Fraction(self.products(layer) * self.filters(layer))
        for size in self.spatial(layer):
            count *= size
        return count

    def flops(self, layer: Layer) -> Fraction:
        return 2 * self.macs(layer)

    def images(self, asked: Asked) -> int:
        return asked.batch

    def passes(self, asked: Asked) -> int:
        return 2 if asked.backward else 1

    def unit(self, asked: Asked) -> int:
        """What a value takes."""
        return asked.bytes

    def step(self, layer: Layer) -> int:
        return layer.s

    def field(self, layers: tuple[Layer, ...]) -> int:
        size = jump = 1
        for layer in layers:
            size += (layer.f - 1) * jump
            jump *= self.step(layer)
        return size

    def answer(self, asked: Asked) -> Figure:
        """Sizes, or the one figure that is asked for."""
        last = asked.layers[-1]
        if asked.ask in ("output", "size", "legal"):
            return self.output(last) if asked.ask == "output" else self.spatial(last)
        if asked.ask == "field":
            return (Fraction(self.field(asked.layers)),)
        counted = asked.layers if asked.whole else (last,)
        if asked.ask in ("params", "weights"):
            return (Fraction(sum(getattr(self, asked.ask)(layer) for layer in counted)),)
        if asked.ask in ("macs", "flops"):
            return (sum((getattr(self, asked.ask)(layer) for layer in counted), Fraction(0)) * self.images(asked),)
        first = asked.layers[0]
        count = sum(map(self.values, counted), Fraction(first.h * first.w * first.d if asked.whole else 0)) * self.images(asked)
        return (count if asked.ask == "activations" else count * self.unit(asked) * self.passes(asked),)


class BiasForgotten(Student):
    """No biases."""

    def biases(self, layer: Layer) -> int:
        return 0


class DepthForgotten(Student):
    """A filter is F x F."""

    def read(self, layer: Layer) -> int:
        return 1 if layer.kind == "conv" else layer.d


class DepthAndBiasForgotten(DepthForgotten, BiasForgotten):
    """Both."""


class FlattenedWithoutDepth(Student):
    """A volume flattens to H x W values."""

    def read(self, layer: Layer) -> int:
        return 1 if layer.kind == "fc" and layer.h * layer.w > 1 else layer.d


class OneFilter(Student):
    """One filter stands for all."""

    def filters(self, layer: Layer) -> int:
        return 1


class BiasPerWeight(Student):
    """As many biases as weights."""

    def biases(self, layer: Layer) -> int:
        return self.weights(layer)


class BiasTwice(Student):
    """(8*8*3 + 1)*20 + 20."""

    def biases(self, layer: Layer) -> int:
        return 2 * super().biases(layer)


class PaddingOnce(Student):
    """N + P."""

    def places(self, n: int, f: int, s: int, p: int) -> Fraction:
        return Fraction(n + p - f, s) + 1


class PlusOneForgotten(Student):
    """(N + 2P - F)/S."""

    def places(self, n: int, f: int, s: int, p: int) -> Fraction:
        return Fraction(n + 2 * p - f, s)


class StrideIgnored(Student):
    """Every stride is 1."""

    def places(self, n: int, f: int, s: int, p: int) -> Fraction:
        return Fraction(n + 2 * p - f + 1)

    def step(self, layer: Layer) -> int:
        return 1


class Floored(Student):
    """A fraction rounded down where none is allowed."""

    def places(self, n: int, f: int, s: int, p: int) -> Fraction:
        return Fraction((n + 2 * p - f) // s + 1)


class KernelAndPaddingSwapped(Student):
    """N + 2F - P."""

    def places(self, n: int, f: int, s: int, p: int) -> Fraction:
        return Fraction(n + 2 * f - p, s) + 1 if p else super().places(n, f, s, p)


class HeightAndWidthSwapped(Student):
    """W x H."""

    def spatial(self, layer: Layer) -> Figure:
        return tuple(reversed(super().spatial(layer)))


class PoolingGivenParameters(Student):
    """A pool counts as a convolution with as many filters as channels."""

    def weights(self, layer: Layer) -> int:
        return layer.f**2 * layer.d * layer.d if layer.kind == "maxpool" else super().weights(layer)

    def biases(self, layer: Layer) -> int:
        return layer.d if layer.kind == "maxpool" else super().biases(layer)


class PoolingGivenAKernelForEachChannel(PoolingGivenParameters):
    """A pool has F x F weights for each channel, and no biases."""

    def weights(self, layer: Layer) -> int:
        return layer.f**2 * layer.d if layer.kind == "maxpool" else super().weights(layer)

    def biases(self, layer: Layer) -> int:
        return 0 if layer.kind == "maxpool" else super().biases(layer)


class DepthChangedByPooling(Student):
    """A pool's window slides over the channels as well."""

    def depth(self, layer: Layer) -> Fraction:
        return self.places(layer.d, layer.f, layer.s, 0) if layer.kind == "maxpool" else super().depth(layer)


class EarlierDepth(Student):
    """What a layer reads is as deep as what the layer before it reads."""

    def read(self, layer: Layer) -> int:
        return layer.earlier or layer.d

    def depth(self, layer: Layer) -> Fraction:
        return Fraction(layer.earlier or layer.d) if layer.kind == "maxpool" else super().depth(layer)


class ActivationsForParameters(Student):
    """The output's values."""

    def answer(self, asked: Asked) -> Figure:
        if asked.ask not in ("params", "weights"):
            return super().answer(asked)
        return super().answer(asked._replace(ask="activations", batch=1))


class MacsForFlops(Student):
    """A multiply-add is one operation."""

    def flops(self, layer: Layer) -> Fraction:
        return self.macs(layer)


class BatchForgotten(Student):
    """One image."""

    def images(self, asked: Asked) -> int:
        return 1


class BackwardForgotten(Student):
    """Forward only."""

    def passes(self, asked: Asked) -> int:
        return 1


class BitsForBytes(Student):
    """32 for a float."""

    def unit(self, asked: Asked) -> int:
        return 8 * asked.bytes


class KernelsAdded(Student):
    """5 and 3 make 8."""

    def field(self, layers: tuple[Layer, ...]) -> int:
        return sum(layer.f for layer in layers)


class PreviousRepeated(Student):
    """What the layer before has."""

    def answer(self, asked: Asked) -> Figure:
        if asked.whole or len(asked.layers) < 2:
            return super().answer(asked)
        return super().answer(asked._replace(layers=asked.layers[:-1]))


#: Name of the slip -> who makes it.
STUDENTS: dict[str, Student] = {
    "bias forgotten": BiasForgotten(), "depth forgotten": DepthForgotten(), "depth and bias forgotten": DepthAndBiasForgotten(),
    "flattened without depth": FlattenedWithoutDepth(), "one filter": OneFilter(), "bias per weight": BiasPerWeight(),
    "bias twice": BiasTwice(), "padding once": PaddingOnce(),
    "+1 forgotten": PlusOneForgotten(), "stride ignored": StrideIgnored(), "floored": Floored(),
    "F and P swapped": KernelAndPaddingSwapped(), "H and W swapped": HeightAndWidthSwapped(),
    "pooling given parameters": PoolingGivenParameters(), "a kernel a channel": PoolingGivenAKernelForEachChannel(),
    "depth changed by pooling": DepthChangedByPooling(), "earlier depth": EarlierDepth(),
    "activations for parameters": ActivationsForParameters(), "MACs for FLOPs": MacsForFlops(),
    "batch forgotten": BatchForgotten(), "backward forgotten": BackwardForgotten(), "bits for bytes": BitsForBytes(),
    "kernels added": KernelsAdded(), "previous repeated": PreviousRepeated(),
}  # fmt: skip
