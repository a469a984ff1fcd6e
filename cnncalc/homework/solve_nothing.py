"""Why no window fits: what the one unknown would have to be, or what is out of reach; then the nearest that does fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from cnncalc.formula import as_mixed
from cnncalc.homework.solve import QUANTITIES, Pair, Problem, Range, Solution, known, solve
from cnncalc.homework.solve_domains import LEAST, MOST, ranges
from cnncalc.homework.solve_words import LETTERS, Figures, figures, formula, listed, reasons

_NEAR = 64  # how far from what was given a fit is looked for


def nothing(problem: Problem) -> list[str]:
    """The reason, then what fits in place of what was given; for a problem that has no solution."""
    sought = [name for name in QUANTITIES if known(problem, name) is None and not (name == "output" and problem.same)]
    if problem.same:
        lines = [*_kept(problem)]
    elif len(sought) > 1 or sought == ["dilation"] or problem.rounding == "floor":
        lines = [*reasons(problem), *_out_of_reach(problem, sought)]
    else:
        lines = [_required(problem, sought[0] if sought else "")]
    instead = "; ".join(_instead(problem))
    return [*lines, *([f"what fits: {instead}"] if instead else []), *_floored(problem)]


def _kept(problem: Problem) -> Iterator[str]:
    """What keeping the size takes."""
    size, span, stride, padding, _ = figures(problem)
    needed = "(N - 1)*(S - 1) + F - 1"
    if span is not None and stride == 1:
        needed += f" = {span} - 1 = {span - 1}"
    elif size is not None and span is not None and stride is not None:
        needed += f" = ({size} - 1)*({stride} - 1) + {span} - 1 = {(size - 1) * (stride - 1) + span - 1}"
    found = "" if padding is None else f", found {padding}"
    yield f"the size is kept where the total padding is {needed}{found}"


def _required(problem: Problem, name: str) -> str:
    """The value of the one unknown, and why it is none of those that are meant; "" where all is given."""
    value, written = _value(figures(problem), problem, name or "output")
    asked = getattr(problem, name or "output")
    if not name and value == asked:
        why = "but the window is larger than the padded input"  # it is a whole number, though none that counts windows
    elif not name:
        why = f"not {asked}"
    elif value is None:
        return f"one window of {written}: it does not fill the padded input, and a stride takes it nowhere"
    elif value.denominator > 1:
        why = "no whole number"
    elif value < LEAST[name]:
        why = f"less than {LEAST[name]}"
    elif name == "padding" and asked is not None:
        why = f"{value // 2} + {-(-value // 2)}, where {asked} is allowed on each side"
    elif value > MOST:
        why = f"more than {MOST:,}"
    else:
        why = f"not in {asked}" if isinstance(asked, Range) else f"not {asked}"
    what = {"padding": "total padding"}.get(name, name or "output")
    return f"the {what} would be {written} = {as_mixed(value or Fraction(0))}: {why}"


def _value(values: Figures, problem: Problem, name: str) -> tuple[Fraction | None, str]:
    """What the others ask of one quantity, with its arithmetic; None of a stride that makes no difference."""
    n, span, s, total, m = (Fraction(value or 0) for value in values)
    if name == "output":
        return (n + total - span) / s + 1, f"({n} + {total} - {span})/{s} + 1"
    if name == "padding":
        return (m - 1) * s + span - n, f"({m} - 1)*{s} + {span} - {n}"
    if name == "input":
        return (m - 1) * s + span - total, f"({m} - 1)*{s} + {span} - {total}"
    if name == "kernel":
        d = Fraction(known(problem, "dilation") or 1)
        room = n + total - (m - 1) * s
        written = f"{n} + {total} - ({m} - 1)*{s}"
        return (room, written) if d == 1 else ((room - 1) / d + 1, f"({written} - 1)/{d} + 1")
    if m == 1:
        return None, f"{span} on {n} + {total} cells"
    return (n + total - span) / (m - 1), f"({n} + {total} - {span})/({m} - 1)"


def _out_of_reach(problem: Problem, sought: list[str]) -> Iterator[str]:
    """The ends of what the ranges can give, where what is asked lies beyond; else that no combination fits."""
    ends: dict[str, tuple[int, int]] = {}
    for name in QUANTITIES:
        total = known(problem, name)
        found = ranges(getattr(problem, name), LEAST[name]) if total is None else (Range(total, total),)
        factor = 2 if name == "padding" and total is None else 1
        ends[name] = (factor * found[0].low, factor * found[-1].high)
    (n_low, n_high), (f_low, f_high), (s_low, s_high), (p_low, p_high), (m_low, m_high), (d_low, d_high) = ends.values()
    least, most = n_low + p_low - d_high * (f_high - 1) - 1, n_high + p_high - d_low * (f_low - 1) - 1
    if most < 0:
        yield f"the window is at least {d_low * (f_low - 1) + 1} wide, the padded input at most {n_high + p_high}"
        return
    smallest, largest = max(least, 0) // s_high + 1, most // s_low + 1
    if m_low > largest:
        yield f"the output is at most {largest}"
    elif m_high < smallest:
        yield f"the output is at least {smallest}"
    else:
        words = [f"{name} {LETTERS[name]}" if name in LETTERS else name for name in sought]
        yield f"no {listed(words)} of those asked for give a whole number in {formula(problem)}"


def _instead(problem: Problem) -> Iterator[str]:
    """What fits in place of each quantity that is given, the others as they are: the two values nearest to it."""
    for name in ("padding", "stride", "kernel", "input", "output"):
        value = getattr(problem, name)
        if value is None:
            continue
        found = _around(problem, name, value) if isinstance(value, int) else []
        found = found or solve(_with(problem, name, Range(LEAST[name], MOST)), 1)
        told = {_told(name, solution, problem): None for solution in found}
        if told:
            yield f"{name} " + " or ".join(told)


def _around(problem: Problem, name: str, value: int) -> list[Solution]:
    """The solutions with the two values nearest to the one that was given, in ascending order."""
    near = Range(max(value - _NEAR, LEAST[name]), min(value + _NEAR, MOST))
    found = solve(_with(problem, name, near), 4 * _NEAR, True)

    def of(solution: Solution) -> int:
        return solution.before if name == "padding" else int(getattr(solution, name))

    nearest = sorted({of(solution): solution for solution in reversed(found)}.items(), key=lambda item: abs(item[0] - value))
    return [solution for _, solution in sorted(nearest[:2])]


def _with(problem: Problem, name: str, value: Any) -> Problem:
    return replace(problem, **{name: value})


def _told(name: str, solution: Solution, problem: Problem) -> str:
    value = solution.before if name == "padding" else getattr(solution, name)
    if name == "padding" and not solution.symmetric:
        value = Pair(solution.before, solution.after)
    gives = "" if name == "output" or problem.same or known(problem, "output") is not None else f" (gives {solution.output})"
    return f"{value}{gives}"


def _floored(problem: Problem) -> Iterator[str]:
    """What a floor makes of it."""
    found = solve(replace(problem, rounding="floor"), 1) if problem.rounding == "strict" else []
    for solution in found:
        values = figures(problem)
        if None not in (values.input, values.span, values.stride, values.padding):
            unread = solution.unread
            lost = "" if unread is None else f" and leaves {unread} cell{'' if unread == 1 else 's'} of the input unread"
            yield f"rounding by floor gives {solution.output}{lost}"
