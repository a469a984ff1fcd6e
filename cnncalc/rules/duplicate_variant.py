"""L405: two variants that are one network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import Label
from cnncalc.rules._header import section
from cnncalc.rules._rule import File, Rule

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L405",
    name="duplicate-variant",
    level="warning",
    what="two variants give the same network under the same name and source",
    why="Variants differ in what they give; two that give the same are mostly a copy whose values were never changed, and "
    "every comparison between them compares a network with itself. A variant without anything of its own (`vgg16: "
    "{}`) is a second name and is passed over, as is an alias (`vgg11: *a`), and so are variants that differ in "
    "`name` or `source`.",
    example="""\
input: 32x32x3
params: {width: 8}
variants:
  small: {width: 8}
  large: {width: 8}
layers:
  - conv: {filters: $width, kernel: 3, activation: relu}
  - fc: 10
""",
    fix="give one of them the values that it was meant to have, or take it out",
    fixed="""\
input: 32x32x3
params: {width: 8}
variants:
  small: {width: 8}
  large: {width: 16}
layers:
  - conv: {filters: $width, kernel: 3, activation: relu}
  - fc: 10
""",
)


def check_file(file: File) -> Iterator[Diagnostic]:
    """The later of two equal variants: the same layers with the same options on the same shapes, wired alike."""
    keys = section(file.program, "variants").entries
    seen: dict[tuple[Any, ...], str] = {}
    for network in file.networks:
        variant, report = network.variant, network.report
        if variant is None or not file.program.variants[variant].entries:
            continue
        wiring = tuple([(row.facts, row.entry.inputs, row.name, row.aux, row.shares) for row in report.rows])
        first = seen.setdefault((report.name, report.source, report.input, network.outputs, wiring), variant)
        if file.program.variants[first] is not file.program.variants[variant]:
            message = f"the variant `{variant}` is the same network as `{first}`: {len(report.rows):,} equal layers"
            labels = (Label(keys[first][0].span, "the same as this one"),)
            yield RULE.on(keys[variant][0].span, message, "give it other values, or take it out", labels=labels)
