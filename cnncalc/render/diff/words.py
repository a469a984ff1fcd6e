"""What the formats of `cnncalc diff` share: what was compared, and its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import floor
from typing import Any, NamedTuple

from cnncalc.analysis.diff import Change, Diff, LayerChange
from cnncalc.analysis.increase import Growth
from cnncalc.analysis.report import Report
from cnncalc.diagnostics import Diagnostic, printable


class Side(NamedTuple):
    """One network of both files: "same", "changed", "added", "removed" or "refused" (a figure is unknown)."""

    variant: str | None  # None where neither file has variants, or where two single networks are compared
    status: str
    diff: Diff | None  # of networks that both have
    report: Report | None  # as it is now, else as it was; None where it was refused
    growth: tuple[Growth, ...] = ()  # each limit of --fail-on-increase


class Comparison(NamedTuple):
    """All that was compared."""

    old: str  # what was asked for
    new: str
    batch: int
    dtype: str
    networks: list[Side]
    findings: list[tuple[Diagnostic, str]]  # of what was refused, with the file's path

    def of(self, *statuses: str) -> list[Side]:
        """The networks with one of these statuses."""
        return [side for side in self.networks if side.status in statuses]


class Line(NamedTuple):
    """One figure of a table in words. All are printable."""

    label: str
    old: str
    new: str
    change: str = ""
    percent: str = ""


#: What totals are called; the others are told by these or say nothing where they do not differ.
_LABELS = {
    "params": "parameters", "weights": "- weights", "biases": "- biases", "params_with_aux": "- with aux heads",
    "buffers": "buffers", "macs": "multiply-adds", "macs_with_aux": "- with aux heads", "activations": "activations",
    "activations_bytes": "activation bytes", "weights_bytes": "weight bytes", "inference_peak_bytes": "peak bytes",
    "kept_bytes": "kept bytes", "training_bytes": "training bytes", "weight_layers": "weight layers", "layers": "layers",
    "input": "input", "output": "output", "receptive_field": "receptive field",
    "rounding": "rounding",
}  # fmt: skip
#: Totals that say nothing where they are 0, or no more than another one.
_RARE = {"buffers": "", "params_with_aux": "params", "macs_with_aux": "macs"}
#: Figures of a layer that follow from another one that is shown.
_FOLLOWS = {"weights": "params", "biases": "params", "activations": "output", "kept_bytes": "output"}
#: What a layer that is new or gone shows of itself.
_OWN = ("output", "params", "macs")


def total_lines(diff: Diff) -> Iterator[tuple[Line, bool]]:
    """Every total in words, and whether it changed."""
    for name, label in _LABELS.items():
        change = diff.totals[name] if name in diff.totals else diff.settings[name]
        usual = diff.totals[_RARE[name]][1:] if _RARE.get(name) else (0, 0)
        if name in _RARE and change[1:] == usual:
            continue
        yield line_of(change)._replace(label=label), bool(change)


def layer_lines(layer: LayerChange) -> list[Line]:
    """What changed in a layer, without what follows from something that is shown; what a new or lost one is."""
    if layer.old is None or layer.new is None:
        costs = {"output": layer.row.output, "params": layer.row.cost.params, "macs": layer.row.cost.macs}
        own = [(name, costs[name]) for name in _OWN if costs[name] or name == "output"]
        return [_alone(name, value, layer.old is None) for name, value in own]
    shown_too = {change.name for change in layer.changes}
    return [line_of(change) for change in layer.changes if _FOLLOWS.get(change.name) not in shown_too]


def _alone(name: str, value: Any, is_new: bool) -> Line:
    sign = f"{value if is_new else -value:+,}" if type(value) is int else ""
    return Line(name, *(("", shown(value)) if is_new else (shown(value), "")), sign)


def line_of(change: Change) -> Line:
    """A change in words; options are named as the language names them."""
    old, new = (shown(value) for value in (change.old, change.new))
    if change.name == "receptive_field":
        old, new = ("x".join(map(str, value)) if isinstance(value, tuple) else shown(value) for value in change[1:])
    difference = change.difference
    if not difference:
        return Line(change.name, old, new)
    return Line(change.name, old, new, f"{difference:+,}", "new" if change.percent is None else percent(change.percent))


def shown(value: Any) -> str:
    """A figure, a volume or an option as people write it."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:,}"
    if type(value) is tuple and value:
        parts = [shown(part) for part in value]
        if len(set(parts)) == 1 and not isinstance(value[0], str):
            return parts[0]
        if all(type(part) is int for part in value):
            return "x".join(map(str, value))
        return ", ".join(parts) if isinstance(value[0], str) else f"[{', '.join(parts)}]"
    return printable(str(value))


def percent(value: Fraction, apart: Fraction | None = None) -> str:
    """`+3.0 %`: one digit behind the point, more where it would look like nothing, or like `apart` and is not."""
    digits = 1
    while digits < 12 and (round(value, digits) == 0 != value or (apart is not None and round(value, digits) == apart != value)):
        digits += 1
    return f"{float(value):+,.{digits}f} %"


def headline(diff: Diff) -> str:
    """`params +3.0 %, macs +1.2 %`."""
    said = []
    for name in ("params", "macs"):
        change = diff.totals[name]
        growth = percent(change.percent) if change.percent else (f"{change.difference:+,}" if change else "unchanged")
        said.append(f"{name} {growth}")
    if said == ["params unchanged", "macs unchanged"]:
        return "no change" if diff.same else "params and macs unchanged"
    return ", ".join(said)


def counted(diff: Diff) -> str:
    """`3 layers changed, 1 added, 12 renamed`."""
    counts = [(diff.count(status), status) for status in ("changed", "added", "removed", "renamed")]
    said = [f"{count} {status}" for count, status in counts if count]
    if not said:
        return "no layer changed"
    first, *others = said
    count, word = first.split(" ", 1)
    return ", ".join([f"{count} layer{'s' if count != '1' else ''} {word}", *others])


def grown(comparison: Comparison) -> Iterator[str]:
    """A line for each limit of --fail-on-increase that was exceeded, with exact numbers."""
    for side in comparison.networks:
        for growth in side.growth:
            if growth.exceeded:
                where = f"{side.variant}: " if side.variant else ""
                yield f"{where}{_exceeded(growth)}"


def _exceeded(growth: Growth) -> str:
    limit, difference = growth.limit, growth.new - growth.old
    share = ""
    if growth.old:
        share = f" ({percent(Fraction(100 * difference, growth.old), limit.share and 100 * limit.share)})"
    most = f"{floor(limit.allowed(growth.old)):,}"
    if most != limit.written:
        most = f"{limit.written} = {most}"
    return f"{limit.figure} grows by {difference:,}{share} from {growth.old:,} to {growth.new:,}; at most {most} is allowed"


def figures_of(report: Report) -> str:
    """What a network that is new or gone costs."""
    return f"{report.totals.cost.params:,} params, {report.totals.cost.macs:,} macs"


#: How networks that were not compared, or are the same, are told by their status.
OTHERS = {"same": "no change", "refused": "not compared, as the file has errors"}


def named(sides: Iterable[Side]) -> str:
    """The variants' names."""
    return ", ".join(side.variant or "" for side in sides)
