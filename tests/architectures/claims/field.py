"""Claims about receptive fields."""

from __future__ import annotations

from typing import Any

from tests.architectures.claims.networks import conv, network, weights


def compute(claim: Any) -> Any:
    if claim.id == "stack2-is-one-conv":
        return _one_conv(claim.setup)
    return _field([conv({"kernel": layer["conv"], "stride": layer["stride"]}) for layer in claim.setup["layers"]])


def _field(entries: list[Any]) -> list[int]:
    """What one output reads of a large input."""
    field = network([33, 33, 3], *entries).rows[-1].field
    assert field is not None
    found: list[int] = field.to_dict()["size"]
    return found


def _one_conv(setup: dict[str, Any]) -> dict[str, Any]:
    """Two convolutions with nothing between them are one, with the kernel that their field has."""
    entries = [conv({"kernel": layer["conv"], "filters": layer["filters"], "bias": False}) for layer in setup["layers"]]
    (kernel, _) = _field(entries)
    filters = setup["layers"][-1]["filters"]
    stacked = network([33, 33, 3], *entries)
    one = network([33, 33, 3], conv({"kernel": kernel, "filters": filters, "bias": False}))
    assert stacked.rows[-1].output == one.rows[-1].output
    (found,) = one.rows
    assert found.facts is not None
    return {
        "equivalent_kernel": kernel,
        "equivalent_weight_shape": list(found.facts.parameters["weight"]),
        "equivalent_weights": weights(one),
        "stacked_weights": weights(stacked),
        "three_convs_kernel": _field([*entries, conv({"kernel": 3, "filters": 12})])[0],
    }
