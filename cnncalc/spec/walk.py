"""The state of one expansion: what has been emitted, under which names, in which scope."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple

from cnncalc.diagnostics import Diagnostic, Label, did_you_mean
from cnncalc.spec.document import Limits, Node
from cnncalc.spec.expressions import IN, UNKNOWN, Environment, ExpressionError, Unknown
from cnncalc.spec.options import Template
from cnncalc.spec.values import Value, locate

#: Where an output comes from: an entry's index (0 is the input), or several after `merge: none`.
Flow = int | tuple[int, ...]
#: The output of what could not be expanded because a layer before it failed.
UNKNOWN_SOURCE = -1
#: Characters of one name, and of a name with the scopes before it.
MAX_NAME, MAX_PATH = 200, 1_000
_TURNS = 20
_BEFORE = "a layer can only read what stands before it"


class Entry:
    """One layer of the network: its kind and options, what it reads, what it is called.

    `facts` is the graph's: what the layer is on its inputs, or None where it failed (`error` holds the finding's code)
    or hangs on one that did (`unknown`).
    """

    __slots__ = (
        "aux", "block", "error", "facts", "index", "inputs", "kind", "like", "name", "path", "share", "template", "unknown",
        "values",
    )  # fmt: skip

    def __init__(
        self, index: int, template: Template, values: tuple[Any, ...] | None, inputs: tuple[int, ...], name: str, scope: Scope
    ) -> None:
        self.index, self.template, self.values, self.inputs, self.name = index, template, values, inputs, name
        self.kind = template.kind
        self.path = scope.path + name
        self.block = scope.block
        self.aux = scope.aux
        self.like: tuple[int, ...] = ()  # outputs of which the layer reads the shape alone
        self.share: str | None = None
        self.error: str | None = None
        self.unknown = False
        self.facts: Any = None


#: Yields entries and is sent each one's number of output channels (None: unknown); returns where the output is.
Expansion = Generator[Entry, int | None, Flow]


class Scope:
    """Where names are looked up and counted: a path, the values in scope, and the block's surroundings."""

    __slots__ = ("aux", "block", "counters", "depth", "names", "path", "share")

    def __init__(
        self, path: str, names: Environment, counters: dict[str, int], aux: str | None = None, depth: int = 0,
        share: tuple[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.path, self.names, self.counters, self.aux, self.depth, self.share = path, names, counters, aux, depth, share
        self.block = path[:-1] or None


class _Reference(NamedTuple):
    """A name that was not known where it was read; it may turn up later in the file."""

    text: str
    path: str
    node: Node
    reader: int


class Trace(NamedTuple):
    """What an expansion went through, for those who ask what of a file is ever used."""

    reached: set[Node]  # the main words of loops with a turn and of blocks that were used, and conditions that were asked
    arms: set[tuple[Node, bool]]  # conditions with the values that they had
    unmerged: dict[int, tuple[str, Node]]  # the ends of `merge: none`: the branch's name or number, and the word `branches`
    places: dict[str, Node]  # path of a layer, block or named turn -> where the file names it, or its main word


class TooLarge(Exception):
    """The expansion passed a limit; the finding has been recorded."""


class Walk:
    """What one expansion has produced so far."""

    def __init__(self, limits: Limits, input_channels: int | None, file_names: Environment) -> None:
        self.limits = limits
        self.file_names = file_names
        self.findings: list[Diagnostic] = []
        self.channels: list[int | None] = [input_channels]
        self.entries: list[Entry | None] = [None]
        self.outputs: dict[str, int] = {}  # path -> the end of its line
        self.rows: dict[str, int] = {}  # path -> the entry itself
        self.trace = Trace(set(), set(), {}, {})
        self._counters: dict[str, dict[str, int]] = {}
        self._work = _TURNS * limits.layers
        self._pending: list[_Reference] = []

    def fail(self, code: str, message: str, node: Node, *help: str, labels: tuple[Label, ...] = ()) -> None:
        self.findings.append(Diagnostic(code, message, node.span, labels, help))

    def root(self) -> Scope:
        return Scope("", dict(self.file_names), self._counters.setdefault("", {}))

    def enter(self, scope: Scope, name: str, names: Environment | None = None) -> Scope:
        """The scope `name/` inside another; entered twice, it goes on counting."""
        path = f"{scope.path}{name}/"
        counters = self._counters.setdefault(path, {})
        return Scope(path, dict(scope.names) if names is None else names, counters, scope.aux, scope.depth, scope.share)

    def nest(self, scope: Scope, node: Node) -> None:
        """Bound the work and the nesting of everything that contains steps; note that it was reached."""
        self.trace.reached.add(node)
        self._work -= 1
        if self._work < 0:
            message = f"loops, blocks and branches turn more than {_TURNS * self.limits.layers:,} times"
            self.fail("Y013", message, node, "--max-layers raises the limit")
            raise TooLarge
        if len(scope.path) > MAX_PATH:
            self.fail("S103", f"the name `{scope.path[:40]}...` is longer than {MAX_PATH:,} characters", node)
            raise TooLarge
        if scope.depth > self.limits.depth:
            self.fail("Y014", f"blocks nested deeper than {self.limits.depth} levels", node, "--max-depth raises the limit")
            raise TooLarge

    def too_large(self, node: Node) -> None:
        """Refuse to go on expanding."""
        self.fail("Y013", f"more than {self.limits.layers:,} layers after expansion", node, "--max-layers raises the limit")
        raise TooLarge

    def record(self, entry: Entry) -> int:
        """Note an entry that is about to be handed to the graph; its channels are appended when the graph answers."""
        if entry.index > self.limits.layers:
            self.too_large(entry.template.node)
        self.entries.append(entry)
        return entry.index

    def emit(self, entry: Entry) -> Generator[Entry, int | None, int]:
        """Hand a merging layer or the like to the graph, under its name."""
        self.rows[entry.path] = self.outputs[entry.path] = self.record(entry)
        self.channels.append((yield entry))
        return entry.index

    def counterpart(self, scope: Scope, path: str) -> str | None:
        """In a block that shares another's weights, the layer at the same place in that other."""
        assert scope.share is not None
        theirs, ours = scope.share
        target = theirs + path[len(ours) :]
        return target if target in self.rows else None

    def arrive(self, scope: Scope, flow: Flow) -> None:
        """Set `$in` for what stands next."""
        if isinstance(flow, tuple):
            scope.names[IN] = ExpressionError("S109", "`$in` has no one value: several outputs arrive after `merge: none`")
            return
        channels = self.channels[flow] if flow >= 0 else None
        scope.names[IN] = UNKNOWN if channels is None else channels

    def name_of(self, value: Value | None, scope: Scope, node: Node, stem: str, series: str) -> tuple[str, str | None]:
        """The name of a new thing in this scope, given or counted, and the error that there is with it."""
        if value is not None:
            name, error = self.text_of(value, scope, "name")
            if error or name is None:
                return f"{stem}?", error
            duplicate = self.declare(scope.path + name, value.node)
            return name, duplicate
        counters, places = scope.counters, self.trace.places
        number = counters.get(series, 0) + 1
        name = f"{stem}{number}"
        while (path := scope.path + name) in places:
            number += 1
            name = f"{stem}{number}"
        counters[series] = number
        places[path] = node
        return name, None

    def count(self, scope: Scope, series: str) -> None:
        """A named layer counts too: the fc after conv1 ... conv5 is fc6 whether or not those were named."""
        scope.counters[series] = scope.counters.get(series, 0) + 1

    def text_of(self, value: Value, scope: Scope, what: str) -> tuple[str | None, str | None]:
        """A value that must be a word, and the code of the finding where it is none; (None, None) where it is unknown."""
        try:
            text = value.get(scope.names)
        except Unknown:
            return None, None
        except ExpressionError as error:
            self.findings.append(locate(error, value.node))
            return None, error.code
        if not isinstance(text, str) or not text:
            self.fail("S102", f"`{what}` must be a word", value.node, "quote it" if text is not None else "leave it out")
            return None, "S102"
        if len(text) > MAX_NAME:
            self.fail("S103", f"`{what}` is longer than {MAX_NAME} characters", value.node)
            return None, "S103"
        if what == "name" and text == "input":
            self.fail("G202", "`input` is the network's own input", value.node, "choose another name")
            return None, "G202"
        return text, None

    def declare(self, path: str, node: Node) -> str | None:
        """Take a path; the code of the finding where it is taken already."""
        known = self.trace.places.get(path)
        if known is None:
            self.trace.places[path] = node
            return None
        labels = (Label(known.span, "first here"),)
        again = known.span == node.span
        help = "it is in a loop: put the counter into the name, as in `name: a$i`" if again else "choose another name"
        self.fail("G202", f"the name `{path}` is given twice", node, help, labels=() if again else labels)
        return "G202"

    def find(self, text: str, scope: Scope, table: dict[str, int]) -> int | None:
        """A name, searched in its own scope, then outwards."""
        path = scope.path
        while True:
            found = table.get(path + text)
            if found is not None:
                return found
            if not path:
                return None
            path = path[: path.rfind("/", 0, -1) + 1]

    def source(self, value: Value, scope: Scope, reader: int, what: str = "from") -> tuple[int, str | None]:
        """The output that a `from` or a merge's input names, and the code of the finding where there is none."""
        text, error = self.text_of(value, scope, what)
        if text is None:
            return UNKNOWN_SOURCE, error
        if text == "input":
            return 0, None
        found = self.find(text, scope, self.outputs)
        if found is None:
            self._pending.append(_Reference(text, scope.path, value.node, reader))
            return UNKNOWN_SOURCE, "G201"
        entry = self.entries[found] if found > 0 else None
        if entry is not None and entry.aux is not None and entry.aux != scope.aux:
            self.fail("G205", f"`{text}` stands in the side head `{entry.aux}`; nothing outside reads from it", value.node)
            return UNKNOWN_SOURCE, "G205"
        return found, None

    def finish(self) -> None:
        """Word the references that were not found, now that everything is known that stands later."""
        for text, path, node, reader in self._pending:
            later = self.find(text, Scope(path, {}, {}), self.outputs)
            if later is None:
                help = did_you_mean(text, self.outputs, "`input` is the input")
                self.fail("G201", f"there is no layer `{text}`", node, help)
                continue
            cycle = self._way(later, reader)
            if cycle:
                self.fail("G203", f"a cycle: {' -> '.join(cycle)}", node, _BEFORE)
                continue
            target = self.entries[later]
            labels = (Label(target.template.node.span, "it stands here"),) if target else ()
            self.fail("G201", f"`{text}` stands later in the file", node, _BEFORE, labels=labels)

    def _way(self, start: int, goal: int) -> list[str]:
        """The names from `goal` through its readers to `start` and back, where `start` hangs on `goal`."""
        before: dict[int, int] = {start: -1}
        waiting = [start]
        while waiting:
            index = waiting.pop()
            entry = self.entries[index] if index > 0 else None
            if index == goal:
                way = [index]
                while before[way[-1]] >= 0:
                    way.append(before[way[-1]])
                named = [found.path for found in (self.entries[step] for step in way) if found]
                return [*named, named[0]]
            for source in (*entry.inputs, *entry.like) if entry else ():
                if source > 0 and source not in before:
                    before[source] = index
                    waiting.append(source)
        return []
