"""Every figure that the lectures print, graded as an answer: right where it is right, wrong with its reason where not."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from cnncalc.homework.grading import Grader
from cnncalc.homework.key import read_key
from cnncalc.homework.results import Graded
from tests.homework.claims import Claim, claims
from tests.homework.claims.forms import FORMS, put

_NO_FIGURE = "a statement in words, no figure"
_NOT_PRINTED = "a question whose answer is not printed"
_GIVEN = "what is given is printed, not what comes out"
#: Claim -> why it is no answer to a question.
NO_ANSWERS = {
    "torch-floor-formula": _NO_FIGURE,
    "stack2-is-one-conv": _NO_FIGURE,
    "vgg16-most-memory": _NO_FIGURE,
    "vgg16-most-params": _NO_FIGURE,
    "three-3x3-params": _NO_FIGURE,
    "googlenet-no-fc": _NO_FIGURE,
    "coverage-corners": _NO_FIGURE,
    "conv2d-bias2": _NO_FIGURE,
    "conv2d-detect-all-ones": _NO_FIGURE,
    "kernel-edge": _NO_FIGURE,
    "kernel-box": _NO_FIGURE,
    "kernel-gauss": _NO_FIGURE,
    "slip-four-on-each-side": "a slip of the tongue in the middle of a sum whose result is right",
    "pool-hyperparameters": "how many settings a layer has is no figure of it",
    "pattern-N-up-to-five": "advice on how to build networks",
    "pattern-N-M-K": "advice on how to build networks",
    "pool-overlap-3-s2": "common settings of pools, without an input",
    "pool-settings": "common settings of pools, without an input",
    "formula-004": _GIVEN,
    "lenet5-sizes-001": _GIVEN,
    "lenet5-sizes-002": _GIVEN,
    "zfnet-conv1-stride": _GIVEN,
    "zfnet-literal": _GIVEN,
    "vgg-table-ocr": "a table that lost cells; the counts of what was printed stand in other claims",
    "kernels-0.1": _GIVEN,
    "pixels-62-36-9": _GIVEN,
    "general-nchw": "a formula of letters, the kernel's among them",
    "residual-identity": "a formula of letters",
    "spatial-7-3-p2": _NOT_PRINTED,
    "settings-F5-S2-001": _NOT_PRINTED,
    "settings-F5-S2-002": _NOT_PRINTED,
    "conv2d-weights-10": _NOT_PRINTED,
    "inception-naive-depth": _NOT_PRINTED,
    "inception-reduced-depth": _NOT_PRINTED,
    "conv1d-bias1": _NOT_PRINTED,
    "backprop-matmul-dx": _NOT_PRINTED,
    "backprop-matmul-dw": _NOT_PRINTED,
    "conv2d-padded": "the inner cells alone are printed",
    "conv2d-padded-relu": "the one cell that is not 0 is told in words",
    "maxpool-3-s3": "one cell is left blank",
    "backprop-relu-jacobian": "a Jacobian cannot be asked",
    "vgg16-mem-bwd": "a factor between two memories of one network cannot be asked",
}
#: Erratum -> the slips that are named; where there are none, the worked solution is the reason.
ERRATA: dict[str, tuple[str, ...]] = {
    "spatial-7-3-p1-wrong-answers": ("K201", "K202"),
    "ex-10x5x5-params-250": ("K103",),
    "ex-10x5x5-params-750": ("K101",),
    "slip-F-is-32": (),
    "alexnet-64-filters": (),
    "jacobian-256GB-dw": (),
    "vgg16-mem-total": ("K312",),
    "googlenet-4a-params": (),
    "googlenet-4b-params": ("K314",),  # 436.8K without one layer is 437K as well
    "googlenet-4c-params": (),
    "googlenet-4d-params": ("K109",),
    "googlenet-4e-params": (),
    "googlenet-5a-params": (),
    "googlenet-5a-ops": (),
    "googlenet-5b-params": (),
    "googlenet-conv1-params": (),
    "googlenet-conv1-ops": (),
    "googlenet-5M-001": (),
    "googlenet-5M-004": (),
    "googlenet-12x": (),
    "inception-reduced-total": ("K313",),
    "conv2d-garbled-filter": (),
    "padding-figure-values": ("K432",),
    "backprop-matmul-y": (),
}

_ALL = claims()
ANSWERS = [claim for claim in _ALL if claim.id not in NO_ANSWERS]


def graded(claim: Claim) -> list[Graded]:
    """Each part of a claim, as the answer to its question."""
    found = []
    for one in put(claim):
        key = read_key(json.dumps({"layout": one.layout, "questions": [one.question]}))
        found.append(Grader(key).answer(key.questions[0], one.answer))
    return found


def test_every_claim_is_graded_or_listed() -> None:
    assert len(_ALL) == len({claim.id for claim in _ALL}) == 263
    assert {claim.id for claim in _ALL} >= NO_ANSWERS.keys()
    assert len(ANSWERS) + len(NO_ANSWERS) == 263
    assert Counter(claim.word for claim in ANSWERS) == {"exact": 149, "rounded": 48, "erratum": 24}
    assert {claim.id for claim in ANSWERS if claim.word == "erratum"} == ERRATA.keys()


def test_every_form_is_used() -> None:
    """No form is there for nothing, and few are there for one claim alone."""
    used = Counter(next(form for keys, form in FORMS if keys <= claim.setup.keys()) for claim in ANSWERS)
    assert {form for _, form in FORMS} <= used.keys()


@pytest.mark.parametrize("claim", [claim for claim in ANSWERS if claim.word == "exact"], ids=lambda claim: claim.id)
def test_an_exact_claim_is_right(claim: Claim) -> None:
    found = graded(claim)
    assert found
    assert [one.status for one in found] == ["right"] * len(found), [one.message for one in found]


@pytest.mark.parametrize("claim", [claim for claim in ANSWERS if claim.word == "rounded"], ids=lambda claim: claim.id)
def test_a_rounded_claim_is_right_and_the_rounding_is_named(claim: Claim) -> None:
    (found,) = graded(claim)
    assert found.status == "right", found.message
    if claim.kind == "legality":
        return  # the word beside the fraction says all
    said = re.fullmatch(
        r"(?:(rounded to the nearest|cut off to) \S+|exact)(?:, [KMG]B? = (1000|1024|10\^|2\^).*)?", found.message
    )
    assert said, found.message
    ways = re.findall(r"K=(1000|1024) (floor|round)", claim.verdict)
    rule, base = "floor" if said[1] == "cut off to" else "round", "1024" if said[2] in ("1024", "2^") else "1000"
    assert not ways or (base, rule) in ways


@pytest.mark.parametrize("claim", [claim for claim in ANSWERS if claim.word == "erratum"], ids=lambda claim: claim.id)
def test_an_erratum_is_wrong_with_its_reason(claim: Claim) -> None:
    found = graded(claim)
    wrong = [one for one in found if one.status == "wrong"]
    assert wrong, found
    assert {one.status for one in found} <= {"right", "wrong"}
    assert tuple(code for one in wrong for code in one.misconceptions) == ERRATA[claim.id]
    for one in wrong:
        assert one.misconceptions or one.expected in one.message or "found" in one.message
        assert one.solution or "cell" in one.message


DISPUTES = [
    # 13.5 places: strict, the layer does not fit; under a floor, 13 is right
    ("ask: legal, input: 28x28x3, layer: {conv: {filters: 8, kernel: 3, stride: 2}}", "13.5", "right", ()),
    ("ask: legal, input: 28x28x3, layer: {conv: {filters: 8, kernel: 3, stride: 2}}", "illegal", "right", ()),
    ("ask: size, input: 28x28x3, layer: {conv: {filters: 8, kernel: 3, stride: 2}}", "13x13", "wrong", ("K204",)),
    ("ask: legal, input: 28x28x3, layer: {conv: {filters: 8, kernel: 3, stride: 2}}", "13", "wrong", ("K204",)),
    ("ask: size, input: 28x28x3, layer: {conv: {filters: 8, kernel: 3, stride: 2, rounding: floor}}", "13", "right", ()),
    ("ask: legal, input: 28x28x3, layer: {conv: {filters: 8, kernel: 3, stride: 2, rounding: floor}}", "13x13", "right", ()),
    # (8*8*3 + 1)*20
    ("ask: params, input: 32x32x3, layer: {conv: {filters: 20, kernel: 8}}", "3860", "right", ()),
    ("ask: params, input: 32x32x3, layer: {conv: {filters: 20, kernel: 8}}", "(8*8*3+1)*20 = 3,860", "right", ()),
    ("ask: params, input: 32x32x3, layer: {conv: {filters: 20, kernel: 8}}", "3,880", "wrong", ("K106",)),
    ("ask: params, network: alexnet, layer: conv1", "35K", "right", ()),
    ("ask: activations, network: vgg16", "24M", "wrong", ("K312",)),
    ("ask: memory, network: vgg16", "93 MB", "wrong", ("K312",)),
    ("ask: memory, network: vgg16", "60.95 MB", "right", ()),
    ("ask: activations, network: vgg16", "15.2M", "right", ()),
]  # fmt: skip


@pytest.mark.parametrize(("question", "answer", "status", "first"), DISPUTES)
def test_disputes_that_courses_had(question: str, answer: str, status: str, first: tuple[str, ...]) -> None:
    key = read_key(f"questions:\n  - {{{question}}}\n")
    found = Grader(key).answer(key.questions[0], answer)
    assert (found.status, found.misconceptions[:1]) == (status, first), found.message
