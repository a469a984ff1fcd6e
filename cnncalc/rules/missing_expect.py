"""L408: a network that no figure from outside holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.rules._header import declared
from cnncalc.rules._rule import File, Rule

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L408",
    name="missing-expect",
    level="info",
    what="a file or variant expects no figure",
    why="A wrong kernel, a block too few or a forgotten bias still give a network that fits together. What shows them is "
    "a figure from outside: the parameters that the paper's table prints, or what a framework counts. With `expect` "
    "every check compares.",
    example="""\
name: LeNet-5
input: 32x32x1
layers:
  - conv: {filters: 6, kernel: 5, activation: tanh}
  - fc: 10
""",
    fix="give `expect` a figure that a paper prints or a framework counts, `params` before all",
    fixed="""\
name: LeNet-5
input: 32x32x1
layers:
  - conv: {filters: 6, kernel: 5, activation: tanh}
  - fc: 10
expect: {params: 47206}
""",
)


def check_file(file: File) -> Iterator[Diagnostic]:
    """Once for the file where no network expects anything, else at each variant that does not."""
    for span, what in declared(file, [network for network in file.networks if not network.report.expect]):
        yield RULE.on(span, f"{what} expects no figure", "`expect: {params: ...}` holds it to a count from outside")
