"""Lists of entries side by side, each on the same input; `merge` (concat, add, multiply or none) joins their ends.

    - branches:
        1x1: [{conv: {filters: 64, kernel: 1}}]
        3x3: [{conv: {filters: 96, kernel: 1}}, {conv: {filters: 128, kernel: 3, padding: 1}}]
        pool: [{maxpool: {kernel: 3, stride: 1, padding: 1}}, {conv: {filters: 32, kernel: 1}}]
      merge: concat
      name: inception

    - branches: [[], [{conv: {filters: 2, kernel: 1}}]]
      split: 2
      merge: concat

Names open scopes (inception/3x3/conv1); where they say nothing, write a list of lists. An empty branch is its input. With
`split: 2` each branch gets its share of the channels. After `merge: none` the next entries say with `from` what they read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import did_you_mean
from cnncalc.spec.document import Mapping, Node, Scalar, Sequence
from cnncalc.spec.expressions import ExpressionError, Unknown
from cnncalc.spec.options import Template, read_template
from cnncalc.spec.values import LITERAL, Value, locate
from cnncalc.spec.walk import UNKNOWN_SOURCE, Entry, Expansion, Flow, Scope, Walk

if TYPE_CHECKING:
    from cnncalc.spec.reader import Reader, Step

MERGES = ("concat", "add", "multiply", "none")


def read(reader: Reader, key: Scalar, main: Node, entry: Mapping) -> BranchesStep | None:
    """The form of this file."""
    if key.text == "split":
        reader.fail(
            "S106", "`split` needs `branches` and `merge`", key, "`split: 2`, `branches: [[...], [...]]`, `merge: concat`"
        )
        return None
    if isinstance(main, Mapping):
        found = [(name, name_key, node) for name, (name_key, node) in main.entries.items() if not name_key.bad]
    elif isinstance(main, Sequence):
        found = [("", key, node) for node in main.items]
    else:
        reader.fail("S101", "`branches` needs `{name: [entries], ...}` or a list of lists", key)
        return None
    branches = [(name, reader.steps(node, name_key)) for name, name_key, node in found]
    if len(branches) < 2:
        reader.fail("S112", f"`branches` needs two or more, found {len(branches)}", key)
    merge = _read_merge(reader, key, entry)
    if merge is None or len(branches) < 2:
        return None
    step = BranchesStep(key, branches, None if merge == "none" else merge_template(reader, merge, key))
    step.name, step.source = reader.word(entry, "name"), reader.word(entry, "from")
    if "split" in entry.entries:
        step.parts = reader.value(entry.entries["split"][1])
        step.split = reader
    return step


def _read_merge(reader: Reader, key: Scalar, entry: Mapping) -> str | None:
    if "merge" not in entry.entries:
        reader.fail("S106", "`branches` needs `merge`", key, "one of concat, add, multiply, none")
        return None
    node = entry.entries["merge"][1]
    word = node.text if isinstance(node, Scalar) else node.kind
    if word in MERGES:
        return word
    if not (isinstance(node, Scalar) and node.bad):
        reader.fail("S112", f"`merge` cannot be `{word[:40]}`", node, LITERAL if "$" in word else did_you_mean(word, MERGES))
    return None


def merge_template(reader: Reader, kind: str, key: Scalar) -> Template:
    """The merging layer at the end of a form."""
    return read_template(kind, reader.kinds.load(kind), key, None, None, reader.findings)[0]


def merge_outputs(walk: Walk, scope: Scope, template: Template, sources: tuple[int, ...], name: Value | None) -> Expansion:
    """Emit the layer that merges the ends of a form's ways."""
    layer_class = template.layer_class
    counted, error = walk.name_of(name, scope, template.node, layer_class.stem or template.kind, template.kind)
    entry = Entry(len(walk.channels), template, (), sources, counted, scope)
    entry.error = error
    return (yield from walk.emit(entry))


class BranchesStep:
    __slots__ = ("_templates", "branches", "key", "merge", "name", "parts", "source", "split")

    def __init__(self, key: Scalar, branches: list[tuple[str, list[Step]]], merge: Template | None) -> None:
        self.key, self.branches, self.merge = key, branches, merge
        self.name: Value | None = None
        self.source: Value | None = None
        self.parts: Value | None = None
        self.split: Reader | None = None
        self._templates: dict[tuple[int, int], Template] = {}

    def expand(self, walk: Walk, flow: Flow, scope: Scope) -> Expansion:
        if self.source is not None:
            flow, _ = walk.source(self.source, scope, len(walk.channels))
        walk.nest(scope, self.key)
        walk.arrive(scope, flow)
        parts = self._parts(walk, scope) if self.parts else None
        outer = walk.enter(scope, self._prefix(walk, scope)) if self.name is not None else scope
        ends: list[int] = []
        for number, (name, steps) in enumerate(self.branches):
            inner = walk.enter(outer, name) if name else outer
            end = flow
            if parts is not None:
                end = yield from self._slice(walk, flow, inner, parts, number)
            for step in steps:
                end = yield from step.expand(walk, end, inner)
            if name and isinstance(end, int):
                walk.outputs[inner.path[:-1]] = end
            ends.extend(end if isinstance(end, tuple) else (end,))
            if self.merge is None and isinstance(end, int):
                walk.trace.unmerged[end] = (name or str(number + 1), self.key)
        if self.merge is None:
            return tuple(ends)
        return (yield from merge_outputs(walk, scope, self.merge, tuple(ends), self.name))

    def _prefix(self, walk: Walk, scope: Scope) -> str:
        assert self.name is not None
        text, _ = walk.text_of(self.name, scope, "name")
        return text or "?"

    def _parts(self, walk: Walk, scope: Scope) -> int | None:
        assert self.parts is not None
        try:
            parts: Any = self.parts.get(scope.names)
        except Unknown:
            return None
        except ExpressionError as error:
            walk.findings.append(locate(error, self.parts.node))
            return None
        if type(parts) is not int or parts != len(self.branches):
            walk.fail("S112", f"`split` is {parts}, but there are {len(self.branches)} branches", self.parts.node)
            return None
        return parts

    def _slice(self, walk: Walk, flow: Flow, scope: Scope, parts: int, part: int) -> Expansion:
        if isinstance(flow, tuple):
            walk.fail("G204", f"{len(flow)} outputs arrive here after `merge: none`", self.key, "name one with `from`")
            return UNKNOWN_SOURCE
        template = self._templates.get((parts, part))
        if template is None:
            assert self.split is not None
            assert self.parts is not None
            key = Scalar("split", "split", True, False)
            key.line, key.column, key.end_line, key.end_column = self.parts.node.span
            template = Template("split", self.split.kinds.load("split"), key)
            template.static = {"parts": parts, "part": part}
            self._templates[parts, part] = template
        name, error = walk.name_of(None, scope, template.node, "split", "split")
        entry = Entry(len(walk.channels), template, (), (flow,), name, scope)
        entry.error = error
        return (yield from walk.emit(entry))
