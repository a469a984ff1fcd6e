"""Layers that are named on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.diagnostics import UsageError, did_you_mean

if TYPE_CHECKING:
    from cnncalc.report import Report

#: Side heads that are named.
_NAMED = 3


def side_heads(report: Report) -> str:
    """In words, which side heads a run leaves out; "" where there are none."""
    heads = list(dict.fromkeys(node.aux for node in report.graph.nodes if node.aux is not None))
    if len(heads) < 2:
        return f"the side head {heads[0]} is left out" if heads else ""
    more = f" and {len(heads) - _NAMED:,} more" if len(heads) > _NAMED else ""
    return f"the side heads {', '.join(heads[:_NAMED])}{more} are left out"


def output_of(report: Report, wanted: str) -> int:
    """The output (0 is the input) of a layer by its path, or by the end of its path where just one ends so, or of a block.

    Raises UsageError, for layers of side heads too: they are left out of a run.
    """
    if wanted == "input":
        return 0
    paths = {row.path: row for row in report.rows}
    ending = [wanted] if wanted in paths else [path for path in paths if path.endswith(f"/{wanted}")]
    if len(ending) > 1:
        raise UsageError(f"several layers end in `{wanted}`", "one of " + ", ".join(ending[:5]))
    found = paths[ending[0]].entry.index if ending else report.graph.ends.get(wanted, 0)
    if found <= 0:
        raise UsageError(f"there is no layer `{wanted}`", did_you_mean(wanted, paths, "`cnncalc show` lists them"))
    node = report.graph.nodes[found - 1]
    if node.aux is not None:
        raise UsageError(f"`{node.path}` is part of the side head `{node.aux}`, which is left out of a run")
    return found
