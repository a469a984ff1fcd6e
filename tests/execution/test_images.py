"""Pictures and arrays as inputs, and arrays that are saved: against Pillow's own steps, torchvision's, and hostile files."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from cnncalc.diagnostics import UsageError
from cnncalc.execution.images import array, image, save
from cnncalc.tensor import Shape
from tests.execution.photo import photo
from tests.oracle import oracle_or_skip

np = oracle_or_skip("numpy")
pillow = oracle_or_skip("PIL.Image")

MEAN, STD = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])


def drawn(path: Path, height: int = 300, width: int = 400, **options: Any) -> str:
    pillow.fromarray(photo(height, width)).save(path, **options)
    return str(path)


def refused(call: Any, *arguments: Any, **options: Any) -> tuple[str, ...]:
    """The one line that is said, and its help."""
    with pytest.raises(UsageError) as error:
        call(*arguments, **options)
    assert "\n" not in error.value.message
    return error.value.message, *error.value.help


# Pictures


@pytest.mark.parametrize(
    ("size", "between", "crop"),
    [
        ((300, 400), (256, 341), (224, 224)),
        ((400, 300), (341, 256), (224, 224)),
        ((200, 100), (512, 256), (224, 224)),
        ((333, 500), (259, 388), (227, 227)),
        ((64, 64), (37, 37), (32, 32)),
        ((300, 400), (256, 341), (224, 112)),  # the height binds
        ((400, 300), (170, 128), (112, 112)),
        ((150, 600), (128, 512), (112, 448)),
    ],
)
def test_the_usual_crop(tmp_path: Path, size: tuple[int, int], between: tuple[int, int], crop: tuple[int, int]) -> None:
    """What Pillow makes of the picture with the sizes worked out by hand."""
    path = drawn(tmp_path / "p.png", *size)
    whole = pillow.fromarray(photo(*size)).resize(between[::-1], pillow.Resampling.BILINEAR)
    top, left = round((between[0] - crop[0]) / 2), round((between[1] - crop[1]) / 2)
    cut = np.asarray(whole.crop((left, top, left + crop[1], top + crop[0])))
    found = image(path, Shape(3, crop), "float64")
    assert (found.shape, found.dtype) == ((1, *crop, 3), np.dtype("float64"))
    assert found.flags.c_contiguous
    values = (found[0] * STD + MEAN) * 255
    assert np.abs(values - cut).max() < 1e-9


def test_as_torchvision_does_it(tmp_path: Path) -> None:
    """Resize(256), CenterCrop(224), ToTensor, Normalize: written with torch alone, whose interpolation is another's code."""
    torch = oracle_or_skip("torch")
    path = drawn(tmp_path / "p.png", 480, 640)
    whole = torch.from_numpy(photo(480, 640)).permute(2, 0, 1)[None].float()
    small = torch.nn.functional.interpolate(whole, (256, 341), mode="bilinear", antialias=True)[:, :, 16:240, 58:282]
    mean, std = (torch.tensor(values).view(3, 1, 1) for values in (MEAN, STD))
    expected = ((small / 255 - mean) / std).permute(0, 2, 3, 1).numpy()
    found = image(path, Shape(3, (224, 224)))
    assert found.dtype == np.dtype("float32")
    assert np.abs(found - expected).max() < 1.5 / 255 / STD.min()
    assert abs((found - expected).mean()) < 0.01 / 255 / STD.min()


def test_one_pixel_by_hand(tmp_path: Path) -> None:
    pillow.new("RGB", (50, 50), (255, 0, 51)).save(tmp_path / "p.png")
    path = str(tmp_path / "p.png")
    found = image(path, Shape(3, (2, 2)), "float64")
    assert found[0, 1, 1].tolist() == pytest.approx([(1 - 0.485) / 0.229, -0.456 / 0.224, (0.2 - 0.406) / 0.225], rel=1e-12)
    assert image(path, Shape(3, (2, 2)), "float64", [0], [1])[0, 0, 0].tolist() == pytest.approx([1, 0, 0.2], rel=1e-12)
    found = image(path, Shape(3, (2, 2)), "float64", [0.5, 0, 0.2], [0.5, 2, 0.1])
    assert found[0, 0, 0].tolist() == pytest.approx([1, 0, 0], abs=1e-12)
    half = image(path, Shape(3, (2, 2)), "float16")
    assert half.dtype == np.dtype("float16")
    assert half[0, 0, 0].tolist() == pytest.approx([2.2489, -2.0357, -0.9156], rel=1e-3)


