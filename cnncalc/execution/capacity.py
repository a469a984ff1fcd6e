"""Whether a run fits: what it needs, worked out before any array is made, against the memory there is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import NamedTuple

from cnncalc.analysis.memory import inference_peak, last_readers
from cnncalc.diagnostics import UsageError
from cnncalc.execution.machine import Machine
from cnncalc.execution.memory import available
from cnncalc.execution.plan import main_nodes, plan, settle
from cnncalc.execution.scaling import Effort, Scale, twin_if_any
from cnncalc.execution.weights import tensors_of
from cnncalc.execution.workspace import Workspace, how
from cnncalc.graph import Graph
from cnncalc.layer_base import Layer
from cnncalc.spec.walk import Entry
from cnncalc.tensor import human_bytes

#: The share of the memory that is left alone.
_MARGIN = 0.1
#: Reductions that are tried for one that fits.
SCALES = tuple(Scale(Fraction(1, part), Fraction(1, part)) for part in (2, 3, 4, 6, 8, 12, 16, 24, 32))
#: Values that NumPy keeps for a moment in each thread, whatever the network is.
_PASSING = 1 << 15


class Need(NamedTuple):
    """Bytes of a run at its largest, each part by itself."""

    weights: int  # as they are multiplied, with the largest tensor once more while it is prepared
    arrays: int  # of the whole batch, as they are laid out
    input: int  # of the whole batch, as it is made or read, with a copy
    workspace: int  # an estimate: blocks of the workers

    @property
    def total(self) -> int:
        return sum(self)


class _Estimate:
    """What a network needs on a machine, for batches of any size; arrays are laid out when they are asked for."""

    def __init__(self, graph: Graph, on: Machine, fold: bool, keep: Collection[int] = ()) -> None:
        assert graph.input is not None
        settle(on, graph)
        self._graph, self._on, self._fold, self._keep = graph, on, fold, keep
        self._size, self._input = int(on.dtype.itemsize), 2 * graph.input.elements
        stored = [prod(shape) for shape in tensors_of(graph).values()]
        self._weights = sum(stored) + sum(_more(node, on) for node in main_nodes(graph)) + max(stored, default=0)

    def least(self, batch: int) -> int:
        """Bytes that it needs at any rate, known much sooner."""
        nodes = main_nodes(self._graph)
        peak = inference_peak(self._graph, nodes, last_readers(self._graph, nodes)).values
        return (self._weights + (self._input + peak) * batch) * self._size

    def need(self, batch: int) -> Need:
        values, workspace = self._laid
        passing = self._on.workers * _PASSING
        parts = (self._weights, values * batch, self._input * batch, workspace.values(batch) + passing)
        return Need(*[part * self._size for part in parts])

    @cached_property
    def _laid(self) -> tuple[int, Workspace]:
        """Values of the arrays of an image, and what is held beside them."""
        made = plan(self._graph, self._fold, self._keep)
        return made.values, Workspace(made.steps, self._on)


def estimate(graph: Graph, on: Machine, batch: int, fold: bool, keep: Collection[int] = ()) -> Need:
    """What a run of a network needs on a machine. `keep`: arrays that stay to the end of the run."""
    return _Estimate(graph, on, fold, keep).need(batch)


def _more(node: Entry, on: Machine) -> int:
    """Values that a layer's tensors take, prepared, beyond those that the network stores."""
    facts = node.facts
    more: int = facts.buffers  # a frozen norm's factor and shift
    if how(facts, on) == "winograd":
        more += 3 * facts.weights  # 6x6 for 3x3
    if node.share and type(facts.layer).prepare is not Layer.prepare and facts.inputs[0].spatial:
        more += facts.params  # in another order, each of those that share them has its own
    return more


def check(
    graph: Graph, on: Machine, batch: int, fold: bool, keep: Collection[int] = (), *, network: str, whole: Graph | None = None
) -> None:
    """Raise UsageError, with the numbers and with what would fit, where a run does not. `whole`: what a twin is reduced from."""
    asked, free = _Estimate(graph, on, fold, keep), available(on.device)
    needed, room = asked.need(batch), int(free * (1 - _MARGIN))
    if needed.total <= room:
        return
    parts = zip(needed._fields, needed, strict=True)
    told = ", ".join(f"{name} {_bytes(bytes)}" for name, bytes in parts)
    images = f" with a batch of {batch:,}" if batch > 1 else ""
    help = [*_fewer(asked, batch, room), *_smaller(whole or graph, lambda twin: _Estimate(twin, on, fold, keep), batch, room)]
    said = f"{network}{images} needs {_bytes(needed.total)} ({told})"
    raise UsageError(
        f"{said}, and {_bytes(room)} of the {_bytes(free)} that are free can be used", *(help or ["no reduced twin fits either"])
    )


def _fewer(asked: _Estimate, batch: int, room: int) -> Iterator[str]:
    """The most images that fit."""
    for images in halves(batch):
        total = asked.need(images).total
        if total <= room:
            yield f"--batch {images} fits: {_bytes(total)}"
            return


def _smaller(whole: Graph, estimate: Callable[[Graph], _Estimate], batch: int, room: int) -> Iterator[str]:
    """The largest twin that fits."""
    effort = Effort()
    for scale in SCALES:
        made = twin_if_any(whole, scale, effort)
        twin = estimate(made[0]) if made else None
        if made and twin and twin.least(batch) <= room and (total := twin.need(batch).total) <= room:
            yield f"--scale {scale} fits: {_bytes(total)}, a reduced twin ({made[1]})"
            return


def halves(batch: int) -> Iterator[int]:
    """Powers of two below a batch, largest first."""
    images = 1 << (batch - 1).bit_length() >> 1
    while images:
        yield images
        images >>= 1


def _bytes(count: int) -> str:
    return human_bytes(count).partition(" = ")[0]
