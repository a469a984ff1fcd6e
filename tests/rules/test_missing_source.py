"""L407 on small files."""

from __future__ import annotations

import pytest

from tests.rules.found import found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("source: LeCun et al.\nlayers: [relu]", []),
        ("layers: [relu]", [(1, 1, "the file has no `source`")]),
        ("name: LeNet\nlayers: [relu]", [(2, 1, "the file has no `source`")]),
        ("source:\nlayers: [relu]", [(1, 1, "the file has no `source`")]),
        ("layers: [relu]\nvariants: {a: {}, b: {}}", [(1, 1, "the file has no `source`")]),
        ("layers: [relu]\nvariants: {a: {source: A}, b: {source: B}}", []),
        ("source: A\nlayers: [relu]\nvariants: {a: {}, b: {source: B}}", []),
        ("layers: [relu]\nvariants:\n  a: {source: A}\n  b: {}\n  c: {name: C}",
         [(5, 3, "the variant `b` has no `source`"), (6, 3, "the variant `c` has no `source`")]),
    ],
)  # fmt: skip
def test_sources(text: str, expected: list[tuple[int, int, str]]) -> None:
    findings = found(f"input: 8x8x3\n{text}\n", "L407")
    assert [(*finding.span[:2], finding.message) for finding in findings if finding.span] == expected
    assert {finding.severity for finding in findings} <= {"info"}
