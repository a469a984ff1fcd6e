"""What the other figures of a table say of one that does not reproduce: operations of weights, lines of their sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from math import ceil, floor

from cnncalc.homework.decimals import short
from cnncalc.homework.rounding import agreement
from cnncalc.homework.tables.arithmetic import figures, is_binary, said, scaled, worth
from cnncalc.homework.tables.figures import FIGURES, OPERATIONS, places
from cnncalc.homework.tables.parts import Part
from cnncalc.homework.tables.source import Table
from cnncalc.homework.tables.verdict import Cell, Verdict, in_bytes
from cnncalc.homework.written import Number, Unreadable

_PARAMETERS = (FIGURES["params"], FIGURES["weights"])


def explained(table: Table, cells: Sequence[Sequence[Cell]]) -> list[list[Verdict | None]]:
    """All verdicts; those that differ with their arithmetic and with what speaks for or against the printed figure."""
    columns = [_Column([line[at] for line in cells]) for at in range(len(table.columns))]
    return [[_explained(table, cell, line, column) for cell, column in zip(line, columns, strict=True)] for line in cells]


class _Column:
    """What a whole column says of its figures; worked out when it is asked for."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = cells

    @cached_property
    def base(self) -> int:
        """What K is: 1024 where a figure is right with that alone."""
        return 1024 if any(cell.verdict is not None and is_binary(cell.verdict.words) for cell in self.cells) else 1000

    @cached_property
    def sum(self) -> Fraction | None:
        """What the lines of layers add up to as they are printed; None where there are not two to add."""
        lines = [cell for cell in self.cells if cell.part is not None and not cell.part.whole]
        numbers = [number for cell in lines if (number := _number(cell)) is not None]
        if len(numbers) < 2 or any(map(in_bytes, numbers)):
            return None
        return sum((number.value * worth(number, 1000) for number in numbers), Fraction(0))


def _explained(table: Table, cell: Cell, line: Sequence[Cell], column: _Column) -> Verdict | None:
    verdict, part = cell.verdict, cell.part
    if verdict is None or verdict.status != "differs" or part is None:
        return verdict
    reasons = list(verdict.reasons)
    number = _number(cell)
    if number is not None:
        reasons.append(figures(cell.printed, number, list(cell.column.figure.candidates(part)), column.base))
    reasons += _operations(cell, line, column.base)
    if part.whole and cell.line.network is None and number is not None and column.sum is not None:
        reasons.append(f"the other lines add up to {short(column.sum, 2)} as they are printed")
    return verdict._replace(reasons=(*reasons, *_notes(table, cell)))


def _notes(table: Table, cell: Cell) -> Iterator[str]:
    line = cell.line
    for name in (line.layer.text, line.network.text if line.network else ""):
        if (name, cell.column.name) in table.notes:
            yield table.notes[name, cell.column.name]


def _number(cell: Cell) -> Number | None:
    try:
        return cell.number if cell.column.figure.form == "number" and cell.printed else None
    except Unreadable:
        return None


def _operations(cell: Cell, cells: Sequence[Cell], base: int) -> Iterator[str]:
    """Operations at every place of the output are weights times places: the two columns bound each other."""
    parameters = next((one for one in cells if one.column.figure in _PARAMETERS and not one.column.paths), None)
    operations = next((one for one in cells if one.column.figure in OPERATIONS and not one.column.paths), None)
    if parameters is None or operations is None or cell not in (parameters, operations) or parameters.part != operations.part:
        return
    weights, ops, part = _number(parameters), _number(operations), cell.part
    if weights is None or ops is None or part is None or part.output is None or not places(part):
        return
    low, high = _bounds(ops, 1000, places(part))
    printed = [_bounds(weights, one) for one in (1000, 1024)]
    where = f"{'*'.join(map(str, part.output.spatial)) or '1'} places"
    beside = f"the line's {operations.printed} {operations.column.name}"
    above, below = all(bottom > high for bottom, _ in printed), all(top < low for _, top in printed)
    if above or below:
        if cell is parameters:
            bound = Fraction(floor(high) if above else ceil(low))
            shown = f" = {scaled(bound, weights, base)}{said(weights, base)}" if weights.prefix else ""
            yield f"{beside} need at {'most' if above else 'least'} {bound.numerator:,} weights at {where}{shown}"
    elif all(one.verdict is not None and one.verdict.status == "differs" for one in (parameters, operations)):
        if cell is operations:
            yield f"the line's {parameters.printed} {parameters.column.name} agree with it"
        else:
            yield f"{beside} agree with it: at {where} they are {ceil(low):,} to {floor(high):,} weights"
            yield from _arriving(part, weights, ops)


def _bounds(number: Number, base: int, share: int = 1) -> tuple[Fraction, Fraction]:
    """The least and the largest number that would be printed so, rounded or cut off; `share` divides them."""
    step = Fraction(1, 10) ** number.places if number.places is not None else Fraction(0)
    one = Fraction(worth(number, base), share)
    return (number.value - step / 2) * one, (number.value + step) * one


def _arriving(part: Part, weights: Number, ops: Number) -> Iterator[str]:
    """How many arriving channels would give both figures, the weights exactly."""
    each = _weights_per_channel(part)
    channels = part.input.channels if part.input else 0
    for base in (1000, 1024) if weights.prefix and each else ():
        wanted = weights.value * worth(weights, base)
        others, rest = divmod(wanted - part.cost.weights, each)
        if not rest and channels + others > 0 and agreement(ops, wanted * places(part)) is not None:
            yield (
                f"{channels + others:,} arriving channels would give both: {wanted.numerator:,} weights = "
                f"{scaled(wanted, weights, base)}{said(weights, base)}, {(wanted * places(part)).numerator:,} multiply-adds; "
                f"{channels:,} arrive"
            )
            return


def _weights_per_channel(part: Part) -> int:
    """By how many weights a line grows with every channel that arrives: those of the layers that read what arrives."""
    inside = {row.path for row in part.rows}
    arriving: set[str] = {source for row in part.rows for source in row.inputs if source not in inside}
    weights = 0
    for row in part.rows:
        if row.facts is None or not set(row.inputs) <= arriving:
            continue
        depth = row.facts.inputs[0].channels
        if row.cost.weights:
            weights += row.cost.weights // depth
        elif len(row.inputs) == 1 and row.facts.output.channels == depth:
            arriving.add(row.path)
    return weights
