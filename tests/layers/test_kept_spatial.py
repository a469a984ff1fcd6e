"""What autograd keeps of the kinds that change sizes or move values, measured with torch as in test_against_torch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cnncalc.api import loads
from cnncalc.layers import names
from tests.layers import test_against_torch
from tests.layers.settings import with_way
from tests.layers.settings_spatial import centre_crop
from tests.layers.test_against_torch import kept, measure
from tests.oracle import oracle_or_skip

torch = oracle_or_skip("torch")
nn = torch.nn


def plainly(forward: Callable[[Any], Any]) -> Any:
    """A module of a function."""
    return with_way(nn.Identity(), lambda _, x: forward(x))


def subsample(channels: int = 4) -> Any:
    """The sum of each window, times a coefficient, plus a bias."""
    pool = nn.AvgPool2d(2, divisor_override=1)
    made = with_way(pool, lambda way, x: way(x) * made.weight + made.bias)
    made.weight, made.bias = nn.Parameter(torch.ones(channels, 1, 1)), nn.Parameter(torch.zeros(channels, 1, 1))
    return made


def cropped() -> Any:
    """A 6x6 way is cropped to the 3x3 of another and joined to it."""
    return with_way(nn.Conv2d(4, 4, 2, 2), lambda way, x: torch.cat([centre_crop(x, way(x)), way(x)], 1))


CROPPED = """{name: wide, identity: }
  - {name: way, conv: {filters: 4, kernel: 2, stride: 2}}
  - {name: middle, crop: {to: way}, from: wide}
  - concat: [middle, way]"""

#: An entry that stands between two convolutions, the same in torch, and the channels behind it.
KEPT: dict[str, tuple[str, Callable[[], Any], int]] = {
    "deconv": ("deconv: {filters: 4, kernel: 2, stride: 2}", lambda: nn.ConvTranspose2d(4, 4, 2, 2), 4),
    "lppool": ("lppool: 2", lambda: nn.LPPool2d(2.0, 2), 4),
    "globalmaxpool": ("globalmaxpool", lambda: nn.AdaptiveMaxPool2d(1), 4),
    "subsample": ("subsample: 2", subsample, 4),
    "upsample": ("upsample: 2", lambda: nn.Upsample(scale_factor=2), 4),
    "upsample after relu": (
        "relu\n  - upsample: 2",
        lambda: nn.Sequential(nn.ReLU(inplace=True), nn.Upsample(scale_factor=2)),
        4,
    ),
    "upsample bilinear": ("upsample: {factor: 2, mode: bilinear}", lambda: nn.Upsample(scale_factor=2, mode="bilinear"), 4),
    "pixelshuffle": ("pixelshuffle: 2", lambda: nn.PixelShuffle(2), 1),
    "shuffle": ("shuffle: 2", lambda: plainly(lambda x: nn.functional.channel_shuffle(x, 2)), 4),
    "conv reflecting": (
        "conv: {filters: 4, kernel: 3, padding: 1, padding_mode: reflect}",
        lambda: nn.Conv2d(4, 4, 3, padding=1, padding_mode="reflect"),
        4,
    ),
    "conv replicating nothing": (
        "conv: {filters: 4, kernel: 3, padding_mode: replicate}",
        lambda: nn.Conv2d(4, 4, 3, padding_mode="replicate"),
        4,
    ),
    "pad": ("pad: 1", lambda: nn.ZeroPad2d(1), 4),
    "pad reflecting": ("pad: {padding: 1, mode: reflect}", lambda: nn.ReflectionPad2d(1), 4),
    "pad replicating": ("pad: {padding: 1, mode: replicate}", lambda: nn.ReplicationPad2d(1), 4),
    "crop": (CROPPED, cropped, 8),
    "permute": ("permute: [width, height, channels]", lambda: plainly(lambda x: x.permute(0, 1, 3, 2)), 4),
    "permute after relu": (
        "relu\n  - permute: [width, height, channels]",
        lambda: nn.Sequential(nn.ReLU(inplace=True), plainly(lambda x: x.permute(0, 1, 3, 2))),
        4,
    ),
    "reshape": ("reshape: 3x3x16", lambda: plainly(lambda x: x.reshape(-1, 16, 3, 3)), 16),
    "custom": ("custom: {output: 6x6x4, params: 4, macs: 0}", lambda: nn.Conv2d(4, 4, 1, groups=4, bias=False), 4),
}


@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("name", KEPT)
def test_kept_between_convolutions(name: str, batch: int) -> None:
    between, middle, channels = KEPT[name]
    model = nn.Sequential(nn.Conv2d(3, 4, 1), middle(), nn.Conv2d(channels, 2, 1))
    assert kept(between, "conv: {filters: 2, kernel: 1}", batch) == measure(model, batch)


#: Entries at the very beginning: their input is not kept where only the gradient through them would need it.
KEPT_FIRST: dict[str, tuple[str, Callable[[], Any], int]] = {
    "conv reflecting": (
        "conv: {filters: 4, kernel: 3, padding: 1, padding_mode: reflect}",
        lambda: nn.Conv2d(3, 4, 3, padding=1, padding_mode="reflect"),
        4,
    ),
    "subsample": ("subsample: 2", lambda: subsample(3), 3),
    "pad reflecting": ("pad: {padding: 1, mode: reflect}", lambda: nn.ReflectionPad2d(1), 3),
}


@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("name", KEPT_FIRST)
def test_kept_at_the_beginning(name: str, batch: int) -> None:
    first, module, channels = KEPT_FIRST[name]
    report = loads(f"input: 6x6x3\nlayers:\n  - {first}\n  - conv: {{filters: 2, kernel: 1}}\n").analyze(batch=batch)
    assert report.totals.memory.kept == measure(nn.Sequential(module(), nn.Conv2d(channels, 2, 1)), batch)


def test_every_kind_is_measured() -> None:
    measured = (*KEPT, *test_against_torch.KEPT, *test_against_torch.KEPT_BEFORE_FC)
    assert {name.split()[0] for name in measured} == set(names())
