"""The largest values that a network puts out: the classes, where it classifies."""

from __future__ import annotations

from typing import NamedTuple

from cnncalc.execution import stored
from cnncalc.execution.backend import module
from cnncalc.execution.results import Run
from cnncalc.graph import Graph


class Value(NamedTuple):
    """A value of an output: its channel, and its place where the output has several."""

    channel: int
    place: tuple[int, ...]
    value: float


class Top(NamedTuple):
    """The largest values of one output for one image, largest first."""

    output: str  # its layer
    probabilities: bool  # a softmax gave them
    image: int  # in the batch, from 0
    values: tuple[Value, ...]


def largest(run: Run, graph: Graph, count: int) -> tuple[Top, ...]:
    """So many of each output and image; of equal ones the first."""
    numpy = module("numpy")
    found = []
    softmax = {node.path for node in graph.nodes if node.kind == "softmax"}
    for path, array in run.outputs:
        for image, values in enumerate(stored.on_host(array)):
            order = (-values.reshape(-1)).argsort(kind="stable")[:count].tolist()
            places = (numpy.unravel_index(at, values.shape) for at in order)
            spread = values.size > values.shape[-1]
            told = [Value(int(c), tuple(map(int, place)) * spread, float(values[(*place, c)])) for *place, c in places]
            found.append(Top(path, path in softmax, image, tuple(told)))
    return tuple(found)
