"""Pages of activation maps, read back: their greys, their labels, what the caption says, and that nothing overlaps."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cnncalc.diagnostics import UsageError
from cnncalc.execution.maps import grid
from tests.execution.photo import photo
from tests.oracle import oracle_or_skip

np = oracle_or_skip("numpy")
pillow = oracle_or_skip("PIL.Image")

RED = (214, 40, 40)
EDGE = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]], float)
BOX = np.full((3, 3), 1 / 9)
GAUSS = np.outer([1, 2, 1], [1, 2, 1]) / 16


class Page(NamedTuple):
    """A page that was made: its pixels, the caption, and the labels with the boxes that they fill (left, top, right, bottom)."""

    pixels: Any
    caption: str
    labels: dict[str, tuple[float, ...]]

    @property
    def grey(self) -> Any:
        """Where tiles are: neither paper nor ink are grey."""
        return (self.pixels[..., 0] == self.pixels[..., 1]) & (self.pixels[..., 1] == self.pixels[..., 2])

    def tiles(self) -> list[tuple[slice, slice]]:
        """The rectangles of the tiles, row by row."""
        found = []
        for rows in runs(self.grey.any(1)):
            found += [(rows, columns) for columns in runs(self.grey[rows].any(0))]
        return found

    def values(self, tile: tuple[slice, slice], rows: int, columns: int) -> Any:
        """A tile's greys; every value must fill the same whole number of pixels, alike all over."""
        greys = self.pixels[tile][..., 0]
        high, wide = greys.shape[0] // rows, greys.shape[1] // columns
        assert greys.shape == (high * rows, wide * columns)
        small = greys[::high, ::wide]
        assert (np.kron(small, np.ones((high, wide), "uint8")) == greys).all()
        return small


