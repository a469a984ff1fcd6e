"""Dicts as text: what a YAML reader makes of the text is the dict again."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.diagnostics import Span
from cnncalc.spec.document import Mapping, Node, Scalar, Sequence, read
from cnncalc.spec.from_python import Verbatim, write

WORDS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(
        ["yes", "null", "~", "", "- a", "3", "0x3", "1_0", "12:30", "a: b", "{", "#", "$(a, b)", "'", '"', "<<", "*a"]
    ),
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(allow_nan=False), WORDS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def value_of(node: Node | None) -> Any:
    if isinstance(node, Sequence):
        return [value_of(item) for item in node.items]
    if isinstance(node, Mapping):
        return {name: value_of(item) for name, (_, item) in node.entries.items()}
    assert isinstance(node, Scalar)
    return node.value


@given(st.dictionaries(WORDS, VALUES, max_size=4))
def test_what_is_written_reads_back(source: dict[str, Any]) -> None:
    document = read(write(source).text)
    assert [found for found in document.findings if found.severity == "error"] == []
    assert value_of(document.root) == source
    assert yaml.safe_load(write({"a": source}).text) is not None


@given(st.dictionaries(WORDS, VALUES, max_size=4))
def test_every_value_is_found_by_its_place(source: dict[str, Any]) -> None:
    """The keys of each place lead to the value that the reader finds there."""
    written = write(source)

    def check(node: Node, keys: str) -> None:
        assert written.keys(node.span) == keys or isinstance(node, Sequence | Mapping) or not node.text  # type: ignore[attr-defined]
        if isinstance(node, Sequence):
            for number, item in enumerate(node.items):
                check(item, f"{keys}[{number}]")

    root = read(written.text).root
    assert isinstance(root, Mapping)
    for name, (key, node) in root.entries.items():
        if name.isidentifier() and name.isascii():
            assert written.keys(key.span) == name
            check(node, name)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ({}, "{}\n"),
        ({"layers": ["relu", {"fc": 10, "name": "a"}, []]}, "layers:\n  - relu\n  - fc: 10\n    name: a\n  - []\n"),
        ({"params": {"w": None, "d": [1, None]}}, "params: {w: , d: [1, null]}\n"),
        (
            {"blocks": {"b": {"params": {"w": None}, "layers": [{"fc": "$w"}]}}},
            "blocks:\n  b: {params: {w: }, layers: [{fc: $w}]}\n",
        ),
        ({"a": Verbatim("1_0"), "b": Verbatim("05"), "c": Verbatim("1, 2")}, 'a: 1_0\nb: 05\nc: "1, 2"\n'),
        ({"name": "a\x1b\u2028b\U0001f600"}, 'name: "a\\x1b\\u2028b\U0001f600"\n'),
        ({"x": 1e-05, "y": float("inf")}, "x: 1e-05\ny: .inf\n"),
    ],
)
def test_it_looks_like_a_file(source: dict[str, Any], text: str) -> None:
    assert write(source).text == text


def test_no_place_has_no_keys() -> None:
    written = write({"input": 3})
    assert written.keys(None) == ""
    assert written.keys(Span(9, 1, 9, 2)) == ""
