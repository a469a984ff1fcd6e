"""The entries of `layers` once for each value: lists walked together, or the rows of a table.

    - for: {filters: [64, 128, 256], convs: [2, 2, 3]}
      layers:
        - repeat: $convs
          layers:
            - conv: {filters: $filters, kernel: 3, padding: 1}
        - maxpool: 2

    - for: [expand, filters, stride]
      in: [[1, 16, 1], [6, 24, 2], [6, 32, 2]]
      layers:
        - conv: {filters: "$(in * expand)", kernel: 1}
        - conv: {filters: $filters, kernel: 3, stride: $stride, padding: 1}

Lists that are walked together must be equally long. `as: i` names the turn, counted from 0; `name: stage` puts the layers
of each turn under stage1/, stage2/ ...
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from cnncalc.spec.document import Mapping, Node, Scalar, Sequence
from cnncalc.spec.expressions import ExpressionError, Unknown, describe
from cnncalc.spec.header import is_parameter_name
from cnncalc.spec.values import Value, find_cut_expression, locate
from cnncalc.spec.walk import UNKNOWN_SOURCE, Expansion, Flow, Scope, Walk

if TYPE_CHECKING:
    from cnncalc.spec.reader import Reader, Step


class Loop:
    """What every loop has: a body, the name of its counter, and a name that opens a scope for each turn."""

    __slots__ = ("counter", "key", "name", "steps")

    def __init__(self, key: Scalar, steps: list[Step], counter: str | None, name: Value | None) -> None:
        self.key, self.steps, self.counter, self.name = key, steps, counter, name

    def expand(self, walk: Walk, flow: Flow, scope: Scope, turns: Iterable[dict[str, Any]]) -> Expansion:
        stem = None
        if self.name is not None:
            stem, error = walk.text_of(self.name, scope, "name")
            stem = stem if not error else None
        for turn, names in enumerate(turns):
            if self.counter:
                names[self.counter] = turn
            if stem is None:
                inner = Scope(scope.path, {**scope.names, **names}, scope.counters, scope.aux, scope.depth, scope.share)
            else:
                assert self.name is not None
                walk.declare(f"{scope.path}{stem}{turn + 1}", self.name.node)
                inner = walk.enter(scope, f"{stem}{turn + 1}", {**scope.names, **names})
            walk.nest(inner, self.key)
            for step in self.steps:
                flow = yield from step.expand(walk, flow, inner)
            if stem is not None and isinstance(flow, int):
                walk.outputs[inner.path[:-1]] = flow
        return flow


def beside(reader: Reader, key: Scalar, entry: Mapping) -> Loop:
    """The words beside a loop's main word."""
    counter = None
    if "as" in entry.entries:
        node = entry.entries["as"][1]
        if isinstance(node, Scalar) and isinstance(node.value, str) and is_parameter_name(node.value):
            counter = node.value
        else:
            reader.fail("S102", "`as` must be the name of the counter", node, "for example `as: i`")
    found = entry.entries.get("layers")
    steps = reader.steps(found[1] if found else None, key)
    return Loop(key, steps, counter, reader.word(entry, "name"))


def read(reader: Reader, key: Scalar, main: Node, entry: Mapping) -> ForStep | None:
    """The form of this file."""
    loop = beside(reader, key, entry)
    if isinstance(main, Mapping):
        if "in" in entry.entries:
            reader.fail("S107", "`in` belongs to a list of names", entry.entries["in"][0], "`for: [t, c]`, `in: [[1, 16], ...]`")
        if find_cut_expression(main, reader.findings):
            return None
        columns = {name: value for name, (_, node) in main.entries.items() if (value := reader.value(node)) is not None}
        keys: list[tuple[str, Node]] = [(name, key) for name, (key, _) in main.entries.items()]
        return ForStep(loop, main, columns, None) if _check_names(reader, keys, main) else None
    if isinstance(main, Sequence):
        rows = reader.word(entry, "in")
        if "in" not in entry.entries:
            reader.fail("S106", "`for` with a list of names needs `in` with the rows", key, "`in: [[1, 16], [6, 24]]`")
        names = [(node.text if isinstance(node, Scalar) and isinstance(node.value, str) else "", node) for node in main.items]
        if not _check_names(reader, names, main) or rows is None:
            return None
        return ForStep(loop, main, {name: rows for name, _ in names}, rows)
    reader.fail("S101", "`for` needs `{name: list}` or a list of names", main if main.kind != "scalar" else key)
    return None


def _check_names(reader: Reader, names: Iterable[tuple[str, Node]], main: Node) -> bool:
    for name, node in names:
        if not is_parameter_name(name):
            reader.fail("S102", f"`{name[:40]}` cannot name a loop's value", node, "letters, digits and _ make a name")
            return False
    found = [name for name, _ in names]
    if not found or len(set(found)) < len(found):
        reader.fail("S102", "`for` needs different names", main)
        return False
    return True


class ForStep:
    __slots__ = ("columns", "loop", "node", "rows")

    def __init__(self, loop: Loop, node: Node, columns: dict[str, Value], rows: Value | None) -> None:
        self.loop, self.node, self.columns, self.rows = loop, node, columns, rows

    def expand(self, walk: Walk, flow: Flow, scope: Scope) -> Expansion:
        walk.arrive(scope, flow)
        try:
            turns = self._rows(walk, scope) if self.rows else self._lists(walk, scope)
        except Unknown:
            return UNKNOWN_SOURCE
        if turns is None:
            return UNKNOWN_SOURCE
        return (yield from self.loop.expand(walk, flow, scope, turns))

    def _lists(self, walk: Walk, scope: Scope) -> list[dict[str, Any]] | None:
        lists: dict[str, tuple[Any, ...]] = {}
        for name, value in self.columns.items():
            values = _list_of(walk, value, scope, name)
            if values is None:
                return None
            lists[name] = values
        lengths = {name: len(values) for name, values in lists.items()}
        if len(set(lengths.values())) > 1:
            listed = ", ".join(f"`{name}` has {length}" for name, length in lengths.items())
            walk.fail("S112", f"lists walked together must be equally long: {listed}", self.node)
            return None
        return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]

    def _rows(self, walk: Walk, scope: Scope) -> list[dict[str, Any]] | None:
        assert self.rows is not None
        rows = _list_of(walk, self.rows, scope, "in")
        if rows is None:
            return None
        for number, row in enumerate(rows, 1):
            if not isinstance(row, tuple) or len(row) != len(self.columns):
                found = f"{len(row)} values" if isinstance(row, tuple) else describe(row)
                walk.fail("S112", f"row {number} must give {len(self.columns)} values, found {found}", _item(self.rows, number))
                return None
        return [dict(zip(self.columns, row, strict=True)) for row in rows]


def _item(rows: Value, number: int) -> Node:
    return rows.node.items[number - 1] if isinstance(rows.node, Sequence) else rows.node


def _list_of(walk: Walk, value: Value, scope: Scope, name: str) -> tuple[Any, ...] | None:
    try:
        values = value.get(scope.names)
    except ExpressionError as error:
        walk.findings.append(locate(error, value.node))
        return None
    if isinstance(values, tuple):
        return values
    walk.fail("S102", f"`{name}` must be a list, not {describe(values)}", value.node, "for example `[64, 128]`")
    return None
