"""Bundled networks with random tensors and images: norms that change much, gates half open, no branch that is dead."""

from __future__ import annotations

from math import prod, sqrt
from typing import Any

from cnncalc.api import load
from cnncalc.execution.machine import Machine
from cnncalc.execution.network import Network
from cnncalc.execution.plan import main_nodes, plan
from cnncalc.graph import Graph, build
from tests.oracle import oracle_or_skip

numpy = oracle_or_skip("numpy")
Array = Any
#: Height and width.
Size = tuple[int, int]


def bundled(name: str, size: Size | None = None) -> Graph:
    """A bundled network, at another height and width where they are given. Side heads may not fit them.

    The last layer of the original LeNet-5, whose figures are declared, cannot be executed and is left out.
    """
    architecture = load(name)
    graph = build(architecture.program, architecture.variant)
    if size is not None:
        assert graph.input is not None
        graph = build(architecture.program, architecture.variant, input=(*size, graph.input.channels))
    if graph.nodes[-1].kind == "custom":
        graph.outputs = graph.nodes.pop().inputs
    assert all(node.facts is not None for node in main_nodes(graph)), graph.findings
    return graph


def drawn(graph: Graph, dtype: str = "float32") -> dict[str, Array]:
    """Every tensor of the network proper, by PATH.NAME, evenly distributed about what keeps values at their size."""
    random = numpy.random.default_rng(100)
    found: dict[str, Array] = {}
    for node in main_nodes(graph):
        for name, dims in {**node.facts.parameters, **node.facts.buffer_shapes}.items():
            if node.share is None:
                low, high = _range(node.kind, name, dims)
                values = random.random(dims, dtype)
                values *= high - low
                values += low
                found[f"{node.path}.{name}"] = values
    return found


def _range(kind: str, name: str, dims: tuple[int, ...]) -> tuple[float, float]:
    if name in ("bias", "running_mean"):
        return -0.2, 0.2
    if len(dims) == 1:  # factors and variances
        return 0.5, 1.5
    summed = dims[0] if kind == "deconv" else prod(dims[1:])
    return -sqrt(6 / summed), sqrt(6 / summed)  # the variance 2/summed: a ReLU follows


def images(graph: Graph, batch: int = 2, dtype: str = "float32") -> Array:
    """Channels last."""
    assert graph.input is not None
    shape = (batch, *graph.input.spatial, graph.input.channels)
    return 2 * numpy.random.default_rng(7).random(shape, dtype) - 1


def executed(graph: Graph, tensors: dict[str, Array], input: Array, *, fold: bool = True, keep: tuple[int, ...] = ()) -> Network:
    """The network after a run. What is in `tensors` is used up."""
    with Machine("cpu", input.dtype) as on:
        network = Network(graph, on, tensors, len(input), fold=fold, keep=keep)
        assert not tensors
        network(input)
    return network


def left_by_steps(graph: Graph, fold: bool) -> tuple[int, ...]:
    """The layers whose outputs are there in a run: the last of each step. Kept, they change nothing in what is folded."""
    return tuple(step.last.index for step in plan(graph, fold).steps)


def channels_first(x: Array) -> Array:
    return numpy.moveaxis(x, -1, 1)


def apart(ours: Array, theirs: Array) -> float:
    """The largest difference over the largest value, or the same of Euclidean norms where that is more. Channels first."""
    assert ours.shape == theirs.shape
    assert theirs.any(), "a dead layer proves nothing"
    difference, theirs = ours.astype("float64") - theirs, theirs.astype("float64")
    assert numpy.isfinite(difference).all()
    largest = float(numpy.abs(difference).max() / numpy.abs(theirs).max())
    return max(largest, float(numpy.linalg.norm(difference) / numpy.linalg.norm(theirs)))
