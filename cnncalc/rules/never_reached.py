"""L406: entries that no network of the file ever uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.rules._header import section
from cnncalc.rules._rule import File, Rule
from cnncalc.spec.nodes import Mapping, Node, Scalar, Sequence
from cnncalc.spec.uses import bodies, names_of, texts
from cnncalc.spec.values import names_in

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L406",
    name="never-reached",
    level="warning",
    what="no network of the file takes an arm of an `if` or a turn of a loop",
    why="Layers that stand in the file and in no network are read by people and by nobody else: no figure holds them, and "
    "no rule looks at them. What hangs on a parameter that no variant gives is passed over: it is there for `--set`.",
    example="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3, activation: relu}
  - if: $(in > 8)
    layers:
      - conv: {filters: 8, kernel: 1, activation: relu}
  - fc: 10
""",
    fix="take out what is never reached, or mend the condition",
    fixed="""\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, activation: relu}
  - if: $(in > 8)
    layers:
      - conv: {filters: 8, kernel: 1, activation: relu}
  - fc: 10
""",
)


def check_file(file: File) -> Iterator[Diagnostic]:
    """The outermost of such entries, in `layers` and in every block that a network enters."""
    search = _Search(file)
    entered = {key.text for key in search.reached if isinstance(key, Scalar)}
    blocks = [node for name, (_, node) in section(file.program, "blocks").entries.items() if name in entered]
    for node in (*blocks, file.program.root):
        if isinstance(node, Mapping):
            yield from search.within(node.entries["layers"][1])


class _Search:
    def __init__(self, file: File) -> None:
        program, traces = file.program, [network.report.graph.trace for network in file.networks]
        self.reached: set[Node] = set().union(*(trace.reached for trace in traces))
        self._arms: set[tuple[Node, bool]] = set().union(*(trace.arms for trace in traces))
        given = {name for variant in program.variants.values() for name in variant.entries}
        self._for_set = program.params.keys() - given
        if self._for_set:
            assert isinstance(program.root, Mapping)
            told = {name for text in texts(program.root.entries["layers"][1]) for name in names_in(text)}
            told |= {name for text in texts(section(program, "blocks")) for name in names_in(text)}
            if self._for_set & told:  # what they reach through arguments and loops is not followed
                self._for_set |= {name.text for name in names_of(program) if name.inside or name.what != "parameter"}

    def within(self, steps: Node) -> Iterator[Diagnostic]:
        for entry in steps.items if isinstance(steps, Sequence) else ():
            if not isinstance(entry, Mapping):
                continue
            for word, body in bodies(entry):
                never = self._never(entry, word)
                if never is None:
                    yield from self.within(body)
                elif body.items and not self._is_for_set(entry):
                    node, message = never
                    yield RULE.on(node.span, message, "take them out, or mend what decides it")

    def _never(self, entry: Mapping, word: str) -> tuple[Node, str] | None:
        """Where and why a list of entries is in no network; None where it is in one."""
        if "if" in entry.entries:
            test, wanted = entry.entries["if"][1], word == "layers"
            if (test, wanted) in self._arms:
                return None
            shown = f"`{test.text[:60]}`" if isinstance(test, Scalar) else "the condition"
            if wanted:
                return test, f"{shown} is true nowhere: no network has the entries of this `if`"
            return entry.entries[word][0], f"{shown} is true everywhere: no network has the entries of this `else`"
        loop = next((word for word in ("for", "repeat") if word in entry.entries), None)
        if loop is None or entry.entries[loop][0] in self.reached:
            return None
        return entry.entries[loop][0], f"`{loop}` takes no turn anywhere: no network has its entries"

    def _is_for_set(self, entry: Mapping) -> bool:
        """Whether `--set` may reach what no variant does."""
        nodes = [entry.entries[word][1] for word in ("if", "for", "in", "repeat") if word in entry.entries]
        return any(self._for_set & names_in(text) for node in nodes for text in texts(node))
