"""L412 on small files."""

from __future__ import annotations

import pytest

from tests.rules.found import found


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ("[{repeat: 2, as: i, layers: [{repeat: 2, as: i, layers: [{fc: $(i + 1)}]}]}]",
         [("the loop's counter `i` hides the counter of that name", (3, 54), (3, 26))]),
        ("[{for: {y: [1, 2]}, as: i, layers: [{for: {i: [1]}, layers: [{fc: $i}]}]}]",
         [("the loop's value `i` hides the counter of that name", (3, 52), (3, 33))]),
        ("[{for: {x: [1, 2]}, layers: [{fc: $x}]}]",
         [("the loop's value `x` hides the parameter of that name", (3, 17), (2, 10))]),
        ("[{for: [x, y], in: [[1, 2]], layers: [{fc: $x}]}]",
         [("the loop's value `x` hides the parameter of that name", (3, 17), (2, 10))]),
        ("[{repeat: 2, as: x, layers: [{fc: $(x + 1)}]}]",
         [("the loop's counter `x` hides the parameter of that name", (3, 26), (2, 10))]),
        # walked under its own name
        ("[{for: {x: $([x, 4])}, layers: [{fc: $x}]}]".replace("$([x, 4])", "'$([x, 4])'"), []),
        ("[{for: [x, y], in: '$([[x, 1]])', layers: [{fc: $x}]}]", []),
        # one after the other, and apart
        ("[{repeat: 2, as: i, layers: [{fc: $(i + 1)}]}, {repeat: 2, as: i, layers: [{fc: $(i + 1)}]}]", []),
        ("[{repeat: 2, as: i, layers: [{repeat: 2, as: j, layers: [{fc: $(i + j + 1)}]}]}]", []),
        ("[{repeat: 2, as: i, layers: [b]}]\nblocks: {b: {params: {x: 4, i: 3}, layers: [{fc: $(i + x)}]}}", []),
    ],
)  # fmt: skip
def test_loops(layers: str, expected: list[tuple[str, tuple[int, int], tuple[int, int]]]) -> None:
    findings = found(f"input: 8x8x3\nparams: {{x: 3}}\nlayers: {layers}\n", "L412")
    assert [(finding.message, finding.span[:2], finding.labels[0].span[:2]) for finding in findings if finding.span] == expected
