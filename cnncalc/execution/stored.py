"""Arrays in files: .npz, .safetensors and .npy, read block by block and within bounds, and never unpickled.

Nothing that a file says is believed before it is checked: a header is bounded, a tensor's values are read only where its
shape is the one that is needed, and a file may hold no more and no less than its headers say.
"""

from __future__ import annotations

import json
import os
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from math import isfinite, prod
from typing import IO, Any, NamedTuple

from cnncalc import files
from cnncalc.diagnostics import UsageError
from cnncalc.execution.backend import module
from cnncalc.layer_base import Array

#: Bytes of a header: what NumPy itself takes to be safe, and far more than thousands of tensors need.
_NPY_HEADER, _SAFETENSORS_HEADER = 10_000, 10_000_000
#: Values read at once.
_BLOCK = 1 << 18
#: What .safetensors calls its numbers -> NumPy's name. A bfloat16 is the upper half of a float32.
_SAFETENSORS = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "<i1", "U64": "<u8",
    "U32": "<u4", "U16": "<u2", "U8": "<u1", "BOOL": "?",
}  # fmt: skip
#: What a file that is damaged, or no such file at all, makes of its readers.
_DAMAGE = (ValueError, EOFError, zipfile.BadZipFile, zlib.error, struct.error, OverflowError, RecursionError, NotImplementedError)


class Header(NamedTuple):
    """What a file says of one array."""

    shape: tuple[int, ...]
    told: str  # its type of numbers, in words
    dtype: Any  # the same for NumPy; None where they are no real numbers
    fortran: bool = False  # the first axis runs fastest
    alone: bool = False  # nothing may stand behind its values


#: Gives an array's header, and the file where its values begin. To be called for one array after the other.
Opener = Callable[[], tuple[Header, IO[bytes]]]


