"""Arrays in files: .npz, .safetensors and .npy, one array after the other and within bounds, and never unpickled.

Nothing that a file says is believed before it is checked: a header is bounded, a tensor's values are read only where its
shape is the one that is needed, and a file may hold no more and no less than its headers say. Of .safetensors the library
checks that; .npz and .npy are read here, block by block, as NumPy itself bounds neither what it reads nor what it unpacks.
"""

from __future__ import annotations

import os
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from io import BytesIO
from math import isfinite, prod
from typing import IO, Any, NamedTuple

from cnncalc import files
from cnncalc.diagnostics import UsageError
from cnncalc.execution.backend import module
from cnncalc.layer_base import Array

#: Bytes of a header: what NumPy itself takes to be safe.
_NPY_HEADER = 10_000
#: Values converted at once.
_BLOCK = 1 << 18
#: What .safetensors calls real numbers -> NumPy's name. Smaller floats need a scale, stored elsewhere.
_REAL = {
    "F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16", "I64": "int64", "I32": "int32", "I16": "int16",
    "I8": "int8", "U64": "uint64", "U32": "uint32", "U16": "uint16", "U8": "uint8", "BOOL": "bool",
}  # fmt: skip
#: What a file that is damaged, or no such file at all, makes of its readers; NotImplementedError is zipfile's word for a
#: compression that it does not know.
_DAMAGE = (ValueError, EOFError, zipfile.BadZipFile, zlib.error, struct.error, OverflowError, NotImplementedError)


class Header(NamedTuple):
    """What a file says of one array."""

    shape: tuple[int, ...]
    told: str  # its type of numbers, in words
    dtype: Any  # the same for NumPy; None where they are no real numbers
    fortran: bool = False  # the first axis runs fastest


#: An array's header, and its values in 1-D blocks in the file's order, none of which is read before it is asked for.
Stored = tuple[Header, Iterator[Array]]
#: To be called for one array after the other.
Opener = Callable[[], Stored]


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
        with _told(path, suffix), _READERS[suffix](file) as found:
            yield found


@contextmanager
def npy(path: str) -> Iterator[Stored]:
    """The array of a .npy file. Raises UsageError as `tensors` does."""
    with files.opened(path) as file, _told(path, ".npy"):
        header = _npy_header(file)
        size = os.fstat(file.fileno()).st_size - file.tell()
        if header.dtype is not None and size != prod(header.shape) * header.dtype.itemsize:
            raise ValueError(f"{size:,} bytes of values stand behind a header of {by_sizes(header.shape)[:100]} {header.told}")
        yield header, _values(file, header)


_ELSE = "numpy.savez('weights.npz', **arrays), or safetensors.torch.save_file(model.state_dict(), 'weights.safetensors')"


@contextmanager
def _told(path: str, suffix: str) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        said = str(error) or type(error).__name__
        raise UsageError(f"{path} cannot be read as {suffix}: {said[:1].lower()}{said[1:200]}") from None


@contextmanager
def _npz(file: IO[bytes]) -> Iterator[dict[str, Opener]]:
    """A zip archive with a .npy file for each array."""
    found: dict[str, Opener] = {}
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            name = member.filename.removesuffix(".npy")
            if name == member.filename:
                if name.endswith(".pkl"):
                    raise UsageError(f"`{name[:60]}` in the .npz file is a pickle, which may run code and is never read", _ELSE)
                raise ValueError(f"its member `{name[:60]}` is no .npy file")
            if name in found:
                raise ValueError(f"it holds `{name[:60]}` twice")
            found[name] = partial(_member, archive, member)
        yield found


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Stored:
    if member.flag_bits & 1:
        raise ValueError(f"its member `{member.filename[:60]}` is encrypted")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others cannot be unpacked within a bound
        raise ValueError(f"its member `{member.filename[:60]}` is packed in another way than NumPy packs")
    stream = archive.open(member)
    header = _npy_header(stream)
    return header, _values(stream, header)


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
    return Header(shape, told, dtype if dtype.kind in "biuf" else None, fortran)


def _values(stream: IO[bytes], header: Header) -> Iterator[Array]:
    """The values behind a header of NumPy's. Raises ValueError where they end early, or something stands behind them."""
    numpy = module("numpy")
    count = prod(header.shape)
    for start in range(0, count, _BLOCK):
        length = min(_BLOCK, count - start) * header.dtype.itemsize
        raw = stream.read(length)
        if len(raw) < length:
            raise ValueError("it ends before its values do")
        yield numpy.frombuffer(raw, header.dtype)
    if stream.read(1):
        raise ValueError("more stands in it than its header says")


@contextmanager
def _safetensors(file: IO[bytes]) -> Iterator[dict[str, Opener]]:
    module("numpy")  # the library imports it as it opens
    library = module("safetensors")
    try:
        with library.safe_open(file.name, framework="np") as archive:
            yield {name: partial(_tensor, archive, name) for name in archive.keys()}  # noqa: SIM118  # it is no mapping
    except library.SafetensorError as error:
        raise ValueError(error) from None


def _tensor(archive: Any, name: str) -> Stored:
    entry = archive.get_slice(name)
    told = entry.get_dtype()
    if told == "BF16":
        module("ml_dtypes")  # NumPy knows the name once it is imported
    dtype = module("numpy").dtype(_REAL[told]) if told in _REAL else None
    return Header(tuple(entry.get_shape()), told, dtype), _blocks(archive, name)


def _blocks(archive: Any, name: str) -> Iterator[Array]:
    flat = archive.get_tensor(name).reshape(-1)
    for start in range(0, flat.size, _BLOCK):
        yield flat[start : start + _BLOCK]


_READERS: dict[str, Callable[[IO[bytes]], AbstractContextManager[dict[str, Opener]]]] = {
    ".npz": _npz,
    ".safetensors": _safetensors,
}


def load(header: Header, blocks: Iterator[Array], dtype: Any) -> tuple[Array, str]:
    """An array's values as `dtype`, in C order, and what is wrong with them in words ("" where nothing is).

    `dtype` is a float of NumPy; the header's must not be None. Raises ValueError where the file ends early or late.
    """
    numpy = module("numpy")
    dtype = numpy.dtype(dtype)
    flat, start, odd, first = numpy.empty(prod(header.shape), dtype), 0, 0, ""
    for values in blocks:
        block = flat[start : start + values.size]
        with numpy.errstate(all="ignore"):  # what does not fit is told below
            block[:] = values
        wrong = _does_not_fit(numpy, values, block)
        found = int(numpy.count_nonzero(wrong))
        if found and not odd:
            at = int(wrong.argmax())
            place = numpy.unravel_index(start + at, header.shape, "F" if header.fortran else "C")
            first = f"{_beyond(values[at], dtype)} at {list(map(int, place))}"
        odd += found
        start += values.size
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
    value = float(value)
    return f"{value:g}, beyond what {dtype} holds," if isfinite(value) else f"{value:g}"


def by_sizes(shape: tuple[int, ...]) -> str:
    """A shape as files have it: `96x3x11x11`."""
    return "x".join(map(str, shape)) or "a single number"


def on_host(array: Array) -> Array:
    """NumPy's copy of an array that may lie on a GPU."""
    return array.get() if hasattr(array, "get") else array
