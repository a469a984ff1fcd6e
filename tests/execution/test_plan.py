"""Where arrays lie in a run: as much at once as the report predicts, and nothing written over before its last reader."""

from __future__ import annotations

from itertools import pairwise

import pytest

from cnncalc import catalogue
from cnncalc.api import load
from cnncalc.execution.plan import Plan, loads, plan
from cnncalc.graph import Graph
from tests.execution.drawn import bundled, drawn, executed, images, left_by_steps, numpy

NAMES = [network.name for network in catalogue.networks()]
FOLDS = pytest.mark.parametrize("fold", [False, True], ids=["apart", "folded"])
#: Values that arrays start at multiples of, in float32.
LINE = 16
#: The address range of an array, in values.
Range = tuple[int, int]


@FOLDS
@pytest.mark.parametrize("name", NAMES)
def test_what_is_alive_at_once_is_what_the_report_predicts(name: str, fold: bool) -> None:
    """Nothing more where no view is copied, and the layout leaves hardly a gap."""
    made = plan(bundled(name), fold, line=LINE)
    predicted = load(name).analyze().totals.memory.inference_peak
    copies = 4 * sum(buffer.values for buffer in made.buffers if buffer.copied)
    assert predicted <= 4 * max(loads(made.buffers)) <= predicted + copies
    assert 4 * made.values <= 1.15 * (predicted + copies)


def test_one_network_asks_for_a_copy() -> None:
    """An image made a vector, with the channels last; where a map of one place is flattened there is nothing to copy."""
    copying = [name for name in NAMES if any(buffer.copied for buffer in plan(bundled(name), fold=False).buffers)]
    assert copying == ["linear-classifier"]


@FOLDS
@pytest.mark.parametrize("name", NAMES)
def test_what_is_alive_at_once_lies_apart(name: str, fold: bool) -> None:
    made = plan(bundled(name), fold, line=LINE)
    for step in range(len(made.steps) + 1):
        alive = sorted((b.offset, b.offset + b.values) for b in made.buffers if b.born <= step <= b.dies)
        assert all(end <= start for (_, end), (start, _) in pairwise(alive)), step
        assert alive[-1][1] <= made.values
    assert all(buffer.offset % LINE == 0 for buffer in made.buffers)


@FOLDS
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_written_over_before_its_last_reader(name: str, fold: bool) -> None:
    graph = bundled(name)
    kept = {1, len(graph.nodes) // 2} - {node.index for node in graph.nodes if node.aux is not None}
    for keep in ((), kept):
        made = plan(graph, fold, keep, LINE)
        there = _followed(graph, made)
        assert there.issuperset({*keep, *graph.outputs})


def _followed(graph: Graph, made: Plan) -> set[int]:
    """Step by step, whose values lie where; every reader finds those that it wants. Returns who is there at the end."""

    def range_of(index: int) -> Range:
        buffer = made.buffers[made.where[index]]
        return buffer.offset, buffer.offset + buffer.values

    there = {0: range_of(0)}
    for step in made.steps:
        nodes = (step.node, *step.tail)
        within = {node.index for node in nodes}
        sources = {source for node in nodes for source in node.inputs if source not in within}
        assert sources <= there.keys(), step.node.path
        out, facts = step.last.index, step.node.facts
        if step.node.index not in made.views:
            start, end = range_of(out)
            lost = {index for index, (first, last) in there.items() if first < end and start < last}
            over = {index for index in lost if there[index] == (start, end)}
            assert lost.isdisjoint(sources) or (facts.layer.in_place and lost & sources <= over), step.node.path
            for index in lost:
                del there[index]
        there[out] = range_of(out)
    return set(there)


@pytest.mark.parametrize("name", ["torchvision/densenet121", "torchvision/shufflenet_v2_x1_0", "googlenet", "unet"])
def test_outputs_are_the_same_where_nothing_is_written_over(name: str) -> None:
    graph = bundled(name, {"unet": (188, 204), "googlenet": None}.get(name, (64, 96)))
    tensors, input = drawn(graph), images(graph, batch=1)
    (output,) = graph.outputs
    used_again = executed(graph, dict(tensors), input, fold=False)
    apart = executed(graph, dict(tensors), input, fold=False, keep=left_by_steps(graph, fold=False))
    assert apart.plan.values > 2 * used_again.plan.values
    assert numpy.array_equal(used_again.arrays[output], apart.arrays[output])
