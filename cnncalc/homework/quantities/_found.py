"""What is to find: every solution of the window formula is accepted."""

from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.fields import Refused
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity
from cnncalc.homework.question import Truth, Value
from cnncalc.homework.solve import Problem, Solution, solve

_MOST = 50


def found(word: str) -> Quantity:
    """The quantity of one unknown of (N + 2P - F)/S + 1."""

    def answer(asked: Asked) -> Answered:
        problem = asked.problem
        assert problem is not None
        solutions = solve(problem, _MOST)
        if not solutions:
            raise Refused("K603", f"no {word} fits", "`cnncalc solve` says why", node=asked.nodes.get("find"))
        values = dict.fromkeys(value_of(word, solution) for solution in solutions)
        lines = [solutions[0].arithmetic(problem.rounding, problem.every_input)]
        if len(values) > 1:
            lines.append(f"{len(values)} answers are right, this is the nearest")
        text = f"{_given(problem, word)} Which {word} fits?"
        return Answered(tuple(Truth(value) for value in values), tuple(lines), text)

    return Quantity(word, "number", f"a {word} that fits, all solutions accepted", "find", answer)


def value_of(word: str, solution: Solution) -> Value:
    """What a solution has for a word: a padding that differs on both sides is a pair."""
    if word != "padding":
        return Fraction(getattr(solution, word))
    if solution.before == solution.after:
        return Fraction(solution.before)
    return (Fraction(solution.before), Fraction(solution.after))


def _given(problem: Problem, word: str) -> str:
    given = [(name, getattr(problem, name)) for name in ("input", "kernel", "stride", "padding", "output", "dilation")]
    told = [(name, value) for name, value in given if value is not None and name != word and (name, value) != ("dilation", 1)]
    words = [f"{name} {value}" for name, value in told]
    same = ["an output as large as the input"] if problem.same else []
    return f"A window with {', '.join([*words, *same])}."
