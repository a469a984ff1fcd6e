"""What a layer kind is: the contract that every file of `layers/` fills in.

A kind states what only it knows (options, output shape, named parameter shapes, operations by kind). Counts, bytes,
formulas, receptive fields and memory are derived from that, once, elsewhere. What it states is plain arithmetic: fed
Terms in place of ints it yields the formulas. Executed, it works on the arrays of a `Machine`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, field, fields
from typing import Any, ClassVar, NamedTuple, Protocol

from cnncalc.diagnostics import LayerError
from cnncalc.tensor import Shape

__all__ = [
    "Array", "Axis", "Gradients", "Kept", "Layer", "LayerError", "Machine", "Operations", "Parameters", "Shape", "Tensors",
    "option", "summary",
]  # fmt: skip

#: Tensor name -> shape, channels first: {"weight": (64, 3, 3, 3), "bias": (64,)}.
Parameters = dict[str, tuple[int, ...]]
#: Operation -> how many: "mac", "add", "mul", "cmp", "exp", "div", "sqrt".
Operations = dict[str, int]

#: An array of NumPy or CuPy. Volumes lie as they are printed, channels last: batch x height x width x channels; vectors are
#: batch x channels. Learned tensors have the shapes of `parameters`, channels first.
Array = Any
Tensors = Mapping[str, Array]
#: dL/d(input), one of each input's shape, and dL/d(tensor) of each learned tensor, by its name.
Gradients = tuple[tuple[Array, ...], dict[str, Array]]


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


class Machine(Protocol):
    """What executes: where arrays live, how many work at once, and what they may use. See execution/machine.py."""

    xp: Any  # numpy or cupy
    dtype: Any
    exact: bool  # every multiply-add as it is counted
    plain: bool  # no algorithm that needs fewer multiply-adds: those lose digits
    training: bool  # dropout drops, and batch norms take the batch's own statistics
    workers: int
    block: int  # values that a block of work should hold: what the cache beside one worker takes
    places: int  # rows of one matrix product, so many that laying out the other factor is little beside it

    def each(self, count: int, step: int, work: Callable[[int, int], None]) -> None:
        """`work(first, last)` over [0, count) in blocks of at most `step`, shared by all workers."""

    def scratch(self, name: str, shape: tuple[int, ...]) -> Array:
        """Memory of the network's dtype that each worker keeps between blocks and layers; it holds what was left there."""

    def zeros(self, count: int) -> Array:
        """So many zeros, which nobody writes to."""

    def strided(self, array: Array, shape: tuple[int, ...], strides: tuple[int, ...]) -> Array:
        """A view of an array with other axes; the caller sees to it that it stays inside."""

    def matmul(self, a: Array, b: Array, out: Array) -> None:
        """out = a @ b, its multiply-adds counted."""

    def sums(self, subscripts: str, a: Array, b: Array, out: Array) -> None:
        """out = the sums of products that `subscripts` name, as einsum's; its multiply-adds are not counted."""

    def count(self, products: int) -> None:
        """So many multiply-adds were done otherwise."""

    def finish(self, first: int, last: int) -> None:
        """The output's places [first, last), batch and spatial axes as one, are written: what follows is applied to them."""

    def random(self) -> Any:
        """The generator of the layer that runs: the same numbers in its forward and its backward pass."""


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
    filters_first: ClassVar[bool] = False  # the first axis of its weight and bias is the output's channels
    finishes: ClassVar[bool] = False  # its `forward` tells the machine of every block of its output that is written

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

    def magnifies(self) -> bool:
        """Whether it divides by what it finds in its input, so that small errors there may become large ones."""
        return False

    def start(self) -> float:
        """What learned numbers that are one a channel, or one in all, begin with before training, biases apart."""
        return 1

    def prepare(self, on: Machine, tensors: Tensors, *inputs: Shape) -> Tensors:
        """The tensors as `forward` wants them, once for all runs: in another order, or cut."""
        return tensors

    def forward(self, on: Machine, tensors: Tensors, *inputs: Array, out: Array) -> None:
        """Write the output into `out`. An `in_place` kind may be given one of its inputs as `out`; one whose reach is
        "point" may be given some places alone, as places x channels."""
        raise NotImplementedError(f"`{self.kind}` cannot be executed")

    def moves(self, *inputs: Shape, apart: bool = False) -> bool:
        """Of a `view`: whether its output, channels last, needs an array of its own; `forward` writes it, else `view_of`.
        `apart`: the input's places do not follow each other in memory."""
        return False

    def view_of(self, x: Array, *inputs: Shape) -> Array:
        """Of a `view`: the output, in the input's memory."""
        return x

    def backward(self, on: Machine, tensors: Tensors, inputs: Sequence[Array], output: Array, upstream: Array) -> Gradients:
        """From dL/d(output) to dL/d(inputs) and dL/d(tensors). Tensors come as they are learned, not prepared."""
        raise NotImplementedError(f"`{self.kind}` has no backward pass")


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
