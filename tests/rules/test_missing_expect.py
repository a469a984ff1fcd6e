"""L408 on small files."""

from __future__ import annotations

import pytest

from tests.rules.found import found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("layers: [relu]\nexpect: {params: 0}", []),
        ("layers: [relu]\nexpect: {layers: {relu1: {output: 8x8x3}}}", []),
        ("layers: [relu]", [(1, 1, "the file expects no figure")]),
        ("name: LeNet\nlayers: [relu]\nexpect: {}", [(2, 1, "the file expects no figure")]),
        ("layers: [relu]\nvariants: {a: {}, b: {}}", [(1, 1, "the file expects no figure")]),
        ("layers: [relu]\nexpect: {params: 0}\nvariants: {a: {}, b: {}}", []),
        ("layers: [relu]\nvariants:\n  a: {expect: {params: 0}}\n  b: {}", [(5, 3, "the variant `b` expects no figure")]),
    ],
)
def test_expectations(text: str, expected: list[tuple[int, int, str]]) -> None:
    findings = found(f"input: 8x8x3\n{text}\n", "L408")
    assert [(*finding.span[:2], finding.message) for finding in findings if finding.span] == expected
    assert {finding.severity for finding in findings} <= {"info"}
