"""L401 on small files."""

from __future__ import annotations

import pytest

from tests.rules.found import found

CONV = "{conv: {filters: 8, kernel: 3, activation: relu}}"


@pytest.mark.parametrize(
    ("blocks", "layers", "expected"),
    [
        (f"a: {{layers: [{CONV}]}}", f"[a, {CONV}]", []),
        (f"a: {{layers: [{CONV}]}}", f"[{CONV}]", [(3, "the block `a` is used nowhere")]),
        # by a block that is used, and by one that is not
        (f"a: {{layers: [{CONV}]}}\n  b: {{layers: [a]}}", "[b, relu]", []),
        (f"a: {{layers: [{CONV}]}}\n  b: {{layers: [a, a]}}\n  c: {{layers: [a, b]}}", f"[{CONV}]", [
            (3, "the block `a` is used only in `b` and `c`, which are used nowhere"),
            (4, "the block `b` is used only in `c`, which is used nowhere"),
            (5, "the block `c` is used nowhere"),
        ]),
        # in an arm that is not taken, in a loop, in a branch, in a side head
        (f"a: {{layers: [{CONV}]}}", f"[{CONV}, {{if: $(in > 8), layers: [a]}}]", []),
        (f"a: {{layers: [{CONV}]}}", "[{repeat: 2, layers: [a]}]", []),
        (f"a: {{layers: [{CONV}]}}", "[{branches: [[a], [a]], merge: concat}]", []),
        (f"a: {{layers: [{CONV}]}}", f"[{{aux: [a]}}, {CONV}]", []),
        # an option and a name that are called as the block are no use of it
        (f"filters: {{layers: [{CONV}]}}", "[{name: filters, conv: {filters: 8, kernel: 3}}]",
         [(3, "the block `filters` is used nowhere")]),
    ],
)  # fmt: skip
def test_blocks(blocks: str, layers: str, expected: list[tuple[int, str]]) -> None:
    text = f"input: 32x32x3\nblocks:\n  {blocks}\nlayers: {layers}\n"
    assert [(finding.span.line, finding.message) for finding in found(text, "L401") if finding.span] == expected
