"""The formats for documents, each read by a reader of its own: every row is the JSON report's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cnncalc.analysis.report import Report
from cnncalc.render import Look
from tests.render import test_html, test_latex, test_markdown
from tests.render.reading import FIGURES, NETWORKS, check_for_people, report

READERS: dict[str, Callable[[Report, Look], list[dict[str, str]]]] = {
    "html": test_html.rows,
    "latex": test_latex.rows,
    "markdown": test_markdown.rows,
}


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("format", READERS)
def test_every_row_is_the_json_reports(format: str, name: str) -> None:
    check_for_people(name, READERS[format](report(name), Look(columns=("layer", "output", *FIGURES))))
