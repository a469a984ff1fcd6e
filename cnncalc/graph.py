"""Entries become typed layers: every shape is inferred as its layer is added and passed back to the expansion.

What a layer works out for given input shapes (its `Facts`) is kept and shared by every repetition of the same layer on
the same shapes; a repeated block costs little more than its names.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from math import prod
from typing import Any

from cnncalc.diagnostics import Diagnostic, Label, LayerError
from cnncalc.layer_base import Axis, Kept, Layer, Operations, Parameters
from cnncalc.spec.load import Program, Selection, expand
from cnncalc.spec.options import Setting
from cnncalc.spec.walk import Entry
from cnncalc.tensor import Shape, volume


class Facts:
    """What one layer is on given input shapes."""

    __slots__ = (
        "activations", "axes", "biases", "buffer_shapes", "buffers", "elements", "inputs", "kept", "layer", "macs", "operations",
        "output", "parameters", "params", "remarks", "unread", "weights", "written",
    )  # fmt: skip

    def __init__(self, layer: Layer, inputs: tuple[Shape, ...]) -> None:
        """Run the layer's arithmetic. Raises LayerError where the inputs do not fit."""
        self.layer, self.inputs = layer, inputs
        self.axes: tuple[Axis, ...]
        self.output: Shape
        self.axes, self.output = layer.infer(*inputs)
        self.parameters: Parameters = layer.parameters(*inputs)
        self.buffer_shapes: Parameters = layer.buffers(*inputs)
        self.params = self.biases = self.buffers = 0
        for name, shape in self.parameters.items():
            count = prod(shape)
            self.params += count
            if name == "bias":
                self.biases = count
        self.weights = self.params - self.biases
        for shape in self.buffer_shapes.values():
            self.buffers += prod(shape)
        operations = layer.operations(self.output, *inputs)
        self.operations: Operations = operations if all(operations.values()) else {k: n for k, n in operations.items() if n}
        self.macs = operations.get("mac", 0)
        self.elements = self.output.elements
        self.activations = self.elements if layer.counted else 0
        self.unread = [axis.unread for axis in self.axes] or [0] * len(self.output.spatial)
        self.kept: Kept = layer.kept(self.output, *inputs)
        self.remarks = layer.remarks(self.output, *inputs)
        self.written: Any = None  # its formulas, once somebody asked for them


# What equal options make and what equal layers are on equal shapes, shared by the repetitions of a block, the variants of
# a file and the files of a run. Emptied when full, so that a run over many files stays small.
_LAYERS: dict[Any, Layer] = {}
_FACTS: dict[tuple[Layer, tuple[Shape, ...]], Facts] = {}
_MOST = 20_000


