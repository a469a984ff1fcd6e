"""What a layer kind is: the contract that every file of `layers/` fills in.

A kind states what only it knows (options, output shape, named parameter shapes, operations by kind). Counts, bytes,
formulas, receptive fields and memory are derived from that, once, elsewhere. The methods are plain arithmetic: fed
Terms in place of ints they yield the formulas.
"""

from __future__ import annotations

import re
from dataclasses import MISSING, Field, field, fields
from typing import Any, ClassVar, NamedTuple

from cnncalc.diagnostics import LayerError
from cnncalc.tensor import Shape

__all__ = ["Axis", "Kept", "Layer", "LayerError", "Operations", "Parameters", "Shape", "option", "summary"]

#: Tensor name -> shape, channels first: {"weight": (64, 3, 3, 3), "bias": (64,)}.
Parameters = dict[str, tuple[int, ...]]
#: Operation -> how many: "mac", "add", "mul", "cmp", "exp", "div", "sqrt".
Operations = dict[str, int]


class Axis(NamedTuple):
    """One axis of a sliding window: the input's size, the window and the number of places it takes."""

    size: int
    kernel: int
    stride: int
    before: int
    after: int
    dilation: int
    out: int
    unread: int  # rows or columns of the input that no window reads
    #: Of a layer that resamples: the first and last cell that each of the first len(pattern) cells of the output reads (None:
    #: it reads none), those between `apart`; with every len(pattern) cells they move on by `turn`. Empty for an ordinary window.
    pattern: tuple[tuple[int, int] | None, ...] = ()
    turn: int = 1
    apart: int = 1


class Kept(NamedTuple):
    """What autograd keeps of one layer for the backward pass, parameters and buffers apart."""

    inputs: tuple[int, ...] = ()  # positions of the inputs that are kept
    through: tuple[int, ...] = ()  # positions of those that are kept only where something before them learns
    output: bool = False
    values: int = 0  # further values of the network's dtype, for each image
    indices: int = 0  # int64 indices, for each image
    per_batch: int = 0  # further float32 values, once for the whole batch, where it has two images or more


class Layer:
    """A layer with its options. Subclasses are frozen dataclasses whose fields are made by `option`."""

    kind: ClassVar[str]
    #: What names are counted by: all pools are `pool1`, `pool2`; conv and fc share one number as in the lectures.
    stem: ClassVar[str] = ""
    series: ClassVar[str] = ""
    #: The options that an entry's main value gives (`maxpool: 2` is kernel 2 and stride 2).
    main: ClassVar[tuple[str, ...]] = ()
    weighted: ClassVar[bool] = False  # counts towards the depth that papers print; takes norm: and activation:
    role: ClassVar[str] = ""  # "norm" or "activation" where it may stand in norm: or activation:
    merges: ClassVar[bool] = False  # reads several inputs, named by the main value
    counted: ClassVar[bool] = True  # its output counts as activations; else it is in place or a view
    in_place: ClassVar[bool] = False  # may write over its input when nobody else reads it
    fresh_in_training: ClassVar[bool] = False  # though in place at inference, it makes a new array in training
    view: ClassVar[bool] = False  # its output is its input's memory
    #: What one output reads along the spatial axes: a "point", a "window" (see `axes`), all of it ("global"), its own place and
    #: statistics of all places ("statistics"), or nobody knows ("unknown").
    reach: ClassVar[str] = "point"
    like: ClassVar[str] = ""  # the option that names a layer whose output's shape is read too, as the last input
    declared: ClassVar[bool] = False  # its figures are what the file says, not computed

    def output_shape(self, *inputs: Shape) -> Shape:
        """The output's shape. Raises LayerError where the inputs do not fit. Windows: see `output_channels`."""
        return self.infer(*inputs)[1] if self.reach == "window" else inputs[0]

    def output_channels(self, *inputs: Shape) -> int:
        """For kinds whose reach is "window": the depth of the output; its other sizes come from `axes`."""
        return inputs[0].channels

    def infer(self, *inputs: Shape) -> tuple[tuple[Axis, ...], Shape]:
        """The windows, where there are any, and the output's shape."""
        if self.reach != "window":
            return (), self.output_shape(*inputs)
        axes = self.axes(*inputs)
        return axes, Shape(self.output_channels(*inputs), tuple([axis.out for axis in axes]))

    def parameters(self, *inputs: Shape) -> Parameters:
        return {}

    def buffers(self, *inputs: Shape) -> Parameters:
        """Tensors that are stored with the parameters but not learned."""
        return {}

    def operations(self, output: Shape, *inputs: Shape) -> Operations:
        """Operations of one forward pass of one image."""
        return {}

    def axes(self, *inputs: Shape) -> tuple[Axis, ...]:
        """The window on each spatial axis, for kinds whose reach is "window"."""
        return ()

    def kept(self, output: Shape, *inputs: Shape) -> Kept:
        """What autograd keeps for the backward pass."""
        return Kept()

    def remarks(self, output: Shape, *inputs: Shape) -> tuple[str, ...]:
        """What the report should say of this layer beside its figures."""
        return ()


def summary(manual: str) -> str:
    """The first sentence of a kind's or form's docstring, on one line, without its full stop."""
    paragraph = " ".join(manual.partition("\n\n")[0].split())
    return re.split(r"(?<=[^.])\.(?: |$)", paragraph, maxsplit=1)[0]


def options_of(kind: Any) -> tuple[Field[Any], ...]:
    """The options that a kind declares, of its class or of one of its layers; `metadata` holds what `option(...)` was given."""
    return fields(kind)


def option(
    type: str,
    default: Any = MISSING,
    *,
    symbol: str = "",
    minimum: float | None = None,
    maximum: float | None = None,
    choices: tuple[str, ...] = (),
    doc: str = "",
) -> Any:
    """Declare an option of a kind.

    `type` is one of count, sizes, volume, padding, flag, number, word, words, groups, connections, values, rounding and
    layer; `symbol` is the letter that formulas print. Reading, type checks, bounds and their wording are derived from
    this in spec/options.py.
    """
    metadata = {"type": type, "symbol": symbol, "minimum": minimum, "maximum": maximum, "choices": choices, "doc": doc}
    return field(default=default, metadata=metadata)
