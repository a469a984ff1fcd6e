"""Exercises without end: one type a file, imported when it is asked for. `sheet.make` puts a sheet's key together from them."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from cnncalc.homework.exercises._exercise import Exercise

#: Type -> module; each has `EXERCISE`.
EXERCISES: dict[str, str] = {
    "output-size": "cnncalc.homework.exercises.output_size",
    "stack": "cnncalc.homework.exercises.stack",
    "legality": "cnncalc.homework.exercises.legality",
    "parameters": "cnncalc.homework.exercises.parameters",
    "conv-or-fc": "cnncalc.homework.exercises.conv_or_fc",
    "find-padding": "cnncalc.homework.exercises.find_padding",
    "find-stride": "cnncalc.homework.exercises.find_stride",
    "values": "cnncalc.homework.exercises.values",
    "pooling": "cnncalc.homework.exercises.pooling",
    "filter": "cnncalc.homework.exercises.filter",
    "operations": "cnncalc.homework.exercises.operations",
    "memory": "cnncalc.homework.exercises.memory",
    "receptive-field": "cnncalc.homework.exercises.receptive_field",
    "gradients": "cnncalc.homework.exercises.gradients",
    "table-cell": "cnncalc.homework.exercises.table_cell",
}


@cache
def exercise(type: str) -> Exercise:
    """The exercise of a type. Raises KeyError where there is none."""
    found: Exercise = import_module(EXERCISES[type]).EXERCISE
    return found
