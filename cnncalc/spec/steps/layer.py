"""A layer entry: `relu`, `fc: 4096`, `conv: {filters: 64, kernel: 3}`, with what follows it (`norm:`, `activation:`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import Diagnostic, did_you_mean
from cnncalc.spec.document import Mapping, Node, Scalar, Sequence
from cnncalc.spec.expressions import ExpressionError, Unknown
from cnncalc.spec.options import SUGAR, Template, plan_of, read_template
from cnncalc.spec.values import Value, find_cut_expression, locate, read_value
from cnncalc.spec.walk import UNKNOWN_SOURCE, Entry, Expansion, Flow, Scope, Walk

if TYPE_CHECKING:
    from cnncalc.spec.reader import Reader


def read_layer(reader: Reader, key: Scalar, main: Node | None, entry: Mapping | None) -> LayerStep:
    """A kind with its options."""
    layer_class = reader.kinds.load(key.text)
    inputs: list[Value] | None = None
    if layer_class.merges:
        inputs, main = _read_inputs(reader, key, main), None
    template, sugar = read_template(key.text, layer_class, key, main, reader.defaults.get(key.text), reader.findings)
    step = LayerStep(template, inputs)
    if layer_class.like in template.places:
        step.like = read_value(template.places[layer_class.like][0], [])  # its faults were found as the option's
    step.follow = [follow for role in SUGAR if role in sugar and (follow := _read_sugar(reader, role, sugar[role]))]
    if entry is not None:
        template.place = entry
        step.name, step.source, step.share = (reader.word(entry, word) for word in ("name", "from", "share"))
        if step.source is not None and inputs is not None:
            reader.fail("S107", f"`{key.text}` names its inputs itself", entry.entries["from"][0], f"`{key.text}: [a, b]`")
    return step


def _read_inputs(reader: Reader, key: Scalar, main: Node | None) -> list[Value]:
    """The names that `add`, `multiply` or `concat` merges."""
    if isinstance(main, Mapping) and not find_cut_expression(main, reader.findings):
        for name, (option, _) in main.entries.items():
            if name != "inputs":
                reader.fail("S104", f"`{key.text}` has no option `{name[:60]}`", option, f"`{key.text}: [a, b]`")
        main = main.entries["inputs"][1] if "inputs" in main.entries else None
    if not isinstance(main, Sequence) or len(main.items) < 2:
        reader.fail("S106", f"`{key.text}` needs the names of two inputs or more", key, f"write `{key.text}: [a, b]`")
        return []
    find_cut_expression(main, reader.findings)
    return [value for item in main.items if (value := reader.value(item)) is not None]


class Follower:
    """What `norm:` or `activation:` puts behind a layer; the word may depend on parameters."""

    __slots__ = ("_made", "_reader", "_role", "constant", "value")

    def __init__(self, reader: Reader, role: str, value: Value) -> None:
        self._reader, self._role, self.value = reader, role, value
        self._made: dict[Any, Template | None] = {}
        self.constant: Template | None = None  # where the word is the same everywhere

    def template(self, names: dict[str, Any]) -> Template | None:
        """None where the word is `none`. Raises ExpressionError or Unknown."""
        word = self.value.get(names)
        if word not in self._made:
            self._made[word] = self._make(word)
        return self._made[word]

    def _make(self, word: Any) -> Template | None:
        if word == "none":
            return None
        reader, node = self._reader, self.value.node
        known = isinstance(word, str) and word in reader.kind_names
        layer_class = reader.kinds.load(word) if known else None
        if layer_class is None or layer_class.role != self._role:
            words = [name for name in reader.kind_names if reader.kinds.load(name).role == self._role]
            help = did_you_mean(str(word), [*sorted(words), "none"])
            raise ExpressionError("S112", f"`{str(word)[:40]}` is no {self._role}", help)
        key = Scalar(word, word, True, False)
        key.line, key.column, key.end_line, key.end_column = node.span
        findings: list[Diagnostic] = []
        template, _ = read_template(word, layer_class, key, None, reader.defaults.get(word), findings)
        if template.bad == "S106":
            required = ", ".join(f"{name}: ..." for name in plan_of(layer_class).required)
            advice = f"add `defaults: {{{word}: {{{required}}}}}`, or write the layer as an entry of its own"
            findings = [finding._replace(help=(advice,)) for finding in findings]
        reader.findings += findings
        return template


def _read_sugar(reader: Reader, role: str, node: Node) -> Follower | None:
    if isinstance(node, Scalar) and node.text == "" and node.plain:
        reader.fail("S102", f"`{role}` must be a word", node, f"write `{role}: none` for none")
        return None
    if not isinstance(node, Scalar):
        reader.fail("S102", f"`{role}` must be a word, found a {node.kind}", node, "write the layer as an entry of its own")
        return None
    value = reader.value(node)
    if value is None:
        return None
    follower = Follower(reader, role, value)
    if value.evaluate is None:
        try:
            follower.constant = follower.template({})
            if follower.constant is None:
                return None
        except ExpressionError as error:
            reader.findings.append(locate(error, node))
            return None
    return follower


class LayerStep:
    """A layer and its followers."""

    __slots__ = ("_constant", "_series", "_stem", "follow", "inputs", "like", "name", "share", "source", "template")

    def __init__(self, template: Template, inputs: list[Value] | None) -> None:
        self.template, self.inputs = template, inputs
        self.follow: list[Follower] = []
        self.name: Value | None = None
        self.source: Value | None = None
        self.share: Value | None = None
        self.like: Value | None = None
        layer_class = template.layer_class
        self._stem = layer_class.stem or template.kind
        self._series = layer_class.series or self._stem
        self._constant = not template.dynamic and not template.bad

    def expand(self, walk: Walk, flow: Flow, scope: Scope) -> Expansion:
        index = len(walk.channels)
        error = fault = None
        if self.inputs is None and self.source is None and type(flow) is int:
            sources: tuple[int, ...] = (flow,)
        else:
            sources, error = self._sources(walk, flow, scope, index)
        if not self._constant or self.name is not None:
            walk.arrive(scope, sources[0])
        if self.name is not None:
            walk.count(scope, self._series)
        name, clash = walk.name_of(self.name, scope, self.template.node, self._stem, self._series)
        values: tuple[Any, ...] | None = ()
        if not self._constant:
            values, fault = self._evaluate(walk, scope)
        entry = Entry(index, self.template, values, sources, name, scope)
        entry.error = error or clash or fault
        if self.like is not None and entry.error is None:
            model, entry.error = walk.source(self.like, scope, index, self.template.layer_class.like)
            entry.like = (model,)
        if self.share is not None or scope.share is not None:
            entry.share, unshared = self._shared(walk, scope, entry)
            entry.error = entry.error or unshared
        path = entry.path
        walk.rows[path] = output = walk.record(entry)
        walk.channels.append((yield entry))
        for follower in self.follow:
            follow = self._following(walk, output, scope, follower, name)
            if follow is None:
                continue
            if isinstance(follow, int):
                output = follow
                break
            walk.rows[follow.path] = walk.outputs[follow.path] = output = walk.record(follow)
            walk.channels.append((yield follow))
        walk.outputs[path] = output
        return output

    def _sources(self, walk: Walk, flow: Flow, scope: Scope, index: int) -> tuple[tuple[int, ...], str | None]:
        if self.inputs is not None:
            found = [walk.source(value, scope, index) for value in self.inputs] or [(UNKNOWN_SOURCE, "S106")]
            return tuple(source for source, _ in found), next((error for _, error in found if error), None)
        if self.source is not None:
            source, error = walk.source(self.source, scope, index)
            return (source,), error
        if isinstance(flow, tuple):
            walk.fail("G204", f"{len(flow)} outputs arrive here after `merge: none`", self.template.node, "name one with `from`")
            return (UNKNOWN_SOURCE,), "G204"
        return (flow,), None

    def _evaluate(self, walk: Walk, scope: Scope) -> tuple[tuple[Any, ...] | None, str | None]:
        if self.template.bad:
            return None, self.template.bad
        try:
            return self.template.evaluate(scope.names), None
        except Unknown:
            return None, None
        except ExpressionError as error:
            walk.findings.append(locate(error, error.args[0]))
            return None, error.code

    def _shared(self, walk: Walk, scope: Scope, entry: Entry) -> tuple[str | None, str | None]:
        """The path of the layer whose weights this one uses."""
        if self.share is None:
            return walk.counterpart(scope, entry.path), None
        text, error = walk.text_of(self.share, scope, "share")
        found = walk.find(text, scope, walk.rows) if text else None
        if found is None:
            if text:
                help = did_you_mean(text, walk.rows, "a layer shares the weights of one above it")
                walk.fail("G201", f"there is no layer `{text}` above to share weights with", self.share.node, help)
            return None, error or "G201"
        target = walk.entries[found]
        assert target is not None
        return target.path, None

    def _following(self, walk: Walk, source: int, scope: Scope, follower: Follower, name: str) -> Entry | int | None:
        """The entry that follows; None for the word `none`; UNKNOWN_SOURCE where it has no value."""
        template, values = follower.constant, ()
        if template is None or template.dynamic:
            walk.arrive(scope, source)
            try:
                template = follower.template(scope.names)
                if template is None:
                    return None
                values = template.evaluate(scope.names)
            except Unknown:
                return UNKNOWN_SOURCE
            except ExpressionError as fault:
                walk.findings.append(locate(fault, follower.value.node))
                return UNKNOWN_SOURCE
        entry = Entry(len(walk.channels), template, values, (source,), f"{name}/{template.kind}", scope)
        entry.error = template.bad
        if scope.share is not None:
            entry.share = walk.counterpart(scope, entry.path)
        return entry
