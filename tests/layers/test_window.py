"""The size rule of one axis against windows laid down one after the other."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import product
from random import Random
from time import perf_counter
from typing import Any

import pytest

from cnncalc.layer_base import Axis, LayerError
from cnncalc.layers._window import fit, formula, unread_cells
from tests import naive
from tests.conformance import evaluate

LARGEST = 2**31 - 1
PADS = [(before, after) for before in range(3) for after in range(3)]
SMALL = [*product(range(1, 13), range(1, 6), range(1, 5), range(1, 4))]
#: Rounding, and whether a last window that starts behind the input is left out (`ceil-caffe` does both).
ROUNDINGS = [(word, False) for word in ("strict", "floor", "ceil-caffe", "ceil-onnx")] + [
    ("ceil", True),
    ("ceil-caffe", True),
]


def fitted(n: int, kernel: int, stride: int, padding: Any, dilation: int, rounding: str, clip: bool) -> Axis | None:
    try:
        return fit(n, kernel, stride, padding, dilation, rounding, clip)
    except LayerError:
        return None


def agree(axis: Axis | None, laid: naive.Windows | None, n: int) -> bool:
    """The same windows, and the same cells that none of them reads."""
    if axis is None or laid is None:
        return axis is None and laid is None
    tapped = [[i * axis.stride - axis.before + j * axis.dilation for j in range(axis.kernel)] for i in range(axis.out)]
    marked = {cell for cells in laid for cell in cells if 0 <= cell < n}
    return tapped == laid and axis.unread == n - len(marked)


@pytest.mark.parametrize(("rounding", "clip"), ROUNDINGS)
def test_every_small_window(rounding: str, clip: bool) -> None:
    wrong = []
    kinds = {True: 0, False: 0}
    for (n, kernel, stride, dilation), padding in product(SMALL, PADS):
        laid = naive.windows(n, kernel, stride, padding, dilation, rounding, clip)
        axis = fitted(n, kernel, stride, padding, dilation, rounding, clip)
        kinds[axis is None] += 1
        if not agree(axis, laid, n):
            wrong.append((n, kernel, stride, padding, dilation, axis, laid))
    assert not wrong, f"{len(wrong)} of {sum(kinds.values())}, first {wrong[0]}"
    assert min(kinds.values()) > 100, "both what fits and what does not must occur"


@pytest.mark.parametrize("padding", ["same", "same-tf"])
@pytest.mark.parametrize("rounding", ["strict", "floor", "ceil", "ceil-caffe", "ceil-onnx"])
def test_every_small_window_with_padding_worked_out(padding: str, rounding: str) -> None:
    for n, kernel, stride, dilation in SMALL:
        axis = fitted(n, kernel, stride, padding, dilation, rounding, rounding.startswith("ceil-c"))
        laid = naive.windows(n, kernel, stride, padding, dilation, rounding)
        assert agree(axis, laid, n), (n, kernel, stride, dilation, axis, laid)


def test_unread_cells_against_marked_cells() -> None:
    """Long gaps too: windows that lie apart, windows with holes and windows that interlock."""
    random = Random(7)
    for _ in range(4_000):
        n, kernel, stride, dilation = (random.randint(1, top) for top in (60, 9, 14, 12))
        before, out = random.randint(0, 20), random.randint(1, 12)
        taps = {i * stride - before + j * dilation for i in range(out) for j in range(kernel)}
        expected = sum(cell not in taps for cell in range(n))
        window = (n, kernel, stride, before, dilation, out)
        assert unread_cells(*window) == expected, window


def test_unread_cells_grow_by_the_same_number_with_every_stride() -> None:
    """What small sizes show holds for the largest: behind the first windows every stride of cells looks alike."""
    random = Random(8)
    for _ in range(500):
        kernel, stride, dilation, before = (random.randint(1, top) for top in (9, 14, 12, 20))
        steady = 400 + random.randint(0, stride - 1)  # longer than any of these windows, so that its inside repeats
        span = dilation * (kernel - 1) + 1
        places = (steady + before - span) // stride + 1
        taps = {i * stride - before + j * dilation for i in range(places) for j in range(kernel)}
        unread = sum(cell not in taps for cell in range(steady))
        by_stride = stride - len({j * dilation % stride for j in range(kernel)})
        more = (LARGEST - steady) // stride
        found = unread_cells(steady + more * stride, kernel, stride, before, dilation, places + more)
        assert found == unread + more * by_stride


@pytest.mark.parametrize(
    ("kernel", "stride", "padding", "dilation", "rounding", "out", "unread"),
    [
        (3, 1, (1, 1), 1, "strict", LARGEST, 0),
        (1, 2, (0, 0), 1, "strict", 2**30, 2**30 - 1),
        (3, 2, (0, 0), 1, "strict", 2**30 - 1, 0),
        (2, 2, (0, 0), 1, "floor", 2**30 - 1, 1),
        (2, 2, (0, 0), 1, "ceil", 2**30, 0),
        (LARGEST, 1, (0, 0), 1, "strict", 1, 0),
        (2**30, LARGEST, (0, 0), 1, "floor", 1, 2**30 - 1),
        (2**20, 2**21, (0, 0), 1, "floor", 1024, LARGEST - 1024 * 2**20),
        (2, LARGEST, (0, 0), LARGEST - 1, "strict", 1, LARGEST - 2),
        (3, 1, (LARGEST, LARGEST), LARGEST, "strict", LARGEST, 0),
        (1, LARGEST, (LARGEST, LARGEST), 1, "floor", 3, LARGEST - 1),
        (7, 2, "same-tf", 1, "strict", 2**30, 0),
    ],
)
def test_the_largest_sizes_are_exact_and_fast(
    kernel: int, stride: int, padding: Any, dilation: int, rounding: str, out: int, unread: int
) -> None:
    began = perf_counter()
    axis = fit(LARGEST, kernel, stride, padding, dilation, rounding, rounding == "ceil")
    assert (axis.out, axis.unread) == (out, unread)
    assert perf_counter() - began < 0.5


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(LayerError) as caught:
        unread_cells(LARGEST, 2**21, 2**22 + 1, 0, 2, 100)
    assert (caught.value.code, caught.value.field) == ("H308", "kernel")


def misfit(n: int, kernel: int, stride: int, padding: tuple[int, int], dilation: int) -> LayerError:
    with pytest.raises(LayerError) as caught:
        fit(n, kernel, stride, padding, dilation, "strict", False)
    return caught.value


@pytest.mark.parametrize(
    ("window", "written"),
    [
        ((7, 3, 3, 0, 0, 1), "(7 + 2*0 - 3)/3 + 1 = 2 1/3"),
        ((32, 5, 2, 0, 0, 1), "(32 + 2*0 - 5)/2 + 1 = 14 1/2"),
        ((32, 5, 2, 1, 2, 1), "(32 + 1 + 2 - 5)/2 + 1 = 16"),
        ((10, 3, 4, 1, 0, 2), "(10 + 1 + 0 - (2*(3 - 1) + 1))/4 + 1 = 2 1/2"),
        ((2, 5, 2, 0, 0, 1), "(2 + 2*0 - 5)/2 + 1 = -1/2"),
    ],
)
def test_the_formula_is_written_out(window: tuple[int, int, int, int, int, int], written: str) -> None:
    assert formula(*window) == written


def test_a_misfit_in_full() -> None:
    error = misfit(7, 3, 3, (0, 0), 1)
    assert (error.code, error.field) == ("H302", "stride")
    assert error.message == "the windows do not fit: (7 + 2*0 - 3)/3 + 1 = 2 1/3"
    assert error.help == (
        "what fits: padding 1 (gives 3) or 4 (gives 5); stride 2 (gives 3) or 4 (gives 2); "
        "kernel 1 (gives 3) or 4 (gives 2); input 6 (gives 2) or 9 (gives 3)",
        "`rounding: floor` gives 2 and leaves 1 row or column of the input unread",
    )


def test_an_even_input_under_an_odd_kernel_at_stride_2_is_told_uneven_padding() -> None:
    error = misfit(32, 5, 2, (0, 0), 1)
    assert error.help[0].startswith("what fits: padding [[0, 1], ...] (gives 15); stride 1 (gives 28) or 3 (gives 10)")
    error = misfit(32, 5, 2, (1, 1), 1)
    assert error.help[0].startswith("what fits: padding [[1, 2], ...] (gives 16); ")


def test_every_misfit_tells_its_exact_size_and_what_fits() -> None:
    """All small misfits: each proposal fits and gives what it says; no other value is nearer; what floor says holds."""
    misfits = 0
    for (n, kernel, stride, dilation), padding in product(SMALL, PADS):
        room = n + sum(padding) - (dilation * (kernel - 1) + 1)
        if room < 0 or room % stride == 0:
            continue
        misfits += 1
        error = misfit(n, kernel, stride, padding, dilation)
        assert error.code == "H302"
        check_equation(error.message.removeprefix("the windows do not fit: "), Fraction(room, stride) + 1)
        check_proposals(error.help[0], n, kernel, stride, padding, dilation)
        check_floor(error.help[1], n, kernel, stride, padding, dilation)
    assert misfits > 2_000


def check_equation(text: str, exact: Fraction) -> None:
    written, result = text.split(" = ")
    assert evaluate(written, {}) == exact
    assert sum((Fraction(part) for part in result.split()), Fraction(0)) == exact
    assert 0 < Fraction(result.split()[-1]) < 1


def check_floor(text: str, n: int, kernel: int, stride: int, padding: tuple[int, int], dilation: int) -> None:
    laid = naive.windows(n, kernel, stride, padding, dilation, "floor")
    assert laid is not None
    unread = n - len({cell for cells in laid for cell in cells if 0 <= cell < n})
    cells = {0: "no row or column", 1: "1 row or column"}.get(unread, f"{unread} rows or columns")
    assert text == f"`rounding: floor` gives {len(laid)} and leaves {cells} of the input unread"


def check_proposals(text: str, n: int, kernel: int, stride: int, padding: tuple[int, int], dilation: int) -> None:
    given: dict[str, Any] = {"input": n, "kernel": kernel, "stride": stride}

    def places(name: str, value: Any) -> int | None:
        changed = {**given, "padding": padding, name: value}
        pads = (changed["padding"],) * 2 if isinstance(changed["padding"], int) else changed["padding"]
        laid = naive.windows(changed["input"], changed["kernel"], changed["stride"], pads, dilation, "strict")
        return None if laid is None else len(laid)

    proposals = dict(part.split(" ", 1) for part in text.removeprefix("what fits: ").split("; "))
    if "[[" in proposals["padding"]:
        before, after, out = (int(digits) for digits in re.findall(r"\d+", proposals.pop("padding")))
        assert places("padding", (before, after)) == out
        assert before == padding[0]
        assert all(places("padding", (before, nearer)) is None for nearer in range(padding[1], after))
        if padding[0] == padding[1]:
            assert all(places("padding", symmetric) is None for symmetric in range(30))
    assert {"input", "kernel", "stride"} - set(proposals) <= {"kernel"}
    for name, listed in proposals.items():
        values = [tuple(map(int, pair)) for pair in re.findall(r"(\d+) \(gives (\d+)\)", listed)]
        assert 1 <= len(values) <= 2
        check_nearest(values, given.get(name, padding[0]), name, places)


def check_nearest(values: list[tuple[int, ...]], centre: int, name: str, places: Any) -> None:
    chosen = [value for value, _ in values]
    assert all(places(name, value) == out for value, out in values)
    farthest = max(abs(value - centre) for value in chosen) if len(chosen) == 2 else 30
    lowest = 0 if name == "padding" else 1
    for other in range(max(lowest, centre - farthest + 1), centre + farthest):
        assert other in chosen or places(name, other) is None, f"{name} {other} is nearer than {chosen}"


def test_a_kernel_that_is_too_large_is_told_the_limits() -> None:
    for (n, kernel, stride, dilation), padding in product(SMALL, PADS):
        span = dilation * (kernel - 1) + 1
        if n + sum(padding) >= span:
            continue
        error = misfit(n, kernel, stride, padding, dilation)
        assert error.code == "H301"
        largest, needed, least = (int(digits) for digits in re.findall(r"\d+", error.help[0]))
        for tried, holds in ((largest, True), (largest + 1, False)):
            assert (fitted(n, tried, 1, padding, dilation, "floor", False) is not None) is holds
        for tried, holds in ((needed, True), (needed - 1, False)):
            assert (fitted(n, kernel, 1, (tried, tried), dilation, "floor", False) is not None) is holds
        for tried, holds in ((least, True), (least - 1, False)):
            assert (tried > 0 and fitted(tried, kernel, 1, padding, dilation, "floor", False) is not None) is holds
