"""L401: a block that no entry uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.rules._header import section
from cnncalc.rules._rule import File, Rule
from cnncalc.spec.uses import unused_blocks

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L401",
    name="unused-block",
    level="warning",
    what="no entry of the file uses a block",
    why="A block that stands in no network is either left over or was meant to be used: a near copy of it stands in its "
    "place, and whoever mends the block wonders why no figure changes.",
    example="""\
input: 32x32x3
blocks:
  double:
    params: {filters: }
    layers:
      - conv: {filters: $filters, kernel: 3, padding: 1, activation: relu}
layers:
  - conv: {filters: 8, kernel: 3, padding: 1, activation: relu}
  - fc: 10
""",
    fix="use the block, or take it out of the file",
    fixed="""\
input: 32x32x3
blocks:
  double:
    params: {filters: }
    layers:
      - conv: {filters: $filters, kernel: 3, padding: 1, activation: relu}
layers:
  - double: 8
  - fc: 10
""",
)


def check_file(file: File) -> Iterator[Diagnostic]:
    """Blocks that neither `layers` nor a used block uses."""
    keys = section(file.program, "blocks").entries
    for name, users in unused_blocks(file.program).items():
        listed = " and ".join(f"`{user}`" for user in users)
        where = f"only in {listed}, which {'is' if len(users) == 1 else 'are'} used nowhere" if users else "nowhere"
        yield RULE.on(keys[name][0].span, f"the block `{name}` is used {where}", "use it, or take it out")
