"""One layer run alone on arrays with channels first, as torch holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from cnncalc.execution.machine import Machine
from cnncalc.graph import Facts
from cnncalc.tensor import Shape
from tests.conformance import make
from tests.naive import Options
from tests.oracle import oracle_or_skip

numpy = oracle_or_skip("numpy")
Array = Any


class Execution:
    """A layer of these options on these inputs (batch x channels x spatial axes) with these learned and stored tensors.

    Its arrays are of `dtype`, `object` for fractions. Raises LayerError where the layer refuses its inputs.
    """

    def __init__(self, kind: str, options: Options, inputs: Sequence[Array], tensors: Mapping[str, Array] | None = None,
                 dtype: Any = "float64", *, exact: bool = False, training: bool = False, seed: int = 0) -> None:  # fmt: skip
        self.shapes = tuple(Shape(x.shape[1], tuple(x.shape[2:])) for x in inputs)
        self.layer = make(kind, options, len(self.shapes[0].spatial))
        self.facts = Facts(self.layer, self.shapes)
        self.machine = Machine("cpu", dtype, exact=exact, training=training, seed=seed)
        self.inputs = tuple(channels_last(numpy.asarray(x).astype(dtype)) for x in inputs)
        self.tensors = {name: numpy.asarray(tensor).astype(dtype) for name, tensor in (tensors or {}).items()}
        shapes = {name: tensor.shape for name, tensor in self.tensors.items()}
        assert shapes == {**self.facts.parameters, **self.facts.buffer_shapes}
        self.products = 0  # multiply-adds that were done
        self.output = self._forward()

    def _forward(self) -> Array:
        """Channels last. What no kind wrote to stays visible: NaN, or None among fractions."""
        layer, x = self.layer, self.inputs[0]
        unwritten = None if self.machine.dtype == object else numpy.nan
        dims = (len(x), *self.facts.output.spatial, self.facts.output.channels)
        with undisturbed(*self.inputs, *self.tensors.values()), self.machine as on:
            if layer.view and not layer.moves(*self.shapes):
                output = layer.view_of(x, *self.shapes)
                assert numpy.shares_memory(output, x)
            else:
                output = numpy.full(dims, unwritten, on.dtype)
                layer.forward(on, layer.prepare(on, self.tensors, *self.shapes), *self.inputs, out=output)
            self.products = on.products
        assert (output.shape, output.dtype) == (dims, self.machine.dtype)
        return output

    def gradients(self, upstream: Array) -> tuple[tuple[Array, ...], dict[str, Array]]:
        """dL/d(inputs), channels first, and dL/d(tensors), from dL/d(output)."""
        arriving = channels_last(numpy.asarray(upstream).astype(self.machine.dtype))
        assert arriving.shape == self.output.shape
        with undisturbed(*self.inputs, *self.tensors.values(), self.output, arriving), self.machine as on:
            to_inputs, to_tensors = self.layer.backward(on, self.tensors, self.inputs, self.output, arriving)
        assert len(to_inputs) == len(self.inputs)
        assert set(to_tensors) == set(self.facts.parameters)
        for array, gradient in (
            *zip(self.inputs, to_inputs, strict=True),
            *((self.tensors[n], g) for n, g in to_tensors.items()),
        ):
            assert (gradient.shape, gradient.dtype) == (array.shape, array.dtype)
        return tuple(map(channels_first, to_inputs)), dict(to_tensors)


def executed(kind: str, options: Options, inputs: Sequence[Array], tensors: Mapping[str, Array] | None = None,
             dtype: Any = "float64", *, exact: bool = False, training: bool = False) -> Array:  # fmt: skip
    """The output, channels first. See Execution."""
    return channels_first(Execution(kind, options, inputs, tensors, dtype, exact=exact, training=training).output)


def gradients(kind: str, options: Options, inputs: Sequence[Array], upstream: Array, tensors: Mapping[str, Array] | None = None,
              dtype: Any = "float64", *, training: bool = False) -> tuple[tuple[Array, ...], dict[str, Array]]:  # fmt: skip
    """dL/d(inputs), channels first, and dL/d(tensors), from dL/d(output). See Execution."""
    return Execution(kind, options, inputs, tensors, dtype, training=training).gradients(upstream)


@contextmanager
def undisturbed(*arrays: Array) -> Iterator[None]:
    """Whoever writes into one of these fails."""
    for array in arrays:
        array.flags.writeable = False
    yield
    for array in arrays:
        if array.base is None:
            array.flags.writeable = True


def channels_last(x: Array) -> Array:
    return numpy.ascontiguousarray(numpy.moveaxis(x, 1, -1))


def channels_first(x: Array) -> Array:
    return numpy.ascontiguousarray(numpy.moveaxis(x, -1, 1))
