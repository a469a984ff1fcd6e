"""What a layer's output takes in memory, what autograd keeps of the layer, and the network's input."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.analysis.formulas import AXIS_LETTERS
from cnncalc.analysis.report import Report, Row
from cnncalc.diagnostics import printable
from cnncalc.layer_base import Kept
from cnncalc.render.sums import wrapped
from cnncalc.tensor import AXIS_NAMES, DTYPE_BYTES, human_bytes


def render_input(report: Report) -> str:
    """The network's input, whose name in a file is `input`: plain text."""
    shape = report.input
    if shape is None:
        return "input: unknown\n"
    axes = f", {' x '.join([*AXIS_NAMES[len(shape.spatial)], 'channels'])}" if shape.spatial else " values"
    letters = [*AXIS_LETTERS.get(len(shape.spatial), ()), "D"]
    written = "*".join(map(str, (*shape.spatial, shape.channels)))
    asked = ", asked for in place of the file's" if "another input" in report.changed else ""
    readers = ", ".join(printable(row.path) for row in report.rows if 0 in row.entry.inputs)
    lines = [f"input: {shape}{axes}{asked}", *wrapped(f"  read by {readers or 'no layer'}", 4), "", "memory"]
    lines += [f"  {'values':<16} = {'*'.join(letters)}", f"  {'':<16} = {written}"] if shape.spatial else []
    lines += [f"  {'' if shape.spatial else 'values':<16} = {shape.elements:,}", _bytes(report, shape.elements)]
    return "\n".join(lines) + "\n"


def output_bytes(report: Report, row: Row) -> str:
    """The bytes of a layer's output for all images."""
    assert row.facts is not None
    return _bytes(report, row.facts.activations)


def _bytes(report: Report, values: int) -> str:
    size = DTYPE_BYTES[report.dtype]
    return f"  {'bytes':<16} = {values:,}{images(report, ' * ')} * {size} = {human_bytes(values * report.batch * size)}"


def images(report: Report, before: str) -> str:
    """` for 3 images`; of one image there is nothing to say."""
    return f"{before}{report.batch:,} images" if report.batch > 1 else ""


def kept_line(report: Report, row: Row) -> str:
    """What autograd keeps of a layer, and how much of it nothing before it kept."""
    assert row.facts is not None
    layer, kept = row.facts.layer, row.facts.kept
    if layer.view or kept == Kept():
        return "kept for backward: nothing"
    learning = _learning(report, row)
    if not (row.facts.params or any(learning[source] for source in row.entry.inputs)):
        return "kept for backward: nothing: nothing before it learns"
    parts = list(_parts(row, kept, learning))
    whole = _counted(kept.per_batch, "float32 value") + " for the batch" if kept.per_batch and report.batch > 1 else ""
    each = " and ".join(parts) + " of each image" * (bool(parts) and report.batch > 1)
    needs = " and ".join(filter(None, (each, whole))) or "nothing"
    return f"kept for backward: {needs}; {row.cost.kept_bytes:,} bytes{images(report, ' for ')} that no layer before it kept"


def _learning(report: Report, until: Row) -> list[bool]:
    """For the input and each layer before `until`, whether it or anything before it learns."""
    found = [False]
    for row in report.rows[: until.entry.index - 1]:
        found.append(bool(row.facts and row.facts.params) or any(found[source] for source in row.entry.inputs if source >= 0))
    return found


def _parts(row: Row, kept: Kept, learning: list[bool]) -> Iterator[str]:
    """Of one image. An input is kept for the gradient of the others and of the layer's own parameters."""
    sources = row.entry.inputs
    for position, _ in enumerate(sources):
        others = [learning[source] for other, source in enumerate(sources) if other != position]
        if (position in kept.inputs and (any(others) or not others)) or (
            position in kept.through and learning[sources[position]]
        ):
            yield f"input {position + 1}" if others else "its input"
    if kept.output:
        yield "its output"
    if kept.values:
        yield _counted(kept.values, "further value")
    if kept.indices:
        yield _counted(kept.indices, "int64 index", "int64 indices")


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
