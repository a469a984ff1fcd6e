"""What the totals say of themselves."""

from __future__ import annotations

from typing import Any

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


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"batch": 2}, "a batch changes the network"),
        ({"batch": 2, "rounding": "floor"}, "a batch and another rounding change the"),
    ],
)
def test_what_is_not_judged(changes: dict[str, Any], words: str) -> None:
    assert words in next(line for line in render_totals(load("vgg16").analyze(**changes)) if line.startswith("expect"))