def test_grey(tmp_path: Path) -> None:
    pillow.new("L", (28, 28), 204).save(tmp_path / "p.png")
    found = image(str(tmp_path / "p.png"), Shape(1, (28, 28)))
    assert found.shape == (1, 28, 28, 1)
    assert found.ravel().tolist() == pytest.approx([0.6] * 784, rel=1e-6)
    pillow.new("RGB", (28, 28), (255, 0, 0)).save(tmp_path / "p.png")  # by ITU-R 601: 0.299 red
    assert float(image(str(tmp_path / "p.png"), Shape(1, (28, 28)), "float64", [0], [1])[0, 0, 0, 0]) == 76 / 255


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("RGBA", (10, 20, 30, 0), (10, 20, 30)),
        ("LA", (40, 0), (40, 40, 40)),
        ("1", 1, (255, 255, 255)),
        ("P", 0, (0, 0, 0)),
        ("I;16", 40 * 257, (40, 40, 40)),
        ("CMYK", (0, 255, 255, 0), (255, 0, 0)),
    ],
)
def test_every_mode_becomes_colours(tmp_path: Path, mode: str, colour: Any, expected: tuple[int, ...]) -> None:
    path = tmp_path / ("p.tif" if mode == "CMYK" else "p.png")
    pillow.new(mode, (9, 9), colour).save(path)
    found = image(str(path), Shape(3, (4, 4)), "float64", [0], [1])
    assert (found[0, 0, 0] * 255).tolist() == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("suffix", ["jpg", "gif", "bmp", "webp", "tif", "ppm"])
def test_every_format(tmp_path: Path, suffix: str) -> None:
    path, plain = drawn(tmp_path / f"p.{suffix}", 60, 80), drawn(tmp_path / "p.png", 60, 80)
    found, expected = (image(file, Shape(3, (32, 32)), "float64", [0], [1]) for file in (path, plain))
    assert np.abs(found - expected).mean() < 0.05


def test_a_camera_held_upright(tmp_path: Path) -> None:
    """The orientation that a camera notes is followed: a picture turned in its file is the same as one that stands."""
    standing = pillow.fromarray(photo(90, 60))
    exif = pillow.Exif()
    exif[0x0112] = 6  # to be turned right by a quarter
    standing.transpose(pillow.Transpose.ROTATE_90).save(tmp_path / "turned.png", exif=exif)
    standing.save(tmp_path / "standing.png")
    turned, expected = (image(str(tmp_path / name), Shape(3, (32, 32))) for name in ("turned.png", "standing.png"))
    assert (turned == expected).all()


def test_a_long_strip(tmp_path: Path) -> None:
    path = str(tmp_path / "p.png")
    pillow.new("RGB", (600, 1), (255, 255, 255)).save(path)
    assert (image(path, Shape(3, (224, 224)), "float32", [0], [1]) == 1).all()
    pillow.new("RGB", (60_000, 1)).save(path)
    said = f"{path} is too thin: 60000x1 pixels would become 15360000x256, 150,000,000 at most are made"
    assert refused(image, path, Shape(3, (224, 224))) == (said,)


@pytest.mark.parametrize("shape", [Shape(4, (32, 32)), Shape(2, (8, 8)), Shape(3, (9, 8, 8)), Shape(3, (32,)), Shape(3)])
def test_inputs_that_no_picture_fits(tmp_path: Path, shape: Shape) -> None:
    said = f"an image has a height, a width and 1 or 3 channels; the input is {shape}"
    assert refused(image, drawn(tmp_path / "p.png"), shape) == (said, "--array FILE.npy takes any")


