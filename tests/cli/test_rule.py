"""`cnncalc rule [CODE|--all]`: every rule is listed and explained, for people and for programs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cnncalc.render.rules import GROUPS, listed, overview, page
from cnncalc.rules import all_rules, codes, rule_of
from tests.cli.runner import call
from tests.cli.test_completion import offered
from tests.schema.judge import validator

H302 = """\
H302 windows-do-not-fit (error)

The windows do not fit the input a whole number of times.

(N + 2P - F)/S + 1 must be a whole number. AlexNet's paper says 224x224 for its first layer, and
(224 + 2*0 - 11)/4 + 1 = 54 1/4: with 227 it is the 55 that the paper goes on with. Frameworks round
in silence, Torch down, Caffe's pools up, so the same numbers give maps of different sizes, and the
cells at the edge that no window reads are never missed. A file says in words which of them is
meant.

this file

    input: 224x224x3
    layers:
      - conv: {filters: 96, kernel: 11, stride: 4}

gives

    error[H302]: height and width: the windows do not fit: (224 + 2*0 - 11)/4 + 1 = 54 1/4
     --> example.cnn.yaml:3:45 (layer conv1)
      |
    3 |   - conv: {filters: 96, kernel: 11, stride: 4}
      |                                             ^
      = help: what fits: padding [[0, 3], ...] (gives 55); stride 1 (gives 214) or 3 (gives 72);
              kernel 8 (gives 55) or 12 (gives 54); input 223 (gives 54) or 227 (gives 55)
      = help: `rounding: floor` gives 54 and leaves 1 row or column of the input unread

what to do

A padding, stride, kernel or input with which it fits (the help lists the nearest), or `rounding:
floor`, `ceil`, `ceil-caffe` or `ceil-onnx`.

    input: 227x227x3
    layers:
      - conv: {filters: 96, kernel: 11, stride: 4}
