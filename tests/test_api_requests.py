"""What is asked for from Python: inputs, options, limits and dicts that make no sense; reports and exceptions that travel."""

from __future__ import annotations

import copy
import pickle
import re
from typing import Any

import pytest

import cnncalc
from cnncalc import CnnCalcError, UsageError
from tests.test_api import CONV, TEXT, refused


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        ({"rounding": "x"}, "no rounding"),
        ({"rounding": 5}, "the rounding must be a word, found one of the type int"),
        ({"batch": 0}, "the batch must be an integer of at least 1, found 0"),
        ({"batch": True}, "the batch must be an integer of at least 1, found True"),
        ({"batch": 1.5}, "found one of the type float"),
        ({"dtype": "float3"}, "did you mean `float32`"),
        ({"dtype": None}, "the dtype must be a word, found one of the type NoneType"),
        ({"dtype": int}, "the dtype must be a word, found one of the type type"),
        ({"dtype": ["float32"]}, "the dtype must be a word, found one of the type list"),
        ({"input": "9" * 30}, "`limits=cnncalc.Limits(size=...)` raises the limit"),
        ({"input": "(3, 3, 3)"}, "`input` must be a volume"),
        ({"input": [3, "x"]}, "`input` must be a volume"),
        ({"input": {3}}, "`input` is of the type set"),
    ],
)
def test_an_impossible_request_is_refused(request_: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)) as found:
        cnncalc.load("resnet50").analyze(**request_)
    assert found.value.findings == ()
    assert isinstance(found.value, CnnCalcError)
    assert "--" not in str(found.value)


def test_inputs_are_texts_or_numbers() -> None:
    volume = cnncalc.loads("input: 8x8x3\nlayers: [fc: 2]\n")
    assert [str(volume.analyze(input=given).input) for given in ("4x4x3", (4, 4, 3), [4, 4, 3])] == ["4x4x3"] * 3
    vector = cnncalc.loads("input: 8\nlayers: [fc: 2]\n")
    assert [str(vector.analyze(input=given).input) for given in (48, "48", (48,))] == ["48"] * 3


@pytest.mark.parametrize(
    ("own", "given", "says"),
    [
        ("8x8x3", "64x64", "input 64x64 is a sequence of 64 places with 64 channels, but the file's input, 8x8x3, has height "
                           "and width\n  help: write 64x64x3"),
        ("8x8x3", (64, 3), "input 64x3 is a sequence of 64 places with 3 channels, but the file's input, 8x8x3, has height "
                           "and width\n  help: write 64x64x3"),
        ("8x8x3", 64, "input 64 is a vector of 64 values, but the file's input, 8x8x3, has height and width"
                      "\n  help: write 64x64x3"),
        ("8x8x3", "1x3x8x8", "input 1x3x8x8 has depth, height and width, but the file's input, 8x8x3, has height and width"
                             "\n  help: write it as the file's: height x width x channels"),
        ("3072", "32x32x3", "input 32x32x3 has height and width, but the file's input, 3072, is a vector of 3,072 values"
                            "\n  help: write 3072"),
        ("12x1", 30, "input 30 is a vector of 30 values, but the file's input, 12x1, is a sequence\n  help: write 30x1"),
        ("$size", (4, 4), "but the file's input, 6x6x1, has height and width"),
    ],
)  # fmt: skip
def test_another_input_has_the_axes_of_the_files(own: str, given: Any, says: str) -> None:
    architecture = cnncalc.loads(f"params: {{size: 5}}\ninput: {own}\nlayers: [fc: 2]\n", size=[6, 6, 1])
    with pytest.raises(UsageError) as found:
        architecture.analyze(given)
    assert says in str(found.value)


def test_an_input_is_not_held_against_one_that_cannot_be_read() -> None:
    assert str(cnncalc.loads("input: [8, x]\nlayers: [fc: 2]\n").analyze("4x4x3").input) == "4x4x3"
    assert "expected a mapping" in str(refused("- fc: 2", input="4x4x3"))
    assert "expected a mapping" in str(refused("- fc: 2", input="4x4x3", variant="a"))


def test_a_request_is_refused_where_it_is_made() -> None:
    with pytest.raises(UsageError, match=r"^vgg.cnn.yaml has no variant `x`\n  help: it has vgg-d, vgg16"):
        cnncalc.load("vgg16", variant="x")
    with pytest.raises(UsageError, match=r"resnet.cnn.yaml has no parameter `depth`\n  help: did you mean `depths`"):
        cnncalc.load("resnet50", depth=3)
    with pytest.raises(UsageError, match="the variant must be a word, found one of the type int"):
        cnncalc.load("resnet50", variant=5)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="the variant must be a word"):
        cnncalc.loads(TEXT, variant=0)  # type: ignore[arg-type]
    limits: Any = 3
    readers: tuple[tuple[Any, Any], ...] = ((cnncalc.load, "vgg16"), (cnncalc.loads, TEXT), (cnncalc.loads, {"input": 3}))
    for read, source in readers:
        with pytest.raises(UsageError, match=r"the limits must be cnncalc\.Limits, found one of the type int"):
            read(source, limits=limits)
    with pytest.raises(UsageError, match="there is no file"):
        cnncalc.load("\ud800.yaml")


