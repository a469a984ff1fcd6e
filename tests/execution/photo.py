"""A picture as a camera might give it, made by the tests: slopes of light, discs, bars, and noise of a fixed seed."""

from __future__ import annotations

from typing import Any

from tests.oracle import oracle_or_skip


def photo(height: int, width: int) -> Any:
    """height x width x 3 values from 0 to 255."""
    np = oracle_or_skip("numpy")
    y, x = np.mgrid[:height, :width] / max(height, width)
    light = np.stack([0.3 + 0.5 * x, 0.6 - 0.4 * y, 0.4 + 0.2 * np.sin(9 * x * y)], -1)
    for top, left, radius, colour in (
        (0.3, 0.35, 0.18, (0.9, 0.2, 0.1)),
        (0.65, 0.6, 0.25, (0.1, 0.5, 0.9)),
        (0.5, 0.15, 0.08, (0.95, 0.9, 0.3)),
    ):
        light[(y - top) ** 2 + (x - left) ** 2 < radius**2] = colour
    light[int(0.8 * height) : int(0.85 * height)] = 0.1
    light[:, int(0.9 * width) : int(0.92 * width)] = 0.95
    noisy = light + np.random.default_rng(0).normal(0, 0.03, light.shape)
    return np.rint(np.clip(noisy, 0, 1) * 255).astype("uint8")
