"""Claims about the parameters of layers."""

from __future__ import annotations

from typing import Any

from tests.architectures.claims.networks import bundled, conv, network, output, params, percent, row, said, volume, weights
from tests.architectures.claims.vgg import line


def compute(claim: Any) -> Any:
    setup: dict[str, Any] = claim.setup
    if claim.id in SPECIAL:
        return SPECIAL[claim.id](setup)
    if claim.id.startswith("conv-general"):
        return _in_general(setup)
    if claim.id.startswith("vgg16-params"):
        return _listed(setup)
    report = network(volume(setup), conv(setup))
    one = network(volume(setup), conv(setup, filters=1))
    if isinstance(claim.exact, int):
        return params(report)
    return {
        "total": params(report),
        "per_filter": params(one),
        "weights": weights(report),
        "biases": report.totals.cost.biases,
    }


def _listed(setup: dict[str, Any]) -> int:
    """A line of VGG-16's listing, "not counting biases"; what the claim says of the layer is so in the file."""
    found = line(setup["layer"])
    (before,) = found.input_shapes
    assert before is not None
    if "kernel" in setup:
        options = {**conv(setup)["conv"], "padding": 1}
        assert before.channels == setup["in_channels"]
        assert weights(network([*before.spatial, before.channels], {"conv": options})) == found.cost.weights
    elif "inputs" in setup:
        assert (before.elements, found.output and found.output.channels) == (setup["inputs"], setup["outputs"])
    return found.cost.weights


def _in_general(setup: dict[str, Any]) -> dict[str, int]:
    """(F*F*D)*K weights and K biases, in the example and elsewhere."""
    for kernel, depth, filters in [(1, 8, 4), (3, 64, 5), (7, 3, 96)]:
        report = network([9, 9, depth], {"conv": {"filters": filters, "kernel": kernel}})
        assert (weights(report), report.totals.cost.biases) == (kernel * kernel * depth * filters, filters)
    kernel, depth, filters = setup["example"].values()
    report = network([9, 9, depth], {"conv": {"filters": filters, "kernel": kernel}})
    return {"weights": weights(report), "biases": report.totals.cost.biases}


def _pool(setup: dict[str, Any]) -> dict[str, Any]:
    """A pool is given its kernel and its stride, refuses a number of filters, and learns nothing."""
    report = network([8, 8, 3], {"maxpool": {"kernel": 2, "stride": 2}})
    needed = {"kernel": "F", "stride": "S"}
    missing = [network([8, 8, 3], {"maxpool": {name: 2}}).findings for name in needed]
    assert all(len(findings) == 1 and findings[0].code == "S106" for findings in missing)
    assert network([8, 8, 3], {"maxpool": {"kernel": 2, "stride": 2, "filters": 3}}).findings
    return {"hyperparameters": list(needed.values()), "parameters": params(report)}


def _stack(setup: dict[str, Any]) -> dict[str, Any]:
    report = bundled("stack-5-3-3")
    convs = [found for found in report.rows if found.kind == "conv"]
    assert [list(found.facts.parameters["weight"]) for found in convs if found.facts] == setup["weights"]
    assert [found.cost.biases for found in convs] == setup["biases"]
    return {
        "per_layer_weights": [found.cost.weights for found in convs],
        "per_layer_with_bias": [found.cost.params for found in convs],
        "total": params(report),
    }


def _first(name: str, setup: dict[str, Any]) -> dict[str, int]:
    """AlexNet's conv1, of 96 filters or of 64."""
    found = row(bundled(name), "conv1").cost
    alone = network([227, 227, setup["in_channels"]], conv(setup, stride=4))
    assert (found.weights, found.params) == (weights(alone), params(alone))
    return {"weights": found.weights, "with_bias": found.params}


def _grid(setup: dict[str, Any]) -> dict[str, Any]:
    valid, padded = (network(setup["input"], conv(setup, padding=padding)) for padding in (0, 1))
    assert params(valid) == params(padded)
    return {"params": params(valid), "output_valid": output(valid)[:-1], "output_pad1": output(padded)[:-1]}


def _most(setup: dict[str, Any]) -> dict[str, Any]:
    report = bundled("VGG-16")
    dense = [found.cost.weights for found in report.rows if found.kind == "fc"]
    assert len(dense) == 3
    return {
        "fc": sum(dense),
        "share_percent": percent(sum(dense), weights(report)),
        "fc6_percent": percent(dense[0], weights(report)),
    }


def _three_by_three(setup: dict[str, Any]) -> dict[str, Any]:
    def three(channels: int, bias: bool = False) -> int:
        layer = {"conv": {"filters": channels, "kernel": 3, "bias": bias}}
        return params(network([9, 9, channels], layer, layer, layer))

    def one(channels: int, bias: bool = False) -> int:
        return params(network([9, 9, channels], {"conv": {"filters": channels, "kernel": 7, "bias": bias}}))

    tried = (1, 3, 64, 512)
    return {
        "three_3x3": said("27*C^2", all(three(c) == 27 * c * c for c in tried)),
        "one_7x7": said("49*C^2", all(one(c) == 49 * c * c for c in tried)),
        "saving_percent": percent(one(64) - three(64), one(64)),
        "at_C_64": {
            "three_3x3": three(64),
            "one_7x7": one(64),
            "three_3x3_with_bias": three(64, True),
            "one_7x7_with_bias": one(64, True),
        },
    }


def _dense(setup: dict[str, Any]) -> int:
    return params(network([setup["inputs"]], {"fc": {"outputs": setup["outputs"], "bias": setup["bias"]}}))


def _linear(setup: dict[str, Any]) -> int:
    """GoogLeNet has an fc layer."""
    (found,) = (found for found in bundled("GoogLeNet").rows if found.kind == "fc" and found.aux is None)
    assert found.path == setup["layer"]
    assert found.cost.params == _dense({**setup, "bias": True})
    return found.cost.params


SPECIAL: dict[str, Any] = {
    "pool-hyperparameters": _pool,
    "stack3-weights": _stack,
    "alexnet-64-filters": lambda setup: _first("alexnet-one-tower", setup),
    "alexnet-conv1-params": lambda setup: _first("alexnet", setup)["with_bias"],
    "conv1d-weights": lambda setup: params(network([10, setup["in_channels"]], conv(setup))),
    "fc-10x10": _dense,
    "conv2d-weights-10": _grid,
    "vgg16-most-params": _most,
    "three-3x3-params": _three_by_three,
    "googlenet-no-fc": _linear,
}
