"""Worked solutions: formulas with their numbers put in, sums with their addends, and layers in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cnncalc.analysis.formulas import Formula, formulas
from cnncalc.analysis.report import Row
from cnncalc.homework.quantities._quantity import Asked
from cnncalc.homework.question import Misfit
from cnncalc.homework.subjects import Subject
from cnncalc.homework.volumes import in_layout
from cnncalc.layer_base import options_of
from cnncalc.layers._window import formula
from cnncalc.tensor import AXIS_NAMES, Shape

_MOST_ADDENDS = 12
#: A figure in the words of a question.
FIGURES = {"params": "parameters", "weights": "weights", "macs": "multiply-adds", "activations": "activations"}
_NAMES = {
    "conv": "a convolution",
    "deconv": "a transposed convolution",
    "fc": "a fully connected layer",
    "maxpool": "max pooling",
    "avgpool": "average pooling",
    "batchnorm": "batch normalization",
    "relu": "a ReLU",
    "globalavgpool": "global average pooling",
    "lrn": "local response normalization",
}

_ROUNDINGS = {
    "floor": "rounding down",
    "ceil": "rounding up",
    "ceil-caffe": "rounding up as Caffe does",
    "ceil-onnx": "rounding up as ONNX does",
}


def shown(shape: Shape, layout: str) -> str:
    """`32x32x10`, or channels first."""
    return "x".join(map(str, sizes(shape, layout)))


def sizes(shape: Shape, layout: str) -> tuple[int, ...]:
    """Height, width, channels; or channels first."""
    return in_layout(layout, shape.spatial, shape.channels)


def axes(row: Row) -> tuple[str, ...]:
    """The names of the output's axes."""
    assert row.facts is not None
    return AXIS_NAMES.get(len(row.facts.output.spatial), ("values",))


def line(label: str, found: Formula) -> str:
    """`parameters = (F*F*D + 1)*K = (5*5*3 + 1)*10 = 760`, each step once."""
    steps = [found.symbolic, found.substituted, f"{found.value:,}"]
    return " = ".join([label, *{step.replace(",", ""): step for step in steps}.values()])


def output_lines(row: Row, layout: str) -> Iterator[str]:
    """How an output's sizes come about."""
    assert row.facts is not None
    found, names = formulas(row.facts), axes(row)
    if len(names) > 1 and len(set(found.output)) == 1:
        yield line(" and ".join(names) if len(names) == 2 else "every axis", found.output[0])
    else:
        yield from (line(name, one) for name, one in zip(names, found.output, strict=True))
    if row.facts.output.spatial:
        yield line("depth", found.channels)
        yield f"output {shown(row.facts.output, layout)}"


def misfit_lines(row: Row, misfit: Misfit) -> Iterator[str]:
    """The arithmetic that gives a fraction, on each axis; once where all are alike."""
    assert row.facts is not None
    names = axes(row)
    lines = []
    for axis, places in zip(row.facts.axes, misfit.sizes, strict=True):
        worked = formula(axis.size, axis.kernel, axis.stride, axis.before, axis.after, axis.dilation)
        lines.append(f"{worked}{'' if places.denominator == 1 else ', no whole number: the layer does not fit'}")
    if len(set(lines)) == 1 and len(names) > 1:
        yield f"{' and '.join(names) if len(names) == 2 else 'every axis'} = {lines[0]}"
    else:
        yield from (f"{name} = {line}" for name, line in zip(names, lines, strict=True))


def for_images(asked: Asked) -> str:
    """How many images are meant, where it is more than one."""
    return f" for a batch of {asked.batch} images" if asked.batch > 1 else ""


def do_they(asked: Asked, verb: str) -> str:
    """`does it have` of a layer, a block or a network; of several that are listed, what they have together."""
    return f"do they {verb} together" if asked.about.phrase.count("`") > 2 else f"does it {verb}"