"""


@pytest.mark.parametrize("word", ["H302", "h302", "windows-do-not-fit"])
def test_one_rule_as_it_is_read(word: str) -> None:
    done = call("rule", word)
    assert (done.status, done.err) == (0, "")
    assert done.out == H302


def test_several_in_the_order_asked_each_once() -> None:
    done = call("rule", "y001", "H302", "empty-document")
    first, second = done.out.split(f"\n{'-' * 100}\n\n")
    assert first.startswith("Y001 empty-document (error)\n")
    assert second == H302


def test_without_a_code_all_are_listed() -> None:
    done = call("rule")
    assert (done.status, done.err) == (0, "")
    rows = re.findall(r"^  ([A-Z]\d{3})  (error|warning|info) +([a-z0-9-]+)  +(\S.*)$", done.out, re.MULTILINE)
    assert [row[0] for row in rows] == [rule.code for rule in listed()]
    assert {row[0]: row[1:] for row in rows} == {rule.code: (rule.level, rule.name, rule.what) for rule in listed()}
    assert re.findall(r"^[A-Z].*(?=\n  [A-Z])", done.out, re.MULTILINE) == list(GROUPS.values())


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_it_fits_the_terminal(width: int) -> None:
    least = max([*(len(rule.name) + 17 for rule in listed()), *map(len, GROUPS.values())])
    assert max(map(len, overview(width, False).splitlines())) <= max(width, least)
    for rule in (rule_of("H302"), rule_of("E101"), rule_of("L502")):
        lines = page(rule, width, False).splitlines()
        read = [line for line in lines[1:] if not line.startswith("    ")]
        assert max(map(len, read)) <= width
        assert max(map(len, read)) > width * 2 // 3 or width > 100


def test_all_in_full() -> None:
    out = call("rule", "--all").out
    assert re.findall(r"^([A-Z]\d{3}) [a-z0-9-]+ \(", out, re.MULTILINE) == [rule.code for rule in listed()]


def test_json_is_what_its_schema_says_and_the_finding_is_real() -> None:
    done = call("rule", "--format", "json")
    assert call("rule", "--all", "-f", "json").out == done.out
    read = json.loads(done.out)
    assert list(validator("rule").iter_errors(read)) == []
    assert sorted(record["code"] for record in read["rules"]) == codes(everywhere=True)
    for record in read["rules"]:
        rule = rule_of(record["code"])
        assert {key: value for key, value in record.items() if key not in ("group", "found")} == rule._asdict()
        assert record["group"] in GROUPS.values()
        assert bool(rule.example) == record["found"].startswith(f"{rule.level}[{rule.code}]: ")
    (one,) = json.loads(call("rule", "h302", "-f", "json").out)["rules"]
    assert one["found"] in H302.replace("\n    ", "\n").replace("    error", "error")


def test_the_schema_refuses_what_it_should() -> None:
    record = json.loads(call("rule", "h302", "-f", "json").out)
    for change in ({"level": "fatal"}, {"code": "H3"}, {"name": "Windows"}, {"what": ""}, {"more": 1}):
        changed = {**record, "rules": [{**record["rules"][0], **change}]}
        assert list(validator("rule").iter_errors(changed)), change


def test_markdown_is_the_page_or_a_part_of_it() -> None:
    whole = call("rule", "--all", "-f", "markdown").out
    assert whole.startswith("# What `cnncalc check` finds\n")
    part = call("rule", "h302", "-f", "markdown").out
    assert part.startswith("### H302\n\n**windows-do-not-fit** (error): ")
    assert part in whole


def test_control_characters_of_an_example_are_told_not_obeyed() -> None:
    for format in ("text", "markdown"):
        out = call("rule", "Y015", "Y004", "-f", format).out
        assert "# ring \\x07\n" in out
        assert "\\t- conv" in out
        assert not re.search(r"[\x00-\x09\x0b-\x1f]", out)
    assert json.loads(call("rule", "Y015", "-f", "json").out)["rules"][0]["example"] == rule_of("Y015").example


def test_colour_only_where_it_is_asked_for() -> None:
    plain = call("rule", "H302")
    colored = call("rule", "H302", "--color", "always")
    assert "\x1b" not in plain.out
    assert "    \x1b[1;31merror[H302]\x1b[0m: \x1b[1mheight" in colored.out
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored.out) == plain.out


def test_into_a_file(tmp_path: Path) -> None:
    target = tmp_path / "rules.txt"
    done = call("rule", "H302", "-o", str(target), env={"FORCE_COLOR": "1", "COLUMNS": "40"})
    assert (done.status, done.out, done.err) == (0, "", "")
    assert target.read_text("utf-8") == H302


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("H3O2",), "cnncalc: there is no rule `H3O2`\n  help: did you mean `H302`?\n"),
        (("windows-dont-fit",), "cnncalc: there is no rule `windows-dont-fit`\n  help: did you mean `windows-do-not-fit`?\n"),
        (("\x1b[31m",), "cnncalc: there is no rule `\\x1b[31m`\n  help: `cnncalc rule` lists them\n"),
        (("H302", "--all"), "cnncalc: --all and a code exclude each other\n  help: leave one of them out\n"),
        (("-f", "html"), "cnncalc: there is no format `html`\n  help: one of text, json, markdown\n"),
    ],
)
def test_refusals(arguments: tuple[str, ...], message: str) -> None:
    done = call("rule", *arguments)
    assert (done.status, done.out, done.err) == (2, "", message)


def test_completion() -> None:
    assert offered("cnncalc rule H30") == {rule.code: rule.name for rule in all_rules() if rule.code.startswith("H30")}
    assert offered("cnncalc rule windows-do") == {"windows-do-not-fit": "H302"}
    assert set(offered("cnncalc rule ")) == set(codes(everywhere=True))
    assert set(offered("cnncalc rule --format ")) == {"text", "json", "markdown"}
