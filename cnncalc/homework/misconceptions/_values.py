"""What the slips in values and gradients share: another way to work a computation, and the cell that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from cnncalc.homework.exact import Computation, ComputationError, read
from cnncalc.homework.exact.tensor import Exact, Tensor, described, exact, flat
from cnncalc.homework.exact.windows import Windows
from cnncalc.homework.exact.wording import place as placed
from cnncalc.homework.misconceptions._slip import Slip
from cnncalc.homework.written import Grid

if TYPE_CHECKING:
    from cnncalc.homework.question import Question

FILTERED = ("correlation", "convolution")
POOLS = ("maxpool", "avgpool")
SLIDING = (*FILTERED, *POOLS)
#: Products of one output: what is larger was not worked by hand, and no slips are looked for.
_MOST_PRODUCTS = 8_000
_MOST_PARTS = 10  # of a sum that is told

Place = tuple[int, ...]


class Way(NamedTuple):
    """What a slip makes of a computation. `worked` gives the arithmetic of a cell with its result: `1*-1 + 0*1 = -1`."""

    said: str
    cells: Tensor
    worked: Callable[[Place], str] | None = None


def slips_of(
    values: Callable[[Computation], Iterator[Way]] | None = None,
    gradient: Callable[[Computation, str], Iterator[Way]] | None = None,
) -> Callable[[Question], Iterator[Slip]]:
    """The slips of ways to work an output, and of ways to work the gradient of what has this key."""

    def slips(question: Question) -> Iterator[Slip]:
        computation, of = question.computation, question.options.get("of", "input")
        if computation is None or not _by_hand(computation):
            return
        if question.ask == "values" and values is not None:
            yield from _told(computation.result, values(computation))
        elif question.ask == "gradient" and gradient is not None:
            yield from _told(gradient_of(computation, of), gradient(computation, of))

    return slips


def changed(computation: Computation, said: str, **changes: Any) -> Iterator[Way]:
    """The output of the same with other values; nothing where that cannot be calculated."""
    for found in _tried(computation, upstream=None, **changes):
        yield Way(said, found.result, found.worked)


def changed_gradient(computation: Computation, of: str, said: str, **changes: Any) -> Iterator[Way]:
    """The gradient that the same with other values gives."""
    for found in _tried(computation, **changes):
        if of in found.operation.operands:
            yield gradient_way(said, found, of)


def gradient_way(said: str, computation: Computation, of: str) -> Way:
    cells = gradient_of(computation, of)
    return Way(said, cells, lambda place: computation.worked_gradients(of)[flat(place, cells.shape)])


def gradient_of(computation: Computation, of: str) -> Tensor:
    return Tensor(computation.operation.operands[of].shape, tuple(map(exact, _flat(computation.gradients()[of]))))


def _flat(grid: Grid) -> Iterator[Fraction]:
    if isinstance(grid, tuple):
        for part in grid:
            yield from _flat(part)
    else:
        yield grid


def multiplied(said: str, left: Tensor, right: Tensor) -> Iterator[Way]:
    """A product of two matrices, or of a matrix and a vector; nothing where their sizes do not go together."""
    try:
        if len(right.shape) == 1:
            found = read({"op": "fc", "input": right, "weight": left})
        else:
            found = read({"op": "matmul", "input": left, "weight": right})
    except ComputationError:
        return
    yield Way(said, found.result, found.worked)


def routed(computation: Computation, said: str, shares: Callable[[int], Mapping[int, Exact]]) -> Way:
    """The gradient of the input where each output cell, counted row by row, gives these shares of its gradient back."""
    addends: list[list[str]] = [[] for _ in input_of(computation).cells]
    totals: list[Exact] = [0] * len(addends)
    for number, above in enumerate(computation.upstream.cells):
        if "then" not in computation.given or computation.before.cells[number] > 0:
            for cell, share in shares(number).items():
                addends[cell].append(f"{above}*{share}")
                totals[cell] += above * share
    cells = Tensor(input_of(computation).shape, tuple(totals))

    def worked(place: Place) -> str:
        number = flat(place, cells.shape)
        return f"{' + '.join(addends[number])} = {totals[number]}" if addends[number] else "0"

    return Way(said, cells, worked)


def _tried(computation: Computation, **changes: Any) -> Iterator[Computation]:
    """Where windows do not fit, as a student goes on: without the last one."""
    for rounding in ({}, {"rounding": "floor"}) if computation.op in SLIDING else ({},):
        try:
            found = computation.with_(**changes, **rounding)
        except ComputationError as error:
            if error.code == "H302":
                continue
            return
        if _by_hand(found):
            yield found
        return


def remade(computation: Computation, said: str, cell: Callable[[int], tuple[Exact, str]]) -> Way:
    """The output with other arithmetic: of each cell, counted row by row, the value and how it is written. `then` follows."""
    closed = "then" in computation.given

    def worked(place: Place) -> str:
        value, text = cell(flat(place, computation.shape))
        return f"max(0, {text}) = {max(0, value)}" if closed else f"{text} = {value}"

    found = (cell(at)[0] for at in range(prod(computation.shape)))
    return Way(said, Tensor(computation.shape, tuple(max(0, value) if closed else value for value in found)), worked)


def windows_of(computation: Computation) -> Windows | None:
    """The windows of what slides over its input."""
    found: Windows | None = getattr(computation.operation, "windows", None)
    return found


def pooled(computation: Computation, at: int) -> list[int]:
    """Which cells of the input a cell of a pool's output is made of, padding left out; nothing of other operations."""
    if computation.op == "globalavgpool":
        size = len(input_of(computation).cells) // prod(computation.shape)
        return list(range(at * size, (at + 1) * size))
    window: Callable[[int], list[int]] = getattr(computation.operation, "window", lambda _: [])
    return window(at)


