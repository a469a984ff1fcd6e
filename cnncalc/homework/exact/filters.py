"""Filters that have a name, and what a filter does: its sum, and its response to images made to show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from cnncalc.homework.exact.computation import Computation, read
from cnncalc.homework.exact.errors import ComputationError
from cnncalc.homework.exact.tensor import Exact, Tensor, described, exact, read_tensor

#: Name -> scale, one row, and three rows. Source: the filters that lectures draw; Sobel and Feldman 1968 for `sobel`.
NAMED: dict[str, tuple[tuple[str, list[int]], tuple[str, list[list[int]]]]] = {
    "box": (("1/3", [1, 1, 1]), ("1/9", [[1, 1, 1], [1, 1, 1], [1, 1, 1]])),
    "gauss": (("1/4", [1, 2, 1]), ("1/16", [[1, 2, 1], [2, 4, 2], [1, 2, 1]])),
    "edge": (("1", [-1, 2, -1]), ("1", [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])),
    "identity": (("1", [0, 1, 0]), ("1", [[0, 0, 0], [0, 1, 0], [0, 0, 0]])),
    "sobel-x": (("1", [-1, 0, 1]), ("1", [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])),
    "sobel-y": (("1", [-1, 0, 1]), ("1", [[-1, -2, -1], [0, 0, 0], [1, 2, 1]])),
}


def named(name: str, rank: int) -> tuple[str, Any]:
    """Scale and cells of a named filter over an image of one axis or two. KeyError where there is none of that name."""
    return NAMED[name][0 if rank == 1 else 1]


class Seen(NamedTuple):
    """What a filter makes of a test image."""

    image: str
    output: Tensor


class Response(NamedTuple):
    """What a filter does: its sum, with its scale, and its output for each test image."""

    op: str
    filter: Tensor
    scale: Exact
    total: Fraction
    seen: tuple[Seen, ...]


def kernel_sums(computation: Computation) -> list[Fraction]:
    """The sum of each filter, through all its channels and with its scale."""
    key = "filters" if "filters" in computation.given else "filter"
    filters = computation.operation.operands[key]
    count = filters.shape[0] if key == "filters" else 1
    size = len(filters.cells) // count
    scale = Fraction(computation.given.get("scale", 1))
    return [scale * sum(filters.cells[number * size : (number + 1) * size]) for number in range(count)]


def flat_words(total: Fraction) -> str:
    """What a flat image becomes under a filter of this sum."""
    if total in (0, 1):
        return f"sum {total}: a flat image {'gives 0' if total == 0 else 'keeps its value'}"
    return f"sum {total}: a flat image of ones gives {total}"


def kernel_response(op: str, given: Mapping[str, Any]) -> Response:
    """A filter, `filter` of what is given, over a flat image, over edges and over an isolated 1.

    A filter of channels sees the same image in each. Bias, scale and `then` are used as given. Raises ComputationError.
    """
    filter = read_tensor("filter", given["filter"])
    if not 1 <= len(filter.shape) <= 3:
        raise ComputationError("filter", f"`filter` must be a list or rows of numbers, found {described(filter.shape)}")
    computations = []
    for name, image in _images(filter.shape[-2:]):
        channels = [image] * filter.shape[0] if len(filter.shape) == 3 else image
        computations.append((name, read({**given, "op": op, "input": channels})))
    first = computations[0][1]
    seen = tuple(Seen(name, computation.result) for name, computation in computations)
    return Response(op, filter, exact(Fraction(first.given.get("scale", 1))), kernel_sums(first)[0], seen)


def _images(kernel: tuple[int, ...]) -> Iterator[tuple[str, list[Any]]]:
    """Just so large that every way in which the window can meet the pattern is seen once."""
    width = kernel[-1]
    edge = [0] * width + [1] * width
    point = [int(at == width - 1) for at in range(2 * width - 1)]
    if len(kernel) == 1:
        yield "flat image of ones", [1] * width
        yield "edge from 0 to 1", edge
        yield "isolated 1", point
        return
    height = kernel[0]
    yield "flat image of ones", [[1] * width] * height
    yield "vertical edge from 0 to 1", [edge] * height
    yield "horizontal edge from 0 to 1", [[0] * width] * height + [[1] * width] * height
    blank = [0] * (2 * width - 1)
    yield "isolated 1", [point if row == height - 1 else blank for row in range(2 * height - 1)]
