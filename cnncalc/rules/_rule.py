"""What a rule is, and what it looks at: a network with its readers, or a file with all its networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cnncalc.diagnostics import Diagnostic, Label, Span

if TYPE_CHECKING:
    from cnncalc.analysis.report import Report, Row
    from cnncalc.spec.load import Program


class Rule(NamedTuple):
    """What a code stands for. The texts are sentences for `cnncalc rule` and for the formats that carry help."""

    code: str
    name: str  # words of the code, as in `bias-before-norm`
    level: str  # "error", "warning" or "info"
    what: str  # one sentence, without its full stop
    why: str
    example: str  # a file in which this rule has a finding
    fix: str
    fixed: str  # the same file, mended

    def at(self, row: Row, message: str, *help: str, option: str = "", labels: tuple[Label, ...] = ()) -> Diagnostic:
        """A finding at a layer, or at one of its options where the file gives that option."""
        template = row.entry.template
        node, _ = template.places.get(option, (template.node, None))
        return Diagnostic(self.code, message, node.span, labels, help, row.path, self.level)

    def on(self, span: Span, message: str, *help: str, labels: tuple[Label, ...] = ()) -> Diagnostic:
        """A finding at a place of the file that is no layer."""
        return Diagnostic(self.code, message, span, labels, help, None, self.level)


class Network:
    """A complete network: every row has its facts. Rows are numbered as `row.entry.index` counts, from 1; 0 is the input."""

    def __init__(self, report: Report, variant: str | None) -> None:
        self.report, self.variant = report, variant
        self.rows = report.rows
        self.outputs = frozenset(report.graph.outputs)
        self._readers: list[list[Row]] = [[] for _ in range(len(report.rows) + 1)]
        for row in report.rows:
            for source in dict.fromkeys(row.entry.inputs):
                self._readers[source].append(row)

    def readers(self, row: Row | None) -> list[Row]:
        """The layers that read this one's output; of None, those that read the network's input."""
        return self._readers[row.entry.index if row else 0]

    def source(self, row: Row, number: int = 0) -> Row | None:
        """The layer whose output this one reads, or None for the network's input."""
        index = row.entry.inputs[number]
        return self.rows[index - 1] if index else None

    def is_output(self, row: Row) -> bool:
        """Whether the row's output leaves the network; those of side heads do not count."""
        return row.entry.index in self.outputs


class File(NamedTuple):
    """A file without errors, with the network of each of its variants, all of them complete."""

    program: Program
    networks: list[Network]
