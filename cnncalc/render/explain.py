"""One layer explained: every figure in symbols, with the numbers put in, and its value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cnncalc.analysis.formulas import AXIS_LETTERS, Formula, formulas
from cnncalc.analysis.report import Report, Row
from cnncalc.diagnostics import printable
from cnncalc.layer_base import Axis, options_of
from cnncalc.render.explain_field import field_lines
from cnncalc.render.explain_memory import images, kept_line, output_bytes
from cnncalc.render.sums import wrapped
from cnncalc.tensor import AXIS_NAMES

#: Operations as people call them.
OPERATIONS = {"mac": "multiply-adds", "add": "additions", "mul": "multiplications", "cmp": "comparisons", "exp": "exponentials",
              "div": "divisions", "sqrt": "square roots"}  # fmt: skip


def render_explanation(report: Report, row: Row) -> str:
    """Plain text, one figure a paragraph."""
    lines = [f"{printable(row.path)}: {row.kind}"]
    if row.facts is None:
        why = f"it failed with {row.error}" if row.error else "it reads a layer that failed"
        return "\n".join([*lines, f"  nothing is known of it: {why}", ""])
    shapes = ", ".join(f"{shape} from {printable(name)}" for shape, name in zip(row.input_shapes, row.inputs, strict=False))
    lines += [*wrapped(f"  reads {shapes}, gives {row.facts.output}", 4), ""]
    for part in (_symbols(report, row), _output(row), _params(report, row), _cost(report, row), _memory(report, row),
                 field_lines(report, row)):  # fmt: skip
        found = list(part)
        lines += [*found, ""] if found else []
    return "\n".join(lines[:-1]) + "\n"


def _formula(label: str, formula: Formula) -> Iterator[str]:
    yield from wrapped(f"  {label:<16} = {formula.symbolic}", 21)
    if formula.substituted != formula.symbolic and not formula.substituted.isdigit():
        yield from wrapped(f"  {'':<16} = {formula.substituted}", 21)
    if formula.symbolic != str(formula.value):
        yield f"  {'':<16} = {formula.value:,}"


def _symbols(report: Report, row: Row) -> Iterator[str]:
    """The letters of the formulas below: the layer's options, then the sizes that come from outside."""
    assert row.facts is not None
    layer, found = row.facts.layer, formulas(row.facts)
    params = found.params if report.count_biases else found.weights
    shown = [*found.output, found.channels, params, found.macs, *([found.activations] if row.facts.activations else [])]
    used = list(dict.fromkeys(letter for formula in shown for letter in re.findall(r"[A-Za-z]\w*", formula.symbolic)))
    lines = []
    for field in options_of(layer):
        symbol = field.metadata["symbol"]
        if symbol:
            names = ", ".join(letter for letter in used if letter.startswith(f"{symbol}_")) or symbol
            value = _shown(getattr(layer, field.name))
            lines += wrapped(f"  {names} = {field.name} = {value}: {field.metadata['doc']}", 4)
    lines += _letters(row, used)
    if lines:
        yield "symbols"
        yield from lines


def _letters(row: Row, used: list[str]) -> Iterator[str]:
    assert row.facts is not None
    if "N" in used:
        yield "  N: size of the input on one axis"
    yield from _volume(row.facts.inputs[0].spatial, "", used, "the input")
    numbered = sorted((letter for letter in used if re.fullmatch(r"D_\d+", letter)), key=lambda letter: int(letter[2:]))
    connections = getattr(row.facts.layer, "connections", None)
    if connections and "C" in used:
        yield f"  C = {sum(map(len, connections)):,}: channels that the {len(connections):,} filters read, added up"
    if numbered:
        yield f"  {numbered[0]} to {numbered[-1]}: channels of the inputs, in their order"
    yield from _volume(row.facts.output.spatial, "_out", used, "the output")


def _volume(spatial: tuple[int, ...], suffix: str, used: list[str], what: str) -> Iterator[str]:
    """What the letters of one volume stand for, those that are used."""
    names = [*zip(AXIS_LETTERS.get(len(spatial), ()), AXIS_NAMES.get(len(spatial), ()), strict=True)]
    names.append(("D", ("channels" if len(spatial) > 2 else "channels (depth)") if spatial else "number of values"))
    found = [(letter + suffix, name) for letter, name in names if letter + suffix in used]
    if found:
        listed = [name for _, name in found]
        words = " and ".join([", ".join(listed[:-1]), listed[-1]]) if len(listed) > 1 else listed[0]
        yield f"  {', '.join(letter for letter, _ in found)}: {words} of {what}"


def _shown(value: object) -> str:
    if not isinstance(value, tuple):
        return str(value)
    plain = [pair[0] if isinstance(pair, tuple) and len(pair) == 2 and pair[0] == pair[1] else pair for pair in value]
    if len(set(plain)) == 1 and not isinstance(plain[0], tuple):
        return str(plain[0])
    return str([list(item) if isinstance(item, tuple) else item for item in plain])


