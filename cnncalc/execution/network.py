"""A network ready to run: tensors prepared, norms folded into the weights before them, every array in its buffer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from math import prod
from typing import Any

from cnncalc.execution.machine import Machine
from cnncalc.execution.plan import Plan, Step, plan, settle
from cnncalc.execution.weights import owners
from cnncalc.graph import Graph
from cnncalc.layer_base import Array
from cnncalc.spec.walk import Entry

#: Bytes that arrays start at multiples of: a line of the cache.
_LINE = 64


class Network:
    """A network on a machine, for batches of one size. `keep` names arrays (0 is the input) that stay to the end of a run."""

    def __init__(self, graph: Graph, on: Machine, tensors: dict[str, Array], batch: int = 1, *, fold: bool = True,
                 keep: Collection[int] = ()) -> None:  # fmt: skip
        """`tensors` are those that the network stores, by PATH.NAME; each is taken out of the dict when it is prepared."""
        if on.training:
            raise ValueError("a network is executed as at inference: in training, blocks are not independent of each other")
        settle(on, graph)
        self.graph, self.on, self.batch = graph, on, batch
        self.plan: Plan = plan(graph, fold, keep, max(_LINE // on.dtype.itemsize, 1))
        self._owners = owners(graph)
        self._in_weights: set[int] = set()  # norms that are part of the weights before them
        self.tensors = self._prepared(tensors)
        self._memory = on.xp.empty(self.plan.values * batch, on.dtype)
        self.arrays = self._laid()
        self._work = [self._action(step) for step in self.plan.steps]

    @property
    def weights_bytes(self) -> int:
        """Of the prepared tensors, shared ones once."""
        return sum({id(array): array.nbytes for held in self.tensors.values() for array in held.values()}.values())

    @property
    def copied_bytes(self) -> int:
        """Of copies that views need where the channels lie last."""
        values = sum(buffer.values for buffer in self.plan.buffers if buffer.copied)
        return values * self.batch * int(self.on.dtype.itemsize)

    def run(self, index: int) -> None:
        """The step of this index, on what the steps before it left."""
        step = self.plan.steps[index]
        self.on.layer = step.node.index
        try:
            self._work[index]()
        finally:
            self.on.tail = None

    def __call__(self, input: Array) -> None:
        """Run every step; `arrays` then holds what is kept. `input` is batch x spatial axes x channels."""
        self.arrays[0][...] = input
        for index in range(len(self._work)):
            self.run(index)

    def _prepared(self, tensors: dict[str, Array]) -> dict[int, Mapping[str, Array]]:
        """By layer; tensors that layers share are kept until the last of them has its own."""
        made: dict[int, Mapping[str, Array]] = {}
        pairs = [(step, node) for step in self.plan.steps for node in (step.node, *step.tail)]
        last = {self._owners[node.path]: node.index for _, node in pairs}
        for step, node in pairs:
            facts, owner = node.facts, self._owners[node.path]
            own = {name: tensors[f"{owner}.{name}"] for name in (*facts.parameters, *facts.buffer_shapes)}
            if node is step.node:
                own = self._with_norm(step, own, tensors)
            made[node.index] = facts.layer.prepare(self.on, own, *facts.inputs)
            if last[owner] == node.index:
                for name in own:
                    tensors.pop(f"{owner}.{name}", None)
        return made

    def _with_norm(self, step: Step, own: dict[str, Array], tensors: Mapping[str, Array]) -> dict[str, Array]:
        """The weights times the norm's factor, and its shift as the bias, where a batch norm follows."""
        norm = step.tail[0] if step.tail and step.tail[0].kind == "batchnorm" else None
        facts = step.node.facts
        if norm is None or not facts.layer.filters_first or own["weight"].shape[0] != facts.output.channels:
            return own
        names = (*norm.facts.parameters, *norm.facts.buffer_shapes)
        factor, shift = norm.facts.layer.factor_and_shift(
            self.on, {name: tensors[f"{self._owners[norm.path]}.{name}"] for name in names}
        )
        self._in_weights.add(norm.index)
        weight = own["weight"] * factor.reshape(-1, *[1] * (own["weight"].ndim - 1))
        return {"weight": weight, "bias": own["bias"] * factor + shift if "bias" in own else shift}

    def _laid(self) -> dict[int, Array]:
        """Every array by its layer, in its buffer."""
        graph, batch = self.graph, self.batch
        assert graph.input is not None
        shapes = {0: graph.input, **{step.last.index: step.last.facts.output for step in self.plan.steps}}
        arrays: dict[int, Array] = {}
        nodes = {step.last.index: step.node for step in self.plan.steps}
        for index, shape in shapes.items():
            node = nodes.get(index)
            if node is not None and node.index in self.plan.views:
                arrays[index] = node.facts.layer.view_of(arrays[node.inputs[0]], *node.facts.inputs)
                continue
            buffer = self.plan.buffers[self.plan.where[index]]
            flat = self._memory[buffer.offset * batch : (buffer.offset + buffer.values) * batch]
            arrays[index] = flat.reshape(batch, *shape.spatial, shape.channels)
        return arrays

    def _action(self, step: Step) -> Callable[[], None]:
        """What a step does."""
        node, on, facts = step.node, self.on, step.node.facts
        if node.index in self.plan.views:
            return lambda: None
        out, inputs = self.arrays[step.last.index], [self.arrays[source] for source in node.inputs]
        layer, tensors = facts.layer, self.tensors[node.index]
        if step.in_blocks:
            return self._in_blocks(step, out)
        tail = self._tail(step, out, step.tail)

        def whole() -> None:
            on.tail = tail
            layer.forward(on, tensors, *inputs, out=out)

        return whole

    def _in_blocks(self, step: Step, out: Array) -> Callable[[], None]:
        """A layer that works place by place, and those that follow, block by block."""
        work = self._tail(step, out, [step.node, *step.tail])
        places, channels = prod(out.shape[:-1]), out.shape[-1]
        count = max(self.on.block // channels, 1)
        return lambda: self.on.each(places, count, work) if work else None

    def _tail(self, step: Step, out: Array, layers: list[Entry]) -> Callable[[int, int], None] | None:
        """What is done to the places [first, last) of a step's output by these layers, one after the other."""
        on, flat = self.on, _places(out)
        calls: list[tuple[Any, Mapping[str, Array], list[Array]]] = []
        before = None if layers and layers[0] is step.node else step.node.index
        for node in layers:
            if node.index not in self._in_weights:
                inputs = [flat if source == before else self._read(source, flat, step.last) for source in node.inputs]
                calls.append((node.facts.layer, self.tensors[node.index], inputs))
            before = node.index
        if not calls:
            return None

        def apply(first: int, last: int) -> None:
            block = flat[first:last]
            for layer, tensors, inputs in calls:
                layer.forward(on, tensors, *[block if array is flat else array[first:last] for array in inputs], out=block)

        return apply

    def _read(self, source: int, flat: Array, last: Entry) -> Array:
        """The places of an array; `flat` itself, as CuPy wants it, where the step's output is written over it."""
        found, where = _places(self.arrays[source]), self.plan.where
        return flat if where[source] == where[last.index] and found.shape == flat.shape else found


def _places(array: Array) -> Array:
    """Batch and spatial axes as one: places x channels."""
    return array.reshape(-1, array.shape[-1])
