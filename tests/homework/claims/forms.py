"""Which form a setup has, and a claim as questions with their answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.homework.claims import Claim, Put, networks, values, windows

#: Keys of a setup -> its form; the first of which it has all.
FORMS: list[tuple[set[str], Callable[[Claim], Iterator[Put]]]] = [
    ({"jacobian"}, windows.matrix),
    ({"grid"}, windows.pixels),
    ({"network", "layer"}, networks.listed),
    ({"network", "module"}, networks.listed),
    ({"network", "kernel"}, networks.listed),
    ({"network", "rounding"}, networks.listed),
    ({"network"}, networks.total),
    ({"networks"}, networks.compared),
    ({"module"}, networks.module),
    ({"weights", "biases"}, windows.bank),
    ({"example"}, windows.example),
    ({"settings"}, windows.kept),
    ({"rule"}, windows.kept),
    ({"reading_1"}, windows.reading),
    ({"layer", "in_channels", "filters", "kernel"}, networks.filters),
    ({"in_channels"}, windows.by_numbers),
    ({"inputs"}, windows.by_numbers),
    ({"filter"}, values.slid),
    ({"x"}, values.by_letters),
    ({"layers"}, windows.stack),
    ({"input", "kernel"}, windows.one_window),
    ({"input"}, windows.volume),
]


def put(claim: Claim) -> list[Put]:
    """A claim's questions. Raises StopIteration where its setup has no known form."""
    form = next(means for keys, means in FORMS if keys <= claim.setup.keys())
    if claim.kind == "values" and form in (windows.one_window, windows.volume):
        form = values.slid
    return [one._replace(question={**one.question, **_biases(claim, one.question["ask"])}) for one in form(claim)]


def _biases(claim: Claim, ask: str) -> dict[str, Any]:
    """What the setup says of biases; where it says nothing, both conventions are accepted."""
    bias = claim.setup.get("bias")
    return {"biases": "counted" if bias else "left out"} if ask == "params" and isinstance(bias, bool) else {}
