from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnncalc.layer_base import Array, Gradients, Kept, Layer, Machine, Operations, Parameters, Shape, Tensors, option
from cnncalc.layers._moments import scale_and_shift


@dataclass(frozen=True, eq=False)
class BatchNorm(Layer):
    """Batch normalisation: (x - mean)/sqrt(variance + eps), then a learned scale and shift for each channel.

    Two parameters a channel, and two running statistics that are stored but not learned.

        - batchnorm
        - batchnorm: {eps: 0.001}

    Counted at inference, where it is one multiplication and one addition a value. A batch of one is taken as frozen:
    its statistics are the running ones. Source: Ioffe & Szegedy 2015; PyTorch's BatchNorm2d.
    """

    eps: float = option("number", 0.00001, minimum=0, doc="added to the variance")
    momentum: float = option("number", 0.1, minimum=0, maximum=1, doc="weight of the newest statistics")
    affine: bool = option("flag", True, doc="whether scale and shift are learned")

    kind = "batchnorm"
    role = "norm"
    in_place = True

    def parameters(self, *inputs: Shape) -> Parameters:
        return scale_and_shift(inputs[0].channels, self.affine)

    def buffers(self, *inputs: Shape) -> Parameters:
        channels = inputs[0].channels
        return {"running_mean": (channels,), "running_var": (channels,)}

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"mul": output.elements, "add": output.elements}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,), per_batch=2 * inputs[0].channels)

    def factor_and_shift(self, on: Machine, tensors: Tensors) -> tuple[Array, Array]:
        """The frozen norm as x*factor + shift, one of each for each channel."""
        from cnncalc.layers._arithmetic import number, root, wide

        mean, variance = (tensors[name].astype(wide(on)) for name in ("running_mean", "running_var"))
        factor = number(on, 1) / root(on, variance + number(on, self.eps))
        if self.affine:
            factor = factor * tensors["weight"]
        shift = tensors["bias"] - mean * factor if self.affine else -mean * factor
        return factor.astype(on.dtype), shift.astype(on.dtype)

    def takes_the_batch(self, on: Machine, images: int) -> bool:
        """Whether a batch's own mean and variance are taken: arrays are the whole batch then."""
        return on.training and images > 1

    def prepare(self, on: Machine, tensors: Tensors, *inputs: Shape) -> Tensors:
        factor, shift = self.factor_and_shift(on, tensors)
        return {**tensors, "factor": factor, "shift": shift}

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        (x,), xp = inputs, on.xp
        if self.takes_the_batch(on, len(x)):
            from cnncalc.layers._normal import as_sets, normalise

            normalise(on, as_sets(x, 1), tensors, x.shape[-1], self.eps, as_sets(out, 1))
        else:
            xp.multiply(x, tensors["factor"], out=out)
            xp.add(out, tensors["shift"], out=out)

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        from cnncalc.layers._normal import as_sets, normalise_backward, scale_and_shift_gradients

        (x,) = inputs
        if self.takes_the_batch(on, len(x)):
            return normalise_backward(on, as_sets(x, 1), tensors, x.shape[-1], self.eps, as_sets(upstream, 1), x.shape)
        factor, _ = self.factor_and_shift(on, tensors)
        if not self.affine:
            return (upstream * factor,), {}
        plain, shift = BatchNorm(self.eps, affine=False).factor_and_shift(on, tensors)
        return (upstream * factor,), scale_and_shift_gradients(x * plain + shift, upstream)
