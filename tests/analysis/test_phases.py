"""Receptive fields through layers that up-sample: every cell's field against markers planted in every pixel."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

import pytest

from cnncalc.analysis.phases import Phases
from cnncalc.analysis.report import Row
from cnncalc.api import load, loads
from tests.naive import Volume, overlapping
from tests.naive_resample import RESAMPLERS

LENGTH, MARGIN = 61, 15


class Step(NamedTuple):
    """An entry of the language, and what it does to a line of cells that each hold the pixels they are made from."""

    entry: str
    run: Callable[[list[int]], list[int]]


def resampled(kind: str, **options: Any) -> Step:
    written = ", ".join(f"{name}: {value}" for name, value in options.items())
    if kind == "deconv":
        written += ", filters: 2"
    return Step(f"{kind}: {{{written}}}", lambda cells: one_channel(kind, options, cells))


def one_channel(kind: str, options: dict[str, Any], cells: list[int]) -> list[int]:
    if kind == "deconv":
        options = {**options, "filters": 1}
    made: list[int] = RESAMPLERS[kind](options, Volume((1, len(cells)), cells)).output.cells
    return made


def conv(kernel: int, stride: int, before: int, after: int, dilation: int) -> Step:
    def run(cells: list[int]) -> list[int]:
        span = (kernel - 1) * dilation
        found = []
        for start in range(-before, len(cells) + after - span, stride):
            taps = [start + tap * dilation for tap in range(kernel)]
            found.append(union(cells[tap] for tap in taps if 0 <= tap < len(cells)))
        return found

    text = f"conv: {{filters: 2, kernel: {kernel}, stride: {stride}, padding: [[{before}, {after}]], dilation: {dilation}}}"
    return Step(text, run)


def adaptive(size: int) -> Step:
    return Step(
        f"adaptiveavgpool: {size}",
        lambda cells: [union(cells[cell] for cell in window) for window in overlapping(len(cells), size)],
    )


def union(marks: Any) -> int:
    found = 0
    for mark in marks:
        found |= mark
    return found


def draw(random: Random) -> Step:
    word = random.choice(["conv", "conv", "deconv", "deconv", "upsample", "bilinear", "adaptive", "pad"])
    if word == "conv":
        kernel, dilation = random.randint(1, 4), random.randint(1, 2)
        return conv(kernel, random.choice([1, 1, 2, 3]), random.randint(0, 2), random.randint(0, 2), dilation)
    if word == "deconv":
        kernel, dilation = random.randint(1, 4), random.choice([1, 1, 2, 3])
        span = (kernel - 1) * dilation
        return resampled(
            "deconv", kernel=kernel, stride=random.randint(1, 3), padding=random.randint(0, span // 2), dilation=dilation
        )
    if word == "adaptive":
        return adaptive(random.randint(2, 40))
    if word == "pad":
        return resampled("pad", padding=[[random.randint(0, 2), random.randint(0, 2)]])
    if word == "bilinear":
        return resampled("upsample", factor=random.randint(1, 3), mode="bilinear")
    return resampled("upsample", factor=random.randint(1, 3))


def network(seed: int) -> tuple[str, list[int]]:
    """Three to five steps, perhaps with a way round one of them."""
    random = Random(seed)
    cells = [1 << pixel for pixel in range(LENGTH)]
    lines: list[str] = []
    while len(lines) < random.randint(3, 5):
        step = draw(random)
        made = step.run(cells)
        if not 2 <= len(made) <= 400:
            continue
        if random.random() < 0.3:
            other = conv(3, 1, 1, 1, 1)
            lines.append(f"  - residual: [{{{step.entry}}}, {{{other.entry}}}]\n    shortcut: [{{{step.entry}}}]")
            made = [a | b for a, b in zip(other.run(made), made, strict=True)]
        else:
            lines.append(f"  - {step.entry}")
        cells = made
    return f"input: {LENGTH}x2\nrounding: floor\nlayers:\n" + "\n".join(lines) + "\n", cells


def field_at(row: Row, cell: int) -> tuple[Any, Any] | None:
    assert row.field is not None
    (reach,) = row.field.axes
    if isinstance(reach, Phases):
        return reach.at(cell)
    left, right, jump = reach
    return left + cell * jump, right + cell * jump


@pytest.mark.parametrize("first", range(0, 600, 100))
def test_planted_markers(first: int) -> None:
    """What a cell is made from lies in its field and, away from the ends of the input, reaches both ends of the field."""
    inside = 0
    for seed in range(first, first + 100):
        text, cells = network(seed)
        row = loads(text).analyze().rows[-1]
        assert row.output is not None
        assert row.output.spatial == (len(cells),), text
        assert row.field is not None
        size, widest = row.field.to_dict()["size"][0], 0
        exact = type(row.field.axes[0][2]) is int  # else too many phases: a line bounds them
        for number, marks in enumerate(cells):
            field = field_at(row, number)
            pixels = [pixel for pixel in range(LENGTH) if marks >> pixel & 1]
            if field is None:
                assert not pixels, text
                continue
            widest = max(widest, field[1] - field[0] + 1)
            assert all(field[0] <= pixel <= field[1] for pixel in pixels), text
            if exact and field[0] >= MARGIN and field[1] < LENGTH - MARGIN:
                inside += 1
                assert (pixels[0], pixels[-1]) == field, text
        assert widest <= size or not exact, text
    assert inside > 300


def test_two_halves_of_a_pixel() -> None:
    """Kernel 2, stride 2: two cells a pixel, both see that pixel alone; a 3x3 behind it sees two pixels, not two and a half."""
    entries = "{deconv: {filters: 1, kernel: 2, stride: 2}}, {conv: {filters: 1, kernel: 3, padding: 1}}"
    text = f"input: 8x8x1\nlayers: [{entries}]"
    up, behind = loads(text).analyze().rows
    assert up.field is not None
    assert up.field.to_dict() == {
        "size": [1, 1], "stride": ["1/2", "1/2"], "padding": [0, 0], "first_centre": [0, 0], "global": False,
    }  # fmt: skip
    assert behind.field is not None
    assert behind.field.to_dict()["size"] == [2, 2]


def test_down_and_up_again_is_whole() -> None:
    """A stride takes back what an up-sampling made: one phase is left."""
    text = "input: 8x8x1\nlayers: [{upsample: 4}, {conv: {filters: 1, kernel: 1, stride: 4, rounding: floor}}]"
    field = loads(text).analyze().rows[-1].field
    assert field is not None
    assert field.axes[0] == (0, 0, 1)


def test_too_many_phases_are_bounded_by_a_line() -> None:
    entries = ", ".join(["{upsample: 100}", "{adaptiveavgpool: 797}", "{conv: {filters: 1, kernel: 3}}"])
    row = loads(f"input: 8x1\nlayers: [{entries}]").analyze().rows[-1]
    assert row.field is not None
    found = row.field.to_dict()
    assert found["stride"] == ["8/797"]
    assert found["size"] == [2]


def test_a_groupnorm_sees_everything_and_its_place() -> None:
    text = "input: 32x32x4\nlayers: [{conv: {filters: 4, kernel: 3}}, {groupnorm: 2}, {conv: {filters: 4, kernel: 3}}]"
    field = loads(text).analyze().rows[-1].field
    assert field is not None
    found = field.to_dict()
    assert found["global"] is True
    assert found["local"]["size"] == [5, 5]


def test_unet() -> None:
    """Four times down, four times up: every pixel of the output has one field, wherever it lies in its 16 phases."""
    report = load("unet").analyze()
    field = report.rows[-1].field
    assert field is not None
    assert field.to_dict()["stride"] == [1, 1]
    assert isinstance(field.axes[0], Phases)
    assert len(field.axes[0].lefts) == 16
    assert field.to_dict()["size"] == [204, 204]


def test_behind_a_global_layer_nothing_grows() -> None:
    """Every cell sees what all cells together saw; more windows and more such layers add nothing to that."""
    entries = ["{conv: {filters: 4, kernel: 3, padding: 1}}", "{instancenorm: {}}"] * 3
    text = f"input: 8x8x4\nlayers: [{', '.join(entries)}, {{maxpool: 2}}, {{upsample: 4}}, {{groupnorm: 2}}]"
    sizes = [row.field.to_dict()["size"] for row in loads(text).analyze() if row.field]
    assert sizes == [[3, 3], *[[10, 10]] * 8]
    field = loads(text).analyze().rows[-1].field
    assert field is not None
    assert field.to_dict()["stride"] == ["1/2", "1/2"]
    assert field.to_dict()["local"]["size"] == [8, 8]


def test_squeeze_and_excitation_does_not_add_up() -> None:
    """Sixteen gates, each over the whole image and the padding that the stem and the first block put around it."""
    gates = [row.field.to_dict() for row in load("torchvision/efficientnet_b0").analyze() if row.kind == "multiply" and row.field]
    assert len(gates) == 16
    assert all(gate["global"] and gate["size"] == [229, 229] and gate["padding"] == [3, 3] for gate in gates)
    assert [gate["local"]["size"][0] for gate in gates[:2]] == [7, 11]


def test_exchanged_axes_behind_a_global_layer() -> None:
    text = "input: 8x{}x4\nlayers: [{{instancenorm: {{}}}}, {{permute: [width, height, channels]}}]"
    square, oblong = (loads(text.format(width)).analyze().rows[-1].field for width in (8, 6))
    assert oblong is None  # which axis is which is not known
    assert square is not None
    assert square.to_dict()["size"] == [8, 8]


def test_much_work_is_bounded_by_a_line() -> None:
    """4,096 phases under a window of 5,000 cells: bounded at once. Two pixels and a bit are seen, three at the most."""
    field = loads("input: 64x1\nlayers: [{upsample: 4096}, {conv: {filters: 1, kernel: 5000}}]").analyze().rows[-1].field
    assert field is not None
    assert field.to_dict()["size"] == [3]
    assert field.to_dict()["stride"] == ["1/4096"]
