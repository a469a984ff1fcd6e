"""The values that the lectures calculate, each from its `setup`: first what forms of setup mean, then that all hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from cnncalc.homework.exact import read
from cnncalc.homework.exact.filters import kernel_sums
from cnncalc.homework.exact.listing import parse
from tests.homework.exact.grids import filled, grid

CLAIMS = yaml.safe_load((Path(__file__).parents[2] / "data" / "lectures" / "values.yaml").read_text("utf-8"))
#: Form of a setup, by its keys -> why nothing can be computed of it.
NOTHING_TO_COMPUTE = {
    ("content",): "pixels of a picture, printed as they are",
    ("grid",): "the number of photocells of a machine of 1957",
}


def _sliding(setup: dict[str, Any]) -> Any:
    given: dict[str, Any] = {key: setup[key] for key in ("input", "filter", "bias", "padding", "then") if key in setup}
    stride = re.match(r"\d+", str(setup.get("stride", 1)))
    assert stride is not None
    found = read({"op": setup.get("operation", "correlation"), "stride": int(stride[0]), **given})
    strides = (1, 2) if isinstance(setup.get("stride"), str) else ()
    return {
        "": found.output[0] if found.shape == (1,) else found.output,  # type: ignore[index]  # a list
        "conv": found.output,
        "relu": found.with_(then="relu").output,
        **{f"stride_{n}": found.with_(stride=n).output for n in strides},
    }


def _one_window(setup: dict[str, Any]) -> Any:
    output: Any = read({"op": "correlation", "input": setup["window"], "filter": setup["filter"]}).output
    while isinstance(output, tuple):
        (output,) = output
    return {"": output}


def _pool(setup: dict[str, Any]) -> Any:
    input = setup["input"]
    if isinstance(input, str):
        input = parse("input", input[input.index("[[") :])
    return {"": read({"op": "maxpool", "input": input, "kernel": setup["kernel"], "stride": setup["stride"]}).output}


def _coverage(setup: dict[str, Any]) -> Any:
    """How many windows read a cell: the gradient of their sum, with a filter of ones."""

    def counts(padding: int) -> Any:
        ones = read(
            {"op": "correlation", "input": filled(tuple(setup["input"]), 0), "filter": filled((setup["kernel"],) * 2, 1),
             "stride": setup["stride"], "padding": padding}
        )  # fmt: skip
        return ones.with_(upstream=filled(ones.shape, 1)).gradients()["input"]

    found, middle = counts(setup["padding"]), setup["input"][0] // 2
    return {
        "windows_per_column": tuple(cell for cell in found[0]), "corner": found[0][0], "edge_middle": found[0][middle],
        "centre": found[middle][middle], "corner_with_padding_1": counts(1)[0][0],
    }  # fmt: skip


def _products(setup: dict[str, Any]) -> Any:
    ones = filled((setup["in_channels"], setup["kernel"], setup["kernel"]), 1)
    found = read({"op": "correlation", "input": ones, "filter": ones, "bias": 1})
    (length,) = read({"op": "correlation", "input": ones, "filter": ones}).output[0]  # type: ignore[index, misc]  # one cell
    return {"dot_length": length, "params_per_filter": found.output[0][0], "as_row_vector": (1, length)}  # type: ignore[index]


def _kernel_sum(kernel: Any, scale: Any = 1) -> Any:
    return kernel_sums(read({"op": "correlation", "input": kernel, "filter": kernel, "scale": scale}))[0]


def _kernel(setup: dict[str, Any]) -> Any:
    gauss = read({"op": "matmul", "input": [["1/4"], ["2/4"], ["1/4"]], "weight": [["1/4", "2/4", "1/4"]]}).output
    scaled = read({"op": "fc", "input": [setup.get("scale", 1)], "weight": [[cell] for line in setup["kernel"] for cell in line]})
    separable = tuple(cell for line in gauss for cell in line) == scaled.output  # type: ignore[union-attr]
    return {"sum": _kernel_sum(setup["kernel"], setup.get("scale", 1)), "separable": separable}


def _kernels(setup: dict[str, Any]) -> Any:
    sums = []
    for text in setup["kernels"]:
        value, *centre = re.findall(r"\d+/\d+|\d+\.\d+|(?<=, )\d+", text)
        kernel = filled((3, 3), value)
        kernel[1][1] = centre[0] if "centre" in text else value
        sums.append(_kernel_sum(kernel))
    return {"sums": tuple(sums)}


def _relu(setup: dict[str, Any]) -> Any:
    found = read({"op": "relu", "input": setup.get("x", setup.get("input")), "upstream": setup.get("dL_dz")})
    return {"": found.gradients()["input"] if "dL_dz" in setup else found.output if len(setup) > 1 else found.jacobian()}


def _matmul(setup: dict[str, Any]) -> Any:
    """What is not given is not read: any matrix of its shape does."""
    above: Any = setup.get("dL_dy")
    rows, columns = len(setup.get("x", above)), len(setup.get("w", above)[0])
    inner = len(setup["w"]) if "w" in setup else len(setup["x"][0])
    x, w = setup.get("x", filled((rows, inner), 0)), setup.get("w", filled((inner, columns), 0))
    found = read({"op": "matmul", "x": x, "w": w, "upstream": above})
    return {"": found.output if above is None else found.gradients()["weight" if "x" in setup else "input"]}


def _residual(setup: dict[str, Any]) -> Any:
    x = [[1, -2], [3, "1/2"]]
    branch = read({"op": "correlation", "input": x, "filter": filled((3, 3), 0), "padding": 1})
    found = read({"op": "add", "input": branch.output, "skip": x})
    return {
        "H_of_x_minus_x_when_weights_0": int(found.output != grid(x)),
        "extra_params_of_identity_shortcut": len(found.given) - 2,
    }


#: Form of a setup: the keys of which it has at least one of each -> what it means. The first that fits.
FORMS: list[tuple[set[str], Callable[[dict[str, Any]], Any]]] = [
    ({"in_channels"}, _products),
    ({"block"}, _residual),
    ({"kernels"}, _kernels),
    ({"window"}, _one_window),
    ({"input", "filter"}, _sliding),
    ({"layer", "kernel"}, _pool),
    ({"layer"}, _relu),
    ({"function"}, _relu),
    ({"input", "kernel"}, _coverage),
    ({"kernel"}, _kernel),
    ({"w"}, _matmul),
    ({"dL_dy"}, _matmul),
    ({"x"}, _relu),
]


def form_of(setup: dict[str, Any]) -> Callable[[dict[str, Any]], Any] | None:
    return next((means for keys, means in FORMS if keys <= setup.keys()), None)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["id"])
def test_claim(claim: dict[str, Any]) -> None:
    means = form_of(claim["setup"])
    if means is None:
        assert tuple(claim["setup"]) in NOTHING_TO_COMPUTE
        return
    found, wanted = means(claim["setup"]), claim["exact"]
    for name, value in wanted.items() if isinstance(wanted, dict) else [("", wanted)]:
        if name == "separable":
            assert found[name], claim["id"]
        else:
            assert grid(found[name]) == grid(value), name
    if claim["verdict"].startswith("erratum") and isinstance(claim["claim"], list):
        assert grid(next(iter(found.values()))) != grid(claim["claim"])


def test_they_are_all_there() -> None:
    computed = [claim for claim in CLAIMS if form_of(claim["setup"])]
    assert (len(CLAIMS), len(computed)) == (34, 32)
