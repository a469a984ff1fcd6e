"""The worked solutions of a key, as Markdown for the teacher."""

from __future__ import annotations

from cnncalc.homework.judging import shown_truth
from cnncalc.homework.key import Key


def write_solution(key: Key) -> str:
    """Every question with its answer and the way to it."""
    lines = [f"# {' '.join(key.title.split())}: solutions", ""]
    lines += [f"Sheet: {' '.join(key.sheet.split())}", ""] if key.sheet else []
    for question in key.questions:
        points = f"{question.points} point{'' if question.points == 1 else 's'}"
        lines += [f"## {question.id} ({points})", "", question.text.strip(), "", f"**{shown_truth(question)}**", ""]
        if question.solution:
            lines += ["```text", *question.solution, "```", ""]
    return "\n".join(lines)
