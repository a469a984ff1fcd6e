"""L407: a network that does not say where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.rules._header import declared
from cnncalc.rules._rule import File, Rule

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L407",
    name="missing-source",
    level="info",
    what="a file or variant has no `source`",
    why="Networks of one name differ: ResNet-50 has its stride in the 1x1 or in the 3x3 convolution, AlexNet one tower or "
    "two, VGG its padding or none. `source` says which paper, page or library a file follows, so that a reader can "
    "hold it against that.",
    example="""\
name: LeNet-5
input: 32x32x1
layers:
  - conv: {filters: 6, kernel: 5, activation: tanh}
  - fc: 10
""",
    fix="name the paper, page or library that the network is taken from, or who made it",
    fixed="""\
name: LeNet-5
source: LeCun et al. 1998, Figure 2
input: 32x32x1
layers:
  - conv: {filters: 6, kernel: 5, activation: tanh}
  - fc: 10
""",
)


def check_file(file: File) -> Iterator[Diagnostic]:
    """Once for the file where no network has one, else at each variant that has none."""
    for span, what in declared(file, [network for network in file.networks if not network.report.source]):
        yield RULE.on(span, f"{what} has no `source`", "`source: ...` names the paper or library that it follows")
