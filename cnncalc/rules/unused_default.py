"""L411: defaults for a kind that the file does not use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.rules._header import section
from cnncalc.rules._rule import File, Rule
from cnncalc.spec.nodes import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L411",
    name="unused-default",
    level="warning",
    what="`defaults` are given for a kind that the file does not use",
    why="Such a default changes nothing. Mostly the kind was taken out of the file, or another one was meant: `maxpool` "
    "where the file has `avgpool`, whose layers then go without the rounding that was meant for them.",
    example="""\
input: 32x32x3
defaults:
  maxpool: {rounding: floor}
layers:
  - conv: {filters: 8, kernel: 3, activation: relu}
  - avgpool: {kernel: 2, stride: 2}
  - fc: 10
""",
    fix="give the defaults to the kind that the file uses, or take them out",
    fixed="""\
input: 32x32x3
defaults:
  avgpool: {rounding: floor}
layers:
  - conv: {filters: 8, kernel: 3, activation: relu}
  - avgpool: {kernel: 2, stride: 2}
  - fc: 10
""",
)


def check_file(file: File) -> Iterator[Diagnostic]:
    """Kinds that are in no network and whose word stands nowhere else in the file."""
    given = section(file.program, "defaults").entries
    if not given:
        return
    used = {row.kind for network in file.networks for row in network.rows}
    missing = {kind: key for kind, (key, _) in given.items() if kind not in used}
    if missing:
        words, open_roles = _words(file)
        for kind, key in missing.items():
            if kind not in words and not open_roles:
                yield RULE.on(key.span, f"`defaults` are given for `{kind}`, which no layer of the file is", "take them out")


def _words(file: File) -> tuple[set[str], bool]:
    """Every word of the file outside the keys of `defaults`, and whether a `norm` or `activation` hangs on an expression."""
    words, open_roles = set(), False
    defaults = section(file.program, "defaults")
    waiting: list[Node] = [file.program.root] if file.program.root else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            words.add(node.text)
        elif isinstance(node, Sequence):
            waiting += node.items
        elif isinstance(node, Mapping):
            for word, (key, value) in node.entries.items():
                waiting += [value] if node is defaults else [key, value]
                open_roles |= word in ("norm", "activation") and isinstance(value, Scalar) and "$" in value.text
    return words, open_roles
