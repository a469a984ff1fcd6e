"""Text to positioned nodes: places, YAML 1.2 core scalars, limits, aliases, and that nothing makes it hang or fall over."""

from __future__ import annotations

import time
from math import inf, isnan
from typing import Any

import pytest

from cnncalc.diagnostics import Span
from cnncalc.spec.document import Limits, Mapping, Node, Scalar, Sequence, read


def root(text: str) -> Node:
    document = read(text)
    assert document.findings == []
    assert document.root is not None
    return document.root


def scalar(text: str) -> Scalar:
    found = root(text)
    assert isinstance(found, Scalar)
    return found


def at(node: Node, *way: str | int) -> Node:
    for step in way:
        if isinstance(step, int):
            assert isinstance(node, Sequence)
            node = node.items[step]
        else:
            assert isinstance(node, Mapping)
            node = node.entries[step][1]
    return node


def code(text: str, limits: Limits = Limits()) -> str:  # noqa: B008
    """The codes of all findings."""
    return " ".join(finding.code for finding in read(text, limits).findings)


TEXT = """\
name: caf\u00e9 \u4e2d net   # comment
input: [8, 8, 3]
layers:
  - conv: {filters: 96, kernel: 3x5}
    name: "conv 1"
  - relu
  -
  - fc:
"""


@pytest.mark.parametrize(
    ("way", "span"),
    [
        (("name",), (1, 7, 1, 17)),
        (("input",), (2, 8, 2, 17)),
        (("input", 2), (2, 15, 2, 16)),
        (("layers",), (4, 3, 8, 8)),
        (("layers", 0), (4, 5, 5, 19)),
        (("layers", 0, "conv"), (4, 11, 4, 37)),
        (("layers", 0, "conv", "kernel"), (4, 33, 4, 36)),
        (("layers", 0, "name"), (5, 11, 5, 19)),
        (("layers", 1), (6, 5, 6, 9)),
        (("layers", 2), (7, 4, 7, 4)),
        (("layers", 3, "fc"), (8, 8, 8, 8)),
    ],
)
def test_places(way: tuple[str | int, ...], span: tuple[int, int, int, int]) -> None:
    assert at(root(TEXT), *way).span == span


def test_places_of_keys() -> None:
    entry = at(root(TEXT), "layers", 0)
    assert isinstance(entry, Mapping)
    assert {name: key.span for name, (key, _) in entry.entries.items()} == {"conv": (4, 5, 4, 9), "name": (5, 5, 5, 9)}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_every_line_ending_counts(ending: str) -> None:
    text = TEXT.replace("\n", ending).replace("   # comment", "")
    assert at(root(text), "layers", 0, "conv", "kernel").span == (4, 33, 4, 36)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None), ("Null", None), ("NULL", None), ("~", None), ("true", True), ("True", True), ("TRUE", True),
        ("false", False),
        ("0", 0), ("-0", 0), ("+12", 12), ("-19", -19), ("12345678901234567890", 12345678901234567890), ("0.5", 0.5), (".5", 0.5),
        ("-.5", -0.5), ("5.", 5.0), ("1e3", 1000.0), ("1E3", 1000.0), ("1e-3", 0.001), ("1.0e3", 1000.0), ("+1e+2", 100.0),
        ("0.0", 0.0), ("0e1", 0.0), ("00.5", 0.5), (".inf", inf), ("-.Inf", -inf), ("+.INF", inf), ("3x5", "3x5"),
        ("2024-13-45", "2024-13-45"),
        ("1.2.3", "1.2.3"), ("1e", "1e"), ("e5", "e5"), (".", "."), ("-", "-"), ("+", "+"), ("0x_", "0x_"), ("tRue", "tRue"),
        ("nULL", "nULL"), ("y", "y"), ("n", "n"), ("nan", "nan"), ("inf", "inf"), ("=", "="), ("a_b", "a_b"), ("1st", "1st"),
        ("'5'", "5"), ('"true"', "true"), ("'~'", "~"), ("''", ""), ("!!str 5", "5"), ("!!int 5", 5), ("!!float 0.5", 0.5),
        ("!!bool true", True), ("!!null ~", None), ("!!int '5'", 5), ("2001-01-01", "2001-01-01"), ("12:99", "12:99"),
    ],
)  # fmt: skip
def test_scalars_are_yaml_1_2_core(text: str, value: Any) -> None:
    document = read(f"a: {text}" if text != "-" else "a: '-'")
    assert document.findings == []
    assert document.root is not None
    found = at(document.root, "a")
    assert isinstance(found, Scalar)
    assert found.value == value
    assert type(found.value) is type(value)


def test_not_a_number() -> None:
    for text in (".nan", ".NaN", ".NAN"):
        assert isnan(scalar(text).value)


