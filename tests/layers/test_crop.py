from __future__ import annotations

import pytest

from cnncalc.api import loads
from cnncalc.diagnostics import Diagnostic
from cnncalc.tensor import Shape
from tests.conformance import Case, check, facts_of, refused

CASES = [
    Case({"to": "up"}, ("64x64x4", "56x56x8"), "56x56x4", loop=False),
    Case({"to": "up"}, ("6x7x2", "4x4x1"), "4x4x2"),
    Case({"to": "up"}, ("5x5x2", "5x5x3"), "5x5x2"),
    Case({"to": "up"}, ("9x2", "4x1"), "4x2"),
    Case({"to": "up"}, ("3x3x3x1", "2x1x3x1"), "2x1x3x1"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_crop(case: Case) -> None:
    check("crop", case)


def test_an_odd_surplus_goes_at_the_end() -> None:
    (axis,) = facts_of("crop", {"to": "up"}, ("9x1", "4x1")).axes
    assert (-axis.before, -axis.after) == (2, 3)


def test_refusals() -> None:
    refused("crop", {"to": "up"}, ("4x4x1", "6x4x1"), "H305", "to", "4x4x1 cannot be cropped to the larger 6x4x1")
    refused("crop", {"to": "up"}, ("4x4x1", "4x1"), "H305", "to", "volumes of one rank")
    refused("crop", {"to": "up"}, ("4", "4x4x1"), "H306", "", "vector of 4")


TEXT = """
input: 9x9x2
layers:
  - {name: wide, conv: {filters: 4, kernel: 1}}
  - {name: narrow, conv: {filters: 8, kernel: 3, stride: 2}}
  - {name: middle, crop: {to: narrow}, from: wide}
  - concat: [middle, narrow]
"""


def test_in_a_network() -> None:
    """The other layer's shape is read, not its values: it is no input, and it need not stay alive."""
    report = loads(TEXT).analyze()
    assert report.findings == ()
    row = report.row("middle")
    assert row is not None
    assert row.inputs == ("wide",)
    assert row.input_shapes == (Shape(4, (9, 9)),)
    assert row.output == Shape(4, (4, 4))
    assert row.field is not None
    assert row.field.to_dict()["size"] == [1, 1]
    assert row.field.to_dict()["padding"] == [-2, -2]
    assert report.totals.weight_layers == 2


def test_a_name_that_is_not_there() -> None:
    (finding,) = _findings("narrower")
    assert (finding.code, finding.message) == ("G201", "there is no layer `narrower`")
    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == (6, 31)
    (finding,) = _findings("concat1")
    assert (finding.code, finding.message) == ("G203", "a cycle: middle -> concat1 -> middle")


def _findings(name: str) -> list[Diagnostic]:
    return list(loads(TEXT.replace("to: narrow", f"to: {name}")).analyze(strict=False).findings)


def test_the_name_may_be_computed() -> None:
    text = TEXT.replace("input: 9x9x2", "input: 9x9x2\nparams: {which: row}").replace("to: narrow", "to: nar$which")
    report = loads(text).analyze()
    assert report.findings == ()
    assert report.complete
