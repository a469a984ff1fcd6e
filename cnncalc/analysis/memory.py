"""Who lives how long: the peak of the arrays alive at once at inference, and what training keeps.

Inference: layers run in the order of the file. A layer that works element by element writes over its input when nobody
reads that input later; views share their input's memory. Training: what PyTorch's autograd keeps, float32 on the CPU
where measured; parameters and buffers apart, shared memory once.
"""

from __future__ import annotations

from typing import NamedTuple

from cnncalc.graph import Graph, Node


class Peak(NamedTuple):
    """The largest number of values alive at once, for one image, and the layer that runs then."""

    values: int
    path: str | None


def last_readers(nodes: list[Node]) -> dict[int, int]:
    """For every array, the last layer that reads it, itself or through a view; what nobody reads is missing."""
    origin: dict[int, int] = {}
    last: dict[int, int] = {}
    for node in nodes:
        for source in node.inputs:
            last[origin.get(source, source)] = node.index
        if node.facts is not None and node.facts.layer.view:
            origin[node.index] = origin.get(node.inputs[0], node.inputs[0])
    return last


def inference_peak(graph: Graph, nodes: list[Node]) -> Peak:
    """The peak over the layers given (the network without its side heads). Values of one image; parameters apart."""
    last = last_readers(nodes)
    outputs = set(graph.outputs)
    memory: dict[int, int] = {0: 0}  # layer -> the array that holds its output
    assert graph.input is not None
    size = {0: graph.input.elements}
    alive = peak = size[0]
    path: str | None = None
    for node in nodes:
        facts = node.facts
        if facts is None:
            return Peak(peak, path)
        index, layer = node.index, facts.layer
        sources = [memory[source] for source in node.inputs]
        if layer.view:
            memory[index] = sources[0]
            if index in outputs or last.get(sources[0], 0) < index:
                last[sources[0]] = 1 << 60 if index in outputs else index
            continue
        over = _overwritten(sources, last, size, facts.output.elements, index) if layer.in_place else None
        memory[index] = index
        size[index] = facts.output.elements
        if over is None:
            alive += size[index]
            if alive > peak:
                peak, path = alive, node.entry.path
        for source in set(sources):
            if last.get(source) == index and source != over:
                alive -= size[source]
        if index not in outputs and index not in last:
            alive -= size[index]
    return Peak(peak, path)


def _overwritten(sources: list[int], last: dict[int, int], size: dict[int, int], needed: int, index: int) -> int | None:
    """The input that an elementwise layer writes over, if any."""
    for source in sources:
        if last.get(source) == index and size[source] == needed:
            return source
    return None


class Keeping:
    """What the backward pass needs, layer by layer; the layers must come in order."""

    def __init__(self, graph: Graph, nodes: list[Node], batch: int, value_bytes: int) -> None:
        self._graph, self._batch, self._value_bytes = graph, batch, value_bytes
        self._last = last_readers(nodes)
        self._memory = {0: 0}
        self._kept: set[int] = set()
        self._learning: set[int] = set()

    def add(self, node: Node) -> int:
        """The bytes that this layer makes autograd keep and no layer before it did."""
        facts = node.facts
        assert facts is not None
        memory, index, layer, kept = self._memory, node.index, facts.layer, facts.kept
        sources = [memory[source] for source in node.inputs]
        if layer.view:
            memory[index] = sources[0]
            if any(source in self._learning for source in node.inputs):
                self._learning.add(index)
            return 0
        memory[index] = index
        if layer.in_place and not kept.inputs and not layer.fresh_in_training:
            for source in sources:
                if self._last.get(source) == index and source not in self._kept:
                    memory[index] = source
                    self._last[source] = self._last.get(index, index)
                    break
        if not facts.parameters and not any(source in self._learning for source in node.inputs):
            return 0
        self._learning.add(index)
        return self._count(node, sources)

    def _count(self, node: Node, sources: list[int]) -> int:
        facts = node.facts
        assert facts is not None
        kept, total = facts.kept, 0
        for position in kept.inputs:
            others = [source for i, source in enumerate(node.inputs) if i != position]
            if not others or any(source in self._learning for source in others):
                total += self._keep(sources[position], facts.inputs[position].elements)
        if kept.output:
            total += self._keep(self._memory[node.index], facts.output.elements)
        total = (total + kept.values * self._value_bytes + kept.indices * 8) * self._batch
        return total + (kept.per_batch * 4 if self._batch > 1 else 0)

    def _keep(self, array: int, values: int) -> int:
        if array in self._kept:
            return 0
        self._kept.add(array)
        return values * self._value_bytes
