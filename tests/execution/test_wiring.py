"""Random networks of many skips, views, gates and layers in place, executed beside the same networks in torch.

What the bundled networks have one of, these have in every order: outputs that nobody reads, an input read twice, views of
views, a layer in place on what another still reads, shared weights, several outputs.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from random import Random
from typing import Any

import pytest

from cnncalc.api import loads
from cnncalc.graph import Graph, build
from tests.execution.drawn import Array, apart, channels_first, drawn, executed, images, left_by_steps, numpy
from tests.execution.torch_twin import twin

NETWORKS, LAYERS = 120, 14
MOST = 1e-10
Written = dict[str, Any]

#: Kinds without options.
PLAIN = (
    "relu",
    "relu6",
    "tanh",
    "sigmoid",
    "batchnorm",
    "layernorm",
    "lrn",
    "scale",
    "softmax",
    "identity",
    "dropout",
    "globalavgpool",
)


class _Writer:
    """Writes a network, layer after layer; what does not fit is taken back."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.names = ["input"]
        self.layers: list[Written] = []
        self.convs: list[Written] = []

    def write(self) -> Graph:
        while len(self.layers) < LAYERS:
            entry = {"name": f"n{len(self.layers)}", **self._entry()}
            if self.random.random() < 0.4:
                entry["from"] = self.random.choice(self.names)
            if _built([*self.layers, entry]) is not None:
                self.layers.append(entry)
                self.names.append(entry["name"])
                self.convs += [entry] if "conv" in entry else []
        ends: list[Written] = [
            {"branches": [[], [{"relu": None}], [{"globalavgpool": None}, {"fc": 3}]], "merge": "none"},
            {"flatten": None},
            {"identity": None},
        ]
        graph = _built([*self.layers, self.random.choice(ends)])
        assert graph is not None
        return graph

    def _entry(self) -> Written:
        random = self.random
        plain, form = random.choice(PLAIN), random.random()
        if form < 0.4:
            return {plain: None}
        if self.convs and form < 0.45:
            twin = random.choice(self.convs)
            return {"conv": twin["conv"], "share": twin["name"]}
        return random.choice([self._conv, self._join, self._form, self._view, self._pool])()

    def _conv(self) -> Written:
        random = self.random
        options = {"filters": random.choice([4, 8]), "kernel": random.choice([1, 3]), "padding": random.choice([0, 1])}
        after = {"norm": random.choice(["none", "batchnorm"]), "activation": random.choice(["none", "relu", "tanh"])}
        groups: Any = random.choice([1, 1, 2, "depthwise"])
        return {"conv": {**options, **after, "groups": groups, "bias": random.random() < 0.5}}

    def _join(self) -> Written:
        """Two or three outputs, the same one twice among them."""
        kind, count = self.random.choice(["add", "add", "multiply", "concat"]), self.random.choice([2, 2, 3])
        return {kind: self.random.choices(self.names[-6:], k=2 if kind == "multiply" else count)}

    def _form(self) -> Written:
        body: list[Written] = [{"relu": None}, *self.random.choice([[], [{"conv": {"filters": "$in", "kernel": 1}}]])]
        return self.random.choice(
            [
                {"residual": body},
                {"residual": body, "shortcut": [{"tanh": None}]},
                {"split": 2, "branches": [[], body], "merge": "concat"},
                {"split": 2, "branches": [body, [{"identity": None}]], "merge": "add"},
                {"branches": [body, [{"dropout": 0.5}], []], "merge": "add"},
            ]
        )

    def _view(self) -> Written:
        return self.random.choice([{"shuffle": 2}, {"crop": self.random.choice(self.names)}])

    def _pool(self) -> Written:
        window = {"kernel": 3, "stride": 1, "padding": self.random.choice([0, 1])}
        return {self.random.choice(["maxpool", "avgpool"]): window}


