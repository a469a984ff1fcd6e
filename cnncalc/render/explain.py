"""One layer explained: every figure in symbols, with the numbers put in, and its value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from cnncalc.analysis.formulas import Formula, formulas
from cnncalc.analysis.report import Report, Row
from cnncalc.diagnostics import printable
from cnncalc.layer_base import Axis
from cnncalc.tensor import AXIS_NAMES, DTYPE_BYTES, human_bytes

_LETTERS = (
    ("N", "size of the input on one axis"), ("H, W, D", "height, width and depth (channels) of the input"),
    ("H_out, W_out, D_out", "those of the output"),
)  # fmt: skip


def render_explanation(report: Report, row: Row) -> str:
    """Plain text, one figure a paragraph."""
    lines = [f"{printable(row.path)}: {row.kind}"]
    if row.facts is None:
        why = f"it failed with {row.error}" if row.error else "it reads a layer that failed"
        return "\n".join([*lines, f"  nothing is known of it: {why}", ""])
    shapes = ", ".join(f"{shape} from {printable(name)}" for shape, name in zip(row.input_shapes, row.inputs, strict=True))
    lines += [f"  reads {shapes}, gives {row.facts.output}", ""]
    for part in (_symbols(row), _output(row), _params(row), _cost(report, row), _memory(report, row), _field(report, row)):
        found = list(part)
        lines += [*found, ""] if found else []
    return "\n".join(lines[:-1]) + "\n"


def _formula(label: str, formula: Formula) -> Iterator[str]:
    yield f"  {label:<16} = {formula.symbolic}"
    if formula.substituted != formula.symbolic and not formula.substituted.isdigit():
        yield f"  {'':<16} = {formula.substituted}"
    yield f"  {'':<16} = {formula.value:,}"


def _symbols(row: Row) -> Iterator[str]:
    assert row.facts is not None
    layer = row.facts.layer
    given = [
        (field.metadata["symbol"], field.name, getattr(layer, field.name), field.metadata["doc"])
        for field in fields(layer)  # type: ignore[arg-type]  # every kind is a dataclass
        if field.metadata["symbol"]
    ]
    if not given:
        return
    yield "symbols"
    for symbol, name, value, doc in given:
        yield f"  {symbol} = {name} = {_shown(value)}: {doc}"
    for letters, doc in _LETTERS:
        yield f"  {letters}: {doc}"


def _shown(value: object) -> str:
    if not isinstance(value, tuple):
        return str(value)
    plain = [pair[0] if isinstance(pair, tuple) and pair[0] == pair[1] else pair for pair in value]
    if len(set(plain)) == 1 and not isinstance(plain[0], tuple):
        return str(plain[0])
    return str([list(item) if isinstance(item, tuple) else item for item in plain])


def _output(row: Row) -> Iterator[str]:
    assert row.facts is not None
    yield "output"
    found = formulas(row.facts).output
    names = AXIS_NAMES.get(len(row.facts.output.spatial), ("values",))
    if len(names) == len(found) and len(set(found)) == 1 and len(found) > 1:
        yield from _formula(" and ".join(names), found[0])
    else:
        for name, formula in zip(names, found, strict=False):
            yield from _formula(name, formula)
    if row.facts.output.spatial:
        yield f"  {'channels':<16} = {row.facts.output.channels:,}"
    for axis, name in zip(row.facts.axes, names, strict=False):
        if axis.unread:
            yield f"  {name}: no window reads {axis.unread} of the {axis.size} cells"
    first = row.facts.axes[0] if row.facts.axes else None
    if row.kind in ("maxpool", "avgpool") and first and first.kernel > first.stride:
        yield f"  windows overlap by F - S = {first.kernel} - {first.stride} = {first.kernel - first.stride}"
    for remark in row.facts.remarks:
        yield f"  it {remark}"


def _params(row: Row) -> Iterator[str]:
    assert row.facts is not None
    facts = row.facts
    if not facts.params:
        yield "parameters = 0: it learns nothing"
        return
    yield "parameters"
    found = formulas(facts)
    yield from _formula("parameters", found.params)
    tensors = ", ".join(f"{name} {'x'.join(map(str, shape))}" for name, shape in facts.parameters.items())
    yield f"  tensors: {tensors} (channels first)"
    yield f"  weights {facts.weights:,} + biases {facts.biases:,}"
    if facts.buffers:
        yield f"  {facts.buffers:,} further stored values are not learned: {', '.join(facts.buffer_shapes)}"
    if row.shares:
        yield f"  shared with {printable(row.shares)}: counted there, 0 here"


def _cost(report: Report, row: Row) -> Iterator[str]:
    assert row.facts is not None
    images = "" if report.batch == 1 else f" for {report.batch} images"
    if row.facts.macs:
        yield "multiply-adds, one image"
        yield from _formula("multiply-adds", formulas(row.facts).macs)
        yield f"  FLOPs = 2 x multiply-adds = {2 * row.facts.macs:,}"
    names = {"mac": "multiply-adds", "add": "additions", "mul": "multiplications", "cmp": "comparisons", "exp": "exponentials",
             "div": "divisions", "sqrt": "square roots"}  # fmt: skip
    listed = ", ".join(f"{count:,} {names[name]}" for name, count in row.operations.items())
    yield f"operations{images}: {listed or 'none'}"


def _memory(report: Report, row: Row) -> Iterator[str]:
    assert row.facts is not None
    size = DTYPE_BYTES[report.dtype]
    if row.facts.activations:
        yield "memory of the output"
        yield from _formula("values", formulas(row.facts).activations)
        total = row.cost.activations * size
        batch = f" * {report.batch} images" if report.batch > 1 else ""
        yield f"  {'bytes':<16} = {row.facts.activations:,}{batch} * {size} = {human_bytes(total)}"
    else:
        yield "memory of the output = 0: it works in place or is a view"
    kept = row.facts.kept
    parts = [f"input {i + 1}" for i in kept.inputs] if len(row.inputs) > 1 else ["its input"] * bool(kept.inputs)
    parts += ["its output"] * kept.output
    parts += [f"{kept.values:,} further values"] * bool(kept.values) + [f"{kept.indices:,} int64 indices"] * bool(kept.indices)
    needs = " and ".join(parts) or "nothing"
    yield f"kept for backward: {needs}; {row.cost.kept_bytes:,} bytes that no layer before it kept"


def _field(report: Report, row: Row) -> Iterator[str]:
    assert row.facts is not None
    if row.field is None or not row.field.axes:
        return
    found = row.field.to_dict()
    yield "receptive field"
    before = {other.path: other.field for other in report.rows}.get(row.inputs[0])
    if row.facts.axes and len(row.inputs) == 1 and len(set(row.field.axes)) == 1 and len(set(row.facts.axes)) == 1:
        size, jump = (before.to_dict()["size"][0], before.to_dict()["stride"][0]) if before else (1, 1)
        yield from _recurrence(row.facts.axes[0], size, jump, found)
    else:
        yield f"  size {_each(found['size'])}, step {_each(found['stride'])}, padding before {_each(found['padding'])}"
    yield f"  centre of the first cell: {_each(found['first_centre'])}"
    if row.field.is_global:
        yield "  every cell sees the whole input"
        if "local" in found:
            yield f"  without the paths that see everything: size {_each(found['local']['size'])}"


def _recurrence(axis: Axis, size: int, jump: int, found: dict[str, list[object]]) -> Iterator[str]:
    distance = f"*{axis.dilation}" if axis.dilation > 1 else ""
    yield f"  size {_each(found['size'])}: {size} + ({axis.kernel} - 1){distance}*{jump}, with the step {jump} before it"
    yield f"  step {_each(found['stride'])}: {jump}*{axis.stride}; padding before {_each(found['padding'])}"


def _each(values: list[object]) -> str:
    return str(values[0]) if len(set(values)) == 1 else " x ".join(map(str, values))
