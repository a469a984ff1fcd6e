"""A table of GitHub's Markdown for pull requests and job summaries: a line for each network, with a list of its findings.

Whatever a file's author can word is code, in which nothing is markup, a mention or a link.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cnncalc.check.formats import Look
from cnncalc.check.formats._texts import found, message, networks_of, plural, set_aside, statistics, unreadable
from cnncalc.check.results import CheckedFile, CheckedNetwork, Merged, Summary
from cnncalc.diagnostics import Diagnostic, printable
from cnncalc.render.listing import human
from cnncalc.render.markdown import code
from cnncalc.tensor import human_bytes

STREAMS = False
#: How the lines of a file begin that are not its first.
FURTHER = "| &nbsp; "


def render_file(file: CheckedFile, number: int, look: Look, before: Summary) -> str:
    """A line for each network. A finding stands in full in the first network that has it, and by its place in the others."""
    merged = {id(one.finding): one for one in file.merged()}
    told: set[tuple[str, str, str]] = set()
    lines = []
    for position, network in enumerate(networks_of(file)):
        result = "<br>".join(_findings(file, network, merged, told)) or "ok"
        first = f"| {code(printable(file.path))} " if not position else FURTHER
        name = f"{code(printable(network.variant))} " if network.variant else ""
        lines.append(f"{first}{name}| {' | '.join([*_figures(network.totals), result])} |\n")
    return "".join(lines)


def _figures(totals: dict[str, Any] | None) -> list[str]:
    """Parameters exactly, the others short; a dash where they are not known."""
    if totals is None or totals["params"] is None:
        return ["-", "-", "-"]
    peak = human_bytes(totals["memory"]["inference_peak_bytes"]).rpartition(" = ")[2]
    return [f"{totals['params']:,}", human(totals["macs"]), peak]


def _findings(
    file: CheckedFile, network: CheckedNetwork, merged: dict[int, Merged], told: set[tuple[str, str, str]]
) -> Iterator[str]:
    if file.error:
        yield f"unreadable: {code(unreadable(file))}"
    for finding in network.findings:
        place = f"{finding.severity} {finding.code}{_at(finding)}"
        words = (place, finding.layer or "", finding.message)
        first = merged.get(id(finding), Merged(finding, ()))
        yield f"{place} as above" if words in told else f"{place}: {code(message(first))}"
        told.add(words)


def _at(finding: Diagnostic) -> str:
    return f" at {finding.span.line}:{finding.span.column}" if finding.span else ""


def head(summary: Summary, look: Look) -> str:
    """The sums, how often each code was found where that was asked for, and the table's head."""
    said = [found(summary)] if found(summary) else []
    said += [f"{summary.unreadable:,} unreadable"] if summary.unreadable else []
    title = f"### cnncalc: {', '.join(said) or 'all is well'} in {plural(summary.files, 'file')}{set_aside(summary)}\n\n"
    counts = "".join(f"- {rule} {name}: {count:,}\n" for count, rule, name in statistics(summary)) if look.statistics else ""
    table = "| file | params | MACs | peak activations | result |\n|---|--:|--:|--:|---|\n" if summary.files else ""
    return title + (counts and counts + "\n") + table


def tail(summary: Summary, look: Look) -> str:
    """Nothing: the sums stand at the top."""
    return ""
