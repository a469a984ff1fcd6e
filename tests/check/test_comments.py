"""Comments that ignore findings: what is a comment, held against PyYAML's tokens, and what it says."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncalc.check.comments import Comment, find_comments
from cnncalc.diagnostics import LINE_BREAK, CnnCalcError, Span
from cnncalc.spec.source import decode

ROOT = Path(__file__).parent.parent.parent
FILES = sorted([*(ROOT / "architectures").rglob("*.yaml"), *(ROOT / "tests").rglob("*.yaml")])
_LINE = re.compile("[^\r\n\x85\u2028\u2029]*")


def said(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """Line and codes of each comment."""
    return [(comment.line, comment.codes) for comment in find_comments(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1 # cnncalc: ignore[H301]", [(1, ("H301",))]),
        ("a: 1  #cnncalc:ignore[ L101 ,L203, ]  the lecture's own", [(1, ("L101", "L203"))]),
        ("a: 1 # why # cnncalc: ignore[L101] # cnncalc: ignore[L102]", [(1, ("L101",)), (1, ("L102",))]),
        ("a: 1 ## cnncalc: ignore[L101]", [(1, ("L101",))]),
        ("# cnncalc: ignore[L101]\n\n# more\n  # cnncalc: ignore[L102]\na: 1", [(5, ("L101",)), (5, ("L102",))]),
        ("a: 1\n# cnncalc: ignore[L101]\n", [(2, ("L101",))]),  # nothing follows
        ("- # cnncalc: ignore[L101]\n  a: 1", [(1, ("L101",))]),
        ("a: [1, # cnncalc: ignore[L101]\n# cnncalc: ignore[L102]\n2]# cnncalc: ignore[L103]",
         [(1, ("L101",)), (3, ("L102",)), (3, ("L103",))]),
        ("a: | # cnncalc: ignore[L101]\n  # cnncalc: ignore[L102]\n# cnncalc: ignore[L103]\nb: 1",
         [(1, ("L101",)), (4, ("L103",))]),
        ("a:\n  b: >-\n\n    x\n   # cnncalc: ignore[L101]\n  c: 1", [(6, ("L101",))]),
        ("a: |1\n    x\n # cnncalc: ignore[L101]\n", []),
        ("a: |\nb: 1 # cnncalc: ignore[L101]", [(2, ("L101",))]),  # an empty one
        ("- |\n # cnncalc: ignore[L101]\n- 1", []),
        ("- a: |\n # cnncalc: ignore[L101]\n- 1", [(3, ("L101",))]),
        ("a: 'it''s # cnncalc: ignore[L101]'", []),
        ('a: "\\" # cnncalc: ignore[L101]"', []),
        ('a: "x\n  # cnncalc: ignore[L101]\n  y" # cnncalc: ignore[L102]', [(3, ("L102",))]),
        ("a: b# cnncalc: ignore[L101]", []),
        ("a: b\n  'c # cnncalc: ignore[L101]\nd: 1", [(2, ("L101",))]),  # a word that goes on
        ("a: b\n 'c': # cnncalc: ignore[L101]", [(2, ("L101",))]),
        ("a: [b\n'c # cnncalc: ignore[L101]\n]", [(2, ("L101",))]),
        ("a: b\n'c # cnncalc: ignore[L101]': d", []),  # and one that does not
        ("a: |\n      \n  # cnncalc: ignore[L101]\nb: 1", [(4, ("L101",))]),  # a blank line that is longer counts, too
        ("a: 1\u2028# cnncalc: ignore[L101]\x85b: 2\r\nc: 3 # cnncalc: ignore[L102]", [(3, ("L101",)), (4, ("L102",))]),
        ("--- # cnncalc: ignore[L101]\na: 1\n... # cnncalc: ignore[L102]", [(1, ("L101",)), (3, ("L102",))]),
        ("%YAML 1.1 # cnncalc: ignore[L101]\n---\na: 1", [(1, ("L101",))]),
        ("# as in: cnncalc: ignore[L101]\n# write `# cnncalc: ignore[L101]`\n", []),
        ("a: 'b # cnncalc: ignore[L101]\nc: 1 # cnncalc: ignore[L102]", []),  # never closed
        ("a: 1 # noqa", []),
    ],
)  # fmt: skip
def test_what_is_found(text: str, expected: list[tuple[int, tuple[str, ...]]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("comment", "fault"),
    [
        ("# cnncalc: ignore", "a comment to cnncalc can only say `ignore[CODE]`, found `ignore`"),
        ("# cnncalc: ignore L101", "a comment to cnncalc can only say `ignore[CODE]`, found `ignore L101`"),
        ("# cnncalc: Ignore[L101]", "a comment to cnncalc can only say `ignore[CODE]`, found `Ignore[L101]`"),
        ("# cnncalc: ignore[L101", "a comment to cnncalc can only say `ignore[CODE]`, found `ignore[L101`"),
        ("# cnncalc: ignore[L101]L102", "a comment to cnncalc can only say `ignore[CODE]`, found `ignore[L101]L102`"),
        ("# cnncalc: " + "x" * 99, f"a comment to cnncalc can only say `ignore[CODE]`, found `{'x' * 40}...`"),
        ("# cnncalc:", "a comment to cnncalc can only say `ignore[CODE]`, found nothing"),
        ("# cnncalc: ignore[]", "a comment ignores no code: nothing stands between its brackets"),
        ("# cnncalc: ignore[ , ]", "a comment ignores no code: nothing stands between its brackets"),
    ],
)
def test_what_is_not_written_as_it_must_be(comment: str, fault: str) -> None:
    (found,) = find_comments(f"a: 1 {comment}")
    assert found.codes == ()
    assert found.fault == fault
    assert found.help == ("write `# cnncalc: ignore[CODE]`, for example `# cnncalc: ignore[L101, L203]`",)
    assert found.span == Span(1, 6, 1, 6 + len(comment))


def test_its_place() -> None:
    text = "é: 1\n  # why # cnncalc: ignore[L101]  because  # cnncalc: so  \nb: 2"
    first, second = find_comments(text)
    assert first == Comment(Span(2, 9, 2, 32), ("L101",), 3)
    assert second.span == Span(2, 43, 2, 56)
    line = text.splitlines()[1]
    assert (line[8:31], line[42:55]) == ("# cnncalc: ignore[L101]", "# cnncalc: so")


def by_tokens(text: str) -> list[tuple[int, int]] | None:
    """Where comments start, as PyYAML sees it: what lies in no token. None where it refuses the text."""
    inside = bytearray(len(text) + 1)
    try:
        for token in yaml.scan(text, yaml.SafeLoader):
            start, end = token.start_mark.index, token.end_mark.index
            if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):  # its header may hold a comment
                first = text.find("#", start, _LINE.match(text, start).end())  # type: ignore[union-attr]
                if first >= 0:
                    inside[start:first] = b"x" * (first - start)
                    start = _LINE.match(text, start).end()  # type: ignore[union-attr]
            inside[start:end] = b"x" * (end - start)
        for _ in yaml.parse(text, yaml.SafeLoader):
            pass
    except yaml.YAMLError:
        return None
    found, end = [], 0
    for at in (at for at, character in enumerate(text) if character == "#" and not inside[at]):
        if at >= end:
            found.append(place(text, at))
            end = _LINE.match(text, at).end()  # type: ignore[union-attr]
    return found


def place(text: str, at: int) -> tuple[int, int]:
    before = LINE_BREAK.split(text[:at])
    return len(before), len(before[-1]) + 1


_MARK = "# cnncalc: ignore[L101]"


def held_against_tokens(text: str) -> bool:
    """With every `#` made an ignoring comment, PyYAML's comments are those that are found; False where it refuses the text."""
    marked = text.replace("#", _MARK)
    expected = by_tokens(marked)
    if expected is None:
        return False
    first: dict[int, int] = {}  # line -> column; a comment that holds several of them begins with its first
    for comment in find_comments(marked):
        first.setdefault(comment.span.line, comment.span.column)
    assert list(first.items()) == expected
    return True


