"""The only loop over layers: a graph becomes a report."""

from __future__ import annotations

from cnncalc.analysis.memory import inference_peak, kept_for_backward, last_readers
from cnncalc.analysis.receptive_field import Field, advance, merge, of_input
from cnncalc.analysis.report import Cost, Memory, Report, Row, Totals, total_of
from cnncalc.diagnostics import in_text_order
from cnncalc.graph import Facts, Graph
from cnncalc.spec.load import Program
from cnncalc.tensor import DTYPE_BYTES, Shape

_NOTHING = Cost()
_NO_OPERATIONS: dict[str, int] = {}


def analyze(
    program: Program,
    graph: Graph,
    *,
    architecture: str = "",
    batch: int = 1,
    dtype: str = "float32",
    count_biases: bool = True,
    changed: tuple[str, ...] = (),
) -> Report:
    """Every figure of a network for a batch of images in one dtype.

    With `count_biases` off, biases count neither as parameters nor as operations, as the lecture counts.
    """
    selection = graph.selection
    value_bytes = DTYPE_BYTES[dtype]
    last = last_readers(graph, [node for node in graph.nodes if node.aux is None])
    rows = _Rows(graph, batch, count_biases).make(kept_for_backward(graph, last, batch, value_bytes))
    return Report(
        name=selection.name,
        architecture=architecture,
        source=selection.source,
        input=graph.input,
        batch=batch,
        dtype=dtype,
        rounding=selection.rounding,
        count_biases=count_biases,
        rows=tuple(rows),
        totals=_totals(graph, rows, last, batch, value_bytes),
        expect=tuple(selection.expect),
        budget=tuple(selection.budget),
        findings=in_text_order(graph.findings),
        path=program.path,
        text=program.text,
        graph=graph,
        changed=changed,
    )


class _Rows:
    """Makes the rows; what repeats (a layer's figures on its shapes) is worked out once."""

    def __init__(self, graph: Graph, batch: int, count_biases: bool) -> None:
        self.graph, self.batch, self.count_biases = graph, batch, count_biases
        self._figures: dict[tuple[Facts, bool], tuple[Cost, dict[str, int]]] = {}

    def make(self, kept: list[int]) -> list[Row]:
        """Rows in the order of the file."""
        graph, rows = self.graph, []
        paths = ["input", *[node.path for node in graph.nodes]]
        fields: list[Field | None] = [of_input(graph.input.spatial) if graph.input else None]
        for node in graph.nodes:
            facts, inputs = node.facts, node.inputs
            cost, operations = _NOTHING, _NO_OPERATIONS
            field: Field | None = None
            shapes: tuple[Shape | None, ...]
            if facts is None:
                shapes = tuple([graph.shape(source) for source in inputs])
            else:
                cost, operations = self._cost(facts, node.share is not None)
                if kept[node.index]:
                    cost = Cost(*cost[:-1], kept[node.index])
                field, shapes = _field(facts, [fields[source] for source in inputs]), facts.inputs[: len(inputs)]
            fields.append(field)
            rows.append(Row(
                node.name, node.path, node.kind, tuple([paths[source] if source >= 0 else "?" for source in inputs]),
                shapes, node.aux, node.block, facts, cost, operations, field, node.share, node.error, node.unknown, node,
            ))  # fmt: skip
        return rows

    def _cost(self, facts: Facts, shared: bool) -> tuple[Cost, dict[str, int]]:
        key = (facts, shared)
        known = self._figures.get(key)
        if known is None:
            batch = self.batch
            operations = {name: count * batch for name, count in facts.operations.items()}
            biases = facts.biases if self.count_biases else 0
            if not self.count_biases and facts.layer.weighted and facts.biases:  # one is added to every value of the output
                operations["add"] -= facts.elements * batch
                operations = {name: count for name, count in operations.items() if count}
            cost = Cost(macs=facts.macs * batch, activations=facts.activations * batch)
            if not shared:
                cost = cost._replace(params=facts.weights + biases, weights=facts.weights, biases=biases, buffers=facts.buffers)
            known = self._figures[key] = (cost, operations)
        return known


def _field(facts: Facts, sources: list[Field | None]) -> Field | None:
    """The receptive field behind a layer."""
    first = sources[0]
    if len(sources) > 1:
        known = [field for field in sources if field is not None]
        return merge(known) if len(known) == len(sources) else None
    reach = facts.layer.reach
    return first if reach == "point" or first is None else advance(first, reach, facts.axes, facts.output.spatial)


def _totals(graph: Graph, rows: list[Row], last: list[int], batch: int, value_bytes: int) -> Totals:
    main = [row for row in rows if row.aux is None]
    cost = total_of(main)
    with_aux = total_of(rows) if len(main) < len(rows) else cost
    operations: dict[str, int] = {}
    for row in main:
        for name, count in row.operations.items():
            operations[name] = operations.get(name, 0) + count
    input_activations = graph.input.elements * batch if graph.input else 0
    peak = inference_peak(graph, [row.entry for row in main], last) if graph.input else None
    memory = Memory(
        weights=cost.params * value_bytes,
        activations=(input_activations + cost.activations) * value_bytes,
        inference_peak=peak.values * batch * value_bytes if peak else 0,
        inference_peak_layer=peak.path if peak else None,
        kept=cost.kept_bytes,
        gradients=cost.params * value_bytes,
        optimizer=0,
    )
    return Totals(cost, with_aux, operations, len(deepest_path(graph)), input_activations, memory)


def deepest_path(graph: Graph) -> list[int]:
    """The weighted layers of one longest path, side heads apart: as many as the depth that papers print."""
    depths, way = [0], [0]
    for node in graph.nodes:
        inputs = node.inputs
        source = inputs[0]
        if len(inputs) > 1:
            source = max(inputs, key=lambda index: depths[index] if index > 0 else 0)
        if source < 0:
            source = 0  # what failed is no layer
        depth = depths[source]
        if node.facts is not None and node.facts.layer.weighted and node.aux is None:
            depth += 1
        depths.append(depth)
        way.append(source)
    index, path = max(range(len(depths)), key=depths.__getitem__), []
    while index:
        if depths[index] > depths[way[index]]:
            path.append(index)
        index = way[index]
    return path[::-1]
