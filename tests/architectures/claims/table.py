"""Claims about published tables: VGG's configurations, GoogLeNet's Table 1, the depths of ResNets."""

from __future__ import annotations

from typing import Any

from cnncalc.analysis.report import Report
from tests.architectures.claims.networks import bundled, conv, macs, network, output, params, row, sizes, weights
from tests.architectures.claims.vgg import built, configuration


def compute(claim: Any) -> Any:
    setup: dict[str, Any] = claim.setup
    if claim.id in SPECIAL:
        return SPECIAL[claim.id](setup)
    if claim.id.startswith("vgg-layers"):
        return _depth(setup)
    if claim.id.startswith("resnet"):
        return _residual(setup)
    return _module(claim)


def _depth(setup: dict[str, Any]) -> dict[str, int]:
    report = bundled(setup["network"])
    assert configuration(report) == setup["config"]
    found = {kind: sum(layer.kind == kind for layer in report.rows) for kind in ("conv", "fc")}
    return {**found, "total": report.totals.weight_layers}


def _columns(setup: dict[str, Any]) -> dict[str, Any]:
    """Table 1 as the files have it, and with the cells that the deck's text lost."""
    columns = {letter: bundled(f"VGG-{letter}") for letter in "ABCDE"}
    lost = {  # one convolution of blocks 3, 4 and 5; of block 3; of block 3
        "A": "64 M 128 M 256 M 512 M 512 M",
        "C": "64 64 M 128 128 M 256 256 M 512 512 512:1 M 512 512 512:1 M",
        "D": "64 64 M 128 128 M 256 256 M 512 512 512 M 512 512 512 M",
    }
    literally = {letter: built(config, [4096, 4096, 1000]) for letter, config in lost.items()}
    return {
        "correct": {letter: configuration(report) for letter, report in columns.items()},
        "weight_layers_read_literally": {letter: report.totals.weight_layers for letter, report in literally.items()},
        "correct_weight_layers": {letter: columns[letter].totals.weight_layers for letter in lost},
    }


def _residual(setup: dict[str, Any]) -> dict[str, Any]:
    """The first convolution, the convolutions of the units without their shortcuts, and the fc."""
    report = bundled(setup["network"])
    bodies = [layer.path for layer in report.rows if layer.kind == "conv" and layer.path.startswith("stage") and
              "/shortcut/" not in layer.path]  # fmt: skip
    stages = [{path.split("/")[1] for path in bodies if path.startswith(f"stage{stage}/")} for stage in (1, 2, 3, 4)]
    assert [len(units) for units in stages] == setup["blocks"]
    each = len(bodies) // sum(setup["blocks"])
    assert each * sum(setup["blocks"]) == len(bodies)
    count = f"1 + {each}*({'+'.join(map(str, setup['blocks']))}) + 1"
    return {"count": count, "layers": report.totals.weight_layers, "params": params(report)}


def _inception(setup: dict[str, Any]) -> Report:
    """The module of a row of Table 1, from the row's own filter counts."""

    def one(filters: int) -> Any:
        return {"conv": {"filters": filters, "kernel": 1}}

    pool = {"maxpool": {"kernel": 3, "stride": 1, "padding": 1}}
    branches = [
        [one(setup["n1x1"])],
        [one(setup["n3x3_reduce"]), {"conv": {"filters": setup["n3x3"], "kernel": 3, "padding": 1}}],
        [one(setup["n5x5_reduce"]), {"conv": {"filters": setup["n5x5"], "kernel": 5, "padding": 2}}],
        [pool, one(setup["pool_proj"])],
    ]
    return network(setup["input"], {"branches": branches, "merge": "concat"})


def _module(claim: Any) -> Any:
    """A row about an inception module: built from the row, and the same in the bundled network."""
    setup = claim.setup
    report = _inception(setup)
    member = bundled("GoogLeNet").member(setup["module"].replace(" (", "_").rstrip(")"))
    assert member is not None
    shape, cost = member
    assert (sizes(shape), cost.params, cost.macs) == (output(report), params(report), macs(report))
    if "column" not in setup:
        return output(report)
    if setup["column"] == "ops":
        return macs(report)
    both = (weights(report), params(report))
    return {
        "weights": weights(report),
        "biases": report.totals.cost.biases,
        "with_biases": params(report),
        "K1024": [round(count / 1024, 2) for count in both],
        "K1000": [round(count / 1000, 2) for count in both],
    }


