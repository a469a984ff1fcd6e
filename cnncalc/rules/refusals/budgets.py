"""B: limits on a network's totals."""

from __future__ import annotations

from cnncalc.rules._rule import Rule

OVER_BUDGET = Rule(
    code="B101",
    name="over-budget",
    level="error",
    what="a total of the network passes its limit",
    why="A budget is what a device, a deadline or a bill allows, and a network grows by small steps. A limit stands in the file "
    "(`budget`), in `cnncalc.toml` or on the command line (`--max-params 25M`); each that is passed is reported with the "
    "exact overshoot. Passing a `warn` is a warning, passing an `error`, or a limit without a word, is an error. In the "
    "example the convolution has (3*3*3 + 1)*64 = 1,792 parameters, 792 more than 1k.",
    example="""\
input: 32x32x3
layers:
  - conv: {filters: 64, kernel: 3, padding: 1}
budget: {params: 1k}
""",
    fix="make the network smaller where most of the total is (the finding names the largest layers), or raise the limit on "
    "purpose",
    fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 32, kernel: 3, padding: 1}
budget: {params: 1k}
""",
)
UNKNOWN_TOTAL = Rule(
    code="B102",
    name="unknown-total",
    level="error",
    what="a budget cannot be judged, because an error that makes the totals unknown is ignored",
    why="Where a layer has no shape, what stands behind it has none either, and the sum of the rest says nothing about the "
    "network: a budget that held for half a network would hold for anything. While such an error is reported it says enough; "
    "once it is ignored, the budget would pass in silence, so this stands in its place. In the example (32 + 2*0 - 3)/2 + 1 "
    "= 15 1/2 is no size.",
    example="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3, stride: 2}  # cnncalc: ignore[H302]
  - fc: 10
budget: {params: 1M}
""",
    fix="mend the layer whose error is ignored, or take the budget away",
    fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 2, stride: 2}
  - fc: 10
budget: {params: 1M}
""",
)
RULES = (OVER_BUDGET, UNKNOWN_TOTAL)
