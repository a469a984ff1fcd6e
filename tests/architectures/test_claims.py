"""Every figure that the lectures print about networks, computed by cnncalc: right where they are right, and where not."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from math import floor
from typing import Any

import pytest

from tests.architectures.claims import CHECKERS, Claim, claims

#: Claim -> why cnncalc does not compute it.
NOT_COMPUTED: dict[str, str] = {}

#: Parts of `exact` that are remarks, not figures.
REMARKS = {"vgg-table-ocr": {"cells_lost_in_the_text"}}  # which cells a text lost is a property of the text


def exact(claim: Claim) -> Any:
    """The figures of `exact`."""
    left_out = REMARKS.get(claim.id, set())
    if left_out:
        assert left_out < set(claim.exact)
        return {name: figure for name, figure in claim.exact.items() if name not in left_out}
    return claim.exact


@pytest.mark.parametrize("claim", [claim for claim in claims() if claim.id not in NOT_COMPUTED], ids=lambda claim: claim.id)
def test_claim(claim: Claim) -> None:
    assert CHECKERS[claim.kind](claim) == exact(claim)


def test_all_are_there() -> None:
    kinds = Counter(claim.kind for claim in claims())
    assert kinds == {
        "shape": 65, "published-table": 46, "params": 38, "memory": 27, "legality": 24, "weights-total": 14, "ops": 12,
        "receptive_field": 3,
    }  # fmt: skip
    assert sum(kinds.values()) == len({claim.id for claim in claims()}) == 229
    assert set(NOT_COMPUTED) <= {claim.id for claim in claims()}
    assert len(NOT_COMPUTED) <= 5


#: The figures of a compound `exact` that the deck's own figure is about.
STATED = ("total", "weights", "with_biases", "plain", "plain_weights", "plain_with_biases", "weights_and_biases", "weights_only")
UNITS = {"": 0, "K": 1, "M": 2}


def figures_of(found: Any) -> list[int]:
    if isinstance(found, dict):
        return [found[name] for name in STATED if name in found]
    return [found] if isinstance(found, int) else []


def printed_figure(claim: Claim) -> tuple[str, str] | None:
    """`~3.2M ops` as 3.2 and M."""
    found = re.fullmatch(r"~?(\d+(?:\.\d+)?)([KM]?)(?: ops| weight layers| layers| \(.*\))?", str(claim.claim))
    return (found[1], found[2]) if found else None


def roundings(claim: Claim, number: str, unit: str, value: int) -> set[Fraction]:
    """A count as a deck may print it: in thousands of 1000 or 1024, cut or rounded to the place that is printed."""
    named = re.search(rf"to the nearest ([\d.]+){unit}", claim.verdict) if unit else None
    step = Fraction(named[1]) if named else Fraction(1, 10 ** len(number.partition(".")[2]))
    places = [Fraction(value, thousand ** UNITS[unit]) / step for thousand in (1000, 1024)]
    return {whole * step for place in places for whole in (floor(place), floor(place + Fraction(1, 2)))}


def test_printed_figures_are_what_the_verdicts_say() -> None:
    """Exact: equal. Rounded: equal after some rounding. An erratum: not even then."""
    seen = Counter[str]()
    for claim in claims():
        printed, values = printed_figure(claim), figures_of(CHECKERS[claim.kind](claim))
        if printed is None or not values:
            continue
        number, unit = printed
        word = re.split(r"\W", claim.verdict)[0]
        same = any(Fraction(number) in roundings(claim, number, unit, value) for value in values)
        equal = Fraction(number) * 1000 ** UNITS[unit] in values
        assert {"exact": equal, "rounded": same, "erratum": not same}[word], claim.id
        seen[word] += 1
    assert seen == {"exact": 36, "rounded": 43, "erratum": 15}


def test_printed_shapes_are_what_the_verdicts_say() -> None:
    shapes = [
        claim for claim in claims() if re.fullmatch(r"\[?\d+(x\d+)*\]?", str(claim.claim)) and isinstance(claim.exact, list)
    ]
    assert len(shapes) > 40
    for claim in shapes:
        assert "x".join(map(str, CHECKERS[claim.kind](claim))) == claim.claim.strip("[]"), claim.id
