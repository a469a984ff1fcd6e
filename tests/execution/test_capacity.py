"""Whether a run fits into the memory: the need is never less than what runs take, and what is proposed fits."""

from __future__ import annotations

import re
import tracemalloc
from typing import Any

import pytest

from cnncalc import load, loads
from cnncalc.diagnostics import UsageError
from cnncalc.execution import capacity, machine, scaling
from cnncalc.execution.machine import Machine
from cnncalc.execution.network import Network
from cnncalc.execution.plan import plan
from cnncalc.graph import Graph
from cnncalc.layers import load as load_kind
from cnncalc.layers import names
from tests.execution.drawn import bundled, drawn, images
from tests.oracle import oracle_or_skip

oracle_or_skip("numpy")
oracle_or_skip("threadpoolctl")
oracle_or_skip("psutil")


class _Cpu:
    """A machine as far as `capacity` asks it."""

    exact, workers, device, block, places = True, 1, "cpu", 1 << 16, 1 << 10

    def __init__(self) -> None:
        import numpy

        self.xp, self.dtype = numpy, numpy.dtype("float32")


def fits(monkeypatch: pytest.MonkeyPatch, free: int, graph: Graph, batch: int = 1) -> None:
    monkeypatch.setattr(capacity, "available", lambda device: free)
    capacity.check(graph, _any(_Cpu()), batch, False, network="net")


def _any(value: Any) -> Any:
    return value


def test_the_need_is_that_of_the_lecture_s_vgg() -> None:
    need = capacity.estimate(load("vgg16").analyze().graph, _any(_Cpu()), 2, False)
    assert need.arrays == 2 * 2 * 224 * 224 * 64 * 4
    assert need.input == 2 * 2 * 224 * 224 * 3 * 4
    assert need.weights == (138_357_544 + 4096 * 7 * 7 * 512) * 4
    assert need.total == sum(need)


def test_a_tenth_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = load("vgg16").analyze().graph
    total = capacity.estimate(graph, _any(_Cpu()), 1, False).total
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


def test_a_refusal_tries_few_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no smaller input fits the network, all proposals together cost as much as one."""
    tried, refitted = 0, Graph.refitted

    def counted(*arguments: Any) -> Graph:
        nonlocal tried
        tried += 1
        return refitted(*arguments)

    monkeypatch.setattr(Graph, "refitted", counted)
    graph = loads("input: 8000x8000x3\nlayers: [{reshape: 4000x16000x3}, {conv: {filters: 3, kernel: 1}}]\n").analyze().graph
    with pytest.raises(UsageError):
        fits(monkeypatch, 1_000_000, graph)
    assert len(capacity.SCALES) < tried < 20_000


def test_a_refusal_lays_no_twin_out_that_is_too_large_anyhow(monkeypatch: pytest.MonkeyPatch) -> None:
    laid = []

    def counted(graph: Graph, *arguments: Any) -> Any:
        laid.append(graph)
        return plan(graph, *arguments)

    monkeypatch.setattr(capacity, "plan", counted)
    with pytest.raises(UsageError):
        fits(monkeypatch, 1000, load("vgg16").analyze().graph, 1024)
    assert len(laid) == 1


def text(*layers: str, input: str = "32x32x64") -> str:
    return f"input: {input}\nlayers:\n" + "".join(f"  - {layer}\n" for layer in layers)


NETWORKS = {
    "tiles": text("conv: {filters: 64, kernel: 3, padding: 1}", "conv: {filters: 256, kernel: 3, padding: 1}"),
    "tiles of a wide image": text("conv: {filters: 64, kernel: 3, padding: 1}", input="8x1024x32"),
    "windows": text("conv: {filters: 96, kernel: 5, padding: 2}", "conv: {filters: 8, kernel: 2, stride: 2}"),
    "windows of few places": text("conv: {filters: 64, kernel: 7, padding: 3}", input="14x14x256"),
    "windows of groups": text("conv: {filters: 64, kernel: 3, padding: 1, groups: 4}", "groupnorm: 4"),
    "windows of a volume": text("conv: {filters: 16, kernel: 3, padding: 1, padding_mode: reflect}", input="8x24x24x8"),
    "depthwise": text("conv: {filters: 64, kernel: 7, padding: 3, groups: depthwise, norm: layernorm, activation: gelu}"),
    "transposed": text("deconv: {filters: 32, kernel: 5, stride: 1}", "deconv: {filters: 8, kernel: 4, stride: 2, padding: 1}"),
    "transposed, rows that overlap": text("deconv: {filters: 256, kernel: 5, stride: 1}", input="8x64x8"),
    "pools": text("maxpool: {kernel: 3, stride: 1}", "avgpool: {kernel: 1, stride: 4, rounding: floor}", "globalavgpool"),
    "powers": text("lppool: 2", "lppool: {kernel: 3, stride: 1, padding: 1}", "lppool: {kernel: 16, stride: 1}"),
    "after a convolution": text("conv: {filters: 512, kernel: 1, activation: gelu}"),
    "in blocks": text("lrn", "layernorm", "gelu", "{name: a, silu}", "add: [input, a, a]"),
    "of views": text("permute: [width, height, channels]", "lrn"),
    "of views, the error function": text("permute: [width, height, channels]", "gelu"),
    "of views, a sum": text("{name: a, permute: [width, height, channels]}", "add: [a, a, a]"),
    "shared": text(
        "{name: a, conv: {filters: 64, kernel: 3, padding: 1}}",
        *["{conv: {filters: 64, kernel: 3, padding: 1}, share: a}"] * 5,
    ),
    "shared 1x1": text(
        "{name: a, conv: {filters: 512, kernel: 1}}", *["{conv: {filters: 512, kernel: 1}, share: a}"] * 5, input="4x4x512"
    ),
    "shared fc": text("{name: a, fc: 512}", *["{fc: 512, share: a}"] * 5, input="512"),
}


#: What kinds need to be told.
OPTIONS = {"dropout": "0.5", "droppath": "0.5", "shuffle": "4"}


def _works_place_by_place(kind: Any) -> bool:
    return kind.reach == "point" and not kind.view and not kind.merges


@pytest.fixture(params=["cpu", "gpu"])
def blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Blocks of the size of a device's, worked on by NumPy."""
    monkeypatch.setattr(machine, "_SIZES", {"cpu": machine._SIZES[request.param]})
    return str(request.param)


