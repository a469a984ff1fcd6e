"""L402 on small files."""

from __future__ import annotations

import pytest

from tests.rules.found import found


def told(text: str) -> list[tuple[int, str]]:
    return [(finding.span.line, finding.message) for finding in found(text, "L402") if finding.span]


@pytest.mark.parametrize(
    "use",
    [
        "layers: [{conv: {filters: $x, kernel: 3}}]",
        "layers: [{conv: {filters: $(2 * x), kernel: 3}}]",
        "layers: [{conv: {filters: 8, kernel: [$x, 1]}}]",
        "layers: [{name: conv$x, conv: {filters: 8, kernel: 3}}]",
        "layers: [{name: a$(x)b, conv: {filters: 8, kernel: 3}}]",
        "layers: [{repeat: $x, layers: [relu]}]",
        "layers: [{for: {y: '$([x, x + 1])'}, layers: [{name: a$y, relu: }]}]",
        "layers: [{if: $(x > 2), layers: [relu], else: [sigmoid]}]",
        "layers: [relu]\nname: net $x",
        "layers: [relu]\nexpect: {output: [8, 8, $x]}",
        "layers: [b]\nblocks: {b: {params: {y: $x}, layers: [{fc: $y}]}}",
        "layers: [b]\nblocks: {b: {layers: [{fc: $x}]}}",
        "layers: [{conv: {filters: 8, kernel: 3}}]\ndefaults: {conv: {stride: $(x - 2)}}",
        "layers: [{fc: $y}]\nvariants: {a: {y: $x}, b: {y: 4}}",
    ],
)
def test_what_reads_a_parameter(use: str) -> None:
    others = ", y: 1" if "variants" in use else ""
    assert told(f"input: 8x8x3\nparams: {{x: 3{others}}}\n{use}\n") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("params: {x: 3}\nlayers: [{fc: 10}]", [(2, "nothing reads the parameter `x`")]),
        ("params: {x: 3}\nlayers: [{fc: 10}]\nvariants: {a: {x: 4}, b: {}}",
         [(2, "nothing reads the parameter `x`, though the variant `a` gives it a value")]),
        ("params: {x: 3}\nlayers: [{fc: 10}]\nvariants: {a: {x: 4}, b: {x: 5}}",
         [(2, "nothing reads the parameter `x`, though 2 variants give it a value")]),
        # a word in an expression, and a text without `$`, are no reading
        ("params: {x: 3}\nname: x\nlayers: [{if: \"$('x' == 'y')\", layers: [relu]}, {fc: 10}]",
         [(2, "nothing reads the parameter `x`")]),
        # a block's own parameter of that name is read in its place
        ("params: {x: 3}\nblocks: {b: {params: {x: 4}, layers: [{fc: $x}]}}\nlayers: [b]",
         [(2, "nothing reads the parameter `x`")]),
        ("params: {x: 3}\nlayers: [{for: {x: [1, 2]}, layers: [{fc: $x}]}]", [(2, "nothing reads the parameter `x`")]),
        ("params: {x: 3}\nlayers: [{for: {x: [1, 2]}, layers: [{fc: $x}]}, {fc: $x}]", []),
        ("params: {x: 3}\nlayers: [{for: {x: '$([x, 2])'}, layers: [{fc: $x}]}]", []),
        ("params: {x: 3}\nblocks: {b: {params: {x: $x}, layers: [{fc: $x}]}}\nlayers: [b]", []),
        # of a block, but not of one that is unused as a whole
        ("blocks: {b: {params: {x: 3, y: $x}, layers: [{fc: 10}]}}\nlayers: [b]",
         [(2, "nothing in the block `b` reads its parameter `y`")]),
        ("blocks: {b: {params: {x: 3}, layers: [{repeat: 2, as: i, layers: [{fc: 10}]}]}}\nlayers: [{fc: 10}]", []),
        # of a loop
        ("layers: [{for: {x: [1, 2], y: [3, 4]}, layers: [{fc: $x}]}]", [(2, "nothing in the loop reads its value `y`")]),
        ("layers: [{for: [x, y], in: [[1, 2]], layers: [{fc: $y}]}]", [(2, "nothing in the loop reads its value `x`")]),
        ("layers: [{for: {x: [1, 2]}, as: i, layers: [{fc: $x}]}]", [(2, "nothing in the loop reads its counter `i`")]),
        ("layers: [{repeat: 2, as: i, layers: [{fc: 10}]}, {repeat: 2, as: i, layers: [{fc: $(i + 1)}]}]",
         [(2, "nothing in the loop reads its counter `i`")]),
        ("layers: [{repeat: 2, as: i, layers: [{repeat: $(i + 1), layers: [{fc: 10}]}]}]", []),
        # arguments that are called as the words of a loop
        ("blocks: {b: {params: {repeat: 1}, layers: [{fc: $repeat}]}}\nlayers: [{b: {repeat: 3}}]", []),
    ],
)  # fmt: skip
def test_what_nothing_reads(text: str, expected: list[tuple[int, str]]) -> None:
    assert told(f"input: 8x8x3\n{text}\n") == expected


def test_its_help() -> None:
    (finding,) = found("input: 8x8x3\nparams: {x: 3}\nlayers: [{fc: 10}]\n", "L402")
    assert finding.help == ("read it as `$x`, or take it out",)
    assert finding.span == (2, 10, 2, 11)
