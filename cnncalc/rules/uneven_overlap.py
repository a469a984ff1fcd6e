"""L209: transposed convolutions whose windows overlap unevenly: checkerboards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import gcd
from typing import TYPE_CHECKING, Any

from cnncalc.rules._rule import Network, Rule

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic
    from cnncalc.layer_base import Axis

RULE = Rule(
    code="L209",
    name="uneven-overlap",
    level="info",
    what="a transposed convolution adds more values up in some cells than in their neighbours",
    why="At stride 2 a kernel of 3 reaches every other cell once and those between twice, on two axes 1, 2 and 4 times: the "
    "pattern of a checkerboard, which the weights must learn to undo (Odena, Dumoulin & Olah 2016, Deconvolution and "
    "Checkerboard Artifacts). Where the stride divides the kernel, every cell is the sum of equally many.",
    example="""\
input: 16x16x32
layers:
  - deconv: {filters: 16, kernel: 3, stride: 2, padding: 1, output_padding: 1, activation: relu}
  - conv: {filters: 3, kernel: 3, padding: 1}
""",
    fix="take a kernel that is a multiple of the stride, as 4 at stride 2, or upsample and convolve",
    fixed="""\
input: 16x16x32
layers:
  - deconv: {filters: 16, kernel: 4, stride: 2, padding: 1, activation: relu}
  - conv: {filters: 3, kernel: 3, padding: 1}
""",
)


def check(network: Network) -> Iterator[Diagnostic]:
    """Those that leave no cell out; what does is L208's."""
    for row in network.rows:
        if row.kind != "deconv":
            continue
        facts: Any = row.facts
        times = [_times(axis) for axis in facts.axes]
        if all(len(counts) == 1 for counts in times) or not all(times):
            continue
        sums = [1]
        for counts in times:
            sums = sorted({done * count for done in sums for count in counts})
        kernel, stride = ("x".join(map(str, dict.fromkeys(sizes))) for sizes in (facts.layer.kernel, facts.layer.stride))
        told = f"a kernel of {kernel} at stride {stride} makes neighbouring cells sums of {_either(sums)} values"
        yield RULE.at(row, told, _fitting(facts.axes), option="kernel")


def _times(axis: Axis) -> set[int]:
    """How many cells of the kernel reach a cell of the output away from its edges; nothing where some are never reached.

    Cells j, j + stride, ... of the kernel reach the same cells of the output, from place j*dilation on every stride-th one.
    """
    if axis.kernel < axis.stride or gcd(axis.stride, axis.dilation) > 1:
        return set()
    found = set()
    for j in range(axis.stride):
        times = (axis.kernel - 1 - j) // axis.stride + 1
        first, last = j * axis.dilation, (j + (times - 1) * axis.stride) * axis.dilation
        low, high = max(last, axis.before), min((axis.size - 1) * axis.stride + first, axis.before + axis.out - 1)
        if low + (first - low) % axis.stride <= high:  # the map is large enough for such a cell
            found.add(times)
    return found


def _either(sums: Sequence[int]) -> str:
    return f"{', '.join(map(str, sums[:-1]))} or {sums[-1]}"


def _fitting(axes: Sequence[Axis]) -> str:
    stride = max(axis.stride for axis in axes)
    kernel = max(axis.kernel for axis in axes)
    below, above = kernel // stride * stride, -(-kernel // stride) * stride
    sizes = " or ".join(dict.fromkeys(str(size) for size in (below, above) if size))
    return f"at stride {stride}, kernels of {sizes} overlap evenly"
