"""What a layer gives as a picture: every channel a tile with its number, in one grey scale for the whole layer."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import product
from typing import Any, NamedTuple

from cnncalc import files
from cnncalc.diagnostics import printable
from cnncalc.execution import stored
from cnncalc.execution.backend import module
from cnncalc.layer_base import Array
from cnncalc.tensor import volume

#: Channels on the page; values of a vector in a row, and on the page.
_CHANNELS, _ROW, _VALUES = 256, 100, 10_000
#: Pixels: the page as it should be at most, a tile, the least of one that is made smaller, and the space around tiles.
_WIDTH, _HEIGHT, _TILE, _SMALL, _GAP = 1_030, 1_600, 512, 32, 6
_STRIP = 14
_FONT, _LINE = 12, 17
#: Behind the tiles is a blue that no grey value has; values that are not finite are red.
_PAPER, _INK, _RED = (226, 234, 246), (20, 20, 30), (214, 40, 40)


class _Tiles(NamedTuple):
    """What is laid out: colours of tiles x height x width x 3, each tile's label, and what the caption says of them."""

    pixels: Array
    labels: list[str]
    told: str
    shown: str  # how much of the layer they are, in short
    strips: bool  # labels stand before the tiles, not above


def grid(array: Array, title: str, path: str) -> str:
    """Write a layer's output for one image, channels last, as a PNG file: maps as tiles, vectors and 1-D maps as strips.

    The caption is `title` (network and layer), the shape, what black and white mean, and what of the layer is shown.
    Returns in words how much of the layer that is. Raises UsageError where the file cannot be written.
    """
    numpy, pillow = module("numpy"), module("PIL.Image")
    values = stored.on_host(array).astype("float64")
    colours, scale = _greys(numpy, values)
    tiles = _tiles(numpy, values.shape, colours)
    lines = [f"{title}: {volume(values.shape)}", scale, tiles.told]
    page = (_strips if tiles.strips else _squares)(tiles, lines, pillow)
    data = BytesIO()
    page.save(data, "PNG")
    files.write_whole(path, data.getvalue())
    return tiles.shown


def _greys(numpy: Any, values: Array) -> tuple[Array, str]:
    """Each value's colour, three bytes on one more axis, and the grey scale in words."""
    finite = numpy.isfinite(values)
    known = values[finite]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    most = max(-low, high)
    if low < 0:
        level, black, white = 0.5 + numpy.where(finite, values, 0) / most / 2, -most, most
        scale = f"grey scale of the layer: black {black:.4g}, mid grey 0, white {white:.4g}"
    else:
        level = (numpy.where(finite, values, low) - low) / ((high - low) or 1)
        scale = f"grey scale of the layer: black {low:.4g}, white {high:.4g}" if high > low else "all values are the same: black"
    colours = numpy.repeat(numpy.rint(level * 255).astype("uint8")[..., None], 3, axis=-1)
    colours[~finite] = _RED
    odd = values.size - known.size
    told = f"{scale}; min {low:.4g}, max {high:.4g}"
    return colours, told + (f"; not finite: {odd:,} of {values.size:,} (red)" if odd else "")


def _tiles(numpy: Any, shape: tuple[int, ...], colours: Array) -> _Tiles:
    """The layer cut into what is shown of it."""
    *spatial, channels = shape
    if all(size == 1 for size in spatial):
        return _rows(numpy, colours.reshape(channels, 3))
    cut = ""
    if len(spatial) == 3:
        middle = spatial[0] // 2
        colours, cut = colours[middle], f"slice {middle} of depth 0 to {spatial[0] - 1}; "
        spatial = spatial[1:]
    thin = min(spatial) == 1 or len(spatial) == 1
    pixels = numpy.moveaxis(colours[..., :_CHANNELS, :], -2, 0)
    if thin:
        pixels = pixels.reshape(len(pixels), 1, max(spatial), 3)
    labels = [str(number) for number in range(len(pixels))]
    told = f"{cut}{_part('channel', len(pixels), channels)}"
    return _Tiles(pixels, labels, f"{told}, a strip each" if thin else told, _short("channel", len(pixels), channels), thin)


