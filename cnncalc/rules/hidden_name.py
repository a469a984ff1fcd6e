"""L412: a loop's value or counter that hides another name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.diagnostics import Label
from cnncalc.rules._rule import File, Rule
from cnncalc.spec.uses import names_of

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L412",
    name="hidden-name",
    level="info",
    what="a loop gives its value or counter a name that means something else outside",
    why="Inside the loop `$i` is the inner counter, and the outer one cannot be read: `stage$i` counts the wrong loop "
    "without a complaint. A list walked under its own name (`for: {convs: $convs}`) is meant so, and so are a block's "
    "own parameters.",
    example="""\
input: 32x32x3
layers:
  - repeat: 2
    as: i
    name: stage
    layers:
      - conv: {filters: $(8 * 2 ** i), kernel: 3, activation: relu}
      - repeat: 2
        as: i
        layers:
          - {name: wide$i, conv: {filters: 64, kernel: 3, activation: relu}}
  - fc: 10
""",
    fix="give the inner name another word",
    fixed="""\
input: 32x32x3
layers:
  - repeat: 2
    as: i
    name: stage
    layers:
      - conv: {filters: $(8 * 2 ** i), kernel: 3, activation: relu}
      - repeat: 2
        as: j
        layers:
          - {name: wide$j, conv: {filters: 64, kernel: 3, activation: relu}}
  - fc: 10
""",
)


def check_file(file: File) -> Iterator[Diagnostic]:
    """Each such name, with the place of the one it hides."""
    for name in names_of(file.program):
        if name.hides is not None:
            message = f"the loop's {name.what} `{name.text}` hides the {name.hides.what} of that name"
            labels = (Label(name.hides.node.span, f"this {name.hides.what} cannot be read inside the loop"),)
            yield RULE.on(name.node.span, message, "give it another word", labels=labels)
