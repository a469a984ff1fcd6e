"""VGG by its configurations (`64 64 M ...`, a 1x1 convolution as `256:1`), and the lines of the lecture's listing."""

from __future__ import annotations

from typing import Any

from cnncalc.analysis.report import Report, Row
from tests.architectures.claims.networks import bundled, network


def labelled() -> dict[str, Row]:
    """The listing's lines: `conv3-64 (#2)` is the second convolution with 64 filters."""
    found: dict[str, Row] = {}
    seen: dict[str, int] = {}
    for row in bundled("VGG-16").rows:
        if row.cost.activations:
            label = {"conv": f"conv3-{row.output and row.output.channels}", "maxpool": "pool", "fc": "fc"}[row.kind]
            seen[label] = seen.get(label, 0) + 1
            found[label if seen[label] == 1 else f"{label} (#{seen[label]})"] = row
    return found


def line(label: str) -> Row:
    """The layer of a line."""
    return labelled()[label]


def configuration(report: Report) -> str:
    """A bundled VGG as a column of Table 1."""
    words = []
    for row in report.rows:
        if row.kind == "conv":
            assert row.facts is not None
            kernel = row.facts.axes[0].kernel
            words.append(f"{row.output and row.output.channels}" + (f":{kernel}" if kernel != 3 else ""))
        elif row.kind == "maxpool":
            words.append("M")
    return " ".join(words)


def built(config: str, dense: list[int]) -> Report:
    """The network that a column says."""
    layers: list[Any] = []
    for word in config.split():
        filters, _, kernel = word.partition(":")
        layers.append({"maxpool": 2} if word == "M" else _conv(int(filters), int(kernel or 3)))
    report = network([224, 224, 3], *layers, *({"fc": outputs} for outputs in dense))
    assert report.findings == ()
    return report


def _conv(filters: int, kernel: int) -> dict[str, Any]:
    return {"conv": {"filters": filters, "kernel": kernel, "padding": "same"}}
