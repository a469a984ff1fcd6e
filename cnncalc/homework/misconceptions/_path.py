"""The windows between the input and a layer, as slips about receptive fields work with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from cnncalc.homework.misconceptions._slip import Slip
from cnncalc.tensor import AXIS_NAMES

if TYPE_CHECKING:
    from cnncalc.analysis.report import Report, Row
    from cnncalc.homework.question import Question

_MOST_TERMS = 5


class Step(NamedTuple):
    """One window on one axis."""

    path: str
    pool: bool
    kernel: int
    stride: int
    dilation: int


#: One axis's windows, from the input on.
Chain = list[Step]


def chains(question: Question) -> list[Chain]:
    """The windows on each axis, from the input on; empty where one sees everything or up-samples.

    Where paths meet, the first is followed; whether it is the widest shows in the field that it gives.
    """
    if question.report is None or not question.rows:
        return []
    rows = _way(question.report, question.rows[-1])
    field = question.rows[-1].field
    if field is None or field.is_global:
        return []
    axes = len(field.axes)
    found: list[Chain] = [[] for _ in range(axes)]
    for row in rows:
        windows = row.facts.axes if row.facts else ()
        if row.facts is None or row.facts.layer.reach not in ("point", "window"):
            return []
        if any(axis.pattern for axis in windows) or (windows and len(windows) != axes):
            return []
        for chain, axis in zip(found, windows, strict=False):
            if axis.kernel > 1 or axis.stride > 1 or row.kind == "conv":
                chain.append(Step(row.path, row.facts.layer.stem == "pool", axis.kernel, axis.stride, axis.dilation))
    return found if all(found) else []


def _way(report: Report, row: Row) -> list[Row]:
    """From the first layer to this one, by first inputs."""
    way = [row]
    while way[-1].entry.inputs[0] > 0:
        way.append(report.rows[way[-1].entry.inputs[0] - 1])
    return way[::-1]


def field(chain: Chain) -> int:
    """The receptive field: each window adds (F - 1)*d times the step of the cells that it reads."""
    return sum(terms(chain))


def terms(chain: Chain) -> list[int]:
    """The receptive field's addends: 1, and what each window adds."""
    jump, found = 1, [1]
    for step in chain:
        found.append((step.kernel - 1) * step.dilation * jump)
        jump *= step.stride
    return found


def jump(chain: Chain) -> int:
    """The step between neighbouring cells: the product of all strides."""
    found = 1
    for step in chain:
        found *= step.stride
    return found


def worked(chain: Chain) -> str:
    """`1 + 4*1 + 2*4 = 13`: the right arithmetic."""
    step, found = 1, ["1"]
    for window in chain:
        dilation = f"*{window.dilation}" if window.dilation > 1 else ""
        found.append(f"{window.kernel - 1}{dilation}*{step}" if step > 1 or dilation else str(window.kernel - 1))
        step *= window.stride
    return f"{shortened(found, ' + ')} = {field(chain)}"


def strides(chain: Chain) -> str:
    """`4*2*2 = 16`: the step, from the strides that change it."""
    found = [str(step.stride) for step in chain if step.stride > 1] or ["1"]
    return f"{shortened(found, '*')} = {jump(chain)}" if len(found) > 1 else found[0]


def shortened(words: list[str], by: str) -> str:
    """All of a few terms; of many, the first and the last."""
    return by.join(words if len(words) <= _MOST_TERMS + 1 else [*words[:3], "...", words[-1]])


def sizes_slip(question: Question, wrong: Callable[[Chain], int | None], said: Callable[[Chain, int], str]) -> Iterator[Slip]:
    """The slip on every axis; `said` words it for one axis, that of the sentence.

    Nothing where the truth is not what the recurrence gives, or where the slip changes nothing.
    """
    found = chains(question)
    right = field if question.ask == "field" else jump
    if not found or tuple(Fraction(right(chain)) for chain in found) != question.truth:
        return
    values = [wrong(chain) for chain in found]
    sizes = [value for value in values if value is not None and value > 0]
    if len(sizes) < len(values) or tuple(map(Fraction, sizes)) == question.truth:
        return
    number = next(index for index, chain in enumerate(found) if sizes[index] != right(chain))
    alike = all(_numbers(chain) == _numbers(found[0]) for chain in found)
    where = "" if alike else f"on the {AXIS_NAMES[len(found)][number]}: "
    yield Slip(tuple(map(Fraction, sizes)), where + said(found[number], sizes[number]))


def _numbers(chain: Iterable[Step]) -> list[tuple[int, int, int]]:
    return [(step.kernel, step.stride, step.dilation) for step in chain]
