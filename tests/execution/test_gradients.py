"""Every kind's backward pass: against finite differences of its own forward pass, and against torch's autograd."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.execution.against_torch import DRAWS, Case, cases, distance
from tests.execution.executed import Array, Execution, channels_first, numpy

SETTINGS = 30
DIFFERENCES = 8
STEP = 1e-5
#: The largest errors, as norms.
FROM_TORCH = 1e-10
IMPRECISE = {"hardsigmoid": 1e-7}  # torch multiplies by 1/6 in single precision
FROM_DIFFERENCES = 1e-6
LEAST = 1e-3  # the norm of a gradient below which it counts as none
TRAINED = ("batchnorm", "dropout", "droppath")


@pytest.mark.parametrize("kind", DRAWS)
def test_gradients_are_torchs(kind: str) -> None:
    for case in cases(kind, SETTINGS, "gradients"):
        _check_against_torch(case, training=False)


def test_gradients_through_the_statistics_of_a_batch_are_torchs() -> None:
    for case in cases("batchnorm", SETTINGS, "gradients in training"):
        if len(case.inputs[0]) > 1:
            _check_against_torch(case, training=True)


@pytest.mark.parametrize("kind", DRAWS)
def test_single_precision_stays_single(kind: str) -> None:
    for case in cases(kind, DIFFERENCES, "single precision"):
        ours = Execution(kind, case.options, case.inputs, case.tensors, "float32", training=kind in TRAINED)
        double = Execution(kind, case.options, case.inputs, case.tensors, training=kind in TRAINED)
        upstream = case.random(channels_first(ours.output).shape)
        for found, truth in zip(ours.gradients(upstream)[0], double.gradients(upstream)[0], strict=True):
            assert distance(found, truth, LEAST) < 1e-2, case  # through the norm of two values little is left


def _check_against_torch(case: Case, training: bool) -> None:
    ours = Execution(case.kind, case.options, case.inputs, case.tensors, training=training)
    torchs = case.torchs(training)
    assert distance(channels_first(ours.output), torchs.output) < 1e-12
    if not numpy.isfinite(torchs.output).all():
        return  # the maximum of nothing but padding: torch gives its gradient to any value
    upstream = case.random(torchs.output.shape)
    to_inputs, to_tensors = ours.gradients(upstream)
    inputs_truth, tensors_truth = torchs.gradients(upstream, case.facts.parameters)
    most = IMPRECISE.get(case.kind, FROM_TORCH)
    for found, truth in zip(to_inputs, inputs_truth, strict=True):
        assert distance(found, truth, LEAST) < most, case
    for name, found in to_tensors.items():
        assert distance(found, tensors_truth[name], LEAST) < most, (name, case)


@pytest.mark.parametrize("kind", DRAWS)
def test_gradients_are_finite_differences(kind: str) -> None:
    for case in cases(kind, DIFFERENCES, "differences"):
        _check_differences(case, training=False)


@pytest.mark.parametrize("kind", TRAINED)
def test_gradients_in_training_are_finite_differences(kind: str) -> None:
    for case in cases(kind, DIFFERENCES, "differences in training"):
        _check_differences(case, training=True)


def _check_differences(case: Case, training: bool) -> None:
    inputs = _apart(case)
    ours = Execution(case.kind, case.options, inputs, case.tensors, training=training)
    upstream = case.random(channels_first(ours.output).shape)
    to_inputs, to_tensors = ours.gradients(upstream)

    def loss(inputs: tuple[Array, ...], tensors: dict[str, Array]) -> float:
        """Its gradient by the output is `upstream`."""
        output = Execution(case.kind, case.options, inputs, tensors, training=training).output
        return float((channels_first(output) * upstream).sum())

    for i, found in enumerate(to_inputs):

        def moved(step: Array, i: int = i) -> float:
            return loss((*inputs[:i], inputs[i] + step, *inputs[i + 1 :]), case.tensors)

        _check_array(case, found, moved)
    for name, found in to_tensors.items():

        def trained(step: Array, name: str = name) -> float:
            return loss(inputs, {**case.tensors, name: case.tensors[name] + step})

        _check_array(case, found, trained)


def _check_array(case: Case, found: Array, loss: Callable[[Array], float]) -> None:
    """Value by value where there are few, and in random directions of steps of one size."""
    directions = [numpy.where(case.random(found.shape) < 0, -1.0, 1.0) for _ in range(3)]
    if found.size <= 24:
        directions += list(numpy.eye(found.size).reshape(-1, *found.shape))
    predicted = numpy.array([float((found * direction).sum()) for direction in directions])
    measured = numpy.array([(loss(STEP * way) - loss(-STEP * way)) / (2 * STEP) for way in directions])
    largest = max(float(numpy.linalg.norm(found.ravel())), float(numpy.linalg.norm(predicted)), LEAST)
    assert float(numpy.abs(predicted - measured).max()) / largest < FROM_DIFFERENCES, case


def _apart(case: Case) -> tuple[Array, ...]:
    """Inputs of the same shapes from -7 to 7 whose values all differ by more than steps do, and are as far from 0, 3 and 6,
    where some kinds have a kink."""
    values = sum(x.size for x in case.inputs)
    grid = (numpy.arange(values) + 0.31) * (14 / values) - 7
    mixed = grid[numpy.argsort(case.random((values,)))]
    ends = numpy.cumsum([x.size for x in case.inputs])[:-1]
    return tuple(part.reshape(x.shape) for part, x in zip(numpy.split(mixed, ends), case.inputs, strict=True))
