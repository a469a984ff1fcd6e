"""Where arrays come from: the only file that imports numpy, cupy or threadpoolctl."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import Any

from cnncalc.diagnostics import UsageError

#: Device -> the module, and what installs it.
_MODULES = {"cpu": ("numpy", "run"), "gpu": ("cupy", "gpu")}
#: Characters of what a module says where it fails.
_TEXT = 300
DEVICES = tuple(_MODULES)
DTYPES = {"cpu": ("float32", "float64"), "gpu": ("float32", "float64", "float16")}


def module(name: str, extra: str = "run") -> Any:
    """An optional module. Raises UsageError, one line with the command that installs it, where it is absent; with the
    module's own words where it is there and fails, as CuPy does without CUDA's libraries."""
    try:
        return import_module(name)
    except ImportError as error:
        top = name.split(".")[0]
        package = {"PIL": "Pillow", "cupy": "CuPy", "ml_dtypes": "ml-dtypes", "numpy": "NumPy"}.get(top, top)
        if isinstance(error, ModuleNotFoundError) and error.name == top:
            raise UsageError(f"{package} is not installed", f"pip install 'cnncalc[{extra}]'") from None
        raise UsageError(f"{package} cannot be imported: {_cause(error)}") from None


def _cause(error: BaseException) -> str:
    """What went wrong first, on one line: NumPy and CuPy write a page around it."""
    from textwrap import shorten

    while error.__cause__ is not None:
        error = error.__cause__
    return shorten(str(error), _TEXT, placeholder=" ...") or type(error).__name__


def namespace(device: str) -> Any:
    """numpy or cupy. Raises UsageError where it is absent, or where there is no GPU."""
    name, extra = _MODULES[device]
    xp = module(name, extra)
    if device == "gpu":
        try:
            xp.cuda.runtime.getDeviceCount()
        except xp.cuda.runtime.CUDARuntimeError as error:
            raise UsageError(f"there is no GPU that CuPy can use: {error}", "--device cpu") from None
    return xp


class Blas:
    """The matrix products' own threads: how many there are, and how to have them rest while this package's workers work."""

    def __init__(self) -> None:
        controller = module("threadpoolctl").ThreadpoolController().select(user_api="blas")
        libraries = controller.info()
        self._controller = controller
        self.threads: int = max((library["num_threads"] for library in libraries), default=1)
        self.name: str = ", ".join(
            sorted({f"{library['internal_api']} {library['version'] or ''}".strip() for library in libraries})
        )

    def resting(self) -> AbstractContextManager[Any]:
        """One thread a product, so that each worker does its own."""
        limited: AbstractContextManager[Any] = self._controller.limit(limits=1) if self.name else nullcontext()
        return limited
