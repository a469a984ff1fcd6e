"""The only loop over layers: a graph becomes a report."""

from __future__ import annotations

from cnncalc.analysis.memory import Keeping, inference_peak
from cnncalc.analysis.receptive_field import Field, advance, merge, of_input
from cnncalc.analysis.report import Cost, Memory, Report, Row, Totals
from cnncalc.diagnostics import in_text_order
from cnncalc.graph import Facts, Graph, Node
from cnncalc.spec.load import Program
from cnncalc.tensor import DTYPE_BYTES

_NOTHING = Cost()


def analyze(
    program: Program, graph: Graph, *, architecture: str = "", batch: int = 1, dtype: str = "float32", count_biases: bool = True
) -> Report:
    """Every figure of a network for a batch of images in one dtype.

    With `count_biases` off, biases count neither as parameters nor as operations, as the lecture counts.
    """
    selection = graph.selection
    rows = _Rows(graph, batch, DTYPE_BYTES[dtype], count_biases).make()
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
        totals=_totals(graph, rows, batch, DTYPE_BYTES[dtype]),
        expect=tuple(selection.expect),
        budget=tuple(selection.budget),
        findings=in_text_order(graph.findings),
        path=program.path,
        text=program.text,
        graph=graph,
    )


class _Rows:
    """Makes the rows; what repeats (a layer's figures on its shapes) is worked out once."""

    def __init__(self, graph: Graph, batch: int, value_bytes: int, count_biases: bool) -> None:
        self.graph, self.batch, self.count_biases = graph, batch, count_biases
        main = [node for node in graph.nodes if node.entry.aux is None]
        self._paths = ["input", *(node.entry.path for node in graph.nodes)]
        self._keeping = Keeping(graph, main, batch, value_bytes)
        self._fields: list[Field | None] = [of_input(graph.input.spatial) if graph.input else None]
        self._figures: dict[tuple[int, bool], tuple[Cost, dict[str, int]]] = {}

    def make(self) -> list[Row]:
        """Rows in the order of the file."""
        kept = self._kept()
        return [self._row(node, kept.get(node.index, 0)) for node in self.graph.nodes]

    def _kept(self) -> dict[int, int]:
        """Bytes kept by each layer; the side heads come last, as what they share belongs to the network."""
        main = [node for node in self.graph.nodes if node.entry.aux is None]
        aux = [node for node in self.graph.nodes if node.entry.aux is not None]
        return {node.index: self._keeping.add(node) for node in (*main, *aux) if node.facts is not None}

    def _row(self, node: Node, kept: int) -> Row:
        entry, facts = node.entry, node.facts
        cost, operations = self._cost(facts, entry.share is not None) if facts else (_NOTHING, {})
        if kept:
            cost = cost._replace(kept_bytes=kept)
        field = self._field(node, facts)
        paths, shape = self._paths, self.graph.shape
        return Row(
            entry.name, entry.path, entry.kind, tuple([paths[i] if i >= 0 else "?" for i in node.inputs]),
            facts.inputs if facts else tuple([shape(i) for i in node.inputs]), entry.aux, entry.block, facts, cost, operations,
            field, entry.share, node.error, node.unknown, node,
        )  # fmt: skip

    def _cost(self, facts: Facts, shared: bool) -> tuple[Cost, dict[str, int]]:
        key = (id(facts), shared)
        known = self._figures.get(key)
        if known is None:
            batch = self.batch
            operations = {name: count * batch for name, count in facts.operations.items()}
            biases = facts.biases if self.count_biases else 0
            if not self.count_biases and facts.layer.weighted:
                operations.pop("add", None)
            cost = Cost(macs=facts.macs * batch, activations=facts.activations * batch)
            if not shared:
                cost = cost._replace(params=facts.weights + biases, weights=facts.weights, biases=biases, buffers=facts.buffers)
            known = self._figures[key] = (cost, operations)
        return known

    def _field(self, node: Node, facts: Facts | None) -> Field | None:
        fields = self._fields
        field: Field | None = None
        if facts is not None:
            sources = node.inputs
            first = fields[sources[0]]
            if len(sources) > 1:
                field = merge([found for source in sources if (found := fields[source]) is not None])
            elif first is not None:
                reach = facts.layer.reach
                field = first if reach == "point" else advance(first, reach, facts.axes, facts.output.spatial)
        fields.append(field)
        return field


def _totals(graph: Graph, rows: list[Row], batch: int, value_bytes: int) -> Totals:
    main = [row for row in rows if row.aux is None]
    cost = Cost(*map(sum, zip(*(row.cost for row in main), strict=True))) if main else _NOTHING
    with_aux = Cost(*map(sum, zip(*(row.cost for row in rows), strict=True))) if len(main) < len(rows) else cost
    operations: dict[str, int] = {}
    for row in main:
        for name, count in row.operations.items():
            operations[name] = operations.get(name, 0) + count
    input_activations = graph.input.elements * batch if graph.input else 0
    peak = inference_peak(graph, [row.node for row in main]) if graph.input else None
    memory = Memory(
        weights=cost.params * value_bytes,
        activations=(input_activations + cost.activations) * value_bytes,
        inference_peak=peak.values * batch * value_bytes if peak else 0,
        inference_peak_layer=peak.path if peak else None,
        kept=cost.kept_bytes,
        gradients=cost.params * value_bytes,
        optimizer=0,
    )
    return Totals(cost, with_aux, operations, _depth(graph), input_activations, memory)


def _depth(graph: Graph) -> int:
    """Weighted layers on the longest path, side heads apart: the depth that papers print."""
    depths = [0]
    for node in graph.nodes:
        before = max([depths[source] if source >= 0 else 0 for source in node.inputs])
        weighted = node.facts is not None and node.facts.layer.weighted and node.entry.aux is None
        depths.append(before + 1 if weighted else before)
    return max(depths)
