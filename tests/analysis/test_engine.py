"""The engine's sums: what scales, what is counted once, what is kept apart, and what stays unknown."""

from __future__ import annotations

from typing import Any

import pytest

from cnncalc.analysis.formulas import formulas
from cnncalc.analysis.report import Cost, Report
from cnncalc.api import load, loads
from cnncalc.render.as_json import report_to_dict
from cnncalc.tensor import DTYPE_BYTES
from tests.architectures.reference import NETWORKS


def short(name: str) -> str:
    return name.rpartition("/")[2]


def sound(text: str, **options: Any) -> Report:
    report = loads(text).analyze(**options)
    assert report.findings == ()
    return report


@pytest.mark.parametrize("name", NETWORKS, ids=short)
def test_rows_add_up_to_the_totals(name: str) -> None:
    """Every figure, with the side heads and without them, and every kind of operation."""
    report = load(name).analyze(batch=3)
    main = [row for row in report.rows if row.aux is None]
    for figure in Cost._fields:
        assert sum(getattr(row.cost, figure) for row in main) == getattr(report.totals.cost, figure), figure
        assert sum(getattr(row.cost, figure) for row in report.rows) == getattr(report.totals.with_aux, figure), figure
    kinds = {operation for row in main for operation in row.operations}
    assert report.totals.operations == {kind: sum(row.operations.get(kind, 0) for row in main) for kind in kinds}
    assert report.totals.operations["mac"] == report.totals.cost.macs
    assert report.totals.cost.params == report.totals.cost.weights + report.totals.cost.biases
    assert report.totals.activations == report.totals.input_activations + sum(row.cost.activations for row in main)


@pytest.mark.parametrize("name", ["vgg16", "googlenet", "resnet18"])
@pytest.mark.parametrize("batch", [2, 32])
def test_batch(name: str, batch: int) -> None:
    """Operations and memory grow with the batch; parameters do not."""
    one, many = load(name).analyze(), load(name).analyze(batch=batch)
    for alone, together in zip(one.rows, many.rows, strict=True):
        assert together.operations == {kind: batch * count for kind, count in alone.operations.items()}
        assert together.cost.macs == batch * alone.cost.macs
        assert together.cost.activations == batch * alone.cost.activations
        assert together.cost[:4] == alone.cost[:4]
        statistics = 8 * alone.output.channels if alone.kind == "batchnorm" and alone.output else 0
        assert together.cost.kept_bytes == batch * alone.cost.kept_bytes + statistics
    assert many.totals.input_activations == batch * one.totals.input_activations
    assert many.totals.memory.activations == batch * one.totals.memory.activations
    assert many.totals.memory.weights == one.totals.memory.weights
    assert many.totals.weight_layers == one.totals.weight_layers


@pytest.mark.parametrize("dtype", DTYPE_BYTES)
def test_dtype(dtype: str) -> None:
    """Bytes follow the dtype, counts do not."""
    size = {"float64": 8, "float32": 4, "float16": 2, "bfloat16": 2, "int8": 1}[dtype]
    report = load("vgg16").analyze(dtype=dtype)
    assert report.totals.memory.weights == size * 138357544
    assert report.totals.memory.activations == size * 15237608
    assert report.totals.memory.inference_peak == size * 6422528
    assert report.totals.cost._replace(kept_bytes=0) == load("vgg16").analyze().totals.cost._replace(kept_bytes=0)
    first = report_to_dict(report, formulas=False)["layers"][0]
    assert first["activation_bytes"] == size * first["activations"]


def test_without_biases() -> None:
    """Weights alone count, as parameters and as operations; norms keep their operations."""
    for name in ("googlenet", "resnet18"):
        counted, alone = load(name).analyze(), load(name).analyze(count_biases=False)
        assert alone.totals.cost.params == alone.totals.cost.weights == counted.totals.cost.weights
        assert alone.totals.cost.biases == 0
        assert alone.totals.cost.macs == counted.totals.cost.macs
        for row, full in zip(alone.rows, counted.rows, strict=True):
            if full.kind in ("conv", "fc"):
                assert row.operations == {"mac": full.cost.macs}
            else:
                assert row.operations == full.operations


