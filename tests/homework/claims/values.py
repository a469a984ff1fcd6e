"""Small computations worked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from tests.homework.claims import Claim, Put, raw

_OPS = {"relu": "relu", "max pool": "maxpool"}


def slid(claim: Claim) -> Iterator[Put]:
    """A filter or a pool on an image, or one window of it."""
    setup = claim.setup
    given: dict[str, Any] = {key: setup[key] for key in ("filter", "bias", "padding", "then", "kernel") if key in setup}
    input = setup["input"] if "input" in setup else setup["window"]
    if isinstance(input, str):  # "the usual slide has [[1, 1], ...]"
        input = yaml.safe_load(input[input.index("[[") :])
    if "stride" in setup:
        given["stride"] = int(str(setup["stride"])[0])
    op = _OPS.get(setup.get("layer", ""), setup.get("operation", "correlation"))
    yield Put({"ask": "values", "compute": {"op": op, "input": input, **given}}, raw(claim.claim))


def by_letters(claim: Claim) -> Iterator[Put]:
    """x, perhaps with w, perhaps with what comes back: a ReLU or a product of matrices."""
    setup = claim.setup
    compute = {"op": "matmul", "x": setup["x"], "w": setup["w"]} if "w" in setup else {"op": "relu", "input": setup["x"]}
    if "dL_dz" in setup:
        yield Put({"ask": "gradient", "of": "input", "compute": {**compute, "upstream": setup["dL_dz"]}}, raw(claim.claim))
    else:
        yield Put({"ask": "values", "compute": compute}, raw(claim.claim))
