"""The windows of a question, and the size rule worked with a slip put in."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cnncalc.formula import as_mixed
from cnncalc.layers._window import placements

if TYPE_CHECKING:
    from cnncalc.analysis.report import Row
    from cnncalc.homework.question import Question

POOLS = ("maxpool", "avgpool", "lppool", "subsample")
SLIDING = ("conv", *POOLS)
CONVOLUTIONS = ("conv", "deconv")
KINDS = (*SLIDING, "deconv")


class Window(NamedTuple):
    """One axis of a layer that slides, as its file gives it; of a deconv, `transposed`."""

    size: int
    kernel: int
    stride: int
    before: int
    after: int
    dilation: int
    extra: int  # output padding
    transposed: bool
    rounding: str

    @property
    def span(self) -> int:
        return self.dilation * (self.kernel - 1) + 1

    @property
    def padded(self) -> bool:
        return bool(self.before or self.after)

    def exact(self) -> Fraction:
        """The rule without any rounding."""
        if self.transposed:
            return Fraction((self.size - 1) * self.stride - self.before - self.after + self.span + self.extra)
        return Fraction(placements(self.size, self.span, self.stride, self.before, self.after, "strict", False))

    def rounded(self) -> Fraction:
        """The rule under the layer's own rounding; a fraction where that is `strict` and it does not fit."""
        if self.transposed:
            return self.exact()
        clip = self.rounding == "ceil" or (self.rounding == "ceil-caffe" and self.padded)
        return Fraction(placements(self.size, self.span, self.stride, self.before, self.after, self.rounding, clip))

    def written(self) -> str:
        """The rule with the numbers put in: `(7 + 2*1 - 3)/2 + 1`."""
        if self.transposed:
            extra = f" + {self.extra}" if self.extra else ""
            return f"({self.size} - 1)*{self.stride}{self.pads('-')} + {self.wide()}{extra}"
        return f"({self.size}{self.pads('+')} - {self.wide()})/{self.stride} + 1"

    def pads(self, sign: str) -> str:
        """The padding as a part of a sum: ` + 2*1`, ` + 1 + 2`, nothing where there is none."""
        if self.before == self.after:
            return f" {sign} 2*{self.before}" if self.before else ""
        return "".join(f" {sign} {pad}" for pad in (self.before, self.after) if pad)

    def wide(self) -> str:
        """The window's width: `3`, dilated `(2*(3 - 1) + 1)`."""
        return f"{self.kernel}" if self.dilation == 1 else f"({self.dilation}*({self.kernel} - 1) + 1)"


#: A slip on one axis: the window with other numbers, or what another formula gives and how that is written. None: no slip there.
Change: TypeAlias = Callable[[Window], "Window | tuple[Fraction, str] | None"]
#: The same for all axes of a layer at once.
Changes: TypeAlias = "Callable[[list[Window]], list[Window | tuple[Fraction, str] | None]]"


class Made(NamedTuple):
    """The sizes that a way of working gives, and how each layer's axes are written."""

    sizes: tuple[Fraction, ...]
    lines: tuple[tuple[str, ...], ...]
    steps: tuple[tuple[Fraction, ...], ...]  # the sizes after each layer


def sliding(question: Question) -> tuple[Row, ...]:
    """The layers with windows that lead to the answer, each reading the one before; none where other layers change the size."""
    found: list[Row] = []
    by_path = {row.path: row for row in question.rows}
    row = question.rows[-1] if question.rows else None
    while row is not None:
        facts = row.facts
        if facts is None or len(facts.inputs) != 1 or not facts.output.spatial:
            return ()
        if row.kind in KINDS:
            found.append(row)
        elif facts.axes or facts.output.spatial != facts.inputs[0].spatial:
            return ()
        row = by_path.get(row.inputs[0])
    return tuple(reversed(found))


def windows_of(question: Question, row: Row, sizes: tuple[int, ...]) -> list[Window]:
    """The windows of one layer on an input of these sizes."""
    facts = row.facts
    assert facts is not None
    layer = facts.layer
    extra = getattr(layer, "output_padding", (0,) * len(sizes))
    rounding = "strict" if question.misfit else getattr(layer, "rounding", "strict")
    if getattr(layer, "padding", 0) == "same-tf":
        rounding = "floor"  # with the padding that the rule chose, ceil(N/S) comes out
    return [
        Window(n, axis.kernel, axis.stride, axis.before, axis.after, axis.dilation, more, row.kind == "deconv", rounding)
        for n, axis, more in zip(sizes, facts.axes, extra, strict=True)
    ]


def work(question: Question, change: Changes | None, cut: bool = False, kinds: tuple[str, ...] = KINDS) -> Made | None:
    """The sizes with a slip in every layer of these kinds. None where no layer leaves room for it, or a size comes to nothing.

    Without a change, the right working. With `cut`, a fraction that no rounding allows is rounded down all the same.
    """
    rows = sliding(question)
    lines: list[tuple[str, ...]] = []
    steps: list[tuple[Fraction, ...]] = []
    slipped = change is None
    for row in rows:
        assert row.facts is not None
        before = steps[-1] if steps else tuple(map(Fraction, row.facts.inputs[0].spatial))
        if any(size.denominator != 1 for size in before):
            return None
        windows = windows_of(question, row, tuple(map(int, before)))
        changed = change(windows) if change is not None and row.kind in kinds else [None] * len(windows)
        slipped = slipped or any(item not in (None, window) for window, item in zip(windows, changed, strict=True))
        made = [
            _worked(window if item is None else item, window.rounding, cut) for window, item in zip(windows, changed, strict=True)
        ]
        if any(size <= 0 for size, _ in made):
            return None
        steps.append(tuple(size for size, _ in made))
        lines.append(tuple(line for _, line in made))
    return Made(steps[-1], tuple(lines), tuple(steps)) if slipped and rows else None


def _worked(item: Window | tuple[Fraction, str], rounding: str, cut: bool) -> tuple[Fraction, str]:
    if isinstance(item, Window):
        exact, size, written = item.exact(), item.rounded(), item.written()
    else:
        exact, written = item
        size = exact if rounding == "strict" else Fraction(exact // 1 if rounding == "floor" else -(-exact // 1))
    if cut:
        size = Fraction(size // 1)
    line = as_mixed(exact) if written == as_mixed(exact) else f"{written} = {as_mixed(exact)}"
    if size != exact:
        line += f", rounded {'down' if size < exact else 'up'} to {size}"
    return size, line
