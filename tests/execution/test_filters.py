"""Kernels that a file gives as `values`, over a picture: against plain loops, against Pillow's own filters, and as PNG files."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from cnncalc.api import loads
from cnncalc.execution.machine import Machine
from cnncalc.execution.network import Network
from cnncalc.execution.weights import initial
from tests.cli.runner import call
from tests.execution.executed import numpy
from tests.execution.photo import photo
from tests.oracle import oracle_or_skip

Image = oracle_or_skip("PIL.Image")
ImageFilter = oracle_or_skip("PIL.ImageFilter")

Kernel = Sequence[Sequence[Fraction | int]]
#: Name -> numbers; each is written into a file as `$(1/9)` where it is no whole number.
KERNELS: dict[str, Kernel] = {
    "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "box": [[Fraction(1, 9)] * 3] * 3,
    "gauss": [[Fraction(a * b, 16) for a in (1, 2, 1)] for b in (1, 2, 1)],
    "gauss 5x5": [[Fraction(a * b, 256) for a in (1, 4, 6, 4, 1)] for b in (1, 4, 6, 4, 1)],
    "edge": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
    "laplace": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
    "sobel-x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "sobel-y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "isolated": [[-1, -1, -1], [-1, 1, -1], [-1, -1, -1]],
    "of no symmetry": [[1, 2, -3], [0, Fraction(1, 3), 5]],
}
MODES = ("zero", "reflect", "replicate")
FORMS = ("correlation", "convolution")


def number(value: Fraction | int) -> str:
    """As a file has it."""
    return str(value) if Fraction(value).denominator == 1 else f"$({value})"


def conv(kernel: Kernel, mode: str = "zero", form: str = "correlation", padding: Any = None, filters: int = 3) -> str:
    """A layer of a file. Three filters are one a colour; one reads them all."""
    values = ", ".join(f"[{', '.join(map(number, row))}]" for row in kernel)
    pads = padding if padding is not None else [[size // 2, (size - 1) // 2] for size in (len(kernel), len(kernel[0]))]
    window = f"filters: {filters}, kernel: {len(kernel)}x{len(kernel[0])}, padding: {pads}, padding_mode: {mode}"
    groups = "depthwise" if filters == 3 else 1
    return f"conv: {{{window}, form: {form}, groups: {groups}, bias: false, values: [{values}]}}"


def run(layer: str, image: Any, dtype: str = "float64") -> Any:
    """What a layer of a file gives for an image of rows x columns x channels, float64."""
    text = f"input: {'x'.join(map(str, image.shape))}\nlayers:\n  - {layer}\n"
    report = loads(text).analyze()
    with Machine("cpu", dtype) as on:
        network = Network(report.graph, on, initial(report.graph, on.xp, on.dtype, 0))
        network(image[None])
        return network.arrays[report.graph.outputs[0]][0].astype("float64")


def by_loops(kernel: Kernel, image: Any, mode: str, form: str) -> Any:
    """Each channel under the kernel, cell by cell."""
    rows, columns, channels = image.shape
    turned = [row[::-1] for row in kernel[::-1]] if form == "convolution" else kernel
    top, left = len(kernel) // 2, len(kernel[0]) // 2
    found = numpy.zeros(image.shape)
    for channel in range(channels):
        plane = image[..., channel].tolist()
        for y in range(rows):
            for x in range(columns):
                total = 0.0
                for i, line in enumerate(turned):
                    for j, weight in enumerate(line):
                        total += float(weight) * cell(plane, y + i - top, x + j - left, mode)
                found[y, x, channel] = total
    return found


def cell(plane: list[list[float]], y: int, x: int, mode: str) -> float:
    """What the padding holds, one axis after the other: nothing, the cell at the edge, or the one as far inside."""
    for at, size in ((y, len(plane)), (x, len(plane[0]))):
        if mode == "zero" and not 0 <= at < size:
            return 0.0
    y, x = (_inside(at, size, mode) for at, size in ((y, len(plane)), (x, len(plane[0]))))
    return plane[y][x]


def _inside(at: int, size: int, mode: str) -> int:
    if mode == "replicate":
        return max(0, min(at, size - 1))
    at = abs(at)
    return at if at < size else 2 * size - 2 - at


PHOTO = photo(14, 11) / 255


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", KERNELS)
def test_filters_by_loops(name: str, mode: str, form: str) -> None:
    wanted = by_loops(KERNELS[name], PHOTO, mode, form)
    for dtype, most in (("float64", 1e-14), ("float32", 1e-5)):
        assert numpy.abs(run(conv(KERNELS[name], mode, form), PHOTO, dtype) - wanted).max() < most


@pytest.mark.parametrize("name", KERNELS)
def test_one_filter_reads_all_colours(name: str) -> None:
    """Without groups the same numbers are laid on every channel, and added up."""
    found = run(conv(KERNELS[name], "reflect", filters=1), PHOTO)
    wanted = by_loops(KERNELS[name], PHOTO, "reflect", "correlation").sum(-1, keepdims=True)
    assert numpy.abs(found - wanted).max() < 1e-13


def test_what_filters_are_known_for() -> None:
    """Kernels of the sum 1 keep a flat picture, those of the sum 0 make it black; Sobel's sees one direction alone."""
    flat = numpy.full((5, 6, 3), 0.3)
    edges = {True: numpy.tile(numpy.arange(6.0)[None, :, None] > 2, (5, 1, 3)) * 1.0}
    edges[False] = numpy.tile(numpy.arange(5.0)[:, None, None] > 2, (1, 6, 3)) * 1.0
    for name, kernel in KERNELS.items():
        total = float(sum(Fraction(weight) for row in kernel for weight in row))
        assert numpy.abs(run(conv(kernel, "replicate"), flat) - 0.3 * total).max() < 1e-14, name
    for name, upright in (("sobel-x", True), ("sobel-y", False)):
        assert numpy.abs(run(conv(KERNELS[name], "replicate"), edges[upright])).max() == 4
        assert not run(conv(KERNELS[name], "replicate"), edges[not upright]).any()
        turned = run(conv(KERNELS[name], "replicate", "convolution"), edges[upright])
        assert numpy.array_equal(turned, -run(conv(KERNELS[name], "replicate"), edges[upright]))