def test_shared_weights_count_once_and_work_at_every_use() -> None:
    report = sound("""
input: 8x8x4
layers:
  - {name: first, conv: {filters: 4, kernel: 3, padding: 1}}
  - {name: again, conv: {filters: 4, kernel: 3, padding: 1}, share: first}
  - {name: larger, maxpool: 2}
  - {name: third, conv: {filters: 4, kernel: 3, padding: 1}, share: first}
""")
    costs = {row.path: row.cost for row in report.rows}
    assert [costs[name].params for name in ("first", "again", "third")] == [148, 0, 0]
    assert [costs[name].macs for name in ("first", "again", "third")] == [9216, 9216, 9216 // 4]
    assert report.totals.cost.params == 148
    assert report.totals.cost.macs == 9216 * 2 + 9216 // 4
    assert [row.shares for row in report.rows] == [None, "first", None, "first"]
    assert report.totals.weight_layers == 3
    assert report.totals.memory.weights == 4 * 148


def test_a_shared_block_counts_once() -> None:
    report = sound("""
input: 8x8x4
blocks:
  unit: {layers: [conv: {filters: 4, kernel: 3, padding: 1, norm: batchnorm}, relu]}
layers:
  - {name: a, unit: }
  - {name: b, unit: , share: a}
  - unit
""")
    shares = {row.path: row.shares for row in report.rows if row.kind in ("conv", "batchnorm")}
    assert [share for path, share in shares.items() if path.startswith("b/")] == ["a/conv1", "a/conv1/batchnorm"]
    assert report.totals.cost.params == 2 * (148 + 8)
    assert report.totals.cost.buffers == 2 * 8
    assert report.totals.cost.macs == 3 * 9216


AUX = """
input: 8x8x4
layers:
  - {name: stem, conv: {filters: 8, kernel: 3, padding: 1}}
  - name: side
    aux:
      - fc: 10
      - fc: 10
      - softmax
  - globalavgpool
  - fc: 5
"""


def test_side_heads_are_apart() -> None:
    report = sound(AUX)
    head = [row for row in report.rows if row.aux is not None]
    assert [row.path for row in head] == ["side/fc1", "side/fc2", "side/softmax1"]
    assert {row.aux for row in head} == {"side"}
    plain = sound(AUX.replace("  - name: side\n    aux:\n      - fc: 10\n      - fc: 10\n      - softmax\n", ""))
    assert report.totals.cost == plain.totals.cost
    assert report.totals.operations == plain.totals.operations
    assert report.totals.memory == plain.totals.memory
    assert report.totals.weight_layers == plain.totals.weight_layers == 2  # the head is deeper, 3
    assert report.totals.with_aux.params - report.totals.cost.params == 5130 + 110
    assert report.totals.with_aux.macs - report.totals.cost.macs == 5120 + 100
    totals = report_to_dict(report)["totals"]
    assert totals["params_with_aux"] == report.totals.with_aux.params
    assert totals["macs_with_aux"] == report.totals.with_aux.macs


def test_depth_is_the_longest_path() -> None:
    report = sound("""
input: 8x8x4
blocks:
  unit: {layers: [conv: {filters: 4, kernel: 1}]}
layers:
  - branches:
      short: [unit]
      long: [unit, batchnorm, unit, relu, unit]
      none: []
    merge: add
  - fc: 2
""")
    assert report.totals.weight_layers == 4


FAULTY = """
input: 7x7x3
layers:
  - {name: good, conv: {filters: 4, kernel: 3, padding: 1}}
  - {name: bad, conv: {filters: 4, kernel: 3, stride: 3}}
  - {name: behind, relu: }
  - {name: apart, conv: {filters: 2, kernel: 1}, from: good}
  - {name: both, concat: [behind, apart]}
  - {name: last, fc: 10}
"""


def test_what_hangs_on_a_failed_layer_is_unknown() -> None:
    report = loads(FAULTY).analyze(strict=False)
    assert [(finding.code, finding.layer) for finding in report.findings] == [("H302", "bad")]
    assert {row.path: (row.error, row.unknown) for row in report.rows} == {
        "good": (None, False), "bad": ("H302", False), "behind": (None, True), "apart": (None, False),
        "both": (None, True), "last": (None, True),
    }  # fmt: skip
    assert not report.complete
    assert [row.path for row in report.rows if row.output] == ["good", "apart"]


def test_unknown_figures_are_null() -> None:
    found = report_to_dict(loads(FAULTY).analyze(strict=False))
    layers = {layer["path"]: layer for layer in found["layers"]}
    figures = {"output_shape", "parameters", "params", "weights", "biases", "buffers", "macs", "ops", "activations",
               "activation_bytes", "kept_bytes", "receptive_field", "unread"}  # fmt: skip
    for path in ("bad", "behind", "both", "last"):
        assert {name for name in figures if layers[path][name] is None} == figures
    assert layers["bad"]["error"] == "H302"
    assert layers["behind"]["unknown"] is True
    assert layers["bad"]["input_shapes"] == [[4, 7, 7]]
    assert layers["behind"]["input_shapes"] == [None]
    assert layers["good"]["params"] == 112
    totals = found["totals"]
    memory = totals.pop("memory")
    assert set(totals.values()) == {None} == set(memory.values())


def test_integers_are_exact_beyond_64_bits() -> None:
    size = 2**31 - 1
    report = sound(f"input: {size}\nlayers: [fc: {size}, fc: {size}]\n", batch=size)
    assert report.totals.cost.params == 2 * (size * size + size) > 2**32
    assert report.totals.cost.macs == 2 * size**3 > 2**64
    assert report.totals.memory.weights == 8 * (size * size + size) > 2**64
    assert report_to_dict(report)["totals"]["flops"] == 4 * size**3
    wide = sound(f"input: {size}x{size}x{size}\nlayers: [conv: {{filters: {size}, kernel: 1}}]\n")
    assert wide.rows[0].cost.macs == size**4 > 2**64
    assert formulas(wide.rows[0].facts).macs.value == size**4  # type: ignore[arg-type]  # the row is known


def test_vgg16_is_the_report_that_was_promised() -> None:
    """Every figure of the example in the description of the JSON report."""
    found = report_to_dict(load("vgg16").analyze())
    first, totals = found["layers"][0], found["totals"]
    assert {key: first[key] for key in ("params", "weights", "biases", "buffers", "macs")} == {
        "params": 1792, "weights": 1728, "biases": 64, "buffers": 0, "macs": 86704128,
    }  # fmt: skip
    assert first["ops"] == {"mac": 86704128, "add": 3211264}
    assert {key: first[key] for key in ("activations", "activation_bytes", "kept_bytes", "unread")} == {
        "activations": 3211264, "activation_bytes": 12845056, "kept_bytes": 602112, "unread": [0, 0],
    }  # fmt: skip
    assert first["parameters"] == {"weight": [64, 3, 3, 3], "bias": [64]}
    assert first["inputs"] == ["input"]
    assert first["input_shapes"] == [[3, 224, 224]]
    assert first["output_shape"] == [64, 224, 224]
    assert first["receptive_field"] == {
        "size": [3, 3], "stride": [1, 1], "padding": [1, 1], "first_centre": [0, 0], "global": False,
    }  # fmt: skip
    memory = totals.pop("memory")
    assert totals.pop("ops")["mac"] == 15470264320
    assert totals == {
        "params": 138357544, "weights": 138344128, "biases": 13416, "buffers": 0, "params_with_aux": 138357544,
        "weight_layers": 16, "macs": 15470264320, "flops": 30940528640, "macs_with_aux": 15470264320,
        "input_activations": 150528, "activations": 15237608,
    }  # fmt: skip
    assert memory.pop("training_bytes") == 553430176 * 2 + 73254912
    assert memory == {
        "weights_bytes": 553430176, "activations_bytes": 60950432, "inference_peak_bytes": 25690112,
        "inference_peak_layer": "conv1_2", "kept_bytes": 73254912, "gradients_bytes": 553430176, "optimizer_bytes": 0,
    }  # fmt: skip


def test_without_biases_other_additions_stay() -> None:
    """A trainable subsampling adds up its windows whether or not its biases are counted."""
    text = "input: 8x8x4\nlayers: [{subsample: 2}, {conv: {filters: 1, kernel: 1}}]"
    with_biases, without = (loads(text).analyze(count_biases=counted).rows for counted in (True, False))
    assert with_biases[0].operations == {"add": 4 * 16 * 4, "mul": 64}
    assert without[0].operations == {"add": 3 * 16 * 4, "mul": 64}
    assert without[1].operations == {"mac": 64}
