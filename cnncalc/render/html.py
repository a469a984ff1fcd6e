"""A fragment of HTML with its own style: no scripts, nothing from outside, the colours of the page that it stands in.

Behind a figure lies a bar as long as the layer's share of the network; its per cent is told where the pointer rests on it.
Figures are exact, grouped by commas; names are isolated, so that one written from right to left moves no other cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from cnncalc.analysis.report import Report
from cnncalc.diagnostics import printable
from cnncalc.render import Look
from cnncalc.render.columns import texts
from cnncalc.render.lines import Line
from cnncalc.render.people import Page, page

_LAYOUT = ("layer", "kind", "output", "activations", "params", "macs")
#: Columns with bars, and the share that these show.
_BARS = {
    "memory": "memory%", "activations": "memory%", "memory%": "memory%",
    "params": "params%", "parameters": "params%", "params%": "params%",
    "macs": "macs%", "macs%": "macs%",
}  # fmt: skip
#: Greys and reds that are seen on white and on black; text has the page's own colour. Notebooks align every cell to the right
#: with a selector that no plain one beats: hence `!important`.
_STYLE = """
.cnncalc { overflow-x: auto; font: 13px/1.5 system-ui, sans-serif; }
.cnncalc table { border-collapse: collapse; margin: 0 0 0.8em; font-size: inherit; font-variant-numeric: tabular-nums; }
.cnncalc caption { caption-side: top; text-align: left; padding: 0 0 0.5em; color: inherit; }
.cnncalc caption small { display: block; opacity: 0.75; }
.cnncalc th, .cnncalc td { padding: 0.1em 0.6em; text-align: left !important; font-weight: normal;
  white-space: nowrap; }
.cnncalc thead th { border-bottom: 1px solid #888; font-weight: bold; }
.cnncalc tbody tr + tr > * { border-top: 1px solid rgba(128, 128, 128, 0.25); }
.cnncalc .right { text-align: right !important; }
.cnncalc .aux, .cnncalc .unknown { opacity: 0.7; }
.cnncalc .error { color: #d64545; font-weight: bold; }
.cnncalc td { background: linear-gradient(rgba(70, 130, 220, 0.35) 0 0) no-repeat 0 0 / 0; }
.cnncalc .totals th { vertical-align: top; opacity: 0.75; }
.cnncalc .totals td { white-space: normal; }
"""


def html_of(report: Report) -> str:
    """The fragment as a notebook shows it."""
    return render(report, Look())


def render(report: Report, look: Look) -> str:
    """One `div`: the style, the table, the totals, and what was found in the file."""
    shown = page(report, look, _LAYOUT)
    parts = [f'<div class="cnncalc">\n<style>{_STYLE}</style>', *_table(shown), *_totals(shown), *_findings(report), "</div>\n"]
    text = "\n".join(parts)
    return text.encode("ascii", "xmlcharrefreplace").decode() if look.ascii_only else text


def _table(shown: Page) -> Iterator[str]:
    source = f"<small>{_name(shown.source)}</small>" if shown.source else ""
    sides = [' class="right"' if right else "" for right in shown.right]
    heads = (f'<th scope="col"{side}>{escape(header)}</th>' for side, header in zip(sides, shown.headers, strict=True))
    yield "<table>"
    yield f"<caption><strong>{_name(shown.name)}</strong>{source}<small>{escape(shown.conditions)}</small></caption>"
    yield f"<thead><tr>{''.join(heads)}</tr></thead>"
    yield "<tbody>"
    lines = shown.selection.lines
    bars = [texts(shown.selection, _BARS[name]) if name in _BARS else [""] * len(lines) for name in shown.columns]
    for line, cells, shares in zip(lines, shown.cells, zip(*bars, strict=True), strict=True):
        yield f"<tr{_class(line)}>{''.join(map(_cell, shown.columns, cells, shares, sides))}</tr>"
    yield "</tbody>"
    yield "</table>"
    if shown.note:
        yield f"<p>{escape(shown.note)}</p>"


def _class(line: Line) -> str:
    word = "" if line.unknown is None else ("unknown" if line.unknown == "unknown" else "error")
    word = word or ("aux" if line.aux else "")
    return f' class="{word}"' if word else ""


def _cell(column: str, text: str, share: str, side: str) -> str:
    if column == "layer":
        return f'<th scope="row">{_name(text)}</th>'
    bar = f' style="background-size: {share.removeprefix("<")} 100%" title="{escape(share)}"' if share else ""
    return f"<td{side}{bar}>{_name(text)}</td>"


def _totals(shown: Page) -> Iterator[str]:
    yield '<table class="totals">'
    yield "<tbody>"
    for label, text in shown.totals:
        yield f'<tr><th scope="row">{escape(label)}</th><td>{_name(text)}</td></tr>'
    yield "</tbody>"
    yield "</table>"


def _findings(report: Report) -> Iterator[str]:
    """In a line each: a notebook has no other place for them."""
    if not report.findings:
        return
    yield "<ul>"
    for finding in report.findings:
        place = f", {_name(finding.keys)}" if finding.keys else (f", line {finding.span.line}" if finding.span else "")
        head = f"{escape(f'{finding.severity}[{finding.code}]')}{place}: "
        helps = "".join(f"; {help}" for help in finding.help)
        yield f'<li class="{escape(finding.severity)}">{head}{_name(printable(finding.message + helps))}</li>'
    yield "</ul>"


def _name(text: str) -> str:
    """Text that may come from a file, kept apart from the direction of the rest."""
    return escape(text) if text.isascii() else f"<bdi>{escape(text)}</bdi>"
