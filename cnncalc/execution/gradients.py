"""Backpropagation through a network, layer by layer: upstream, local and downstream gradients, and those of the weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod, sqrt
from typing import NamedTuple
from warnings import catch_warnings, simplefilter

from cnncalc.execution.backward import Backward, Step, norm
from cnncalc.execution.differences import MOST, layer_error, whole_error
from cnncalc.execution.jacobian import Jacobian, jacobians
from cnncalc.execution.losses import Loss
from cnncalc.execution.machine import Machine
from cnncalc.execution.tracing import Trace, channels_first, path_of
from cnncalc.graph import Graph
from cnncalc.layer_base import Array
from cnncalc.layers.batchnorm import BatchNorm
from cnncalc.spec.walk import Entry
from cnncalc.tensor import Shape


class Flow(NamedTuple):
    """A gradient of a volume, for the whole batch: dL/dx or dL/dy. `norm` is Euclidean; it may be inf or nan."""

    path: str  # the layer that made the volume, or "input"
    shape: Shape
    norm: float
    values: int

    @property
    def rms(self) -> float:
        """The root of the mean square: the size of one value."""
        return self.norm / sqrt(self.values)


class Learned(NamedTuple):
    """A gradient of a learned tensor. Where layers share it, the owner has the "sum" and the others their "share"."""

    name: str  # as in `conv1.weight`
    shape: tuple[int, ...]
    norm: float
    shared: str  # "sum", "share", or "" where no other layer uses it


class Sizes(NamedTuple):
    """Values of a layer's output and of each of its inputs, for the whole batch: rows and columns of its Jacobians."""

    output: int
    inputs: tuple[int, ...]


class LayerGradient(NamedTuple):
    """One layer of the backward pass."""

    path: str
    kind: str
    sizes: Sizes
    upstream: Flow | None  # None where L does not depend on the layer
    readers: tuple[tuple[str, float], ...]  # who sends it back, with the norm of each one's share
    downstream: tuple[Flow, ...]  # for each input
    learned: tuple[Learned, ...]
    error: float | None  # relative, against finite differences; None where it was not checked, or at kinks alone


class Detail(NamedTuple):
    """One layer's arrays. Batch x channels x spatial axes; tensors in their own shapes."""

    inputs: tuple[tuple[str, Array], ...]
    output: Array
    upstream: Array
    downstream: tuple[Array, ...]
    tensors: tuple[tuple[str, Array, Array | None], ...]  # with its gradient; None where it is not learned
    jacobians: tuple[Jacobian, ...]  # by each input, then by each learned tensor


@dataclass(frozen=True)
class Gradients:
    """A backward pass, its layers last to first."""

    network: str
    input: Shape
    batch: int
    dtype: str
    seed: int
    training: bool
    frozen: bool  # whether batch norms take no statistics of the batch though this is as in training
    x: str  # where the input is from
    weights: str  # where the tensors are from; "" where there are none
    typed: tuple[str, ...]  # those that were given one by one
    loss: Loss
    layers: tuple[LayerGradient, ...]
    checked: bool  # against finite differences
    to_input: Flow | None  # None where the pass ended before it, or L does not depend on it
    whole_error: float | None  # of dL/d(input) through all layers, against finite differences
    problems: tuple[str, ...]  # gradients of another shape than what they are of, and errors beyond what is allowed
    detail: Detail | None  # of the layer that was asked for, the only one in `layers`


#: What makes the loss of a forward pass, and what is told how far the backward pass is.
Judge = Callable[[Trace], Loss]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Request:
    """What is to be differentiated. The words say where the numbers are from."""

    graph: Graph
    network: str
    layer: int | None  # the one layer that is shown in full, and where the pass may end
    check: bool
    x: str
    weights: str
    typed: tuple[str, ...]


def differentiate(
    on: Machine, request: Request, tensors: Mapping[str, Array], x: Array, loss: Judge,
    progress: Progress = lambda done, count: None,
) -> Gradients:  # fmt: skip
    """Forward, the loss, and backward. `x` is a batch, channels last; `tensors` are named PATH.NAME.

    `progress` is told how many layers the backward pass is through, of how many.
    """
    with catch_warnings():
        simplefilter("ignore", RuntimeWarning)  # numbers beyond the dtype are told in the results
        trace = Trace(on, request.graph, tensors, x)
        return _backwards(trace, request, loss(trace), progress)


