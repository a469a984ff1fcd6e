"""The layers on fractions, against the exact evaluator: every operation, output and gradients, to the last digit."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import prod
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cnncalc.homework.exact import Computation, ComputationError, computation, read
from cnncalc.homework.exact.operations import OPERATIONS
from tests.execution.as_kinds import TWINS, has_exact_floats
from tests.homework.exact import test_claims, test_computation, test_differences

#: The lectures' own: those claims that something is computed of.
CLAIMS = [claim for claim in test_claims.CLAIMS if test_claims.form_of(claim["setup"])]


def _cells(value: Any) -> list[Fraction]:
    return [cell for part in value for cell in _cells(part)] if isinstance(value, tuple) else [value]


def check(found: Computation) -> None:
    """The layer gives the evaluator's fractions; its floats too, where they hold them."""
    twin = TWINS[found.op](found)
    output, gradients = twin.run(found, "object")
    assert all(isinstance(cell, (int, Fraction)) for cells in (output, *gradients.values()) for cell in cells)
    assert output == list(found.result.cells)
    if "upstream" in found.given:
        wanted = {key: _cells(gradient) for key, gradient in found.gradients().items()}
        assert gradients == wanted
    if has_exact_floats(found, twin):
        floats, _ = twin.run(found, "float64")
        assert floats == list(map(float, found.result.cells))


def _cases(test: Callable[..., None]) -> list[str]:
    """The computations of a test of the evaluator."""
    ((_, rows),) = [mark.args for mark in test.pytestmark if mark.name == "parametrize"]  # type: ignore[attr-defined]  # pytest's
    return [row if isinstance(row, str) else row[0] for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        *_cases(test_computation.test_by_hand),
        *_cases(test_computation.test_a_cell_on_the_board),
        *_cases(test_differences.test_every_gradient_is_a_difference),
    ],
)
def test_what_the_evaluator_is_tested_with(text: str) -> None:
    check(read(yaml.load(text, yaml.BaseLoader)))


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["id"])
def test_the_lectures_values(claim: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is computed for a claim."""
    made: list[Computation] = []

    def noted(plain: Any) -> Computation:
        made.append(read(plain))
        return made[-1]

    monkeypatch.setattr(test_claims, "read", noted)
    monkeypatch.setattr(computation, "read", noted)  # for `with_`
    means = test_claims.form_of(claim["setup"])
    assert means is not None
    means(claim["setup"])
    monkeypatch.undo()
    assert made
    for found in made:
        check(found)


def test_every_operation_and_claim_is_compared() -> None:
    assert set(TWINS) == set(OPERATIONS)
    assert len(CLAIMS) == 32


NUMBERS = st.one_of(st.integers(-5, 5), st.fractions(-3, 3, max_denominator=7))


def tensors(*shape: int) -> st.SearchStrategy[Any]:
    strategy: st.SearchStrategy[Any] = NUMBERS
    for size in reversed(shape):
        strategy = st.lists(strategy, min_size=size, max_size=size)
    return strategy


@st.composite
def sliding(draw: st.DrawFn, op: str) -> dict[str, Any]:
    """A window over one axis or two."""
    rank, is_pool = draw(st.integers(1, 2)), op.endswith("pool")
    channels = draw(st.integers(1, 3)) if rank == 2 else 1
    spatial, kernel = ([draw(st.integers(1, top)) for _ in range(rank)] for top in (5, 3))
    plane = [channels] if rank == 2 else []
    found: dict[str, Any] = {
        "op": op, "input": draw(tensors(*plane, *spatial)), "stride": [draw(st.integers(1, 3)) for _ in range(rank)],
        "padding": [[draw(st.integers(0, 2)), draw(st.integers(0, 2))] for _ in range(rank)],
    }  # fmt: skip
    if op != "deconv":
        found["rounding"] = "floor"
    if is_pool:
        return {**found, "kernel": kernel, **({"count_padding": draw(st.booleans())} if op == "avgpool" else {})}
    bank = draw(st.one_of(st.none(), st.integers(1, 3)))
    found["filter" if bank is None else "filters"] = draw(tensors(*([] if bank is None else [bank]), *plane, *kernel))
    found |= draw(st.fixed_dictionaries({}, optional={"bias": st.one_of(NUMBERS, tensors(bank or 1)), "scale": NUMBERS}))
    if op != "deconv":
        found["dilation"] = [draw(st.integers(1, 2)) for _ in range(rank)]
        found["padding_mode"] = draw(st.sampled_from(["zero", "reflect", "replicate"]))
    return found


@st.composite
def plain(draw: st.DrawFn, op: str) -> dict[str, Any]:
    """An operation without a window."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    found: dict[str, Any] = {"op": op, "input": draw(tensors(*sizes))}
    if op == "add":
        found["skip"] = draw(tensors(*sizes))
    if op == "matmul":
        rows, inner, outputs = (draw(st.integers(1, 3)) for _ in range(3))
        found |= {"input": draw(tensors(rows, inner)), "weight": draw(tensors(inner, outputs))}
    if op == "fc":
        outputs = draw(st.integers(1, 3))
        found["weight"] = draw(tensors(outputs, prod(sizes)))
    if op in ("fc", "matmul") and draw(st.booleans()):
        found["bias"] = draw(st.one_of(NUMBERS, tensors(outputs)))
    return found


@st.composite
def normalised(draw: st.DrawFn, op: str) -> dict[str, Any]:
    """Frozen with a square as the variance, or a batch whose half lies as far above its mean as the other below."""
    dims = draw(st.sampled_from([(4,), (4, 2), (2, 2, 3)]))
    sets = 1 if len(dims) == 1 else dims[1] if len(dims) == 2 else dims[0]
    found: dict[str, Any] = {"op": op}
    for key in ("gamma", "beta"):
        if draw(st.booleans()):
            found[key] = draw(st.one_of(NUMBERS, tensors(sets)))
    if draw(st.booleans()):
        roots = [draw(st.fractions("1/4", 3, max_denominator=5)) for _ in range(sets)]
        return {**found, "input": draw(tensors(*dims)), "mean": draw(tensors(sets)), "variance": [root**2 for root in roots]}
    each = prod(dims) // sets
    columns = []
    for _ in range(sets):
        mean, away = draw(NUMBERS), draw(st.fractions("1/4", 3, max_denominator=5))
        columns.append([mean + sign * away for sign in draw(st.permutations([1, -1] * (each // 2)))])
    if len(dims) == 3:
        return {**found, "input": [[cells[row * dims[2] : (row + 1) * dims[2]] for row in range(dims[1])] for cells in columns]}
    return {**found, "input": columns[0] if len(dims) == 1 else [list(row) for row in zip(*columns, strict=True)]}


def strategy_of(op: str) -> st.SearchStrategy[dict[str, Any]]:
    if op == "batchnorm":
        return normalised(op)
    return sliding(op) if op in ("correlation", "convolution", "deconv", "maxpool", "avgpool") else plain(op)


def fitting(plain: dict[str, Any]) -> Computation | None:
    """None where the window or the padding does not fit."""
    try:
        return read(plain)
    except ComputationError as error:
        if error.code in ("H301", "H303"):
            return None
        raise


@pytest.mark.parametrize("op", OPERATIONS)
def test_random_cases(op: str) -> None:
    @settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(strategy_of(op), st.booleans(), st.data())
    def run(plain: dict[str, Any], then: bool, data: st.DataObject) -> None:
        found = fitting({**plain, **({"then": "relu"} if then else {})})
        assume(found)
        assert found
        check(found.with_(upstream=data.draw(tensors(*found.shape))))

    run()