class Graph:
    """A network: its input, its layers in the order of the file, and what was found wrong."""

    def __init__(self, program: Program, selection: Selection) -> None:
        self.selection = selection
        self.input = volume(selection.input) if selection.input else None
        self.nodes: list[Entry] = []
        self.findings: list[Diagnostic] = []
        self.outputs: tuple[int, ...] = ()
        self.ends: dict[str, int] = {}  # what each name of a layer, block or branch stands for
        self._shapes: list[Shape | None] = [self.input]
        self._known: dict[tuple[Any, ...], Facts] = {}
        self._rows: dict[str, int] = {}
        self._setting = Setting(selection.rounding, program.limits.size)
        if len(_FACTS) > _MOST:
            _FACTS.clear()
            _LAYERS.clear()
        self._build(program, selection)

    def shape(self, index: int) -> Shape | None:
        """The output shape of an entry; index 0 is the input."""
        return self._shapes[index] if index >= 0 else None

    def refitted(self, input: Shape, facts_of: Callable[[Entry, tuple[Shape, ...]], Facts]) -> Graph:
        """The same wiring from another input; `facts_of` makes each layer on the shapes that reach it, but side heads stay."""
        made = copy(self)
        shapes: list[Any] = [input]
        made.input, made._shapes, made.nodes, made.findings = input, shapes, [], []
        for node in self.nodes:
            fresh = copy(node)
            if node.aux is None:
                fresh.facts = facts_of(node, tuple([shapes[source] for source in (*node.inputs, *node.like)]))
            made.nodes.append(fresh)
            shapes.append(fresh.facts.output)
        return made

    def _build(self, program: Program, selection: Selection) -> None:
        walk, expansion = expand(program, selection)
        self._rows = walk.rows
        self.ends, self.trace = walk.outputs, walk.trace
        channels: int | None = None
        add = self._add
        try:
            entry = next(expansion)
            while True:
                shape = add(entry)
                channels = shape.channels if shape else None
                entry = expansion.send(channels)
        except StopIteration as end:
            self.outputs = end.value if isinstance(end.value, tuple) else (end.value,)
        self.findings += walk.findings

    def _add(self, entry: Entry) -> Shape | None:
        self.nodes.append(entry)
        shapes = self._shapes
        inputs = tuple([shapes[source] if source >= 0 else None for source in entry.inputs])
        if entry.like:
            inputs += tuple([shapes[source] if source >= 0 else None for source in entry.like])
        facts: Facts | None = None
        if entry.error is None:
            if entry.values is None or None in inputs:
                entry.unknown = True
            else:
                key = (entry.template, entry.values, inputs)
                facts = self._known.get(key)
                if facts is None or entry.share is not None:
                    facts = self._infer(entry, inputs)  # type: ignore[arg-type]  # None was ruled out above
                    if facts is not None:
                        self._known[key] = facts
                entry.facts = facts
        shape = facts.output if facts is not None else None
        shapes.append(shape)
        return shape

    def _infer(self, entry: Entry, inputs: tuple[Shape, ...]) -> Facts | None:
        try:
            layer = entry.template.layer(entry.values or (), len(inputs[0].spatial), self._setting, _LAYERS)
            facts = _FACTS.get((layer, inputs))
            if facts is None:
                facts = _FACTS[layer, inputs] = Facts(layer, inputs)
            if entry.share is not None:
                self._check_share(entry, facts)
            return facts
        except LayerError as error:
            entry.error = error.code
            self.findings.append(self._located(error, entry, inputs))
            return None

    def _located(self, error: LayerError, entry: Entry, inputs: tuple[Shape, ...]) -> Diagnostic:
        """A layer's refusal at its place; a clash of shapes shows where each of them comes from."""
        finding = entry.template.locate(error, entry.path)
        if error.code != "H305":
            return finding
        labels = []
        for source, shape in zip((*entry.inputs, *entry.like), inputs, strict=True):
            if source > 0:
                producer = self.nodes[source - 1]
                labels.append(Label(producer.template.node.span, f"`{producer.path}` gives {shape}"))
        return finding._replace(labels=(*finding.labels, *labels))

    def _check_share(self, entry: Entry, facts: Facts) -> None:
        """Shared weights must have the shapes that this layer needs."""
        other = self.nodes[self._rows[entry.share or ""] - 1]
        if other.facts is None or other.facts.parameters == facts.parameters:
            return
        theirs, ours = (", ".join(f"{name} {list(shape)}" for name, shape in f.parameters.items()) or "no parameters"
                        for f in (other.facts, facts))  # fmt: skip
        raise LayerError("G206", "", f"the weights of `{entry.share}` do not fit: it has {theirs}, this layer needs {ours}")


def build(program: Program, variant: str | None = None, overrides: dict[str, Any] | None = None,
          input: tuple[int, ...] | None = None, rounding: str | None = None) -> Graph:  # fmt: skip
    """The network of one variant. Raises CnnCalcError where nothing at all can be read, UsageError for a bad request."""
    program.refuse()
    selection, findings = program.select(variant, overrides or {}, input)
    if rounding is not None:
        selection = selection._replace(rounding=rounding)
    graph = Graph(program, selection)
    graph.findings = [*program.findings, *findings, *graph.findings]
    return graph
