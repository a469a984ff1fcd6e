"""Computations in words: tensors on one line, what is calculated as a question says it, and worked lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.homework.written import Grid

if TYPE_CHECKING:
    from cnncalc.homework.exact.computation import Computation

_MOST_LINES = 12
_NUMBERS = ("scale", "mean", "variance", "gamma", "beta", "epsilon", "bias")

_PHRASES = {
    "correlation": "Slide {filter} over {input} as it is, without turning it (correlation){how}.",
    "convolution": "Convolve {input} with {filter}, which is turned by 180 degrees first{how}.",
    "deconv": "Apply the transposed convolution with {filter} to {input}{how}.",
    "maxpool": "Max pooling over {input}{how}.",
    "avgpool": "Average pooling over {input}{how}.",
    "globalavgpool": "Global average pooling over {input}.",
    "relu": "ReLU, max(0, x), of {input}.",
    "fc": "The fully connected layer y = W x{bias} of {input} with W = {weight}{how}.",
    "matmul": "The product y = x w{bias} of x = {input} and w = {weight}{how}.",
    "batchnorm": "Batch normalisation of {input}{how}.",
    "add": "The sum of {input} and {skip}.",
}


def in_line(grid: Grid) -> str:
    """`[[1, 0], [10/3, 2]]`."""
    return f"[{', '.join(map(in_line, grid))}]" if isinstance(grid, tuple) else str(grid)


def place(cell: tuple[int, ...]) -> str:
    """A cell as people count: `(1, 3)` is the first row, third column; after a channel or filter in front."""
    return f"({', '.join(str(at + 1) for at in cell)})"


def sides(padding: object) -> str:
    """`1`, `1x2` (an axis each), `[[1, 2], [0, 0]]` (before and after)."""
    if not isinstance(padding, tuple):
        return str(padding)
    if any(before != after for before, after in padding):
        return f"[{', '.join(f'[{before}, {after}]' for before, after in padding)}]"
    return by_axis(tuple(before for before, _ in padding))


def by_axis(sizes: tuple[int, ...]) -> str:
    """`3` where all axes have it, else `3x5`."""
    return str(sizes[0]) if len(set(sizes)) == 1 else "x".join(map(str, sizes))


def settings(computation: Computation) -> list[str]:
    """The options that are not what they are anyway: `stride 2`, `zero padding 1`."""
    given = computation.given
    found = []
    if "kernel" in given:
        found.append(f"window {by_axis(given['kernel'])}")
    if "stride" in given and ("kernel" in given or set(given["stride"]) != {1}):
        found.append(f"stride {by_axis(given['stride'])}")
    if "dilation" in given and set(given["dilation"]) != {1}:
        found.append(f"dilation {by_axis(given['dilation'])}")
    padding = given.get("padding", ())
    if isinstance(padding, str) or any(map(any, padding)):
        found.append(f"{given.get('padding_mode', 'zero') + ' ' if computation.op != 'maxpool' else ''}padding {sides(padding)}")
    if given.get("count_padding") is False:
        found.append("the padding not counted")
    if given.get("rounding") == "floor":
        found.append("rounding floor")
    return found + [f"{key} {in_line(given[key])}" for key in _NUMBERS if key in given]


def phrase(computation: Computation) -> str:
    """What is calculated, for a question."""
    given = computation.given
    filters = "the filters" if "filters" in given else "the filter"
    how = settings(computation)
    words = {
        "input": f"{'' if computation.op in ('matmul', 'batchnorm', 'relu') else 'the input '}`{in_line(given['input'])}`",
        "filter": f"{filters} `{in_line(given.get('filters', given.get('filter', ())))}`",
        "weight": f"`{in_line(given.get('weight', ()))}`",
        "skip": f"`{in_line(given.get('skip', ()))}`",
        "bias": " + b" if "bias" in given else "",
        "how": f", with {', '.join(how)}" if how else "",
    }
    said = _PHRASES[computation.op].format(**words)
    said += " ReLU is applied to the result." if "then" in given else ""
    return said + (f" The upstream gradient dL/dy is `{in_line(given['upstream'])}`." if "upstream" in given else "")


def lines(computation: Computation) -> list[str]:
    """The output on one line, then cell by cell as far as they are few."""
    cells = list(computation.result.places())
    found = [f"output {in_line(computation.output)}"]
    found += [f"{place(cell)}: {computation.worked(cell)}" for cell in cells[:_MOST_LINES]]
    return found + ([f"and {len(cells) - _MOST_LINES} more cells"] if len(cells) > _MOST_LINES else [])
