"""Whether a run fits: what it needs, worked out before any array is made, against the memory there is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from math import prod
from typing import Any, NamedTuple

from cnncalc.diagnostics import UsageError
from cnncalc.execution.machine import Machine
from cnncalc.execution.memory import available
from cnncalc.execution.plan import main_nodes, plan
from cnncalc.execution.scaling import Scale, twin_if_any
from cnncalc.execution.weights import tensors_of
from cnncalc.graph import Facts, Graph
from cnncalc.tensor import human_bytes

#: The share of the memory that is left alone.
_MARGIN = 0.1
#: Reductions that are tried for one that fits.
SCALES = tuple(Scale(Fraction(1, part), Fraction(1, part)) for part in (2, 3, 4, 6, 8, 12, 16, 24, 32))
#: Values that a worker's blocks take at most, where one row of windows is no more; how many blocks of windows it holds.
_BLOCK, _HELD = 4_000_000, 2


class Need(NamedTuple):
    """Bytes of a run at its largest, each part by itself."""

    weights: int  # as they are multiplied, with the largest tensor once more while it is prepared
    arrays: int  # the predicted peak of the batch
    input: int  # what is copied into the first array
    workspace: int  # an estimate: blocks of the workers

    @property
    def total(self) -> int:
        return sum(self)


def need(graph: Graph, on: Machine, batch: int, fold: bool, keep: Collection[int] = ()) -> Need:
    """What a network needs on a machine. `keep`: arrays that stay to the end of the run."""
    assert graph.input is not None
    size = int(on.dtype.itemsize)
    stored = [prod(shape) for shape in tensors_of(graph).values()]
    prepared = sum(_more(node.facts, on) for node in main_nodes(graph) if node.share is None)
    values = plan(graph, fold, keep).values
    blocks = max((_block(node.facts) for node in main_nodes(graph)), default=0)
    return Need(
        weights=(sum(stored) + prepared + max(stored, default=0)) * size,
        arrays=values * batch * size,
        input=2 * graph.input.elements * batch * size,
        workspace=on.workers * _HELD * (_BLOCK + blocks) * size,
    )


def _more(facts: Facts, on: Machine) -> int:
    """Values by which a layer's tensors grow when they are prepared."""
    from cnncalc.layers._convolution import method

    layer: Any = facts.layer
    if layer.kind != "conv" or method(layer, on, facts.inputs[0]) != "winograd":
        return 0
    return 3 * prod(facts.parameters["weight"])  # 6x6 for 3x3


def _block(facts: Facts) -> int:
    """Values of one row of a layer's windows."""
    if not facts.axes:
        return 0
    return prod(facts.output.spatial[1:]) * prod(axis.kernel for axis in facts.axes) * facts.inputs[0].channels


def check(
    graph: Graph, on: Machine, batch: int, fold: bool, keep: Collection[int] = (), *, network: str, whole: Graph | None = None
) -> None:
    """Raise UsageError, with the numbers and with what would fit, where a run does not. `whole`: what a twin is reduced from."""
    needed, free = need(graph, on, batch, fold, keep), available(on.device)
    room = int(free * (1 - _MARGIN))
    if needed.total <= room:
        return
    parts = zip(needed._fields, needed, strict=True)
    told = ", ".join(f"{name} {_bytes(bytes)}" for name, bytes in parts)
    images = f" with a batch of {batch:,}" if batch > 1 else ""
    help = list(_smaller(graph, whole or graph, on, batch, fold, keep, room))
    said = f"{network}{images} needs {_bytes(needed.total)} ({told})"
    raise UsageError(
        f"{said}, and {_bytes(room)} of the {_bytes(free)} that are free can be used", *(help or ["no reduced twin fits either"])
    )


def _smaller(
    graph: Graph, whole: Graph, on: Machine, batch: int, fold: bool, keep: Collection[int], room: int
) -> Iterator[str]:  # fmt: skip
    """What fits: fewer images, and the largest twin."""
    for images in _halves(batch):
        total = need(graph, on, images, fold, keep).total
        if total <= room:
            yield f"--batch {images} fits: {_bytes(total)}"
            break
    for scale in SCALES:
        made = twin_if_any(whole, scale)
        total = need(made[0], on, batch, fold, keep).total if made else room + 1
        if made and total <= room:
            yield f"--scale {scale} fits: {_bytes(total)}, a reduced twin ({made[1]})"
            break


def _halves(batch: int) -> Iterator[int]:
    """Powers of two below a batch, largest first."""
    images = 1 << (batch - 1).bit_length() >> 1
    while images:
        yield images
        images >>= 1


def _bytes(count: int) -> str:
    return human_bytes(count).partition(" = ")[0]
