"""A namespace that behaves as CuPy's does, made of NumPy: its arrays refuse NumPy's, and whatever is called is noted down.

What is noted can be looked up in CuPy, which imports without a GPU.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any, NamedTuple

from tests.oracle import oracle_or_skip

numpy = oracle_or_skip("numpy")
#: What takes NumPy's arrays to the device.
_TAKES_HOSTS = ("array", "asarray", "ascontiguousarray")


class Use(NamedTuple):
    """One way in which something was called: how many arguments were given by position, and those by name."""

    path: str  # in the namespace: `lib.stride_tricks.as_strided`; of arrays and generators `ndarray.sum`
    given: int
    keywords: frozenset[str]


_NDArray: Any = numpy.ndarray


class Device(_NDArray):  # type: ignore[misc]  # NumPy is Any
    """An array on the device: what meets it must lie there too, or be a number. `uses` is set by `Recorder`."""

    uses: set[Use]

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, out: Any = None, **keywords: Any) -> Any:
        into = {} if out is None else {"out": tuple(_host(array) for array in out)}
        return _device(getattr(ufunc, method)(*map(_host, inputs), **into, **keywords), out[0] if out else None)

    def __array_function__(self, function: Any, types: Any, arguments: Any, keywords: Any) -> Any:
        raise TypeError(f"NumPy's own `{function.__name__}` was given an array of the device")

    def __getitem__(self, place: Any) -> Any:
        return _device(_host(self)[_host(place)])

    def __setitem__(self, place: Any, value: Any) -> None:
        _host(self)[_host(place)] = _host(value)

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if name.startswith("__") or name == "uses":
            return found
        if not callable(found):
            Device.uses.add(Use(f"ndarray.{name}", 0, frozenset()))
            return found
        return partial(_call, self, name)


def _call(array: Device, name: str, *arguments: Any, **keywords: Any) -> Any:
    """A method of an array."""
    Device.uses.add(Use(f"ndarray.{name}", len(arguments), frozenset(keywords)))
    method = getattr(_host(array), name)
    return _device(method(*map(_host, arguments), **{key: _host(value) for key, value in keywords.items()}))


def _host(value: Any) -> Any:
    """NumPy's view of what a call is given. Raises TypeError for an array that is NumPy's already."""
    if isinstance(value, Device):
        return numpy.ndarray.view(value, numpy.ndarray)
    if isinstance(value, numpy.ndarray):
        raise TypeError("an array of NumPy meets one of the device")
    return type(value)(map(_host, value)) if isinstance(value, (list, tuple)) else value


def _device(value: Any, same: Any = None) -> Any:
    """What a call gives back, on the device; `same` where it was told to write there. Reductions give arrays, not numbers."""
    if same is not None:
        return same
    if isinstance(value, (numpy.ndarray, numpy.generic)):
        return numpy.asarray(value).view(Device)
    return type(value)(map(_device, value)) if isinstance(value, (list, tuple)) else value


class Recorder:
    """The namespace, or one of its modules. `uses` gets every call and every name that is read."""

    def __init__(self, uses: set[Use], module: Any = numpy, path: str = "") -> None:
        Device.uses = self.uses = uses
        self._module, self._path = module, path

    def __getattr__(self, name: str) -> Any:
        found, path = getattr(self._module, name), f"{self._path}{name}"
        if isinstance(found, ModuleType):
            return Recorder(self.uses, found, f"{path}.")
        if callable(found) and not isinstance(found, type):
            return _Function(self.uses, found, path)
        self.uses.add(Use(path, 0, frozenset()))
        return found


class _Function:
    """A function, or a method of what `random.default_rng` made."""

    def __init__(self, uses: set[Use], function: Callable[..., Any], path: str) -> None:
        self.uses, self._function, self._path = uses, function, path

    def __getattr__(self, name: str) -> Any:
        return _Function(self.uses, getattr(self._function, name), f"{self._path}.{name}")

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        self.uses.add(Use(self._path, len(arguments), frozenset(keywords)))
        taken = arguments
        if self._path in _TAKES_HOSTS and type(arguments[0]) is numpy.ndarray:
            taken = (arguments[0].view(Device), *arguments[1:])
        out = keywords.get("out")
        found = self._function(*map(_host, taken), **{key: _host(value) for key, value in keywords.items()})
        if isinstance(found, numpy.random.Generator):
            return Recorder(self.uses, found, "random.Generator.")
        return _device(found, out)
