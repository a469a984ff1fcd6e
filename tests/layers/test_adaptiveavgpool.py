from __future__ import annotations

import pytest

from tests.conformance import Case, check, facts_of, refused

CASES = [
    Case({"output": 7}, "7x7x2", "7x7x2", operations={"div": 98}),
    Case({"output": "6x6"}, "12x12x1", "6x6x1", operations={"add": 108, "div": 36}),
    Case({"output": [2, 3]}, "4x6x2", "2x3x2", operations={"add": 36, "div": 12}),
    Case({"output": 4}, "6x6x1", "4x4x1"),
    Case({"output": 7}, "3x5x1", "7x7x1"),
    Case({"output": 1}, "5x3x2", "1x1x2", operations={"add": 28, "div": 2}),
    Case({"output": 3}, "8x2", "3x2"),
    Case({"output": [1, 2, 2]}, "3x4x5x1", "1x2x2x1"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_adaptiveavgpool(case: Case) -> None:
    check("adaptiveavgpool", case)


def test_refusals() -> None:
    refused(
        "adaptiveavgpool",
        {"output": 7},
        "10",
        "H306",
        "",
        "`adaptiveavgpool` needs a volume, but the input is a vector of 10",
    )
    refused("adaptiveavgpool", {"output": 0}, "7x7x1", "H303", "output", "`output` must be at least 1, found 0")
    refused("adaptiveavgpool", {"output": 2_000_000}, "7x7x1", "S103", "output", "`output` is too large: 2,000,000")


def test_windows_in_too_many_ways() -> None:
    """Which cells each window reads is told exactly, or not at all."""
    words = "8,192 windows on 16,383 cells lie in 8,192 ways"
    refused("adaptiveavgpool", {"output": 8_192}, "16383x1", "S103", "output", words)
    assert facts_of("adaptiveavgpool", {"output": 8_192}, "16384x1").output == (1, (8_192,))
