"""K109: D taken from somewhere before the layer's input."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from cnncalc.homework.misconceptions._counting import OPERATIONS, plain, written
from cnncalc.homework.misconceptions._counts import WEIGHTS, Asked, Counts, Wrong, in_layers, layers
from cnncalc.homework.misconceptions._earlier import earlier
from cnncalc.homework.misconceptions._shapes import DEPTHS, RARER, VOLUMES, with_depth
from cnncalc.homework.misconceptions._slip import Misconception, Slip

if TYPE_CHECKING:
    from cnncalc.homework.question import Question


def _of(number: int) -> Callable[[Counts], Wrong | None]:
    def used(right: Counts) -> Wrong | None:
        if not right.depth or (right.is_fc and not right.window):
            return None
        channels = right.depth if right.is_fc else right.facts.inputs[0].channels
        depths = earlier(right, lambda shape: shape.channels)[number:][:1]
        groups = channels // right.depth
        if not depths or right.depth == 1 or depths[0] % groups:
            return None
        wrong = right.reading(right.reads // right.depth * (depths[0] // groups))
        because = f"`{right.row.path}` reads {channels:,} channels, not {depths[0]:,}, {right.worked}"
        return Wrong(wrong, "the depth is that of an earlier layer", because)

    return used


_WAYS = (_of(0), _of(1), _of(-1))
_in_weights = in_layers(*_WAYS)


def _slips(question: Question) -> Iterator[Slip]:
    if question.ask in WEIGHTS:
        yield from _in_weights(question)
    elif not question.whole and question.rows and not question.misfit:
        for right in layers(question, Asked("weights", False)):
            yield from _in_operations(question, right) if question.ask in OPERATIONS else _in_pool(question, right)


def _in_operations(question: Question, right: Counts) -> Iterator[Slip]:
    """Multiply-adds, which are in proportion to the weights."""
    for way in _WAYS:
        wrong = way(right)
        if wrong is not None and right.weights and isinstance(question.truth, Fraction):
            value = question.truth * wrong.counts.weights / right.weights
            because = wrong.because.removesuffix(f", {right.worked}")
            yield Slip(value, f"{wrong.head}, which makes {plain(value)}: {because}, {written(question, question.truth)}", RARER)


def _in_pool(question: Question, right: Counts) -> Iterator[Slip]:
    """What a pool puts out."""
    if right.is_pool:
        for depth in earlier(right, lambda shape: shape.channels):
            kept = f"`{right.row.path}` reads {right.filters:,} channels and keeps them"
            said = f"{depth:,} is the depth of an earlier layer: {kept}"
            yield from with_depth(question, depth, said)


MISCONCEPTION = Misconception(
    "K109",
    "earlier-depth-used",
    what="the depth of an earlier layer, or of the network's input, is used",
    why="A filter is as deep as the volume that its layer reads. That is as deep as the convolution before it has filters; "
    "pooling and ReLU in between do not change it.",
    asks=WEIGHTS | OPERATIONS | DEPTHS | VOLUMES,
    slips=_slips,
)
