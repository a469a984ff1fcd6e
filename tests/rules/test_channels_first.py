"""L413 on small files."""

from __future__ import annotations

import pytest

from tests.rules.found import found

LAYERS = "layers: [{conv: {filters: 4, kernel: 1}}, relu, globalavgpool, {fc: 10}]\n"


@pytest.mark.parametrize(
    ("input", "said"),
    [
        ("3x224x224", "the input 3x224x224 is 3 high and 224 wide with 224 channels"),
        ("[1, 28, 28]", "the input 1x28x28 is 1 high and 28 wide with 28 channels"),
        ("4x8x8", "the input 4x8x8 is 4 high and 8 wide with 8 channels"),
        ("5x8x8", None),  # few pictures have five channels
        ("4x7x7", None),  # a small map of a network's end
        ("3x224x225", None),
        ("224x224x3", None),
        ("1x1x512", None),
        ("4x4x16", None),
        ("3x16", None),
        ("1x16x16x16", None),
    ],
)
def test_inputs(input: str, said: str | None) -> None:
    findings = found(f"input: {input}\n{LAYERS}", "L413")
    assert [finding.message for finding in findings] == ([] if said is None else [said])
    assert all(finding.severity == "warning" and finding.span == (1, 8, 1, 8 + len(input)) for finding in findings)


def test_what_to_write() -> None:
    (finding,) = found(f"input: 3x32x32\n{LAYERS}", "L413")
    assert finding.help == ("write 32x32x3 if the channels stand first",)


def test_a_variant_s_own() -> None:
    text = f"input: 32x32x3\nvariants:\n  small: {{}}\n  large: {{input: 3x64x64}}\n{LAYERS}"
    assert [finding.span for finding in found(text, "L413")] == [(4, 18, 4, 25)]


def test_once_for_all_variants() -> None:
    text = f"input: 3x64x64\nparams: {{n: 1}}\nvariants: {{a: {{}}, b: {{n: 2}}}}\n{LAYERS.replace('filters: 4', 'filters: $n')}"
    assert [finding.span for finding in found(text, "L413")] == [(1, 8, 1, 15)]
