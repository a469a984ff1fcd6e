"""L205, convolutions behind the place where every path sees more than the input."""

from __future__ import annotations

import pytest

from tests.rules.found import found

VGG = """\
input: {size}
layers:
  - for: {{filters: [64, 128, 256, 512, 512], convs: [2, 2, 3, 3, 3]}}
    as: i
    layers:
      - repeat: $convs
        as: j
        layers:
          - {{name: "conv$(i + 1)_$(j + 1)", conv: {{filters: $filters, kernel: 3, padding: 1, activation: relu}}}}
      - maxpool: 2
  - fc: 10
"""


def test_vgg_on_small_images() -> None:
    """The field is 44 behind pool3 (5, 6, 10, 14, 16, 24, 32, 40, 44): conv4_1 to conv5_3 see no more of 32x32."""
    (finding,) = found(VGG.format(size="32x32x3"), "L205")
    weights = 9 * 256 * 512 + 5 * 9 * 512 * 512
    every = 9 * (3 * 64 + 64 * 64 + 64 * 128 + 128 * 128 + 128 * 256 + 2 * 256 * 256) + weights + 512 * 10
    assert finding.layer == "conv4_1"
    assert finding.severity == "info"
    assert finding.message == (
        "the receptive field before it is at least 44x44, the input 32x32: "
        "6 convolutions, up to `conv5_3`, widen what is wide enough "
        f"({weights:,} weights, {100 * weights / every:.1f} % of all)"
    )


def test_vgg_where_it_is_at_home() -> None:
    assert found(VGG.format(size="224x224x3"), "L205") == []


def chain(between: str, size: str = "8x8x2", kernel: str = "3", padding: str = "1") -> str:
    """conv1 sees 3, pool1 4, conv2 8, pool2 10 of 8 cells."""
    conv = f"conv: {{filters: 2, kernel: {kernel}, padding: {padding}, activation: relu}}"
    layers = [conv, "maxpool: 2", conv, "maxpool: 2", between]
    return f"input: {size}\nlayers:\n" + "".join(f"  - {layer}\n" for layer in layers)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (chain("conv: {filters: 2, kernel: 3, padding: 1}"), "10x10, the input 8x8"),
        (chain("conv: {filters: 2, kernel: [1, 3], padding: [0, 1]}"), "10x10, the input 8x8"),
        (chain("conv: {filters: 2, kernel: 3, padding: 1, groups: depthwise}"), "10x10, the input 8x8"),
        (chain("conv: {filters: 2, kernel: 3, padding: 1}", size="8x2"), "10, the input 8"),
    ],
)
def test_a_larger_kernel_sees_no_more(text: str, seen: str) -> None:
    (finding,) = found(text, "L205")
    assert finding.message.startswith(
        f"the receptive field before it is at least {seen}: this convolution widens what is wide enough ("
    )


@pytest.mark.parametrize(
    "text",
    [
        chain("conv: {filters: 2, kernel: 1}"),
        chain("conv: {filters: 2, kernel: 2}"),  # it reads the whole map, as a fully connected layer does
        chain("maxpool: {kernel: 3, stride: 1, padding: 1}"),
        chain("conv: {filters: 2, kernel: 3, padding: 1}", size="12x12x2"),  # 10 of 12
        chain("conv: {filters: 2, kernel: 3, padding: 1}", size="8x12x2"),  # on one axis there is more to see
        chain("{name: side, aux: [{conv: {filters: 2, kernel: 3, padding: 1}}]}"),
        chain("upsample: 2\n  - conv: {filters: 2, kernel: 3, padding: 1}"),  # it places what is known, it need not see more
        chain("custom: {output: 2x2x2, params: 0, macs: 0}\n  - conv: {filters: 2, kernel: 3, padding: 1}"),
        chain("flatten\n  - fc: 8"),
        "input: 10\nlayers:\n  - fc: 10\n",
    ],
)
def test_nothing_to_say(text: str) -> None:
    assert found(text, "L205") == []


def test_the_shortest_path_counts() -> None:
    """Behind a residual block there are still cells that see what entered it; where the shortcut is wide too, there are none."""
    block = "residual: [{conv: {filters: 2, kernel: 7, padding: 3}}]"
    last = "conv: {filters: 2, kernel: 3, padding: 1}"
    text = f"input: 6x6x2\nlayers:\n  - {block}\n  - relu\n  - {last}\n"
    assert found(text, "L205") == []
    wide = text.replace("}}]\n", "}}]\n    shortcut: [{conv: {filters: 2, kernel: 9, padding: 4}}]\n")
    (finding,) = found(wide, "L205")
    assert finding.message.startswith("the receptive field before it is at least 7x7, the input 6x6")


def test_a_gate_that_sees_everything_hides_no_shorter_path() -> None:
    gate = "branches: {way: [], gate: [globalavgpool, {conv: {filters: 2, kernel: 1}}, sigmoid]}\n    merge: multiply"
    conv = "conv: {filters: 2, kernel: 3, padding: 1}"
    assert found(f"input: 6x6x2\nlayers:\n  - {conv}\n  - {gate}\n  - {conv}\n", "L205") == []
