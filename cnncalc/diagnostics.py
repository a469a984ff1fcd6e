"""What can be wrong, and where: positions, findings and the exceptions of the package.

Codes are permanent: a letter for the family (Y YAML, S structure and types, G graph, H shapes) and three digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

#: What ends a line for YAML, and so for every position.
LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class Span(NamedTuple):
    """A place in a text: 1-based lines and columns (code points); the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Label(NamedTuple):
    """A second place that a finding talks about, with what stands there."""

    span: Span
    message: str


class Diagnostic(NamedTuple):
    """One finding. `message` and the labels state the facts with numbers; `help` alone proposes a fix."""

    code: str
    message: str
    span: Span | None = None
    labels: tuple[Label, ...] = ()
    help: tuple[str, ...] = ()
    layer: str | None = None
    severity: str = "error"
    keys: str = ""  # of an architecture given as a dict: the way to the place, `layers[0].conv.stride`

    @property
    def fault(self) -> tuple[str, Span | None, str]:
        """What tells one fault from another: its code and its place, or its message where it has none."""
        return self.code, self.span, "" if self.span else self.message


class CnnCalcError(Exception):
    """A file that was refused: every finding of one run, in the order of the text.

    `source` is the text that the spans point into and `path` its name, where there is one. `report` is the partial
    report (`cnncalc.Report`) with every figure that is known, or None where the text gives no network at all.
    """

    def __init__(self, findings: Iterable[Diagnostic], source: str = "", path: str = "<text>", report: Any = None) -> None:
        self.findings: tuple[Diagnostic, ...] = in_text_order(findings)
        self.source = source
        self.path = path
        self.report = report
        super().__init__(_told(self.findings, path))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.findings, self.source, self.path, self.report)


class UsageError(CnnCalcError):
    """A request that cannot be carried out whatever the file says (exit status 2): no such file, name or option value.

    It has no findings; `message` and `help` say it all.
    """

    def __init__(self, message: str, *help: str) -> None:
        super().__init__(())
        self.message, self.help = message, help
        self.args = ("\n  help: ".join([printable(message), *map(printable, help)]),)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, *self.help)


class LayerError(Exception):
    """A layer's refusal. Layers know no YAML: they name the option at fault; the graph adds the place.

    `field` is an option's name, or "" where the input itself is at fault.
    """

    def __init__(self, code: str, field: str, message: str, *help: str) -> None:
        self.code = code
        self.field = field
        self.message = message
        self.help = help
        super().__init__(message)


_TOLD = 20


def _told(findings: tuple[Diagnostic, ...], path: str) -> str:
    """Findings as a traceback shows them: a line each, the helps below."""
    lines = []
    for finding in findings[:_TOLD]:
        place = finding.keys or (f"{path}:{finding.span.line}:{finding.span.column}" if finding.span else path)
        layer = f" (layer {finding.layer})" if finding.layer else ""
        lines.append(f"{place}: {finding.severity} {finding.code}{layer}: {finding.message}")
        lines += [f"  help: {help}" for help in finding.help]
    if len(findings) > _TOLD:
        lines.append(f"and {len(findings) - _TOLD} more")
    return "\n".join(map(printable, lines))


def in_text_order(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by place, each fault once: a block used forty times reports its one mistake once."""
    seen: dict[tuple[str, Span | None, str], Diagnostic] = {}
    for finding in findings:
        seen.setdefault(finding.fault, finding)
    return tuple(sorted(seen.values(), key=lambda finding: finding.span or Span(0, 0, 0, 0)))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a slip of the finger most likely meant, or None."""
    from difflib import get_close_matches

    candidates = list(known)
    folded = {candidate.lower(): candidate for candidate in candidates}
    if word.lower() in folded:
        return folded[word.lower()]
    matches = get_close_matches(word[:60].lower(), folded, n=1, cutoff=0.6)
    return folded[matches[0]] if matches else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str | None = None) -> str:
    """A help line: the word that was meant, else `otherwise`, else all there are."""
    candidates = list(known)
    close = nearest(word, candidates)
    if close is not None:
        return f"did you mean `{close}`?"
    return "one of " + ", ".join(candidates) if otherwise is None else otherwise


def unknown_word(what: str, word: str, known: Iterable[str], otherwise: str | None = None) -> UsageError:
    """For a word that is none of those known: `what` is what it should be, as in "format"; the help is `did_you_mean`'s."""
    return UsageError(f"there is no {what} `{word[:60]}`", did_you_mean(word, known, otherwise))


def printable(text: str) -> str:
    """A text of a file as it may stand in any output: what a terminal would obey or hide is escaped."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
