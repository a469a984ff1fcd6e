"""Claims about multiply-adds."""

from __future__ import annotations

from typing import Any

from tests.architectures.claims.networks import bundled, conv, macs, network, row, sizes
from tests.architectures.claims.table import separable_conv1

#: The operations column of GoogLeNet's Table 1, in millions.
COLUMN = (34, 360, 128, 304, 73, 88, 100, 119, 170, 54, 71, 1)


def compute(claim: Any) -> Any:
    setup: dict[str, Any] = claim.setup
    if claim.id == "googlenet-2x":
        return _twice(setup)
    report = bundled(setup["module"])
    assert sizes(report.input) == setup["input"]
    if "kernel" not in setup:
        return macs(report)
    alone = macs(network([*setup["input"][:2], setup.get("in_channels", 256)], conv(setup)))
    same = [layer.path for layer in report.rows if layer.kind == "conv" and _is(layer, setup)]
    assert {row(report, path).cost.macs for path in same} == {alone}
    return alone


def _is(layer: Any, setup: dict[str, Any]) -> bool:
    (before,) = layer.input_shapes
    kernel = layer.facts.axes[0].kernel
    return (kernel, layer.output.channels, before.channels) == (
        setup["kernel"], setup["filters"], setup.get("in_channels", 256),
    )  # fmt: skip


def _twice(setup: dict[str, Any]) -> dict[str, Any]:
    plain, grouped, ungrouped = (macs(bundled(name)) for name in ("GoogLeNet", "alexnet-grouped", "alexnet"))
    conv1 = row(bundled("GoogLeNet"), "conv1").cost.macs
    return {
        "googlenet_printed_column_M": sum(COLUMN),
        "googlenet_plain_conv1": plain,
        "googlenet_separable_conv1": plain - conv1 + macs(separable_conv1()),
        "alexnet_grouped": grouped,
        "alexnet_ungrouped": ungrouped,
        "ratios": {
            "printed_over_grouped": round(sum(COLUMN) * 10**6 / grouped, 2),
            "plain_over_grouped": round(plain / grouped, 2),
            "plain_over_ungrouped": round(plain / ungrouped, 2),
        },
    }
