"""Good files with one thing in them broken at random: what the schema refuses the reader refuses, and the other way round."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.schema.judge import STRUCTURE, document_of, findings, refused_by_schema

#: Every entry is walked, whatever one change elsewhere leaves out; no names of the file's own, no expressions.
CLOSED = """
name: closed
source: here
input: 16x16x4
rounding: floor
layers:
  - conv: {filters: 8, kernel: 3, padding: 1, groups: 2, norm: batchnorm, activation: relu}
    name: first
  - relu
  - maxpool: 2
  - avgpool: {kernel: [3, 3], stride: 1, padding: [[1, 1], [1, 1]], rounding: strict}
  - {lrn: {size: 5, alpha: 0.001, k: 2}, name: norm}
  - repeat: 2
    layers: [{conv: {filters: 8, kernel: 3x3, padding: same, bias: false}}, tanh]
  - residual: [{conv: {filters: 8, kernel: 1}}]
    shortcut: [identity]
  - branches: {a: [], b: [{conv: {filters: 4, kernel: 1}}]}
    merge: concat
    name: both
  - {concat: [both, norm], name: c}
  - {relu: , from: both}
  - aux: [{fc: 3}]
    name: side
  - dropout: 0.5
  - for: {width: [3, 4]}
    as: i
    layers: [{fc: {outputs: 9}}]
  - softmax
expect: {output: 9, weight_layers: 7, layers: {first: {output: 16x16x8, params: 152}}}
budget: {params: 65M, weights: 250 MB}
"""
#: With parameters, blocks, variants, defaults and expressions.
OPEN = """
input: $(size)x16x4
params: {size: 16, depths: [1, 2], deep: true}
variants: {small: {size: 16}, large: {depths: [2, 2], name: large, expect: {output: 3}}}
defaults: {conv: {kernel: 3, padding: 1}, batchnorm: {eps: 0.001}}
blocks:
  unit:
    params: {width: , stride: 1}
    layers:
      - {conv: {filters: $width, stride: $stride, norm: batchnorm}}
      - relu
layers:
  - {unit: 8, name: head}
  - {for: {width: $depths}, as: i, name: stage, layers: [{unit: {width: $(width * 8)}}]}
  - {if: $deep, layers: [relu]}
  - {unit: 8, share: head, from: input}
  - residual: [{conv: {filters: $in}}]
    when: $deep
  - fc: 3
"""
SCALARS: tuple[Any, ...] = (
    0,
    1,
    2,
    3,
    -1,
    2.5,
    True,
    None,
    "",
    "relu",
    "x",
    "3x3",
    "2x2x2",
    "1",
    "same",
    "a b",
    "strict",
    "12 MB",
)
LISTS: tuple[Any, ...] = ([], [1], [1, 2], [[1, 2], [3, 4]], ["relu"], [[]], [None], {}, {"x": 1}, {"relu": None})
WORDS = (
    "relu",
    "conv",
    "add",
    "name",
    "from",
    "layers",
    "filters",
    "kernel",
    "outputs",
    "repeat",
    "merge",
    "filtesr",
    "x",
    "norm",
)
#: The reader's words for what a schema cannot see: lengths, ranks, and what hangs on values.
BEYOND = (
    "sizes for",
    "1 size for",
    "must give before and after",
    "equally long",
    "but there are",
    "`row",
    "row ",
    "must give",
    "no parameter",
)


def _paths(node: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value."""
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path for key, value in inside for path in ((*here, key), *_paths(value, (*here, key)))]


def _text(value: Any) -> str:
    """Flow YAML; a null of a mapping is left empty, as people write it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {'' if item is None else _text(item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(map(_text, value)) + "]" if isinstance(value, list) else json.dumps(value)


@st.composite
def _broken(draw: st.DrawFn, text: str) -> Any:
    document = deepcopy(document_of(text))
    path = draw(st.sampled_from(_paths(document)))
    parent: Any = document
    for key in path[:-1]:
        parent = parent[key]
    change = draw(st.sampled_from(["replace", "delete", "rename", "insert", "wrap"]))
    key = path[-1]
    if change == "wrap":
        parent[key] = [parent[key]]
    elif change == "delete":
        del parent[key]
    elif change == "replace" or isinstance(parent, list):
        parent[key] = deepcopy(draw(st.sampled_from([*SCALARS, *LISTS])))
    elif change == "rename":
        parent[draw(st.sampled_from(WORDS))] = parent.pop(key)
    else:
        parent[draw(st.sampled_from(WORDS))] = deepcopy(draw(st.sampled_from([*SCALARS, *LISTS])))
    return document


def _judged(document: Any) -> tuple[list[str], list[Any], str]:
    text = _text(document)
    return refused_by_schema(document), findings(text), text


_SETTINGS = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_the_files_are_good() -> None:
    for text in (CLOSED, OPEN):
        errors, found, _ = _judged(document_of(text))
        assert (errors, found) == ([], [])


@_SETTINGS
@given(_broken(CLOSED))
def test_both_judge_alike(document: Any) -> None:
    errors, found, text = _judged(document)
    assert not errors or found, (errors, text)
    structural = [f for f in found if f.code in STRUCTURE and not any(words in f.message for words in BEYOND)]
    assert not structural or errors, (structural, text)


@_SETTINGS
@given(_broken(OPEN))
def test_what_the_schema_refuses_is_refused(document: Any) -> None:
    errors, found, text = _judged(document)
    assert not errors or found, (errors, text)
    plain = [f for f in found if f.code in ("S101", "S107")]
    assert not plain or errors, (plain, text)
