"""The baseline: what is accepted, what is new, and what is no more."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from cnncalc.check.baseline import Accepted, Baseline, write_baseline
from cnncalc.check.budgets import Limit, over_budget
from cnncalc.check.examine import examine
from cnncalc.check.results import CheckedFile, CheckedNetwork
from cnncalc.diagnostics import Diagnostic, Span, UsageError
from cnncalc.spec.document import Limits


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def finding(code: str, message: str, layer: str | None = None, line: int = 1) -> Diagnostic:
    return Diagnostic(code, message, Span(line, 1, line, 2), layer=layer, severity="warning")


def checked(path: str, *networks: Iterable[Diagnostic]) -> CheckedFile:
    return CheckedFile(path, tuple(CheckedNetwork(str(n), tuple(found), None) for n, found in enumerate(networks)), "", False)


A, B = finding("L101", "two convolutions", "conv2", 3), finding("L102", "a “bias”\n", None, 5)


def test_the_file_is_sorted_with_one_finding_a_line() -> None:
    files = [
        checked("nets/z.cnn.yaml", [B, A, A._replace(span=Span(9, 1, 9, 2))], [A]),
        checked("clean.cnn.yaml", [], []),
        checked("./ä/../a.cnn.yaml", [A]),
        checked(os.fsdecode(b"\xff.cnn.yaml"), [A]),
    ]
    os.mkdir("ä")
    assert write_baseline(files, "baseline.json") == 5
    assert (
        Path("baseline.json").read_text("utf-8")
        == """\
{"schema": "cnncalc.baseline/1",
 "files": {
  "a.cnn.yaml": [
   {"code": "L101", "layer": "conv2", "message": "two convolutions", "count": 1}
  ],
  "nets/z.cnn.yaml": [
   {"code": "L101", "layer": "conv2", "message": "two convolutions", "count": 2},
   {"code": "L102", "layer": null, "message": "a “bias”\\n", "count": 1}
  ],
  "\\udcff.cnn.yaml": [
   {"code": "L101", "layer": "conv2", "message": "two convolutions", "count": 1}
  ]
 }
}
"""
    )
    baseline = Baseline.load("baseline.json")
    assert baseline.accepts(os.fsdecode(b"\xff.cnn.yaml"), A)
    assert baseline.accepts("a.cnn.yaml", A)


def test_an_empty_one() -> None:
    assert write_baseline([], "baseline.json") == 0
    assert json.loads(Path("baseline.json").read_text()) == {"schema": "cnncalc.baseline/1", "files": {}}
    assert not Baseline.load("baseline.json").accepts("a", A)


def test_what_was_there_is_accepted_as_often_as_it_was() -> None:
    moved = A._replace(span=Span(70, 1, 70, 2))
    write_baseline([checked("a.cnn.yaml", [A, moved, B])], "baseline.json")
    baseline = Baseline.load("baseline.json")
    assert [baseline.accepts("a.cnn.yaml", moved) for _ in range(3)] == [True, True, False]
    for other in (B._replace(code="L103"), B._replace(message="another"), B._replace(layer="conv1")):
        assert not baseline.accepts("a.cnn.yaml", other)
    assert not baseline.accepts("b.cnn.yaml", B)
    assert baseline.accepts("./a.cnn.yaml", B)


def test_paths_are_relative_to_the_baseline(monkeypatch: pytest.MonkeyPatch) -> None:
    os.makedirs("ci")
    os.makedirs("nets/deep")
    write_baseline([checked("nets/a.cnn.yaml", [A]), checked(f"{os.getcwd()}/b.cnn.yaml", [A])], "ci/baseline.json")
    assert sorted(json.loads(Path("ci/baseline.json").read_text())["files"]) == ["../b.cnn.yaml", "../nets/a.cnn.yaml"]
    monkeypatch.chdir("nets/deep")
    baseline = Baseline.load("../../ci/baseline.json")
    assert baseline.accepts("../a.cnn.yaml", A)
    assert baseline.accepts("../../b.cnn.yaml", A)


def test_what_is_no_more_is_told_of_the_files_that_were_checked() -> None:
    for name in ("a", "b", "c"):
        Path(f"{name}.cnn.yaml").touch()
    write_baseline(
        [checked(f"{name}.cnn.yaml", [A, A._replace(span=None), B]) for name in ("a", "b", "c", "gone")], "baseline.json"
    )
    baseline = Baseline.load("baseline.json")
    assert baseline.accepts("a.cnn.yaml", A)
    assert baseline.accepts("b.cnn.yaml", B)
    conv, bias = Accepted("L101", "conv2", "two convolutions"), Accepted("L102", None, "a “bias”\n")
    of_checked = [("a.cnn.yaml", conv, 1), ("a.cnn.yaml", bias, 1), ("b.cnn.yaml", conv, 2)]
    assert [*baseline.unmatched(["a.cnn.yaml", "./b.cnn.yaml", "new.cnn.yaml"], gone=False)] == of_checked
    of_gone = [("gone.cnn.yaml", conv, 2), ("gone.cnn.yaml", bias, 1)]
    assert [*baseline.unmatched(["a.cnn.yaml", "b.cnn.yaml"])] == of_checked + of_gone


def over(limit: Limit, filters: int) -> Diagnostic:
    """The finding of a network with (3*3*3 + 1) * filters parameters."""
    text = f"input: 32x32x3\nlayers:\n  - conv: {{filters: {filters}, kernel: 3, padding: 1}}\n"
    (found,) = over_budget(examine(text, "a", Limits()).networks[0], [limit])
    return found


@pytest.mark.parametrize(
    "limit", [Limit("params", 1000, "1k"), Limit("training", 1000, "1 kB", "warning", "cnncalc.toml"), Limit("peak", 10, "10 B")]
)
def test_a_budget_may_be_passed_by_less_but_not_by_more(limit: Limit) -> None:
    write_baseline([checked("a.cnn.yaml", [over(limit, 1000)])], "baseline.json")
    for filters, accepted in ((1000, True), (999, True), (40, True), (1001, False), (10_000, False)):
        assert Baseline.load("baseline.json").accepts("a.cnn.yaml", over(limit, filters)) == accepted, filters
    stricter = limit._replace(limit=9, written="9" if limit.figure == "params" else "9 B")
    assert not Baseline.load("baseline.json").accepts("a.cnn.yaml", over(stricter, 1000))
    baseline = Baseline.load("baseline.json")
    assert [baseline.accepts("a.cnn.yaml", over(limit, 999)) for _ in range(2)] == [True, False]
    assert [*baseline.unmatched(["a.cnn.yaml"], gone=False)] == []


def test_a_rule_may_find_other_figures() -> None:
    """A network that shrinks has no new findings; another layer or wording is one, and so is another total."""
    rule = finding("L301", "`fc6` holds 1,024 of the network's 2,048 parameters, 50.0 %", "fc6")
    total = finding("E101", "params is 3, expected 4")
    write_baseline([checked("a.cnn.yaml", [rule, total])], "b.json")
    fewer = rule._replace(message="`fc6` holds 512 of the network's 1,100 parameters, 46.5 %")
    for found, accepted in (
        (fewer, True),
        (fewer._replace(layer="fc7"), False),
        (fewer._replace(message="`fc6` has 512 of the network's 1,100 parameters, 46.5 %"), False),
        (total, True),
        (total._replace(message="params is 5, expected 4"), False),
    ):
        assert Baseline.load("b.json").accepts("a.cnn.yaml", found) == accepted


def test_it_is_written_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("baseline.json").write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UsageError, match=r"^baseline\.json cannot be written: no space left on device$"):
        write_baseline([checked("a", [A])], "baseline.json")
    assert Path("baseline.json").read_text() == "old"
    assert os.listdir() == ["baseline.json"]


HEAD = '{"schema": "cnncalc.baseline/1", "files": '
NO_FINDING = "must be a finding with its code, layer (or null), message and count"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "b.json:1:1: this is not JSON: expecting value"),
        (HEAD + '{\n"a": [}}', "b.json:2:7: this is not JSON: expecting value"),
        ("[]", 'b.json is no baseline: its `schema` is null, not "cnncalc.baseline/1"'),
        (
            '{"schema": "cnncalc.baseline/2"}',
            'b.json is no baseline: its `schema` is "cnncalc.baseline/2", not "cnncalc.baseline/1"',
        ),
        ('{"schema": "cnncalc.baseline/1"}', "b.json is no baseline: it has no `files`"),
        (HEAD + "[]}", "b.json is no baseline: it has no `files`"),
        (HEAD + '{"a": {}}}', 'b.json: `files["a"]` must be a list of findings'),
        (HEAD + '{"a": [3]}}', f'b.json: `files["a"][0]` {NO_FINDING}'),
        (HEAD + '{"a": [{"code": "L1", "layer": null, "message": "", "count": "1"}]}}', f'b.json: `files["a"][0]` {NO_FINDING}'),
        (HEAD + '{"a": [{"code": "L1", "message": 3, "count": 1}]}}', f'b.json: `files["a"][0]` {NO_FINDING}'),
        ("[" * 100_000, "b.json is no baseline: maximum recursion depth exceeded"),
        ("9" * 5_000, "b.json is no baseline: exceeds the limit (4300 digits) for integer string conversion"),
    ],
)
def test_a_broken_one_is_refused_with_its_place(text: str, message: str) -> None:
    Path("b.json").write_text(text)
    with pytest.raises(UsageError) as refused:
        Baseline.load("b.json")
    assert refused.value.message.startswith(message)


def test_a_merge_conflict_is_named() -> None:
    Path("b.json").write_text(HEAD + '{\n"a": [\n<<<<<<< ours\n')
    with pytest.raises(UsageError) as refused:
        Baseline.load("b.json")
    assert refused.value.message == "b.json:3:1: this is not JSON: expecting value"
    assert refused.value.help == ("git left a conflict here: keep both sides' lines, or write the baseline anew",)


def test_other_ways_to_be_broken() -> None:
    with pytest.raises(UsageError, match=r"^there is no file b\.json$"):
        Baseline.load("b.json")
    Path("b.json").write_bytes(b"{\n\xff}")
    with pytest.raises(UsageError, match=r"^b\.json:2: this is not UTF-8"):
        Baseline.load("b.json")
    with pytest.raises(UsageError, match=r"^\. cannot be read: is a directory$"):
        Baseline.load(".")
