"""What an analysis yields: frozen rows and totals. Data only; renderers and the JSON form are elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from cnncalc.analysis.receptive_field import Field
from cnncalc.diagnostics import Diagnostic, printable
from cnncalc.graph import Facts, Graph
from cnncalc.spec.header import Budget as Budget
from cnncalc.spec.header import Expectation as Expectation
from cnncalc.spec.walk import Entry
from cnncalc.tensor import Shape


class Cost(NamedTuple):
    """Figures that add up. Operations and activations are those of the whole batch."""

    params: int = 0
    weights: int = 0
    biases: int = 0
    buffers: int = 0
    macs: int = 0
    activations: int = 0
    kept_bytes: int = 0

    def plus(self, other: Cost) -> Cost:
        """The sum, figure by figure."""
        return Cost(*map(sum, zip(self, other, strict=True)))


class Row(NamedTuple):
    """One layer. `facts` is None where it failed (`error`) or hangs on one that did (`unknown`)."""

    name: str
    path: str
    kind: str
    inputs: tuple[str, ...]
    input_shapes: tuple[Shape | None, ...]
    aux: str | None
    block: str | None
    facts: Facts | None
    cost: Cost
    operations: dict[str, int]
    field: Field | None
    shares: str | None
    error: str | None
    unknown: bool
    entry: Entry

    @property
    def output(self) -> Shape | None:
        """The shape of the output, or None where it is not known."""
        return self.facts.output if self.facts else None

    def __repr__(self) -> str:
        if self.facts is None:
            return f"<Row {printable(self.path)}: {self.kind}, {f'error {self.error}' if self.error else 'unknown'}>"
        inputs = ", ".join(map(str, self.input_shapes))
        return f"<Row {printable(self.path)}: {self.kind}, {inputs} to {self.output}, {self.cost.params:,} parameters>"


class Memory(NamedTuple):
    """Bytes, of the whole batch where they depend on it."""

    weights: int
    activations: int
    inference_peak: int
    inference_peak_layer: str | None
    kept: int
    gradients: int
    optimizer: int

    @property
    def training(self) -> int:
        """Weights, their gradients, the optimizer's state and what the backward pass needs."""
        return self.weights + self.gradients + self.optimizer + self.kept


class Totals(NamedTuple):
    """The network without its side heads; `*_with_aux` includes them."""

    cost: Cost
    with_aux: Cost
    operations: dict[str, int]
    weight_layers: int
    input_activations: int
    memory: Memory

    @property
    def activations(self) -> int:
        """The input and every counted output, as the lecture adds them up."""
        return self.input_activations + self.cost.activations


@dataclass(frozen=True, eq=False, repr=False)
class Report:
    """Everything about one network. Iterating gives its rows, a layer each, in the order of the file."""

    name: str
    architecture: str
    source: str
    input: Shape | None
    batch: int
    dtype: str
    rounding: str
    count_biases: bool
    rows: tuple[Row, ...]
    totals: Totals
    expect: tuple[Expectation, ...]
    budget: tuple[Budget, ...]
    findings: tuple[Diagnostic, ...]
    path: str
    text: str
    graph: Graph
    changed: tuple[str, ...]  # what was asked for in place of what the file says; its expectations are not judged then

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def complete(self) -> bool:
        """Whether every figure is known: a file with an error may lack layers that nothing stands for."""
        refused = any(finding.severity == "error" for finding in self.findings)
        return not refused and self.input is not None and all(row.facts is not None for row in self.rows)

    def row(self, path: str) -> Row | None:
        """The layer of that path."""
        return self._by_path.get(path)

    @cached_property
    def _by_path(self) -> dict[str, Row]:
        return {row.path: row for row in self.rows}

    def member(self, path: str) -> tuple[Shape | None, Cost] | None:
        """The output and the sums of a layer, or of all layers of a block, branch or named turn of a loop."""
        row = self.row(path)
        if row is not None:
            return row.output, row.cost
        end = self.graph.ends.get(path)
        inside = self.inside(path) if end is not None else []
        return (self.graph.shape(end), total_of(inside)) if end is not None and inside else None

    def blocks(self) -> list[str]:
        """The path of every block, branch and named turn of a loop, outer ones first."""
        found: dict[str, None] = {}
        for block in {row.block: None for row in self.rows if row.block}:
            parts = block.split("/")
            found.update(dict.fromkeys("/".join(parts[:end]) for end in range(1, len(parts) + 1)))
        return list(found)

    def inside(self, path: str) -> list[Row]:
        """The layers of a block, branch or named turn of a loop; a side head's only where it is the one that is named."""
        rows = [row for row in self.rows if row.aux is None or f"{path}/".startswith(f"{row.aux}/")]
        return [row for row in rows if row.block is not None and f"{row.block}/".startswith(f"{path}/")]

    def figure(self, name: str) -> Any:
        """A total by the name that `expect` and `budget` use."""
        totals = self.totals
        known: dict[str, Any] = {
            **totals.cost._asdict(),
            "flops": 2 * totals.cost.macs,
            "params_with_aux": totals.with_aux.params,
            "macs_with_aux": totals.with_aux.macs,
            "weight_layers": totals.weight_layers,
            "activations": totals.activations,
        }
        return known[name]


def total_of(rows: Iterable[Row]) -> Cost:
    """The sums of some layers."""
    costs = [row.cost for row in rows]
    return Cost(*map(sum, zip(*costs, strict=True))) if costs else Cost()


def expected_figure(report: Report, expectation: Expectation) -> Any:
    """What is so, in the form in which it was expected; None where the network has no such layer."""
    if expectation.layer:
        member = report.member(expectation.layer)
        if member is None:
            return None
        shape, cost = member
    else:
        shape = report.graph.shape(report.graph.outputs[0])
    if expectation.figure == "output":
        return (*shape.spatial, shape.channels) if shape else ()
    return getattr(cost, expectation.figure) if expectation.layer else report.figure(expectation.figure)


def budget_figure(report: Report, name: str) -> int:
    """What a budget's limit is compared with: counts, or bytes for weights, peak, kept and training."""
    memory = report.totals.memory
    sizes = {"weights": memory.weights, "peak": memory.inference_peak, "kept": memory.kept, "training": memory.training}
    return sizes[name] if name in sizes else int(report.figure(name))