def input_of(computation: Computation) -> Tensor:
    return computation.operation.operands["input"]


def filter_of(computation: Computation) -> tuple[str, Tensor] | None:
    """The key of the filter or of the bank, and its cells."""
    key = "filters" if "filters" in computation.given else "filter"
    found = computation.operation.operands.get(key)
    return None if found is None else (key, found)


def built(shape: tuple[int, ...], cell: Callable[[Place], Exact]) -> Tensor:
    """A tensor from the value at each place."""
    return Tensor(shape, tuple(cell(place) for place in product(*map(range, shape))))


def at(cells: Tensor, place: Place) -> Exact:
    return cells.cells[flat(place, cells.shape)]


def flipped(cells: Tensor, axes: tuple[int, ...]) -> Tensor:
    """Mirrored on some axes, which are counted from the last: -1 is left to right."""
    turned = {axis % len(cells.shape) for axis in axes}
    shape = cells.shape
    return built(
        shape, lambda place: at(cells, tuple(shape[n] - 1 - i if n in turned else i for n, i in enumerate(place)))
    )  # fmt: skip


def transposed(cells: Tensor) -> Tensor:
    """Rows and columns of each map swapped."""
    *rest, rows, columns = cells.shape
    return built((*rest, columns, rows), lambda place: at(cells, (*place[:-2], place[-1], place[-2])))


def _by_hand(computation: Computation) -> bool:
    """Whether somebody can have worked it by hand, and its slips cost next to nothing."""
    each = sum(1 for _ in computation.operation.slopes(0))
    window: tuple[int, ...] = computation.given.get("kernel", ())
    return prod(computation.shape) * max(each, prod(window)) <= _MOST_PRODUCTS


def _told(truth: Tensor, ways: Iterator[Way]) -> Iterator[Slip]:
    for way in ways:
        if (way.cells.shape, way.cells.cells) != (truth.shape, truth.cells):
            yield Slip(way.cells.grid(), f"{way.said}; {_difference(truth, way)}")


def _difference(truth: Tensor, way: Way) -> str:
    """The first cell that both have and in which they differ; or else the sizes."""
    if len(way.cells.shape) == len(truth.shape):
        for place in product(*(range(min(sizes)) for sizes in zip(way.cells.shape, truth.shape, strict=True))):
            if at(way.cells, place) != at(truth, place):
                worked = (way.worked(place) if way.worked else "") or str(at(way.cells, place))
                where = f"cell {placed(place)}: " if place else ""
                return f"{where}{_short(worked)}, not {at(truth, place)}"
    return f"{_sizes(way.cells)} {'cell' if len(way.cells.cells) == 1 else 'cells'}, not {_sizes(truth)}"


def _sizes(cells: Tensor) -> str:
    return described(cells.shape) if cells.shape else "1"


def _short(worked: str) -> str:
    """Without saying the same twice; a long sum with its first parts and its last."""
    arithmetic, _, result = worked.rpartition(" = ")
    if arithmetic == result:
        return result
    for sign in (" + ", ", "):
        parts = worked.split(sign)
        if len(parts) > _MOST_PARTS:
            return sign.join([*parts[:3], "...", parts[-1]])
    return worked
