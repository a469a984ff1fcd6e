"""A network executed layer by layer, every array kept: what a backward pass needs."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from cnncalc.diagnostics import CnnCalcError, Diagnostic, LayerError
from cnncalc.execution.machine import Machine
from cnncalc.execution.plan import main_nodes, shares_memory
from cnncalc.execution.weights import owners
from cnncalc.graph import Facts, Graph
from cnncalc.layer_base import Array, Tensors
from cnncalc.spec.walk import Entry

#: Copies of its input or output that the backward pass of a layer without windows makes at most: a norm's.
_COPIES = 9


class Trace:
    """One forward pass of the network without its side heads. Raises CnnCalcError where a layer cannot be executed.

    `tensors` are named PATH.NAME, as in `conv1.weight`; `x` is a batch, channels last. Layers see neither change.
    """

    def __init__(self, on: Machine, graph: Graph, tensors: Mapping[str, Array], x: Array) -> None:
        self.on, self.graph, self.tensors = on, graph, tensors
        self.nodes = main_nodes(graph)
        self.owners = owners(graph)
        self.arrays: dict[int, Array] = {0: x}
        for node in self.nodes:
            self.arrays[node.index] = self.forward(node, self.inputs(node), self.own(node))

    def inputs(self, node: Entry) -> list[Array]:
        """What a layer reads, with the arrays of which it reads the shape alone."""
        return [self.arrays[source] for source in (*node.inputs, *node.like)]

    def own(self, node: Entry) -> dict[str, Array]:
        """The layer's tensors, or those that it shares, by their names within the layer."""
        owner = self.owners[node.path]
        return {name: self.tensors[f"{owner}.{name}"] for name in (*node.facts.parameters, *node.facts.buffer_shapes)}

    def forward(self, node: Entry, inputs: list[Array], tensors: Tensors) -> Array:
        """The output of one layer, which may be a view of its input."""
        on, facts = self.on, node.facts
        layer = facts.layer
        on.layer = node.index
        if shares_memory(facts):
            return layer.view_of(inputs[0], *facts.inputs)
        out = on.xp.empty((inputs[0].shape[0], *facts.output.spatial, facts.output.channels), on.dtype)
        layer.forward(on, layer.prepare(on, tensors, *facts.inputs), *inputs, out=out)
        return out

    def replay(self, changed: Mapping[int, Array]) -> dict[int, Array]:
        """The arrays with some exchanged and what hangs on them worked out anew. Others are those of this trace."""
        arrays = {**self.arrays, **changed}
        moved = set(changed)
        for node in self.nodes:
            if node.index not in changed and moved.intersection(node.inputs):
                arrays[node.index] = self.forward(node, [arrays[i] for i in (*node.inputs, *node.like)], self.own(node))
                moved.add(node.index)
        return arrays


def path_of(graph: Graph, index: int) -> str:
    """What an array is called: `input`, or the path of the layer that made it."""
    return graph.nodes[index - 1].path if index else "input"


def need(graph: Graph, batch: int, check: bool = False) -> int:
    """Values held at most at once: every array with its gradient, all tensors, and of one layer the gradients of its tensors and
    what the arithmetic makes on the way; checked, also the layer's tensors with some values moved."""
    arrays, tensors, largest, passing = graph.input.elements if graph.input else 0, 0, 0, 0
    for node in main_nodes(graph):
        facts = node.facts
        arrays += 0 if shares_memory(facts) else facts.elements
        tensors += 0 if node.share else facts.params + facts.buffers
        largest = max(largest, facts.params)
        passing = max(passing, _passing(facts))
    return batch * (2 * arrays + passing) + tensors + (3 if check else 2) * largest


def _passing(facts: Facts) -> int:
    """Values that a layer's backward pass makes and drops, of an image, at most: copies of what it reads, or its windows."""
    if facts.layer.view:
        return 0
    read = max(shape.elements for shape in facts.inputs)
    copies = prod([axis.kernel for axis in facts.axes]) + 4 if facts.axes else _COPIES
    return int(copies * max(read, 0 if facts.axes else facts.elements))


def refuse_declared(graph: Graph, source: str, path: str) -> None:
    """Raises CnnCalcError, every place in it, where layers are declared and so cannot be executed."""
    refused: list[Diagnostic] = []
    for node in main_nodes(graph):
        if node.facts.layer.declared:
            try:
                node.facts.layer.prepare(None, {}, *node.facts.inputs)
            except LayerError as error:
                refused.append(node.template.locate(error, node.path))
    if refused:
        raise CnnCalcError(refused, source, path)


def channels_first(array: Array) -> Array:
    """Batch x channels x spatial axes, a view."""
    return array.transpose(0, array.ndim - 1, *range(1, array.ndim - 1))


def channels_last(array: Array) -> Array:
    """The way back, a view."""
    return array.transpose(0, *range(2, array.ndim), 1)
