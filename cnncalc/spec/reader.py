"""Nodes to steps: every entry of the file read once, used or not, so that every fault in it is found in one run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from cnncalc.diagnostics import Diagnostic, Label, did_you_mean
from cnncalc.spec.document import Mapping, Node, Scalar, Sequence
from cnncalc.spec.foreign import KINDS as FOREIGN_KINDS
from cnncalc.spec.options import check_defaults, plan_of
from cnncalc.spec.steps import FORMS, form
from cnncalc.spec.steps.block import Block, read_use
from cnncalc.spec.steps.faulty import FaultyStep
from cnncalc.spec.steps.layer import read_layer
from cnncalc.spec.values import Value, find_cut_expression, read_value
from cnncalc.spec.walk import Expansion, Flow, Scope, Walk

_BESIDE = ("name", "from", "share")


class Step(Protocol):
    """A read entry: expands to the layers that it stands for."""

    def expand(self, walk: Walk, flow: Flow, scope: Scope) -> Expansion: ...


class Kinds(Protocol):
    """The layer kinds that there are; handed in, because the language knows no layer."""

    def names(self) -> Iterable[str]: ...

    def load(self, name: str) -> Any: ...


def expand_steps(steps: list[Step], walk: Walk, flow: Flow, scope: Scope) -> Expansion:
    """Steps one after another."""
    for step in steps:
        flow = yield from step.expand(walk, flow, scope)
    return flow


class Reader:
    """Reads the entries of one file."""

    def __init__(self, kinds: Kinds, findings: list[Diagnostic]) -> None:
        self.kinds = kinds
        self.kind_names = frozenset(kinds.names())
        self.findings = findings
        self.blocks: dict[str, Block] = {}
        self.defaults: dict[str, Mapping] = {}
        self.uses: list[tuple[str, Scalar]] = []  # blocks used by what is being read

    def fail(self, code: str, message: str, node: Node, *help: str, labels: tuple[Label, ...] = ()) -> None:
        self.findings.append(Diagnostic(code, message, node.span, labels, help))

    def value(self, node: Node | None) -> Value | None:
        return None if node is None else read_value(node, self.findings)

    def word(self, mapping: Mapping, key: str) -> Value | None:
        """The value of `name`, `from`, `share` or `as` beside a kind."""
        found = mapping.entries.get(key)
        return self.value(found[1]) if found else None

    def steps(self, node: Node | None, owner: Node) -> list[Step]:
        """The entries of a list."""
        if node is None:
            self.fail("S106", "`layers` is missing", owner, "write `layers:` with a list of entries")
            return []
        if isinstance(node, Scalar) and node.bad:
            return []
        if not isinstance(node, Sequence):
            found = "nothing" if isinstance(node, Scalar) and node.text == "" else f"a {node.kind}"
            self.fail("S101", f"expected a list of entries, found {found}", node, "each entry starts with `- `; [] is none")
            return []
        return [self.step(item) for item in node.items]

    def step(self, node: Node) -> Step:
        """One entry; a faulty one keeps its place and its name."""
        before = len(self.findings)
        read = self._read(node)
        if read is not None:
            return read
        key, name = node, None
        if isinstance(node, Mapping) and node.entries:
            key = next(iter(node.entries.values()))[0]
            given = node.entries["name"][1] if "name" in node.entries else None
            name = Value(given, given.value) if isinstance(given, Scalar) and not given.bad else None
        word = key.text if isinstance(key, Scalar) and key.text else "entry"
        code = self.findings[before].code if len(self.findings) > before else None
        return FaultyStep(word, key, code, name)

    def _read(self, node: Node) -> Step | None:
        """A bare word, or a mapping with one kind, form or block."""
        if isinstance(node, Scalar):
            if node.bad:
                return None
            if not isinstance(node.value, str):
                self.fail("S107", "expected a kind, a form or a block", node, "for example `relu`")
                return None
            return self._named(node, None, None)
        if isinstance(node, Sequence):
            self.fail("S107", "expected an entry, found a list", node, "take the second `- ` away")
            return None
        assert isinstance(node, Mapping)
        if find_cut_expression(node, self.findings):
            return None
        word = self._main_word(node)
        if word is None:
            return None
        key, main = node.entries[word]
        return self._named(key, main, node)

    def _main_word(self, node: Mapping) -> str | None:
        """The key of an entry that says what it is."""
        keys = [word for word, (key, _) in node.entries.items() if not key.bad]
        if not keys:
            if not node.entries:
                self.fail("S107", "expected a kind, a form or a block, found an empty mapping", node)
            return None
        for word in FORMS:
            if word in node.entries:
                return word
        known = [word for word in keys if word in self.kind_names or word in self.blocks]
        if len(known) > 1:
            labels = (Label(node.entries[known[0]][0].span, "one here"),)
            self.fail("S107", f"one entry holds `{known[0]}` and `{known[1]}`", node.entries[known[1]][0],
                      "start the second with `- `", labels=labels)  # fmt: skip
            return None
        return known[0] if known else next((word for word in keys if word not in _BESIDE), keys[0])

    def _named(self, key: Scalar, main: Node | None, entry: Mapping | None) -> Step | None:
        word = key.text
        if word in FORMS:
            if entry is None:
                self.fail("S107", f"`{word}` needs its value", key)
                return None
            self._check_siblings(entry, word, FORMS[word][1])
            read: Step | None = form(word).read(self, key, main, entry)
            return read
        if word in self.blocks:
            self.uses.append((word, key))
            self._check_siblings(entry, word, _BESIDE)
            return read_use(self, key, main, entry)
        if word in self.kind_names:
            if (
                entry is not None
                and isinstance(main, Scalar)
                and main.plain
                and main.text == ""
                and self._are_options(word, entry)
            ):
                return None
            self._check_siblings(entry, word, _BESIDE)
            return read_layer(self, key, main, entry)
        self.unknown_kind(key, entry)
        return None

    def _are_options(self, word: str, entry: Mapping) -> bool:
        """Report options that stand beside their kind, all of them at once: their lines lack an indentation."""
        options = plan_of(self.kinds.load(word)).metadata
        strays = [(name, key) for name, (key, _) in entry.entries.items() if name in options]
        if strays:
            listed = ", ".join(f"`{name}`" for name, _ in strays)
            example = ", ".join(f"{name}: ..." for name, _ in strays)
            help = f"indent them further, or write `{word}: {{{example}}}`"
            self.fail("S104", f"{listed} cannot stand beside `{word}`", strays[0][1], help)
        return bool(strays)

    def _check_siblings(self, entry: Mapping | None, word: str, allowed: tuple[str, ...]) -> None:
        for name, (key, _) in entry.entries.items() if entry else ():
            if name != word and name not in allowed and not key.bad:
                help = f"beside `{word}` stand " + ", ".join(f"`{w}`" for w in allowed)
                if word in self.kind_names:
                    help = f"options stand inside: `{word}: {{{name}: ...}}`"
                help = did_you_mean(name, allowed, help)
                self.fail("S104", f"`{name[:60]}` cannot stand beside `{word}`", key, help)

    def check_defaults(self, kind: str, node: Mapping) -> None:
        """The options of `defaults`: known to the kind, and of the right type where they are constant."""
        check_defaults(kind, self.kinds.load(kind), node, self.findings)

    def unknown_kind(self, key: Scalar, entry: Mapping | None = None) -> None:
        """S105, with the word that was meant."""
        word = key.text
        plain = word.lower().replace("_", "").replace("-", "")
        ours = FOREIGN_KINDS.get(word.lower(), FOREIGN_KINDS.get(plain, plain))
        if word in _BESIDE and entry is not None:
            self.fail("S107", "the entry has no kind", key, f"`{word}` stands beside one, for example `relu:`")
        elif ours and ours in self.kind_names:
            self.fail("S105", f"there is no kind `{word[:60]}`", key, f"the word is `{ours}` here")
        else:
            help = did_you_mean(word, [*self.kind_names, *self.blocks, *FORMS], "`cnncalc kinds` lists the kinds and forms")
            self.fail("S105", f"there is no kind, form or block `{word[:60]}`", key, help)
