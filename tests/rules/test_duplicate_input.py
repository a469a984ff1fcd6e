"""L112: a merge that reads one output twice."""

from __future__ import annotations

import pytest

from tests.rules.found import found

CONVS = "- {name: a, conv: {filters: 6, kernel: 1}}\n  - {name: b, conv: {filters: 6, kernel: 1}}\n  "


def told(layers: str) -> list[str]:
    return [finding.message for finding in found(f"input: 8x8x4\nlayers:\n  {layers}\n", "L112")]


@pytest.mark.parametrize(
    ("merge", "message"),
    [
        ("- add: [b, b]", "`add1` reads `b` twice: twice the same values"),
        ("- add: [b, b, b]", "`add1` reads `b` 3 times: 3 times the same values"),
        ("- add: [a, b, b]", "`add1` reads `b` twice: that part counts twice"),
        ("- concat: [b, b]", "`concat1` reads `b` twice: 6 of its 12 channels repeat others"),
        ("- concat: [a, b, b, b]", "`concat1` reads `b` 3 times: 12 of its 24 channels repeat others"),
        ("- branches: [[], [identity]]\n    merge: concat", "`concat1` reads `b` twice: 6 of its 12 channels repeat others"),
        ("- concat: [input, input]", "`concat1` reads the network's input twice: 4 of its 8 channels repeat others"),
    ],
)
def test_what_is_read_twice(merge: str, message: str) -> None:
    assert told(CONVS + merge) == [message]


@pytest.mark.parametrize("merge", ["- add: [a, b]", "- multiply: [b, b]", "- concat: [a, b, input]", "- residual: [relu]"])
def test_what_passes(merge: str) -> None:
    assert told(CONVS + merge) == []


def test_a_block_whose_branch_is_empty_here_alone_passes() -> None:
    block = "blocks:\n  unit: {params: {n: }, layers: [{residual: [{repeat: $n, layers: [{conv: {filters: 4, kernel: 1}}]}]}]}\n"
    start = f"input: 8x8x4\n{block}layers:\n"
    assert found(f"{start}  - unit: 0\n  - unit: 1\n", "L112") == []
    (finding,) = found(f"{start}  - unit: 0\n", "L112")
    assert (finding.severity, finding.message) == (
        "warning",
        "`unit1/add1` reads the network's input twice: twice the same values",
    )
