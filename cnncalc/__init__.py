"""cnncalc: an exact calculator for convolutional networks. Importing it loads neither yaml nor rich."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = [
    "Architecture", "CnnCalcError", "Diagnostic", "Limits", "Report", "Row", "UsageError", "__version__",
    "analyze", "load", "loads",
]  # fmt: skip

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.api import Architecture, analyze, load, loads
    from cnncalc.diagnostics import CnnCalcError, Diagnostic, UsageError
    from cnncalc.report import Report
    from cnncalc.spec.nodes import Limits

_HOMES = {
    "Architecture": "cnncalc.api",
    "analyze": "cnncalc.api",
    "load": "cnncalc.api",
    "loads": "cnncalc.api",
    "Report": "cnncalc.report",
    "Row": "cnncalc.analysis.report",
    "CnnCalcError": "cnncalc.diagnostics",
    "Diagnostic": "cnncalc.diagnostics",
    "UsageError": "cnncalc.diagnostics",
    "Limits": "cnncalc.spec.nodes",
}

if not TYPE_CHECKING:  # a type checker is to know the names above and no others

    def __getattr__(name: str) -> Any:
        if name in _HOMES:
            from importlib import import_module

            return getattr(import_module(_HOMES[name]), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
