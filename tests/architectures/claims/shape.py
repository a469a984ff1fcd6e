"""Claims about output sizes."""

from __future__ import annotations

from typing import Any

from tests.architectures.claims.networks import bundled, conv, network, output, params, row, sizes, volume, weights


def compute(claim: Any) -> Any:
    setup: dict[str, Any] = claim.setup
    if claim.id in SPECIAL:
        return SPECIAL[claim.id](setup)
    if claim.id.startswith("fc-3072"):
        return _stretched(setup)
    if claim.id.startswith("lenet5"):
        return _lenet(setup)
    if claim.id.startswith("inception"):
        return _joined(setup)
    if setup.get("network") == "AlexNet":
        return _listed(setup)
    if "layers" in setup:
        return _stack(setup)
    return _written(setup, output(network(volume(setup), conv(setup))))


def _written(setup: dict[str, Any], found: list[int]) -> list[int]:
    """As `setup` writes its input: channels first, or without channels."""
    if "CHW" in setup.get("layout", ""):
        return [found[-1], *found[:-1]]
    return found if len(setup["input"]) == 3 else found[:-1]


def _listed(setup: dict[str, Any]) -> list[int]:
    """A line of AlexNet's listing; what the claim says of the layer is so in the file."""
    report = bundled("AlexNet")
    if setup["layer"] == "input":
        return sizes(report.input)
    found = row(report, setup["layer"])
    (before,) = found.input_shapes
    assert before is not None
    if "inputs" in setup:
        assert before.elements == setup["inputs"]
    else:
        assert sizes(before) == setup["input"]
    if "filters" in setup:
        assert output(network(setup["input"], conv(setup))) == sizes(found.output)
    elif "kernel" in setup:
        window = {name: setup[name] for name in ("kernel", "stride", "padding")}
        assert output(network(setup["input"], {"maxpool": window})) == sizes(found.output)
    return sizes(found.output)


def _stack(setup: dict[str, Any]) -> list[Any]:
    """Every size on the way: of one axis where the layers have one filter, else of whole batches."""
    common: dict[str, Any] = {name: setup[name] for name in ("stride", "padding") if name in setup}
    entries = [conv({"kernel": layer["conv"], **common, **layer}) for layer in setup["layers"]]
    if "filters" not in setup["layers"][0]:
        report = network(setup["input"], *entries)
        return [setup["input"][0], *(sizes(found.output)[0] for found in report.rows)]
    return [["N", *_channels_first(report)] for report in _of_any_batch(setup, entries)]


def _of_any_batch(setup: dict[str, Any], entries: list[Any]) -> list[Any]:
    """The stack grown layer by layer; the batch scales memory and nothing else."""
    grown = []
    for depth in range(1, len(entries) + 1):
        one, many = (network(volume(setup), *entries[:depth], batch=batch) for batch in (1, 7))
        assert many.totals.cost.activations == 7 * one.totals.cost.activations
        assert (many.totals.cost.params, many.rows[-1].output) == (one.totals.cost.params, one.rows[-1].output)
        grown.append(one)
    return grown


def _channels_first(report: Any) -> list[int]:
    height, width, channels = output(report)
    return [channels, height, width]


def _stretched(setup: dict[str, Any]) -> dict[str, Any]:
    report = network(setup["input"], *setup["layers"])
    flat, scores = report.rows
    assert scores.facts is not None
    return {
        "flat": sizes(flat.output)[0],
        "output": sizes(scores.output),
        "weight_shape": list(scores.facts.parameters["weight"]),
        "weights": weights(report),
        "params_with_bias": params(report),
    }


def _lenet(setup: dict[str, Any]) -> dict[str, Any]:
    report = bundled("LeNet-5")
    assert sizes(report.input) == setup["input"]
    volumes = [found for found in report.rows if found.output and found.output.spatial and found.kind != "tanh"]
    for found in volumes:
        assert found.facts is not None
        expected = setup["conv" if found.kind == "conv" else "pool"]
        assert all(getattr(axis, word) == expected[word] for axis in found.facts.axes for word in ("kernel", "stride"))
    return {
        "sizes": [setup["input"][0], *(sizes(found.output)[0] for found in volumes)],
        "params_all_connected": params(report),
        "per_layer": [found.cost.params for found in report.rows if found.cost.params],
    }


def _joined(setup: dict[str, Any]) -> list[int]:
    report = bundled(setup["module"])
    assert sizes(report.input) == setup["input"]
    ends = [report.rows[-1].inputs[i] for i in range(4)]
    depths = [sizes(row(report, end).output)[-1] for end in ends]
    assert depths == [int(str(branch).removeprefix("pool ")) for branch in setup["branches"]]
    return output(report)