#: The lectures' box filter over a row: as it is, and with each padding.
ROW = (4, 3, 2, -5, 3, 5, 2, 5, 5, 6)
INNER = ["3", "0", "0", "1", "10/3", "4", "4", "16/3"]


@pytest.mark.parametrize(
    ("padding", "mode", "wanted"),
    [
        (0, "zero", INNER),
        (1, "zero", ["7/3", *INNER, "11/3"]),
        (1, "reflect", ["10/3", *INNER, "16/3"]),  # 3 4 3, 5 6 5
        (1, "replicate", ["11/3", *INNER, "17/3"]),  # 4 4 3, 5 6 6
    ],
)
def test_the_lectures_box_over_a_row(padding: int, mode: str, wanted: list[str]) -> None:
    layer = f"conv: {{filters: 1, kernel: 3, padding: {padding}, padding_mode: {mode}, bias: false, values: [$n, $n, $n]}}"
    text = f"input: 10x1\nparams: {{n: $(1/3)}}\nlayers:\n  - {layer}\n"
    graph = loads(text).analyze().graph
    with Machine("cpu", "float64") as on:
        network = Network(graph, on, initial(graph, on.xp, on.dtype, 0))
        network(numpy.array(ROW, "float64").reshape(1, 10, 1))
        found = network.arrays[1].ravel()
    assert numpy.abs(found - [float(Fraction(value)) for value in wanted]).max() < 1e-14


def test_the_lectures_isolated_ones() -> None:
    """Padded, and with a ReLU behind it, the filter of +1 among -1 marks the one 1 that has no neighbours."""
    image = numpy.array([[1, 0, 1, 0, 0], [1, 0, 1, 0, 1], [1, 1, 1, 0, 0], [1, 0, 1, 0, 1], [1, 0, 1, 0, 1]], "float64")
    found = run(conv(KERNELS["isolated"], filters=1), image[..., None])[..., 0]
    assert found[1:4, 1:4].tolist() == [[-7, -2, -4], [-5, -2, -5], [-7, -2, -5]]
    marked = run(conv(KERNELS["isolated"], filters=1).replace("}", ", activation: relu}"), image[..., None])[..., 0]
    assert numpy.argwhere(marked).tolist() == [[1, 4]]
    assert marked[1, 4] == 1


