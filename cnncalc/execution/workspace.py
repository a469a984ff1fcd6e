"""What workers hold beside the arrays: how much scratch memory the blocks take that layers work in, worked out beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from cnncalc.execution.machine import Machine
from cnncalc.execution.plan import Step
from cnncalc.graph import Facts
from cnncalc.layers import _convolution, _winograd
from cnncalc.spec.walk import Entry

#: Blocks of the machine's size that a worker's windows take at least.
_LEAST = 8
#: Arrays of the windows' size that there are: the windows as a matrix, and the cells that they are read from.
_WINDOWS = 2
#: Arrays of the size of Winograd's tiles.
_TILES = 5
#: Kinds that work place by place -> arrays that they take beside their output; the error function, by the bytes of a value.
_BESIDE = {"elu": 1, "hardswish": 1, "layernorm": 2, "leakyrelu": 1, "lrn": 4, "prelu": 1, "silu": 1}
_ERROR_FUNCTION = {2: 10, 4: 4, 8: 7}


class Workspace:
    """Scratch memory has names; under each it is as large as the layer needs that needs most."""

    def __init__(self, steps: Sequence[Step], on: Machine) -> None:
        self._on = on
        layers = [(step.node.facts, how(step.node.facts, on)) for step in steps]
        self._tiled = [_Tiles(facts, on) for facts, done in layers if done == "winograd"]
        self._windows = [_Windows(facts, done, on) for facts, done in layers if facts.axes and done != "winograd"]
        self._points: dict[str, list[_Points]] = {}
        for step in steps:
            for node in (step.node, *step.tail):
                self._points.setdefault(node.kind, []).append(_Points(node, step, on))

    def values(self, batch: int) -> int:
        """Of the network's dtype, of all workers together."""
        windows = max([windows.of_a_worker(batch) for windows in self._windows], default=0)
        few = max([windows.of_few_places(batch) for windows in self._windows], default=0)
        tiles = max([tiles.of_all_workers(batch) for tiles in self._tiled], default=0)
        points = sum(max(point.of_all_workers(batch) for point in points) for points in self._points.values())
        return _WINDOWS * (self._on.workers * windows + few) + _TILES * tiles + points


def how(facts: Facts, on: Machine) -> str:
    """By what method a convolution is done; "" for other layers."""
    layer: Any = facts.layer
    return _convolution.method(layer, on, facts.inputs[0]) if layer.kind == "conv" else ""


class _Windows:
    """The windows of a layer, as values: at least a row of them is held, and no more than there are."""

    def __init__(self, facts: Facts, done: str, on: Machine) -> None:
        x, sizes, depth, rows = facts.inputs[0], facts.output.spatial, facts.inputs[0].channels, 1
        if facts.layer.kind == "deconv":  # it writes them, and rows that overlap are one block
            axis, sizes, depth = facts.axes[0], x.spatial, facts.output.channels
            rows = -(-((axis.kernel - 1) * axis.dilation + 1) // axis.stride)
        window = depth * prod([axis.kernel for axis in facts.axes])
        self._places, self._product = prod(sizes), done in ("product", "connections")
        self._all = max(window * self._places, x.elements)
        block = _LEAST * on.block
        if self._product:
            block = min(max(block, on.places * window), _convolution.BLOCKS * on.block)
        self._block = max(block, window * prod(sizes[1:]) * rows)

    def of_a_worker(self, batch: int) -> int:
        return 0 if self._are_few(batch) else min(self._block, self._all * batch)

    def of_few_places(self, batch: int) -> int:
        """All of them, once: the workers share the filters."""
        return self._all * batch if self._are_few(batch) else 0

    def _are_few(self, batch: int) -> bool:
        return self._product and self._places * batch <= _convolution.FEW


class _Tiles:
    """The tiles of a convolution that is done by Winograd's way, as transformed cells: at least a row of tiles."""

    def __init__(self, facts: Facts, on: Machine) -> None:
        channels, depth = facts.inputs[0].channels, facts.output.channels
        high, wide = (-(-size // _winograd.OUT) for size in facts.output.spatial)
        cells = _winograd.TILE**2
        row, block = cells * wide * max(channels, depth), _winograd.BLOCKS * on.block
        if cells * channels * depth <= _winograd.FEW:
            block = max(block, on.workers * max(cells * max(channels, depth) * on.places // _winograd.SHARE, row))
        self._block, self._all = max(block, row), row * high

    def of_all_workers(self, batch: int) -> int:
        return min(self._block, self._all * batch)


class _Points:
    """What a layer that works place by place takes beside its output: in blocks, its own or those of the layer before it, or
    whole where it reads a view whose places lie apart."""

    def __init__(self, node: Entry, step: Step, on: Machine) -> None:
        self._arrays, self._all, self._workers = self._beside(node, on), int(node.facts.elements), on.workers
        self._block = None if node is step.node and not step.in_blocks else _block(step, on)

    def of_all_workers(self, batch: int) -> int:
        values = self._all * batch
        return self._arrays * (values if self._block is None else self._workers * min(self._block, values))

    @staticmethod
    def _beside(node: Entry, on: Machine) -> int:
        if node.kind == "gelu":
            return _ERROR_FUNCTION.get(on.dtype.itemsize, 0)
        if node.kind in ("add", "multiply"):
            return int(len(node.inputs) > 2)
        return _BESIDE.get(node.kind, 0)


def _block(step: Step, on: Machine) -> int:
    """Values of a block of a step's output that are there at once."""
    facts = step.node.facts
    if step.in_blocks:
        return int(max(on.block, facts.output.channels))
    window = facts.inputs[0].channels * prod([axis.kernel for axis in facts.axes])
    places = max(on.places, prod(facts.output.spatial[1:]), 2 * on.block // window)
    return int(max(_LEAST * on.block, places * facts.output.channels))
