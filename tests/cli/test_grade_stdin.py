"""`cnncalc grade` with a submission or a key on standard input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.runner import call
from tests.cli.test_grade import ADA, BOB, KEY, TABLE, grade, room

__all__ = ["room"]


@pytest.mark.parametrize(
    ("text", "graded"), [(ADA, [3]), (BOB, [4]), (TABLE, [2, 0]), (ADA.replace("answers: {", "answers:\n  {"), [3])]
)
def test_a_submission_on_standard_input(room: Path, text: str, graded: list[int]) -> None:
    done = call("grade", "-", "--key", "hw.key.yaml", "-f", "json", stdin=text, cwd=room)
    assert done.err == ""
    found = json.loads(done.out)["submissions"]
    assert [(one["path"], one["score"]) for one in found] == [("<stdin>", score) for score in graded]


def test_a_key_on_standard_input(room: Path) -> None:
    for arguments in (("in/ada.yaml",), ("--check-key",)):
        done = call("grade", *arguments, "--key", "-", stdin=KEY, cwd=room)
        assert done.out == grade(room, *arguments).out
    done = call("grade", "-", "--key", "-", stdin=KEY, cwd=room)
    assert (done.status, done.err) == (
        2, "cnncalc: standard input is one file, and `-` is named twice\n  help: name the others\n",
    )  # fmt: skip
