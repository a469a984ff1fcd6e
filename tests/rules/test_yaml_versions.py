"""L409: what PyYAML's own resolver takes for another thing than the language does."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncalc.rules.yaml_versions import read_otherwise
from cnncalc.spec.scalars import Trap, resolve
from tests.rules.found import found

DAY, TIME = "[0-9]{3,4}-[0-9]{1,2}-[0-9]{1,2}", r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?"
TYPES = {"int": int, "float": float, "bool": bool, "null": type(None), "str": str}


def by_pyyaml(text: str) -> str:
    """What a plain scalar is to PyYAML: `int`, `timestamp` ..."""
    return yaml.SafeLoader("").resolve(yaml.ScalarNode, text, (True, False)).rpartition(":")[2]  # type: ignore[no-untyped-call, no-any-return]


def held(text: str) -> None:
    """A scalar that the language accepts is found where PyYAML reads another type, and nowhere else."""
    value = resolve(text)
    if not isinstance(value, Trap):
        assert (read_otherwise(text, value) is None) == (TYPES.get(by_pyyaml(text)) is type(value)), (text, by_pyyaml(text))


@settings(max_examples=3_000, deadline=None)
@given(st.text("0123456789+-._:eExobTtZzNanIiFf <=~", max_size=12))
def test_any_scalar(text: str) -> None:
    held(text.strip())


@settings(max_examples=1_000, deadline=None)
@given(st.from_regex(DAY + rf"([Tt ]+{TIME}( *(Z|[-+][0-9]{{1,2}}(:[0-9]{{2}})?))?)?", fullmatch=True))
def test_any_date(text: str) -> None:
    held(text)


@settings(max_examples=1_000, deadline=None)
@given(st.from_regex(r"[-+]?[0-9_]{0,3}[.:]?[0-9_]{0,3}([eE][-+]?[0-9]{1,2})?", fullmatch=True))
def test_any_number(text: str) -> None:
    held(text)


@pytest.mark.parametrize(
    "text", ["y", "n", "Y", "N", "null", "Null", "~", "", "true", "TRUE", "<<", "=", ".inf", "-.INF", ".NaN", "1.", "+1", "-0"]
)
def test_words(text: str) -> None:
    held(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1e-3", ("`1e-3` is a number here, but a text to readers of YAML 1.1", "write 1.0e-3")),
        ("1.5e3", ("`1.5e3` is a number here, but a text to readers of YAML 1.1", "write 1.5e+3")),
        ("-.5", ("`-.5` is a number here, but a text to readers of YAML 1.1", "write -0.5")),
        ("+.5E6", ("`+.5E6` is a number here, but a text to readers of YAML 1.1", "write +0.5e+6")),
        ("2015-12-10", ("`2015-12-10` is a word here, but a date to readers of YAML 1.1", "quote it")),
        ("1.0_0", ("`1.0_0` is a word here, but a number to readers of YAML 1.1", "quote it")),
        ("0x_1f", ("`0x_1f` is a word here, but a number to readers of YAML 1.1", "quote it")),
        ("=", ("`=` is a word here, but a sign of its own to readers of YAML 1.1", "quote it")),
        ("1.0e-3", None),
        (".5", None),
    ],
)
def test_what_is_said(text: str, told: tuple[str, str] | None) -> None:
    assert read_otherwise(text, resolve(text)) == told
    if told and told[1] != "quote it":
        better = told[1].removeprefix("write ")
        assert (by_pyyaml(better), resolve(better)) == ("float", resolve(text))


def test_where_it_looks() -> None:
    text = """\
name: 2015-12-10
source: "2015-12-10"
input: 8x8x3
params: {eps: &eps 1e-3, other: *eps, more: '1e-3'}
blocks: {b: {layers: [{batchnorm: {eps: $(1e-3)}}]}}
layers:
  - branches: {2015-12-10: [b, {batchnorm: {eps: $eps}}], b: [{batchnorm: {eps: .001}}]}
    merge: concat
  - {batchnorm: {eps: $(other + more)}, name: a}
""".replace("$(other + more)", "$other")
    assert [finding.span[:2] for finding in found(text, "L409") if finding.span] == [(1, 7), (4, 15), (7, 16)]
