"""Claims about whole networks."""

from __future__ import annotations

from typing import Any

from tests.architectures.claims.networks import bundled, macs, params, row, sizes, weights
from tests.architectures.claims.vgg import built, configuration


def compute(claim: Any) -> Any:
    setup: dict[str, Any] = claim.setup
    if claim.id.startswith("vgg-table2"):
        return _table_2(setup)
    if claim.id.startswith("googlenet-5M"):
        return _googlenet(setup)
    return SPECIAL[claim.id](setup)


def _table_2(setup: dict[str, Any]) -> dict[str, int]:
    """The bundled file, and the network that the column says, are one."""
    report, column = bundled(setup["network"]), built(setup["config"], setup["fc"])
    assert sizes(report.input) == setup["input"]
    assert configuration(report) == setup["config"]
    assert (params(report), weights(report), macs(report)) == (params(column), weights(column), macs(column))
    return {"weights_and_biases": params(report), "weights_only": weights(report), "macs": macs(report)}


def _alexnet(setup: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for label, name in (("groups_2", "alexnet-grouped"), ("groups_1", "alexnet")):
        report = bundled(name)
        assert sizes(report.input) == setup["input"]
        layers = {layer.path: layer.cost.params for layer in report.rows if layer.cost.params}
        found[label] = {"total": params(report), "per_layer": layers, "macs": macs(report)}
    return found


def _zfnet(setup: dict[str, Any]) -> dict[str, Any]:
    printed = bundled("zfnet-as-printed")
    for name, change in setup["changes"].items():
        if isinstance(change, int):
            assert sizes(row(printed, name).output)[-1] == change
    (fc6,) = row(printed, "fc6").input_shapes
    assert fc6 is not None
    layers = ("conv1", "pool1", "conv2", "pool2", "conv5", "pool3")
    return {
        "sizes": {name: sizes(row(printed, name).output)[0] for name in layers},
        "fc6_inputs": fc6.elements,
        "conv_params": sum(layer.cost.params for layer in printed.rows if layer.kind == "conv"),
        "total_if_only_these_changes": params(printed),
        "total_if_conv2_also_stride_2": params(bundled("zfnet")),
    }


def _biases(setup: dict[str, Any]) -> dict[str, int]:
    report = bundled(setup["network"])
    return {"weights": weights(report), "biases": report.totals.cost.biases, "with_biases": params(report)}


#: Kilobytes of 1024 in the parameter column of GoogLeNet's Table 1, as both decks print it.
COLUMN = {"conv1": 2.7, "conv2": 112, "3a": 159, "3b": 380, "4a": 364, "4b": 437, "4c": 463, "4d": 580, "4e": 840, "5a": 1072,
          "5b": 1388, "linear": 1000}  # fmt: skip


def _googlenet(setup: dict[str, Any]) -> dict[str, Any]:
    """The network's own totals; the sums of the printed column are the deck's and are added up here."""
    report = bundled("GoogLeNet")
    linear = row(report, "linear").cost.params
    return {
        "with_biases": params(report),
        "without_linear_layer": params(report) - linear,
        "sum_of_printed_column_K": sum(COLUMN.values()),
        "sum_of_printed_column_without_linear_K": sum(COLUMN.values()) - COLUMN["linear"],
    }


def _times(setup: dict[str, Any]) -> dict[str, float]:
    googlenet, ungrouped, grouped = (params(bundled(name)) for name in ("GoogLeNet", "alexnet", "alexnet-grouped"))
    linear = row(bundled("GoogLeNet"), "linear").cost.params
    return {
        "grouped_alexnet_over_googlenet": round(grouped / googlenet, 2),
        "ungrouped_over_googlenet": round(ungrouped / googlenet, 2),
        "grouped_over_googlenet_without_linear": round(grouped / (googlenet - linear), 2),
        "sixty_over_five": 60 / 5,  # the two rounded figures that the deck prints
    }


SPECIAL: dict[str, Any] = {
    "alexnet-60M": _alexnet,
    "zfnet-literal": _zfnet,
    "vgg-140M": lambda setup: params(bundled(setup["network"])),
    "vgg16-params-total": _biases,
    "googlenet-12x": _times,
    "resnet-variants": lambda setup: {name.removeprefix("ResNet-"): params(bundled(name)) for name in setup["networks"]},
}
