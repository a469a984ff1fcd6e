"""A block of the file and its use: `bottleneck: {width: 64}`, `double: 64`, `fork`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import Diagnostic, did_you_mean
from cnncalc.spec.document import Mapping, Node, Scalar
from cnncalc.spec.expressions import IN, UNKNOWN, ExpressionError, Unknown
from cnncalc.spec.values import Value, find_cut_expression, locate
from cnncalc.spec.walk import Expansion, Flow, Scope, Walk

if TYPE_CHECKING:
    from cnncalc.spec.reader import Reader, Step


class Block:
    """A named list of entries with parameters; a parameter without a default must be given."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.params: dict[str, Value | None] = {}
        self.broken = False  # its parameters could not be read, which has been reported
        self.steps: list[Step] = []
        self.uses: list[tuple[str, Scalar]] = []


def read_use(reader: Reader, key: Scalar, main: Node | None, entry: Mapping | None) -> BlockStep | None:
    """The use of a block, with its arguments."""
    block = reader.blocks[key.text]
    if block.broken:
        return None
    arguments: dict[str, Value | None] = {}
    if isinstance(main, Mapping):
        if find_cut_expression(main, reader.findings):
            return None
        for name, (argument, node) in main.entries.items():
            if name not in block.params and not argument.bad:
                listed = ", ".join(f"`{known}`" for known in block.params) or "none"
                help = did_you_mean(name, block.params, f"its parameters are {listed}")
                reader.fail("S104", f"the block `{block.name}` has no parameter `{name[:60]}`", argument, help)
            else:
                arguments[name] = reader.value(node)
    elif main is not None and not (isinstance(main, Scalar) and main.plain and main.text == ""):
        first = next(iter(block.params), None)
        if first is None:
            reader.fail("S104", f"the block `{block.name}` has no parameters", main)
        else:
            arguments[first] = reader.value(main)
    missing = [name for name, default in block.params.items() if default is None and name not in arguments]
    if missing:
        listed = " and ".join(f"`{name}`" for name in missing)
        reader.fail("S106", f"the block `{block.name}` needs {listed}", key)
        return None
    step = BlockStep(block, key, arguments)
    if entry is not None:
        step.name, step.source, step.share = (reader.word(entry, word) for word in ("name", "from", "share"))
    return step


class BlockStep:
    """One use of a block."""

    __slots__ = ("arguments", "block", "key", "name", "share", "source")

    def __init__(self, block: Block, key: Scalar, arguments: dict[str, Value | None]) -> None:
        self.block, self.key, self.arguments = block, key, arguments
        self.name: Value | None = None
        self.source: Value | None = None
        self.share: Value | None = None

    def expand(self, walk: Walk, flow: Flow, scope: Scope) -> Expansion:
        if self.source is not None:
            flow, _ = walk.source(self.source, scope, len(walk.channels))
        walk.arrive(scope, flow)
        name, _ = walk.name_of(self.name, scope, self.key, self.block.name, self.block.name)
        inner = walk.enter(scope, name, self._bind(walk, scope))
        inner.depth += 1
        if self.share is not None:
            text, _ = walk.text_of(self.share, scope, "share")
            if text and walk.find(text, scope, walk.outputs) is None:
                help = did_you_mean(text, walk.outputs, "a block shares the weights of one above it")
                walk.fail("G201", f"there is no block `{text}` above to share weights with", self.share.node, help)
            elif text:
                inner.share = (self._prefix(walk, text, scope), inner.path)
        walk.nest(inner, self.key)
        for step in self.block.steps:
            flow = yield from step.expand(walk, flow, inner)
        if isinstance(flow, int):
            walk.outputs[inner.path[:-1]] = flow
        return flow

    def _prefix(self, walk: Walk, text: str, scope: Scope) -> str:
        path = scope.path
        while path + text not in walk.outputs:
            path = path[: path.rfind("/", 0, -1) + 1]
        return f"{path}{text}/"

    def _bind(self, walk: Walk, scope: Scope) -> dict[str, Any]:
        """The block's names: the file's parameters, then its own, each of which may use those before it."""
        names = dict(walk.file_names)
        names[IN] = scope.names[IN]
        for name, default in self.block.params.items():
            given = name in self.arguments
            value = self.arguments[name] if given else default
            if value is None:
                names[name] = UNKNOWN
                continue
            try:
                names[name] = value.get(scope.names if given else names)
            except Unknown:
                names[name] = UNKNOWN
            except ExpressionError as error:
                walk.findings.append(locate(error, value.node))
                names[name] = UNKNOWN
        return names


def refuse_cycles(blocks: dict[str, Block], findings: list[Diagnostic]) -> set[str]:
    """G203 for every block that contains itself; the names of those blocks."""
    state: dict[str, int] = {}
    faulty: set[str] = set()
    for start in blocks:
        way: list[tuple[str, int]] = [(start, 0)] if start not in state else []
        while way:
            name, at = way.pop()
            state[name] = 1
            uses = blocks[name].uses
            if at == len(uses):
                state[name] = 2
                continue
            way.append((name, at + 1))
            used, key = uses[at]
            if state.get(used) == 1:
                names = [step for step, _ in way]
                cycle = " -> ".join([*names[names.index(used) :], used])
                findings.append(Diagnostic("G203", f"a block contains itself: {cycle}", key.span))
                faulty.add(used)
            elif used not in state:
                way.append((used, 0))
    return faulty
