"""A network executed and timed, what is found held against what was predicted."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from cnncalc.analysis.memory import inference_peak, last_readers
from cnncalc.collector import paused
from cnncalc.execution.machine import Machine
from cnncalc.execution.memory import Watch
from cnncalc.execution.network import Network
from cnncalc.execution.plan import Step, main_nodes
from cnncalc.execution.results import LayerRun, Peak, Run
from cnncalc.execution.tracing import path_of
from cnncalc.graph import Graph
from cnncalc.layer_base import Array
from cnncalc.spec.walk import Entry
from cnncalc.tensor import Shape

#: Seconds of a first run above which no second one is timed.
_LONG = 5.0
#: Bytes of Python's own objects that a pass makes and drops: threads' tasks, views, slices.
_OBJECTS = 1 << 16
#: Values that NumPy keeps for a moment in a thread: of three operands, as many as its `getbufsize` says.
_BUFFERS = 3 * 8_192
#: Operations of one multiply-add.
_OF_A_MAC = 2


@dataclass(frozen=True)
class Request:
    """What is to be run, and how."""

    graph: Graph
    network: str
    batch: int = 1
    dtype: str = "float32"
    device: str = "cpu"
    seed: int = 0
    fold: bool = True
    twin: str = ""
    weights: str = "random"
    x: str = "random"
    keep: Collection[int] = ()


Made = Callable[[Machine], Any]
Progress = Callable[[int, int], None]


def execute(
    request: Request, tensors: Made, input: Made, progress: Progress = lambda done, all: None
) -> tuple[Run, Mapping[int, Array]]:
    """Run a network three times, checked, then watched, then timed; once where that takes long.

    `tensors` makes what the network stores, by PATH.NAME, `input` its input, batch x spatial axes x channels. Returns what
    was found, and the arrays that are kept: those asked for and the outputs, by layer (0 is the input).
    """
    watch = Watch(request.device)
    with Machine(request.device, request.dtype, exact=not request.fold, seed=request.seed) as on, watch:
        network = Network(request.graph, on, tensors(on), request.batch, fold=request.fold, keep=request.keep)
        return _Execution(request, network, input, watch, progress).run()


class _Execution:
    def __init__(self, request: Request, network: Network, input: Made, watch: Watch, progress: Progress) -> None:
        self.request, self.network, self.on, self.input = request, network, network.on, input
        self.watch, self.progress = watch, progress
        self.problems: list[str] = []

    def run(self) -> tuple[Run, Mapping[int, Array]]:
        seconds, products = self._pass(checked=True)
        again = sum(seconds) < _LONG and not self.problems
        if again:  # the first pass also imported what it needed
            self._pass()
        measured = self.watch.peak()
        self.watch.stop()
        if again:
            seconds, products = self._pass()
        found = self._result(self._layers(seconds, products), sum(seconds), measured)
        kept = {*self.request.keep, *self.request.graph.outputs}
        return found, {index: self.network.arrays[index] for index in kept}

    def _pass(self, checked: bool = False) -> tuple[list[float], list[int]]:
        """Every step once: its seconds, and the multiply-adds that it did."""
        on, count = self.on, len(self.network.plan.steps)
        self.network.arrays[0][...] = self.input(on)
        self.watch.reset()
        stamps, done = [], [on.products]
        with paused():
            for index in range(count):
                if checked:
                    self._empty(index)
                begun = on.stamp()
                there = self._done(index)
                stamps.append((begun, on.stamp()))
                done.append(on.products)
                if checked and there:
                    self._look(index)
                self.progress(index + 1, count)
        return on.seconds(stamps), [after - before for before, after in pairwise(done)]

    def _empty(self, index: int) -> None:
        """No number stands where a step will write, so that what it leaves out is seen."""
        network, step, xp = self.network, self.network.plan.steps[index], self.on.xp
        out = network.arrays[step.last.index]
        sources = {source for node in (step.node, *step.tail) for source in node.inputs}
        fresh = not any(xp.may_share_memory(out, network.arrays[source]) for source in sources if source in network.arrays)
        if fresh:
            out[...] = float("nan")

    def _done(self, index: int) -> bool:
        """Whether a step could be done on arrays of the predicted shapes."""
        try:
            self.network.run(index)
        except (ValueError, TypeError, IndexError) as error:
            if os.environ.get("CNNCALC_DEBUG") == "1":  # the mistake may be ours
                raise
            self.problems.append(f"`{self.network.plan.steps[index].node.path}` cannot be done as predicted: {error}")
            return False
        return True

    def _look(self, index: int) -> None:
        """Whether a step's output holds numbers."""
        last = self.network.plan.steps[index].last
        if bool(self.on.xp.isnan(self.network.arrays[last.index].max())):
            self.problems.append(f"`{last.path}` has values that are no numbers")

    def _layers(self, seconds: list[float], products: list[int]) -> tuple[LayerRun, ...]:
        rows: dict[int, LayerRun] = {}
        for step, took, done in zip(self.network.plan.steps, seconds, products, strict=True):
            array = self.network.arrays[step.last.index]
            for node in (step.node, *step.tail):
                there = node is step.last
                head = node is step.node
                rows[node.index] = self._layer(node, array if there else None, took if head else 0.0, done if head else 0, step)
        return tuple(rows[node.index] for node in main_nodes(self.request.graph))

    def _layer(self, node: Entry, array: Array | None, seconds: float, done: int, step: Step) -> LayerRun:
        facts, batch = node.facts, self.request.batch
        predicted: Shape = facts.output
        actual = Shape(array.shape[-1], tuple(array.shape[1:-1])) if array is not None else None
        bytes = predicted.elements * batch * int(self.on.dtype.itemsize)
        if array is not None and (actual != predicted or array.nbytes != bytes):
            self.problems.append(
                f"`{node.path}`: {predicted} and {bytes:,} bytes predicted, {actual} and {array.nbytes:,} bytes found"
            )
        products = facts.macs * batch
        if self.on.exact and products != done:
            self.problems.append(f"`{node.path}`: {products:,} multiply-adds predicted, {done:,} done")
        operations = sum(count * (_OF_A_MAC if name == "mac" else 1) for name, count in facts.operations.items()) * batch
        into = None if node is step.node else step.node.path
        return LayerRun(node.path, node.kind, predicted, actual, bytes, seconds, operations, products, done, into)

    def _result(self, layers: tuple[LayerRun, ...], seconds: float, measured: int) -> Run:
        request, network, on = self.request, self.network, self.on
        graph, size = request.graph, int(on.dtype.itemsize)
        nodes = main_nodes(graph)
        peak = inference_peak(graph, nodes, last_readers(graph, nodes)).values * request.batch * size
        weights = sum(node.facts.params + node.facts.buffers for node in nodes if node.share is None) * size
        passing = _OBJECTS + on.workers * _BUFFERS * size
        workspace = on.scratch_bytes + network.copied_bytes + max(network.weights_bytes - weights, 0) + passing
        assert graph.input is not None
        return Run(
            network=request.network, input=graph.input, batch=request.batch, dtype=request.dtype, device=request.device,
            threads=on.workers, library=on.library, seed=request.seed, folded=request.fold, twin=request.twin,
            weights=request.weights, x=request.x, layers=layers, seconds=seconds, peak=Peak(peak, measured, weights, workspace),
            problems=tuple(self.problems),
            outputs=tuple((path_of(graph, index), network.arrays[index]) for index in graph.outputs),
        )  # fmt: skip
