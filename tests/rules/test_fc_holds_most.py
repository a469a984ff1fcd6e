"""L301, one fully connected layer that holds more than half of all parameters."""

from __future__ import annotations

import pytest

from tests.rules.found import found

EACH = "one weight for each output and each of the "


def net(*layers: str, size: str = "8x8x3") -> str:
    return f"input: {size}\nlayers:\n" + "".join(f"  - {layer}\n" for layer in layers)


CONV = "conv: {filters: 4, kernel: 3, padding: 1, activation: relu}"  # (27 + 1)*4 = 112


@pytest.mark.parametrize(
    ("text", "message", "help"),
    [
        # (256 + 1)*10 = 2,570 of 2,682; (4 + 1)*10 = 50
        (
            net(CONV, "fc: 10"),
            "`fc2` holds 2,570 of the network's 2,682 parameters, 95.8 %: " + EACH + "256 values of 8x8x4",
            "with `globalavgpool` before it, it would have 50, and the network 162",
        ),
        # without a bias, behind a pool, flattened and dropped out: 64*10 of 752
        (
            net(CONV, "maxpool: 2", "flatten", "dropout: 0.5", "fc: {outputs: 10, bias: false}"),
            "`fc2` holds 640 of the network's 752 parameters, 85.1 %: " + EACH + "64 values of 4x4x4",
            "with `globalavgpool` before it, it would have 40, and the network 152",
        ),
        # a half of the channels: (8*8*2 + 1)*20 = 2,580 of 2,692 + 129
        (
            net(CONV, "split: 2\n    branches: [[{fc: 20}], [{fc: 1}]]\n    merge: concat"),
            "`fc2` holds 2,580 of the network's 2,821 parameters, 91.5 %: " + EACH + "128 values of 8x8x2",
            "with `globalavgpool` before it, it would have 60, and the network 301",
        ),
        # behind a residual block, with a classifier behind it: 112 + 148, (256 + 1)*20 = 5,140, 210
        (
            net(CONV, "residual: [{conv: {filters: 4, kernel: 3, padding: 1}}]", "fc: {outputs: 20, activation: relu}", "fc: 10"),
            "`fc3` holds 5,140 of the network's 5,610 parameters, 91.6 %: " + EACH + "256 values of 8x8x4",
            "with `globalavgpool` before it, it would have 100, and the network 570",
        ),
    ],
)
def test_most(text: str, message: str, help: str) -> None:
    (finding,) = found(text, "L301")
    assert (finding.message, finding.help, finding.severity) == (message, (help,), "info")


@pytest.mark.parametrize(
    "text",
    [
        net("fc: 100", "relu", "fc: 10"),  # the image itself: there is nothing to average
        net("flatten", "fc: 10"),
        net(CONV, "globalavgpool", "fc: 1000"),  # averaged already: (4 + 1)*1000 of 5,112
        net(CONV, "maxpool: 8", "fc: 1000"),
        net(CONV, "{name: side, aux: [{fc: 10}]}", "globalavgpool", "fc: 10"),
        # exactly half: 1,000 each
        net("custom: {output: 10x10x1, params: 1000, macs: 0}", "maxpool: 1", "fc: {outputs: 10, bias: false}"),
    ],
)
def test_nothing_to_say(text: str) -> None:
    assert found(text, "L301") == []


def test_vgg_16() -> None:
    """The lectures' figures: fc6 has 102,760,448 weights and 4,096 biases of 138,357,544, 74.3 %."""
    conv = "conv: {{filters: {}, kernel: 3, padding: 1, activation: relu}}"
    convs = "\n".join(
        f"  - repeat: {count}\n    layers:\n      - {conv.format(filters)}\n  - maxpool: 2"
        for count, filters in ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512))
    )
    text = f"input: 224x224x3\nlayers:\n{convs}\n  - fc: {{outputs: 4096, activation: relu}}\n"
    text += "  - fc: {outputs: 4096, activation: relu}\n  - fc: 1000\n"
    (finding,) = found(text, "L301")
    assert finding.message.startswith("`fc14` holds 102,764,544 of the network's 138,357,544 parameters, 74.3 %: ")
    assert finding.help == ("with `globalavgpool` before it, it would have 2,101,248, and the network 37,694,248",)