def _output(row: Row) -> Iterator[str]:
    assert row.facts is not None
    yield "output"
    written = formulas(row.facts)
    names = AXIS_NAMES.get(len(row.facts.output.spatial), ("values",))
    if len(set(written.output)) == 1 and len(names) > 1:
        yield from _formula(" and ".join(names) if len(names) == 2 else "every axis", written.output[0])
    else:
        for name, formula in zip(names, written.output, strict=True):
            yield from _formula(name, formula)
    if row.facts.output.spatial:
        yield from _channels(written.channels)
    yield from _padding(row, names)
    for axis, name in zip(row.facts.axes, names, strict=False):
        if axis.unread:
            yield f"  {name}: no window reads {axis.unread} of the {axis.size} cells"
    first = row.facts.axes[0] if row.facts.axes else None
    if row.kind in ("maxpool", "avgpool") and first and first.kernel > first.stride:
        yield f"  windows overlap by F - S = {first.kernel} - {first.stride} = {first.kernel - first.stride}"
    for remark in row.facts.remarks:
        yield from wrapped(f"  it {printable(remark)}", 4)


def _channels(formula: Formula) -> Iterator[str]:
    """In one line where they are one letter, else with the arithmetic."""
    if formula.substituted.isdigit():
        letter = f"{formula.symbolic} = " if formula.symbolic != formula.substituted else ""
        yield f"  {'channels':<16} = {letter}{formula.value:,}"
    else:
        yield from _formula("channels", formula)


def _padding(row: Row, names: tuple[str, ...]) -> Iterator[str]:
    """What a padding given as a word means in zeros, on each axis."""
    assert row.facts is not None
    word = getattr(row.facts.layer, "padding", None)
    if not isinstance(word, str):
        return
    said = [f"`{word}` adds {_zeros(axis, word)}" for axis in row.facts.axes]
    if len(set(said)) == 1:
        yield from wrapped(f"  padding: {said[0]}", 4)
        return
    for name, line in zip(names, said, strict=True):
        yield from wrapped(f"  {name}: {line}", 4)


def _zeros(axis: Axis, word: str) -> str:
    span = (axis.kernel - 1) * axis.dilation + 1
    if word == "same" and 2 * axis.before == 2 * axis.after == span - 1:
        return f"({span} - 1)/2 = {axis.before} before and {axis.after} after"
    needed = (axis.out - 1) * axis.stride + span - axis.size
    if word == "same-tf" and max(needed, 0) == axis.before + axis.after:
        total = f"({axis.out} - 1)*{axis.stride} + {span} - {axis.size} = {needed}"
        return f"{total}{', so none' if needed < 0 else ''}: {axis.before} before and {axis.after} after"
    return f"{axis.before} before and {axis.after} after"


def _params(report: Report, row: Row) -> Iterator[str]:
    assert row.facts is not None
    facts, counted = row.facts, report.count_biases
    if not facts.params:
        yield "parameters = 0: it learns nothing"
    else:
        yield "parameters" + ("" if counted else ", weights alone")
        yield from _formula("parameters", formulas(facts).params if counted else formulas(facts).weights)
        tensors = ", ".join(f"{name} {'x'.join(map(str, shape))}" for name, shape in facts.parameters.items())
        yield from wrapped(f"  tensors: {tensors} (channels first)", 4)
        yield f"  weights {facts.weights:,} + biases {facts.biases:,}" + ("" if counted else " that are not counted")
    if facts.buffers:
        values = "1 further stored value is" if facts.buffers == 1 else f"{facts.buffers:,} further stored values are"
        yield from wrapped(f"  {values} not learned: {', '.join(facts.buffer_shapes)}", 4)
    if row.shares:
        yield f"  shared with {printable(row.shares)}: counted there, 0 here"


def _cost(report: Report, row: Row) -> Iterator[str]:
    assert row.facts is not None
    if row.facts.macs:
        yield "multiply-adds, one image"
        yield from _formula("multiply-adds", formulas(row.facts).macs)
        yield f"  FLOPs = 2 x multiply-adds = {2 * row.facts.macs:,}"
    listed = ", ".join(f"{count:,} {OPERATIONS[name]}" for name, count in row.operations.items())
    yield from wrapped(f"operations{images(report, ' for ')}: {listed or 'none'}", 2)


def _memory(report: Report, row: Row) -> Iterator[str]:
    assert row.facts is not None
    if row.facts.activations:
        yield "memory of the output"
        yield from _formula("values", formulas(row.facts).activations)
        yield output_bytes(report, row)
    else:
        yield "memory of the output = 0: it works in place or is a view"
    yield from wrapped(kept_line(report, row), 2)
