"""L302: a large dense kernel where stacked 3x3 convolutions see as much with fewer weights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cnncalc.rules._rule import Network, Rule
from cnncalc.rules._sliding import volume

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L302",
    name="large-kernel",
    level="info",
    what="a 5x5 or larger convolution has more weights than stacked 3x3 convolutions that see the same",
    why="Three 3x3 convolutions see 7x7 pixels, as one 7x7 does, with 27*C^2 weights against 49*C^2 for C channels, 44.9 % "
    "fewer, and two non-linearities more (Simonyan & Zisserman 2014, section 2.3; the lectures). It is so only where the "
    "input is deep: on an image of 3 channels the one large kernel is cheaper. Told from a quarter fewer on. Depthwise "
    "and grouped kernels, strides and dilations are left alone.",
    example="""\
input: 32x32x64
layers:
  - conv: {filters: 64, kernel: 7, padding: 3, activation: relu}
  - globalavgpool
  - fc: 10
""",
    fix="stack 3x3 convolutions with a non-linearity after each",
    fixed="""\
input: 32x32x64
layers:
  - repeat: 3
    layers:
      - conv: {filters: 64, kernel: 3, padding: 1, activation: relu}
  - globalavgpool
  - fc: 10
""",
)

_WORTH = 4  # of the weights, one saved in so many


def check(network: Network) -> Iterator[Diagnostic]:
    """Dense convolutions at stride 1 with one odd kernel size; one that reads its whole map at once is left alone."""
    for row in network.rows:
        facts: Any = row.facts
        if row.kind != "conv" or facts.axes[0].kernel < 5 or not _is_dense(facts):
            continue
        axes, layers = facts.axes, facts.axes[0].kernel // 2
        channels, filters = facts.inputs[0].channels, facts.output.channels
        stacked = 3 ** len(axes) * filters * (channels + (layers - 1) * filters)
        if _WORTH * (facts.weights - stacked) >= facts.weights:
            yield RULE.at(row, _told(facts, layers, stacked), option="kernel")


def _told(facts: Any, layers: int, stacked: int) -> str:
    kernel, small = volume([axis.kernel for axis in facts.axes]), volume([3] * len(facts.axes))
    channels, filters = facts.inputs[0].channels, facts.output.channels
    fewer = f"{100 * (1 - stacked / facts.weights):.1f} % fewer"
    return (
        f"a {kernel} convolution of {channels:,} to {filters:,} channels has {facts.weights:,} weights; {layers} of {small} with "
        f"{filters:,} filters each see as much with {stacked:,}, {fewer}"
    )


def _is_dense(facts: Any) -> bool:
    axes, layer = facts.axes, facts.layer
    kernel = axes[0].kernel
    alike = all(axis.kernel == kernel and axis.stride == axis.dilation == 1 for axis in axes)
    return bool(
        kernel % 2 and alike and layer.groups == 1 and layer.connections is None and layer.values is None
        and any(axis.out > 1 for axis in axes)
    )  # fmt: skip
