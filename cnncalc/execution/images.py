"""What goes into a network and comes out: pictures cropped as PyTorch's reference does it, and arrays in .npy files."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from math import isfinite, prod
from typing import Any

from cnncalc import files
from cnncalc.diagnostics import UsageError
from cnncalc.execution import stored
from cnncalc.execution.backend import module
from cnncalc.layer_base import Array, Shape

#: Bytes of a picture's file, and its pixels: more than any camera gives.
_BYTES, _PIXELS = 200_000_000, 150_000_000
#: Formats that Pillow reads without the help of other programs.
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM")
#: Channels -> Pillow's mode, and the mean and standard deviation of each channel that are taken off: ImageNet's for colours.
_CHANNELS: dict[int, tuple[str, tuple[float, ...], tuple[float, ...]]] = {
    1: ("L", (0.5,), (0.5,)),
    3: ("RGB", (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
}


def image(
    path: str, shape: Shape, dtype: Any = "float32", mean: Sequence[float] | None = None, std: Sequence[float] | None = None
) -> Array:
    """A picture as a NumPy array of 1 x height x width x channels: (values/255 - mean)/std.

    It is turned as its camera says, made so small or large that it covers 256/224 of the input on each axis (bilinear,
    antialiased), and cut out in the middle; one of the input's size is taken as it is. Raises UsageError.
    """
    if len(shape.spatial) != 2 or shape.channels not in _CHANNELS:
        raise UsageError(
            f"an image has a height, a width and 1 or 3 channels; the input is {shape}", "--array FILE.npy takes any"
        )
    mode, usual_mean, usual_std = _CHANNELS[shape.channels]
    means = _numbers("mean", usual_mean if mean is None else mean, shape.channels)
    deviations = _numbers("std", usual_std if std is None else std, shape.channels)
    if min(deviations) <= 0:
        raise UsageError("the std must be above 0, values are divided by it")
    numpy = module("numpy")
    pixels = numpy.asarray(_cropped(path, mode, *shape.spatial)).reshape(1, *shape.spatial, shape.channels)
    wide = numpy.promote_types(dtype, "float32")
    with numpy.errstate(all="ignore"):
        values = pixels.astype(wide)
        values /= 255
        values -= numpy.array(means, wide)
        values /= numpy.array(deviations, wide)
        values = values.astype(dtype, copy=False)
    if not numpy.isfinite(values).all():
        raise UsageError(f"the mean and the std lead beyond what {numpy.dtype(dtype)} holds")
    return values


def _numbers(what: str, given: Sequence[float], channels: int) -> tuple[float, ...]:
    """One for each channel, or one for all."""
    if len(given) not in (1, channels) or not all(map(isfinite, given)):
        wanted = f"one finite number{f' or {channels}' * (channels > 1)}"
        raise UsageError(f"the {what} must be {wanted}, found {', '.join(f'{n:g}' for n in given) or 'none'}")
    return tuple(given) * (channels // len(given))


def _cropped(path: str, mode: str, height: int, width: int) -> Any:
    """The middle of a picture. Raises UsageError for what is no picture, or one that is too large or cut short."""
    pillow, turned = module("PIL.Image"), module("PIL.ImageOps").exif_transpose
    data = files.read_whole(path, _BYTES)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's bound is checked as ours below
        try:
            with pillow.open(BytesIO(data), formats=_FORMATS) as opened:
                if prod(opened.size) > _PIXELS:
                    raise pillow.DecompressionBombError
                colours = _eight_bits(turned(opened), opened.format, pillow, path).convert(mode)
        except pillow.UnidentifiedImageError:
            raise UsageError(f"{path} is no picture that can be read", f"one of {', '.join(_FORMATS)}") from None
        except pillow.DecompressionBombError:
            raise UsageError(f"{path} has too many pixels, {_PIXELS:,} at most are read") from None
        except (UsageError, MemoryError):
            raise
        except Exception as error:  # each format's reader fails in its own ways
            raise UsageError(f"{path} cannot be read as a picture: {str(error)[:200].lower() or 'it is damaged'}") from None
    return _middle(colours, height, width, pillow, path)


def _eight_bits(picture: Any, format: str, pillow: Any, path: str) -> Any:
    """Grey values of 16 bits scaled, which Pillow would cut off at 255. Those of a PGM it has as 0 to 65535, in 32 bits."""
    if picture.mode.startswith("I;16") or (format, picture.mode) == ("PPM", "I"):
        return pillow.fromarray((module("numpy").asarray(picture) // 257).astype("uint8"))
    if picture.mode[0] in "IF":
        raise UsageError(f"{path} has 32 bits a value, 8 or 16 are read", "--array FILE.npy takes any numbers")
    return picture


def _middle(picture: Any, height: int, width: int, pillow: Any, path: str) -> Any:
    """Resized, the shorter side first, and cut: to the bit what torchvision's Resize and CenterCrop make of a square input.
    A picture of the input's size stays as it is."""
    high, wide = round(height * 256 / 224), round(width * 256 / 224)
    w, h = picture.size
    if (w, h) == (width, height):
        return picture
    if high * w >= wide * h:
        wide = high * w // h
    else:
        high = wide * h // w
    if high * wide > _PIXELS:
        raise UsageError(f"{path} is too thin: {w}x{h} pixels would become {wide}x{high}, {_PIXELS:,} at most are made")
    left, top = round((wide - width) / 2), round((high - height) / 2)
    whole = picture.resize((wide, high), pillow.Resampling.BILINEAR)
    return whole.crop((left, top, left + width, top + height))


