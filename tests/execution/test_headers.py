"""A .npy file's header tells its images before any value is read; read, they take no more memory than they must."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from cnncalc.diagnostics import UsageError
from cnncalc.execution import stored
from cnncalc.execution.images import array, count
from cnncalc.layer_base import Shape
from tests.oracle import oracle_or_skip

numpy = oracle_or_skip("numpy")


def test_images_are_counted_without_reading_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "x.npy")
    monkeypatch.setattr(stored, "load", lambda *given: pytest.fail("values are read"))
    for shape, images in (((3, 4, 5), 1), ((1, 3, 4, 5), 1), ((7, 3, 4, 5), 7)):
        numpy.save(path, numpy.zeros(shape))
        assert count(path, Shape(3, (4, 5))) == images
    for values in (numpy.zeros((0, 3, 4, 5)), numpy.zeros((3, 5, 4)), numpy.zeros((3, 4, 5), "complex64")):
        numpy.save(path, values)
        with pytest.raises(UsageError):
            count(path, Shape(3, (4, 5)))


@pytest.mark.parametrize(("shape", "copies"), [(Shape(1000), 1), (Shape(1, (25, 40)), 1), (Shape(10, (10, 10)), 2)])
def test_no_more_is_held_than_the_copy_that_is_asked_for(tmp_path: Path, shape: Shape, copies: int) -> None:
    path = str(tmp_path / "x.npy")
    numpy.save(path, numpy.zeros((4000, *shape.dims()), "float32"))
    array(path, shape)  # what is imported and kept from the first time on
    tracemalloc.start()
    try:
        found = array(path, shape)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert copies * found.nbytes <= peak < copies * found.nbytes + 6_000_000  # blocks that are converted
