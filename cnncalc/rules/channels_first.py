"""L413: an input that was most likely meant channels first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.rules._rule import File, Rule
from cnncalc.spec.nodes import Mapping

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic, Span

RULE = Rule(
    code="L413",
    name="channels-first",
    level="warning",
    what="an input reads as channels x height x width, which here is height x width x channels",
    why="Volumes are written as the lectures print them, height x width x channels. PyTorch writes channels first, and "
    "3x224x224 is then a picture 3 high and 224 wide with 224 channels: windows may still fit, and every figure is "
    "another. A first size of 1 to 4, as grey, colour and transparency have, before two equal sizes of 8 or more is "
    "taken for that.",
    example="""\
input: 3x224x224
layers:
  - conv: {filters: 64, kernel: 3, padding: 1, activation: relu}
  - globalavgpool
  - fc: 10
""",
    fix="write height x width x channels",
    fixed="""\
input: 224x224x3
layers:
  - conv: {filters: 64, kernel: 3, padding: 1, activation: relu}
  - globalavgpool
  - fc: 10
""",
)
_CHANNELS, _SIDE = 4, 8


def check_file(file: File) -> Iterator[Diagnostic]:
    """Each input of the file that is such, where it is written."""
    for network in file.networks:
        shape = network.report.input
        if shape is None or len(shape.spatial) != 2:
            continue
        (height, width), channels = shape.spatial, shape.channels
        if height <= _CHANNELS and width == channels >= _SIDE:
            message = f"the input {shape} is {height} high and {width} wide with {channels} channels"
            yield RULE.on(
                _place(file, network.variant), message, f"write {width}x{channels}x{height} if the channels stand first"
            )


def _place(file: File, variant: str | None) -> Span:
    """Where the variant, or the file, writes its input."""
    own = file.program.variants.get(variant or "")
    for mapping in (own, file.program.root):
        if isinstance(mapping, Mapping) and "input" in mapping.entries:
            return mapping.entries["input"][1].span
    raise AssertionError("a network without an input is not complete")
