"""cnncalc: an exact calculator for convolutional networks. Importing it loads neither yaml nor rich."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Architecture", "CnnCalcError", "Report", "__version__", "load", "loads"]

if TYPE_CHECKING:
    from cnncalc.analysis.report import Report
    from cnncalc.api import Architecture, load, loads
    from cnncalc.diagnostics import CnnCalcError

_HOMES = {
    "Architecture": "cnncalc.api",
    "load": "cnncalc.api",
    "loads": "cnncalc.api",
    "Report": "cnncalc.analysis.report",
    "CnnCalcError": "cnncalc.diagnostics",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
