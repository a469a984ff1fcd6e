"""The slide's lines and its rounding."""

from __future__ import annotations

import re

import pytest

from cnncalc.api import load, loads
from cnncalc.render import Look
from cnncalc.render.lecture import render, two_digits


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (150528, "150K"), (3211264, "3.2M"), (802816, "800K"), (1605632, "1.6M"), (401408, "400K"), (200704, "200K"),
        (100352, "100K"), (25088, "25K"), (4096, "4096"), (1000, "1000"), (138344128, "130M"), (12345, "12K"), (9999, "9999"),
        (1_050_000_000, "1G"),
    ],
)  # fmt: skip
def test_two_digits(count: int, text: str) -> None:
    assert two_digits(count) == text


@pytest.mark.parametrize("name", ["vgg16", "alexnet", "lenet5", "googlenet", "resnet50"])
def test_the_lines_add_up(name: str) -> None:
    report = load(name).analyze()
    lines = [line for line in render(report, Look()).splitlines() if "memory:" in line and "TOTAL" not in line]
    memory = params = 0
    for line in lines:
        if "auxiliary head" in line:
            continue
        left, right = line.split(" memory: ")[1].split(" params: ")
        memory += eval(left.split("=")[0])
        params += int(right.rsplit("= ", 1)[-1].replace(",", ""))
    assert memory == report.totals.activations
    assert params == report.totals.cost.weights


def test_a_failed_layer_is_named() -> None:
    text = render(
        loads("input: 7x7x3\nlayers:\n  - conv: {filters: 8, kernel: 3, stride: 3}\n  - fc: 2\n").analyze(strict=False), Look()
    )
    assert "CONV: error H302" in text
    assert "FC: unknown" in text
    assert re.search("TOTAL: unknown", text)
