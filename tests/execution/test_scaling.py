"""Reduced twins."""

from __future__ import annotations

import tracemalloc
from fractions import Fraction
from typing import Any

import pytest

from cnncalc import load, loads
from cnncalc.catalogue import networks
from cnncalc.diagnostics import UsageError
from cnncalc.execution import scaling
from cnncalc.execution.scaling import Scale
from cnncalc.graph import Graph
from tests.oracle import oracle_or_skip

oracle_or_skip("numpy")
oracle_or_skip("threadpoolctl")

HALF = Fraction(1, 2)


def graph_of(text: str) -> Graph:
    return loads(text).analyze().graph


def outputs(graph: Graph) -> list[str]:
    return [str(node.facts.output) for node in graph.nodes]


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("1/2", Scale(HALF, HALF)),
        ("0.5", Scale(HALF, HALF)),
        ("channels=1/2", Scale(channels=HALF)),
        ("input=0.75", Scale(input=Fraction(3, 4))),
        ("channels=1/4, input=1/2", Scale(Fraction(1, 4), HALF)),
    ],
)
def test_scales_as_they_are_written(text: str, scale: Scale) -> None:
    assert scaling.parse(text) == scale
    assert scaling.parse(str(scale)) == scale


@pytest.mark.parametrize(
    "text", ["", "2", "0", "-1/2", "1/0", "nan", "1e-3", "width=1/2", "input=", "input=1/2,input=1/3", "1/2,1/2"]
)
def test_scales_that_are_none(text: str) -> None:
    with pytest.raises(UsageError, match="at most 1"):
        scaling.parse(text)


def test_channels_but_those_that_leave_the_network() -> None:
    graph = graph_of("""\
input: 8x8x3
layers:
  - conv: {filters: 7, kernel: 3, padding: 1, norm: batchnorm, activation: relu}
  - conv: {filters: 14, kernel: 1, groups: depthwise}
  - fc: 10
  - fc: 5
  - softmax
""")
    twin, told = scaling.twin(graph, Scale(channels=HALF))
    assert outputs(twin) == ["8x8x4", "8x8x4", "8x8x4", "8x8x8", "5", "5", "5"]
    assert twin.nodes[0].facts.parameters == {"weight": (4, 3, 3, 3), "bias": (4,)}
    assert twin.nodes[3].facts.parameters == {"weight": (8, 1, 1, 1), "bias": (8,)}
    assert twin.nodes[4].facts.parameters == {"weight": (5, 8 * 64), "bias": (5,)}
    assert told == "channels x 1/2"
    assert outputs(graph)[0] == "8x8x7"


def test_groups_go_on_dividing() -> None:
    graph = graph_of("""\
input: 8x8x3
layers:
  - conv: {filters: 24, kernel: 1}
  - conv: {filters: 48, kernel: 1, groups: 6}
  - groupnorm: {groups: 4}
  - shuffle: {groups: 3}
  - conv: {filters: 36, kernel: 1}
  - pixelshuffle: 2
  - conv: {filters: 8, kernel: 1}
""")
    twin, _ = scaling.twin(graph, Scale(channels=Fraction(1, 5)))
    assert outputs(twin) == ["8x8x12", "8x8x12", "8x8x12", "8x8x12", "8x8x12", "16x16x3", "16x16x8"]


def test_strict_windows_choose_the_nearest_size() -> None:
    graph = load("alexnet").analyze().graph  # (N - 11)/4 + 1, then 3/2 three times
    twin, told = scaling.twin(graph, Scale(input=HALF))
    assert told == "input 99x99x3 of 227x227x3"
    assert [str(node.facts.output) for node in twin.nodes if node.kind in ("conv", "maxpool")][:4] == [
        "23x23x96", "11x11x96", "11x11x256", "5x5x256",
    ]  # fmt: skip


def test_axes_are_scaled_apart_and_windows_over_everything_stay_so() -> None:
    graph = graph_of(
        "input: 24x16x3\nlayers: [{conv: {filters: 4, kernel: 3, padding: 1}}, {avgpool: {kernel: 24x16, stride: 1}}]\n"
    )
    twin, told = scaling.twin(graph, Scale(input=HALF))
    assert told == "input 12x8x3 of 24x16x3"
    assert outputs(twin) == ["12x8x4", "1x1x4"]


def test_shared_weights_stay_shared() -> None:
    text = """\
input: 8x8x4
layers:
  - {name: a, conv: {filters: 4, kernel: 1}}
  - {name: b, conv: {filters: 4, kernel: 1}, share: a}
"""
    with pytest.raises(UsageError, match="reduces nothing"):  # b's channels leave the network, and a has b's weights
        scaling.twin(graph_of(text), Scale(channels=HALF))
    with pytest.raises(UsageError, match="`b` shares the weights of `a`, which would have another shape"):
        scaling.twin(graph_of(text + "  - {conv: {filters: 2, kernel: 1}}\n"), Scale(channels=HALF))
    before = "layers:\n  - {conv: {filters: 4, kernel: 1}}\n"
    twin, _ = scaling.twin(graph_of(text.replace("layers:\n", before) + "  - fc: 3\n"), Scale(channels=HALF))
    assert outputs(twin) == ["8x8x2", "8x8x2", "8x8x2", "3"]
    assert twin.nodes[2].facts.parameters == {"weight": (2, 2, 1, 1), "bias": (2,)}


