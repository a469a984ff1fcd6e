"""Text to positioned nodes. The only file that imports yaml.

Nodes are built from parser events with a stack of our own: nothing is composed or constructed, so no tag runs code, no
alias explodes and no nesting exhausts the interpreter. Every node keeps its place.
"""

from __future__ import annotations

from typing import Any

import yaml

from cnncalc.diagnostics import Diagnostic, Label, Span, nearest
from cnncalc.spec.nodes import Document, Limits, Mapping, Node, Scalar, Sequence, last_child, stand_in
from cnncalc.spec.parsers import (
    DOUBTFUL,
    find_doubtful_mark,
    find_hidden_escape,
    find_separating_tab,
    find_surrogate,
    find_unknown_directive,
    place_of_nothing,
    where_it_stopped,
)
from cnncalc.spec.scalars import Trap, resolve
from cnncalc.spec.syntax import explain_syntax_error
from cnncalc.spec.text import find_unreadable

__all__ = ["MAX_KEY", "PARSER", "Document", "Limits", "Mapping", "Node", "Scalar", "Sequence", "read"]

#: The fast parser where PyYAML was built with it.
PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: What both parsers allow before a `:`; keys written with `?` are held to it too.
MAX_KEY = 1_024


class _StopReading(Exception):
    """The rest of the text cannot be trusted; the finding that says why has been recorded."""


def read(text: str, limits: Limits = Limits(), parser: Any = None) -> Document:  # noqa: B008
    """Read one YAML document. Never raises for what the text holds; every fault is a finding with its place."""
    reader = _Reader(limits, text)
    try:
        unreadable = find_unreadable(text, limits.bytes)
        if unreadable:
            reader.findings.append(unreadable)
            raise _StopReading
        reader.run((parser or PARSER)(text))
        if not reader.findings and reader.root is None:
            reader.fail("Y001", "the document is empty", Span(1, 1, 1, 1), help="a file names an input and its layers")
    except _StopReading:
        reader.root = None
    except yaml.YAMLError as error:
        reader.root = None
        reader.findings.append(find_hidden_escape(text, reader.last, error) or explain_syntax_error(error, text))
        reader.stopped = where_it_stopped(error)
    if "\t" in text:
        return _without_tabs(text, reader)
    return Document(reader.root, reader.findings)


def _without_tabs(text: str, reader: _Reader) -> Document:
    """A tab between tokens ends the reading, as one of the parsers cannot go on."""
    end = reader.stopped
    if end is None and reader.root is None and reader.findings:
        end = (reader.findings[-1].span or Span(1, 1, 1, 1))[:2]
    tab = find_separating_tab(text, reader.scalars, end)
    if tab is None or tab.span is None:
        return Document(reader.root, reader.findings)
    known = reader.findings[:-1] if reader.stopped else reader.findings
    return Document(None, [*(finding for finding in known if finding.span and finding.span[:2] < tab.span[:2]), tab])


