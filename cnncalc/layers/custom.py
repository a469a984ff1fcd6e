from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cnncalc.layer_base import Kept, Layer, LayerError, Machine, Operations, Parameters, Shape, Tensors, option
from cnncalc.tensor import volume


@dataclass(frozen=True, eq=False)
class Custom(Layer):
    """A layer that the language does not know: its figures are what the file declares, and are reported as declared.

        - custom: {output: 55x55x96, params: 34944, macs: 105415200}

    All three must be given: nothing unknown counts as zero. What it sees of the input is not known, and it is taken to keep its
    input for the backward pass.
    """

    output: Any = option("volume", doc="its output, height x width x channels")
    params: int = option("count", minimum=0, doc="learned values, counted as weights")
    macs: int = option("count", minimum=0, doc="multiply-adds for one image")

    kind = "custom"
    declared = True
    reach = "unknown"

    def output_shape(self, *inputs: Shape) -> Shape:
        return volume(self.output)

    def parameters(self, *inputs: Shape) -> Parameters:
        return {"weight": (self.params,)} if self.params else {}

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        return {"mac": self.macs}

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        return Kept(inputs=(0,))

    def remarks(self, output: Shape, *inputs: Shape) -> tuple[str, ...]:
        return ("declares its output, parameters and multiply-adds: they are not computed",)

    def prepare(self, on: Machine, tensors: Tensors, *inputs: Shape) -> Tensors:
        message = "a `custom` layer declares its figures and cannot be executed"
        raise LayerError("H309", "", message, "`cnncalc show` counts with what it declares")
