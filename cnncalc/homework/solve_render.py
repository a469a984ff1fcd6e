"""The solutions of `cnncalc solve` as text, as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cnncalc.homework.solve import QUANTITIES, Problem, Solution, known
from cnncalc.homework.solve_axes import Axis, together
from cnncalc.homework.solve_words import formula, given
from cnncalc.render.prose import READABLE, heading, hung


def text(axes: list[Axis], limit: int, width: int | None, color: bool) -> str:
    """What is given, why what fits does, and the solutions with their arithmetic."""
    room = min(width or READABLE, READABLE)
    lines: list[str] = []
    for axis in axes:
        label = f"{axis.name}: " if axis.name else ""
        lines += [*hung("", f"{label}{formula(axis.problem)} with {given(axis.problem)}", room), ""]
        lines += _solutions(axis, width, color) if axis.solutions else _none(axis, room, color)
    if len(axes) == 2 and all(axis.solutions for axis in axes):
        lines += _both(axes, limit, color)
    return "\n".join(lines).rstrip("\n") + "\n"


def _none(axis: Axis, room: int, color: bool) -> Iterator[str]:
    yield heading("nothing fits", color)
    for line in axis.why:
        yield from hung("  ", line, room)
    yield ""


def _solutions(axis: Axis, width: int | None, color: bool) -> Iterator[str]:
    room = min(width or READABLE, READABLE)
    for line in axis.why:
        yield from hung("", line, room)
    if axis.why:
        yield ""
    padded = not isinstance(axis.problem.padding, int)
    for title, solutions in (
        ("symmetric padding" if padded else "what fits", axis.symmetric),
        ("asymmetric padding; any split of its total gives the same size", axis.asymmetric),
    ):
        if solutions:
            yield heading(title, color)
            yield from _table(axis, solutions, width)
            yield ""
    if axis.more:
        free = [name for name in QUANTITIES if name != "output" and getattr(axis.problem, name) is None]
        range = f", a range narrows them down: `--{free[0]} 1..9`" if free else ""
        yield from hung("", f"there are more: `--limit` lists them{range}", room)
        yield ""


def _table(axis: Axis, solutions: list[Solution], width: int | None) -> Iterator[str]:
    """The values that were to be found, the arithmetic, the padding as a file has it, and what is worth knowing."""
    problem = axis.problem
    sought = [name for name in QUANTITIES if _is_sought(problem, name)]
    is_written = "padding" in sought and axis.name not in ("height", "width")  # one axis alone is none of a file
    rows = [[*sought, "arithmetic", *(["in a file"] if is_written else [])]]
    for solution in solutions:
        figures = [_figure(name, solution) for name in sought]
        arithmetic = solution.arithmetic(problem.rounding, problem.every_input)
        written = [f"padding: {solution.written(2)}"] if is_written else []
        rows.append([*figures, arithmetic, *written])
    head, *lines = _aligned(rows)
    yield head
    longest = max(map(len, lines))
    for line, solution in zip(lines, solutions, strict=True):
        notes = "; ".join(_notes(solution, "output" in sought))
        beside = width is None or longest + 2 + len(notes) <= width
        yield (f"{line:<{longest}}  {notes}" if beside else line).rstrip()
        yield from () if beside else hung("      ", notes, width)


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)).rstrip()


def _is_sought(problem: Problem, name: str) -> bool:
    if problem.every_input and name in ("input", "stride"):
        return False
    return not (problem.same and name == "output") and known(problem, name) is None


def _figure(name: str, solution: Solution) -> str:
    if name != "padding":
        return str(getattr(solution, name))
    return str(solution.before) if solution.symmetric else f"{solution.before} + {solution.after}"


def _notes(solution: Solution, is_sized: bool) -> Iterator[str]:
    if is_sized and solution.stride > 1 < solution.output and solution.output * solution.stride == solution.input:
        yield f"1/{solution.stride} of N"
    if solution.on_padding:
        yield f"{_counted(solution.on_padding, 'window')} on padding alone"
    unread = solution.unread
    if unread:
        yield f"{_counted(unread, 'cell')} of the input unread"
    elif solution.left_over:
        yield f"{_counted(solution.left_over, 'cell')} of padding unread"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _both(axes: list[Axis], limit: int, color: bool) -> Iterator[str]:
    """Layers that fit on both axes."""
    pairs = together(axes, limit)
    if not pairs:
        yield "no kernel, stride and dilation of those found fit on both axes"
        return
    yield heading("height and width together", color)
    rows = [["output", "kernel", "stride", "in a file"]]
    for pair in pairs:
        h, w = pair
        alike = h[3:5] == w[3:5] and h.symmetric
        padding = str(h.before) if alike else f"[[{h.before}, {h.after}], [{w.before}, {w.after}]]"
        rows.append([f"{h.output}x{w.output}", _one(h.kernel, w.kernel), _one(h.stride, w.stride), f"padding: {padding}"])
    yield from _aligned(rows)


def _one(height: int, width: int) -> str:
    return str(height) if height == width else f"{height}x{width}"


def as_json(axes: list[Axis]) -> str:
    """`cnncalc.solve/1`."""
    import json

    document = {"schema": "cnncalc.solve/1", "axes": [_axis(axis) for axis in axes]}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _axis(axis: Axis) -> dict[str, Any]:
    problem = axis.problem
    asked = {name: None if getattr(problem, name) is None else str(getattr(problem, name)) for name in QUANTITIES}
    return {
        "axis": axis.name,
        "problem": {**asked, "output": "same" if problem.same else asked["output"], "rounding": problem.rounding},
        "every_input": problem.every_input,
        "why": axis.why,
        "solutions": [_record(problem, solution) for solution in axis.solutions],
        "more": axis.more,
    }


def _record(problem: Problem, solution: Solution) -> dict[str, Any]:
    return {
        "input": None if problem.every_input else solution.input,
        "kernel": solution.kernel,
        "stride": solution.stride,
        "padding": [solution.before, solution.after],
        "dilation": solution.dilation,
        "output": None if problem.every_input else solution.output,
        "symmetric": solution.symmetric,
        "arithmetic": solution.arithmetic(problem.rounding, problem.every_input),
        "unread": solution.unread,
        "on_padding": solution.on_padding,
    }


def as_csv(axes: list[Axis]) -> str:
    """A line a solution; the size is empty where every one does."""
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["axis", "input", "kernel", "stride", "before", "after", "dilation", "output", "unread"])
    for axis in axes:
        for solution in axis.solutions:
            size, *layer, output = solution
            ends = ("", "") if axis.problem.every_input else (size, output)
            writer.writerow([axis.name, ends[0], *layer, ends[1], solution.unread])
    return buffer.getvalue()