def _of_any_depth(setup: dict[str, Any]) -> list[Any]:
    """`K`: as deep as there are filters, whatever their number."""
    found = {filters: output(network(volume(setup), conv(setup, filters=filters))) for filters in (1, 3, 6, 10)}
    assert all(volume[-1] == filters for filters, volume in found.items())
    return [*found[1][:-1], "K"]


def _slip(setup: dict[str, Any]) -> dict[str, int]:
    (axis, _) = _axes(network(setup["input"], conv(setup)))
    return {"N": axis.size, "F": axis.kernel}


def _padded(setup: dict[str, Any]) -> dict[str, int]:
    """What a kernel of 1 sees of the padded input."""
    report = network(setup["input"], conv(setup, kernel=1))
    (axis, _) = _axes(report)
    return {"padded": output(report)[0], "added_per_side": axis.before, "added_total": axis.before + axis.after}


def _axes(report: Any) -> Any:
    (found,) = report.rows
    return found.facts.axes


def _two_layers(setup: dict[str, Any]) -> dict[str, Any]:
    report = bundled("two-layer")
    first, second = (found for found in report.rows if found.kind == "fc")
    assert first.facts is not None
    assert second.facts is not None
    assert [*sizes(report.input), *sizes(first.output), *sizes(second.output)] == setup["layers"]
    return {
        "W1": list(first.facts.parameters["weight"]),
        "W2": list(second.facts.parameters["weight"]),
        "weights": weights(report),
        "params_with_bias": params(report),
    }


def _filter(setup: dict[str, Any]) -> dict[str, Any]:
    """One filter covers the full depth: its weights are one dot product."""
    report = network(setup["input"], conv(setup))
    (found,) = report.rows
    assert found.facts is not None
    (_, depth, height, width) = found.facts.parameters["weight"]
    return {"weight_shape": [height, width, depth], "dot_length": weights(report), "params_per_filter": params(report)}


def _batch(setup: dict[str, Any]) -> list[int]:
    (batch, *_) = setup["input"]
    report = network(volume(setup), conv(setup), batch=batch)
    found = _channels_first(report)
    assert report.totals.cost.activations == batch * found[0] * found[1] * found[2]
    return [report.batch, *found]


def _in_general(setup: dict[str, Any]) -> dict[str, Any]:
    """The symbols stand for every number: tried on a few."""
    for channels, filters, height, width in [(3, 6, 5, 5), (7, 4, 3, 1), (1, 9, 2, 4)]:
        report = network([9, 8, channels], {"conv": {"filters": filters, "kernel": [height, width]}})
        assert weights(report) == filters * channels * height * width
        assert report.totals.cost.biases == filters
        assert output(report) == [9 - height + 1, 8 - width + 1, filters]
    return {"weights": "C_out*C_in*K_w*K_h", "biases": "C_out", "output": ["N", setup["filters"], "H'", "W'"]}


def _two_readings(setup: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for reading in ("reading_1", "reading_2"):
        input, filters = setup[reading].removeprefix("input ").removesuffix(" filters").split(", ")
        report = network(map(int, input.split("x")), conv(setup, filters=int(filters)))
        found[reading] = {"output": output(report), "params": params(report)}
    return found


def _pooled(setup: dict[str, Any]) -> list[int]:
    report = network(setup["input"], {"maxpool": {name: setup[name] for name in ("kernel", "stride", "padding")}})
    assert params(report) == 0
    return output(report)


SPECIAL: dict[str, Any] = {
    "out-depth-is-filters": _of_any_depth,
    "slip-F-is-32": _slip,
    "slip-four-on-each-side": _padded,
    "mlp-3072-100-10": _two_layers,
    "flatten-2x2": lambda setup: output(network([*setup["input"], 1], "flatten")),
    "pool-224": _pooled,
    "filter-3x3x3": _filter,
    "batch-2": _batch,
    "general-nchw": _in_general,
    "rgb-5x5x3": lambda setup: {"values": output(network(setup["input"], "flatten"))[0]},
    "stride-figure-004": lambda setup: [
        output(network(volume(setup), conv(setup, stride=stride)))[:-1] for stride in setup["strides"]
    ],
    "formula-004": lambda setup: output(network([setup["input"]] * 2 + [1], conv(setup)))[0],
    "zfnet-conv1-stride": lambda setup: {"conv1": output(network(setup["input"], conv(setup["conv1"])))},
    "inception-1x1-figure": _two_readings,
}
