"""A small network, files of its tensors, and what is said where one is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cnncalc import loads
from cnncalc.diagnostics import CnnCalcError, UsageError
from cnncalc.execution import weights
from cnncalc.graph import Graph
from tests.oracle import oracle_or_skip

np = oracle_or_skip("numpy")

NETWORK = """\
input: 8x8x3
layers:
  - conv: {filters: 4, kernel: 3}
  - batchnorm
  - {name: stage1, stage: }
  - {name: head, aux: [fc: 7]}
  - fc: 2
blocks:
  stage:
    layers:
      - conv: {filters: 6, kernel: 1, bias: false}
      - prelu: {per_channel: true}
"""
SHAPES = {
    "conv1.weight": (4, 3, 3, 3), "conv1.bias": (4,), "batchnorm1.weight": (4,), "batchnorm1.bias": (4,),
    "batchnorm1.running_mean": (4,), "batchnorm1.running_var": (4,), "stage1/conv1.weight": (6, 4, 1, 1),
    "stage1/prelu1.weight": (6,), "fc2.weight": (2, 216), "fc2.bias": (2,),
}  # fmt: skip


def graph_of(text: str) -> Graph:
    graph: Graph = loads(text).analyze().graph
    return graph


def fitting(dtype: str = "float32") -> dict[str, Any]:
    """Tensors of the network, every value another."""
    values = np.random.default_rng(7)
    return {name: values.normal(size=shape).astype(dtype) for name, shape in SHAPES.items()}


def npz(path: Path, tensors: dict[str, Any], packed: bool = False) -> str:
    (np.savez_compressed if packed else np.savez)(path, **tensors)
    return str(path)


def safetensors(path: Path, tensors: dict[str, Any]) -> str:
    oracle_or_skip("safetensors.numpy").save_file(tensors, path)
    return str(path)


def refused(path: str, graph: Graph, dtype: str = "float32") -> list[str]:
    """The findings, as code and message; helps behind a bar."""
    with pytest.raises(CnnCalcError) as error:
        weights.read(path, graph, dtype)
    assert not isinstance(error.value, UsageError), error.value
    return [" | ".join((f"{finding.code} {finding.message}", *finding.help)) for finding in error.value.findings]


def unreadable(path: Path, graph: Graph) -> str:
    """The one line that is said of a file that cannot be read."""
    with pytest.raises(UsageError) as error:
        weights.read(str(path), graph, "float32")
    assert error.value.message.startswith(f"{path} ")
    assert "\n" not in error.value.message
    return error.value.message.removeprefix(f"{path} ")
