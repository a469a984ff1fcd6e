"""Claims about memory."""

from __future__ import annotations

from math import prod
from typing import Any

from cnncalc.analysis.report import Row
from cnncalc.tensor import DTYPE_BYTES
from tests.architectures.claims.networks import bundled, network, percent, sizes
from tests.architectures.claims.vgg import labelled, line


def compute(claim: Any) -> Any:
    setup: dict[str, Any] = claim.setup
    if claim.id.startswith("jacobian"):
        return _jacobian(setup)
    if claim.id in SPECIAL:
        return SPECIAL[claim.id](setup)
    return _listed(setup)


def _listed(setup: dict[str, Any]) -> int:
    """A line of the listing."""
    report = bundled(setup["network"])
    if setup["layer"] == "input":
        assert sizes(report.input) == setup["output"]
        return report.totals.input_activations
    found = line(setup["layer"])
    assert sizes(found.output) == (setup["output"] if found.kind != "fc" else setup["output"][-1:])
    return found.cost.activations


def _jacobian(setup: dict[str, Any]) -> dict[str, Any]:
    """A derivative of every output by every input, or by every weight, of y = x w with a batch of N."""
    n, bytes_per_element = setup["N"], setup["bytes_per_element"]
    report = network([setup["D"]], {"fc": {"outputs": setup["M"], "bias": False}}, batch=n)
    assert report.findings == ()
    assert bytes_per_element == DTYPE_BYTES[report.dtype]
    outputs, inputs, learned = report.totals.cost.activations, report.totals.input_activations, report.totals.cost.weights
    rows = inputs if setup["jacobian"] == "dy/dx" else learned
    size = rows * outputs * bytes_per_element
    found = {"rows": rows, "cols": outputs, "elements": rows * outputs, "bytes": size, "GiB": size / 2**30}
    if setup["jacobian"] == "dy/dx":
        return {**found, "GB_decimal": round(size / 10**9, 2)}
    return {**found, "TiB": size / 2**40}


def _bytes(floats: int) -> dict[str, Any]:
    size = floats * DTYPE_BYTES["float32"]
    return {"floats": floats, "MB": round(size / 10**6, 2), "MiB": round(size / 2**20, 2)}


def _padded(row: Row) -> int:
    """The input of a convolution with its padding."""
    assert row.facts is not None
    (before,) = row.input_shapes
    assert before is not None
    return before.channels * prod(axis.size + axis.before + axis.after for axis in row.facts.axes)


#: The 22 lines as the slide rounds them.
PRINTED = "150K 3.2M 3.2M 800K 1.6M 1.6M 400K 800K 800K 800K 200K 400K 400K 400K 100K 100K 100K 100K 25K 4096 4096 1000"


def _total(setup: dict[str, Any]) -> dict[str, Any]:
    """Nine ways to count, only one of which gives both of the slide's figures."""
    report = bundled(setup["network"])
    lines, rows = report.totals.activations, labelled().values()
    convs = [row for row in rows if row.kind == "conv"]
    conv_inputs = sum(row.input_shapes[0].elements for row in convs if row.input_shapes[0])
    conv_outputs = sum(row.cost.activations for row in convs)
    pools = sum(row.cost.activations for row in rows if row.kind == "maxpool")
    units = {"K": 1000, "M": 1000000}
    printed = [float(word.rstrip("KM")) * units.get(word[-1], 1) for word in PRINTED.split()]
    assert len(printed) == len(rows) + 1
    return {
        "sum_of_the_printed_lines_exact": _bytes(lines),
        "sum_of_the_rounded_figures": _bytes(round(sum(printed))),
        "without_input": _bytes(report.totals.cost.activations),
        "conv_outputs_only": _bytes(conv_outputs),
        "conv_and_pool_outputs": _bytes(conv_outputs + pools),
        "with_separate_relu_copies_of_convs": _bytes(lines + conv_outputs),
        "every_layer_input_and_output": _bytes(
            sum(row.cost.activations + (row.input_shapes[0].elements if row.input_shapes[0] else 0) for row in rows)
        ),
        "lines_plus_one_copy_of_each_conv_input": _bytes(lines + conv_inputs),
        "lines_plus_one_padded_copy_of_each_conv_input": _bytes(lines + sum(map(_padded, convs))),
    }


def _backward(setup: dict[str, Any]) -> dict[str, Any]:
    """One gradient an activation."""
    return _bytes(2 * bundled(setup["network"]).totals.activations)


def _most(setup: dict[str, Any]) -> dict[str, Any]:
    report = bundled(setup["network"])
    convs = [row.cost.activations for row in report.rows if row.kind == "conv"]
    return {
        "first_two_convs": sum(convs[:2]),
        "share_percent": percent(sum(convs[:2]), report.totals.activations),
        "blocks_1_2_percent": percent(sum(convs[:4]), report.totals.activations),
    }


SPECIAL: dict[str, Any] = {"vgg16-mem-total": _total, "vgg16-mem-bwd": _backward, "vgg16-most-memory": _most}
