"""K117: the depth of the output for that of the input, or the reverse."""

from __future__ import annotations

from math import prod

from cnncalc.homework.misconceptions._counts import Counts, Wrong, in_layers
from cnncalc.homework.misconceptions._slip import Misconception


def _swapped(right: Counts) -> Wrong | None:
    if right.asked.ask == "filter_params":
        return None
    wrong = right._replace(biases=right.depth if right.biases else 0)
    return _wrong(right, wrong, "the depth and the number of filters are swapped")


def _output_for_input(right: Counts) -> Wrong | None:
    wrong = right.reading(prod(right.window) * right.filters)
    return _wrong(right, wrong, "the depth of the output is taken for that of the input")


def _input_for_output(right: Counts) -> Wrong | None:
    depth = right.depth
    wrong = right._replace(weights=right.reads * depth, biases=depth if right.biases else 0, filters=depth)
    return _wrong(right, wrong, "the depth of the input is taken for the number of filters")


def _wrong(right: Counts, wrong: Counts, head: str) -> Wrong | None:
    if not right.has_filters or right.depth < right.facts.inputs[0].channels:
        return None
    filters = "1 filter reads" if right.filters == 1 else f"{right.filters:,} filters read"
    channels = "1 channel" if right.depth == 1 else f"{right.depth:,} channels"
    return Wrong(wrong, head, f"{filters} {channels}, {right.worked}")


MISCONCEPTION = Misconception(
    "K117",
    "filters-for-depth",
    what="the number of filters and the depth of the input are mixed up",
    why="D is how deep the volume is that a layer reads; K, the number of filters, is how deep its output is. "
    "A filter has F*F*D weights, and there are K filters with a bias each.",
    asks=frozenset({"params", "weights", "biases", "filter_params", "products"}),
    slips=in_layers(_swapped, _output_for_input, _input_for_output),
    rank=20,
)
