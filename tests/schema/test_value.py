"""`cnncalc value --format json` is what its schema says, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cnncalc.schema import schema_of
from tests.cli.runner import call
from tests.schema.judge import validator
from tests.schema.test_outputs import _undescribed


def document(*arguments: str) -> Any:
    done = call("value", *arguments, "--format", "json")
    assert (done.status, done.err) == (0, "")
    found = json.loads(done.out)
    assert [error.message for error in validator("value").iter_errors(found)] == []
    return found


@pytest.mark.parametrize(
    "arguments",
    [
        "correlation --filter gauss --response",
        "correlation --filter [[[1,2]],[[3,4]]] --response --bias 1/2 --then relu",
        "convolution --input [[1,2],[3,4]] --filter identity --padding same --upstream [[1,2],[3,4]]",
        "correlation --input 1,2,3 --filter 1,1 --stride 2 --rounding floor --dilation 1 --padding-mode shrink",
        "correlation --input 1,2,3 --filter box --padding valid --bias -1/2",
        "deconv --input 1,2,3 --filters [[1,1],[2,0]] --bias 1,2 --scale 2/3 --stride 2 --padding [[0,1]]",
        "avgpool --input 1,2,3 --kernel 2 --stride 1 --padding 1 --count-padding false",
        "fc --input 1,2 --weight [[3,4]] --bias 5 --upstream [1]",
        "batchnorm --input 1,3 --mean 0 --variance 15/4 --epsilon 1/4 --gamma 2 --beta 1",
        "add --input 1,2 --skip 3,4",
    ],
)
def test_json_is_what_its_schema_says(arguments: str) -> None:
    found = document(*arguments.split())
    assert found["op"] == arguments.split()[0]


def test_the_schema_refuses_other_things() -> None:
    found = document("relu", "--input", "1/2 1")
    for key, value in (("output", [0.5]), ("output", ["0.5"]), ("output", ["2/0"]), ("shape", ["2"]), ("more", 1)):
        assert not validator("value").is_valid({**found, key: value}), (key, value)


def test_every_key_is_described() -> None:
    assert _undescribed(schema_of("value")) == []
