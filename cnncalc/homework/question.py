"""What a question is: what it is about, what is asked, and every answer that is accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from cnncalc.homework.written import Grid

if TYPE_CHECKING:
    from cnncalc.analysis.report import Report, Row
    from cnncalc.diagnostics import Span
    from cnncalc.homework.exact import Computation
    from cnncalc.homework.solve import Problem

#: What an answer is, by form: "number" a Fraction; "sizes" a tuple of Fractions (height, width, depth; of a receptive field
#: height, width); "fit" a Misfit, or a tuple of sizes where it fits; "cells" a Grid.
Value: TypeAlias = "Fraction | tuple[Fraction, ...] | Misfit | Grid"


class Misfit(NamedTuple):
    """A layer whose windows do not fit: (N + 2P - F)/S + 1 on each spatial axis, at least one of them no whole number."""

    sizes: tuple[Fraction, ...]


class Truth(NamedTuple):
    """An accepted answer. `label` says under which convention, as in "without the 10 biases"; empty for the answer itself."""

    value: Value
    label: str = ""


@dataclass(frozen=True, eq=False)
class Question:
    """One question of a key, its answers recomputed.

    `truths[0]` is the answer; the others are accepted as well. About layers: `report` and `rows` (one layer's row, or those of
    a block or of the whole network, then `whole` is true). Where the layer does not fit, `misfit` is given and the rows hold
    what `rounding: floor` makes of it. About values: `computation`. About what to find: `problem`.
    """

    id: str
    ask: str  # a name of `quantities.QUANTITIES`
    form: str  # "number", "sizes", "fit" or "cells"
    text: str  # what the student reads, as Markdown
    truths: tuple[Truth, ...]
    solution: tuple[str, ...]  # the worked answer, line by line
    points: Fraction = Fraction(1)
    hidden: bool = False
    tolerance: Fraction = Fraction(0)  # relative; on top of rounding
    credit: Mapping[str, Fraction] = field(default_factory=dict)  # "follows", a K code or "wrong" -> share of the points
    hints: tuple[str, ...] = ()
    report: Report | None = None
    rows: tuple[Row, ...] = ()
    whole: bool = False
    batch: int = 1
    misfit: Misfit | None = None
    computation: Computation | None = None
    problem: Problem | None = None
    options: Mapping[str, Any] = field(default_factory=dict)  # further things that a quantity asks of the key
    layout: str = "hwc"  # the order in which sizes are shown
    span: Span | None = None  # its place in the key
    #: Those before it in the key; each names all before it, so a repr of them all would double with every question.
    earlier: tuple[Question, ...] = field(default=(), repr=False)

    @property
    def truth(self) -> Value:
        """The answer itself."""
        return self.truths[0].value

    @property
    def row(self) -> Row:
        """The layer that it is about; of a question about values, there is none."""
        return self.rows[0]
