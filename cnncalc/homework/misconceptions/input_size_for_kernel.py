"""K120: N for F, filters as large as the picture."""

from __future__ import annotations

from math import prod

from cnncalc.homework.misconceptions._counts import WEIGHTS, Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _as_large(right: Counts) -> Wrong | None:
    if not right.has_filters:
        return None
    source = right.facts.inputs[0].spatial
    wrong = right.reading(prod(source) * right.depth)
    size, window = "x".join(map(str, source)), "x".join(map(str, right.window))
    because = f"a filter covers {window} of the {size} places at a time, {right.worked}"
    return Wrong(wrong, "the size of the input is taken for that of the kernel", because)


MISCONCEPTION = Misconception(
    "K120",
    "input-size-for-kernel",
    what="the size of the input is used for that of the kernel",
    why="A filter is F x F, however large the picture is that it slides over. F in (F*F*D + 1)*K "
    "is the kernel's size, N is the input's.",
    asks=WEIGHTS,
    slips=in_layers(_as_large),
    rank=20,
)
