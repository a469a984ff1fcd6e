"""L112: a merge that reads one output twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.rules._chain import everywhere
from cnncalc.rules._fusion import facts_of
from cnncalc.rules._rule import Network, Rule

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L112",
    name="duplicate-input",
    level="warning",
    what="`add` or `concat` reads the same output twice",
    why="The sum x + x is 2x: the addition joins nothing, and no second path is used. Concatenated with itself, x gives channels "
    "that repeat each other, and the layer behind pays for weights that could be half as many: W1 x + W2 x = (W1 + W2)x. Most "
    "often a name was copied, or a branch was left empty that should hold layers.",
    example="""\
input: 32x32x3
layers:
  - {name: a, conv: {filters: 16, kernel: 3, padding: 1, activation: relu}}
  - {name: b, conv: {filters: 16, kernel: 3, padding: 1, activation: relu}}
  - concat: [b, b]
  - fc: 10
""",
    fix="name the other input",
    fixed="""\
input: 32x32x3
layers:
  - {name: a, conv: {filters: 16, kernel: 3, padding: 1, activation: relu}}
  - {name: b, conv: {filters: 16, kernel: 3, padding: 1, activation: relu}}
  - concat: [a, b]
  - fc: 10
""",
)


def check(network: Network) -> Iterator[Diagnostic]:
    """Each such merge, where its place of the file does it wherever it is used; x times x is a square, and may be meant."""
    found: dict[int, Diagnostic] = {}
    made_by = [0]  # of each output the layer, by `entry.index`, that it comes from past `identity`; 0 for the network's input
    for row in network.rows:
        made_by.append(made_by[row.entry.inputs[0]] if row.kind == "identity" else row.entry.index)
        if row.kind in ("add", "concat"):
            sources = [made_by[source] for source in row.entry.inputs]
            counts = Counter(sources)
            twice = next((source for source in sources if counts[source] > 1), -1)
            if twice >= 0:
                found[row.entry.index] = _finding(network, row, twice, counts[twice])
    yield from everywhere(network, found)


def _finding(network: Network, row: Row, index: int, count: int) -> Diagnostic:
    name = f"`{network.rows[index - 1].path}`" if index else "the network's input"
    times = "twice" if count == 2 else f"{count} times"
    shape = facts_of(network.rows[index - 1]).output if index else network.report.input
    assert shape is not None  # of a complete network
    if row.kind == "add":
        effect = f"{times} the same values" if len(row.entry.inputs) == count else f"that part counts {times}"
    else:
        repeated = shape.channels * (count - 1)
        effect = f"{repeated:,} of its {facts_of(row).output.channels:,} channels repeat others"
    return RULE.at(row, f"`{row.path}` reads {name} {times}: {effect}", "name the other input, or fill the empty branch")
