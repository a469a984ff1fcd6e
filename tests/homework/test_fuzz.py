"""Nothing that a key, a submission or a table holds runs code, opens a file, hangs, or raises anything but our own errors."""

from __future__ import annotations

import csv
import io
import json
import os
import pkgutil
import random
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import cnncalc
from cnncalc import load
from cnncalc.__main__ import run
from cnncalc.diagnostics import CnnCalcError
from cnncalc.homework.exercises.solution import write_solution
from cnncalc.homework.formats import FORMATS, ONE_EACH, key_report, text
from cnncalc.homework.grading import Grader
from cnncalc.homework.key import Key, read_key
from cnncalc.homework.results import STATUSES, Results
from cnncalc.homework.submissions import FORMS, SUFFIXES, Sheet, read_submission
from cnncalc.homework.submissions.worksheet import write_worksheet
from cnncalc.homework.tables import FORMATS as TABLE_FORMATS
from cnncalc.homework.tables.judge import judge
from cnncalc.homework.tables.source import read_table
from cnncalc.render import Look
from cnncalc.render.findings import render_findings
from cnncalc.spec.source import decode
from tests.homework.test_key import ANSWERS

sys.path.append(str(Path(__file__).parent.parent.parent / "benchmarks"))

import fuzz_mutations

_LOOK = Look(width=80)
_QUESTIONS = [f"- {question}\n" for question, _ in ANSWERS if not re.search("vgg|googlenet|inception|resnet", question)]
_HEAD = """\
title: Homework
tolerance: 1 %
credit: {follows: 1/2, cells: 1, K101: 0.5}
networks:
  small: {input: 32x32x3, layers: [{conv: {filters: 6, kernel: 5, activation: relu}}, {conv: {filters: 10, kernel: 3}}]}
questions:
"""
KEY = f"""{_HEAD}\
- {{id: 1.1, ask: output, network: small, layer: conv1, points: 2}}
- {{id: 1.2, ask: params, network: small, layer: conv2, text: How many, hints: [K filters], biases: either}}
- {{id: 1.3, ask: legal, input: 7x7x3, layer: {{conv: {{filters: 4, kernel: 3, stride: 3}}}}}}
- {{id: 2, ask: values, compute: {{op: correlation, input: [[1, 2], [3, 4]], filter: [[1/3]]}}, points: 1/3}}
- {{id: 3, ask: padding, find: {{input: 7, kernel: 3, stride: 1, output: 7}}, points: 0}}
- {{id: 4, ask: memory, input: 32x32x3, layer: {{conv: {{filters: 10, kernel: 5}}}}, answer: 31360}}
- {{id: 5, ask: params, input: 977x977x3, layer: {{fc: 101}}, hidden: true, text: UNSEEN}}
"""
UNSEEN = ("UNSEEN", "289222388", "289,222,388")  # of question 5
CORPUS = {
    "key": [KEY, *(_HEAD + "".join(_QUESTIONS[at : at + 3]) for at in range(0, len(_QUESTIONS), 3))],
    "yaml": ["student: Ada\nanswers: {1.1: 28x28x6, 1.2: 540, 1.3: 7/3, 2: [[1/3, 0.67], [1, 4/3]], 3: 1, 4: 31.4 kB, 5: 9}\n",
        "name: Bo\n1.1: [6, 28, 28]\n'1.2': (3*3*6 + 1)*10 = 550\n1.3: does not fit\n2: |\n  1 2\n  3 4\n3: ~\n4: 30.6KiB\n",
        "- {id: 1.1, answer: 27x27x6}\n- {question: 1.2, answer: 55M}\n- {id: 2, answer: 1 2; 3 4}\n- {id: 3, answer: [0, 1]}\n"],
    "csv": ['question,answer\n1.1,28x28x6\n1.2,550\n1.3,illegal\n2,"[[1/3, 2/3], [1, 1.33]]"\n3,1\n4,31360\n5,7\n',
        'student;1.1;1.2;1.3;2;3;4;5\nAda;28x28x6;540;2;1 2;1;31 KB;3\n"Bo; C";28 x 28;;yes;;2;;\n',
        'sep=,\nname,sheet,id,response\nA,S,1.1,"6@28x28"\nA,S,1.2,"5,50"\nB,S,1.1,27x27x6\n'],
    "worksheet": ["# T\n\nStudent: Ada\n\n## 1.1 (2 points)\n\nAnswer: 28x28x6\n\n## 1.2 (1 point)\n\nAnswer: **540**\n\n"
        "## 2 (1/3 points)\n\nAnswer (one row a line):\n\n```text\n1/3 2/3\n1 4/3\n```\n\n## 5 (1 point)\n\nAnswer: __\n",
        "Name: Bo <b>\n\n> **1.1** (2 points)\n> Answer: $28 \\times 28$\n\n## Question 1.3 (1 p)\n<!-- no -->\nANSWER: 2 1/3\n"],
    "table": ['# network: alexnet\nlayer,output,params,macs\nconv1,55x55x96,35K,"105,415,200"\nconv2,27x27x256,,\ntotal,,62M,\n',
        "# title: T\n# network: alexnet\n# column a: params of conv1 | conv2\n# note conv1 / a: x\nlayer;a;memory\nconv1;1;2\n",
        "network\tparams (M)\nalexnet\t62\nlenet5\t0.06\n/etc/passwd\t1\n"],
}  # fmt: skip
NUMBERS = ("0", "1", "1", "2", "2", "3", "4", "5", "7", "8", "10", "16", "27", "32", "64", "255", "1/2", "2.5", "-1", "1000")
#: What is typed, pasted and meant badly.
WORDS = (
    "1e400", "-0", "nan", "inf", "0x10", "1_000", "010", "1/0", "9" * 70, "9^9^9", "2 1/3", "~55K", "88.9 MiB", "1,5", "٣٤", "½7",
    "10⁶", "55×55×96", "[[", "]]", "[[1, 2], [3]]", "1 2; 3 4", "=1+1", "@SUM(A1)", "-1", "Answer:", "## 1.1 (1 point)", "<!--",
    "-->", "```", "____", "\u202e7", "7\x9b31m", "$\\frac{7}{3}$", "<sup>2</sup>", "sep=;", "does not fit", "n/a", "", "Q1.1)",
    "hidden: true", "points: -1", "tolerance: 100 %", "batch: 1e9", "credit: {wrong: 2}", "answer: 1", "biases: left out", "9..1",
    "# network: /etc/passwd", "network: ../x.yaml", "!!python/object/apply:os.system ['touch pwned']", "{{7*7}}", "1000 %",
    "__import__('os').system('touch pwned')", "$(open('/etc/passwd'))", "!include /etc/passwd", "`touch pwned`",
)  # fmt: skip
#: Of no harm: what is only looked at, and reading an expression into a tree; to run one is `exec`.
_QUIET = ("gc.", "object.", "sys._getframe", "builtins.id", "compile")
_OWN = (os.path.dirname(cnncalc.__file__), str(Path(__file__).parent.parent.parent / "architectures"))
_ENDINGS = (".yaml", ".csv", ".md", ".txt")
_seen: list[str] | None = None


