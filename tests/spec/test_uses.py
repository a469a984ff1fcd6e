"""What of a file is used: names, blocks, and what an expansion goes through."""

from __future__ import annotations

import ast
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncalc import layers
from cnncalc.graph import build
from cnncalc.spec.expressions import FUNCTIONS, WORDS
from cnncalc.spec.load import Program
from cnncalc.spec.nodes import Mapping, Sequence
from cnncalc.spec.uses import bodies, names_of, unused_blocks
from cnncalc.spec.values import names_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("$x", {"x"}),
        ("x", set()),
        ("down$level", {"level"}),
        ("$a$(b)c$d", {"a", "b", "d"}),
        ("$(x + y[i])", {"x", "y", "i"}),
        ("$('x' + y)", {"y"}),
        ('$("x (" + y) and $z', {"y", "z"}),
        ("$(1e5 + 2.5e-3 + x1)", {"x1"}),
        ("$(f(x))", {"f", "x"}),
        ("$(a if b else c)", {"a", "if", "b", "else", "c"}),
        ("$", set()),
        ("$(x", set()),
    ],
)
def test_names_in_a_text(text: str, names: set[str]) -> None:
    assert names_in(text) == names


_EXPRESSIONS = st.recursive(
    st.sampled_from(["x", "yy", "z_1", "in", "1", "2.5e-3", "1e5", "true", "'x'", '"yy (z_1"', "[x, 1]"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "**", "//", "and", "==", "<"]), inner).map(" ".join),
        inner.map(lambda text: f"min({text}, x)"),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"-({text})"),
        st.tuples(inner, inner).map(lambda both: f"({both[0]} if not ({both[1]}) else z_1)"),
    ),
    max_leaves=6,
)


@given(_EXPRESSIONS)
def test_names_are_those_of_pythons_own_parser(text: str) -> None:
    tree = ast.parse(re.sub(r"\bin\b", "_in_", text), mode="eval")
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - {"_in_"}
    words = {*FUNCTIONS, *WORDS, "in", "if", "else", "not", "and", "or"}
    assert names_in(f"$({text})") - words == names - words


def program(text: str) -> Program:
    read = Program(text, layers)
    assert not read.findings
    return read


def test_names_of_a_file() -> None:
    found = names_of(program("""\
input: 8x8x3
params: {a: 1, b: $a, c: 2}
blocks:
  x:
    params: {a: $a, d: 2}
    layers:
      - for: {e: [1], f: [2]}
        as: g
        layers: [{fc: $(e + g + d)}]
layers:
  - x
  - repeat: $b
    as: h
    layers: [{for: [c, i], in: "$([[c, 1]])", layers: [{fc: $(c + h + 1)}]}]
"""))  # fmt: skip
    assert [(name.text, name.what, name.inside, name.read) for name in found] == [
        ("a", "parameter", None, True), ("b", "parameter", None, True), ("c", "parameter", None, True),
        ("a", "parameter", "x", False), ("d", "parameter", "x", True),
        ("e", "value", "x", True), ("f", "value", "x", False), ("g", "counter", "x", True),
        ("h", "counter", None, True), ("c", "value", None, True), ("i", "value", None, False),
    ]  # fmt: skip
    assert [name.hides for name in found] == [None] * 11


def test_blocks_that_are_not_used() -> None:
    text = "input: 8x8x3\nblocks: {a: {layers: [relu]}, b: {layers: [a]}, c: {layers: [d]}, d: {layers: [relu]}}\nlayers: [b]\n"
    assert unused_blocks(program(text)) == {"c": [], "d": ["c"]}


def test_where_entries_stand() -> None:
    read = program("""\
input: 8x8x3
blocks: {b: {params: {repeat: 1}, layers: [{dropout: 0.5}]}}
layers:
  - {repeat: 1, layers: [relu]}
  - {for: {x: [0.5]}, layers: [{dropout: $x}]}
  - {if: true, layers: [relu], else: [relu, relu]}
  - {branches: {a: [relu], b: []}, merge: add}
  - {branches: [[relu], [relu, relu]], merge: add}
  - {residual: [relu], shortcut: [relu, relu]}
  - {aux: [relu]}
  - {conv: {filters: 3, kernel: [1, 1]}}
  - {b: {repeat: 1}}
""")
    assert isinstance(read.root, Mapping)
    entries = read.root.entries["layers"][1]
    assert isinstance(entries, Sequence)
    found = [[(word, len(body.items)) for word, body in bodies(entry)] for entry in entries.items if isinstance(entry, Mapping)]
    assert found == [
        [("layers", 1)], [("layers", 1)], [("layers", 1), ("else", 2)], [("branches", 1), ("branches", 0)],
        [("branches", 1), ("branches", 2)], [("residual", 1), ("shortcut", 2)], [("aux", 1)], [], [],
    ]  # fmt: skip


def test_what_an_expansion_went_through() -> None:
    read = program("""\
input: 8x8x3
blocks: {b: {layers: [relu]}, c: {layers: [tanh]}}
layers:
  - {repeat: 0, layers: [c]}
  - {repeat: 2, layers: [b]}
  - {if: $(in > 3), layers: [c], else: [{name: a, relu: }]}
  - {branches: {x: [relu], y: []}, merge: none}
""")
    graph = build(read)
    trace = graph.trace
    assert sorted(node.span.line for node in trace.reached) == [5, 5, 6, 7]
    assert {(node.span[:2], value) for node, value in trace.arms} == {((6, 10), False)}
    assert {end: (name, node.span[:2]) for end, (name, node) in trace.unmerged.items()} == {4: ("x", (7, 6)), 3: ("y", (7, 6))}
    assert {path: node.span[:2] for path, node in trace.places.items()} == {
        "b1": (5, 26), "b1/relu1": (2, 23), "b2": (5, 26), "b2/relu1": (2, 23), "a": (6, 48), "x/relu1": (7, 21),
    }  # fmt: skip
