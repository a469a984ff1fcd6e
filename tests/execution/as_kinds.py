"""Computations of the exact evaluator as layers that are executed: the same numbers, options and gradients."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod
from typing import Any

from cnncalc.homework.exact import Computation
from tests.execution.executed import Array, Execution, channels_first, executed, gradients, numpy


@dataclass
class Twin:
    """A layer for a computation. Arrays are batch x channels x spatial axes, of Fractions."""

    kind: str
    inputs: dict[str, Array]  # by the evaluator's keys
    tensors: dict[str, Array] = field(default_factory=dict)  # by the layer's names
    options: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)  # the evaluator's key of a learned tensor -> the layer's name
    #: From a tensor's gradient to the evaluator's, where they are not laid out alike.
    turned: dict[str, Callable[[Array], Array]] = field(default_factory=dict)
    places: bool = False  # the batch is made of an image's places
    training: bool = False

    def run(self, computation: Computation, dtype: str) -> tuple[list[Any], dict[str, list[Any]]]:
        """The cells of the output, and of each gradient where there is an `upstream`, in the evaluator's order."""
        ran = Execution(self.kind, self.options, list(self.inputs.values()), self.tensors, dtype, training=self.training)
        before = channels_first(ran.output)
        cells, above = before, None
        if "upstream" in computation.given:
            above = self._laid(array(computation.given["upstream"]), before.shape)
        if "then" in computation.given:
            cells = executed("relu", {}, [before], dtype=dtype)
            if above is not None:
                ((above,), _) = gradients("relu", {}, [before], above, dtype=dtype)
        return self._cells(cells), {} if above is None else self._gradients(computation, ran, above)

    def _gradients(self, computation: Computation, ran: Execution, above: Array) -> dict[str, list[Any]]:
        to_inputs, to_tensors = ran.gradients(above)
        found = {key: self._cells(gradient) for key, gradient in zip(self.inputs, to_inputs, strict=True)}
        for key, name in self.keys.items():
            gradient = self.turned.get(key, numpy.asarray)(to_tensors[name])
            one_for_all = not isinstance(computation.given[key], tuple)
            found[key] = [gradient.sum()] if one_for_all else list(gradient.ravel())
        return found

    def _cells(self, found: Array) -> list[Any]:
        return list((found.T if self.places else found).ravel())

    def _laid(self, given: Array, dims: tuple[int, ...]) -> Array:
        return given.reshape(dims[::-1]).T if self.places else given.reshape(dims)


def array(value: Any) -> Array:
    """Nested tuples of Fractions."""
    return numpy.array(value, dtype=object)


def each(value: Any, count: int) -> Array:
    """A number for all, or one for each."""
    return array(value if isinstance(value, tuple) else (value,) * count)


def volume(given: Any) -> Array:
    """A list or rows have one channel."""
    x = array(given)
    return x.reshape(1, *x.shape) if x.ndim == 3 else x.reshape(1, 1, *x.shape)


def _window(given: Any, *keys: str) -> dict[str, Any]:
    """Options of a window, as a file gives them."""
    sizes = {key: list(map(int, given[key])) for key in ("kernel", "stride", "dilation") if key in given}
    padding = given["padding"]
    pads = padding if isinstance(padding, str) else [list(map(int, pair)) for pair in padding]
    others = {key: given[key] for key in ("rounding", *keys) if key in given}
    return {**sizes, "padding": pads, **others}


def _filters(computation: Computation, transposed: bool) -> Twin:
    """Correlation, convolution and the transposed one; a scale is part of the weights."""
    given = computation.given
    key = "filters" if "filters" in given else "filter"
    x, weight, scale = volume(given["input"]), array(given[key]), given.get("scale", Fraction(1))
    weight = weight.reshape(-1, x.shape[1], *weight.shape[weight.ndim - x.ndim + 2 :])
    options = {"filters": len(weight), "bias": "bias" in given, **_window(given), "kernel": list(weight.shape[2:])}
    twin = Twin("deconv" if transposed else "conv", {"input": x}, {}, options, {key: "weight"})
    if not transposed:
        options["form"] = computation.op
        if given.get("padding_mode", "shrink") != "shrink":
            options["padding_mode"] = given["padding_mode"]
    twin.tensors["weight"] = (weight.swapaxes(0, 1) if transposed else weight) * scale
    twin.turned[key] = lambda found: (found.swapaxes(0, 1) if transposed else found) * scale
    return _with_bias(twin, given, len(weight))