class _Reader:
    def __init__(self, limits: Limits, text: str) -> None:
        self.limits = limits
        self._text = text
        self._doubtful = DOUBTFUL.search(text) is not None
        self.findings: list[Diagnostic] = []
        self.root: Node | None = None
        self.scalars: list[Scalar] = []
        self._stack: list[tuple[Node, Scalar | None, str | None]] = []  # open collection, key it waits under, anchor
        self._key: Scalar | None = None
        self.last: Any = None  # where the event before ended
        self._flow = 0  # open flow collections
        self.stopped: tuple[int, int] | None = None
        self._refused: list[Node] = []  # open collections with a tag
        self._anchors: dict[str, Node] = {}
        self._open_anchors: dict[str, Span] = {}
        self._aliases = 0
        self._documents = 0

    def fail(self, code: str, message: str, span: Span, *, help: str = "", labels: tuple[Label, ...] = ()) -> None:
        severity = "warning" if code == "Y017" else "error"
        self.findings.append(Diagnostic(code, message, span, labels, (help,) if help else (), None, severity))

    def run(self, parser: Any) -> None:
        handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceEndEvent: self._close,
            yaml.MappingEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        budget, get = self.limits.events, parser.get_event
        try:
            while (event := get()) is not None:
                handler = handlers.get(type(event))
                if handler:
                    handler(event)
                    self.last = event.end_mark
                    budget -= 1
                    if budget < 0:
                        self._too_much(event, f"more than {self.limits.events:,} YAML events", "--max-events")
        except (ValueError, RecursionError, OverflowError) as error:  # PyYAML's own, on a text that it cannot take
            raise yaml.YAMLError(str(error)) from error

    def _stop_at(self, finding: Diagnostic | None) -> None:
        if finding is not None:
            self.findings.append(finding)
            raise _StopReading

    def _too_much(self, event: Any, message: str, option: str) -> None:
        self.fail("Y013", message, _span(event), help=f"{option} raises the limit")
        raise _StopReading

    def _document(self, event: Any) -> None:
        self._documents += 1
        self._stop_at(find_unknown_directive(self._text))
        if self._documents > 1:
            mark = event.start_mark
            span = Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 4)
            self.fail("Y002", "a second document starts here", span, help="one file holds one architecture; use `variants`")
            raise _StopReading

    def _scalar(self, event: Any) -> None:
        text, plain = event.value, event.implicit[0]
        value: Any = text
        trap: Trap | None = None
        if event.tag is not None and (event.tag == "!" or not (plain or event.implicit[1])):
            value, trap = self._tagged(event, text)
        elif plain:
            value = resolve(text)
            if type(value) is Trap:
                trap, value = value, text
        node = Scalar(text, value, plain, trap is not None)
        start, end = event.start_mark, event.end_mark
        node.line, node.column = start.line + 1, start.column + 1
        node.end_line, node.end_column = end.line + 1, end.column + 1
        if not text and start.index == end.index:
            if self._key is not None:
                node.line, node.column = node.end_line, node.end_column = place_of_nothing(self._text, self.last, start.index)
        elif plain and self._flow and self._doubtful:
            self._stop_at(find_doubtful_mark(self._text, start.index, end.index))
        if trap:
            self.fail(trap.code, trap.message, node.span, help=trap.help)
        if not text.isprintable():
            if not plain:
                self._stop_at(find_surrogate(self._text, start.index, end.index))
            if _deceives(text):
                message = "the text holds invisible or control characters"
                self.fail("Y017", message, node.span, help="they are printed escaped")
        self.scalars.append(node)
        if event.anchor:
            self._anchors[event.anchor] = node
        self._place(node)

    def _tagged(self, event: Any, text: str) -> tuple[Any, Trap | None]:
        tag = event.tag.removeprefix("tag:yaml.org,2002:")
        value = resolve(text)
        expected = {"int": int, "float": float, "bool": bool, "null": type(None)}
        if tag == "str":
            return text, None
        if tag in expected and type(value) is expected[tag]:
            return value, None
        if tag in expected:
            return text, Trap("Y006", f"`{text[:40]}` is not of the tag `!!{tag}`", "leave the tag out")
        return text, _refused_tag(event.tag)

    def _open(self, event: Any) -> None:
        if len(self._stack) >= self.limits.depth:
            self.fail("Y014", f"nested deeper than {self.limits.depth} levels", _span(event), help="--max-depth raises the limit")
            raise _StopReading
        if self._flow or event.flow_style:
            self._flow += 1
        node: Node = Sequence() if type(event) is yaml.SequenceStartEvent else Mapping()
        start = event.start_mark
        node.line, node.column = start.line + 1, start.column + 1
        node.weight, node.height = 1, 1
        if event.tag and event.tag not in ("tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"):
            trap = _refused_tag(event.tag)
            self.fail(trap.code, trap.message, Span(node.line, node.column, node.line, node.column + 1), help=trap.help)
            self._refused.append(node)
        if event.anchor:
            self._open_anchors[event.anchor] = Span(node.line, node.column, node.line, node.column + len(event.anchor) + 1)
        self._stack.append((node, self._key, event.anchor))
        self._key = None

    def _close(self, event: Any) -> None:
        node, key, anchor = self._stack.pop()
        self._flow -= self._flow > 0
        end = event.end_mark
        node.end_line, node.end_column = end.line + 1, end.column + 1
        last = last_child(node)
        if last is not None and event.start_mark.index == end.index:  # a block ends where its last value does
            node.end_line, node.end_column = last.end_line, last.end_column
        if self._refused and self._refused[-1] is node:
            self._refused.pop()
            node = stand_in("", node.span)
        if anchor:
            del self._open_anchors[anchor]
            self._anchors[anchor] = node
        self._key = key
        self._place(node)

    def _alias(self, event: Any) -> None:
        name, span = event.anchor, _span(event)
        self._aliases += 1
        if self._aliases > self.limits.aliases:
            self._too_much(event, f"more than {self.limits.aliases:,} aliases", "--max-aliases")
        if name in self._open_anchors:
            if self._key is not None and self._key.text == "<<" and self._key.bad:  # a merge key, reported as such
                self._place(stand_in("", span))
                return
            labels = (Label(self._open_anchors[name], "the anchor stands here"),)
            self.fail("Y009", f"`*{name}` stands inside what it refers to", span, labels=labels)
            raise _StopReading
        node = self._anchors.get(name)
        if node is None:
            close = nearest(name, self._anchors)
            self.fail("Y008", f"there is no anchor `&{name}` above", span, help=f"did you mean `*{close}`?" if close else "")
            node = stand_in("", span)
        if len(self._stack) + node.height > self.limits.depth:
            self.fail("Y014", f"nested deeper than {self.limits.depth} levels", span, help="--max-depth raises the limit")
            raise _StopReading
        self._place(node, alias=event)

    def _place(self, node: Node, alias: Any = None) -> None:
        """Put a finished node where it belongs: in a list, as a key, under a key, or at the root."""
        if not self._stack:
            self.root = None if isinstance(node, Scalar) and node.text == "" and node.plain else node
            return
        parent = self._stack[-1][0]
        if type(parent) is Sequence:
            parent.items.append(node)
        elif self._key is None:
            self._key = self._as_key(node)
            return
        else:
            assert isinstance(parent, Mapping)
            self._insert(parent, self._key, node)
            self._key = None
        parent.weight += node.weight
        if node.height >= parent.height:
            parent.height = node.height + 1
        if alias is not None and parent.weight > self.limits.nodes:
            self._too_much(alias, f"aliases expand to more than {self.limits.nodes:,} nodes", "--max-nodes")

    def _as_key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            if node.text == "<<" and node.plain:
                self.fail("Y012", "merge keys are not part of the language", node.span, help="use `defaults` or a block")
                node.bad = True
            elif not isinstance(node.value, str) and not node.bad:
                found = f"`{node.text}`" if node.text else "nothing"
                self.fail("Y007", f"a key must be a word, not {found}", node.span, help="quote it if it is a name")
                return stand_in(f"\0{len(self.findings)}", node.span)
            elif len(node.text) > MAX_KEY:
                self.fail("Y007", f"a key is longer than {MAX_KEY:,} characters", node.span)
                return stand_in(f"\0{len(self.findings)}", node.span)
            return node
        self.fail("Y007", f"a key must be a word, not a {node.kind}", node.span)
        return stand_in(f"\0{len(self.findings)}", node.span)

    def _insert(self, parent: Mapping, key: Scalar, node: Node) -> None:
        known = parent.entries.get(key.text)
        if known:
            labels = (Label(known[0].span, "first here"),)
            self.fail("Y005", f"the key `{key.text}` is given twice", key.span, labels=labels, help="keep one of the two")
        else:
            parent.entries[key.text] = (key, node)


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    if (end.line, end.column) <= (start.line, start.column):
        return Span(start.line + 1, start.column + 1, start.line + 1, start.column + 2)
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _refused_tag(tag: str) -> Trap:
    shown = tag.replace("tag:yaml.org,2002:", "!!")[:80]
    return Trap("Y006", f"the tag `{shown}` is not part of the language", "leave the tag out; nothing is run or included")


def _deceives(text: str) -> bool:
    from unicodedata import category

    return any(category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and c not in "\n\t" for c in text)
