"""Outside oracles: skipped where they are not installed, demanded where CNNCALC_REQUIRE_ORACLES=1."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import pytest


def oracle_or_skip(name: str) -> Any:
    """An oracle's module."""
    try:
        return import_module(name)
    except ImportError as error:
        reason = f"{name} is not installed: {error}"
        if os.environ.get("CNNCALC_REQUIRE_ORACLES") == "1":
            pytest.fail(f"{reason}, but CNNCALC_REQUIRE_ORACLES=1")
        pytest.skip(reason, allow_module_level=True)
