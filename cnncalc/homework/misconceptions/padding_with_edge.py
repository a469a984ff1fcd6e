"""K434: a padding filled with something else."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import FILTERED, Way, changed, slips_of, windows_of

_SAID = {
    "zero": "the padding was filled with zeros",
    "replicate": "the padding repeats the edge",
    "reflect": "the padding mirrors the image",
}
_ASKED = {"zero": "it holds zeros", "replicate": "it repeats the edge", "reflect": "it mirrors the image"}


def _values(computation: Computation) -> Iterator[Way]:
    windows = windows_of(computation)
    if computation.op not in FILTERED or windows is None or not any(axis.before or axis.after for axis in windows.axes):
        return
    for mode, said in _SAID.items():
        if mode != windows.mode and windows.mode in _ASKED:
            yield from changed(computation, f"{said}, but {_ASKED[windows.mode]}", padding_mode=mode)


MISCONCEPTION = Misconception(
    "K434",
    "padding-with-edge",
    "the padding is filled with something else than is asked for: zeros, the edge repeated, or the image mirrored",
    "Zero padding holds zeros; `replicate` repeats the cell at the edge, `reflect` mirrors the image without the edge itself.",
    frozenset({"values"}),
    slips_of(values=_values),
)
