"""L406 on small files."""

from __future__ import annotations

import pytest

from tests.rules.found import found

IF = "`{}` is true {}: no network has the entries of this `{}`"
LOOP = "`{}` takes no turn anywhere: no network has its entries"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("layers: [{if: $(in > 2), layers: [relu]}]", []),
        ("layers: [{if: $(in > 3), layers: [relu]}, tanh]", [(IF.format("$(in > 3)", "nowhere", "if"), "$(in > 3)")]),
        ("layers: [{if: $(in > 2), layers: [relu], else: [tanh]}]", [(IF.format("$(in > 2)", "everywhere", "else"), "else")]),
        ("layers: [{if: false, layers: [], else: [tanh]}]", []),  # nothing stands there
        ("layers: [{repeat: 0, layers: [tanh]}, relu]", [(LOOP.format("repeat"), "repeat")]),
        ("layers: [{for: {x: []}, layers: [{fc: $x}]}, relu]", [(LOOP.format("for"), "for")]),
        # the outermost, and inside every form
        ("layers: [{repeat: 0, layers: [{if: $(in > 3), layers: [relu]}]}, relu]", [(LOOP.format("repeat"), "repeat")]),
        ("layers: [{repeat: 1, layers: [{if: $(in > 3), layers: [relu]}, relu]}]",
         [(IF.format("$(in > 3)", "nowhere", "if"), "$(in > 3)")]),
        ("layers: [{branches: {a: [{repeat: 0, layers: [tanh]}], b: [relu]}, merge: add}]", [(LOOP.format("repeat"), "repeat")]),
        ("layers: [{branches: [[{repeat: 0, layers: [tanh]}], [relu]], merge: add}]", [(LOOP.format("repeat"), "repeat")]),
        ("layers: [{residual: [relu], shortcut: [{repeat: 0, layers: [tanh]}]}]", [(LOOP.format("repeat"), "repeat")]),
        ("layers: [{residual: [{repeat: 0, layers: [tanh]}, relu]}]", [(LOOP.format("repeat"), "repeat")]),
        ("layers: [{aux: [{repeat: 0, layers: [tanh]}, relu]}, relu]", [(LOOP.format("repeat"), "repeat")]),
        # in a block: taken by one use, by none; and where the block is not used at all
        ("blocks: {b: {params: {x: false}, layers: [relu, {if: $x, layers: [tanh]}]}}\nlayers: [b, {b: true}]", []),
        ("blocks: {b: {params: {x: false}, layers: [relu, {if: $x, layers: [tanh]}]}}\nlayers: [b, {b: false}]",
         [(IF.format("$x", "nowhere", "if"), "$x")]),
        ("blocks: {b: {params: {x: false}, layers: [relu, {if: $x, layers: [tanh]}]}}\nlayers: [relu]", []),
        ("blocks: {b: {layers: [relu, {repeat: 0, layers: [tanh]}]}}\nlayers: [{if: $(in > 3), layers: [b]}, relu]",
         [(IF.format("$(in > 3)", "nowhere", "if"), "$(in > 3)")]),
        # a block's argument that is called as a form
        ("blocks: {b: {params: {repeat: 0}, layers: [{fc: $(repeat + 1)}]}}\nlayers: [{b: {repeat: 0}}]", []),
        # one variant or the other
        ("params: {x: 0}\nvariants: {a: {x: 0}, b: {x: 1}}\nlayers: [{repeat: $x, layers: [tanh]}, relu]", []),
        ("params: {x: 0}\nvariants: {a: {x: 0}, b: {}}\nlayers: [{repeat: $x, layers: [tanh]}, relu]",
         [(LOOP.format("repeat"), "repeat")]),
        ("params: {x: 0}\nvariants: {a: {x: 1}, b: {x: 2}}\nlayers: [{if: $(x > 0), layers: [tanh], else: [relu]}]",
         [(IF.format("$(x > 0)", "everywhere", "else"), "else")]),
        # there for --set, straight or through an argument or a loop
        ("params: {x: 0}\nlayers: [{repeat: $x, layers: [tanh]}, relu]", []),
        ("params: {x: 0}\nvariants: {a: {}, b: {}}\nlayers: [{repeat: $x, layers: [tanh]}, relu]", []),
        ("params: {x: false}\nblocks: {b: {params: {y: }, layers: [relu, {if: $y, layers: [tanh]}]}}\nlayers: [{b: $x}]", []),
        ("params: {x: [0]}\nlayers: [{for: {y: $x}, layers: [relu, {repeat: $y, layers: [tanh]}]}]", []),
        ("params: {x: 8}\nlayers: [{repeat: 0, layers: [tanh]}, {fc: $x}]", [(LOOP.format("repeat"), "repeat")]),
        ("params: {x: 8}\nblocks: {b: {params: {y: 0}, layers: [relu, {repeat: $y, layers: [tanh]}]}}\nlayers: [b, {fc: 10}]\n"
         "name: net $x", [(LOOP.format("repeat"), "repeat")]),
    ],
)  # fmt: skip
def test_what_is_never_reached(text: str, expected: list[tuple[str, str]]) -> None:
    lines = f"input: 8x8x3\n{text}\n".splitlines()
    findings = found("\n".join(lines), "L406")
    shown = [(finding, lines[finding.span.line - 1], finding.span) for finding in findings if finding.span]
    assert [(finding.message, line[span.column - 1 : span.end_column - 1]) for finding, line, span in shown] == expected