def _built(layers: list[Written]) -> Graph | None:
    """The network, or None where a layer is refused."""
    architecture = loads({"input": [9, 12, 4], "layers": layers})
    graph = build(architecture.program)
    return None if any(finding.severity == "error" for finding in graph.findings) else graph


@cache
def _networks() -> list[Graph]:
    return [_Writer(Random(f"wiring {number}")).write() for number in range(NETWORKS)]


def test_random_networks_are_torchs() -> None:
    """Folded and not; with nothing, one half and all of the arrays that a run leaves kept to its end."""
    folded = 0
    for number, graph in enumerate(_networks()):
        tensors, input = drawn(graph, "float64"), images(graph, dtype="float64")
        theirs = twin(graph, tensors, numpy.ascontiguousarray(channels_first(input)))
        for fold in (False, True):
            left = left_by_steps(graph, fold)
            folded += len(graph.nodes) - len(left)
            for keep in ((), left[::2], (0, *left)):
                network = executed(graph, dict(tensors), input, fold=fold, keep=keep)
                _compare(network.arrays, theirs, {*keep, *graph.outputs}, f"network {number}, {fold=}, {keep=}")
    assert folded > NETWORKS


def _compare(ours: dict[int, Array], theirs: dict[int, Array], indices: Collection[int], told: str) -> None:
    for index in indices:
        found, truth = channels_first(ours[index]), theirs[index]
        if truth.any():
            error = apart(found, truth)
            assert error < MOST, f"{told}: {index}"
        else:
            assert not found.any(), f"{told}: {index}"


#: Views of views whose places do not follow each other in memory: each needs a copy, made in the run.
TORN: list[tuple[Written, list[Written]]] = [
    ({"input": [6, 5, 1]}, [{"permute": ["width", "height", "channels"]}, {"flatten": None}, {"fc": 2}]),
    ({"input": [6, 5, 1]}, [{"permute": ["width", "height", "channels"]}, {"flatten": None}]),
    ({"input": [6, 4, 3]}, [{"permute": ["width", "height", "channels"]}, {"reshape": [6, 4, 3]}, {"relu": None}]),
    ({"input": [6, 4, 3]}, [{"permute": ["channels", "width", "height"]}, {"reshape": [2, 6, 6]}, {"reshape": [12, 1, 6]}]),
    ({"input": [8, 8, 4]}, [{"name": "a", "conv": {"filters": 4, "kernel": 3}}, {"from": "input", "crop": "a"},
                            {"reshape": [12, 3, 4]}, {"tanh": None}]),
]  # fmt: skip


@pytest.mark.parametrize(("head", "layers"), TORN)
def test_views_of_what_does_not_lie_in_one_piece(head: Written, layers: list[Written]) -> None:
    graph = build(loads({**head, "layers": layers}).program)
    tensors, input = drawn(graph, "float64"), images(graph, dtype="float64")
    theirs = twin(graph, tensors, numpy.ascontiguousarray(channels_first(input)))
    for fold in (False, True):
        network = executed(graph, dict(tensors), input, fold=fold)
        _compare(network.arrays, theirs, graph.outputs, f"{fold=}")


def test_random_networks_have_everything_once() -> None:
    """Views of what is kept, shared weights, several outputs, outputs that nobody reads, and one that a layer reads twice."""
    graphs = _networks()
    nodes = [node for graph in graphs for node in graph.nodes]
    assert {"crop", "split", "flatten", "shuffle", "identity", "multiply"} <= {node.kind for node in nodes}
    assert sum(node.share is not None for node in nodes) > 20
    assert sum(len(graph.outputs) > 1 for graph in graphs) > 20
    assert sum(len(set(node.inputs)) < len(node.inputs) for node in nodes) > 20
    read = [{source for node in graph.nodes for source in node.inputs} | {*graph.outputs} for graph in graphs]
    assert sum(node.index not in seen for graph, seen in zip(graphs, read, strict=True) for node in graph.nodes) > 100