def _with_bias(twin: Twin, given: Any, count: int) -> Twin:
    if "bias" in given:
        twin.tensors["bias"] = each(given["bias"], count)
        twin.keys["bias"] = "bias"
    return twin


def _pool(computation: Computation) -> Twin:
    given = computation.given
    return Twin(computation.op, {"input": volume(given["input"])}, options=_window(given, "count_padding"))


def _each_cell(computation: Computation) -> Twin:
    given = computation.given
    return Twin(computation.op, {key: array(given[key]).reshape(1, -1) for key in ("input", "skip") if key in given})


def _fc(computation: Computation) -> Twin:
    given = computation.given
    weight, x = array(given["weight"]), array(given["input"])
    x = x.reshape(1, -1) if x.ndim == 1 else volume(given["input"])
    options = {"outputs": len(weight), "bias": "bias" in given}
    return _with_bias(Twin("fc", {"input": x}, {"weight": weight}, options, {"weight": "weight"}), given, len(weight))


def _matmul(computation: Computation) -> Twin:
    given = computation.given
    weight = array(given["weight"]).T
    options = {"outputs": len(weight), "bias": "bias" in given}
    twin = Twin("fc", {"input": array(given["input"])}, {"weight": weight}, options, {"weight": "weight"})
    twin.turned["weight"] = lambda found: found.T
    return _with_bias(twin, given, len(weight))


def _batchnorm(computation: Computation) -> Twin:
    """Of an image in training the places are the batch: a batch of one image is frozen."""
    given = computation.given
    x, training = array(given["input"]), "mean" not in given
    places = x.ndim == 3 and training
    if x.ndim == 1:
        x = x.reshape(-1, 1)
    if x.ndim == 3:
        x = x.reshape(len(x), -1).T if training else x.reshape(1, *x.shape)
    count = x.shape[1]
    names = {"weight": ("gamma", 1), "bias": ("beta", 0), "running_mean": ("mean", 0), "running_var": ("variance", 1)}
    tensors = {name: each(given.get(key, Fraction(default)), count) for name, (key, default) in names.items()}
    keys = {key: name for name, (key, _) in names.items() if key in ("gamma", "beta") and key in given}
    epsilon = given.get("epsilon", Fraction(0))
    assert Fraction(repr(float(epsilon))) == epsilon  # an option is a decimal
    return Twin("batchnorm", {"input": x}, tensors, {"eps": float(epsilon)}, keys, places=places, training=training)


def _mean(computation: Computation) -> Twin:
    return Twin("globalavgpool", {"input": volume(computation.given["input"])})


#: Operation of the evaluator -> the layer that does the same.
TWINS: dict[str, Callable[[Computation], Twin]] = {
    "correlation": lambda computation: _filters(computation, False),
    "convolution": lambda computation: _filters(computation, False),
    "deconv": lambda computation: _filters(computation, True),
    "maxpool": _pool,
    "avgpool": _pool,
    "globalavgpool": _mean,
    "relu": _each_cell,
    "add": _each_cell,
    "fc": _fc,
    "matmul": _matmul,
    "batchnorm": _batchnorm,
}


def is_dyadic(*cells: Any) -> bool:
    """Whether float64 holds all of these, and sums of a few products of them."""
    return all((bottom := Fraction(cell).denominator) & (bottom - 1) == 0 and bottom < 2**12 for cell in cells)


def has_exact_floats(computation: Computation, twin: Twin) -> bool:
    """Whether nothing is rounded on the way to the output in float64."""
    cells = [cell for x in (*twin.inputs.values(), *twin.tensors.values()) for cell in x.ravel()]
    if twin.kind == "batchnorm":
        cells += [1 / Fraction(root) for root in computation.operation.root]  # type: ignore[attr-defined]  # a BatchNorm
    return is_dyadic(*cells, *computation.before.cells) and prod(computation.shape) > 0