def sum_line(label: str, rows: Sequence[Row], figure: str, images: int = 1) -> str:
    """A sum for one image with its addends, as far as they are few; else how many they are."""
    parts = [count // images for row in rows if (count := getattr(row.cost, figure))]
    total = sum(parts)
    if 1 < len(parts) <= _MOST_ADDENDS:
        return f"{label} = {' + '.join(f'{count:,}' for count in parts)} = {total:,}"
    return f"{label} = the sum over {len(parts)} layers = {total:,}" if len(parts) > 1 else f"{label} = {total:,}"


def layer_lines(rows: Sequence[Row], what: str) -> Iterator[str]:
    """One formula a layer, for the few layers of a small network. `what` is a figure of `Formulas`."""
    counted = [row for row in rows if row.facts is not None and getattr(row.facts, what)]
    if len(counted) > _MOST_ADDENDS:
        return
    for row in counted:
        assert row.facts is not None
        yield line(row.path, getattr(formulas(row.facts), what))


def layer_in_words(row: Row, rounded: bool = True) -> str:
    """`a convolution with 10 filters of 5x5, padding 2`: the options that differ from what they are by themselves.

    `rounded`: how it rounds is among them.
    """
    assert row.facts is not None
    layer, given = row.facts.layer, []
    for option in options_of(layer):
        value = getattr(layer, option.name)
        if option.name not in ("rounding", "filters", "kernel") and value is not None and _plain(value) != _plain(option.default):
            given.append(_option(option.name, value))
    kernel, filters = getattr(layer, "kernel", None), getattr(layer, "filters", None)
    how = rounding_in_words(row)
    given += [how] if how and rounded else []
    if kernel is not None:
        size = "x".join(map(str, kernel)) if len(kernel) > 1 else f"size {kernel[0]}"
        several = f"{filters} filter{'s' if filters != 1 else ''} of {size}" if filters else f"windows of {size}"
        given.insert(0, several)
    name = _NAMES.get(row.kind, f"a `{row.kind}` layer")
    return name + (f" with {', '.join(given)}" if given else "")


def rounding_in_words(row: Row) -> str:
    """How a window that does not fit is rounded, where it is: with a stride of 1, each fits."""
    assert row.facts is not None
    strides = any(axis.stride > 1 for axis in row.facts.axes)
    return _ROUNDINGS.get(getattr(row.facts.layer, "rounding", ""), "") if strides else ""


def _option(name: str, value: Any) -> str:
    """`padding 2`, `no bias`, `10 outputs`."""
    word = name.replace("_", " ")
    if isinstance(value, bool):
        return word if value else f"no {word}"
    return f"{value} {word}" if name in ("outputs", "units", "groups") and isinstance(value, int) else f"{word} {_plain(value)}"


def _plain(value: Any) -> str:
    """An option as it would be typed: equal axes once."""
    if isinstance(value, tuple) and value:
        parts = [_plain(item) for item in value]
        return parts[0] if len(set(parts)) == 1 else "x".join(parts)
    return str(value)


def place(subject: Subject, layout: str) -> str:
    """The beginning of a question: what the layer is and what it reads; a network that the key wrote, layer by layer."""
    if not subject.inline or subject.report.input is None:
        return f"Look at {subject.phrase}"
    if not subject.whole and subject.phrase == "this layer":
        row = subject.rows[0]
        assert row.facts is not None
        read = " and ".join(shown(shape, layout) for shape in row.facts.inputs)
        words = _in_words(subject, row)
        comma = "," if ", rounding " in words else ""
        return f"{words[:1].upper()}{words[1:]}{comma} reads a volume of {read}"
    rows = [row for row in subject.report.rows if row.facts is not None]
    begins = f"A network reads a volume of {shown(subject.report.input, layout)}"
    if len(rows) > _MOST_ADDENDS or any(len(row.entry.inputs) > 1 for row in rows):
        return f"{begins}. Look at {subject.phrase}"
    listed = "; ".join(f"`{row.path}` is {_in_words(subject, row)}" for row in rows)
    asked = "the network" if subject.phrase.startswith(("this", "these")) or "`" not in subject.phrase else subject.phrase
    return f"{begins}: {listed}. Look at {asked}"


def _in_words(subject: Subject, row: Row) -> str:
    """A layer as the key has it: one that is refused there does not round, though here it is rounded down."""
    return layer_in_words(row, subject.refused is None or subject.refused.rows[row.entry.index - 1].facts is not None)
