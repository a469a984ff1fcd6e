"""PyYAML's C parser and its Python one: the same nodes at the same places, and the same findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cnncalc.diagnostics import CnnCalcError
from cnncalc.spec.document import Limits, Mapping, Node, Scalar, Sequence, read
from cnncalc.spec.source import decode

ROOT = Path(__file__).parent.parent.parent
FILES = sorted([*ROOT.glob("tests/bad/*.cnn.yaml"), *ROOT.glob("tests/data/bad/*.yaml"), *ROOT.glob("architectures/**/*.yaml")])
C_PARSER: Any = getattr(yaml, "CSafeLoader", None)

pytestmark = pytest.mark.skipif(C_PARSER is None, reason="PyYAML was built without its C parser")


def flattened(node: Node | None) -> list[Any]:
    """Everything that a tree of nodes says, shared parts once."""
    seen: set[int] = set()
    out: list[Any] = []
    waiting: list[Node | None] = [node]
    while waiting:
        found = waiting.pop()
        if found is None or id(found) in seen:
            out.append(None)
            continue
        seen.add(id(found))
        out.append((found.kind, found.span, found.weight, found.height))
        if isinstance(found, Scalar):
            out.append((found.text, repr(found.value), found.plain, found.bad))
        elif isinstance(found, Sequence):
            waiting += found.items
        elif isinstance(found, Mapping):
            out.append(tuple(found.entries))
            for key, value in found.entries.values():
                waiting += [key, value]
    return out


def compare(text: str) -> None:
    fast, slow = read(text, Limits(), C_PARSER), read(text, Limits(), yaml.SafeLoader)
    assert fast.findings == slow.findings
    assert flattened(fast.root) == flattened(slow.root)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.removesuffix(".cnn.yaml"))
def test_files(path: Path) -> None:
    try:
        text = decode(path.read_bytes(), path.name)
    except CnnCalcError:
        return  # no parser sees it
    compare(text)


SNIPPETS = (
    "a: 1", "a:\n  b:\n    - c\n    -\n    - d: e\n      f: g\n", "{a: , b:, c: 3}", "{a, b: , 'c'}", "[a, , b]", "[a, b, ]",
    "[]", "{}",
    "- - - a\n    - b\n  - c", "? a\n: b", "? [a]\n: b", "? a", "? a\n? b", "- ? a\n  : b\n- c", "{? a : b}", "{a : b}",
    "{'a':b}",
    '{"a":1}', "{a:b}", "{a:}", "{a:,b: c}", "[a:b]", "[a: b]", "[a: b, c: d]", "[a:]", "[a:[b]]", "{a:{b: c}}", "[?a]", "[a?b]",
    "a: &x b\nc: *x", "&x a: b\n*x : c", "a: &x\n  b: c\nd: *x", "[&x , *x]", "&a [*a]", "a: *b", "a: &", "a: *", "&a",
    "- &a\n- *a",
    "a: |\n  b\n  c\nd: e", "a: |-\n  b\n", "a: >+\n  b\n\n\nc: d", "a: |2\n   b\n", "a: |0\n", "a: |x\n", "a: >\n", "a: |\nb: c",
    "a: 'b\n  c'\nd: e", 'a: "b\\\n  c"', "a: 'it''s'", "a: b\n  c\nd: e", "a: 'b", 'a: "b', "a: 'b' c", "a: \"\\q\"",
    "a: \"\\x4\"",
    "a: \"\\ud83d\\ude00\"", "a: \"\\U0010ffff\"", "a: \"\\U00110000\"", "a: \"\\udfff\"", "a: '\\ud800'", "a: \\ud800",
    "a: b: c", "a: b\n c: d", "a\nb: c", "a: b\nc\nd: e", "a: b\nc", "- a\nb: c", "a: b\n- c", "a:\n  - b\n - c",
    "a:\n- b\n- c\nd: e",
    "[a", "{a", "[a]]", "{a}}", "]", "}", "a: ]", "a: [b}", "a: {b]", "[a\nb: c", "{a: b\nc: d", "[a b: c d: e]", "{a: b c: d}",
    "a: @b", "a: `b", "a: %b", "a: !b", "a: !!b c", "a: !b!c d", "a: !<b> c", "a: !<b c", "!!map {a: b}", "!!seq [a]",
    "!!omap [a]",
    "---\na: b", "--- a", "---\na: b\n---\nc: d", "a: b\n...\n", "a: b\n...\nc: d", "%YAML 1.2\n---\na: b", "%YAML 1.1\n---\na",
    "%YAML 2.0\n---\na",
    "%YAML\n---\na", "%YAML 1.2\n%YAML 1.2\n---\na", "%TAG ! x:\n---\na: !b c", "%FOO b\n---\na: c", "%\n---\na",
    "%YAML 1.2\na: b",
    "# a\n\n# b\na: b # c\n# d", "a: b#c", "a: #b\n  c", "a:\n  # b\n  c: d", "[a, # b\n c]", "{a: # b\n  c}",
    "{a: # b:\n  , d: e}",
    "a:\tb", "a: b\t", "\ta: b", "a:\n\tb", "- a\n\t- b", "a: 'b\tc'", "a: b\tc", "[a,\tb]", "a: |\n\tb", "a: |\n  b\tc\n",
    "'a'\t: b",
    "a: b\r\nc: d\r\n", "a: b\rc: d", "a: [b,\r\n  c]\r\n", "a: b\x85c: d", "a: b\u2028c: d", "a: 'b\u2028  c'",
    "\u00e9: \u4e2d\n\U0001f600: [\U0001f600, b]", "a: \u200b", "", "\n", "#", "---", "...", "- ", "-", "?", ":", ": a", "? ",
    "a: -", "-a", "- -",
    "a:b", "a: 'b':c", "'a':b", "a::b", "a: :b", "a: b:", "- a:", "a: - b", "a: ? b", "<<: a", "{<<: a}", "a: {<<: [b]}", "1: a",
    "~: a",
    "true: a\ntrue: b", "a: 1\na: 2", "a: [&b c, *b, *d]", "[" * 70, "{a: " * 70, "a: " + "b" * 2000 + ": c", "b" * 2000 + ": c",
    "? " + "b" * 2000 + "\n: c", "a: 010\nb: yes\n- c", "a: !x [b\n", "a: \"\\ud800\nb", "a: [\"\\ud800\" \"b\"", "a: 'b\n\nc",
    "a: [b\n\nc: d",
)  # fmt: skip


@pytest.mark.parametrize("text", SNIPPETS)
def test_snippets(text: str) -> None:
    compare(text)


def test_the_comparison_sees_a_difference() -> None:
    assert flattened(read("a: [b]").root) != flattened(read("a:  [b]").root)
    assert flattened(read("a: '1'").root) != flattened(read("a: 123").root)
