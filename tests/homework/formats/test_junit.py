"""JUnit's XML, read by ElementTree and by junitparser."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from hypothesis import given, settings
from junitparser import JUnitXml

from tests.homework.formats.cases import ADA, BOB, BROKEN, CLASS, FOLLOWS, KEYLESS, hostile, report, sheet
from tests.render.reading import NAMES

TAGS = ("failure", "error", "skipped")


def read(submissions: list[Any]) -> ElementTree.Element:
    """The root; every count is what is there, and junitparser finds the same."""
    text = report("junit", submissions)
    assert text.isascii()
    assert "\x7f" not in text
    root = ElementTree.fromstring(text)
    for element in (root, *root):
        cases = list(element.iter("testcase"))
        counted = [len(cases), *(sum(case.find(tag) is not None for case in cases) for tag in TAGS)]
        assert [int(element.get(name, "")) for name in ("tests", "failures", "errors", "skipped")] == counted
    parsed = JUnitXml.fromstring(text)
    assert [[case.name for case in suite] for suite in parsed] == [[case.get("name") for case in suite] for suite in root]
    return root


def results(submission: Any) -> list[tuple[str | None, str, str | None]]:
    """Name, tag and type of each case."""
    found = []
    for case in read([submission]).iter("testcase"):
        tags = [(child.tag, child.get("type")) for child in case]
        found.append((case.get("name"), *(tags[0] if tags else ("passed", None))))
    return found


def test_what_passes_and_what_fails() -> None:
    assert results(ADA) == [
        ("1.1", "passed", None), ("1.2", "failure", "K101"), ("1.3", "failure", "follows"), ("1.4", "error", "K501"),
        ("1.5", "failure", "K504"), ("2.1", "skipped", "hidden"),
    ]  # fmt: skip
    assert results(sheet(FOLLOWS._replace(score=FOLLOWS.max_score))) == [("1.3", "passed", None)]
    assert results(BROKEN) == [("file", "error", "K502")]
    assert results(KEYLESS) == [("file", "error", "K502")]
    assert {tag for _, tag, _ in results(BOB)} == {"passed"}


def test_what_a_failure_says() -> None:
    failure = read([ADA]).find(".//failure")
    assert failure is not None
    assert failure.get("message") == "the bias is missing: each of the 10 filters has one, 750 + 10 = 760"
    assert failure.text == (
        "0 of 1.5 points\nYou wrote: 750\nthe bias is missing: each of the 10 filters has one, 750 + 10 = 760\n"
        "Worked answer:\n  (F*F*D + 1)*K\n  (5*5*3 + 1)*10 = 760"
    )
    error = read([BROKEN]).find(".//error")
    assert error is not None
    assert error.text == "hw3/eve.yaml:2:3"


def test_a_suite_for_each_sheet() -> None:
    root = read(list(CLASS))
    assert root.get("name") == "Homework 3"
    assert [suite.get("name") for suite in root] == [submission.path for submission in CLASS]
    assert {case.get("classname") for case in root[0]} == {"Ada"}


@settings(max_examples=100, deadline=None)
@given(NAMES, NAMES)
def test_any_text_can_be_read(one: str, other: str) -> None:
    root = read(hostile(one, other))
    assert [len(suite) for suite in root] == [4, 1]