def _hear(event: str, given: tuple[Any, ...]) -> None:
    """A hook of the interpreter, which stays. Outside of `watched` it does nothing."""
    if _seen is not None and not event.startswith(_QUIET):
        reads_own = event == "open" and given[1] in ("r", "rb") and str(given[0]).startswith(_OWN)
        _seen.extend([] if reads_own and str(given[0]).endswith(".yaml") else [f"{event} {given}"[:200]])


@contextmanager
def watched() -> Iterator[list[str]]:
    """Whatever opens a file, imports, runs or starts something. That the package's own networks are read is not listed."""
    global _seen
    _seen = seen = list[str]()
    try:
        yield seen
    finally:
        _seen = None


@cache
def _key() -> Key:
    """The key of the submissions; before it all is imported that a case would else be seen to import."""
    for module in pkgutil.walk_packages(cnncalc.__path__, "cnncalc."):
        import_module(module.name)
    import_module("rich.cells").cell_len("".join(["界".encode(form).decode(form) for form in ("unicode_escape", "utf_16")]))
    "".encode("cp1252")
    sys.addaudithook(_hear)
    return read_key(KEY)


def _keys(data: bytes) -> Iterator[tuple[str, str]]:
    """A key as every command takes it, and a few answers to all of its questions."""
    key = read_key(decode(data, "key"), "key")
    yield "key", key_report.render(key, _LOOK)
    yield "markdown", write_worksheet(key.title, key.sheet, key.questions) + write_solution(key)
    for given in ("760", "28x28x6", "[[1, 2], [3, 4]]", "illegal"):
        sheet = Sheet("x.yaml", "x", {question.id: given for question in key.questions})
        yield from _graded(key, [sheet], ("text", "json"))


def _submissions(data: bytes) -> Iterator[tuple[str, str]]:
    """A submission in every format. The first byte says how its name ends."""
    sheets = read_submission(f"sheets/x{_ENDINGS[data[0]]}", data[1:], [question.id for question in _key().questions])
    return _graded(_key(), sheets, tuple(FORMATS))


def _graded(key: Key, sheets: Sequence[Sheet], formats: Sequence[str]) -> Iterator[tuple[str, str]]:
    results = Grader(key).grade(sheets)
    answers = [graded for submission in results.submissions for graded in submission.questions]
    assert all(graded.status in STATUSES and 0 <= graded.score <= graded.max_score for graded in answers)
    for format in formats:
        held = results.submissions[: 1 if format in ONE_EACH else None]
        yield format, import_module(FORMATS[format]).render(Results(results.title, held), _LOOK)