def _rows(numpy: Any, colours: Array) -> _Tiles:
    """A vector in rows, the last one filled up with paper."""
    count = len(colours)
    shown = min(count, _VALUES)
    row = min(count, _ROW)
    rows = -(-shown // row)
    pixels = numpy.empty((rows * row, 3), "uint8")
    pixels[:shown], pixels[shown:] = colours[:shown], _PAPER
    told = f"{_part('value', shown, count)}, {row} in a row; each row has the number of its first"
    labels = [str(number * row) for number in range(rows)]
    return _Tiles(pixels.reshape(rows, 1, row, 3), labels, told, _short("value", shown, count), True)


def _part(what: str, shown: int, count: int) -> str:
    """What stands on the page, of how many."""
    return f"{what}s 0 to {shown - 1:,} of {count:,}" if count > 1 else f"one {what}"


def _short(what: str, shown: int, count: int) -> str:
    """The same, where all of them stand there without their numbers."""
    return f"{count:,} {what}s" if 1 < shown == count else _part(what, shown, count)


def _squares(tiles: _Tiles, lines: list[str], pillow: Any) -> Any:
    """Tiles in rows, each under its number."""
    count, height, width, _ = tiles.pixels.shape
    font = _font()
    least = max(round(font.getlength(label)) for label in tiles.labels)
    up, down, columns = _layout(count, height, width, least)
    size = (-(-width // down) * up, -(-height // down) * up)
    cell = max(size[0], least) + _GAP
    lines = [*lines[:-1], f"{lines[-1]}; {_zoom(up, down)}"]
    rows = -(-count // columns)
    step = _LINE + size[1] + _GAP
    page, draw, top = _page(columns * cell + _GAP, rows * step, lines, pillow)
    for number, label in enumerate(tiles.labels):
        x, y = _GAP + number % columns * cell, top + number // columns * step
        draw.text((x, y + _LINE - 2), label, _INK, font, anchor="ls")
        page.paste(_scaled(tiles.pixels[number], size, (down, down), pillow), (x, y + _LINE))
    return page


def _layout(count: int, height: int, width: int, least: int) -> tuple[int, int, int]:
    """The scale as `_factor` has it, and the columns; tiles up to half as large where all rows are even with them."""
    up, down = _factor(count, height, width, least)
    ups, downs = range(up, (up - 1) // 2, -1), range(down, 2 * down + 1 if down > 1 else 2)
    for larger, smaller in product(ups, downs):
        cell, step = max(-(-width // smaller) * larger, least) + _GAP, -(-height // smaller) * larger + _LINE + _GAP
        for columns in _even(count, (_WIDTH + _GAP) // cell):
            if -(-count // columns) * step <= min(_HEIGHT, 2 * columns * cell):  # and no tower
                return larger, smaller, columns
    most = max(1, (_WIDTH + _GAP) // (max(-(-width // down) * up, least) + _GAP))
    return up, down, -(-count // -(-count // most))


def _even(count: int, most: int) -> list[int]:
    """Numbers of columns that leave no short last row, or one that lacks a third at most; the better ones first."""
    columns = range(min(count, most), 0, -1)
    return [c for c in columns if count % c == 0] + [c for c in columns if 3 * (count % c) >= 2 * c]


def _factor(count: int, height: int, width: int, least: int) -> tuple[int, int]:
    """How many pixels a value takes on each axis, or how many values a pixel: the largest tiles with which the page is no longer
    than it should be, within bounds."""

    def fits(high: int, wide: int) -> bool:
        columns = (_WIDTH + _GAP) // (max(wide, least) + _GAP)
        return columns > 0 and -(-count // columns) * (high + _LINE + _GAP) <= _HEIGHT

    longest = max(height, width)
    for up in range(max(1, _TILE // longest), 0, -1):
        if fits(up * height, up * width):
            return up, 1
    down = 1
    while longest // down > _SMALL and not fits(-(-height // down), -(-width // down)):
        down += 1
    return 1, down


def _zoom(up: int, down: int) -> str:
    """The scale of the tiles in words."""
    if down > 1:
        return f"a pixel is the mean of {down}x{down} values"
    return f"a value is {up}x{up} pixels" if up > 1 else "a value is a pixel"


def _strips(tiles: _Tiles, lines: list[str], pillow: Any) -> Any:
    """Strips below each other, each behind its number."""
    count, _, length, _ = tiles.pixels.shape
    font = _font()
    margin = round(max(font.getlength(label) for label in tiles.labels)) + 2 * _GAP
    down = -(-length // (_WIDTH - margin))
    up = max(1, min((_WIDTH - margin) // length, 4 * _STRIP)) if down == 1 else 1
    if down > 1:
        lines = [*lines[:-1], f"{lines[-1]}; a pixel is the mean of {down} values"]
    size = (-(-length // down) * up, _STRIP)
    page, draw, top = _page(margin + size[0] + _GAP, count * (_STRIP + 2) + _GAP, lines, pillow)
    for number, label in enumerate(tiles.labels):
        y = top + number * (_STRIP + 2)
        draw.text((margin - _GAP, y + _STRIP // 2), label, _INK, font, anchor="rm")
        page.paste(_scaled(tiles.pixels[number], size, (down, 1), pillow), (margin, y))
    return page


def _scaled(pixels: Array, size: tuple[int, int], down: tuple[int, int], pillow: Any) -> Any:
    """A tile, smaller by whole factors as means, and larger by whole factors as it is."""
    tile = pillow.fromarray(module("numpy").ascontiguousarray(pixels))
    return tile.reduce(down).resize(size, pillow.Resampling.NEAREST)


def _font() -> Any:
    """The font that Pillow brings."""
    return module("PIL.ImageFont").load_default(_FONT)


def _page(width: int, height: int, lines: Sequence[str], pillow: Any) -> tuple[Any, Any, int]:
    """An empty page under its caption, what draws on it, and where the tiles begin."""
    width = max(width, _WIDTH // 2)
    font = _font()
    wrapped = [part for line in lines for part in _wrapped(printable(line), width - 2 * _GAP, font)]
    top = _GAP + len(wrapped) * _LINE + _GAP
    page = pillow.new("RGB", (width, top + height), _PAPER)
    draw = module("PIL.ImageDraw").Draw(page)
    for number, line in enumerate(wrapped):
        draw.text((_GAP, _GAP + number * _LINE + _LINE - 5), line, _INK, font, anchor="ls")
    return page, draw, top


def _wrapped(text: str, width: int, font: Any) -> list[str]:
    """A line broken between words, or within one that is too long."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if font.getlength(joined) <= width:
            lines[-1] = joined
            continue
        lines += [""] if lines[-1] else []
        for character in word:
            if lines[-1] and font.getlength(lines[-1] + character) > width:
                lines.append("")
            lines[-1] += character
    return lines
