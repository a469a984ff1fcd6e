"""Budgets: what is over by how much, in numbers worked by hand."""

from __future__ import annotations

import pytest

from cnncalc.check.budgets import Limit, over_budget, percent
from cnncalc.check.examine import examine
from cnncalc.diagnostics import Diagnostic
from cnncalc.spec.document import Limits

# conv1: 3*3*3*8 + 8 = 224 parameters, 30*30*216 = 194,400 multiply-adds; fc2: 7,200*10 + 10 = 72,010 and 72,000
NETWORK = """\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3}
  - relu
  - fc: 10
"""


def over(*limits: Limit, budget: str = "") -> list[Diagnostic]:
    examined = examine(NETWORK + budget, "x", Limits())
    (network,) = examined.networks
    return list(over_budget(network, [*network.limits, *limits]))


def test_params() -> None:
    (found,) = over(Limit("params", 70_000, "70k", source="--max-params"))
    assert found.code == "B101"
    assert found.severity == "error"
    assert found.message == "params is 72,234, over the budget of --max-params, 70k = 70,000, by 2,234 (3.2 %)"
    assert found.help == ("the largest: fc2 (99.7 %), conv1 (0.3 %)",)


def test_the_limit_itself_is_kept() -> None:
    assert over(Limit("params", 72_234, "72234")) == []
    assert len(over(Limit("params", 72_233, "72233"))) == 1


@pytest.mark.parametrize(
    ("figure", "limit", "said"),
    [
        ("macs", 266_399, "macs is 266,400, over the budget, 266,399, by 1 (below 0.1 %)"),
        ("flops", 500_000, "flops is 532,800, over the budget, 500,000, by 32,800 (6.6 %)"),
        (
            "weights",
            288_000,
            "weights is 288,936 bytes (288.94 kB = 282.16 KiB), over the budget, 288,000 bytes, by 936 bytes (0.3 %)",
        ),
        # 32*32*3 + 30*30*8 + 10 values
        ("activations", 10_000, "activations is 10,282, over the budget, 10,000, by 282 (2.8 %)"),
        # the convolution's input and output: (3,072 + 7,200)*4 bytes
        ("peak", 40_000, "peak is 41,088 bytes (41.09 kB = 40.12 KiB), over the budget, 40,000 bytes, by 1,088 bytes (2.7 %)"),
        ("params", 0, "params is 72,234, over the budget, 0, by 72,234"),
    ],
)
def test_every_figure(figure: str, limit: int, said: str) -> None:
    (found,) = over(Limit(figure, limit, str(limit)))
    assert found.message == said


def test_where_the_peak_and_the_training_go() -> None:
    peak, training = over(Limit("peak", 1, "1 B"), Limit("training", 1, "1 B"))
    assert peak.help == ("the peak is at conv1",)
    # weights and gradients 72,234*4 bytes each; kept: the input for the convolution, its output for relu and fc
    assert training.help == ("it is weights 288.94 kB = 282.16 KiB, gradients 288.94 kB = 282.16 KiB, kept 41.09 kB = 40.12 KiB",)


def test_levels() -> None:
    """Where the error's limit is passed, the warning's says nothing; each is placed where the file writes it."""
    both = "budget:\n  params: {warn: 70k, error: 72k}\n"
    (found,) = over(budget=both)
    assert (found.severity, found.span) == ("error", (7, 30, 7, 33))
    (found,) = over(budget=both.replace("72k", "73k"))
    assert (found.severity, found.span) == ("warning", (7, 18, 7, 21))
    assert over(budget=both.replace("70k", "73k").replace("72k", "74k")) == []


def test_each_place_counts() -> None:
    """A limit of the command line does not take the place of the file's own."""
    found = over(Limit("params", 50_000, "50k", source="--max-params"), budget="budget: {params: 60k}\n")
    assert sorted(finding.message for finding in found) == [
        "params is 72,234, over the budget of --max-params, 50k = 50,000, by 22,234 (44.5 %)",
        "params is 72,234, over the budget, 60k = 60,000, by 12,234 (20.4 %)",
    ]


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(1, 0, ""), (1, 1, " (100.0 %)"), (1, 1_001, " (below 0.1 %)"), (1, 1_000, " (0.1 %)"), (25, 2, " (1,250.0 %)")],
)
def test_percent(part: int, whole: int, said: str) -> None:
    assert percent(part, whole) == said
