"""Kinds with windows, block by block: blocks of every size give the same, none disturbs another, each place is finished once."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from cnncalc.execution.machine import Machine
from cnncalc.graph import Facts
from cnncalc.tensor import Shape
from tests.conformance import make
from tests.execution.against_torch import DRAWS, accepted
from tests.execution.executed import Array, executed, numpy
from tests.execution.test_window_kinds import random
from tests.layers.settings import Setting
from tests.naive import Options

POOLS = ("maxpool", "avgpool", "lppool", "globalavgpool", "globalmaxpool", "adaptiveavgpool", "subsample")
WRITING = (*POOLS, "pad", "upsample", "pixelshuffle", "deconv")


def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row, or less, at a time."""
    monkeypatch.setattr("cnncalc.execution.machine._SIZES", {"cpu": (1, 1)})


@pytest.mark.parametrize("kind", WRITING)
def test_blocks_of_a_row_give_what_one_block_gives(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[Any] = []
    for setting, facts in settings(kind, 25):
        tensors = {name: random(*dims, seed=1) for name, dims in facts.parameters.items()}
        runs.append((kind, setting.options, [random(3, *dims) for dims in setting.inputs], tensors))
    expected = [executed(*run) for run in runs]
    small_blocks(monkeypatch)
    for run, whole in zip(runs, expected, strict=True):
        numpy.testing.assert_allclose(executed(*run), whole, rtol=1e-12, atol=1e-12, err_msg=str(run[1]))


def settings(kind: str, count: int) -> list[tuple[Setting, Facts]]:
    """Random ones that the kind accepts."""
    draws = Random(f"blocks of {kind}")
    tried = [(setting, accepted(kind, setting)) for setting in (DRAWS[kind](draws) for _ in range(8 * count))]
    found = [(setting, facts) for setting, facts in tried if facts is not None][:count]
    assert len(found) == count
    return found


@pytest.mark.parametrize("kind", WRITING)
def test_blocks_that_may_run_at_once_write_apart(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    small_blocks(monkeypatch)
    for setting, facts in settings(kind, 15):
        x, out = random(2, *setting.inputs[0][1:], setting.inputs[0][0]), random(2, *facts.output.spatial, facts.output.channels)
        tensors = {name: random(*dims, seed=1) for name, dims in facts.parameters.items()}
        with Machine("cpu", "float64") as on:

            def each(count: int, step: int, work: Any, out: Array = out) -> None:
                written = numpy.zeros(out.shape, bool)
                for first in range(0, count, step):
                    before = out.copy()
                    work(first, min(first + step, count))
                    assert not (written & (out != before)).any()
                    written |= out != before

            monkeypatch.setattr(on, "each", each)
            facts.layer.forward(on, facts.layer.prepare(on, tensors, *facts.inputs), x, out=out)


@pytest.mark.parametrize("kind", POOLS)
def test_every_place_is_finished_once_after_it_is_written(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    options: dict[str, Options] = {"globalavgpool": {}, "globalmaxpool": {}, "adaptiveavgpool": {"output": [3, 2]}}
    layer = make(kind, options.get(kind, {"kernel": 2, "stride": 1}), 2)
    assert layer.finishes
    sizes = layer.output_shape(Shape(2, (5, 4))).spatial
    for tiny in (False, True):
        if tiny:
            small_blocks(monkeypatch)
        with Machine("cpu", "float64") as on:
            out = numpy.full((3, *sizes, 2), numpy.nan)
            seen = numpy.zeros(out[..., 0].size, int)

            def tail(first: int, last: int, out: Array = out, seen: Array = seen) -> None:
                assert not numpy.isnan(out.reshape(-1, 2)[first:last]).any()
                seen[first:last] += 1

            on.tail = tail
            layer.forward(on, {"weight": numpy.ones(2), "bias": numpy.ones(2)}, random(3, 5, 4, 2), out=out)
            assert (seen == 1).all()


@pytest.mark.parametrize("kind", WRITING)
def test_views_are_read_as_they_lie(kind: str) -> None:
    """The input may be part of a larger volume: every second channel of a crop."""
    for setting, facts in settings(kind, 10):
        tensors = {name: random(*dims, seed=1) for name, dims in facts.parameters.items()}
        channels, *sizes = setting.inputs[0]
        large = random(2, *[size + 2 for size in sizes], 2 * channels)
        view = large[(slice(None), *[slice(1, -1)] * len(sizes), slice(None, None, 2))]
        outs = []
        for x in (view, numpy.ascontiguousarray(view)):
            with Machine("cpu", "float64") as on:
                out = numpy.full((2, *facts.output.spatial, facts.output.channels), numpy.nan)
                facts.layer.forward(on, facts.layer.prepare(on, tensors, *facts.inputs), x, out=out)
                outs.append(out)
        numpy.testing.assert_array_equal(*outs)
