"""Why a window fits, in words: what is given, and the congruence or the equation behind the solutions."""

from __future__ import annotations

from math import gcd
from typing import NamedTuple

from cnncalc.homework.solve import QUANTITIES, Pair, Problem, Range, known

#: The letters of the formula.
LETTERS = {"input": "N", "kernel": "F", "stride": "S", "padding": "P", "dilation": "d"}


class Figures(NamedTuple):
    """What is given as one number, else None; `padding` is the total, `span` the cells that a window spans."""

    input: int | None
    span: int | None
    stride: int | None
    padding: int | None
    output: int | None


def figures(problem: Problem) -> Figures:
    """The numbers that are given."""
    kernel, dilation, size = (known(problem, name) for name in ("kernel", "dilation", "input"))
    span = None if kernel is None or dilation is None else dilation * (kernel - 1) + 1
    output = size if problem.same else known(problem, "output")
    return Figures(size, span, known(problem, "stride"), known(problem, "padding"), output)


def formula(problem: Problem) -> str:
    """What gives the output."""
    room = "(N + 2P - F)" if problem.dilation == 1 else "(N + 2P - d(F - 1) - 1)"
    return f"floor({room}/S) + 1" if problem.rounding == "floor" else f"{room}/S + 1"


def given(problem: Problem) -> str:
    """`input N = 32, kernel F = 5; to find: padding P and output`."""
    told, sought = [], []
    for name in QUANTITIES:
        value = getattr(problem, name)
        label = f"{name} {LETTERS[name]}" if name in LETTERS else name
        if name == "output" and problem.same:
            told.append("output the same as the input")
        elif problem.every_input and name in ("input", "stride"):
            told.append("every input N" if name == "input" else "stride S = 1")
        elif value is None:
            sought.append(label)
        elif isinstance(value, int | Pair):
            told += [f"{label} = {value}"] if (name, value) != ("dilation", 1) else []
        else:
            sought.append(f"{label} in {value}" if isinstance(value, Range) else f"{label} of {value}")
    return "; ".join([*([", ".join(told)] if told else []), *([f"to find: {listed(sought)}"] if sought else [])])


def listed(words: list[str]) -> str:
    """`a, b and c`."""
    return " and ".join([*([", ".join(words[:-1])] if words[1:] else []), *words[-1:]])


def reasons(problem: Problem) -> list[str]:
    """Which values of what is to be found fit; nothing where too much is open, or a floor makes everything fit."""
    size, span, stride, padding, output = figures(problem)
    if problem.every_input:
        return [
            "at stride 1 the size is kept where the total padding is F - 1: (F - 1)/2 on both sides of an odd kernel,"
            " one cell more on one side of an even one"
        ]
    if problem.rounding == "floor":
        return []
    if size is not None and span is not None and stride is not None and padding is None:
        why = _of_padding(size, span, stride, output)
        skips = problem.same and stride > 1
        return [f"stride {stride} keeps the size only where padding makes up for what it skips", *why] if skips else why
    if output is not None or problem.same:
        return []
    if span is not None and stride is not None and padding is not None and size is None:
        left = f"N + {padding} - {span} = {_sum('N', padding - span)}"
        return [_congruence(left, "N", 1, padding - span, stride, max(span - padding, 1))]
    if size is not None and stride is not None and padding is not None and problem.kernel is None and problem.dilation == 1:
        whole = size + padding
        left = f"{size} + {padding} - F = {whole} - F"
        return [_congruence(left, "F", -1, whole, stride, 1, whole)]
    if size is not None and span is not None and padding is not None and stride is None and size + padding >= span:
        room = size + padding - span
        written = f"{size} + {padding} - {span} = {room}"
        return [f"the stride must divide {written}" if room else f"{written}: one window, whatever the stride"]
    return []


def _of_padding(size: int, span: int, stride: int, output: int | None) -> list[str]:
    if output is not None:
        total = (output - 1) * stride + span - size
        odd = ", which is odd: one side gets a cell more" if total > 0 and total % 2 else ""
        return [f"the total padding must be ({output} - 1)*{stride} + {span} - {size} = {total}{odd}"]
    room = size - span
    left = f"{size} + 2P - {span} = {_sum('2P', room)}"
    if stride % 2 == 0 and room % 2:
        needed = "an even number" if stride == 2 else f"a multiple of {stride}"
        first = -room % stride if room >= 0 else -room
        return [
            f"no symmetric padding fits: {left} is odd for every P, and stride {stride} needs {needed}",
            f"a total padding of {_series(first, stride)} fits",
        ]
    return [_congruence(left, "P", 2, room, stride, max(-(room // 2), 0))]


def _sum(term: str, number: int) -> str:
    """`27 + 2P`, `2P - 3`, `2P`."""
    return f"{number} + {term}" if number > 0 else f"{term} - {-number}" if number else term


def _congruence(left: str, letter: str, factor: int, constant: int, modulus: int, least: int, most: int | None = None) -> str:
    """That factor*x + constant must be a multiple of the modulus, and the first x from `least` on."""
    common = gcd(factor, modulus)
    step = modulus // common
    if step == 1:
        return f"{left} is a multiple of {modulus} for every {letter}" if modulus > 1 else f"stride 1 takes every {letter}"
    first = -constant // common * pow(factor // common, -1, step) % step
    first += -(-(least - first) // step) * step
    return f"{left} must be a multiple of {modulus}: {letter} = {_series(first, step, most)}"


def _series(first: int, step: int, most: int | None = None) -> str:
    """`1, 3, 5, ...`; as far as `most`."""
    members = [first + i * step for i in range(4)]
    shown = [str(member) for member in members[:3] if most is None or member <= most]
    return ", ".join(shown + (["..."] if most is None or members[3] <= most else []))