@pytest.mark.parametrize(
    "name",
    [
        "BLUR",
        "CONTOUR",
        "DETAIL",
        "EDGE_ENHANCE",
        "EDGE_ENHANCE_MORE",
        "EMBOSS",
        "FIND_EDGES",
        "SHARPEN",
        "SMOOTH",
        "SMOOTH_MORE",
    ],
)
def test_filters_of_pillow(name: str) -> None:
    """It turns kernels upside down, cuts off what is no grey value, and leaves the picture's edge as it is."""
    (width, height), scale, offset, weights = getattr(ImageFilter, name).filterargs
    kernel = [[Fraction(weight, scale) for weight in weights[row * width : (row + 1) * width]] for row in reversed(range(height))]
    picture = photo(40, 50)
    theirs = numpy.asarray(Image.fromarray(picture).filter(getattr(ImageFilter, name))).astype("float64")
    ours = numpy.clip(run(conv(kernel), picture.astype("float64")) + offset, 0, 255)
    edge = (slice(height // 2, -(height // 2)), slice(width // 2, -(width // 2)))
    assert numpy.abs(ours - theirs)[edge].max() <= 0.5 + 1e-3
    assert numpy.abs(theirs - picture)[edge].max() > 20  # it does something


FILE = f"""\
name: filters
input: 48x64x3
layers:
  - branches:
      box: [{{name: box, {conv(KERNELS["box"], "replicate")}}}]
      gauss: [{{name: gauss, {conv(KERNELS["gauss"], "reflect")}}}]
      edge: [{{name: edge, {conv(KERNELS["edge"], "replicate")}}}]
    merge: concat
"""


@pytest.mark.parametrize("name", ["box", "gauss", "edge"])
def test_a_filter_over_a_picture_by_the_command(name: str, tmp_path: Path) -> None:
    """The numbers that are saved are the filter over the numbers that went in, and the PNG shows them."""
    paths = {word: str(tmp_path / word) for word in ("f.cnn.yaml", "photo.png", "in.npy", "out.npy", "maps.png")}
    Path(paths["f.cnn.yaml"]).write_text(FILE, "utf-8")
    picture = photo(96, 128)
    Image.fromarray(picture).save(paths["photo.png"])
    arguments = ["run", paths["f.cnn.yaml"], "--image", paths["photo.png"], "--mean", "0", "--std", "1", "--maps", name]
    saved = ["--save", f"input={paths['in.npy']}", "--save", f"{name}={paths['out.npy']}", "-o", paths["maps.png"]]
    ran = call(*arguments, *saved)
    assert (ran.status, ran.err) == (0, "")
    taken, given = (numpy.moveaxis(numpy.load(paths[word]), -3, -1).reshape(48, 64, 3) for word in ("in.npy", "out.npy"))
    mode = "reflect" if name == "gauss" else "replicate"
    assert numpy.abs(given - by_loops(KERNELS[name], taken.astype("float64"), mode, "correlation")).max() < 1e-5
    assert abs(float(taken.mean()) - picture.mean() / 255) < 0.05  # it is the picture
    assert abs(float(given.mean() - (0 if name == "edge" else taken.mean()))) < 0.005
    with Image.open(paths["maps.png"]) as page:
        shown = numpy.asarray(page.convert("L")).astype(int)
    for channel in range(3):
        assert _holds(shown, _grey(given, channel)), f"channel {channel} is not in the picture"


def _grey(given: Any, channel: int) -> Any:
    """One channel, the scale the same for all: from black to white, or with 0 in the middle where some are negative."""
    low, high = given.min(), given.max()
    most = max(-low, high)
    level = 0.5 + given / most / 2 if low < 0 else (given - low) / (high - low)
    return level[..., channel] * 255


def _holds(page: Any, tile: Any) -> bool:
    """Whether some place of a page shows these grey values, each as a square of pixels of any one size."""
    for size in range(8, 0, -1):
        wanted = tile.repeat(size, 0).repeat(size, 1)
        high, wide = (max(whole - part + 1, 0) for whole, part in zip(page.shape, wanted.shape, strict=True))
        still = numpy.ones((high, wide), bool)
        for pixel in range(0, wanted.size, 1 + wanted.size // 50):  # some of its pixels tell where it may be
            y, x = divmod(pixel, wanted.shape[1])
            still &= abs(page[y : y + high, x : x + wide] - wanted[y, x]) <= 1
        for y, x in numpy.argwhere(still):
            if (abs(page[y : y + wanted.shape[0], x : x + wanted.shape[1]] - wanted) <= 1).all():
                return True
    return False
