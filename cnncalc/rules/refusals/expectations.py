"""E: figures that a file expects, from a source outside the calculator, and that its network does not have."""

from __future__ import annotations

from cnncalc.rules._rule import Rule

OTHER_FIGURE = Rule(
    code="E101",
    name="other-figure",
    level="error",
    what="a figure of the network is not the one under `expect`",
    why="A network written down from a paper has many places for a slip, and most of them change a count. A figure from outside, "
    "of the paper or of another framework, is the cheapest test of the whole file; it is compared exactly, since counts are "
    "whole numbers and a difference has a reason. In the example the convolution has (3*3*3 + 1)*8 = 224 parameters; 216 are "
    "its weights without the 8 biases.",
    example="""\
source: a convolution of 8 filters, counted by hand
input: 8x8x3
layers:
  - conv: {filters: 8, kernel: 3}
expect: {params: 216}
""",
    fix="find out which of the two is wrong: the layers, or the figure and what its source counts (biases, batch norm's buffers, "
    "auxiliary heads); `cnncalc explain FILE` shows how the total is made",
    fixed="""\
source: a convolution of 8 filters, counted by hand
input: 8x8x3
layers:
  - conv: {filters: 8, kernel: 3}
expect: {params: 224, weights: 216}
""",
)
MISSING_LAYER = Rule(
    code="E102",
    name="missing-layer",
    level="error",
    what="`expect` names a layer that the network does not have",
    why="An expectation that nothing can fulfil would never fail, so it is no test. A layer of a block or a named branch has its "
    "place before its name, as in `stage2/conv1`, and a name left out is the kind and a count: conv1, pool1, fc6.",
    example="""\
input: 8x8x3
layers:
  - conv: {filters: 8, kernel: 3}
    name: stem
expect:
  layers: {conv1: {params: 224}}
""",
    fix="write the name that `cnncalc show` prints for the layer",
    fixed="""\
input: 8x8x3
layers:
  - conv: {filters: 8, kernel: 3}
    name: stem
expect:
  layers: {stem: {params: 224}}
""",
)
RULES = (OTHER_FIGURE, MISSING_LAYER)
