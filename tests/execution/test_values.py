"""Every kind executed on random settings, against torch in float64."""

from __future__ import annotations

from random import Random

import pytest

from tests.execution.against_torch import DRAWS, Case, accepted, cases, distance
from tests.execution.executed import Execution, channels_first

SETTINGS = 50
#: Kinds with many options get more.
MORE = {"conv": 300, "maxpool": 300, "avgpool": 300, "deconv": 300}
#: The largest error of the output, as a norm.
MOST = {"float32": 1e-5, "float64": 1e-12}


def settings_of(kind: str) -> list[Case]:
    return cases(kind, MORE.get(kind, SETTINGS), "values")


@pytest.mark.parametrize("kind", DRAWS)
def test_values_are_torchs(kind: str) -> None:
    for case in settings_of(kind):
        truth = case.torchs().output
        for dtype, most in MOST.items():
            ours = Execution(kind, case.options, case.inputs, case.tensors, dtype)
            assert distance(channels_first(ours.output), truth) < most, (dtype, case)


@pytest.mark.parametrize("kind", DRAWS)
def test_multiply_adds_are_those_predicted(kind: str) -> None:
    for case in settings_of(kind)[:30]:
        ours = Execution(kind, case.options, case.inputs, case.tensors, exact=True)
        assert ours.products == case.facts.macs * len(case.inputs[0]), case


def test_enough_is_compared() -> None:
    """At least 2,500 settings that give a layer, with single images, and volumes of every rank."""
    compared = [case for kind in DRAWS for case in settings_of(kind)]
    assert len(compared) >= 2_500
    assert sum(len(case.inputs[0]) == 1 for case in compared) > 300
    for rank in range(4):
        assert sum(case.inputs[0].ndim == 2 + rank for case in compared) > 100


def test_settings_that_are_refused_are_passed_over() -> None:
    for kind in ("conv", "maxpool", "concat", "groupnorm", "instancenorm"):
        random = Random(f"refused of {kind}")
        made = [accepted(kind, DRAWS[kind](random)) for _ in range(400)]
        assert 100 < sum(facts is not None for facts in made) < 400, kind
