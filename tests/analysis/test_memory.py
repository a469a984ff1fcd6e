"""Memory against what autograd was measured to keep, and against a simulation of who lives how long."""

from __future__ import annotations

import json

import pytest

from cnncalc.api import load, loads
from tests.analysis.networks import ELEMENTWISE, VIEWS, Network, network
from tests.architectures.reference import FILES, TORCHVISION, report_of

MEASURED = {
    found["model"]: found for found in map(json.loads, (TORCHVISION / "kept-for-backward.jsonl").read_text("utf-8").splitlines())
}


def test_every_measured_model_is_compared() -> None:
    assert {f"torchvision/{model}" for model in MEASURED} <= set(FILES)
    assert len(MEASURED) == 10


@pytest.mark.parametrize("model", sorted(MEASURED))
@pytest.mark.parametrize(("batch", "measured"), [(1, "batch1_bn_eval"), (2, "batch2")])
def test_kept_for_backward_is_what_autograd_kept(model: str, batch: int, measured: str) -> None:
    assert report_of(f"torchvision/{model}", batch).totals.memory.kept == MEASURED[model][measured]["total"]


@pytest.mark.parametrize(("name", "one", "two"), [("alexnet", 6612876, 13225752), ("lenet5", 36432, 72864)])
def test_bundled_networks_keep_what_autograd_kept(name: str, one: int, two: int) -> None:
    """Measured in the same way on the same layers written in torch 2.13: lrn, tanh and average pools are in them."""
    assert load(name).analyze().totals.memory.kept == one
    assert load(name).analyze(batch=2).totals.memory.kept == two


@pytest.mark.parametrize("model", ["alexnet", "vgg16", "resnet18", "googlenet"])
def test_pool_indices_stay_int64_in_half_precision(model: str) -> None:
    """Half of the float32 bytes go, the indices stay."""
    floats, indices = (MEASURED[model]["batch1_bn_eval"]["by_dtype"][f"torch.{name}"] for name in ("float32", "int64"))
    report = load(f"torchvision/{model}").analyze(dtype="float16")
    assert report.totals.memory.kept == floats // 2 + indices


def test_vgg16_as_the_report_prints_it() -> None:
    memory = load("vgg16").analyze().totals.memory
    assert memory.kept == 73254912
    assert memory.inference_peak == 25690112
    assert memory.inference_peak_layer == "conv1_2"
    assert memory.activations == 60950432
    assert memory.weights == memory.gradients == 553430176
    assert memory.optimizer == 0
    assert memory.training == 553430176 * 2 + 73254912


def simulate(net: Network) -> int:
    """The peak in values: every array is an object, and whether it is still needed is looked up in all that follows."""
    array_of = {0: 0}  # output -> array
    values = {0: net.input_values}  # arrays that are alive
    peak = net.input_values

    def needed(array: int, after: int) -> bool:
        holders = {output for output, held in array_of.items() if held == array}
        read_later = {output for layer in net.layers[after:] for output in layer.reads}
        return bool(holders & (read_later | net.ends))

    for number, layer in enumerate(net.layers, 1):
        sources = [array_of[output] for output in layer.reads]
        if layer.kind in VIEWS:
            array_of[number] = sources[0]
        else:
            fitting = [array for array in sources if layer.kind in ELEMENTWISE and values[array] == layer.values]
            free = [array for array in fitting if not needed(array, number)]
            if free:
                array_of = {output: array for output, array in array_of.items() if array != free[0]}
                array_of[number] = free[0]
            else:
                array_of[number] = number
                values[number] = layer.values
                peak = max(peak, sum(values.values()))
        values = {array: size for array, size in values.items() if needed(array, number)}
    return peak


@pytest.mark.parametrize("first", range(0, 400, 100))
def test_inference_peak_is_the_simulations(first: int) -> None:
    different = []
    for seed in range(first, first + 100):
        net = network(seed)
        report = loads(net.text).analyze()
        assert report.findings == (), net.text
        outputs = [(row.path, row.output and row.output.elements) for row in report.rows]
        assert outputs == [(layer.name, layer.values) for layer in net.layers]
        if report.totals.memory.inference_peak != 4 * simulate(net):
            different.append((report.totals.memory.inference_peak // 4, simulate(net), net.text))
    assert not different, f"{len(different)}: {min(different, key=lambda found: len(found[2]))[2]}"


def test_peak_scales_with_batch_and_dtype() -> None:
    one = load("resnet50").analyze().totals.memory
    many = load("resnet50").analyze(batch=7, dtype="float64").totals.memory
    assert many.inference_peak == 14 * one.inference_peak
    assert many.inference_peak_layer == one.inference_peak_layer


def test_side_heads_do_not_count() -> None:
    """Auxiliary classifiers leave the network: at inference they do not run."""
    full = load("googlenet").analyze()
    text = full.text
    without = loads("\n".join(line for line in text.splitlines() if "aux: [" not in line and "aux1:" not in line
                              and "aux2:" not in line and "with_aux" not in line)).analyze()  # fmt: skip
    assert without.findings == ()
    assert len(without.rows) < len(full.rows)
    assert without.totals.memory == full.totals.memory
    assert without.totals.cost == full.totals.cost


def test_an_output_of_the_network_stays() -> None:
    """An array that leaves the network is neither written over nor given up, though a layer reads it last."""
    text = """
input: 4x4x1
layers:
  - conv: {filters: 3, kernel: 1}
  - branches:
      - []
      - - relu
        - conv: {filters: 2, kernel: 1}
        - conv: {filters: 4, kernel: 1}
    merge: none
"""
    # conv1's 48 values leave; relu makes another 48; the convolutions make 32 and 64.
    assert loads(text).analyze().totals.memory.inference_peak == 4 * (48 + 32 + 64)
