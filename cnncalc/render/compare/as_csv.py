"""A heading and one record a network, exact; bytes are named in the heading, and what was refused has empty cells."""

from __future__ import annotations

import csv
from io import StringIO

from cnncalc.render import Look
from cnncalc.render.compare import FIGURES, VOLUMES, Compared
from cnncalc.render.records import escaped


def render(compared: Compared, look: Look) -> str:
    """Names are escaped as in `show --format csv`; shapes are height x width x channels, as they are printed."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["name", *(figure.key for figure in FIGURES.values()), *VOLUMES])
    for name, report in compared.networks:
        values = [figure.value(report) if report else "" for figure in FIGURES.values()]
        shapes = [(volume(report) or "") if report else "" for volume in VOLUMES.values()]
        writer.writerow([escaped(name), *values, *map(str, shapes)])
    return out.getvalue()
