"""L402: a parameter, or a value of a loop, that no expression reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.rules._rule import File, Rule
from cnncalc.spec.uses import names_of, unused_blocks

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic
    from cnncalc.spec.uses import Name

RULE = Rule(
    code="L402",
    name="unused-parameter",
    level="warning",
    what="no expression reads a parameter or a loop's value",
    why="A parameter that nothing reads changes nothing, whatever a variant, an argument or `--set` gives it. Where it is "
    "a column of a table, as the stride in `for: [filters, stride]`, the network is another one than the table says.",
    example="""\
input: 32x32x3
layers:
  - for: [filters, stride]
    in: [[16, 1], [32, 2]]
    layers:
      - conv: {filters: $filters, kernel: 2, stride: 2, activation: relu}
  - fc: 10
""",
    fix="read it where it belongs, as `$name` or inside `$(...)`, or take it out",
    fixed="""\
input: 32x32x3
layers:
  - for: [filters, stride]
    in: [[16, 1], [32, 2]]
    layers:
      - conv: {filters: $filters, kernel: $stride, stride: $stride, activation: relu}
  - fc: 10
""",
)


def check_file(file: File) -> Iterator[Diagnostic]:
    """Names that nothing reads, those of unused blocks apart."""
    unused = unused_blocks(file.program)
    for name in names_of(file.program):
        if not name.read and name.inside not in unused:
            yield RULE.on(name.node.span, _told(name, file), f"read it as `${name.text}`, or take it out")


def _told(name: Name, file: File) -> str:
    if name.what != "parameter":
        return f"nothing in the loop reads its {name.what} `{name.text}`"
    if name.inside is not None:
        return f"nothing in the block `{name.inside}` reads its parameter `{name.text}`"
    giving = [variant for variant, node in file.program.variants.items() if name.text in node.entries]
    what = f"nothing reads the parameter `{name.text}`"
    if not giving:
        return what
    listed = f"{len(giving)} variants give it a value" if len(giving) > 1 else f"the variant `{giving[0]}` gives it a value"
    return f"{what}, though {listed}"
