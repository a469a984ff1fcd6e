"""Receptive fields against published ones, and against markers planted in every pixel of small random networks."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any, NamedTuple

import pytest

from cnncalc.analysis.report import Report
from cnncalc.api import load, loads
from tests.analysis import fields


def field_of(report: Report, path: str) -> dict[str, Any]:
    row = report.row(path)
    assert row is not None, path
    assert row.field is not None, path
    return row.field.to_dict()


def check(report: Report, path: str, size: int, stride: int, padding: int) -> None:
    """Equal on both axes, and the centre of the first cell follows: -padding + (size - 1)/2."""
    assert report.findings == ()
    centre = (size - 1) / 2 - padding
    assert field_of(report, path) == {
        "size": [size] * 2, "stride": [stride] * 2, "padding": [padding] * 2, "first_centre": [centre] * 2,
        "global": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "path", "size", "stride", "padding"),
    [
        ("vgg16", "conv5_3", 196, 16, 90),  # the lecture's figure
        ("vgg16", "pool5", 212, 32, 90),
        ("alexnet", "pool3", 195, 32, 64),
        ("torchvision/alexnet", "pool3", 195, 32, 66),  # padding 2 in conv1
        ("resnet50", "stage3", 267, 16, 133),
        ("resnet50", "stage4", 427, 32, 213),
        ("resnet101", "stage4", 971, 32, 485),
        ("resnet152", "stage4", 1451, 32, 725),
        ("inception_v3", "inception_e2", 1311, 32, 618),
    ],
)
def test_of_a_file(name: str, path: str, size: int, stride: int, padding: int) -> None:
    report = load(name).analyze()
    last = [row.path for row in report.rows if row.path == path or row.path.startswith(f"{path}/")][-1]
    check(report, path if report.row(path) else last, size, stride, padding)


@pytest.mark.parametrize(
    ("text", "params", "size", "stride", "padding"),
    [
        (fields.MOBILENET_V1, {}, 315, 32, 126),
        (fields.MOBILENET_V1, {"padding": 1}, 315, 32, 157),
        (fields.RESNET_50, {}, 427, 32, 213),
        (fields.RESNET_50, {"first": True, "inner": False}, 483, 32, 241),
        (fields.RESNET_50, {"strides": fields.STRIDE_LAST, "pool": "same-tf"}, 483, 32, 239),
        (fields.INCEPTION_V2, {}, 699, 32, 318),
        (fields.INCEPTION_RESNET_V2, {}, 3039, 32, 1482),
    ],
)
def test_published(text: str, params: dict[str, Any], size: int, stride: int, padding: int) -> None:
    """Table of Araujo, Norris & Sim 2019: size, stride and padding of the last map."""
    report = loads(text, **params).analyze()
    check(report, report.rows[-1].path, size, stride, padding)


def stack(*entries: str, input: str = "32x32x1") -> Report:
    lines = "".join(f"  - {entry}\n" for entry in entries)
    report = loads(f"input: {input}\nrounding: floor\nlayers:\n{lines}").analyze()
    assert report.findings == ()
    return report


def test_three_3x3_see_as_much_as_one_7x7() -> None:
    three = stack(*["conv: {filters: 1, kernel: 3}"] * 3)
    one = stack("conv: {filters: 1, kernel: 7}")
    assert field_of(three, "conv3") == field_of(one, "conv1")
    check(three, "conv3", 7, 1, 0)
    assert repr(field_of(three, "conv1")["first_centre"]) == "[1, 1]"  # whole numbers stay integers


def test_axes_stand_apart() -> None:
    report = stack("conv: {filters: 1, kernel: 3x5, stride: 1x2, padding: [[2, 0], [1, 1]]}")
    assert field_of(report, "conv1") == {
        "size": [3, 5], "stride": [1, 2], "padding": [2, 1], "first_centre": [-1, 1], "global": False,
    }  # fmt: skip


def test_even_windows_have_half_centres() -> None:
    found = field_of(stack("maxpool: 2", "conv: {filters: 1, kernel: 2, dilation: 3}"), "conv1")
    assert found["size"] == [8, 8]
    assert found["first_centre"] == [3.5, 3.5]


def test_global_layers_see_the_whole_input() -> None:
    for entries, path in ((["globalavgpool"], "pool1"), (["flatten", "fc: 3"], "fc1")):
        found = field_of(stack("conv: {filters: 2, kernel: 3, padding: 1}", *entries), path.replace("fc1", "fc2"))
        assert found["global"] is True
        assert found["size"] == [34, 34]
        assert found["padding"] == [1, 1]


def test_a_gate_is_left_out_of_the_local_field() -> None:
    """Squeeze-excitation sees everything; without its gate the block sees what its convolutions see."""
    text = """
input: 32x32x1
layers:
  - conv: {filters: 4, kernel: 3}
  - branches:
      identity: []
      gate: [globalavgpool, conv: {filters: 4, kernel: 1, activation: sigmoid}]
    merge: multiply
  - conv: {filters: 4, kernel: 3}
