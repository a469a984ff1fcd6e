"""What runs together, and where each array lies: layers folded into the one before, buffers reused once nobody reads them.

Buffers are laid into one allocation, one after the other, each at the lowest place where nothing alive at its time lies.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from random import Random
from typing import Any

from cnncalc.analysis.memory import last_readers
from cnncalc.graph import Facts, Graph
from cnncalc.layer_base import Machine
from cnncalc.spec.walk import Entry

#: Orders by chance that are tried while the buffers take more than this share of what is alive at once.
_TRIES, _SLACK = 60, 1.05


@dataclass
class Step:
    """One layer that runs, with those that are applied to each block of its output as it is written."""

    node: Entry
    in_blocks: bool = False  # it can be applied to some places apart from the others
    tail: list[Entry] = field(default_factory=list)

    @property
    def last(self) -> Entry:
        """The layer whose output is there afterwards."""
        return self.tail[-1] if self.tail else self.node


@dataclass
class Buffer:
    """The memory of one array of one image, or of several that are written over each other."""

    values: int
    born: int  # the step that writes it; 0 for the input
    copied: bool = False  # a copy for the order of values: of a view, or in place of a layer's own input
    arrays: list[int] = field(default_factory=list)
    dies: int = 0  # the last step that reads it
    offset: int = 0


@dataclass
class Plan:
    steps: list[Step]
    buffers: list[Buffer]
    where: dict[int, int]  # array (0 is the input) -> its buffer; views have their input's
    views: set[int]  # the layers whose output lies in their input's memory
    values: int = 0  # of all buffers, laid out


def loads(buffers: list[Buffer]) -> list[int]:
    """Values alive at each step."""
    load = [0] * (max(buffer.dies for buffer in buffers) + 1)
    for buffer in buffers:
        for step in range(buffer.born, buffer.dies + 1):
            load[step] += buffer.values
    return load


def main_nodes(graph: Graph) -> list[Entry]:
    """The layers of the network proper, its side heads left out."""
    return [node for node in graph.nodes if node.aux is None]


def settle(on: Machine, graph: Graph) -> None:
    """Have the machine keep all digits where a layer would make much of what is lost: next to nothing over next to nothing."""
    on.plain = on.exact or any(node.facts.layer.magnifies() for node in main_nodes(graph))


def shares_memory(facts: Facts) -> bool:
    """Whether a layer's output is its input's memory, channels lying last."""
    return facts.layer.view and not facts.layer.moves(*facts.inputs)


def plan(graph: Graph, fold: bool, keep: Collection[int] = (), line: int = 1) -> Plan:
    """Steps and buffers of a network. Arrays in `keep` stay whole to the end of the run, as the outputs do.

    `line`: values that offsets are multiples of.
    """
    nodes = main_nodes(graph)
    views, apart = _views(nodes)
    last = last_readers(graph, nodes, lambda node: node.index in views)
    kept = {*keep, *graph.outputs}
    steps = _steps(nodes, apart, kept if fold else None)
    made = _Buffers(graph, steps, last, kept, views, apart).make()
    made.values = _lay(made.buffers, line)
    return made


def _views(nodes: list[Entry]) -> tuple[set[int], set[int]]:
    """The layers whose output lies in their input's memory; and those of them whose places do not follow each other there:
    crops, axes in another order, and views of such."""
    views: set[int] = set()
    apart: set[int] = set()
    for node in nodes:
        layer, inputs, torn = node.facts.layer, node.facts.inputs, node.inputs[0] in apart
        if layer.view and not layer.moves(*inputs, apart=torn):
            views.add(node.index)
            if torn or (layer.reach != "point" and not layer.moves(*inputs, apart=True)):
                apart.add(node.index)
    return views, apart


def _steps(nodes: list[Entry], apart: Collection[int], whole: Collection[int] | None) -> list[Step]:
    """With `whole` (what must be there as it is), layers that work place by place join the one before them."""
    readers: dict[int, int] = {}
    for node in nodes:
        for source in {*node.inputs, *node.like}:
            readers[source] = readers.get(source, 0) + 1
    steps: list[Step] = []
    for node in nodes:
        facts = node.facts
        alike = all(shape == facts.output for shape in facts.inputs) and not any(source in apart for source in node.inputs)
        blocks = alike and facts.layer.reach == "point" and not facts.layer.view
        step = steps[-1] if steps else None
        if whole is not None and step and blocks and _joins(node, step, readers) and step.last.index not in whole:
            step.tail.append(node)
        else:
            steps.append(Step(node, blocks))
    return steps


def _joins(node: Entry, step: Step, readers: dict[int, int]) -> bool:
    """Whether a layer that works place by place can be applied to the output before it, which nobody else reads."""
    before = step.last.index
    ready = step.in_blocks or step.node.facts.layer.finishes
    return ready and node.facts.layer.in_place and node.inputs.count(before) == 1 and readers[before] == 1


class _Buffers:
    """Makes the buffers by the rules of the report's peak: in place where nobody reads later, views in their input's."""

    def __init__(self, graph: Graph, steps: list[Step], last: list[int], kept: Collection[int], views: set[int],
                 apart: Collection[int]) -> None:  # fmt: skip
        assert graph.input is not None
        self.steps, self.last, self.kept, self.views, self.apart = steps, last, kept, views, apart
        self.buffers = [Buffer(graph.input.elements, 0, arrays=[0])]
        self.where = {0: 0}

    def make(self) -> Plan:
        at = {node.index: number for number, step in enumerate(self.steps, 1) for node in (step.node, *step.tail)}
        for number, step in enumerate(self.steps, 1):
            self._add(number, step)
        for buffer in self.buffers:
            stays = any(array in self.kept for array in buffer.arrays)
            buffer.dies = len(self.steps) if stays else max(at.get(self.last[array], buffer.born) for array in buffer.arrays)
        return Plan(self.steps, self.buffers, self.where, self.views)

    def _add(self, number: int, step: Step) -> None:
        node, facts, out = step.node, step.node.facts, step.last.index
        if node.index in self.views:
            buffer = self.where[node.inputs[0]]
        else:
            over = self._over(node, facts) if facts.layer.in_place else None
            if over is None:
                ordered = facts.layer.in_place and any(source in self.apart for source in node.inputs)
                self.buffers.append(Buffer(facts.elements, number, facts.layer.view or ordered))
                over = len(self.buffers) - 1
            buffer = over
        self.buffers[buffer].arrays.append(out)
        self.where.update({entry.index: buffer for entry in (node, *step.tail)})

    def _over(self, node: Entry, facts: Facts) -> int | None:
        """The buffer that a layer writes its output over: the first of its size that nobody reads later."""
        for source in node.inputs:
            buffer = self.buffers[self.where[source]]
            read_later = any(self.last[array] > node.index or array in self.kept for array in buffer.arrays)
            if not read_later and buffer.values == facts.elements and source not in self.apart:
                return self.where[source]
        return None


def _lay(buffers: list[Buffer], line: int) -> int:
    """Lay the buffers out, and return the values that they take together. Several orders are tried, for none is always best.

    Source: Pisarchyk & Lee 2020, greedy by size and by breadth.
    """
    load = loads(buffers)
    orders: list[Callable[[Buffer], Any]] = [
        lambda buffer: -buffer.values,
        lambda buffer: (-max(load[buffer.born : buffer.dies + 1]), -buffer.values),
        lambda buffer: (-max(load[buffer.born : buffer.dies + 1]), buffer.born - buffer.dies),
        lambda buffer: (buffer.born, -buffer.values),
        lambda buffer: (-buffer.dies, -buffer.values),
        lambda buffer: -buffer.values * (buffer.dies - buffer.born + 1),
        lambda buffer: (buffer.born - buffer.dies, -buffer.values),
    ]
    taken, offsets = min((_laid(sorted(buffers, key=order), line) for order in orders), key=lambda laid: laid[0])
    random = Random(0)
    for _ in range(_TRIES):
        if taken <= max(load) * _SLACK:
            break
        chance = _laid(sorted(buffers, key=lambda buffer: -buffer.values * random.uniform(0.3, 1)), line)
        taken, offsets = min((taken, offsets), chance, key=lambda laid: laid[0])
    for buffer, offset in offsets:
        buffer.offset = offset
    return taken


def _laid(buffers: list[Buffer], line: int) -> tuple[int, list[tuple[Buffer, int]]]:
    """The values taken, and each buffer's offset, laid one after the other at the lowest place that is free in its time."""
    laid: list[tuple[Buffer, int]] = []
    end = 0
    for buffer in buffers:
        place = 0
        alive = [(offset, other) for other, offset in laid if other.born <= buffer.dies and buffer.born <= other.dies]
        for offset, other in sorted(alive, key=lambda pair: pair[0]):
            if place + buffer.values <= offset:
                break
            place = max(place, -(-(offset + other.values) // line) * line)
        laid.append((buffer, place))
        end = max(end, place + buffer.values)
    return end, laid