@contextmanager
def tensors(path: str) -> Iterator[dict[str, Opener]]:
    """The arrays of a .npz or .safetensors file by their names. Raises UsageError, also where a reader inside meets damage."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in _READERS:
        raise UsageError(f"weights are read from .npz and .safetensors files, and {path} is neither", _ELSE)
    with files.opened(path) as file:
        if not file.read(1):
            raise UsageError(f"{path} is empty")
        file.seek(0)
        with _told(path, suffix):
            yield _READERS[suffix](file)


@contextmanager
def npy(path: str) -> Iterator[tuple[Header, IO[bytes]]]:
    """The header of a .npy file, and the file where the values begin. Raises UsageError as `tensors` does."""
    with files.opened(path) as file, _told(path, ".npy"):
        header = _npy_header(file)
        size = os.fstat(file.fileno()).st_size - file.tell()
        if header.dtype is not None and size != prod(header.shape) * header.dtype.itemsize:
            raise ValueError(f"{size:,} bytes of values stand behind a header of {by_sizes(header.shape)} {header.told}")
        yield header, file


_ELSE = "numpy.savez('weights.npz', **arrays), or safetensors.torch.save_file(model.state_dict(), 'weights.safetensors')"


@contextmanager
def _told(path: str, suffix: str) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        said = str(error) or type(error).__name__
        raise UsageError(f"{path} cannot be read as {suffix}: {said[:1].lower()}{said[1:200]}") from None


def _npz(file: IO[bytes]) -> dict[str, Opener]:
    """A zip archive with a .npy file for each array."""
    archive = zipfile.ZipFile(file)
    found: dict[str, Opener] = {}
    for member in archive.infolist():
        name = member.filename.removesuffix(".npy")
        if name == member.filename:
            if name.endswith(".pkl"):
                raise UsageError(f"`{name[:60]}` in the .npz file is a pickle, which may run code and is never read", _ELSE)
            raise ValueError(f"its member `{name[:60]}` is no .npy file")
        if name in found:
            raise ValueError(f"it holds `{name[:60]}` twice")
        found[name] = partial(_member, archive, member)
    return found


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[Header, IO[bytes]]:
    if member.flag_bits & 1:
        raise ValueError(f"its member `{member.filename[:60]}` is encrypted")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others cannot be unpacked within a bound
        raise ValueError(f"its member `{member.filename[:60]}` is packed in another way than NumPy packs")
    stream = archive.open(member)
    return _npy_header(stream), stream


def _npy_header(stream: IO[bytes]) -> Header:
    """Read up to the values. Raises ValueError."""
    numpy = module("numpy")
    start = stream.read(8)
    if start[:6] != b"\x93NUMPY" or start[6:] not in (b"\1\0", b"\2\0", b"\3\0"):
        raise ValueError("it does not begin as a .npy file does")
    length = int.from_bytes(stream.read(2 if start[6] == 1 else 4), "little")
    if length > _NPY_HEADER:
        raise ValueError(f"its header takes {length:,} bytes, and {_NPY_HEADER:,} at most are read")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that Python 2 wrote it
        try:
            read = numpy.lib.format.read_array_header_2_0(BytesIO(struct.pack("<I", length) + stream.read(length)))
        except Exception:  # NumPy hands the text to Python's own parser, which fails in many ways
            raise ValueError("its header is none of a .npy file") from None
    shape, fortran, dtype = read
    if min(shape, default=1) < 0:
        raise ValueError("its header has a negative size")
    told = "Python objects" if dtype.hasobject else str(dtype)[:40]
    return Header(shape, told, dtype if dtype.kind in "biuf" else None, fortran, True)


def _safetensors(file: IO[bytes]) -> dict[str, Opener]:
    """The length of the header, the header in JSON, and all values behind it."""
    length = int.from_bytes(file.read(8), "little")
    behind = os.fstat(file.fileno()).st_size - 8 - length
    if length > _SAFETENSORS_HEADER or behind < 0:
        raise ValueError(f"its header would take {length:,} bytes")
    header = json.loads(file.read(length).decode("utf-8"), object_pairs_hook=_once)
    if not isinstance(header, dict):
        raise ValueError("its header is no mapping")
    header.pop("__metadata__", None)
    return {name: partial(_slice, file, 8 + length, behind, name, entry) for name, entry in header.items()}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping of JSON in which nothing is given twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("its header gives a name twice")
    return found


def _slice(file: IO[bytes], start: int, behind: int, name: str, entry: Any) -> tuple[Header, IO[bytes]]:
    match entry:
        case {"dtype": str(told), "shape": [*shape], "data_offsets": [int(first), int(last)]} if all(
            isinstance(size, int) and size >= 0 for size in shape
        ):
            dtype = module("numpy").dtype(_SAFETENSORS[told]) if told in _SAFETENSORS else None
            fits = dtype is None or last - first == prod(shape) * dtype.itemsize
            if not (0 <= first <= last <= behind and fits):
                raise ValueError(f"`{name[:60]}` does not lie within the file")
            file.seek(start + first)
            return Header(tuple(shape), "bfloat16" if told == "BF16" else str(dtype or told)[:40], dtype), file
    raise ValueError(f"its header does not say what `{name[:60]}` is")


_READERS: dict[str, Callable[[IO[bytes]], dict[str, Opener]]] = {".npz": _npz, ".safetensors": _safetensors}


def load(header: Header, stream: IO[bytes], dtype: Any) -> tuple[Array, str]:
    """An array's values as `dtype`, in C order, and what is wrong with them in words ("" where nothing is).

    `dtype` is a float of NumPy; the header's must not be None. Raises ValueError where the file ends early or late.
    """
    numpy = module("numpy")
    dtype = numpy.dtype(dtype)
    count, size, odd, first = prod(header.shape), header.dtype.itemsize, 0, ""
    flat = numpy.empty(count, dtype)
    for start in range(0, count, _BLOCK):
        block = flat[start : start + _BLOCK]
        raw = stream.read(block.size * size)
        if len(raw) < block.size * size:
            raise ValueError("it ends before its values do")
        values = numpy.frombuffer(raw, header.dtype)
        if header.told == "bfloat16":
            values = (values.astype("uint32") << 16).view("float32")
        with numpy.errstate(all="ignore"):  # what does not fit is told below
            block[:] = values
        wrong = _does_not_fit(numpy, values, block)
        found = int(numpy.count_nonzero(wrong))
        if found and not odd:
            at = int(wrong.argmax())
            place = numpy.unravel_index(start + at, header.shape, "F" if header.fortran else "C")
            first = f"{_beyond(values[at], dtype)} at {list(map(int, place))}"
        odd += found
    if header.alone and stream.read(1):
        raise ValueError("more stands in it than its header says")
    shaped = flat.reshape(header.shape[::-1]).T if header.fortran else flat.reshape(header.shape)
    return numpy.ascontiguousarray(shaped).reshape(header.shape), first + (f" and {odd - 1:,} more like it" if odd > 1 else "")


def _does_not_fit(numpy: Any, values: Array, converted: Array) -> Array:
    """Where a value is not finite any more, or an integer lies beyond those that the dtype holds one by one."""
    wrong = ~numpy.isfinite(converted)
    if values.dtype.kind in "iu":
        most = 2 ** (numpy.finfo(converted.dtype).nmant + 1)
        wrong |= (values > most) | (values < -most)
    return wrong


def _beyond(value: Any, dtype: Any) -> str:
    """A value that does not fit, in words."""
    if value.dtype.kind in "iu":
        return f"{int(value)}, an integer beyond those that {dtype} holds exactly,"
    return f"{value:g}, beyond what {dtype} holds," if isfinite(value) else f"{value:g}"


def by_sizes(shape: tuple[int, ...]) -> str:
    """A shape as files have it: `96x3x11x11`."""
    return "x".join(map(str, shape)) or "a single number"


def on_host(array: Array) -> Array:
    """NumPy's copy of an array that may lie on a GPU."""
    return array.get() if hasattr(array, "get") else array