@pytest.mark.parametrize("name", NETWORKS)
def test_no_run_takes_more_than_its_need(name: str, blocks: str) -> None:
    graph = loads(NETWORKS[name]).analyze().graph
    for batch, workers, fold, dtype in ((1, 2, True, "float32"), (5, 3, True, "float32"), (3, 1, False, "float64")):
        check_run(graph, batch, workers if blocks == "cpu" else 1, fold, dtype)


def test_tiles_of_few_filters_are_each_worker_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then their number does not hang on the size of a block."""
    monkeypatch.setattr(machine, "_SIZES", {"cpu": (1 << 12, 1 << 10)})
    graph = loads(text("conv: {filters: 64, kernel: 3, padding: 1}", input="128x128x64")).analyze().graph
    check_run(graph, 2, 8, True, "float32")


@pytest.mark.parametrize("kind", [kind for kind in names() if _works_place_by_place(load_kind(kind))])
def test_every_kind_that_works_place_by_place_is_counted(kind: str, blocks: str) -> None:
    """Its own scratch memory alone: an input so large that what a network takes at any rate is little beside it."""
    written = f"{kind}: {OPTIONS[kind]}" if kind in OPTIONS else kind
    for layers in ([written], ["permute: [width, height, channels]", written]):
        graph = loads(text(*layers, input="64x64x64")).analyze().graph
        for dtype in ("float32", "float64"):
            check_run(graph, 2, 1, True, dtype)


@pytest.mark.parametrize("name", ["resnet18", "torchvision/mobilenet_v3_small", "torchvision/shufflenet_v2_x0_5"])
def test_no_run_of_a_bundled_network_takes_more_than_its_need(name: str, blocks: str) -> None:
    check_run(bundled(name, (128, 128)), 2, 2 if blocks == "cpu" else 1, True, "float32")


def check_run(graph: Graph, batch: int, workers: int, fold: bool, dtype: str) -> None:
    made = Machine("cpu", dtype, exact=not fold)
    made.workers = workers
    need = capacity.estimate(graph, made, batch, fold)
    tracemalloc.start()
    try:
        with made as on:
            network = Network(graph, on, drawn(graph, dtype), batch, fold=fold)
            network(images(graph, batch, dtype))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert network.weights_bytes <= need.weights
    assert on.scratch_bytes <= need.workspace
    assert peak <= need.total
