"""What the totals say of themselves."""

from __future__ import annotations

import pytest

from cnncalc.api import load
from cnncalc.render.totals import render_totals


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("vgg16", "15,470,264,320 (of conv and fc, without bias)"),
        ("unet", "150,428,424,448 (of conv, deconv and fc, without bias)"),
        ("lenet5-original", "326,520 (of conv and fc, without bias, and as `custom` declares)"),
    ],
)
def test_whose_multiply_adds_they_are(name: str, words: str) -> None:
    lines = render_totals(load(name).analyze())
    assert [line for line in lines if line.startswith("multiply-adds")] == [f"multiply-adds      {words}"]