def _tables(data: bytes) -> Iterator[tuple[str, str]]:
    table = read_table(decode(data, "table"), "table.csv")
    judged = judge("table.csv", table, None, cache(lambda name: load(name).calculate()))
    yield "findings", render_findings(table.findings, table.text, table.path)
    yield from ((format, import_module(module).render(judged, _LOOK)) for format, module in TABLE_FORMATS.items())


def make(target: str, number: int) -> bytes:
    """A case, which depends on its number alone."""
    rng, corpus = random.Random(f"{target}:{number}"), [text.encode() for text in CORPUS[target]]
    gentle = rng.random() < 0.6
    data = rng.choice(corpus) if gentle else fuzz_mutations.mutate(rng, corpus)
    for _ in range(rng.choice((1, 1, 2, 5))):
        words = re.finditer(rb"\d+" if gentle else rb"[^\s,:;|]+", data)
        first, last = rng.choice([found.span() for found in words] or [(0, 0)])
        data = data[:first] + rng.choice(NUMBERS if gentle else WORDS).encode() + data[last:]
    own = next((at for at, ending in enumerate(_ENDINGS) if SUFFIXES[ending] == target), 0)
    return bytes([rng.choice((own, own, own, 3, 3, rng.randrange(4)))]) + data if target in FORMS else data


def check(target: str, data: bytes) -> str | None:
    """What is wrong with how a case is treated, or None."""
    _key()
    start = time.process_time()
    with watched() as seen:
        try:
            printed = list({"key": _keys, "table": _tables}.get(target, _submissions)(data))
        except CnnCalcError as error:
            printed = [("findings", render_findings(error.findings, error.source, error.path))]
        except Exception:  # what escapes is the failure that is looked for
            return traceback.format_exc(limit=-5)
    if seen or (spent := time.process_time() - start) > 3.0:
        return f"does {seen[0]}" if seen else f"took {spent:.1f} s"
    return next(filter(None, (_fault(target, data, what, text) for what, text in printed)), None)


def _fault(target: str, data: bytes, what: str, text: str) -> str | None:
    """What is wrong with a document: its characters, its form, formulas, or something of the hidden question."""
    if strange := [c for c in text if c != "\n" and not c.isprintable()]:
        return f"{what} holds {strange[0]!r}"
    if what in ("json", "gradescope", "prairielearn"):
        json.loads(text)
    elif what == "junit":
        ElementTree.fromstring(text)
    elif what == "csv":
        rows = list(csv.reader(io.StringIO(text), strict=True))
        if any(len(row) != len(rows[0]) or cell[:1] in ("=", "+", "-", "@") for row in rows for cell in row):
            return "csv holds a formula, or a record of another length"
    told = [word for word in UNSEEN if word in text and word.encode() not in data]
    return f"{what} tells {told[0]}" if told and target in FORMS and what not in ("csv", "json") else None


@pytest.mark.parametrize(("target", "count"), [("key", 80), ("yaml", 90), ("csv", 60), ("worksheet", 90), ("table", 90)])
def test_mutated_files(target: str, count: int) -> None:
    for number in range(count):
        data = make(target, number)
        assert check(target, data) is None, (number, data)


@pytest.mark.parametrize("word", WORDS)
def test_what_is_meant_badly_as_every_answer(word: str) -> None:
    ids, quoted = [question.id for question in _key().questions], word.replace('"', '""')
    rows, sections = (f'{id},"{quoted}"\n' for id in ids), (f"# {id} (1 point)\nAnswer: {word}\n" for id in ids)
    assert check("csv", f"\1question,answer\n{''.join(rows)}".encode()) is None
    assert check("worksheet", f"\2{''.join(sections)}".encode()) is None


def test_only_the_files_that_are_named_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key, sheet = tmp_path / "k.key.yaml", tmp_path / "s.txt"
    _key()
    for number in range(40):
        key.write_bytes(make("key", number) if number % 4 == 3 else KEY.encode())
        sheet.write_bytes(make(("yaml", "csv", "worksheet", "yaml")[number % 4], number)[1:])
        with watched() as seen:
            assert run(["grade", str(sheet), "--key", str(key), "--format", "text"]) in (0, 1)
        harmless = (f"open ('{key}', 'r", f"open ('{sheet}', 'r", "exec ")  # typer evaluates its annotations
        assert not [event for event in seen if number and not event.startswith(harmless)]  # the first run imports
        assert "internal error" not in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == [key, sheet]


WAYS: dict[str, Callable[..., object]] = {
    "does open": lambda *given: Path(os.devnull).read_text(),
    "does os.system": lambda *given: os.system("true"),
    "does exec": lambda *given: eval("1 + 1"),
    "KeyError": lambda *given: CORPUS[""],
    "text holds": lambda *given: "\x1b[31m",
    "text tells UNSEEN": lambda *given: KEY,
}


@pytest.mark.parametrize("told", WAYS)
def test_what_must_not_be_is_seen(told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check("yaml", data := b"\0answers: {1.1: 28x28x6}\n") is None
    monkeypatch.setattr(text, "render", WAYS[told])
    assert told in (check("yaml", data) or "")