def test_means_and_deviations(tmp_path: Path) -> None:
    path, shape = drawn(tmp_path / "p.png"), Shape(3, (8, 8))
    for values, found in (((1, 2), "1, 2"), ((), "none"), ((1, 2, float("nan")), "1, 2, nan"), ((float("inf"),), "inf")):
        for what in ("mean", "std"):
            said = f"the {what} must be one finite number or 3, found {found}"
            assert refused(image, path, shape, **{what: values}) == (said,)
    grey = refused(image, path, Shape(1, (8, 8)), mean=(1, 2, 3))
    assert grey == ("the mean must be one finite number, found 1, 2, 3",)
    for values in ((0,), (1, 1, -1)):
        assert refused(image, path, shape, std=values) == ("the std must be above 0, values are divided by it",)


def test_what_is_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "p.png"
    assert refused(image, str(path), Shape(3, (8, 8))) == (f"there is no file {path}",)
    for data in (b"", b"input: 3\n", b"\x93NUMPY" + bytes(100), b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"):
        path.write_bytes(data)
        said = (f"{path} is no picture that can be read", "one of PNG, JPEG, GIF, BMP, WEBP, TIFF, PPM")
        assert refused(image, str(path), Shape(3, (8, 8))) == said
    pillow.new("F", (9, 9)).save(tmp_path / "p.tif")
    assert refused(image, str(tmp_path / "p.tif"), Shape(3, (8, 8))) == (
        f"{tmp_path / 'p.tif'} has 32 bits a value, 8 or 16 are read", "--array FILE.npy takes any numbers",
    )  # fmt: skip


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "bmp", "webp", "tif", "ppm"])
def test_pictures_cut_short(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"p.{suffix}"
    whole = Path(drawn(path)).read_bytes()
    for part in (20, len(whole) // 3, len(whole) * 9 // 10):
        path.write_bytes(whole[:part])
        (said, *_) = refused(image, str(path), Shape(3, (8, 8)))
        assert said.startswith((f"{path} cannot be read as a picture: ", f"{path} is no picture that can be read"))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize("width", [20_000, 100_000, 2**31 - 1])
def test_a_decompression_bomb(tmp_path: Path, width: int) -> None:
    """A PNG of a few bytes whose header promises 400 million pixels and more."""
    path = tmp_path / "p.png"
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, 20_000, 8, 2, 0, 0, 0))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b""))
    assert refused(image, str(path), Shape(3, (8, 8))) == (f"{path} has too many pixels, 150,000,000 at most are read",)


def test_a_file_too_large(tmp_path: Path) -> None:
    path = tmp_path / "p.png"
    with path.open("wb") as file:
        file.truncate(300_000_000)  # takes no room
    assert refused(image, str(path), Shape(3, (8, 8))) == (f"{path} is larger than 200,000,000 bytes",)


# Arrays


def stored(path: Path, values: Any) -> str:
    np.save(path, values)
    return str(path)


@pytest.mark.parametrize("batch", [(), (1,), (3,)])
@pytest.mark.parametrize("shape", [Shape(3, (4, 5)), Shape(2, (6,)), Shape(3, (2, 4, 5)), Shape(7)])
def test_arrays(tmp_path: Path, shape: Shape, batch: tuple[int, ...]) -> None:
    values = np.arange(np.prod((*batch, *shape.dims())), dtype="float64").reshape(*batch, *shape.dims())
    for order in "CF":
        for dtype in ("float32", "float64"):
            found = array(stored(tmp_path / "x.npy", np.asarray(values, order=order)), shape, dtype)
            assert (found.shape, found.dtype) == ((*(batch or (1,)), *shape.spatial, shape.channels), np.dtype(dtype))
            assert found.flags.c_contiguous
            assert (found == np.moveaxis(values.reshape(-1, *shape.dims()), 1, -1)).all()


def test_integers_and_flags_are_numbers(tmp_path: Path) -> None:
    for values in (np.array([0, 255], "uint8"), np.array([False, True]), np.array([-5, 7])):
        assert array(stored(tmp_path / "x.npy", values), Shape(2)).tolist() == [values.tolist()]