@pytest.mark.parametrize(
    ("text", "expected", "help"),
    [
        ("yes", "Y010", "write true or false, or quote a name"), ("Off", "Y010", ""), ("NO", "Y010", ""),
        ("010", "Y011", "write 10 without the leading 0"), ("-07", "Y011", "write -7 without the leading 0"),
        ("00", "Y011", "write 0"),
        ("089", "Y011", "write 89"), ("0x1F", "Y011", "write 31"), ("-0x1F", "Y011", "write -31"), ("0o17", "Y011", "write 15"),
        ("0b11", "Y011", "write 3"), ("1_000", "Y011", "write 1000"), ("1_0.5_0", "Y011", "write 10.50"),
        ("1__0", "Y011", "write 10"),
        ("22:22", "Y011", "quote it"), ("1:2:3.5", "Y011", "quote it"), ("9" * 41, "S103", "at most 40 digits"),
        ("0x" + "f" * 6000, "S103", ""), ("1e309", "S103", ""), ("1" + "0" * 500 + ".0", "S103", ""),
        ("!!int x", "Y006", "leave the tag out"),
        ("!!int 0.5", "Y006", ""), ("!!bool yes", "Y006", ""), ("!a b", "Y006", ""), ("! b", "Y006", ""),
    ],
)  # fmt: skip
def test_scalars_that_are_refused(text: str, expected: str, help: str) -> None:
    document = read(f"a: {text}")
    assert [finding.code for finding in document.findings] == [expected]
    assert document.findings[0].span == Span(1, 4, 1, 4 + len(text))
    assert document.root is not None
    found = at(document.root, "a")
    assert isinstance(found, Scalar)
    assert found.bad
    assert document.findings[0].help[0].startswith(help)


def test_quoting_makes_every_trap_a_word() -> None:
    for text in ("yes", "010", "0x1F", "1_000", "22:22", "9" * 5000):
        assert scalar(f"'{text}'").value == text


@pytest.mark.parametrize(
    ("limit", "count", "option", "within", "beyond"),
    [
        ("depth", 3, "--max-depth", "[" * 3 + "]" * 3, "[" * 4 + "]" * 4),
        ("events", 4, "--max-events", "[a]", "[a, b]"),
        ("aliases", 3, "--max-aliases", "[&a b, *a, *a, *a]", "[&a b, *a, *a, *a, *a]"),
        ("nodes", 5, "--max-nodes", "[&a [b], *a]", "[&a [b, c], *a]"),
    ],
)
def test_limits_and_the_options_that_raise_them(limit: str, count: int, option: str, within: str, beyond: str) -> None:
    small = Limits()._replace(**{limit: count})
    document = read(beyond, small)
    assert [finding.code for finding in document.findings] == ["Y014" if limit == "depth" else "Y013"]
    assert document.root is None
    assert document.findings[0].help == (f"{option} raises the limit",)
    assert read(within, small).findings == []
    assert read(beyond, small._replace(**{limit: 100})).findings == []


def test_depth_is_refused_at_the_bracket_that_goes_too_deep() -> None:
    for text in ("[" * 500, "[" * 500 + "]" * 500):
        assert read(text).findings[0].span == (1, 65, 1, 66)
    assert read("[" * 64 + "]" * 64).findings == []


def test_depth_counts_what_an_alias_stands_for() -> None:
    text = "- &a [[[x]]]\n- [[*a]]\n"
    assert read(text, Limits(depth=6)).findings == []
    assert code(text, Limits(depth=5)) == "Y014"


def test_thirty_thousand_brackets() -> None:
    for text in ("[" * 30_000, "[" * 30_000 + "]" * 30_000, "{a: " * 30_000, "- " * 30_000):
        assert code(text) == "Y014"
        began = time.perf_counter()
        read(text)
        assert time.perf_counter() - began < 1


def test_billion_laughs_end_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 9)]
    text = "\n".join(lines)
    spent = []
    for _ in range(3):
        began = time.perf_counter()
        assert code(text) == "Y013"
        spent.append(time.perf_counter() - began)
    assert min(spent) < 0.05


def test_many_anchors_take_linear_time() -> None:
    """Legal and dull; 1,000 aliases are the limit."""
    text = "".join(f"- &a{i} x\n- *a{i}\n" for i in range(1_000))
    assert code(text) == ""
    assert code(text + "- *a0\n") == "Y013"


def test_aliases_are_the_same_node() -> None:
    found = root("- &a {b: c}\n- *a\n")
    assert at(found, 0) is at(found, 1)


def test_an_anchor_may_be_given_again() -> None:
    found = root("[&a 1, *a, &a 2, *a]")
    assert isinstance(found, Sequence)
    assert [item.value for item in found.items if isinstance(item, Scalar)] == [1, 1, 2, 2]


