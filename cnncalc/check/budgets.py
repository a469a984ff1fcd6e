"""Budgets: limits on a network's totals, from its file, from `cnncalc.toml` and from the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from cnncalc.diagnostics import Diagnostic, Span
from cnncalc.rules.refusals.budgets import OVER_BUDGET
from cnncalc.spec.header import BUDGET_BYTES
from cnncalc.tensor import human_bytes

if TYPE_CHECKING:
    from cnncalc.check.examine import ExaminedNetwork

#: Figure of a budget -> the column of a layer's cost that adds up to it.
COUNTED = {
    "params": "params", "weights": "params", "macs": "macs", "flops": "macs", "activations": "activations", "kept": "kept_bytes",
}  # fmt: skip


class Limit(NamedTuple):
    """An upper limit: a count, or bytes for weights, peak, kept and training."""

    figure: str  # of BUDGET_COUNTS or BUDGET_BYTES
    limit: int
    written: str  # as it was given, `25M` or `100 MB`
    level: str = "error"  # or "warning": what exceeding it is
    source: str = ""  # where it was given: `--max-params`, `cnncalc.toml:4`; empty for the file's own
    span: Span | None = None  # of the file's own


def over_budget(network: ExaminedNetwork, limits: Iterable[Limit]) -> Iterator[Diagnostic]:
    """B101 for every limit that is passed; where an error's is, the same figure's warning from the same place says nothing."""
    figures = network.figures or {}
    passed = [limit for limit in limits if figures.get(limit.figure, 0) > limit.limit]
    errors = {(limit.figure, limit.source) for limit in passed if limit.level == "error"}
    for limit in passed:
        if limit.level == "error" or (limit.figure, limit.source) not in errors:
            message = _message(limit, figures[limit.figure])
            yield Diagnostic(OVER_BUDGET.code, message, limit.span, (), tuple(_most(network, limit.figure)), None, limit.level)


def _message(limit: Limit, actual: int) -> str:
    sized = limit.figure in BUDGET_BYTES
    unit = " bytes" if sized else ""
    shown = f"{actual:,} bytes ({human_bytes(actual)})" if sized else f"{actual:,}"
    exact = f"{limit.limit:,}{unit}"
    given = "" if limit.written.replace("_", "") == str(limit.limit) else f"{limit.written} = "
    of = f" of {limit.source}" if limit.source else ""
    excess = actual - limit.limit
    return f"{limit.figure} is {shown}, over the budget{of}, {given}{exact}, by {excess:,}{unit}{percent(excess, limit.limit)}"


def percent(part: int, whole: int) -> str:
    """` (4.5 %)`: of nothing there is none, and what is not nothing is not shown as 0.0 %."""
    if not whole:
        return ""
    share = Fraction(part * 100, whole)
    return " (below 0.1 %)" if 0 < share < Fraction(1, 10) else f" ({float(share):,.1f} %)"


def _most(network: ExaminedNetwork, figure: str) -> Iterator[str]:
    """Where it goes."""
    assert network.totals is not None
    memory = network.totals["memory"]
    if figure in COUNTED:
        column = COUNTED[figure]
        total = memory[column] if column == "kept_bytes" else network.totals[column]
        if total and network.largest[figure]:
            layers = [f"{path}{percent(amount, total)}" for path, amount in network.largest[figure]]
            yield f"the largest: {', '.join(layers)}"
    elif figure == "peak":
        yield f"the peak is at {memory['inference_peak_layer']}"
    else:
        parts = ("weights", "gradients", "kept")
        yield "it is " + ", ".join(f"{part} {human_bytes(memory[f'{part}_bytes'])}" for part in parts)
