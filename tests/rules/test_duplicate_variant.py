"""L405 on small files."""

from __future__ import annotations

import pytest

from tests.rules.found import found


@pytest.mark.parametrize(
    ("variants", "expected"),
    [
        ("{a: {x: 4}, b: {x: 5}}", []),
        ("{a: {x: 4}, b: {x: 4}}", [("b", "a")]),
        ("{a: {x: 4}, b: {x: 5}, c: {x: 4}, d: {x: 4}}", [("c", "a"), ("d", "a")]),
        ("{a: {x: 3}, b: {expect: {output: 3}}}", [("b", "a")]),  # given, and left as it is
        ("{a: {x: 4}, b: {x: $(2 + 2)}}", [("b", "a")]),
        # a second name
        ("{a: {x: 3}, b: {}}", []),
        ("{a: {}, b: {}}", []),
        ("{a: &a {x: 4}, b: *a}", []),
        # what makes a difference
        ("{a: {x: 4, name: A}, b: {x: 4, name: B}}", []),
        ("{a: {x: 4, source: A}, b: {x: 4, source: B}}", []),
        ("{a: {x: 4, input: 9x9x3}, b: {x: 4}}", []),
        ("{a: {y: 0.5}, b: {y: 0.25}}", []),
        ("{a: {y: 0.5}, b: {y: 0.5}}", [("b", "a")]),
    ],
)
def test_variants(variants: str, expected: list[tuple[str, str]]) -> None:
    text = f"input: 8x8x3\nparams: {{x: 3, y: 0.5}}\nvariants: {variants}\nlayers: [{{dropout: $y}}, {{fc: $x}}]\n"
    findings = found(text, "L405")
    assert [finding.message for finding in findings] == [
        f"the variant `{later}` is the same network as `{first}`: 2 equal layers" for later, first in expected
    ]
    line = text.splitlines()[2]
    for finding, (later, first) in zip(findings, expected, strict=True):
        assert finding.span is not None
        for span, name in ((finding.span, later), (finding.labels[0].span, first)):
            assert line[span.column - 1 : span.end_column - 1] == name


def test_without_variants() -> None:
    assert found("input: 8x8x3\nlayers: [{fc: 3}]\n", "L405") == []


def test_shared_weights_make_a_difference() -> None:
    conv = "conv: {filters: 3, kernel: 1}"
    text = (
        f"input: 8x8x3\nparams: {{x: 1}}\nvariants: {{a: {{x: 1}}, b: {{x: 2}}}}\nlayers:\n  - {{name: one, {conv}}}\n  - relu\n"
    )
    text += f"  - if: $(x == 1)\n    layers: [{{name: two, {conv}}}]\n    else: [{{name: two, {conv}, share: one}}]\n"
    assert found(text, "L405") == []
    assert len(found(text.replace(", share: one", ""), "L405")) == 1


def test_other_outputs_make_a_difference() -> None:
    text = "input: 3\nparams: {x: 1}\nvariants: {a: {x: 1}, b: {x: 2}}\nlayers:\n  - {name: a, relu: }\n  - if: $(x == 1)\n"
    text += "    layers: [{branches: [[{name: c, fc: 2}], [{name: d, fc: 2}]], merge: none}]\n"
    text += "    else: [{name: c, fc: 2}, {name: d, from: a, fc: 2}]\n"
    assert found(text, "L405") == []
