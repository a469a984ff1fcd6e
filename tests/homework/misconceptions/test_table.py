"""What the table of slips says of each is what its module says."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cnncalc.homework.misconceptions import MISCONCEPTIONS, _asks, about, misconception
from cnncalc.homework.quantities import QUANTITIES


@pytest.mark.parametrize("code", MISCONCEPTIONS)
def test_the_table_says_what_each_is_about(code: str) -> None:
    found = misconception(code)
    assert found.code == code
    assert {ask for ask in QUANTITIES if code in _asks.codes(ask)} == found.asks


def test_each_code_is_listed_once() -> None:
    listed = [code for _, codes in _asks.ABOUT for code in codes.split()]
    assert sorted(listed) == sorted(MISCONCEPTIONS)


def test_the_likeliest_is_first() -> None:
    ranks = [found.rank for found in about("params")]
    assert ranks == sorted(ranks)


def test_only_those_are_imported_that_are_about_it() -> None:
    """A sheet with one wrong answer does not pay for the slips of everything else."""
    count = "sum(name.startswith('cnncalc.homework.misconceptions.') and '._' not in name for name in sys.modules)"
    code = f"import sys; from cnncalc.homework.misconceptions import about; print(len(about('params')), {count})"
    asked, imported = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert asked == imported