def count(path: str, shape: Shape) -> int:
    """How many images a .npy file has, by its header: no value is read. Raises UsageError as `array` does."""
    with _fitting(path, shape) as (header, _):
        return prod(header.shape) // shape.elements


def array(path: str, shape: Shape, dtype: Any = "float32") -> Array:
    """The images of a .npy file as a NumPy array, batch first and channels last.

    In the file the channels come first: channels x height x width, with or without a batch before them. Raises UsageError.
    While it is read there are two copies of it at most, and one where no axis has to be moved.
    """
    numpy = module("numpy")
    with _fitting(path, shape) as (header, blocks):
        values, beyond = stored.load(header, blocks, dtype)
    if beyond:
        raise UsageError(f"{path} has {beyond}")
    return numpy.ascontiguousarray(numpy.moveaxis(values.reshape(-1, *shape.dims()), 1, -1))


@contextmanager
def _fitting(path: str, shape: Shape) -> Iterator[stored.Stored]:
    """A .npy file whose header says that it holds numbers, an image or a batch of them."""
    wanted = tuple(shape.dims())
    with stored.npy(path) as (header, blocks):
        found = header.shape
        if header.dtype is None:
            raise UsageError(f"{path} has {header.told}, the network needs real numbers")
        if found != wanted and (found[1:] != wanted or not found[0]):
            sizes = f"{path} has {stored.by_sizes(found)[:100]}, the input is {stored.by_sizes(wanted)}, channels first"
            raise UsageError(f"{sizes}, or a batch of them", *_how(found, shape))
        yield header, blocks


def _how(found: tuple[int, ...], shape: Shape) -> tuple[str, ...]:
    """How an array gets the right order, where it has the right values."""
    last = (*shape.spatial, shape.channels)
    if found == last or found[1:] == last:
        return ("its channels are last: numpy.save(FILE, numpy.moveaxis(array, -1, " + ("0" if found == last else "1") + "))",)
    if shape.channels == 1 and found == shape.spatial:
        return ("it has no axis for the channel: numpy.save(FILE, array[None])",)
    return ()


def save(path: str, array: Array) -> None:
    """Write a batch that lies channels last as .npy with its channels first: whole or not at all. Raises UsageError."""
    numpy = module("numpy")

    def pieces() -> Iterator[bytes]:
        start = BytesIO()
        shape = (array.shape[0], array.shape[-1], *array.shape[1:-1])
        descr = numpy.lib.format.dtype_to_descr(numpy.dtype(array.dtype))
        numpy.lib.format.write_array_header_1_0(start, {"descr": descr, "fortran_order": False, "shape": shape})
        yield start.getvalue()
        for one in array:
            yield numpy.moveaxis(stored.on_host(one), -1, 0).tobytes()

    files.write_pieces(path, pieces())
