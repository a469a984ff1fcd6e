"""A LaTeX table with booktabs' rules, and its totals as a second one below. Figures are exact, grouped by commas.

A fragment: `\\usepackage{booktabs}`, then `\\input` it. Whatever a name holds, no character of it is a command, ends a cell or
joins its neighbour to another sign. A table does not break across pages: `--depth` or `--top` make a long one fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cnncalc.analysis.report import Report
from cnncalc.render import Look
from cnncalc.render.people import Page, page

#: Without arithmetic and bars: as wide as a page.
_LAYOUT = ("layer", "kind", "output", "activations", "parameters", "macs")
_SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': r"\symbol{34}", "`": r"\symbol{96}", "'": r"\symbol{39}",
}  # fmt: skip
_TABLE = str.maketrans(_SIGNS)
#: Neighbours that a font would draw as one sign: dashes, and the opening marks of Spanish and German.
_JOINED = re.compile(r"(?<=[-,])(?=[-,])")


def render(report: Report, look: Look) -> str:
    """A table environment."""
    return "\n".join(_lines(page(report, look, _LAYOUT))) + "\n"


def _lines(shown: Page) -> Iterator[str]:
    source = f", {_text(shown.source)}" if shown.source else ""
    yield "% needs \\usepackage{booktabs}; for names in other scripts than Latin, XeLaTeX or LuaLaTeX and a font that has them"
    yield r"\begin{table}"
    yield r"  \centering"
    yield f"  \\caption{{{_text(shown.name)}{source}; {_text(shown.conditions)}}}"
    yield rf"  \begin{{tabular}}{{{''.join('r' if right else 'l' for right in shown.right)}}}"
    yield r"    \toprule"
    yield _row(shown.headers)
    yield r"    \midrule"
    for cells in shown.cells:
        yield _row(cells)
    yield r"    \bottomrule"
    yield r"  \end{tabular}"
    if shown.note:
        yield rf"  \par {_text(shown.note)}"
    yield r"  \par\medskip"
    yield r"  \begin{tabular}{lp{0.7\linewidth}}"
    for pair in shown.totals:
        yield _row(pair)
    yield r"  \end{tabular}"
    yield r"\end{table}"


def _row(cells: Iterable[str]) -> str:
    return f"    {' & '.join(map(_cell, cells))} \\\\"


def _cell(text: str) -> str:
    """Text of a cell; after the end of a row TeX would read `[` and `*` as its options, spaces before them or not."""
    shown = _text(text)
    return f"{{}}{shown}" if shown.lstrip().startswith(("[", "*")) else shown


def _text(text: str) -> str:
    return _JOINED.sub("{}", text.translate(_TABLE))
