"""Limits on how much a figure may grow from one network to the next: `params=1%`, `macs=0`, `peak=1MiB`. Exact arithmetic."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from cnncalc.analysis.report import Report, budget_figure
from cnncalc.diagnostics import UsageError, unknown_word
from cnncalc.spec.header import BUDGET_BYTES, BUDGET_COUNTS, parse_quantity

#: What can be limited: the figures of `budget`.
FIGURES = (*BUDGET_COUNTS, *BUDGET_BYTES)
_PERCENT = re.compile(r"([0-9]{1,20}(?:\.[0-9]{1,20})?) ?%")


class Limit(NamedTuple):
    """The most that a figure may grow by: a share of the old one, or so many (bytes for weights, peak, kept and training)."""

    figure: str
    written: str
    share: Fraction | None
    amount: int

    def allowed(self, old: int) -> Fraction:
        """The growth that just passes."""
        return Fraction(self.amount) if self.share is None else self.share * old


class Growth(NamedTuple):
    """One limit held against one pair of networks."""

    limit: Limit
    old: int
    new: int

    @property
    def exceeded(self) -> bool:
        """Whether it is more than the limit; what equals it passes."""
        return self.new - self.old > self.limit.allowed(self.old)


def parse_limit(text: str) -> Limit:
    """`params=1%` of --fail-on-increase. Raises UsageError."""
    figure, equals, written = (part.strip() for part in text.partition("="))
    if figure not in FIGURES:
        raise unknown_word("figure", figure, FIGURES)
    if not equals:
        raise UsageError(f"--fail-on-increase {figure} has no limit", f"write {figure}=1%")
    share = _PERCENT.fullmatch(written)
    if share:
        return Limit(figure, written, Fraction(share[1]) / 100, 0)
    amount = 0 if written == "0" else parse_quantity(written, figure in BUDGET_BYTES)
    if isinstance(amount, str):
        raise UsageError(f"--fail-on-increase: `{figure}` {amount}", "a percentage such as 1% is a limit too")
    return Limit(figure, written, None, amount)


def judge(limits: list[Limit], old: Report, new: Report) -> list[Growth]:
    """Every limit with what is so."""
    return [Growth(limit, budget_figure(old, limit.figure), budget_figure(new, limit.figure)) for limit in limits]