def test_the_files_of_the_project() -> None:
    held = 0
    for path in FILES:
        try:
            text = decode(path.read_bytes(), path.name)
        except CnnCalcError:  # no text at all
            continue
        if len(text) < 1 << 16 and ("#" in text or "|" in text):
            held += held_against_tokens(text)
    assert held > 30


_PIECES = (
    "a", "b", "# c", " # c", "a#b", "\n", "\n  ", "\n    ", "\n ", " ", "  ", "- ", "-", ": ", ":", "? ", "|", ">", "|-", ">2+",
    "|1",
    '"', "'", "[", "]", "{", "}", ", ", ",", "&a ", "*a", "!t ", "---", "...", "\n---\n", "\r\n", "\x85", "\u2028", "\\", "key: ",
    "\n  - ", "\n- ", "\nkey: ", '"x # y"', "'it''s # x'", "a: |\n  # no\n", "%YAML 1.1\n", "\u00a0#", "!!str ", "\n\n",
    '"a\n  # b"', "b # c", "[a, # c\n b]", "{a: b # c\n}", "- a: |\n   # no\n",
)  # fmt: skip


@settings(max_examples=1_500, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), min_size=2, max_size=14))
def test_any_document(pieces: list[str]) -> None:
    held_against_tokens("".join(pieces))


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("# \n\r\t\x85\u2028'\"|>:-?,[]{}&*!%@`\\ab\0\ufeff0"), max_size=40))
def test_no_text_makes_it_fail(text: str) -> None:
    list(find_comments("#cnncalc:\n" + text + "\n#cnncalc:"))


@pytest.mark.parametrize(
    "unit", ["#", "# cnncalc: ignore[L101]\n", "- ", "a\n", '"\\a', "'' ", "|\n\n", "a:", "a \n\n\n ", "[", "# cnncalc:"]
)
def test_time_grows_with_the_length(unit: str) -> None:
    """A scan that went back for each token would take hundreds of times as long for eight times the text."""

    def seconds(length: int) -> float:
        text = _MARK + "\n" + unit * (length // len(unit)) + "\n" + _MARK
        start = time.process_time()
        list(find_comments(text))
        return time.process_time() - start

    def least(length: int) -> float:
        return min(seconds(length) for _ in range(3))

    assert least(1 << 18) < max(40 * least(1 << 15), 0.05)