def separable_conv1() -> Report:
    """What the authors' 2.7K and 34M fit: eight 7x7 filters a colour, then 64 of 1x1."""
    depthwise = {"conv": {"filters": 24, "kernel": 7, "stride": 2, "padding": 3, "groups": 3, "bias": False, "rounding": "floor"}}
    return network([224, 224, 3], depthwise, {"conv": {"filters": 64, "kernel": 1, "bias": False}})


def _conv1_params(setup: dict[str, Any]) -> dict[str, int]:
    found = row(bundled("GoogLeNet"), "conv1").cost
    alone = network([224, 224, setup["in_channels"]], conv(setup, padding=3), rounding="floor")
    assert (weights(alone), params(alone)) == (found.weights, found.params)
    return {
        "plain_weights": found.weights,
        "plain_with_biases": found.params,
        "depthwise_separable_multiplier_8": params(separable_conv1()),
    }


def _conv1_ops(setup: dict[str, Any]) -> dict[str, int]:
    found = row(bundled("GoogLeNet"), "conv1")
    assert sizes(found.output) == output(separable_conv1()) == setup["output"]
    return {"plain": found.cost.macs, "depthwise_separable_multiplier_8": macs(separable_conv1())}


def _conv2(setup: dict[str, Any]) -> Any:
    """The row stands for the reduction and the convolution."""
    report = bundled("GoogLeNet")
    reduction, found = row(report, "conv2_reduce"), row(report, "conv2")
    if "output" in setup:
        assert sizes(found.output) == setup["output"]
        return reduction.cost.macs + found.cost.macs
    counts = [sizes(reduction.input_shapes[0])[-1], sizes(reduction.output)[-1], sizes(found.output)[-1]]
    assert counts == [setup["in_channels"], setup["n3x3_reduce"], setup["n3x3"]]
    cost = reduction.cost.plus(found.cost)
    return {"weights": cost.weights, "with_biases": cost.params}


def _linear(setup: dict[str, Any]) -> Any:
    report = network([setup["inputs"]], {"fc": setup["outputs"]})
    found = row(bundled("GoogLeNet"), setup["layer"]).cost
    assert (found.params, found.macs) == (params(report), macs(report))
    return macs(report) if setup["column"] == "ops" else {"weights": weights(report), "with_biases": params(report)}


def _average(setup: dict[str, Any]) -> list[int]:
    found = row(bundled("GoogLeNet"), "pool5")
    assert sizes(found.input_shapes[0]) == setup["input"]
    return output(network(setup["input"], {"avgpool": {"kernel": setup["kernel"], "stride": setup["stride"]}}))


def _layers(setup: dict[str, Any]) -> int:
    """The longest path of the network is as deep as the column adds up to."""
    assert bundled("GoogLeNet").totals.weight_layers == sum(setup["depth_column"])
    return bundled("GoogLeNet").totals.weight_layers


def _shapes(setup: dict[str, Any]) -> list[str]:
    report = bundled("GoogLeNet")
    assert sizes(report.input) == setup["input"]
    modules = [f"inception_{name}" for name in ("3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b")]
    members = [report.member(name) for name in ("conv1", "conv2", *modules, "pool5", "linear")]
    found = ["x".join(map(str, sizes(member[0]))) for member in members if member]
    return [*found[:-1], f"1x1x{found[-1]}"]  # the table prints the scores as a volume


SPECIAL: dict[str, Any] = {
    "vgg-table-ocr": _columns,
    "googlenet-conv1-params": _conv1_params,
    "googlenet-conv1-ops": _conv1_ops,
    "googlenet-conv2-params": _conv2,
    "googlenet-conv2-ops": _conv2,
    "googlenet-linear-params": _linear,
    "googlenet-linear-ops": _linear,
    "googlenet-avgpool": _average,
    "googlenet-22-layers": _layers,
    "googlenet-shapes-004": _shapes,
}
