"""`ask: field`."""

from __future__ import annotations

from fractions import Fraction

from cnncalc.analysis.report import Report, Row
from cnncalc.homework.fields import Refused
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity
from cnncalc.homework.quantities._worked import place
from cnncalc.homework.question import Truth


def _answer(asked: Asked) -> Answered:
    row = asked.about.rows[-1]
    if row.field is None or not row.field.axes:
        raise Refused("K603", "there is no receptive field to ask for: the input has no spatial axes, or it is not known")
    found = row.field.to_dict()["size"]
    text = f"{place(asked.about, asked.layout)}. How large, in pixels of the input, is the receptive field of its output?"
    lines = (*_steps(asked.about.report, row, found[0]), f"receptive field {'x'.join(map(str, found))}")
    return Answered((Truth(tuple(map(Fraction, found))),), lines, text)


def _steps(report: Report, row: Row, field: int) -> list[str]:
    """The recurrence along a chain of layers, on the first axis: r + (F - 1)*j; nothing where it does not come to the field."""
    chain = [row]
    while chain[-1].entry.inputs[0] > 0 and len(chain[-1].entry.inputs) == 1:
        chain.append(report.rows[chain[-1].entry.inputs[0] - 1])
    if len(chain) > 40 or any(len(one.entry.inputs) > 1 or one.field is None or one.field.is_global for one in chain):
        return []
    size, jump, lines = 1, 1, []
    for one in reversed(chain):
        assert one.facts is not None
        axis = one.facts.axes[0] if one.facts.axes else None
        if axis is None or axis.pattern or (axis.kernel == 1 and axis.stride == 1):
            continue
        grown = size + (axis.kernel - 1) * axis.dilation * jump
        dilation = f"*{axis.dilation}" if axis.dilation > 1 else ""
        step = f", step {jump}*{axis.stride} = {jump * axis.stride}" if axis.stride > 1 else ""
        lines.append(f"{one.path}: {size} + ({axis.kernel} - 1){dilation}*{jump} = {grown}{step}")
        size, jump = grown, jump * axis.stride
    return lines if size == field else []


QUANTITY = Quantity("field", "sizes", "the receptive field in pixels of the input", "layers", _answer)
