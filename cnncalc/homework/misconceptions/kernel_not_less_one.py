"""K410: kernels, not kernels less 1, times the step in a receptive field."""

from __future__ import annotations

from collections.abc import Iterator

from cnncalc.homework.misconceptions._path import Chain, jump, shortened, sizes_slip, worked
from cnncalc.homework.misconceptions._slip import Misconception, Slip
from cnncalc.homework.question import Question


def _slips(question: Question) -> Iterator[Slip]:
    yield from sizes_slip(question, lambda chain: 1 + _sum(chain), lambda chain, value: _said(chain, value, "1 + "))
    yield from sizes_slip(question, _sum, lambda chain, value: _said(chain, value, ""))


def _sum(chain: Chain) -> int:
    return sum(step.kernel * step.dilation * jump(chain[:number]) for number, step in enumerate(chain))


def _said(chain: Chain, value: int, start: str) -> str:
    wrong = shortened([f"{step.kernel * step.dilation}*{jump(chain[:number])}" for number, step in enumerate(chain)], " + ")
    return f"each window is counted with its whole kernel: {start}{wrong} = {value}; it adds its kernel less 1: {worked(chain)}"


MISCONCEPTION = Misconception(
    "K410",
    "kernel-not-less-one",
    "the kernel F was taken where F - 1 belongs",
    "The first cell of a window is the one that the field starts from; the window adds F - 1 further cells, each as far on as "
    "the step says.",
    frozenset({"field"}),
    _slips,
    rank=12,
)
