"""Reduced twins, and whether a run fits into the memory."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest

from cnncalc import load, loads
from cnncalc.catalogue import networks
from cnncalc.diagnostics import UsageError
from cnncalc.execution import capacity, scaling
from cnncalc.execution.scaling import Scale
from cnncalc.graph import Graph
from tests.oracle import oracle_or_skip

oracle_or_skip("numpy")
oracle_or_skip("threadpoolctl")
oracle_or_skip("psutil")

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
    twin, _ = scaling.twin(graph_of(text), Scale(channels=HALF))
    assert outputs(twin) == ["8x8x4", "8x8x4"]  # b's channels leave the network, and a has b's weights
    with pytest.raises(UsageError, match="`b` shares the weights of `a`, which would have another shape"):
        scaling.twin(graph_of(text + "  - {conv: {filters: 2, kernel: 1}}\n"), Scale(channels=HALF))


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
    with pytest.raises(UsageError, match="reduces nothing, the input is 12"):
        scaling.twin(vector, Scale(input=HALF))


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


class _Cpu:
    """A machine as far as `capacity` asks it."""

    exact, workers, device = True, 1, "cpu"

    def __init__(self) -> None:
        import numpy

        self.xp, self.dtype = numpy, numpy.dtype("float32")


def fits(monkeypatch: pytest.MonkeyPatch, free: int, graph: Graph, batch: int = 1) -> None:
    monkeypatch.setattr(capacity, "available", lambda device: free)
    capacity.check(graph, _any(_Cpu()), batch, False, network="net")


def _any(value: Any) -> Any:
    return value


def test_the_need_is_that_of_the_lecture_s_vgg() -> None:
    need = capacity.need(load("vgg16").analyze().graph, _any(_Cpu()), 2, False)
    assert need.arrays == 2 * 2 * 224 * 224 * 64 * 4
    assert need.input == 2 * 2 * 224 * 224 * 3 * 4
    assert need.weights == (138_357_544 + 4096 * 7 * 7 * 512) * 4
    assert need.total == sum(need)


def test_a_tenth_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = load("vgg16").analyze().graph
    total = capacity.need(graph, _any(_Cpu()), 1, False).total
    fits(monkeypatch, total * 10 // 9 + 10, graph)
    with pytest.raises(UsageError, match=r"net needs [\d.]+ .B \(weights 964.47 MB, arrays 25.69 MB, "):
        fits(monkeypatch, total * 10 // 9 - 10, graph)


def test_what_is_proposed_fits_and_is_the_most_that_does(monkeypatch: pytest.MonkeyPatch) -> None:
    graph, free = load("vgg16").analyze().graph, 1_200_000_000
    with pytest.raises(UsageError) as caught:
        fits(monkeypatch, free, graph, 64)
    assert "net with a batch of 64 needs 2.72 GB" in caught.value.message
    fewer, smaller = caught.value.help
    images = int(re.findall(r"--batch (\d+) fits", fewer)[0])
    fits(monkeypatch, free, graph, images)
    with pytest.raises(UsageError):
        fits(monkeypatch, free, graph, 2 * images)
    written = re.findall(r"--scale (\S+) fits: [\d.]+ MB, a reduced twin \(channels x \S+, input \S+ of 224x224x3\)", smaller)[0]
    fits(monkeypatch, free, scaling.twin(graph, scaling.parse(written))[0], 64)


def test_nothing_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError) as caught:
        fits(monkeypatch, 1000, load("vgg16").analyze().graph)
    assert caught.value.help == ("no reduced twin fits either",)
