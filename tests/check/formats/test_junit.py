"""JUnit's XML, read by ElementTree and by junitparser."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase

from cnncalc.check.results import CheckedFile
from cnncalc.diagnostics import Span, printable
from tests.check.formats.cases import ALL, BROKEN, CLEAN, ERROR, GONE, VARIANTS, WARNING, a_file, hostile, judged, report
from tests.render.reading import NAMES

COUNTS = ("tests", "failures", "errors", "skipped")
TAGS = {"failure": Failure, "error": Error, "skipped": Skipped}


def read(files: list[CheckedFile]) -> ElementTree.Element:
    """The root; every count is what is there, and junitparser finds the same."""
    text = report("junit", files)
    assert text.isascii()
    root = ElementTree.fromstring(text)
    assert (root.tag, [suite.get("name") for suite in root]) == ("testsuites", [allowed(file.path) for file in files])
    for element in (root, *root):
        cases = list(element.iter("testcase"))
        counted = [len(cases), *(sum(case.find(tag) is not None for case in cases) for tag in TAGS)]
        assert [int(element.get(name, "")) for name in COUNTS] == counted
    suites = list(JUnitXml.fromstring(text))
    assert [suite.name for suite in suites] == [suite.get("name") for suite in root]
    for suite, parsed in zip(root, suites, strict=True):
        assert [(parsed.tests, parsed.failures, parsed.errors, parsed.skipped)] == [
            tuple(int(suite.get(name, "")) for name in COUNTS)
        ]
        for case, found in zip(suite, parsed, strict=True):
            assert isinstance(found, TestCase)
            assert (found.name, found.classname) == (case.get("name"), case.get("classname"))
            assert [(type(result), result.message, result.text) for result in found.result] == [
                (TAGS[child.tag], child.get("message"), child.text) for child in case
            ]
    return root


#: What XML 1.0 allows below the supplementary planes (2.2, Char).
CHARACTERS = {*range(0x20, 0xD800), *range(0xE000, 0xFFFE), 9, 10, 13}


def allowed(text: str) -> str:
    return "".join(c for c in text if ord(c) in CHARACTERS or ord(c) > 0xFFFF)


def cases(files: list[CheckedFile]) -> list[tuple[Any, ...]]:
    """What a reader shows: file, line, class, name, and the result with its message."""
    return [
        (
            *(case.get(name) for name in ("file", "line", "classname", "name")),
            *((child.tag, child.get("message")) for child in case),
        )
        for case in read(files).iter("testcase")
    ]


def test_the_cases() -> None:
    assert cases([CLEAN, GONE, VARIANTS]) == [
        ("nets/clean.cnn.yaml", "1", "nets.clean", "check"),
        ("nets/gone.cnn.yaml", "1", "nets.gone", "check", ("error", "there is no file nets/gone.cnn.yaml")),
        ("nets/r.cnn.yaml", "1", "nets.r", "E101", ("skipped", "no figure is expected")),
        ("nets/r.cnn.yaml", "3", "nets.r", "L101", ("skipped", "`conv2` follows `conv1` (layer conv2, in small and large)")),
        ("nets/r.cnn.yaml", "4", "nets.r", "H301", ("failure", "kernel 4 at stride 2 does not fit 7 (layer conv2, in small)")),
    ]


def test_the_text_of_a_failure() -> None:
    (failure,) = read([BROKEN]).iter("failure")
    assert failure.text == "4:32 kernel 4 at stride 2 does not fit 7 (layer conv2)\nhelp: use `kernel: 3`"
    assert failure.get("type") == "H301"


def test_clean_networks_pass() -> None:
    networks = [*VARIANTS.networks[:1], *(CLEAN.networks[0]._replace(variant=name) for name in ("b", "c"))]
    assert [case[3] for case in cases([judged("a", networks)])] == ["check b", "check c", "E101", "L101", "H301"]


@pytest.mark.parametrize(("level", "tags"), [
    ("error", ["skipped", "skipped", "failure"]), ("warning", ["skipped", "failure", "failure"]), ("info", ["failure"] * 3),
])  # fmt: skip
def test_failures_are_what_fails(level: str, tags: list[str]) -> None:
    root = read([judged("a", BROKEN.networks, level), CLEAN])
    assert [child.tag for case in root.iter("testcase") for child in case] == tags
    assert root.get("failures") == str(tags.count("failure"))


def test_no_two_cases_have_one_name() -> None:
    findings = [ERROR._replace(span=Span(line, 5, line, 9)) for line in (3, 9, 12)]
    assert [case[3] for case in cases([a_file("a", *findings, WARNING)])] == ["H301", "L101", "H301 (2)", "H301 (3)"]


@pytest.mark.parametrize("files", [[], [CLEAN], list(ALL)])
def test_few_files(files: list[CheckedFile]) -> None:
    assert len(read(files)) == len(files)


@pytest.mark.parametrize(
    "text", ["]]>", "<![CDATA[", "&#0;", "a\nb\tc\rd", "\x00\x0b\x1f\ufffe\uffff\ud800", "\x7f\x85é\U0001f9ff", "<!--", "%"]
)
def test_texts_that_xml_obeys(text: str) -> None:
    (case,) = cases([a_file(f"x{text}", ERROR._replace(message=text, layer=None))])
    assert case[0] == f"x{allowed(text)}"
    assert case[-1] == ("failure", printable(text))


@settings(max_examples=150, deadline=None)
@given(NAMES, NAMES)
def test_any_name_can_be_read(one: str, other: str) -> None:
    files = hostile([one, other])
    found = [case[:1] + case[4:] for case in cases(files) if case[4:]]
    expected = [(file, merged) for file in files for merged in file.merged()]
    for case, (file, merged) in zip(found, expected, strict=False):
        assert case[0] == allowed(file.path)
        assert str(case[1][1]).startswith(printable(merged.finding.message))
    assert len(found) == len(expected) + 1