def _backwards(trace: Trace, request: Request, judged: Loss, progress: Progress) -> Gradients:
    backward = Backward(trace, judged.starts)
    layers: list[LayerGradient] = []
    shown: Detail | None = None
    for done, (node, step) in enumerate(backward.steps(), 1):
        progress(done, len(trace.nodes))
        if request.layer in (None, node.index):
            error = layer_error(trace, step) if request.check and step is not None else None
            layers.append(_layer(trace, node, step, error))
        if request.layer == node.index:
            shown = _detail(trace, step) if step is not None else None
            break
    to_input = backward.to_input if request.layer is None else None
    whole = whole_error(trace, judged.starts, to_input) if request.check and to_input is not None else None
    assert request.graph.input is not None
    on = trace.on
    return Gradients(
        network=request.network, input=request.graph.input, batch=trace.arrays[0].shape[0], dtype=str(on.dtype), seed=on.seed,
        training=on.training, frozen=_is_frozen(trace), x=request.x, weights=request.weights, typed=request.typed, loss=judged,
        checked=request.check, layers=tuple(layers), to_input=_flow("input", to_input) if to_input is not None else None,
        whole_error=whole, problems=(*backward.problems, *_inexact(layers, whole)), detail=shown,
    )  # fmt: skip


def _is_frozen(trace: Trace) -> bool:
    on, images = trace.on, trace.arrays[0].shape[0]
    norms = [node.facts.layer for node in trace.nodes if isinstance(node.facts.layer, BatchNorm)]
    return on.training and any(not norm.takes_the_batch(on, images) for norm in norms)


def _inexact(layers: list[LayerGradient], whole: float | None) -> list[str]:
    """Gradients that finite differences contradict."""
    errors = [(f"`{layer.path}`", layer.error) for layer in layers] + [("the whole network", whole)]
    return [
        f"{what}: the gradients are {error:.1e} from finite differences, at most {MOST:.0e} is allowed"
        for what, error in errors if error is not None and not error <= MOST
    ]  # fmt: skip


def _layer(trace: Trace, node: Entry, step: Step | None, error: float | None) -> LayerGradient:
    """What is told of one layer."""
    shapes = [trace.arrays[source].size for source in node.inputs]
    sizes = Sizes(trace.arrays[node.index].size, tuple(shapes))
    if step is None:
        return LayerGradient(node.path, node.kind, sizes, None, (), (), (), None)
    owner, gradients = trace.owners[node.path], step.total if node.share is None else step.tensors
    shared = "share" if node.share is not None else "sum" if step.total is not step.tensors else ""
    learned = [Learned(f"{owner}.{name}", tuple(gradient.shape), norm(gradient), shared) for name, gradient in gradients.items()]
    sources = [path_of(trace.graph, source) for source in node.inputs]
    downstream = tuple(_flow(path, gradient) for path, gradient in zip(sources, step.downstream, strict=True))
    upstream = _flow(node.path, step.upstream)
    return LayerGradient(node.path, node.kind, sizes, upstream, step.readers, downstream, tuple(learned), error)


def _detail(trace: Trace, step: Step) -> Detail:
    """One layer's arrays, as they are shown."""
    node = step.node
    owner, gradients = trace.owners[node.path], step.total if node.share is None else step.tensors
    return Detail(
        inputs=tuple((path_of(trace.graph, source), channels_first(trace.arrays[source])) for source in node.inputs),
        output=channels_first(trace.arrays[node.index]),
        upstream=channels_first(step.upstream),
        downstream=tuple(map(channels_first, step.downstream)),
        tensors=tuple((f"{owner}.{name}", tensor, gradients.get(name)) for name, tensor in trace.own(node).items()),
        jacobians=jacobians(trace, node, tuple(step.tensors)),
    )


def _flow(path: str, gradient: Array) -> Flow:
    return Flow(path, Shape(gradient.shape[-1], tuple(gradient.shape[1:-1])), norm(gradient), prod(gradient.shape))
