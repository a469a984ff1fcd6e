"""Outside oracles: skipped where they are not installed, demanded where CNNCALC_REQUIRE_ORACLES=1."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any, NoReturn

import pytest


def oracle_or_skip(name: str) -> Any:
    """An oracle's module."""
    try:
        return import_module(name)
    except ImportError as error:
        lacking(f"{name} is not installed: {error}")


def lacking(reason: str) -> NoReturn:
    """What a test needs is not there."""
    if os.environ.get("CNNCALC_REQUIRE_ORACLES") == "1":
        pytest.fail(f"{reason}, but CNNCALC_REQUIRE_ORACLES=1")
    pytest.skip(reason, allow_module_level=True)
