"""Who lives how long: the peak of the arrays alive at once at inference, and what training keeps.

Inference: layers run in the order of the file. A layer that works element by element writes over its input when nobody
reads that input later; views share their input's memory. Training: what PyTorch's autograd keeps, float32 on the CPU
where measured; parameters and buffers apart, shared memory once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cnncalc.graph import Facts, Graph
from cnncalc.layer_base import Kept
from cnncalc.spec.walk import Entry


class Peak(NamedTuple):
    """The largest number of values alive at once, for one image, and the layer that runs then."""

    values: int
    path: str | None
    arrays: tuple[tuple[int, int], ...] = ()  # where asked for: entry (0 is the input) and values of each array alive


def is_view(node: Entry) -> bool:
    """Whether a layer's output is its input's memory."""
    return node.facts is not None and node.facts.layer.view


def last_readers(graph: Graph, nodes: list[Entry], is_view: Callable[[Entry], bool] = is_view) -> list[int]:
    """For every array, the last layer that reads it, itself or through a view; 0 where nobody does."""
    count = len(graph.nodes) + 1
    origin = list(range(count))
    last = [0] * count
    for node in nodes:
        for source in node.inputs:
            last[origin[source]] = node.index
        if is_view(node):
            origin[node.index] = origin[node.inputs[0]]
    return last


class _Arrays:
    """The arrays alive at one moment: the values that each holds, and those of all together."""

    __slots__ = ("size", "total")

    def __init__(self, count: int) -> None:
        self.size = [0] * count
        self.total = 0

    def make(self, index: int, values: int) -> None:
        self.size[index] = values
        self.total += values

    def free(self, index: int) -> None:
        self.total -= self.size[index]
        self.size[index] = 0

    def give_up(self, sources: list[int], last: list[int], index: int, values: int) -> None:
        """The array that a layer writes its output over: the first of its size that nobody reads later."""
        for source in sources:
            if last[source] == index and self.size[source] == values:
                self.free(source)
                return


def inference_peak(graph: Graph, nodes: list[Entry], last: list[int], at: str | None = None) -> Peak:
    """The peak over the layers given (the network without its side heads). Values of one image; parameters apart.

    With `at`, the path of a layer, the arrays that are alive when that layer runs are listed too.
    """
    last = last.copy()
    memory = [0] * len(last)  # layer -> the array that holds its output
    alive = _Arrays(len(last))
    assert graph.input is not None
    alive.make(0, graph.input.elements)
    peak = Peak(alive.total, None)
    for output in graph.outputs:
        last[output] = _FOREVER
    for node in nodes:
        facts, index = node.facts, node.index
        if facts is None:
            return peak
        sources = [memory[source] for source in node.inputs]
        if facts.layer.view:
            memory[index] = source = sources[0]
            last[source] = max(last[source], last[index], index)
        else:
            memory[index] = index
            if facts.layer.in_place:
                alive.give_up(sources, last, index, facts.elements)
            alive.make(index, facts.elements)
            if alive.total > peak.values:
                peak = peak._replace(values=alive.total, path=node.path)
        if node.path == at:
            peak = peak._replace(arrays=tuple((number, values) for number, values in enumerate(alive.size) if values))
        for source in sources:
            if last[source] == index:
                alive.free(source)
        if not last[index] and memory[index] == index:
            alive.free(index)
    return peak


_FOREVER = 1 << 60


def kept_for_backward(graph: Graph, last: list[int], batch: int, value_bytes: int) -> list[int]:
    """The bytes that each layer makes autograd keep and no layer before it did; side heads come last.

    `last` holds the last readers within the network proper: what a side head shares belongs to the network.
    """
    kept = [0] * len(last)
    keeping = _Keeping(last.copy(), graph.input.elements if graph.input else 0, batch, value_bytes)
    for node in graph.nodes:
        if node.aux is None and node.facts is not None:
            kept[node.index] = keeping.add(node, node.facts)
    for node in graph.nodes:
        if node.aux is not None and node.facts is not None:
            kept[node.index] = keeping.add(node, node.facts)
    return kept


class _Keeping:
    """Which arrays are kept already, and which layers learn or stand behind one that does."""

    def __init__(self, last: list[int], input_values: int, batch: int, value_bytes: int) -> None:
        self._last, self._batch, self._value_bytes = last, batch, value_bytes
        self._memory = list(range(len(last)))
        self._size = [input_values] * len(last)
        self._kept = bytearray(len(last))
        self._learning = bytearray(len(last))

    def add(self, node: Entry, facts: Facts) -> int:
        """The bytes of one layer. Layers come in an order in which each stands behind what it reads."""
        memory, learning, index, inputs = self._memory, self._learning, node.index, node.inputs
        layer, kept = facts.layer, facts.kept
        learns = facts.params > 0 or learning[inputs[0]] or (len(inputs) > 1 and any(learning[source] for source in inputs))
        learning[index] = learns
        if layer.view or (layer.fresh_in_training and kept == _NOTHING):  # a dropout of rate 0 gives its input back
            memory[index] = source = memory[inputs[0]]
            self._last[source] = max(self._last[source], self._last[index])
            return 0
        self._size[index] = facts.elements
        if layer.in_place and not kept.inputs and not layer.fresh_in_training:
            self._reuse(index, [memory[source] for source in inputs])
        if not learns or kept is _NOTHING or kept == _NOTHING:
            return 0
        total = 0
        for position in kept.inputs:
            if len(inputs) == 1 or any(learning[source] for i, source in enumerate(inputs) if i != position):
                total += self._keep(memory[inputs[position]])
        for position in kept.through:
            if learning[inputs[position]]:
                total += self._keep(memory[inputs[position]])
        if kept.output:
            total += self._keep(memory[index])
        total = ((total + kept.values) * self._value_bytes + kept.indices * 8) * self._batch
        return total + (kept.per_batch * 4 if self._batch > 1 else 0)

    def _reuse(self, index: int, sources: list[int]) -> None:
        """Write over an input that nobody reads later and nothing keeps."""
        for source in sources:
            if self._last[source] == index and not self._kept[source] and self._size[source] == self._size[index]:
                self._memory[index] = source
                self._last[source] = self._last[index]
                return

    def _keep(self, array: int) -> int:
        """The values of an array that was not kept before; all of it, though only a view of it be read."""
        if self._kept[array]:
            return 0
        self._kept[array] = 1
        return self._size[array]


_NOTHING = Kept()
