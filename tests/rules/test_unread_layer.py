"""L403 on small files; the figures are worked by hand."""

from __future__ import annotations

import pytest

from tests.rules.found import found

HELP = ("read it with `from`, or take it out", "`aux` and a last `merge: none` make it an output")
NOT_READ = "nobody reads the output of `{}`, and it is no output of the network: {}"
DOUBLE = """\
blocks:
  double:
    params: {filters: }
    layers:
      - conv: {filters: $filters, kernel: 3, padding: 1, bias: false, norm: batchnorm, activation: relu}
      - conv: {filters: $filters, kernel: 3, padding: 1, bias: false, norm: batchnorm, activation: relu}
"""
FORK = "blocks: {b: {params: {f: }, layers: [{conv: {filters: 8, kernel: 1}}, {relu: , name: r}, {tanh: , from: $f}]}}\n"
FIRST = "layers:\n  - {name: a, conv: {filters: 8, kernel: 3}}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 3x3x8 weights and a bias for each of 16 filters, on 30x30 places of which 28x28 remain
        (FIRST + "  - {name: b, conv: {filters: 16, kernel: 3}}\n  - {fc: 10, from: a}",
         [((4, 15), "b", "it takes 1,168 parameters and 903,168 multiply-adds for nothing")]),
        # with its activation it is one entry still, wherever that is given
        (FIRST + "  - {name: b, conv: {filters: 16, kernel: 3, activation: relu}}\n  - {fc: 10, from: a}",
         [((4, 15), "b", "it takes 1,168 parameters and 903,168 multiply-adds for nothing")]),
        ("defaults: {conv: {norm: batchnorm, activation: relu}}\n" + FIRST
         + "  - {name: b, conv: {filters: 16, kernel: 3}}\n  - {fc: 10, from: a}",
         [((5, 15), "b", "it takes 1,200 parameters and 903,168 multiply-adds for nothing")]),
        # a chain is one finding, at its end
        (FIRST + "  - {name: b, conv: {filters: 16, kernel: 3}}\n  - relu\n  - maxpool: 2\n  - {fc: 10, from: a}",
         [((6, 5), "pool1", "3 layers, `b` to `pool1`, take 1,168 parameters and 903,168 multiply-adds for nothing")]),
        (FIRST + "  - relu\n  - maxpool: 2\n  - {fc: 10, from: a}",
         [((5, 5), "pool1", "2 layers, `relu1` to `pool1`, are calculated for nothing")]),
        (FIRST + "  - relu\n  - {fc: 10, from: a}", [((4, 5), "relu1", "it is calculated for nothing")]),
        (FIRST + "  - prelu\n  - {fc: 10, from: a}", [((4, 5), "prelu1", "it takes 1 parameter for nothing")]),
        # on the network's input
        (FIRST + "  - {fc: 10, from: input}", [((3, 15), "a", "it takes 224 parameters and 194,400 multiply-adds for nothing")]),
        # two ends, each with what is for it
        (FIRST + "  - relu\n  - {name: r, from: a, tanh: }\n  - {fc: 10, from: a}",
         [((4, 5), "relu1", "it is calculated for nothing"), ((5, 24), "r", "it is calculated for nothing")]),
        # a block: it as a whole, where nothing of it is read
        (DOUBLE + "layers:\n  - {name: a, double: 8}\n  - {name: b, double: 8}\n  - {double: 8, from: a}\n  - fc: 10",
         [((10, 12), "b", "6 layers, `b/conv1` to `b/conv2/relu`, take 1,184 parameters and 1,179,648 multiply-adds "
           "for nothing")]),
        (DOUBLE + "layers:\n  - double: 8\n  - double: 8\n  - {double: 8, from: double1}\n  - fc: 10",
         [((10, 5), "double2", "6 layers, `double2/conv1` to `double2/conv2/relu`, take 1,184 parameters and 1,179,648 "
           "multiply-adds for nothing")]),
        # a layer of a block that another use of it needs
        (FORK + "layers: [{b: conv1}, {b: r}, {fc: 10}]", []),
        (FORK + "layers: [{b: conv1}, {b: conv1}, {fc: 10}]", [((2, 72), "b1/r", "it is calculated for nothing")]),
    ],
)  # fmt: skip
def test_what_nobody_reads(text: str, expected: list[tuple[tuple[int, int], str, str]]) -> None:
    findings = found(f"input: 32x32x3\n{text}\n", "L403")
    assert [(finding.span[:2], finding.layer, finding.message) for finding in findings if finding.span] == [
        (place, path, NOT_READ.format(path, lost)) for place, path, lost in expected
    ]
    assert {finding.help for finding in findings} <= {HELP}


@pytest.mark.parametrize(
    "layers",
    [
        "[{conv: {filters: 8, kernel: 3}}, {fc: 10}]",
        "[{conv: {filters: 8, kernel: 1}}, {relu: , from: input}, {concat: [conv1, relu1]}]",
        # outputs: of the last branches, and of side heads
        "[{branches: [[{fc: 4}], [{fc: 10}]], merge: none}]",
        "[{aux: [{fc: 4}]}, {fc: 10}]",
        "[{aux: [{branches: [[{fc: 4}], [relu]], merge: none}]}, {fc: 10}]",
        # read by a side head alone, for its shape alone, for its weights alone
        "[{conv: {filters: 8, kernel: 3}}, {aux: [{fc: 4}]}, {fc: 10, from: input}]",
        "[{name: a, conv: {filters: 8, kernel: 3}}, {crop: {to: a}, from: input}, {fc: 10}]",
        "[{name: a, fc: 10}, {fc: 10, from: input, share: a}]",
        # a branch's end is another rule's
        "[{branches: {a: [{fc: 4}], b: [{fc: 10}]}, merge: none}, {relu: , from: a}]",
    ],
)
def test_what_is_read(layers: str) -> None:
    assert found(f"input: 32x32x3\nlayers: {layers}\n", "L403") == []


def test_inside_a_side_head() -> None:
    text = "input: 32x32x3\nlayers: [{aux: [{name: a, fc: 4}, {relu: , from: input}]}, {fc: 10}]\n"
    (finding,) = found(text, "L403")
    assert finding.message == NOT_READ.format("aux1/a", "it takes 12,292 parameters and 12,288 multiply-adds for nothing")
