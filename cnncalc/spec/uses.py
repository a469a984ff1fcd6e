"""What of a file is used: which names expressions read, which blocks are entered, which entries stand where.

Worked out on request by walking the nodes of a file without errors; calculating a network needs none of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.spec.load import Program
from cnncalc.spec.nodes import Mapping, Node, Scalar, Sequence
from cnncalc.spec.steps import FORMS
from cnncalc.spec.values import names_in

#: The words of a form under which entries stand.
_BODIES = {
    "repeat": ("layers",), "for": ("layers",), "if": ("layers", "else"), "branches": ("branches",),
    "residual": ("residual", "shortcut"), "aux": ("aux",),
}  # fmt: skip


class Name:
    """A name that expressions can read: a parameter of the file or of a block, a value or counter of a loop."""

    __slots__ = ("hides", "inside", "node", "read", "text", "what")

    def __init__(self, text: str, what: str, node: Node, inside: str | None, hides: Name | None) -> None:
        self.text, self.node = text, node
        self.what = what  # "parameter", "value" or "counter"
        self.inside = inside  # the block that it stands in
        self.hides = hides  # what the same word means outside a loop; a block hides names on purpose
        self.read = False


Names = dict[str, Name]


def names_of(program: Program) -> list[Name]:
    """Every name of a file, in the order of the text; `read` says whether an expression reads it."""
    return _Names(program).all


class _Names:
    def __init__(self, program: Program) -> None:
        self.all: list[Name] = []
        self._inside: str | None = None
        root = program.root
        assert isinstance(root, Mapping)
        file: Names = {}
        if "params" in root.entries:
            self._params(root.entries["params"][1], file)
        for section, (_, node) in root.entries.items():
            if section == "blocks":
                self._blocks(node, file)
            elif section not in ("params", "defaults"):
                self._walk(node, file)
        if "defaults" in root.entries:  # they are read where the layers stand that they come to
            read = {name for text in texts(root.entries["defaults"][1]) for name in names_in(text)}
            for name in self.all:
                name.read = name.read or name.text in read

    def _params(self, section: Node, names: Names) -> None:
        """Each default may read the parameters before it."""
        for text, (key, default) in section.entries.items() if isinstance(section, Mapping) else ():
            self._walk(default, names)
            self._declare(text, "parameter", key, names)

    def _declare(self, text: str, what: str, node: Node, names: Names, hides: Name | None = None) -> None:
        names[text] = Name(text, what, node, self._inside, hides)
        self.all.append(names[text])

    def _blocks(self, section: Node, file: Names) -> None:
        for self._inside, (_, node) in section.entries.items() if isinstance(section, Mapping) else ():
            if isinstance(node, Mapping):
                names = dict(file)
                if "params" in node.entries:
                    self._params(node.entries["params"][1], names)
                self._walk(node.entries["layers"][1], names)
        self._inside = None

    def _walk(self, node: Node, names: Names) -> None:
        if isinstance(node, Scalar):
            for text in names_in(node.text) if "$" in node.text else ():
                if text in names:
                    names[text].read = True
        elif isinstance(node, Sequence):
            for item in node.items:
                self._walk(item, names)
        elif isinstance(node, Mapping):
            inside = self._inside_loop(node, names)
            for word, (_, value) in node.entries.items():
                self._walk(value, inside if word == "layers" else names)

    def _inside_loop(self, entry: Mapping, names: Names) -> Names:
        """The names inside an entry, where it is a loop; else those outside."""
        if not isinstance(entry.entries.get("layers", (None, None))[1], Sequence) or not {"for", "repeat"} & {*entry.entries}:
            return names
        inside = dict(names)
        for text, node, values in _columns(entry):
            own = values is not None and any(text in names_in(value) for value in texts(values))  # `for: {width: $width}`
            self._declare(text, "value", node, inside, hides=None if own else names.get(text))
        counter = entry.entries.get("as", (None, None))[1]
        if isinstance(counter, Scalar):
            self._declare(counter.text, "counter", counter, inside, hides=names.get(counter.text))
        return inside


def _columns(entry: Mapping) -> Iterator[tuple[str, Node, Node | None]]:
    """The values of a loop, each with where its name stands and the list that it comes from."""
    columns = entry.entries["for"][1] if "for" in entry.entries else None
    if isinstance(columns, Mapping):
        yield from ((text, key, values) for text, (key, values) in columns.entries.items())
    elif isinstance(columns, Sequence):
        rows = entry.entries["in"][1] if "in" in entry.entries else None
        yield from ((item.text, item, rows) for item in columns.items if isinstance(item, Scalar))


def texts(node: Node) -> Iterator[str]:
    """Every scalar value below a node."""
    if isinstance(node, Scalar):
        yield node.text
    for child in node.items if isinstance(node, Sequence) else ():
        yield from texts(child)
    for _, child in node.entries.values() if isinstance(node, Mapping) else ():
        yield from texts(child)


def unused_blocks(program: Program) -> dict[str, list[str]]:
    """The blocks that are not used, not even by a used block, each with the blocks that use it."""
    used: set[str] = set()
    waiting = [name for name, _ in program.uses]
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting += [other for other, _ in program.blocks[name].uses]
    unused: dict[str, list[str]] = {name: [] for name in program.blocks if name not in used}
    for user in unused:
        for name in dict.fromkeys(name for name, _ in program.blocks[user].uses):
            if name in unused:
                unused[name].append(user)
    return unused


def bodies(entry: Mapping) -> Iterator[tuple[str, Sequence]]:
    """The lists of entries that stand in an entry, each with the word it stands under."""
    form = next((word for word in FORMS if word in entry.entries), "")
    for word in _BODIES.get(form, ()):
        node = entry.entries[word][1] if word in entry.entries else None
        for body in [value for _, value in node.entries.values()] if isinstance(node, Mapping) else [node]:
            if form == "branches" and isinstance(body, Sequence) and body is node:
                yield from ((word, item) for item in body.items if isinstance(item, Sequence))
            elif isinstance(body, Sequence):
                yield word, body
