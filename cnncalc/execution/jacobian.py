"""dy/dx as the matrix that it is: a row for each value of the output, a column for each of the input.

Backpropagation never writes it out; here are its size, how many of its entries are not 0, and, where it is small, all of it.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import NamedTuple

from cnncalc.execution.tracing import Trace, channels_first
from cnncalc.layer_base import Array, Axis
from cnncalc.layers.batchnorm import BatchNorm
from cnncalc.spec.walk import Entry

#: Entries of a matrix that is worked out, and rows or columns of one that is shown.
MOST, SHOWN = 1 << 20, 16
#: Kinds whose outputs each answer to one value, and the one whose inputs each reach one output.
_ONE_EACH = ("maxpool", "globalmaxpool", "globalavgpool")
#: Kinds, beside activations and views, of which no input reaches more than one output.
_ALONE = ("add", "concat", "dropout", "droppath", "scale", "identity", "shuffle", "pixelshuffle")
#: Kinds that multiply each value of a window by a weight.
_WEIGHS = ("conv", "deconv", "fc", "subsample")


class Jacobian(NamedTuple):
    """Of the whole batch. Rows and columns count values as they are shown: image by image, channel by channel, row by row."""

    of: str  # "x", of several inputs "x1", "x2" and so on, or a tensor's name within the layer
    rows: int
    columns: int
    filled: int | None  # entries that are not 0; None where it is not known
    matrix: tuple[tuple[float, ...], ...] | None  # where it is small

    @property
    def entries(self) -> int:
        return self.rows * self.columns

    @property
    def is_diagonal(self) -> bool:
        """Whether the matrix that is shown is square and 0 off its diagonal."""
        if self.matrix is None or self.rows != self.columns:
            return False
        return all(cell == 0 for r, row in enumerate(self.matrix) for c, cell in enumerate(row) if r != c)


def jacobians(trace: Trace, node: Entry, learned: tuple[str, ...]) -> tuple[Jacobian, ...]:
    """By each input of a layer, then by each of its learned tensors."""
    own = trace.own(node)
    rows = trace.arrays[node.index].size
    names = ["x" if len(node.inputs) == 1 else f"x{number}" for number in range(1, len(node.inputs) + 1)]
    sizes = [trace.arrays[source].size for source in node.inputs] + [own[name].size for name in learned]
    written = _written(trace, node, learned) if rows * sum(sizes) <= MOST and rows <= SHOWN**2 else {}
    found = []
    for position, (name, columns) in enumerate(zip([*names, *learned], sizes, strict=True)):
        matrix = written.get(position)
        if matrix is not None:
            filled: int | None = sum(cell != 0 for row in matrix for cell in row)
        else:
            filled = _filled(trace, node, position) if position < len(node.inputs) else None
        small = matrix if max(rows, columns) <= SHOWN else None
        found.append(Jacobian(name, rows, columns, filled, tuple(small) if small is not None else None))
    return tuple(found)


def _written(trace: Trace, node: Entry, learned: tuple[str, ...]) -> dict[int, list[tuple[float, ...]]]:
    """Every Jacobian row by row: what the backward pass makes of one 1 among zeros."""
    on, y = trace.on, trace.arrays[node.index]
    own, inputs = trace.own(node), trace.inputs(node)
    matrices: dict[int, list[tuple[float, ...]]] = {}
    for image, channel, *place in product(*map(range, channels_first(y).shape)):
        one = on.xp.zeros_like(y)
        one[(image, *place, channel)] = 1
        on.layer = node.index
        to_inputs, to_tensors = node.facts.layer.backward(on, own, inputs, y, one)
        flat = [channels_first(gradient) for gradient in to_inputs[: len(node.inputs)]]
        for position, gradient in enumerate([*flat, *[to_tensors[name] for name in learned]]):
            matrices.setdefault(position, []).append(tuple(gradient.reshape(-1).tolist()))
    return matrices


def _filled(trace: Trace, node: Entry, position: int) -> int | None:
    """Entries that are not 0 of a matrix too large to be written out, where the kind tells; else None."""
    facts, kind = node.facts, node.kind
    x, y = trace.arrays[node.inputs[position]], trace.arrays[node.index]
    if kind == "avgpool":
        return int(y.size // prod(facts.output.spatial)) * prod([_pairs(axis) for axis in facts.axes])
    if kind in _ONE_EACH:
        return int((x if kind == "globalavgpool" else y).size)
    if kind in _WEIGHS and getattr(facts.layer, "padding_mode", "zero") == "zero":
        held = {name: (tensor != 0).astype(tensor.dtype) for name, tensor in trace.own(node).items()}
        return int(_answers(trace, node, held)[position].astype("float64").sum())
    if _is_alone(trace, node):
        return int((_answers(trace, node, trace.own(node))[position] != 0).sum())
    return None


def _is_alone(trace: Trace, node: Entry) -> bool:
    """Whether no value of an input reaches more than one of the output."""
    layer = node.facts.layer
    if isinstance(layer, BatchNorm):
        return not layer.takes_the_batch(trace.on, trace.arrays[0].shape[0])
    is_activation = layer.role == "activation" and node.kind != "softmax"
    return layer.view or is_activation or node.kind in _ALONE


def _answers(trace: Trace, node: Entry, tensors: dict[str, Array]) -> tuple[Array, ...]:
    """How much all outputs together answer to each value of the inputs."""
    ones = trace.on.xp.ones_like(trace.arrays[node.index])
    trace.on.layer = node.index
    found: tuple[Array, ...] = node.facts.layer.backward(trace.on, tensors, trace.inputs(node), trace.arrays[node.index], ones)[0]
    return found


def _pairs(axis: Axis) -> int:
    """How often the windows of one axis read a cell that is no padding."""
    return sum(
        0 <= place * axis.stride - axis.before + cell * axis.dilation < axis.size
        for place in range(axis.out) for cell in range(axis.kernel)
    )  # fmt: skip
