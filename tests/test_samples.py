"""The six sample files of the language: four are read and count as published, two wait for their kinds."""

from __future__ import annotations

import pytest

from cnncalc import layers
from cnncalc.api import load
from cnncalc.diagnostics import Diagnostic
from tests.architectures.reference import SAMPLES, recorded

#: Files that use kinds still to come -> those kinds. A file whose kinds have all arrived leaves the table.
WAITING = {
    "unet.cnn.yaml": {"deconv", "crop"},
    "efficientnet.cnn.yaml": {"silu", "droppath"},
}

#: Published parameters: the papers' code and torchvision's `meta` where the variant is not recorded.
PARAMS = {
    "densenet.cnn.yaml": {
        "densenet121": 7978856, "densenet169": 14149480, "densenet201": 20013928, "densenet161": 28681000,
    },
    "inception_v3.cnn.yaml": {"": 23834568},
    "mobilenet_v2.cnn.yaml": {"mobilenet_v2": 3504872},
    "resnet.cnn.yaml": {
        "resnet18": 11689512, "resnet34": 21797672, "resnet50": 25557032, "resnet101": 44549160, "resnet152": 60192808,
        "resnext50_32x4d": 25028904, "resnext101_32x8d": 88791336, "resnext101_64x4d": 83455272,
        "wide_resnet50_2": 68883240, "wide_resnet101_2": 126886696,
    },
    "unet.cnn.yaml": {"": 31030658},
    "efficientnet.cnn.yaml": {
        "efficientnet_b0": 5288548, "efficientnet_b1": 7794184, "efficientnet_b2": 9109994,
        "efficientnet_b3": 12233232, "efficientnet_b4": 19341616, "efficientnet_b5": 30389784,
        "efficientnet_b6": 43040704, "efficientnet_b7": 66347960,
    },
}  # fmt: skip


def named(finding: Diagnostic) -> str:
    """The first word in backticks: what a finding is about."""
    return finding.message.split("`")[1]


def test_every_sample_is_listed() -> None:
    assert {path.name for path in SAMPLES.glob("*.cnn.yaml")} == set(PARAMS)
    assert set(WAITING) < set(PARAMS)


@pytest.mark.parametrize(("file", "variant"), [(file, variant) for file in PARAMS for variant in PARAMS[file]])
def test_sample(file: str, variant: str) -> None:
    """Published counts, or findings that name the missing kinds and nothing else."""
    report = load(str(SAMPLES / file), variant or None).analyze()
    if file in WAITING:
        assert {named(finding) for finding in report.findings} == WAITING[file]
        assert {finding.code for finding in report.findings} <= {"S105", "S112"}
        assert not report.complete
        return
    assert report.findings == ()
    assert report.complete
    assert report.totals.cost.params == PARAMS[file][variant]


def test_waiting_kinds_are_missing() -> None:
    """A kind that has arrived must leave the list."""
    assert not {kind for kinds in WAITING.values() for kind in kinds} & set(layers.KINDS)


def test_inception_v3_with_its_head() -> None:
    report = load(str(SAMPLES / "inception_v3.cnn.yaml")).analyze()
    assert report.totals.with_aux.params == recorded("inception_v3").params == 27161264


def test_mobilenet_v2_by_width() -> None:
    """The width multiplier rounds channels to multiples of 8, as torchvision's `_make_divisible` does."""
    wide = load(str(SAMPLES / "mobilenet_v2.cnn.yaml"), width=1.4).analyze()
    slim = load(str(SAMPLES / "mobilenet_v2.cnn.yaml"), width=0.75).analyze()
    assert wide.totals.cost.params == 6108776
    assert slim.totals.cost.params == 2636424
