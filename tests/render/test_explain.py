"""Every line of arithmetic that `explain` prints is true."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

import pytest

from cnncalc.api import load
from cnncalc.render.explain import render_explanation


@pytest.mark.parametrize("name", ["alexnet", "vgg16", "lenet5", "googlenet", "resnet18"])
def test_substituted_lines_evaluate_to_the_value_below(name: str) -> None:
    report = load(name).analyze()
    checked = 0
    for row in report.rows:
        lines = render_explanation(report, row).splitlines()
        for line, below in pairwise(lines):
            left, _, right = line.partition(" = ")
            following = below.partition(" = ")[2]
            if (
                re.fullmatch(r"[0-9 ()*/+\-]+|(?:floor|ceil)\(.*", right)
                and re.fullmatch(r"[0-9,]+", following)
                and not left.strip()
                and not right.isdigit()
            ):
                names = {"floor": floor, "ceil": ceil, "F": Fraction}
                exact = re.sub(r"\d+", lambda found: f"F({found[0]})", right)
                assert eval(exact, names) == int(following.replace(",", "")), (row.path, line)
                checked += 1
    assert checked >= 20


def test_alexnet_conv1_word_for_word() -> None:
    report = load("alexnet").analyze()
    row = report.row("conv1")
    assert row is not None
    text = render_explanation(report, row)
    assert "height and width = (N + 2P - F)/S + 1\n                   = (227 + 2*0 - 11)/4 + 1\n                   = 55\n" in text
    assert "parameters       = (F*F*D + 1)*K\n                   = (11*11*3 + 1)*96\n                   = 34,944\n" in text
    assert "105,415,200" in text


def test_overlapping_pools_say_so() -> None:
    report = load("alexnet").analyze()
    row = report.row("pool1")
    assert row is not None
    assert "windows overlap by F - S = 3 - 2 = 1" in render_explanation(report, row)