def test_a_cycle_names_both_places() -> None:
    (finding,) = read("- &a\n  - x\n  - [*a]\n").findings
    assert finding.code == "Y009"
    assert finding.span == (3, 6, 3, 8)
    assert finding.labels[0].span == (1, 3, 1, 5)


def test_an_unknown_alias_offers_the_nearest() -> None:
    (finding,) = read("- &stem x\n- *steam\n").findings
    assert (finding.code, finding.span, finding.help) == ("Y008", (2, 3, 2, 9), ("did you mean `*stem`?",))


def test_a_duplicate_key_keeps_the_first_and_names_both_places() -> None:
    document = read("a: 1\nb: 2\n'a': 3\na: 4\n")
    assert [(f.code, f.span, f.labels[0].span) for f in document.findings] == [
        ("Y005", (3, 1, 3, 4), (1, 1, 1, 2)),
        ("Y005", (4, 1, 4, 2), (1, 1, 1, 2)),
    ]
    assert document.root is not None
    first = at(document.root, "a")
    assert isinstance(first, Scalar)
    assert first.value == 1


@pytest.mark.parametrize("key", ["1", "~", "true", "0.5", "[a]", "{a: b}", "? ''\n: x\n? ~", "&a 3"])
def test_keys_that_are_no_words(key: str) -> None:
    text = f"{key}: x" if "\n" not in key else f"{key}\n: y"
    assert code(text) == "Y007"


def test_merge_keys() -> None:
    assert code("a: &a {b: 1}\nc: {<<: *a}\n") == "Y012"
    assert code("a: &a {<<: *a}\n") == "Y012"
    assert code("a: {'<<': 1}\n") == ""


def test_a_collection_with_a_refused_tag_says_nothing_more() -> None:
    document = read("a: &b !!python/object/apply:os.system [ls]\nc: *b\n")
    assert [(finding.code, finding.span) for finding in document.findings] == [("Y006", (1, 4, 1, 5))]
    assert document.root is not None
    for name in ("a", "c"):
        found = at(document.root, name)
        assert isinstance(found, Scalar)
        assert found.bad


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: b\x00", (1, 5)),
        ("a: b\nc: \x07", (2, 4)),
        ("\u4e2d: \x7f", (1, 4)),
        ("a\r\nb: \ufeff", (2, 4)),
        ("#\ud800", (1, 2)),
        ("\ufffe", (1, 1)),
    ],
)
def test_characters_that_are_refused(text: str, place: tuple[int, int]) -> None:
    document = read(text)
    assert [finding.code for finding in document.findings] == ["Y015"]
    assert document.findings[0].span is not None
    assert document.findings[0].span[:2] == place
    offset = len(text[: next(i for i, c in enumerate(text) if c in "\x00\x07\x7f\ufeff\ud800\ufffe")].encode())
    assert f"at byte {offset:,} " in document.findings[0].message


def test_hidden_characters_are_a_warning_and_stay() -> None:
    document = read('a: "x\\u200by"')
    assert [(finding.code, finding.severity) for finding in document.findings] == [("Y017", "warning")]
    assert document.root is not None
    found = at(document.root, "a")
    assert isinstance(found, Scalar)
    assert (found.value, found.bad) == ("x\u200by", False)
    assert code('a: "x\\ny"') == ""
    assert code("a: \U0001f600 \u00fc \u4e2d") == ""


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment", "---", "---\n...\n", "%YAML 1.2\n---\n"])
def test_empty_documents(text: str) -> None:
    document = read(text)
    assert [(finding.code, finding.span) for finding in document.findings] == [("Y001", (1, 1, 1, 1))]
    assert document.root is None


def test_tabs_end_the_reading() -> None:
    for text in ("a:\n\tb: c", "a:\tb", "a: b\t", "a: [b,\tc]", "a: b c\td", "- a\n\t\n- b", "a: b\t# c", "\t"):
        document = read(text)
        assert [finding.code for finding in document.findings] == ["Y004"], text
        assert document.root is None
        place = document.findings[0].span
        assert place is not None
        assert text.split("\n")[place.line - 1][place.column - 1] == "\t"


def test_tabs_in_quotes_texts_and_comments_are_fine() -> None:
    for text in ("a: 'b\tc'", 'a: "b\tc"', "a: b # c\td", "a: |\n  b\tc\n", "a: 'b #'   # \t"):
        assert code(text) == "", text


def test_several_faults_in_one_reading() -> None:
    assert code("a: yes\nb: 010\n1: c\na: d\ne: *f\n") == "Y010 Y011 Y007 Y005 Y008"
