"""Grey pictures of the portable formats, which Pillow gives as 32 bits a value whatever they have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cnncalc.diagnostics import UsageError
from cnncalc.execution.images import image
from cnncalc.tensor import Shape
from tests.oracle import oracle_or_skip

oracle_or_skip("numpy")
pillow = oracle_or_skip("PIL.Image")

CELLS = 4 * 4


@pytest.mark.parametrize(
    ("most", "value", "expected"), [(65_535, 40 * 257, 40), (65_535, 65_535, 255), (1_023, 1_023, 255), (255, 40, 40)]
)
def test_a_pgm_of_any_depth(tmp_path: Path, most: int, value: int, expected: int) -> None:
    path = tmp_path / "p.pgm"
    path.write_bytes(f"P5 4 4 {most}\n".encode() + value.to_bytes(1 + (most > 255), "big") * CELLS)
    found = image(str(path), Shape(1, (4, 4)), "float64", [0], [1])
    assert (found * 255).ravel().tolist() == pytest.approx([expected] * CELLS, abs=1e-9)


def test_too_little_memory_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: Any, **options: Any) -> Any:
        raise MemoryError

    path = tmp_path / "p.pgm"
    path.write_bytes(b"P5 4 4 255\n" + bytes(CELLS))
    monkeypatch.setattr(pillow.Image, "convert", full)
    with pytest.raises(MemoryError):
        image(str(path), Shape(1, (4, 4)))


@pytest.mark.parametrize(("mean", "std"), [([0], [1e-45]), ([1e39], [1])])
def test_means_and_deviations_beyond_the_dtype(tmp_path: Path, mean: list[float], std: list[float]) -> None:
    path = tmp_path / "p.pgm"
    path.write_bytes(b"P5 4 4 255\n" + bytes(range(CELLS)))
    with pytest.raises(UsageError, match="the mean and the std lead beyond what float32 holds"):
        image(str(path), Shape(1, (4, 4)), "float32", mean, std)


def test_a_map_of_floats_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.pfm"
    path.write_bytes(b"Pf\n4 4\n-1.0\n" + bytes(4 * CELLS))
    with pytest.raises(UsageError, match="has 32 bits a value, 8 or 16 are read"):
        image(str(path), Shape(1, (4, 4)))
