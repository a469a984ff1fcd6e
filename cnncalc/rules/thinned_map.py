"""L210: a 1x1 convolution at a stride, of a map that nothing else reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.rules._rule import Network, Rule
from cnncalc.rules.skipped_cells import also, lost, told

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L210",
    name="thinned-map",
    level="info",
    what="a 1x1 kernel at a stride picks some cells of a map, and nothing reads the others",
    why="At stride 2 it reads one cell of four. In the shortcut of a residual block the body reads the rest, so that is not "
    "meant here. But the bottlenecks of He et al. 2015 have the stride in the first 1x1 convolution of the body too: "
    "three quarters of what comes in are thrown away. He et al. 2018 (Bag of Tricks, ResNet-B), torchvision and Caffe2 "
    "put it into the 3x3 convolution.",
    example="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, activation: relu}
  - conv: {filters: 16, kernel: 1, stride: 2, rounding: floor, activation: relu}
  - conv: {filters: 16, kernel: 3, padding: 1, activation: relu}
  - fc: 10
""",
    fix="put the stride into the next larger kernel, or pool before",
    fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, activation: relu}
  - conv: {filters: 16, kernel: 1, activation: relu}
  - conv: {filters: 16, kernel: 3, stride: 2, padding: 1, rounding: floor, activation: relu}
  - fc: 10
""",
)


def check(network: Network) -> Iterator[Diagnostic]:
    """Kernels of one cell; larger ones are L208's."""
    for row, *others in lost(network, single=True):
        help = "an average pool of the stride's size before it reads them all"
        yield RULE.at(row, told(row), help, option="stride", labels=also(others))