@pytest.mark.parametrize(
    ("found", "help"),
    [
        ((4, 5, 3), ("its channels are last: numpy.save(FILE, numpy.moveaxis(array, -1, 0))",)),
        ((2, 4, 5, 3), ("its channels are last: numpy.save(FILE, numpy.moveaxis(array, -1, 1))",)),
        ((3, 5, 4), ()),
        ((60,), ()),
        ((), ()),
        ((0, 3, 4, 5), ()),
        ((1, 1, 3, 4, 5), ()),
    ],
)
def test_arrays_of_other_shapes(tmp_path: Path, found: tuple[int, ...], help: tuple[str, ...]) -> None:
    path = stored(tmp_path / "x.npy", np.zeros(found))
    sizes = "x".join(map(str, found)) or "a single number"
    said = f"{path} has {sizes}, the input is 3x4x5, channels first, or a batch of them"
    assert refused(array, path, Shape(3, (4, 5))) == (said, *help)


def test_a_grey_array_without_its_channel(tmp_path: Path) -> None:
    (_, help) = refused(array, stored(tmp_path / "x.npy", np.zeros((4, 5))), Shape(1, (4, 5)))
    assert help == "it has no axis for the channel: numpy.save(FILE, array[None])"


def test_arrays_that_hold_no_numbers(tmp_path: Path) -> None:
    path = str(tmp_path / "x.npy")
    for values, told in (
        (np.array([1, np.nan]), "has nan at [1]"),
        (np.array([[0, 0], [np.inf, np.inf]]), "has inf at [1, 0] and 1 more like it"),
        (np.array([1, 1e300]), "has 1e+300, beyond what float32 holds, at [1]"),
        (np.array([1j, 1]), "has complex128, the network needs real numbers"),
        (np.array(["a", "b"]), "has <U1, the network needs real numbers"),
        (np.array([{}, 1], dtype=object), "has Python objects, the network needs real numbers"),
    ):
        np.save(path, values, allow_pickle=True)
        assert refused(array, path, Shape(2)) == (f"{path} {told}",)


def test_hostile_arrays(tmp_path: Path) -> None:
    path = tmp_path / "x.npy"
    assert refused(array, str(path), Shape(2)) == (f"there is no file {path}",)
    whole = Path(stored(path, np.zeros(2))).read_bytes()
    huge = whole[:-16].replace(b"(2,), }         ", b"(1000000000, 2)}")
    assert len(huge) == len(whole) - 16
    for data, told in (
        (b"", "it does not begin as a .npy file does"),
        (b"PK\x03\x04" + whole, "it does not begin as a .npy file does"),
        (whole[:50], "its header is none of a .npy file"),
        (whole[:-1], "15 bytes of values stand behind a header of 2 float64"),
        (whole + b"\0", "17 bytes of values stand behind a header of 2 float64"),
        (huge, "0 bytes of values stand behind a header of 1000000000x2 float64"),
    ):
        path.write_bytes(data)
        assert refused(array, str(path), Shape(2)) == (f"{path} cannot be read as .npy: {told}",)


# Saving


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("shape", [(2, 4, 5, 3), (1, 6, 2), (2, 3, 4, 5, 2), (3, 7)])
def test_saved_channels_first(tmp_path: Path, shape: tuple[int, ...], dtype: str) -> None:
    values = np.arange(np.prod(shape)).reshape(shape).astype(dtype)
    path = str(tmp_path / "y.npy")
    for given in (values, np.repeat(values, 2, axis=1)[:, ::2]):  # the second is a view with holes
        save(path, given)
        found = np.load(path, allow_pickle=False)
        assert found.dtype == np.dtype(dtype)
        assert (found == np.moveaxis(given, -1, 1)).all()
    if dtype == "float32":
        assert (array(path, Shape(shape[-1], shape[1:-1])) == np.moveaxis(found, 1, -1)).all()


def test_a_failing_save_leaves_the_old_file(tmp_path: Path) -> None:
    class Broken:
        """Fails at its second image, as a device may."""

        shape, dtype = (2, 3), np.dtype("float32")

        def __iter__(self) -> Any:
            yield np.zeros(3, "float32")
            raise MemoryError

    path = tmp_path / "y.npy"
    path.write_bytes(b"old")
    with pytest.raises(MemoryError):
        save(str(path), Broken())
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["y.npy"]
    folder = tmp_path / "none"
    assert refused(save, str(folder / "y.npy"), np.zeros((1, 2))) == (
        f"{folder / 'y.npy'} cannot be written: there is no folder {folder}",
    )
