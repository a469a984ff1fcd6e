"""L409: what readers of YAML 1.1 read differently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnncalc.rules._rule import File, Rule
from cnncalc.spec.nodes import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from cnncalc.diagnostics import Diagnostic

RULE = Rule(
    code="L409",
    name="yaml-versions",
    level="info",
    what="readers of YAML 1.1 take a value for another one",
    why="Files are read here as YAML 1.2. PyYAML and other readers of YAML 1.1 take `1e-3` for a text, because their "
    "numbers need a point and a sign in the exponent, and `2015-12-10` for a date. Where another program reads the "
    "file too, it sees another network. What would change a size (`010`, `1_000`, `3:2`, `yes`) is refused in any "
    "case.",
    example="""\
input: 32x32x3
defaults: {batchnorm: {eps: 1e-3}}
layers:
  - conv: {filters: 8, kernel: 3, bias: false, norm: batchnorm, activation: relu}
  - fc: 10
""",
    fix="write numbers with a point and the exponent's sign, as in `1.0e-3`, and put other words between quotes",
    fixed="""\
input: 32x32x3
defaults: {batchnorm: {eps: 1.0e-3}}
layers:
  - conv: {filters: 8, kernel: 3, bias: false, norm: batchnorm, activation: relu}
  - fc: 10
""",
)

# As PyYAML resolves plain scalars; what both versions' readers agree on, and what is refused here, is left out.
_FLOAT = re.compile(
    r"[-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
_INTEGER = re.compile(r"[-+]?0b[01_]+|[-+]?0x[0-9a-fA-F_]+|[-+]?0[0-7_]+|[-+]?[1-9][0-9_]*")
_BASE_60 = re.compile(r"[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*")
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?"
    r"([ \t]*(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?"
)
_NUMBER = re.compile(r"([-+]?)([0-9]*)\.?([0-9]*)(?:[eE]([-+]?)([0-9]+))?")


def check_file(file: File) -> Iterator[Diagnostic]:
    """Every unquoted value and key, once where an alias repeats it."""
    seen: set[Node] = set()
    waiting = [file.program.root] if file.program.root else []
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, Mapping):
            for key, value in node.entries.values():
                waiting += [key, value]
        elif isinstance(node, Sequence):
            waiting += node.items
        elif isinstance(node, Scalar) and node.plain and (told := read_otherwise(node.text, node.value)):
            yield RULE.on(node.span, *told)


def read_otherwise(text: str, value: object) -> tuple[str, str] | None:
    """How readers of YAML 1.1 read a plain scalar that is `value` here, and what to write; None where they agree."""
    if isinstance(value, float):
        if _FLOAT.fullmatch(text):
            return None
        return f"`{text}` is a number here, but a text to readers of YAML 1.1", f"write {_both(text)}"
    if not isinstance(value, str):
        return None
    taken = ""
    if text in ("<<", "="):
        taken = "a sign of its own"
    elif text[:1] in "0123456789+-." and text:
        if _DATE.fullmatch(text):
            taken = "a date"
        elif _FLOAT.fullmatch(text) or _INTEGER.fullmatch(text) or _BASE_60.fullmatch(text):
            taken = "a number"
    return (f"`{text[:60]}` is a word here, but {taken} to readers of YAML 1.1", "quote it") if taken else None


def _both(text: str) -> str:
    """A number as both versions read it."""
    found = _NUMBER.fullmatch(text)
    assert found is not None
    sign, whole, part, power, exponent = found.groups()
    return f"{sign}{whole or 0}.{part or 0}" + (f"e{power or '+'}{exponent}" if exponent else "")
