"""L205: convolutions behind the place where the receptive field, on every path, is larger than the input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cnncalc.rules._rule import Network, Rule
from cnncalc.rules._sliding import volume

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic
    from cnncalc.layer_base import Axis

#: On each axis, pixels that a cell sees on its shortest path, and pixels from one cell to the next; None where nobody knows.
_Field = tuple[tuple[int, int], ...] | None
_ALL = 1 << 60  # what sees everything is no shortest path

RULE = Rule(
    code="L205",
    name="field-covers-input",
    level="info",
    what="convolutions stand behind the place where the receptive field, on every path, is larger than the whole input",
    why="A kernel larger than 1x1 relates a cell to its neighbours; once their fields are larger than the image, those in the "
    "middle see all of it, and there is hardly anything new to see. Richter et al. 2021 (Should You Go Deeper?) call the first "
    "such layer the border layer, and find that what stands behind it does not improve the test accuracy. Shortcuts keep "
    "smaller fields alive, so the shortest path "
    "counts: VGG-16 on 224x224 has no such layer, on 32x32 its last six convolutions are such.",
    example="""\
input: 16x16x3
layers:
  - repeat: 3
    layers:
      - conv: {filters: 32, kernel: 5, padding: 2, activation: relu}
      - maxpool: 2
  - conv: {filters: 32, kernel: 3, padding: 1, activation: relu}
  - fc: 10
""",
    fix="take a larger input, fewer layers, later halvings of the map, or 1x1 kernels there; a residual block keeps the "
    "smaller fields",
    fixed="""\
input: 64x64x3
layers:
  - repeat: 3
    layers:
      - conv: {filters: 32, kernel: 5, padding: 2, activation: relu}
      - maxpool: 2
  - conv: {filters: 32, kernel: 3, padding: 1, activation: relu}
  - fc: 10
""",
)


def check(network: Network) -> Iterator[Diagnostic]:
    """The first such convolution, with how many there are and what they hold."""
    shape = network.report.input
    if shape is None or not shape.spatial or max(shape.spatial) < 2:
        return
    behind = list(_behind(network, shape.spatial))
    if not behind:
        return
    first, field = behind[0]
    wide, size = volume([seen for seen, _ in field or ()]), volume(shape.spatial)
    weights = sum(row.cost.weights for row, _ in behind)
    share = 100 * weights / max(network.report.totals.cost.weights, 1)
    held = f"{weights:,} weights, {share:.1f} % of all"
    which = "this convolution widens"
    if len(behind) > 1:
        which = f"{len(behind)} convolutions, up to `{behind[-1][0].path}`, widen"
    message = f"the receptive field before it is at least {wide}, the input {size}: {which} what is wide enough ({held})"
    yield RULE.at(first, message)


def _behind(network: Network, size: tuple[int, ...]) -> Iterator[tuple[Row, _Field]]:
    fields: list[_Field] = [((1, 1),) * len(size)]
    for row in network.rows:
        facts: Any = row.facts
        inputs = row.entry.inputs
        field = fields[inputs[0]] if len(inputs) == 1 else _shortest([fields[index] for index in inputs])
        axes = facts.axes
        if axes and field is not None:
            if facts.layer.weighted and row.aux is None and _is_wide(axes) and _is_beyond(field, size):
                yield row, field
            field = None if len(axes) != len(field) or axes[0].pattern else _slide(field, axes)
        elif field is not None and facts.layer.reach in ("global", "unknown"):
            field = None if facts.layer.reach == "unknown" else ((_ALL, 1),) * len(size)
        fields.append(field)


def _slide(field: tuple[tuple[int, int], ...], axes: tuple[Axis, ...]) -> _Field:
    if axes[0] is axes[-1] and field[0] == field[-1]:
        (seen, jump), axis = field[0], axes[0]
        return ((seen + (axis.kernel - 1) * axis.dilation * jump, jump * axis.stride),) * len(axes)
    steps = zip(field, axes, strict=True)
    return tuple([(seen + (a.kernel - 1) * a.dilation * jump, jump * a.stride) for (seen, jump), a in steps])


def _shortest(fields: list[_Field]) -> _Field:
    """The smallest field of several paths, on each axis."""
    first = fields[0]
    for other in fields[1:]:
        if first is None or other is None or len(first) != len(other):
            return None
        if other is not first:
            first = tuple([min(pair) for pair in zip(first, other, strict=True)])
    return first


def _is_wide(axes: tuple[Axis, ...]) -> bool:
    """Whether a kernel relates neighbours; one that reads its whole map at once is a fully connected layer."""
    return any(axis.kernel > 1 for axis in axes) and any(axis.out > 1 for axis in axes)


def _is_beyond(field: tuple[tuple[int, int], ...], size: tuple[int, ...]) -> bool:
    return all(n < seen < _ALL for (seen, _), n in zip(field, size, strict=True))
