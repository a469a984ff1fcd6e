"""Findings for people: the message, the place, the line with a caret under it, and what would help."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from unicodedata import east_asian_width

from cnncalc.diagnostics import LINE_BREAK, Diagnostic, Span, printable

_MIN_WIDTH = 40


def render_findings(findings: Iterable[Diagnostic], source: str, path: str, width: int = 100) -> str:
    """All findings in full, each followed by an empty line."""
    return render_located(((finding, None) for finding in findings), source, path, width)


def render_located(findings: Iterable[tuple[Diagnostic, str | None]], source: str, path: str, width: int) -> str:
    """Findings of one file of several, each with what is told beside its place, or ""; one without a place names the file."""
    lines = LINE_BREAK.split(source) if source else []
    return "".join(_finding(finding, told, lines, printable(path), max(width, _MIN_WIDTH)) for finding, told in findings)


def _finding(finding: Diagnostic, told: str | None, lines: list[str], path: str, width: int) -> str:
    out = [f"{finding.severity}[{finding.code}]: {printable(finding.message)}"]
    placed = [(label.span, printable(label.message), "-") for label in finding.labels]
    if finding.span:
        placed = sorted([(finding.span, "", "^"), *placed])
    gutter = max((len(str(span.line)) for span, _, _ in placed), default=1)
    margin = " " * gutter
    if finding.span or told is not None:
        place = f":{finding.span.line}:{finding.span.column}" if finding.span else ""
        layer = f"layer {printable(finding.layer)}" if finding.layer else ""
        said = ", ".join(filter(None, (layer, told)))
        out.append(f"{margin}--> {path}{place}" + (f" ({said})" if said else ""))
    if placed and lines:
        out.append(f"{margin} |")
        for number, (span, message, mark) in enumerate(placed):
            if number and span.line > placed[number - 1][0].line + 1:
                out.append(f"{margin} :")
            out += _snippet(span, message, mark, lines, gutter, width)
    for help in finding.help:
        first, *others = _wrapped(printable(help), width - gutter - len(" = help: "))
        out += [f"{margin} = help: {first}", *(f"{margin}         {other}" for other in others)]
    return "\n".join(out) + "\n\n"


def _wrapped(text: str, width: int) -> list[str]:
    """A help in lines; alternatives are kept whole where each fits."""
    lines = [""]
    for piece in text.split("; "):
        joined = f"{lines[-1]}; {piece}" if lines[-1] else piece
        if len(joined) <= width or not lines[-1]:
            lines[-1] = joined
        else:
            lines[-1] += ";"
            lines.append(piece)
    broken = [wrap(line, max(width, 20), break_long_words=False, break_on_hyphens=False) or [""] for line in lines]
    return [part for parts in broken for part in parts]


def _snippet(span: Span, message: str, mark: str, lines: list[str], gutter: int, width: int) -> list[str]:
    """A source line, cut to the width around the mark, and the marks under it."""
    text = lines[span.line - 1] if span.line <= len(lines) else ""
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(text)
    room = width - gutter - 3
    left, right = 0, len(text)
    if len(text) > room:
        left = max(0, min(start - room // 3, len(text) - room))
        right = left + room
    shown = "".join(c if c.isprintable() else (" " if c == "\t" else "\ufffd") for c in text[left:right])
    if left:
        shown = "..." + shown[3:]
    if right < len(text):
        shown = shown[:-3] + "..."
    offset = _cells(shown[: start - left])
    length = max(_cells(shown[start - left : max(end, start + 1) - left]), 1)
    marks = " " * offset + mark * length + (f" {message}" if message else "")
    return [f"{span.line:>{gutter}} | {shown}".rstrip(), f"{' ' * gutter} | {marks}"]


def _cells(text: str) -> int:
    """Columns of a terminal that a text takes."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def summary(findings: Iterable[Diagnostic]) -> str:
    """`Found 2 errors and 1 warning.`"""
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.severity] = counts.get(finding.severity, 0) + 1
    words = [f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in sorted(counts.items())]
    return f"Found {' and '.join(words)}." if words else ""


def colored(text: str) -> str:
    """Findings with the severity in colour; their texts are printable already."""
    painted = []
    for line in text.splitlines():
        for word, code in (("error[", "1;31"), ("warning[", "1;33"), ("info[", "1;34")):
            if line.startswith(word):
                head, colon, rest = line.partition(": ")
                line = f"\x1b[{code}m{head}\x1b[0m{colon}\x1b[1m{rest}\x1b[0m"
        painted.append(line)
    return "\n".join(painted) + "\n"
