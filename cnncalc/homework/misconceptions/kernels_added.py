"""K401: the kernels added up as a receptive field."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._path import Chain, shortened, sizes_slip, worked
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    yield from sizes_slip(question, _sum, lambda chain, value: _said(chain, chain, ""))
    yield from sizes_slip(
        question, lambda chain: _sum(_convs(chain)), lambda chain, value: _said(chain, _convs(chain), " and the pools left out")
    )


def _convs(chain: Chain) -> Chain:
    return [step for step in chain if not step.pool]


def _sum(chain: Chain) -> int | None:
    return sum(step.kernel for step in chain) if len(chain) > 1 else None


def _said(chain: Chain, added: Chain, more: str) -> str:
    kernels = f"{shortened([str(step.kernel) for step in added], ' + ')} = {_sum(added)}"
    return f"the kernels are added{more}, {kernels}; each adds itself less 1, times the step of what it reads: {worked(chain)}"


MISCONCEPTION = Misconception(
    "K401",
    "kernels-added",
    "the kernels were added up",
    "The first window sees F pixels. Each further one adds only F - 1 times the step of the cells that it reads: neighbouring "
    "windows overlap.",
    frozenset({"field"}),
    _slips,
)
