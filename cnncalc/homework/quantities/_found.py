"""What is to find: every solution of the window formula is accepted."""

from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.fields import Refused
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity
from cnncalc.homework.question import Truth, Value
from cnncalc.homework.solve import Pair, Problem, Solution, solve

_MOST = 50


def found(word: str) -> Quantity:
    """The quantity of one unknown of (N + 2P - F)/S + 1."""

    def answer(asked: Asked) -> Answered:
        problem = asked.problem
        assert problem is not None
        solutions = solve(problem, _MOST)
        if not solutions:
            raise Refused("K603", f"no {word} fits", "`cnncalc solve` says why", node=asked.nodes.get("find"))
        truths: dict[Value, Truth] = {}
        for solution in solutions:
            value = value_of(word, solution)
            truths.setdefault(value, Truth(value, _beside(problem, word, solution)))
        lines = [solutions[0].arithmetic(problem.rounding, problem.every_input)]
        if len(truths) > 1:
            count = "many" if len(solutions) == _MOST else str(len(truths))
            lines.append(f"{count} answers are right, this is the nearest")
        text = f"{_given(problem, word)} Which {word} fits?"
        return Answered(tuple(truths.values()), tuple(lines), text)

    return Quantity(
        word, "number", f"{'an' if word[0] in 'aeiou' else 'a'} {word} that fits, all solutions accepted", "find", answer
    )


def value_of(word: str, solution: Solution) -> Value:
    """What a solution has for a word: a padding that differs on both sides is a pair."""
    if word != "padding":
        return Fraction(getattr(solution, word))
    if solution.before == solution.after:
        return Fraction(solution.before)
    return (Fraction(solution.before), Fraction(solution.after))


def _beside(problem: Problem, word: str, solution: Solution) -> str:
    """What else was to find, as this solution has it: `padding 1`."""
    sought = [name for name in ("input", "kernel", "stride", "padding") if name != word and _is_open(problem, name)]
    values = [value_of(name, solution) for name in sought]
    shown = [f"[{', '.join(map(str, value))}]" if isinstance(value, tuple) else str(value) for value in values]
    return ", ".join(map(" ".join, zip(sought, shown, strict=True)))


def _is_open(problem: Problem, name: str) -> bool:
    """Whether a quantity is no single number."""
    given = getattr(problem, name)
    return not isinstance(given, (int, Pair)) and not (name == "input" and problem.every_input)


def _given(problem: Problem, word: str) -> str:
    given = [(name, getattr(problem, name)) for name in ("input", "kernel", "stride", "padding", "output", "dilation")]
    told = [(name, value) for name, value in given if value is not None and name != word and (name, value) != ("dilation", 1)]
    words = [f"{name} {value}" for name, value in told]
    same = ["an output as large as the input"] if problem.same else []
    return f"A window with {', '.join([*words, *same])}."
