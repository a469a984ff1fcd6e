"""A run: what is found is held against what was predicted, and every disagreement is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from cnncalc import load, loads
from cnncalc.execution import weights
from cnncalc.execution.largest import largest
from cnncalc.execution.results import Run
from cnncalc.execution.run import Request, execute
from cnncalc.layers.conv import Conv
from cnncalc.layers.maxpool import MaxPool
from tests.oracle import oracle_or_skip

np = oracle_or_skip("numpy")
oracle_or_skip("threadpoolctl")

SMALL = """\
input: 16x16x3
layers:
  - conv: {filters: 8, kernel: 3, padding: 1, norm: batchnorm, activation: relu}
  - maxpool: 2
  - fc: 4
  - softmax
"""


def run(graph: Any, **options: Any) -> tuple[Run, Mapping[int, Any]]:
    request = Request(graph, "net", **options)
    size = (request.batch, *graph.input.spatial, graph.input.channels)

    def tensors(on: Any) -> Any:
        return weights.initial(graph, on.xp, on.dtype, request.seed)

    return execute(request, tensors, lambda on: np.random.default_rng(1).standard_normal(size).astype(on.dtype))


def test_every_layer_is_found_as_predicted() -> None:
    found, _ = run(loads(SMALL).analyze().graph, fold=False, batch=2)
    assert found.ok
    assert [(row.name, str(row.predicted), row.bytes) for row in found.layers] == [
        ("conv1", "16x16x8", 16 * 16 * 8 * 2 * 4),
        ("conv1/batchnorm", "16x16x8", 16 * 16 * 8 * 2 * 4),
        ("conv1/relu", "16x16x8", 16 * 16 * 8 * 2 * 4),
        ("pool1", "8x8x8", 8 * 8 * 8 * 2 * 4),
        ("fc2", "4", 4 * 2 * 4),
        ("softmax1", "4", 4 * 2 * 4),
    ]
    assert [row.actual for row in found.layers] == [row.predicted for row in found.layers]
    assert [row.done for row in found.layers] == [2 * 16 * 16 * 8 * 27, 0, 0, 0, 2 * 512 * 4, 0]
    assert all(row.seconds > 0 and row.folded_into is None for row in found.layers)
    assert found.seconds == pytest.approx(sum(row.seconds for row in found.layers))


def test_folded_layers_ran_within_another() -> None:
    graph = loads(SMALL).analyze().graph
    folded, arrays = run(graph)
    assert [row.folded_into for row in folded.layers] == [None, "conv1", "conv1", None, None, "fc2"]
    assert [row.actual is None for row in folded.layers] == [True, True, False, False, True, False]
    apart, others = run(graph, fold=False)
    assert not any(row.folded_into for row in apart.layers)
    np.testing.assert_allclose(arrays[6], others[6], rtol=1e-5)
    assert arrays[6].sum() == pytest.approx(1)


def test_a_layer_that_is_kept_is_not_written_over() -> None:
    graph = loads(SMALL).analyze().graph
    _, arrays = run(graph, keep=(0, 1, 3))
    assert arrays[1].min() < 0
    np.testing.assert_array_equal(arrays[0], np.random.default_rng(1).standard_normal((1, 16, 16, 3)).astype("float32"))
    assert arrays[3].min() == 0


@pytest.mark.parametrize("fold", [True, False])
def test_the_lecture_s_totals(fold: bool) -> None:
    found, _ = run(load("lenet5").analyze().graph, fold=fold)
    assert sum(row.done for row in found.layers) == 416_520
    assert found.peak.weights == 61_706 * 4
    assert found.ok


def test_cells_that_are_not_written_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    forward = MaxPool.forward

    def lazy(self: MaxPool, on: Any, tensors: Any, *inputs: Any, out: Any) -> None:
        kept = out[:, -1:].copy()
        forward(self, on, tensors, *inputs, out=out)
        out[:, -1:] = kept

    monkeypatch.setattr(MaxPool, "forward", lazy)
    found, _ = run(loads(SMALL).analyze().graph)
    assert "`pool1` has values that are no numbers" in found.problems
    assert not found.ok


def test_another_shape_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = loads("input: 8x8x3\nlayers: [{maxpool: 2}, {conv: {filters: 2, kernel: 1}}]\n").analyze().graph
    facts = graph.nodes[0].facts
    monkeypatch.setattr(facts, "output", facts.output._replace(spatial=(4, 5)))
    monkeypatch.setattr(facts, "elements", 4 * 5 * 3)
    found, _ = run(graph, fold=False)
    assert not found.ok
    assert "`pool1`" in found.problems[0]


@pytest.mark.parametrize("fold", [True, False])
def test_other_counts_are_found_where_each_is_done(fold: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    operations = Conv.operations
    monkeypatch.setattr(Conv, "operations", lambda self, output, *inputs: {"mac": operations(self, output, *inputs)["mac"] + 7})
    found, _ = run(loads(SMALL.replace("8, kernel: 3", "9, kernel: 3")).analyze().graph, fold=fold)
    count = 16 * 16 * 9 * 27
    assert found.problems == (() if fold else (f"`conv1`: {count + 7:,} multiply-adds predicted, {count:,} done",))


def test_a_fast_algorithm_says_how_many_it_did() -> None:
    text = "input: 28x28x64\nlayers:\n  - conv: {filters: 64, kernel: 3, padding: 1, bias: false}\n"
    graph = loads(text).analyze().graph
    (fast,), (whole,) = (run(graph, fold=fold)[0].layers for fold in (True, False))
    assert whole.done == whole.products == 28 * 28 * 64 * 64 * 9
    assert fast.products == whole.products
    assert fast.done == 7 * 7 * 36 * 64 * 64  # 49 tiles, 36 products of matrices each


def test_the_largest_outputs() -> None:
    graph = loads(SMALL).analyze().graph
    found, arrays = run(graph, batch=3)
    tops = largest(found, graph, 2)
    assert [(top.output, top.image, top.probabilities) for top in tops] == [("softmax1", image, True) for image in range(3)]
    for top, values in zip(tops, arrays[6], strict=True):
        assert [value.value for value in top.values] == sorted(values.tolist(), reverse=True)[:2]
        assert [values[value.channel] for value in top.values] == [value.value for value in top.values]
        assert all(value.place == () for value in top.values)


def test_the_largest_of_a_volume_have_places() -> None:
    graph = loads("input: 6x7x2\nlayers: [relu]\n").analyze().graph
    found, arrays = run(graph)
    (top,) = largest(found, graph, 1)
    ((channel, place, value),) = top.values
    assert not top.probabilities
    assert arrays[1][(0, *place, channel)] == value == arrays[1].max()
