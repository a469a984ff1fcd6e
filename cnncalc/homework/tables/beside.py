"""What the other figures of a table say of one that does not reproduce: operations of weights, lines of their sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from cnncalc.homework.rounding import agreement
from cnncalc.homework.tables.arithmetic import decimal, figures, is_binary, said, scaled, worth
from cnncalc.homework.tables.figures import FIGURES, OPERATIONS, places
from cnncalc.homework.tables.parts import Part
from cnncalc.homework.tables.source import Table
from cnncalc.homework.tables.verdict import Cell, Verdict, in_bytes
from cnncalc.homework.written import Number, Unreadable

_PARAMETERS = (FIGURES["params"], FIGURES["weights"])


def explained(table: Table, cells: Sequence[Cell], all_cells: Sequence[Sequence[Cell]]) -> Iterator[Verdict | None]:
    """The verdicts of a line; those that differ with the arithmetic and with what speaks for or against the printed figure."""
    for index, cell in enumerate(cells):
        verdict = cell.verdict
        if verdict is not None and verdict.status == "differs" and cell.part is not None:
            column = [line[index] for line in all_cells]
            of_line = _operations(cell, cells, _base(column))
            reasons = (*verdict.reasons, *_arithmetic(cell, column), *of_line, *_sum(cell, column), *_notes(table, cell))
            verdict = verdict._replace(reasons=reasons)
        yield verdict


def _arithmetic(cell: Cell, column: Sequence[Cell]) -> Iterator[str]:
    number = _number(cell)
    if number is not None and cell.part is not None:
        yield figures(cell.printed, number, list(cell.column.figure.candidates(cell.part)), _base(column))


def _base(column: Sequence[Cell]) -> int:
    """What K is in a column: 1024 where one of its figures is right with that alone."""
    return 1024 if any(cell.verdict is not None and is_binary(cell.verdict.words) for cell in column) else 1000


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
    return tuple((number.value + off) * worth(number, base) / share for off in (-step / 2, step))  # type: ignore[return-value]


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


def _sum(cell: Cell, column: Sequence[Cell]) -> Iterator[str]:
    """What the column adds up to, beside a total that is none of the network's."""
    if cell.part is None or not cell.part.whole or cell.line.network is not None:
        return
    others = [number for one in column if one is not cell and (number := _number(one)) is not None]
    if len(others) > 1 and not any(map(in_bytes, others)):
        total = sum((number.value * worth(number, 1000) for number in others), Fraction(0))
        yield f"the other lines add up to {decimal(total)} as they are printed"
