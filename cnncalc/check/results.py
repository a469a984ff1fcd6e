"""What checking gives: files with their networks and findings, and the sums of a run. Data only; the formats print it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cnncalc.diagnostics import Diagnostic, Span, in_text_order

LEVELS = ("info", "warning", "error")


class CheckedNetwork(NamedTuple):
    """One variant of a file, or all of a file without variants."""

    variant: str | None
    findings: tuple[Diagnostic, ...]  # in the order of the text; a fault of the whole file stands in each of its networks
    totals: dict[str, Any] | None  # as the JSON report has them; None where the file gives no network at all
    name: str = ""


class Merged(NamedTuple):
    """A finding of a file, once, with the variants that have it; none where all have it, or where there are none.

    `told_of` is the variant whose figures the message has, where those of others differ.
    """

    finding: Diagnostic
    variants: tuple[str, ...]
    told_of: str = ""

    @property
    def place(self) -> Span:
        """Where it is shown: what concerns the file as a whole stands at its first character."""
        return self.finding.span or Span(1, 1, 1, 1)


class CheckedFile(NamedTuple):
    """One file. `error` says why it could not be read; then there are no networks."""

    path: str  # as it is shown: below the current folder relative to it; bytes that are no UTF-8 as surrogates
    networks: tuple[CheckedNetwork, ...]
    text: str  # what the places point into
    failed: bool  # whether it has a finding at or above the level that fails
    error: str = ""
    fail_level: str = "error"  # the level that fails

    def fails(self, finding: Diagnostic) -> bool:
        """Whether a finding is at or above the level that fails."""
        return LEVELS.index(finding.severity) >= LEVELS.index(self.fail_level)

    def merged(self) -> list[Merged]:
        """Every finding of the file once, in the order of the text."""
        where: dict[tuple[Any, ...], list[tuple[str, str]]] = {}
        for network in self.networks:
            for finding in network.findings:
                where.setdefault(finding.fault, []).append((network.variant or "", finding.message))
        first = in_text_order(finding for network in self.networks for finding in network.findings)
        return [self._merged(finding, where[finding.fault]) for finding in first]

    def _merged(self, finding: Diagnostic, told: list[tuple[str, str]]) -> Merged:
        names = () if len(told) == len(self.networks) else tuple(name for name, _ in told)
        differ = any(message != finding.message for _, message in told)
        return Merged(finding, names, told[0][0] if differ else "")


@dataclass
class Summary:
    """The sums of a run; `add` takes in one file after the other. Findings are counted as `CheckedFile.merged` gives them."""

    files: int = 0
    networks: int = 0
    clean: int = 0  # networks without findings
    failed: int = 0  # files
    unreadable: int = 0  # files
    with_findings: int = 0  # files
    failing: int = 0  # findings at or above the level that fails
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("error", "warning", "info"), 0))
    codes: dict[str, int] = field(default_factory=dict)
    ignored: int = 0  # findings that a comment or an option silenced
    accepted: int = 0  # findings that the baseline holds

    def add(self, file: CheckedFile) -> None:
        """Count one more file."""
        found = file.merged()
        self.files += 1
        self.networks += len(file.networks)
        self.clean += sum(not network.findings for network in file.networks)
        self.failed += file.failed
        self.unreadable += bool(file.error)
        self.with_findings += bool(found)
        for merged in found:
            self.failing += file.fails(merged.finding)
            self.counts[merged.finding.severity] += 1
            self.codes[merged.finding.code] = self.codes.get(merged.finding.code, 0) + 1
