from __future__ import annotations

import pytest

from tests.conformance import Case, check, refused

CASES = [
    Case({}, ("28x28x128", "28x28x192", "28x28x96", "28x28x256"), "28x28x672", loop=False),
    Case({}, ("3x2x4", "3x2x1", "3x2x2"), "3x2x7"),
    Case({}, ("10", "10"), "20"),
    Case({}, ("10", "12"), "22"),
    Case({}, ("4x3", "4x1"), "4x4"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_concat(case: Case) -> None:
    check("concat", case)


@pytest.mark.parametrize("pair", [("28x28x3", "14x14x3"), ("28x28x3", "28x27x3"), ("4x4x3", "48")])
def test_other_sizes_are_refused(pair: tuple[str, str]) -> None:
    refused("concat", {}, pair, "H305", "", f"`concat` needs equal height and width, found {pair[0]} and {pair[1]}")
