"""A backward pass through a network that is written here, on numbers that are given here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cnncalc.api import loads
from cnncalc.execution import losses, weights
from cnncalc.execution.gradients import Gradients, Request, differentiate
from cnncalc.execution.machine import Machine
from cnncalc.execution.tracing import Trace
from tests.oracle import oracle_or_skip

numpy = oracle_or_skip("numpy")
#: Layers of all sorts, arrays that are read twice, and shared weights.
NETWORK = """\
input: 12x12x3
layers:
  - {conv: {filters: 4, kernel: 3, padding: 1, bias: false}, name: a}
  - {batchnorm: , name: norm}
  - {sigmoid: , name: s}
  - {conv: {filters: 4, kernel: 3, padding: 1, groups: 2}, name: b}
  - {add: [s, b], name: sum}
  - {relu: , name: r}
  - {concat: [r, s], name: both}
  - {maxpool: {kernel: 2, stride: 2}, name: p}
  - {conv: {filters: 8, kernel: 2, stride: 2}, name: c}
  - {avgpool: {kernel: 3, stride: 1}, name: q}
  - {flatten: , name: f}
  - {fc: 5, name: d}
  - {tanh: , name: t}
  - {fc: 5, name: e, share: d, from: f}
  - {add: [t, e], name: out}
"""

Judge = Callable[[Trace], losses.Loss]


def backpropagated(
    text: str, x: Any, tensors: Mapping[str, Any] | None = None, loss: Judge = losses.total, layer: str | None = None,
    dtype: Any = "float64", *, check: bool = False, training: bool = False,
) -> Gradients:  # fmt: skip
    """A network on a batch, channels first, with these tensors; random ones otherwise."""
    graph = loads(text).analyze().graph
    node = next((node.index for node in graph.nodes if node.path == layer), None)
    assert node is not None or layer is None
    with Machine("cpu", dtype, exact=True, training=training) as on:
        batch = numpy.ascontiguousarray(numpy.moveaxis(numpy.asarray(x, dtype=dtype), 1, -1))
        if tensors is None:
            tensors = weights.initial(graph, numpy, dtype, 0)
        held = {name: numpy.asarray(tensor, dtype=dtype) for name, tensor in tensors.items()}
        return differentiate(on, Request(graph, "", node, check, "", "", ()), held, batch, loss)


def upstream(values: Any, dtype: Any = "float64") -> Judge:
    return lambda trace: losses.given(trace, numpy.asarray(values, dtype=dtype))
