"""The Python entry points: a name, a text, and parameters as Python writes them."""

from __future__ import annotations

import pytest

import cnncalc
from cnncalc.diagnostics import UsageError


def test_parameters_may_be_lists() -> None:
    report = cnncalc.load("resnet50", depths=[2, 2, 2, 2]).analyze()
    assert report.complete
    assert report.totals.weight_layers == 1 + 3 * 8 + 1


def test_an_impossible_request_is_refused() -> None:
    with pytest.raises(UsageError, match="no rounding"):
        cnncalc.load("resnet50").analyze(rounding="x")
    with pytest.raises(UsageError, match="batch"):
        cnncalc.load("resnet50").analyze(batch=0)
