"""One file examined: what is found in each of its networks, before anything is selected, ignored or budgeted.

That depends on the file's text and on nothing else, so it can be kept for the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import nlargest
from importlib import import_module
from typing import Any, NamedTuple

from cnncalc import layers
from cnncalc.analysis.engine import analyze
from cnncalc.analysis.report import Report, budget_figure, expected_figure
from cnncalc.check.budgets import COUNTED, Limit
from cnncalc.check.comments import Comment, find_comments
from cnncalc.collector import paused
from cnncalc.diagnostics import Diagnostic, in_text_order
from cnncalc.graph import build
from cnncalc.render.as_json import totals_to_dict
from cnncalc.rules import RULES
from cnncalc.rules._rule import File, Network
from cnncalc.rules.refusals.expectations import MISSING_LAYER, OTHER_FIGURE
from cnncalc.spec.document import Limits
from cnncalc.spec.header import BUDGET_BYTES, BUDGET_COUNTS, Expectation
from cnncalc.spec.load import Program
from cnncalc.tensor import volume

_LARGEST = 3
#: Layers that a variant counts as at least.
_SMALLEST = 20
#: What is wrong with a file as a whole is told of each of its variants, but for so many findings of the first alone.
MOST_TOLD = 100_000


class ExaminedNetwork(NamedTuple):
    """One variant of a file; `figures` has every figure that a budget can limit, None where the network is not wholly known."""

    variant: str | None
    name: str
    findings: tuple[Diagnostic, ...]
    totals: dict[str, Any] | None
    figures: dict[str, int] | None
    largest: dict[str, list[tuple[str, int]]]  # figure -> the layers that have most of it
    limits: tuple[Limit, ...]  # the file's own


class Examined(NamedTuple):
    """A file's networks and the comments in which it ignores findings."""

    networks: tuple[ExaminedNetwork, ...]
    comments: tuple[Comment, ...]


def examine(text: str, path: str, limits: Limits) -> Examined:
    """Every variant of a file, with the rules' findings where nothing else is wrong with it. Never raises for what it holds."""
    comments = tuple(find_comments(text))
    with paused():
        program = Program(text, layers, path, limits)
        if not program.usable:
            return Examined((ExaminedNetwork(None, "", in_text_order(program.findings), None, None, {}, ()),), comments)
        reports, beyond = _reports(program, limits)
        networks = [Network(report, variant) if report.complete else None for variant, report in reports]
        of_file: list[Diagnostic] = []
        if None not in networks and beyond is None:
            file = File(program, [network for network in networks if network])
            of_file = [finding for check in _checks("check_file") for finding in check(file)]
        everywhere = len(of_file) * len(networks) <= MOST_TOLD
        found = [
            _network(variant, report, [*report.findings, *_of_network(network), *(of_file if everywhere or not number else ())])
            for number, ((variant, report), network) in enumerate(zip(reports, networks, strict=True))
        ]
    return Examined((*found, *([beyond] if beyond else ())), comments)


def _reports(program: Program, limits: Limits) -> tuple[list[tuple[str | None, Report]], ExaminedNetwork | None]:
    """The reports of all variants; all together may have as many layers as one, or they would fill the memory.

    Parameters and expected figures count too. Behind the limit a variant is refused, and those below it are not examined.
    """
    names: list[str | None] = [*program.variants]
    reports: list[tuple[str | None, Report]] = []
    layers_left = limits.layers
    for variant in names or [None]:
        if variant is not None and layers_left < 0:
            message = f"the variants above are as much as {limits.layers:,} layers: each counts as {_SMALLEST} or more"
            finding = Diagnostic("Y013", message, program.variants[variant].span, (), ("--max-layers raises the limit",))
            return reports, ExaminedNetwork(variant, "", (finding,), None, None, {}, ())
        report = analyze(program, build(program, variant))
        reports.append((variant, report))
        layers_left -= max(len(report.rows) + len(report.expect) + len(program.params), _SMALLEST)
    return reports, None


def _checks(function: str) -> Iterator[Callable[[Any], Iterator[Diagnostic]]]:
    """The rules that look at a network (`check`) or at a file (`check_file`)."""
    for module in RULES.values():
        check = getattr(import_module(module), function, None)
        if check:
            yield check


def _of_network(network: Network | None) -> Iterator[Diagnostic]:
    if network is None:
        return
    for expectation in network.report.expect:
        yield from _expect(network.report, expectation)
    for check in _checks("check"):
        yield from check(network)


def _expect(report: Report, expectation: Expectation) -> Iterator[Diagnostic]:
    """A figure that does not hold."""
    actual, layer, span = expected_figure(report, expectation), expectation.layer, expectation.node.span
    if actual is None:
        message = f"`expect` names the layer `{layer}`, which the network does not have"
        yield Diagnostic(MISSING_LAYER.code, message, span)
    elif actual != expectation.value:
        message = f"{expectation.figure} is {_shown(actual)}, expected {_shown(expectation.value)}"
        if isinstance(actual, int):
            less = actual < expectation.value
            message += f" ({abs(actual - expectation.value):,} {'less' if less else 'more'})"
        yield Diagnostic(OTHER_FIGURE.code, message, span, layer=layer)


def _shown(value: Any) -> str:
    return str(volume(value)) if isinstance(value, tuple) else f"{value:,}"


def _network(variant: str | None, report: Report, findings: list[Diagnostic]) -> ExaminedNetwork:
    known = report.complete
    columns = {column: _largest(report, column) for column in set(COUNTED.values())} if known else {}
    return ExaminedNetwork(
        variant=variant,
        name=report.name,
        findings=in_text_order(findings),
        totals=totals_to_dict(report),
        figures={name: budget_figure(report, name) for name in (*BUDGET_COUNTS, *BUDGET_BYTES)} if known else None,
        largest={figure: columns[column] for figure, column in COUNTED.items() if columns},
        limits=tuple(Limit(b.figure, b.limit, b.written, b.level, "", b.node.span) for b in report.budget),
    )


def _largest(report: Report, column: str) -> list[tuple[str, int]]:
    costs = ((getattr(row.cost, column), -number) for number, row in enumerate(report.rows) if row.aux is None)
    return [(report.rows[-number].path, amount) for amount, number in nlargest(_LARGEST, costs) if amount]
