"""A table of GitHub's Markdown, exact."""

from __future__ import annotations

from cnncalc.diagnostics import printable
from cnncalc.render import Look
from cnncalc.render.compare import FIGURES, VOLUMES, Compared
from cnncalc.render.markdown import code


def render(compared: Compared, look: Look) -> str:
    """What the figures are of, then a line a network."""
    bytes_too = [f"{figure.header} (B)" if figure.is_bytes else figure.header for figure in FIGURES.values()]
    lines = [f"batch {compared.batch}, {compared.dtype}", "", _row(["network", *bytes_too, *VOLUMES])]
    lines.append(_row(["---", *["--:"] * (len(FIGURES) + len(VOLUMES))]))
    for name, report in compared.networks:
        figures = [f"{figure.value(report):,}" if report else "" for figure in FIGURES.values()]
        shapes = [str(volume(report) or "") if report else "" for volume in VOLUMES.values()]
        lines.append(_row([code(printable(name)), *figures, *shapes]))
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
