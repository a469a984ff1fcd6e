"""The page on adding a kind is followed: the file and the test that it shows are a kind that works."""

from __future__ import annotations

import re
import sys
from dataclasses import fields
from types import ModuleType
from typing import Any

import pytest

from cnncalc import layers
from cnncalc.api import loads
from tests.docs import ROOT
from tests.naive import EXECUTORS
from tests.oracle import oracle_or_skip

PAGE = (ROOT / "docs" / "add-a-kind.md").read_text("utf-8")
FILE, TEST = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def softplus(monkeypatch: pytest.MonkeyPatch) -> None:
    """The steps of the page: the file, its line, its loops."""
    module = ModuleType("cnncalc.layers.softplus")
    monkeypatch.setitem(sys.modules, "cnncalc.layers.softplus", module)
    exec(compile(FILE, "softplus.py", "exec"), module.__dict__)
    line = re.search(r'`"(\w+)": \("(\w+)", "(\w+)"\),`', PAGE)
    assert line
    monkeypatch.setitem(layers.KINDS, line[1], (line[2], line[3]))
    monkeypatch.setitem(EXECUTORS, line[1], EXECUTORS["relu"])


@pytest.mark.usefixtures("softplus")
def test_the_test_that_the_page_shows() -> None:
    namespace: dict[str, Any] = {}
    exec(compile(TEST, "test_softplus.py", "exec"), namespace)
    assert len(namespace["CASES"]) == 2
    for case in namespace["CASES"]:
        namespace["test_softplus"](case)


@pytest.mark.usefixtures("softplus")
def test_it_is_executed_as_torch_does() -> None:
    torch = oracle_or_skip("torch")
    from tests.execution.executed import Execution

    x = torch.linspace(-3, 3, 24, dtype=torch.float64).reshape(2, 3, 4).requires_grad_()
    expected = torch.nn.functional.softplus(x, beta=2)
    expected.sum().backward()
    done = Execution("softplus", {"beta": 2}, [x.detach().numpy()])
    (gradient,), _ = done.gradients(torch.ones(2, 3, 4).numpy())
    assert abs(done.output - expected.detach().numpy().swapaxes(1, 2)).max() < 1e-12
    assert abs(gradient - x.grad.numpy()).max() < 1e-12


@pytest.mark.usefixtures("softplus")
def test_the_language_knows_it() -> None:
    entries = "[{conv: {filters: 2, kernel: 3, activation: softplus}}, {softplus: {beta: 2}}]"
    report = loads(f"input: 5x5x1\nlayers: {entries}").analyze()
    assert [row.kind for row in report.rows] == ["conv", "softplus", "softplus"]
    faulty = loads("input: 5x5x1\nlayers: [softplus: {beta: -1}]").analyze(strict=False)
    assert [finding.message for finding in faulty.findings] == ["`beta` must be at least 0, found -1"]
    assert [option.name for option in fields(layers.load("softplus"))] == ["beta"]  # type: ignore[arg-type]


def test_what_the_page_names_is_there() -> None:
    for path in re.findall(r"`((?:cnncalc|tests)/[\w/.]+\.py)`", PAGE):
        assert (ROOT / path).exists() or "softplus" in path, path
