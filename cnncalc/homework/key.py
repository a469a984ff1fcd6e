"""A key: the questions of a sheet, every answer recomputed, and whatever contradicts itself refused at its place."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from cnncalc.collector import paused
from cnncalc.diagnostics import CnnCalcError, Diagnostic, Span, did_you_mean
from cnncalc.homework.fields import Fields, Refused, at, described, number_in, plain
from cnncalc.homework.judging import agreed, raw_of, shown_truth
from cnncalc.homework.misconceptions import MISCONCEPTIONS
from cnncalc.homework.quantities import QUANTITIES, quantity
from cnncalc.homework.quantities._quantity import Asked, Quantity
from cnncalc.homework.question import Question
from cnncalc.homework.subjects import Networks, Subject, find
from cnncalc.homework.written import Unreadable
from cnncalc.spec.document import Limits, read
from cnncalc.spec.nodes import Mapping, Node, Scalar, Sequence
from cnncalc.spec.source import read_file, read_stdin
from cnncalc.tensor import DTYPE_BYTES

if TYPE_CHECKING:
    from cnncalc.homework.exact import Computation
    from cnncalc.homework.solve import Problem

#: What may stand at the top of a key.
KEYS = ("title", "sheet", "student", "biases", "layout", "tolerance", "credit", "network", "networks", "questions")
#: What any of its questions may say.
QUESTION = ("id", "ask", "text", "points", "hints", "hidden", "tolerance", "answer", "credit", "biases", "batch", "dtype")
_ABOUT = {"layers": ("network", "layer", "layers", "input"), "values": ("compute",), "find": ("find",)}
_BIASES = ("counted", "left out", "either")
_LIMITS = Limits(events=50_000, aliases=200, nodes=100_000)
_MOST_QUESTIONS = 1_000


@dataclass(frozen=True)
class Key:
    """A title, its questions in their order, and the word that a worksheet is recognized by."""

    title: str
    sheet: str
    questions: tuple[Question, ...]
    layout: str = "hwc"
    path: str = "<key>"
    text: str = ""

    @property
    def points(self) -> Fraction:
        """Of all questions."""
        return sum((question.points for question in self.questions), Fraction(0))


def load_key(path: str) -> Key:
    """A key from a file, or with `-` from standard input.

    Raises UsageError where there is none, CnnCalcError with everything that is wrong with it.
    """
    return read_key(read_stdin(_LIMITS), "<stdin>") if path == "-" else read_key(read_file(path, _LIMITS), path)


def read_key(text: str, path: str = "<key>") -> Key:
    """A key from its text. Raises CnnCalcError with everything that is wrong with it, at its place."""
    document = read(text, _LIMITS)
    findings = list(document.findings)
    if document.root is None:
        raise CnnCalcError(findings or [Diagnostic("K601", "the key is empty", Span(1, 1, 1, 1))], text, path)
    with paused():
        reader = _Reader(Fields(document.root, "a key", KEYS, findings))
        key = reader.key(path, text)
    if findings:
        raise CnnCalcError(findings, text, path)
    return key


class _Reader:
    """Reads one key; faults are noted in `fields.findings`."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.networks = Networks({name: node for name, _, node in fields.pairs("networks")})
        self.biases = fields.word("biases", _BIASES, "either")
        self.biases_insisted = "biases" in fields
        self.layout = fields.word("layout", ("hwc", "chw"), "hwc")
        self.tolerance = _tolerance(fields, Fraction(0))
        self.credit = self._credit(fields, {})

    def key(self, path: str, text: str) -> Key:
        """All of it."""
        fields, seen = self.fields, dict[str, Span]()
        questions: list[Question] = []
        title, sheet = fields.text("title", "Exercises"), fields.text("sheet")
        node = fields.get("questions")
        if isinstance(fields.node, Mapping) and (not isinstance(node, Sequence) or not node.items):
            found = "the key has no `questions`" if node is None else f"`questions` must be a list, found {described(node)}"
            fields.refuse(Refused("K601", found, "as in `questions: [{id: 1, ask: output, ...}]`", node=node))
        for item in (node.items if isinstance(node, Sequence) else [])[:_MOST_QUESTIONS]:
            question = self._question(item, seen, tuple(questions))
            if question is not None:
                questions.append(question)
        if isinstance(node, Sequence) and len(node.items) > _MOST_QUESTIONS:
            fields.refuse(Refused("K601", f"a key has at most {_MOST_QUESTIONS:,} questions", node=node))
        return Key(title, sheet, tuple(questions), self.layout, path, text)

    def _question(self, node: Node, seen: dict[str, Span], earlier: tuple[Question, ...]) -> Question | None:
        if not isinstance(node, Mapping):
            self.fields.refuse(Refused("K601", f"a question must be a mapping, found {described(node)}", node=node))
            return None
        asked = self._ask(node)
        if asked is None:
            return None
        known = (*QUESTION, *_ABOUT[asked.about], *asked.options)
        before = len(self.fields.findings)
        fields = Fields(node, f"a question about `{asked.word}`", known, self.fields.findings)
        try:
            question = self._made(asked, fields, earlier)
            if question.id in seen:
                message = f"there are two questions `{question.id[:40]}`"
                raise Refused("K606", message, f"the other is in line {seen[question.id].line}", node=fields.get("id"))
            seen[question.id] = node.span
            return question
        except Refused as error:
            if len(self.fields.findings) == before or error.code != "K601":
                fields.refuse(error)
            return None

    def _ask(self, node: Mapping) -> Quantity | None:
        """The quantity that a question asks for."""
        if "ask" not in node.entries:
            help = "`ask` is one of " + ", ".join(QUANTITIES)
            self.fields.findings.append(Refused("K601", "the question has no `ask`", help, node=node).finding(node.span))
            return None
        value = node.entries["ask"][1]
        word = value.text if isinstance(value, Scalar) else ""
        if word not in QUANTITIES:
            help = did_you_mean(word, QUANTITIES)
            message = f"nothing is known as `{word[:40]}` that could be asked" if word else "`ask` must be a word"
            self.fields.findings.append(Refused("K602", message, help, node=value).finding(node.span))
            return None
        return quantity(word)

    def _made(self, asked: Quantity, fields: Fields, earlier: tuple[Question, ...]) -> Question:
        id = " ".join(fields.text("id", str(len(earlier) + 1)).split())
        if not id or len(id) > 60:
            raise Refused("K601", "an `id` has 1 to 60 characters", node=fields.get("id"))
        batch, dtype = self._batch(fields), fields.word("dtype", tuple(DTYPE_BYTES), "float32")
        network = fields.get("network") or self.fields.get("network")
        subject = find(self.networks, fields, network, batch, dtype) if asked.about == "layers" else None
        computation = self._computation(fields) if asked.about == "values" else None
        problem = self._problem(fields) if asked.about == "find" else None
        biases = self._biases(fields, subject)
        nodes = {name: node for name in (*asked.options, *_ABOUT[asked.about]) if (node := fields.get(name)) is not None}
        options = {name: plain(nodes[name], exact=True) for name in asked.options if name in nodes}
        words = Asked(subject, computation, problem, biases, self.layout, options, nodes, self.networks, batch, dtype)
        answered = asked.answer(words)
        question = Question(
            id, asked.word, asked.form, fields.text("text") or answered.text, answered.truths, answered.solution,
            points=fields.number("points", 1),
            hidden=fields.flag("hidden"),
            tolerance=_tolerance(fields, self.tolerance),
            credit=self._credit(fields, self.credit),
            hints=_hints(fields),
            report=subject.report if subject else None,
            rows=subject.rows if subject else (),
            whole=subject.whole if subject else False,
            batch=batch,
            misfit=subject.misfit if subject else None,
            computation=computation,
            problem=problem,
            options={**options, "biases": biases, "dtype": dtype},
            layout=self.layout,
            span=fields.node.span,
            earlier=earlier,
        )  # fmt: skip
        return self._stated(question, fields)

    def _batch(self, fields: Fields) -> int:
        batch = fields.number("batch", 1, least=1)
        if batch.denominator > 1:
            raise Refused("K601", "`batch` must be a whole number", node=fields.get("batch"))
        return int(batch)

    def _biases(self, fields: Fields, subject: Subject | None) -> str:
        """What the question insists on: its own word, that of a layer which says whether it has biases, or the key's."""
        if "biases" in fields:
            return fields.word("biases", _BIASES, "either")
        said = subject is not None and subject.biases_said and not self.biases_insisted
        return "counted" if said else self.biases

    def _stated(self, question: Question, fields: Fields) -> Question:
        """With an `answer`, that it is one of those recomputed; those that it excludes are no longer accepted."""
        node = fields.get("answer")
        if node is None:
            return question
        try:
            raw = raw_of(node)
            accepted = tuple(one for one in question.truths if agreed(replace(question, truths=(one,)), raw) is not None)
        except Unreadable as error:
            raise Refused("K605", f"the answer cannot be read: {error.message}", node=node) from None
        if not accepted:
            right = f"the answer is {shown_truth(question)}"
            raise Refused("K605", f"the key contradicts itself: {right}", *question.solution[-3:], node=node)
        return question if question.problem else replace(question, truths=(accepted[0]._replace(label=""), *accepted[1:]))

    def _computation(self, fields: Fields) -> Computation:
        from cnncalc.homework import exact

        node = fields.get("compute")
        if not isinstance(node, Mapping):
            raise Refused("K601", "the question needs `compute`", "as in `compute: {op: relu, input: [1, -2]}`", node=node)
        try:
            return exact.read(plain(node, exact=True))
        except exact.ComputationError as error:
            raise Refused("K604", error.message, *error.help, node=at(node, error.key)) from None

    def _problem(self, fields: Fields) -> Problem:
        from cnncalc.homework.solve import Problem, Wrong

        node = fields.get("find")
        if not isinstance(node, Mapping):
            raise Refused("K601", "the question needs `find`", "as in `find: {input: 7, kernel: 3, output: 3}`", node=node)
        try:
            return Problem.from_plain(plain(node, exact=True))
        except Wrong as error:
            raise Refused("K604", error.message, *error.help, node=at(node, error.key)) from None

    def _credit(self, fields: Fields, otherwise: MappingOf[str, Fraction]) -> dict[str, Fraction]:
        """Shares of the points, 0 to 1: `follows`, `cells`, `wrong`, or the code of a misconception."""
        found: dict[str, Any] = dict(otherwise)
        known = ("follows", "cells", "wrong", *MISCONCEPTIONS)
        for word, key, node in fields.pairs("credit"):
            if word not in known:
                fields.refuse(Refused("K601", f"no credit can be given for `{word[:40]}`", did_you_mean(word, known), node=key))
                continue
            try:
                share = number_in(node.text) if isinstance(node, Scalar) else Fraction(2)
            except Unreadable:
                share = Fraction(2)
            if share > 1:
                fields.refuse(Refused("K601", f"credit is a share from 0 to 1, found {described(node)}", node=node))
            found[word] = share
        return found


def _tolerance(fields: Fields, otherwise: Fraction) -> Fraction:
    """A share of the answer. 5 would take any number for right: most likely 5 % is meant."""
    found = fields.number("tolerance", otherwise)
    written = fields.get("tolerance")
    if written is not None and found >= 1:
        help = f"write `{described(written).strip('`')} %`" if found <= 100 else "as in `tolerance: 1 %`"
        fields.refuse(Refused("K601", f"a tolerance is a share below 1, found {described(written)}", help, node=written))
        return otherwise
    return found


def _hints(fields: Fields) -> tuple[str, ...]:
    """Texts; what YAML takes for something else is refused, not lost."""
    found = []
    for item in fields.items("hints"):
        if isinstance(item, Scalar):
            found.append(item.text)
        else:
            fields.refuse(Refused("K601", f"a hint must be a text, found {described(item)}", "quote the text", node=item))
    return tuple(found)
