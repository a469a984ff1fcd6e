"""The network as the lecture's slide prints VGG-16: one line a layer, memory and parameters with their arithmetic.

As on the slide, parameters are counted without biases and figures are cut to two digits; the totals are exact.
"""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.analysis.formulas import formulas
from cnncalc.analysis.report import Report, Row
from cnncalc.diagnostics import printable
from cnncalc.render import Look
from cnncalc.tensor import DTYPE_BYTES, Shape, human_bytes


def render(report: Report, look: Look) -> str:
    """The lines from INPUT to the last layer that counts, then the totals."""
    lines = [*_lines(report), *_totals(report)]
    return "\n".join(lines) + "\n"


def _lines(report: Report) -> Iterator[str]:
    if report.input:
        yield f"INPUT: {_volume(report.input)} memory: {_memory(report.input)} params: 0"
    for row in report.rows:
        if row.facts is None:
            yield f"{_label(row)}: {'error ' + row.error if row.error else 'unknown'}"
        elif row.facts.layer.counted:
            aux = f" (auxiliary head {printable(row.aux)})" if row.aux else ""
            output = row.facts.output
            yield f"{_label(row)}: {_volume(output)} memory: {_memory(output)} params: {_params(row)}{aux}"


def _label(row: Row) -> str:
    """CONV3-64, POOL2, FC; any other kind in capitals."""
    axes = row.facts.axes if row.facts else ()
    size = "x".join(str(axis.kernel) for axis in axes)
    if len({axis.kernel for axis in axes}) == 1:
        size = str(axes[0].kernel)
    if row.kind == "conv" and row.facts:
        return f"CONV{size}-{row.facts.output.channels}"
    if row.facts and row.facts.layer.stem == "pool":
        return f"POOL{size}"
    return row.kind.upper()


def _volume(shape: Shape) -> str:
    return f"[{shape}]" if shape.spatial else f"[1x1x{shape.channels}]"


def _memory(shape: Shape) -> str:
    if not shape.spatial:
        return f"{shape.channels}"
    return f"{'*'.join(map(str, (*shape.spatial, shape.channels)))}={two_digits(shape.elements)}"


def two_digits(count: int) -> str:
    """As the slide rounds: exact below ten thousand, else cut to two digits, 1K = 1,000: 150,528 is 150K."""
    if count < 10_000:
        return str(count)
    step = 10 ** (len(str(count)) - 2)
    cut = count // step * step
    for unit, letter in ((10**12, "T"), (10**9, "G"), (10**6, "M"), (10**3, "K")):
        if cut >= unit:
            whole, rest = divmod(cut, unit)
            return f"{whole}{letter}" if not rest else f"{whole}.{rest * 10 // unit}{letter}"
    return str(cut)


def _params(row: Row) -> str:
    assert row.facts is not None
    if row.shares:
        return f"0 (shared with {printable(row.shares)})"
    if not row.facts.params:
        return "0"
    formula = formulas(row.facts).weights
    written = formula.substituted
    if written.isdigit():
        return f"{formula.value:,}"
    if row.kind == "conv" and "*" in written:
        window, _, filters = written.rpartition("*")
        written = f"({window})*{filters}"
    return f"{written} = {formula.value:,}"


def _totals(report: Report) -> Iterator[str]:
    if not report.complete:
        failed = any(row.facts is None for row in report.rows)
        yield "TOTAL: unknown, because a layer is" if failed else "TOTAL: unknown, because the file is refused"
        return
    size, totals = DTYPE_BYTES[report.dtype], report.totals
    memory = totals.activations
    images = "image" if report.batch == 1 else f"{report.batch} images"
    yield ""
    yield f"TOTAL memory: {memory:,} * {size} bytes = {human_bytes(memory * size)} / {images} (only forward! ~*2 for bwd)"
    biases = report.totals.cost.biases
    with_biases = f" (without biases; {totals.cost.params:,} with the {biases:,} biases)" if biases else ""
    yield f"TOTAL params: {totals.cost.weights:,}{with_biases}"
    convolutions = [row for row in report.rows if row.kind == "conv" and not row.aux]
    copies = sum(row.input_shapes[0].elements for row in convolutions if row.input_shapes[0])
    if copies:
        both = memory + copies * report.batch
        yield f"NOTE: with one copy of every convolution's input {both:,} * {size} bytes = {human_bytes(both * size)}"
        if report.architecture in ("vgg16", "vgg-d"):
            yield '      is where the slide\'s "24M * 4 bytes ~= 93MB" comes from; its own rows add up to 15.2M'