"""
    report = loads(text).analyze()
    assert report.findings == ()
    found = field_of(report, "conv2")
    assert found["global"] is True
    assert found["local"] == {"size": [5, 5], "stride": [1, 1], "padding": [0, 0], "first_centre": [2, 2]}
    assert field_of(report, "multiply1")["size"] == [32, 32]


class Window(NamedTuple):
    """One layer, its options on both axes."""

    kernel: tuple[int, int]
    stride: tuple[int, int]
    before: tuple[int, int]
    after: tuple[int, int]
    dilation: tuple[int, int]

    def text(self) -> str:
        pads = [[before, after] for before, after in zip(self.before, self.after, strict=True)]
        return (f"conv: {{filters: 2, kernel: {list(self.kernel)}, stride: {list(self.stride)}, padding: {pads}, "
                f"dilation: {list(self.dilation)}}}")  # fmt: skip


Markers = list[list[int]]


def run(window: Window, image: Markers) -> Markers:
    """Every output cell has the markers of all pixels that its window touches; the padding has none."""
    sizes = len(image), len(image[0])
    (kh, kw), (sh, sw), (top, left), (bottom, right), (dh, dw) = window
    rows: Markers = []
    for y in range(-top, sizes[0] + bottom - (kh - 1) * dh, sh):
        rows.append([])
        for x in range(-left, sizes[1] + right - (kw - 1) * dw, sw):
            cell = 0
            for i in range(y, y + kh * dh, dh):
                for j in range(x, x + kw * dw, dw):
                    if 0 <= i < sizes[0] and 0 <= j < sizes[1]:
                        cell |= image[i][j]
            rows[-1].append(cell)
    return rows


def join(a: Markers, b: Markers) -> Markers:
    return [[left | right for left, right in zip(*rows, strict=True)] for rows in zip(a, b, strict=True)]


class Case(NamedTuple):
    text: str
    output: Markers


HEIGHT, WIDTH = 17, 19


def pair(random: Random, *choices: int) -> tuple[int, int]:
    return random.choice(choices), random.choice(choices)


def keeping(random: Random, stride: tuple[int, int]) -> Window:
    """Whatever its kernel and dilation, of one output size for one stride: its padding is what its window lacks."""
    kernel, dilation = pair(random, 1, 2, 3), pair(random, 1, 1, 2)
    lacks = [(k - 1) * d for k, d in zip(kernel, dilation, strict=True)]
    top, left = (random.randint(0, lack) for lack in lacks)
    return Window(kernel, stride, (top, left), (lacks[0] - top, lacks[1] - left), dilation)


def case(seed: int) -> Case:
    """Two to four steps: a window, or two ways that are added or joined."""
    random = Random(seed)
    image = [[1 << (y * WIDTH + x) for x in range(WIDTH)] for y in range(HEIGHT)]
    lines = [f"input: {HEIGHT}x{WIDTH}x2", "rounding: floor", "layers:"]
    for _ in range(random.randint(2, 4)):
        if random.random() < 0.4 and len(image) > 4 and len(image[0]) > 4:
            padding = pair(random, 0, 1), pair(random, 0, 1)
            window = Window(pair(random, 1, 2, 3), pair(random, 1, 1, 2), *padding, (1, 1))
            image = run(window, image)
            lines.append(f"  - {window.text()}")
            continue
        stride = pair(random, 1, 1, 2) if len(image) > 6 and len(image[0]) > 6 else (1, 1)
        first, second, third = keeping(random, stride), keeping(random, stride), keeping(random, (1, 1))
        image = join(run(first, image), run(third, run(second, image)))
        lines.append(f"  - branches: [[{first.text()}], [{second.text()}, {third.text()}]]")
        lines.append(f"    merge: {random.choice(['add', 'concat'])}")
    return Case("\n".join([*lines, "  - relu", ""]), image)


def extent(cell: int) -> list[tuple[int, int]]:
    """The smallest rectangle with all pixels that reached a cell."""
    pixels = [divmod(bit, WIDTH) for bit in range(cell.bit_length()) if cell >> bit & 1]
    return [(min(axis), max(axis)) for axis in zip(*pixels, strict=True)]


@pytest.mark.parametrize("first", range(0, 120, 40))
def test_planted_markers(first: int) -> None:
    """Wherever a cell's field lies inside the image, its markers fill it; at the border they stay within it."""
    inside = 0
    for seed in range(first, first + 40):
        made = case(seed)
        report = loads(made.text).analyze()
        assert report.findings == (), made.text
        row = report.rows[-1]
        assert row.output is not None
        assert row.output.spatial == (len(made.output), len(made.output[0]))
        found = field_of(report, row.path)
        for y, x in product(range(row.output.spatial[0]), range(row.output.spatial[1])):
            cell = made.output[y][x]
            tops = [place * jump - pad for place, jump, pad in zip((y, x), found["stride"], found["padding"], strict=True)]
            field = [(start, start + size - 1) for start, size in zip(tops, found["size"], strict=True)]
            seen = extent(cell) if cell else []
            if min(tops) >= 0 and field[0][1] < HEIGHT and field[1][1] < WIDTH:
                inside += 1
                assert seen == field, made.text
            else:
                assert all(a[0] <= b[0] and b[1] <= a[1] for a, b in zip(field, seen, strict=False)), made.text
    assert inside > 200
