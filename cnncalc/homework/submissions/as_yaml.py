"""A submission in YAML: `answers`, or the questions themselves as keys. Every scalar is the text that was written."""

from __future__ import annotations

from collections.abc import Callable

from cnncalc.diagnostics import LINE_BREAK, Diagnostic, Span
from cnncalc.homework.submissions._sheet import Draft, Sheet, Unusable
from cnncalc.homework.written import Raw
from cnncalc.spec.document import Limits, Mapping, Node, Scalar, Sequence
from cnncalc.spec.document import read as read_nodes

_STUDENT = ("student", "name")
_IDS = ("id", "question")
#: Findings about words and numbers that are texts here, keys that are numbers, and keys given twice.
_HARMLESS = frozenset(("Y005", "Y007", "Y010", "Y011", "Y017", "S103"))
_LIMITS = Limits(aliases=0, depth=16, events=50_000)
_AS_IN = "as in `answers: {1.1: 32x32x10, 1.2: 760}`"
_HELP = "an answer that begins with one of *, &, !, %, @, ` or holds `: ` must stand in quotes"


def read(text: str, path: str, otherwise: str, draft: Callable[[], Draft]) -> list[Sheet]:
    """One sheet. Raises Unusable at the line and column where the YAML is broken."""
    document = read_nodes(text, _LIMITS)
    if document.root is None:
        raise _broken(document.findings)
    sheet = _Reading(text, draft())
    if isinstance(document.root, Mapping):
        sheet.top(document.root)
    elif not (isinstance(document.root, Sequence) and sheet.listed(document.root)):
        message = f"a mapping of questions to answers is expected, found a {document.root.kind}"
        raise Unusable(message, document.root.span, _AS_IN)
    for finding in document.findings:
        sheet.find(finding)
    return [sheet.draft.finished(path, otherwise, text)]


class _Reading:
    def __init__(self, text: str, draft: Draft) -> None:
        self._text, self.draft = text, draft
        self._lines: list[str] = []

    def top(self, root: Mapping) -> None:
        for key, node in root.entries.values():
            word = self._written(key).strip().lower()
            if word in _STUDENT and isinstance(node, Scalar):
                self.draft.student = self.draft.student or node.text
            elif word == "sheet" and isinstance(node, Scalar):
                self.draft.sheet = node.text
            elif word == "answers" and isinstance(node, Mapping):
                self._answers(node, "")
            elif word == "answers" and isinstance(node, Sequence) and self.draft.id_of(word) is None:
                if not self.listed(node):
                    raise Unusable("`answers` must say which question each is to", node.span, _AS_IN)
            else:
                self._answer(key, node, "")

    def listed(self, nodes: Sequence) -> bool:
        """A list of `{id: 1.1, answer: 760}`; false where it is another."""
        for item in nodes.items:
            entries = item.entries if isinstance(item, Mapping) else {}
            id = next((entries[word][1] for word in _IDS if word in entries), None)
            if not isinstance(id, Scalar):
                return False
            answer = entries.get("answer")
            self.draft.answer(id.text, _raw(answer[1]) if answer else "", f"line {id.line}: ")
        return True

    def _answers(self, node: Mapping, before: str) -> None:
        for key, value in node.entries.values():
            self._answer(key, value, before)

    def _answer(self, key: Scalar, node: Node, before: str) -> None:
        label = before + self._written(key)
        if isinstance(node, Mapping) and self.draft.id_of(label) is None:
            self._answers(node, label.strip() + ".")  # {1: {1: 760, 2: 55}}
        elif isinstance(node, Mapping):
            self.draft.twice(self.draft.id_of(label) or "", "a mapping is no answer")
        else:
            self.draft.answer(label, _raw(node), f"line {key.line}: ")

    def _written(self, key: Scalar) -> str:
        """A key as it stands in the text: a number such as 1.10 keeps its digits."""
        if not key.text.startswith("\0"):
            return key.text
        self._lines = self._lines or LINE_BREAK.split(self._text)
        return self._slice(key.span)

    def _slice(self, span: Span) -> str:
        self._lines = self._lines or LINE_BREAK.split(self._text)
        line = self._lines[span.line - 1] if span.line <= len(self._lines) else ""
        end = span.end_column - 1 if span.end_line == span.line else len(line)
        return line[span.column - 1 : end].strip("\"'")[:60]

    def find(self, finding: Diagnostic) -> None:
        """What the YAML reader found odd, as far as it concerns answers."""
        if finding.span is None:
            return
        if finding.code == "Y005":
            id = self.draft.id_of(self._slice(finding.span))
            if id is not None:
                self.draft.twice(id, f"two answers, the second in line {finding.span.line}, where one counts")
        elif finding.code not in _HARMLESS:
            self.draft.remark(f"line {finding.span.line}: {finding.message}")


def _broken(findings: list[Diagnostic]) -> Unusable:
    """The fault at which reading ended; what is only odd is passed over."""
    fault = next((finding for finding in reversed(findings) if finding.code not in _HARMLESS), findings[-1])
    message = "an alias (`*`) is no answer" if fault.code == "Y013" and "alias" in fault.message else fault.message
    return Unusable(message, fault.span, _HELP)


def _raw(node: Node) -> Raw:
    if isinstance(node, Sequence):
        return [_raw(item) for item in node.items]
    if isinstance(node, Mapping):
        return "{" + ", ".join(f"{key.text}: {_raw(value)}" for key, value in node.entries.values()) + "}"
    assert isinstance(node, Scalar)
    return node.text