def test_what_cannot_be_reduced_says_why_and_what_can() -> None:
    graph = graph_of(
        "input: 8x8x3\nlayers: [{conv: {filters: 8, kernel: 1}}, {reshape: 16x16x2}, {conv: {filters: 3, kernel: 1}}]\n"
    )
    with pytest.raises(UsageError, match="there is no twin scaled by 1/2: `reshape1`: "):
        scaling.twin(graph, Scale(HALF, HALF))
    lenet = load("lenet5-original").analyze().graph
    with pytest.raises(UsageError, match="`c3`: `connections` lists 16 filters of 8") as caught:
        scaling.twin(lenet, Scale(HALF, HALF))
    assert caught.value.help == ("--scale input=1/2 can be done",)


def test_nothing_to_reduce() -> None:
    vector = graph_of("input: 12\nlayers: [{fc: 3}]\n")
    with pytest.raises(UsageError, match=r"(?m)reduces nothing, the input is 12$") as caught:
        scaling.twin(vector, Scale(input=HALF))
    assert caught.value.help == ()  # the outputs of the one layer stay, too
    deep = graph_of("input: 12\nlayers: [{fc: 6}, {fc: 3}]\n")
    with pytest.raises(UsageError, match=r"(?m)reduces nothing, the input is 12$") as caught:
        scaling.twin(deep, Scale(input=HALF))
    assert caught.value.help == ("--scale channels=1/2 can be done",)


def test_filters_that_all_leave_the_network_are_not_said_to_be_fewer() -> None:
    graph = graph_of("input: 8x8x3\nlayers: [{conv: {filters: 6, kernel: 1}}, relu]\n")
    with pytest.raises(UsageError, match=r"reduces nothing, .* what leaves the network keeps its channels") as caught:
        scaling.twin(graph, Scale(channels=HALF))
    assert caught.value.help == ("--scale input=1/2 can be done",)
    twin, told = scaling.twin(graph, Scale(HALF, HALF))
    assert told == "input 4x4x3 of 8x8x3"
    assert outputs(twin) == ["4x4x6", "4x4x6"]


@pytest.mark.parametrize("most", [0, 1, 7, 12])
def test_sizes_are_tried_from_the_wanted_one_outward(most: int) -> None:
    for wanted in range(1, 15):
        nearest = sorted(range(1, most + 1), key=lambda size: (abs(size - wanted), size))
        assert list(scaling._nearest(wanted, most)) == nearest


def test_a_search_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """No smaller input fits: few sizes are tried, and the others are not even listed."""
    tried, refitted = 0, Graph.refitted

    def counted(*arguments: Any) -> Graph:
        nonlocal tried
        tried += 1
        assert tried < 20_000
        return refitted(*arguments)

    monkeypatch.setattr(Graph, "refitted", counted)
    graph = graph_of("input: 1000000x3\nlayers: [{reshape: 3x1000000}, {conv: {filters: 3, kernel: 1}}]\n")
    tracemalloc.start()
    try:
        with pytest.raises(UsageError, match="there is no twin scaled by input=1/2: `reshape1`: "):
            scaling.twin(graph, Scale(input=HALF))
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
    assert tried > 300


def test_searches_share_their_effort() -> None:
    effort = scaling.Effort(3_000)
    hopeless = graph_of("input: 5000x3\nlayers: [{reshape: 3x5000}, {conv: {filters: 3, kernel: 1}}]\n")
    easy = graph_of("input: 32x32x3\nlayers: [{conv: {filters: 3, kernel: 1}}]\n")
    for _ in range(3):
        assert scaling.twin_if_any(easy, Scale(input=HALF), effort)  # what fits at once costs nothing
        assert effort.left == 3_000
    for left in (0, -1):  # one size is tried in any case
        assert scaling.twin_if_any(hopeless, Scale(input=HALF), effort) is None
        assert effort.left == left
    assert scaling.twin_if_any(easy, Scale(input=HALF), effort)


def test_every_bundled_network_has_a_smaller_twin() -> None:
    without = []
    for network in networks():
        graph = load(network.name).analyze().graph
        made = scaling.twin_if_any(graph, Scale(HALF, HALF)) or scaling.twin_if_any(graph, Scale(channels=HALF))
        if made is None:
            without.append(network.name)
            continue
        for index in graph.outputs:
            before, after = graph.shape(index), made[0].shape(index)
            assert before is not None
            assert after is not None
            assert before.channels == after.channels or network.name.startswith("inception"), network.name
    assert without == ["lenet5-original"]
