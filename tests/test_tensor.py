from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.tensor import DTYPE_BYTES, Shape, human_bytes


@pytest.mark.parametrize(("shape", "printed", "elements", "dims"), [
    (Shape(96, (55, 55)), "55x55x96", 290_400, [96, 55, 55]),
    (Shape(3072), "3072", 3_072, [3072]),
    (Shape(1, (12,)), "12x1", 12, [1, 12]),
    (Shape(2, (3, 4, 5)), "3x4x5x2", 120, [2, 3, 4, 5]),
])  # fmt: skip
def test_shapes(shape: Shape, printed: str, elements: int, dims: list[int]) -> None:
    assert (str(shape), shape.elements, shape.dims()) == (printed, elements, dims)


def test_bytes_of_one_value() -> None:
    assert DTYPE_BYTES == {"float64": 8, "float32": 4, "float16": 2, "bfloat16": 2, "int8": 1}


@pytest.mark.parametrize(("count", "printed"), [
    (0, "0 B"),
    (999, "999 B"),
    (1_000, "1.00 kB = 0.98 KiB"),
    (1_536, "1.54 kB = 1.50 KiB"),
    (60_950_432, "60.95 MB = 58.13 MiB"),  # VGG-16's volumes in the lecture
    (4 * 138_357_544, "553.43 MB = 527.79 MiB"),
    (256 * 1024**3, "274.88 GB = 256.00 GiB"),
    (16 * 1024**4, "17.59 TB = 16.00 TiB"),
    (10**18, "1.00 EB = 0.87 EiB"),
    (10**21 * 5, "5,000.00 EB = 4,336.81 EiB"),
])  # fmt: skip
def test_bytes_for_people(count: int, printed: str) -> None:
    assert human_bytes(count) == printed


@given(st.integers(1_000, 10**20))
def test_both_units_say_the_same_number(count: int) -> None:
    """To the two decimals that are printed, and with no number of a thousand or more below the largest unit."""
    match = re.fullmatch(r"([0-9,.]+) ([kMGTPE])B = ([0-9,.]+) ([KMGTPE])iB", human_bytes(count))
    assert match is not None
    decimal, letter, binary, other = match.groups()
    power = "kMGTPE".index(letter) + 1
    assert other == letter.upper()
    for written, unit in ((decimal, 1000**power), (binary, 1024**power)):
        assert abs(Fraction(written.replace(",", "")) - Fraction(count, unit)) < Fraction(51, 10_000)
    assert letter == "E" or Fraction(count, 1000**power) < 1000
