from __future__ import annotations

from dataclasses import dataclass

from cnncalc.layer_base import Kept, Layer, Operations, Parameters, Shape, option
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
