"""Dicts as text: what a YAML reader makes of the text is the dict again."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cnncalc.api import load, loads
from cnncalc.diagnostics import CnnCalcError, Span, UsageError
from cnncalc.spec.document import Limits, Mapping, Node, Scalar, Sequence, read
from cnncalc.spec.from_python import Verbatim, constant, write
from cnncalc.spec.scalars import quoted

WORDS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(
        ["yes", "null", "~", "", "- a", "3", "0x3", "1_0", "12:30", "a: b", "{", "#", "$(a, b)", "'", '"', "<<", "*a"]
    ),
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(allow_nan=False), WORDS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def value_of(node: Node | None) -> Any:
    if isinstance(node, Sequence):
        return [value_of(item) for item in node.items]
    if isinstance(node, Mapping):
        return {name: value_of(item) for name, (_, item) in node.entries.items()}
    assert isinstance(node, Scalar)
    return node.value


@given(st.dictionaries(WORDS, VALUES, max_size=4))
def test_what_is_written_reads_back(source: dict[str, Any]) -> None:
    document = read(write(source).text)
    assert [found for found in document.findings if found.severity == "error"] == []
    assert value_of(document.root) == source
    assert yaml.safe_load(write({"a": source}).text) is not None


@given(st.dictionaries(WORDS, VALUES, max_size=4))
def test_every_value_is_found_by_its_place(source: dict[str, Any]) -> None:
    """The keys of each place lead to the value that the reader finds there."""
    written = write(source)

    def check(node: Node, keys: str) -> None:
        assert written.keys(node.span) == keys or isinstance(node, Sequence | Mapping) or not node.text  # type: ignore[attr-defined]
        if isinstance(node, Sequence):
            for number, item in enumerate(node.items):
                check(item, f"{keys}[{number}]")

    root = read(written.text).root
    assert isinstance(root, Mapping)
    for name, (key, node) in root.entries.items():
        if name.isidentifier() and name.isascii():
            assert written.keys(key.span) == name
            check(node, name)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ({}, "{}\n"),
        ({"layers": ["relu", {"fc": 10, "name": "a"}, []]}, "layers:\n  - relu\n  - fc: 10\n    name: a\n  - []\n"),
        ({"params": {"w": None, "d": [1, None]}}, "params: {w: , d: [1, null]}\n"),
        (
            {"blocks": {"b": {"params": {"w": None}, "layers": [{"fc": "$w"}]}}},
            "blocks:\n  b: {params: {w: }, layers: [{fc: $w}]}\n",
        ),
        ({"a": Verbatim("1_0"), "b": Verbatim("05"), "c": Verbatim("1, 2")}, 'a: 1_0\nb: 05\nc: "1, 2"\n'),
        ({"name": "a\x1b\u2028b\U0001f600"}, 'name: "a\\x1b\\u2028b\U0001f600"\n'),
        ({"x": 1e-05, "y": float("inf")}, "x: 1e-05\ny: .inf\n"),
    ],
)
def test_it_looks_like_a_file(source: dict[str, Any], text: str) -> None:
    assert write(source).text == text


def test_no_place_has_no_keys() -> None:
    written = write({"input": 3})
    assert written.keys(None) == ""
    assert written.keys(Span(9, 1, 9, 2)) == ""


def doubled(times: int) -> list[Any]:
    """A small thing in memory, of 2**times leaves."""
    x: list[Any] = ["relu"]
    for _ in range(times):
        x = [x, x]
    return x


def circles() -> list[Any]:
    listed: list[Any] = []
    listed.append(listed)
    mapped: dict[str, Any] = {}
    mapped["a"] = mapped
    return [listed, mapped, [mapped]]


BEYOND = [
    *[(doubled(times), "Y013", "more than 200,000 YAML events") for times in (22, 60)],
    *[(circle, "Y014", "nested deeper than 64 levels") for circle in circles()],
    ([{"relu": None}] * 150_000, "Y013", "more than 200,000 YAML events"),
    (["word and word"] * 90_000, "Y016", "the file is larger than 1,048,576 bytes"),
    ("x" * 3_000_000, "Y016", "the file is larger than 1,048,576 bytes"),
    ([{"name": "\u2028" * 200_000}], "Y016", "the file is larger than 1,048,576 bytes"),
]


@pytest.mark.parametrize(
    ("wrap", "keys"), [(lambda x: {"layers": x}, "layers"), (lambda x: {"blocks": {"u": {"layers": x}}}, "blocks.u.layers")]
)
@pytest.mark.parametrize(("layers", "code", "message"), BEYOND, ids=[f"{case[1]}-{n}" for n, case in enumerate(BEYOND)])
def test_what_is_too_large_is_refused_as_a_file_is(wrap: Any, keys: str, layers: Any, code: str, message: str) -> None:
    with pytest.raises(CnnCalcError) as caught:
        loads({"input": "8x8x3", **wrap(layers)}).analyze()
    (finding,) = caught.value.findings
    assert (finding.code, finding.message) == (code, message)
    assert finding.help[0].startswith("`limits=cnncalc.Limits(")
    assert len(caught.value.source.encode()) < 3_000_000
    assert finding.keys.startswith("" if code == "Y016" else keys)
    assert bool(finding.keys) == (code != "Y016")


@pytest.mark.parametrize("events", [20, 21, 22, 23, 24, 25, 26, 40])
def test_the_reader_finds_the_limit_where_it_finds_it_in_the_whole_text(events: int) -> None:
    source = {"input": "8x8x3", "layers": [{"conv": {"filters": n, "kernel": [3, 3]}, "name": f"c{n}"} for n in range(4)]}
    whole, limits = write(source), Limits(events=events)
    cut = write(source, limits)
    assert whole.text.startswith(cut.text[:-1])
    assert len(cut.text) < len(whole.text)
    wanted, found = (read(text, limits).findings for text in (whole.text, cut.text))
    assert found == wanted
    assert [whole.keys(finding.span) for finding in wanted] == [cut.keys(finding.span) for finding in found]
    assert read(write(source, Limits(events=1_000)).text).findings == []


@pytest.mark.parametrize("most", range(1, 125))
def test_bytes_are_counted_as_the_reader_counts_them(most: int) -> None:
    """Lines that end in a space which is not written, letters of two bytes, and a text that just fits."""
    source: dict[str, Any] = {"blocks": {"b": {"params": {"w": None}}}, "params": {"é": None}, "layers": [["relu"], "ä ö", {}]}
    source |= dict.fromkeys("abcdefghijkl")
    limits, whole = Limits(bytes=most), write(source).text
    assert read(write(source, limits).text, limits).findings == read(whole, limits).findings
    assert (read(whole, limits).findings == []) == (len(whole.encode()) <= most)


def test_a_circle_deeper_than_python_follows() -> None:
    with pytest.raises(UsageError, match="deeper than Python can follow"):
        write({"layers": circles()[0]}, Limits(depth=1_000_000))


def test_a_parameter_is_limited_too() -> None:
    deep = "`size\\[0\\]\\[0\\].* is nested deeper than 64 levels"
    for value, said in ((doubled(60), "`size` holds more than 1,000,000 values"), (circles()[0], deep)):
        with pytest.raises(UsageError, match=said):
            load("resnet50", size=value)
    assert constant([1, [2, 3]], "x", Limits(nodes=5)) == (1, (2, 3))
    with pytest.raises(UsageError, match="more than 4 values"):
        constant([1, [2, 3]], "x", Limits(nodes=4))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("My Net", "My Net"), ("3x3", "3x3"), ("a", "a"), ("$w", "$w"), ("LeNet-5.1", "LeNet-5.1"), ("größe", '"größe"'),
        ("no", '"no"'), ("Null", '"Null"'), ("3.10", '"3.10"'), ("1_0", '"1_0"'), ("2001-01-01", '"2001-01-01"'),
        ("a ", '"a "'), (" a", '" a"'), ("-a", '"-a"'), ("a: b", '"a: b"'), ("a #b", '"a #b"'), ("", '""'), ('"\\', '"\\"\\\\"'),
    ],
)  # fmt: skip
def test_a_text_is_quoted_where_a_reader_could_take_it_for_something_else(text: str, written: str) -> None:
    assert quoted(text) == written
    assert yaml.safe_load(f"{written}: {{{written}: {written}}}") == {text: {text: text}}


def test_a_key_that_no_reader_takes() -> None:
    """YAML allows 1,024 characters before a colon, escapes included."""
    loads({"k" * 1_000: 1})
    for key in ("k" * 1_001, "\u2028" * 200):
        with pytest.raises(UsageError, match="a key of an architecture is longer than 1,000 characters"):
            loads({key: 1})


def test_raised_limits_are_heeded() -> None:
    source = {"input": "8x8x3", "layers": [{"relu": None, "name": f"a{n}"} for n in range(30)]}
    small = Limits(events=100)
    with pytest.raises(CnnCalcError, match="more than 100 YAML events"):
        loads(source, limits=small).analyze()
    assert len(loads(source, limits=small._replace(events=1_000)).analyze()) == 30