def test_options_of_analyze() -> None:
    source = {"input": "7x7x3", "layers": [CONV, {"fc": 2}]}
    assert cnncalc.analyze(source, rounding="floor").totals.cost.params == 3 * 3 * 3 * 8 + 8 + 2 * 2 * 8 * 2 + 2
    assert cnncalc.analyze(source, rounding="floor", count_biases=False).totals.cost.params == 3 * 3 * 3 * 8 + 2 * 2 * 8 * 2
    assert [row.error for row in cnncalc.analyze(source, strict=False)] == ["H302", None]
    assert "Y013" in str(refused(source, limits=cnncalc.Limits(layers=1)))


MADE = {
    "a bundled network": lambda: cnncalc.load("resnet18", depths=[1, 1, 1, 1]).analyze(
        "64x64x3", 2, "float16", count_biases=False
    ),
    "a dict": lambda: cnncalc.analyze({"input": "8x8x3", "layers": [{"repeat": 2, "layers": ["relu"]}, {"fc": "$(2 * 3)"}]}),
    "a faulty dict": lambda: cnncalc.analyze({"input": "7x7x3", "layers": [CONV, "rleu"]}, strict=False),
    "a faulty text": lambda: cnncalc.loads(TEXT).analyze(strict=False),
}


@pytest.mark.parametrize("name", MADE)
def test_a_report_is_pickled_and_copied(name: str) -> None:
    report = MADE[name]()
    for twin in (pickle.loads(pickle.dumps(report)), copy.deepcopy(report)):
        assert isinstance(twin, cnncalc.Report)
        assert twin.to_dict() == report.to_dict()
        assert (twin.findings, twin.changed, twin.path, str(twin)) == (report.findings, report.changed, report.path, str(report))


def test_exceptions_are_pickled() -> None:
    """A worker of a pool that cannot send its exception back takes the pool with it."""
    error = refused(TEXT)
    twin = pickle.loads(pickle.dumps(error))
    assert (type(twin), str(twin), twin.findings, twin.source) == (CnnCalcError, str(error), error.findings, TEXT)
    assert twin.report.to_dict() == error.report.to_dict()
    with pytest.raises(UsageError) as found:
        cnncalc.load("vgg17")
    again = pickle.loads(pickle.dumps(found.value))
    assert (type(again), again.message, again.help) == (UsageError, found.value.message, found.value.help)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ({"layers": [{"conv": {"filters": {1}}}]}, "`layers[0].conv.filters` is of the type set"),
        ({"layers": [{"fc": object()}]}, "`layers[0].fc` is of the type object"),
        ({"layers": [{3: 4}]}, "the keys of `layers[0]` must be words, found one of the type int"),
        ({4: 4}, "the keys of an architecture must be words"),
        ({"layers": [b"relu"]}, "`layers[0]` is of the type bytes"),
        ({"params": {"x": 10**5000}}, "`params.x` is a number of 16,610 bits"),
        ({"a" * 2000: 1}, "longer than 1,000 characters"),
        ({"name": "a\ud800"}, "`name` holds half a character, U+D800, which no file could hold"),
        ({"layers": [{"\udfffc": 4}]}, '`layers[0]["\\udfffc"]` holds half a character, U+DFFF'),
        (["relu"], "not one of the type list"),
        ("vgg16", "`vgg16` is a name, not a text\n  help: cnncalc.load('vgg16')"),
    ],
)
def test_what_no_file_could_hold_is_refused(source: Any, says: str) -> None:
    error = refused(source)
    assert isinstance(error, UsageError)
    assert says in str(error)


def test_a_dict_that_holds_itself_is_refused() -> None:
    source: dict[str, Any] = {"input": 3}
    source["layers"] = [source]
    assert "nested deeper than 64 levels" in str(refused(source))
    with pytest.raises(UsageError, match="`depths` is of the type set"):
        cnncalc.load("resnet50", depths={1})


def test_limits_are_raised_in_python() -> None:
    many = {"input": 3, "layers": [{"repeat": 30_000, "layers": ["relu"]}]}
    error = refused(many)
    assert "`limits=cnncalc.Limits(layers=...)` raises the limit" in str(error)
    assert "--" not in str(error)
    assert len(cnncalc.loads(many, limits=cnncalc.Limits(layers=40_000)).analyze()) == 30_000
    with pytest.raises(CnnCalcError, match=r"Limits\(bytes=") as found:
        cnncalc.load("vgg16", limits=cnncalc.Limits(bytes=10))
    assert "--" not in str(found.value)
