"""Grey pictures of the portable formats, which Pillow gives as 32 bits a value whatever they have."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnncalc.diagnostics import UsageError
from cnncalc.execution.images import image
from cnncalc.tensor import Shape
from tests.oracle import oracle_or_skip

oracle_or_skip("numpy")
oracle_or_skip("PIL.Image")

CELLS = 4 * 4


@pytest.mark.parametrize(
    ("most", "value", "expected"), [(65_535, 40 * 257, 40), (65_535, 65_535, 255), (1_023, 1_023, 255), (255, 40, 40)]
)
def test_a_pgm_of_any_depth(tmp_path: Path, most: int, value: int, expected: int) -> None:
    path = tmp_path / "p.pgm"
    path.write_bytes(f"P5 4 4 {most}\n".encode() + value.to_bytes(1 + (most > 255), "big") * CELLS)
    found = image(str(path), Shape(1, (4, 4)), "float64", [0], [1])
    assert (found * 255).ravel().tolist() == pytest.approx([expected] * CELLS, abs=1e-9)


def test_a_map_of_floats_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.pfm"
    path.write_bytes(b"Pf\n4 4\n-1.0\n" + bytes(4 * CELLS))
    with pytest.raises(UsageError, match="has 32 bits a value, 8 or 16 are read"):
        image(str(path), Shape(1, (4, 4)))
