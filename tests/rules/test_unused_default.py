"""L411 on small files."""

from __future__ import annotations

import pytest

from tests.rules.found import found

CONV = "{conv: {filters: 8, kernel: 3}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"defaults: {{conv: {{bias: false}}}}\nlayers: [{CONV}]", []),
        (f"defaults: {{fc: {{bias: false}}}}\nlayers: [{CONV}]", ["fc"]),
        (f"defaults: {{conv: {{bias: false}}, fc: {{bias: false}}, maxpool: {{rounding: floor}}}}\nlayers: [{CONV}]",
         ["fc", "maxpool"]),
        # what follows a layer
        (f"defaults: {{conv: {{norm: batchnorm}}, batchnorm: {{eps: 0.1}}}}\nlayers: [{CONV}]", []),
        ("defaults: {batchnorm: {eps: 0.1}}\nlayers: [{conv: {filters: 8, kernel: 3, norm: batchnorm}}]", []),
        (f"defaults: {{batchnorm: {{eps: 0.1}}}}\nlayers: [{CONV}]", ["batchnorm"]),
        # an arm that is never taken, a block that is never used, a parameter's word
        (f"defaults: {{fc: {{bias: false}}}}\nlayers: [{CONV}, {{if: $(in > 8), layers: [{{fc: 10}}]}}]", []),
        (f"defaults: {{fc: {{bias: false}}}}\nlayers: [{CONV}]\nblocks: {{b: {{layers: [{{fc: 10}}]}}}}", []),
        ("params: {act: relu}\ndefaults: {leakyrelu: {slope: 0.1}}\nlayers: [{conv: {filters: 8, kernel: 3, activation: $act}}]",
         []),
        (f"params: {{act: leakyrelu}}\ndefaults: {{leakyrelu: {{slope: 0.1}}}}\nlayers: [{CONV}]\nname: $act", []),
        # one variant uses it
        (f"defaults: {{fc: {{bias: false}}}}\nparams: {{x: 0}}\nvariants: {{a: {{x: 0}}, b: {{x: 1}}}}\n"
         f"layers: [{CONV}, {{repeat: $x, layers: [{{fc: 10}}]}}]", []),
        (f"layers: [{CONV}]", []),
    ],
)  # fmt: skip
def test_defaults(text: str, expected: list[str]) -> None:
    assert [finding.message for finding in found(f"input: 8x8x3\n{text}\n", "L411")] == [
        f"`defaults` are given for `{kind}`, which no layer of the file is" for kind in expected
    ]


def test_its_place() -> None:
    (finding,) = found(f"input: 8x8x3\ndefaults:\n  fc: {{bias: false}}\nlayers: [{CONV}]\n", "L411")
    assert finding.span == (3, 3, 3, 5)