def runs(mask: Any) -> list[slice]:
    """Where a row of flags is set."""
    edges = np.flatnonzero(np.diff(np.r_[False, mask, False]))
    return [slice(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes a page and notes every text that is written on it."""
    draw = oracle_or_skip("PIL.ImageDraw").ImageDraw
    texts: list[tuple[str, tuple[float, ...]]] = []
    write = draw.text

    def noted(self: Any, at: Any, text: str, ink: Any, font: Any, anchor: str) -> None:
        texts.append((text, self.textbbox(at, text, font, anchor)))
        write(self, at, text, ink, font, anchor=anchor)

    monkeypatch.setattr(draw, "text", noted)

    def make(values: Any, title: str = "net, conv1") -> Page:
        texts.clear()
        grid(values, title, str(tmp_path / "m.png"))
        pixels = np.asarray(pillow.open(tmp_path / "m.png"))
        assert pixels.ndim == 3
        first = next(number for number, (text, _) in enumerate(texts) if text == "0")
        assert_apart([box for _, box in texts], pixels.shape)
        return Page(pixels, "\n".join(text for text, _ in texts[:first]), dict(texts[first:]))

    return make


def assert_apart(boxes: list[tuple[float, ...]], shape: tuple[int, ...]) -> None:
    """Texts lie on the page and not over each other."""
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert top >= 0
        assert right <= shape[1]
        assert bottom <= shape[0]
        for other in boxes[:number]:
            assert right < other[0] or left > other[2] or bottom <= other[1] or top >= other[3]


def filtered(values: Any, kernel: Any) -> Any:
    """Correlation without padding."""
    height, width = (size - 2 for size in values.shape)
    return sum(kernel[y, x] * values[y : y + height, x : x + width] for y in range(3) for x in range(3))


def test_filters_on_a_photograph(page: Any) -> None:
    """Edge, box and Gaussian in one layer: signed, so 0 is the middle grey and all three have one scale."""
    grey = photo(64, 80).mean(-1) / 255
    maps = np.stack([filtered(grey, kernel) for kernel in (EDGE, BOX, GAUSS)], -1)
    made = page(maps.astype("float32"))
    most = np.abs(maps).max()
    assert made.caption.splitlines() == [
        "net, conv1: 62x78x3",
        f"grey scale of the layer: black {-most:.4g}, mid grey 0, white {most:.4g}; min {maps.min():.4g}, max {maps.max():.4g}",
        "channels 0 to 2 of 3; a value is 4x4 pixels",
    ]
    assert list(made.labels) == ["0", "1", "2"]
    tiles = made.tiles()
    assert len(tiles) == 3
    for channel, tile in enumerate(tiles):
        greys = made.values(tile, 62, 78)
        assert np.abs(greys - (maps[..., channel] / most + 1) * 127.5).max() <= 0.51


def test_above_0_the_least_is_black_and_the_most_white(page: Any) -> None:
    made = page(np.array([[[2.0], [3.0]], [[4.0], [7.0]]]))
    assert made.values(*made.tiles(), 2, 2).tolist() == [[0, 51], [102, 255]]
    assert made.caption.splitlines() == [
        "net, conv1: 2x2x1", "grey scale of the layer: black 2, white 7; min 2, max 7", "one channel; a value is 256x256 pixels",
    ]  # fmt: skip


@pytest.mark.parametrize("scale", [1, 1e-300, 1e308])
def test_signed_values_of_any_size(page: Any, scale: float) -> None:
    made = page(np.array([[[-1.0], [0.0]], [[0.5], [0.25]]]) * scale)
    assert made.values(*made.tiles(), 2, 2).tolist() == [[0, 128], [191, 159]]


def test_a_constant_layer(page: Any) -> None:
    for value in (0.0, 3.0):
        made = page(np.full((5, 5, 2), value))
        assert [np.unique(made.values(tile, 5, 5)).tolist() for tile in made.tiles()] == [[0], [0]]
        assert f"all values are the same: black; min {value:g}, max {value:g}" in made.caption


def test_what_is_not_finite_is_red(page: Any) -> None:
    values = np.array([[[1.0], [np.nan]], [[np.inf], [3.0]]])
    made = page(values)
    assert "black 1, white 3; min 1, max 3; not finite: 2 of 4 (red)" in made.caption
    assert (made.pixels == RED).all(-1).sum() == 2 * 256 * 256
    assert "not finite: 4 of 4" in page(values * np.nan).caption


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        ((55, 55, 96), "channels 0 to 95 of 96; a value is 2x2 pixels"),
        ((13, 13, 256), "channels 0 to 255 of 256; a value is 4x4 pixels"),
        ((7, 7, 512), "channels 0 to 255 of 512; a value is 8x8 pixels"),
        ((2, 2, 1280), "channels 0 to 255 of 1,280; a value is 29x29 pixels"),
        ((5, 40, 30), "channels 0 to 29 of 30; a value is 12x12 pixels"),
        ((2, 900, 3), "channels 0 to 2 of 3; a value is a pixel"),
        ((900, 2, 3), "channels 0 to 2 of 3; a value is a pixel"),
    ],
)
def test_tiles_are_large_and_the_page_is_bounded(page: Any, shape: tuple[int, int, int], told: str) -> None:
    """Every tile is a slope of its own, which tells that it stands at its own label."""
    height, width, channels = shape
    rows, columns, depth = np.mgrid[:height, :width, :channels]
    values = (rows + columns) * 1.0 + depth
    made = page(values)
    assert made.caption.splitlines()[-1] == told
    assert made.pixels.shape[1] <= 1_042
    assert made.pixels.shape[0] <= 1_700
    tiles = made.tiles()
    assert len(tiles) == min(channels, 256) == len(made.labels)
    for channel, (tile, (label, box)) in enumerate(zip(tiles, made.labels.items(), strict=True)):
        assert label == str(channel)
        assert 0 <= tile[0].start - box[3] <= 8  # just above its tile
        assert abs(box[0] - tile[1].start) <= 2
        greys = made.values(tile, height, width)
        assert np.abs(greys - values[..., channel] / values.max() * 255).max() <= 0.51


@pytest.mark.parametrize(
    ("shape", "columns", "last"),
    [
        ((8, 8, 3), 3, 3),
        ((224, 224, 3), 3, 3),
        ((1_000, 1_000, 3), 3, 3),
        ((28, 28, 7), 4, 3),
        ((112, 112, 16), 4, 4),
        ((27, 27, 64), 8, 8),
        ((32, 32, 64), 8, 8),
        ((224, 224, 64), 8, 8),
        ((8, 8, 96), 8, 8),
        ((8, 8, 256), 16, 16),
        ((900, 2, 3), 3, 3),
    ],
)
def test_rows_are_even(page: Any, shape: tuple[int, int, int], columns: int, last: int) -> None:
    rows = [tile[0].start for tile in page(np.random.default_rng(0).random(shape)).tiles()]
    assert (rows.count(rows[0]), rows.count(rows[-1])) == (columns, last)
    assert {rows.count(row) for row in rows} == {columns, last}


def test_how_much_is_shown_is_returned(tmp_path: Path) -> None:
    shapes = {
        (3, 3, 1): "one channel", (3, 3, 64): "64 channels", (3, 3, 300): "channels 0 to 255 of 300", (9, 2): "2 channels",
        (1,): "one value", (1, 1, 1_000): "1,000 values", (25_088,): "values 0 to 9,999 of 25,088",
    }  # fmt: skip
    for shape, told in shapes.items():
        assert grid(np.ones(shape), "net, conv1", str(tmp_path / "m.png")) == told


def test_large_maps_become_smaller(page: Any) -> None:
    """64 maps of 224x224: each pixel is the mean of whole blocks, and the last rows and columns are not lost."""
    values = np.zeros((225, 224, 64))
    values[:2, :2], values[224, 222:], values[11, 8] = 1, 1, 1
    made = page(values)
    assert made.caption.splitlines()[-1] == "channels 0 to 63 of 64; a pixel is the mean of 2x2 values"
    tiles = made.tiles()
    assert len(tiles) == 64
    for tile in tiles:
        greys = made.pixels[tile][..., 0]
        assert greys.shape == (113, 112)
        assert (greys[0, 0], greys[112, 111], greys[5, 4], int(greys.sum())) == (255, 255, 64, 574)


def test_labels_wider_than_their_tiles(page: Any) -> None:
    """Maps of 900x2 become a pixel wide: the numbers keep apart (`page` looks), and each stands over its tile."""
    made = page(np.ones((900, 2, 256)))
    assert made.caption.splitlines()[-1] == "channels 0 to 255 of 256; a pixel is the mean of 5x5 values"
    for tile, box in zip(made.tiles(), made.labels.values(), strict=True):
        assert (tile[1].stop - tile[1].start, tile[0].stop - tile[0].start) == (1, 180)
        assert abs(box[0] - tile[1].start) <= 2


def test_vectors_stand_in_rows(page: Any) -> None:
    values = np.arange(1_010) / 1_009
    for shape in ((1_010,), (1, 1, 1_010), (1, 1_010), (1, 1, 1, 1_010)):
        made = page(values.reshape(shape), "net, softmax1")
        assert made.caption.splitlines()[-1] == "values 0 to 1,009 of 1,010, 100 in a row; each row has the number of its first"
        assert list(made.labels) == [str(number) for number in range(0, 1_010, 100)]
        tiles = made.tiles()
        found = np.concatenate([made.values(tile, 1, min(100, 1_010 - 100 * row))[0] for row, tile in enumerate(tiles)])
        assert np.abs(found - values * 255).max() <= 0.51


def test_short_and_long_vectors(page: Any) -> None:
    made = page(np.array([0.1, 0.9, 0.5]))
    (tile,) = made.tiles()
    assert made.values(tile, 1, 3).tolist() == [[0, 255, 128]]
    assert made.caption.splitlines()[0] == "net, conv1: 3"
    assert page(np.array([7.0])).caption.splitlines()[-1].startswith("one value, 1 in a row")
    made = page(np.arange(25_088.0))
    assert "values 0 to 9,999 of 25,088, 100 in a row" in made.caption
    assert len(made.tiles()) == 100


def test_one_axis_is_a_strip_a_channel(page: Any) -> None:
    values = np.arange(60.0).reshape(20, 3)
    for shape in ((20, 3), (1, 20, 3), (20, 1, 3)):
        made = page(values.reshape(shape))
        assert made.caption.splitlines()[-1] == "channels 0 to 2 of 3, a strip each"
        tiles = made.tiles()
        found = np.stack([made.values(tile, 1, 20)[0] for tile in tiles], -1)
        assert np.abs(found - values / 59 * 255).max() <= 0.51
        for tile, box in zip(tiles, made.labels.values(), strict=True):
            assert box[2] < tile[1].start
            assert tile[0].start - 3 <= (box[1] + box[3]) / 2 <= tile[0].stop + 3


def test_a_long_axis_becomes_shorter(page: Any) -> None:
    made = page(np.linspace(0, 1, 5_000)[:, None].repeat(300, 1))
    assert made.caption.splitlines()[-1] == "channels 0 to 255 of 300, a strip each; a pixel is the mean of 6 values"
    assert made.pixels.shape[1] <= 1_042
    assert len(made.tiles()) == 256


def test_volumes_show_their_middle_slice(page: Any) -> None:
    values = np.zeros((4, 2, 2, 2))
    values[2] = np.arange(8).reshape(2, 2, 2)
    values[0] = 14  # the scale is the whole layer's
    made = page(values)
    assert made.caption.splitlines()[-1] == "slice 2 of depth 0 to 3; channels 0 to 1 of 2; a value is 256x256 pixels"
    assert "min 0, max 14" in made.caption
    greys = np.stack([made.values(tile, 2, 2) for tile in made.tiles()], -1)
    assert np.abs(greys - values[2] / 14 * 255).max() <= 0.51


def test_a_title_of_any_length_and_content(page: Any) -> None:
    title = "a network with a long name, " + "stage1/" * 140 + "conv\x1b[31m\n1"
    made = page(np.ones((3, 3, 1)), title)
    assert "".join(made.caption.split()).startswith("".join(title.split()[:6]))
    assert "conv\\x1b[31m\\n1:" in made.caption.replace("\n", "")


def test_the_same_values_give_the_same_file(tmp_path: Path) -> None:
    values = photo(40, 40) / 255
    for name in ("a.png", "b.png"):
        grid(values.astype("float32"), "net, conv1", str(tmp_path / name))
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    before = values.copy()
    grid(values, "net, conv1", str(tmp_path / "c.png"))
    assert (values == before).all()


def test_a_page_that_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "none" / "m.png"
    with pytest.raises(UsageError) as error:
        grid(np.ones((3, 3, 1)), "net, conv1", str(path))
    assert error.value.message == f"{path} cannot be written: there is no folder {path.parent}"


def test_an_array_of_a_device_is_fetched(tmp_path: Path) -> None:
    class Far:
        def get(self) -> Any:
            return np.ones((3, 3, 1), "float16")

    grid(Far(), "net, conv1", str(tmp_path / "m.png"))
    assert (tmp_path / "m.png").read_bytes().startswith(b"\x89PNG")
