"""K454: the output padded in place of the input."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.exact import Computation
from cnncalc.homework.exact.tensor import Exact, Tensor
from cnncalc.homework.misconceptions._slip import Misconception
from cnncalc.homework.misconceptions._values import Place, Way, at, built, changed, slips_of, windows_of


def _values(computation: Computation) -> Iterator[Way]:
    windows = windows_of(computation)
    if windows is None:
        return
    before = [axis.before for axis in windows.axes]
    for way in changed(computation, "", padding=0, padding_mode=None):
        inner = way.cells
        sizes = zip(inner.shape[-len(before) :], windows.axes, strict=True)
        if tuple(size + axis.before + axis.after for size, axis in sizes) != windows.places:
            return

        def cell(place: Place, inner: Tensor = inner) -> Exact:
            there = tuple(at - pad for at, pad in zip(place[-len(before) :], before, strict=True))
            inside = all(0 <= at < size for at, size in zip(there, inner.shape[-len(before) :], strict=True))
            return at(inner, (*place[: -len(before)], *there)) if inside else 0

        said = "zeros were put round the output, and not round the input"
        yield Way(said, built(computation.shape, cell))


MISCONCEPTION = Misconception(
    "K454",
    "zeros-round-the-output",
    "zeros were put round the output in place of the input",
    "Padding is laid round the input, and the window then also stands on the border: the cells there are "
    "calculated as all others.",
    frozenset({"values"}),
    slips_of(values=_values),
)
