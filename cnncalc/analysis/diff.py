"""What changed between two networks: layer by layer, and in the totals. Data only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from cnncalc.analysis.alignment import align, options
from cnncalc.analysis.report import Report, Row

#: Totals that are compared: name -> figure. Bytes where the name says so; operations and activations are of the batch.
TOTALS: dict[str, Callable[[Report], int]] = {
    "params": lambda report: report.totals.cost.params,
    "weights": lambda report: report.totals.cost.weights,
    "biases": lambda report: report.totals.cost.biases,
    "buffers": lambda report: report.totals.cost.buffers,
    "params_with_aux": lambda report: report.totals.with_aux.params,
    "macs": lambda report: report.totals.cost.macs,
    "flops": lambda report: 2 * report.totals.cost.macs,
    "macs_with_aux": lambda report: report.totals.with_aux.macs,
    "activations": lambda report: report.totals.activations,
    "activations_bytes": lambda report: report.totals.memory.activations,
    "weights_bytes": lambda report: report.totals.memory.weights,
    "inference_peak_bytes": lambda report: report.totals.memory.inference_peak,
    "kept_bytes": lambda report: report.totals.memory.kept,
    "training_bytes": lambda report: report.totals.memory.training,
    "weight_layers": lambda report: report.totals.weight_layers,
    "layers": lambda report: sum(row.aux is None for row in report.rows),
}
#: What else is compared of two networks.
SETTINGS = ("input", "output", "receptive_field", "rounding")
#: What is compared of two layers, in this order; options stand behind `kind`.
FIGURES = ("params", "weights", "biases", "buffers", "macs", "activations", "kept_bytes")


class Change(NamedTuple):
    """A figure before and after. Numbers have a difference; all else is a shape, a word or a tuple, or None for nothing."""

    name: str
    old: Any
    new: Any

    @property
    def difference(self) -> int | None:
        """New less old, of integers."""
        return self.new - self.old if type(self.old) is int and type(self.new) is int else None

    @property
    def percent(self) -> Fraction | None:
        """The difference in per cent of the old figure; None of 0, and of what is no number."""
        return Fraction(100 * self.difference, self.old) if self.old and self.difference is not None else None

    def __bool__(self) -> bool:
        return bool(self.old != self.new)


class LayerChange(NamedTuple):
    """One layer: "same", "renamed" (nothing else), "changed", "added" or "removed"."""

    status: str
    old: Row | None
    new: Row | None
    changes: tuple[Change, ...]  # what differs; of an added or removed layer, nothing

    @property
    def row(self) -> Row:
        """As it is now, else as it was."""
        row = self.new or self.old
        assert row is not None
        return row


class Diff(NamedTuple):
    """Two networks whose figures are all known."""

    old: Report
    new: Report
    totals: dict[str, Change]  # every total, changed or not
    settings: dict[str, Change]  # the input, the output, what one of its cells sees, and the rounding of the file
    layers: tuple[LayerChange, ...]  # those of the new network in its order, what is gone where it stood

    @property
    def same(self) -> bool:
        """Whether nothing changed, not even a name."""
        return not any(self.totals.values()) and not any(self.settings.values()) and not self.count("same", other=True)

    def count(self, status: str, other: bool = False) -> int:
        """How many layers have that status, or another one."""
        return sum((layer.status == status) != other for layer in self.layers)


def compare(old: Report, new: Report) -> Diff:
    """The differences of two reports, both complete, for the same batch and dtype."""
    pairs = [(None if i is None else old.rows[i], None if j is None else new.rows[j]) for i, j in align(old, new)]
    names = {theirs.path: ours.path for theirs, ours in pairs if theirs and ours}
    before, after = _Network(old, set(names)), _Network(new, set(names.values()))
    return Diff(
        old, new,
        {name: Change(name, figure(old), figure(new)) for name, figure in TOTALS.items()},
        {name: Change(name, setting(old, name), setting(new, name)) for name in SETTINGS},
        tuple(_layer(theirs, ours, names, before, after) for theirs, ours in pairs),
    )  # fmt: skip


def setting(report: Report, name: str) -> Any:
    """One of SETTINGS: a shape, a word, the sizes of the receptive field ("all" where it is the whole input), or None."""
    last = report.graph.outputs[0]
    if name in ("input", "rounding"):
        return getattr(report, name)
    if name == "output":
        return report.graph.shape(last)
    field = report.rows[last - 1].field if last > 0 else None
    if field is None:
        return None
    return "all" if field.is_global else tuple(field.to_dict()["size"])


class _Network:
    """What its layers are held against: they read past layers that the other network has not, which are told by themselves."""

    def __init__(self, report: Report, matched: set[str]) -> None:
        self.rounding = report.rounding
        self._rows = {row.path: row for row in report.rows if row.path not in matched}

    def origins(self, row: Row) -> tuple[str, ...]:
        """A path for each input."""
        return tuple(map(self._origin, row.inputs))

    def _origin(self, path: str) -> str:
        while path in self._rows:  # inputs stand above what reads them, so this ends
            path = self._rows[path].inputs[0]
        return path


def _layer(old: Row | None, new: Row | None, names: dict[str, str], before: _Network, after: _Network) -> LayerChange:
    if old is None or new is None:
        return LayerChange("added" if old is None else "removed", old, new, ())
    found = tuple(_changes(old, new, names, before, after))
    renamed = "same" if old.path == new.path else "renamed"
    return LayerChange("changed" if found else renamed, old, new, found)


def _changes(old: Row, new: Row, names: dict[str, str], before: _Network, after: _Network) -> Iterator[Change]:
    if old.kind != new.kind:
        yield Change("kind", old.kind, new.kind)
    else:
        theirs, ours = options(old, before.rounding), options(new, after.rounding)
        yield from (change for name in {**theirs, **ours} if (change := Change(name, theirs.get(name), ours.get(name))))
    if tuple(names.get(path, path) for path in before.origins(old)) != after.origins(new):
        yield Change("inputs", old.inputs, new.inputs)
    if (names.get(old.shares, old.shares) if old.shares else None) != new.shares:
        yield Change("shares", old.shares, new.shares)
    if (old.aux is None) != (new.aux is None):
        yield Change("aux", old.aux is not None, new.aux is not None)
    if old.output != new.output:
        yield Change("output", old.output, new.output)
    for name in FIGURES:
        change = Change(name, getattr(old.cost, name), getattr(new.cost, name))
        if change:
            yield change
