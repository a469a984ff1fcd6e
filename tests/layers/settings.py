"""Random settings of the layer kinds, each with the same layer written in torch: windows, joins, and what is fully connected.

A kind's function draws one setting. Torch's modules are made on the meta device, so that nothing is computed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import prod
from random import Random
from typing import Any, NamedTuple

from tests.oracle import oracle_or_skip

torch = oracle_or_skip("torch")
nn = torch.nn

#: One image's dimensions, channels first.
Dims = tuple[int, ...]


class Setting(NamedTuple):
    """Options as a file gives them, the inputs, and what makes torch's layer: a module or function of as many batches."""

    options: dict[str, Any]
    inputs: tuple[Dims, ...]
    module: Callable[[], Callable[..., Any]]


Draw = Callable[[Random], Setting]


def several(random: Random, rank: int, lowest: int, highest: int) -> list[int]:
    return [random.randint(lowest, highest) for _ in range(rank)]


def volume(random: Random, least_rank: int = 0, channels: int | None = None) -> Dims:
    """A vector, a sequence, an image or a film of up to 8 channels and 9 cells an axis."""
    rank = random.randint(least_rank, 3)
    return (channels or random.randint(1, 8), *several(random, rank, 1, 9))


def with_way(way: Any, forward: Callable[[Any, Any], Any]) -> Any:
    """A module that holds another: `forward` gets it and the input."""
    made = type("WithWay", (nn.Module,), {"forward": lambda self, x: forward(self.way, x)})()
    made.way = way
    return made


def conv(random: Random) -> Setting:
    rank = random.randint(1, 3)
    groups = random.choice([1, 1, 2, 3, 4])
    channels, filters = groups * random.randint(1, 4), groups * random.randint(1, 5)
    kernel, stride, dilation = (several(random, rank, 1, top) for top in (7, 4, 3))
    padding: Any = several(random, rank, 0, 3)
    if random.random() < 0.2 and all(d * (f - 1) % 2 == 0 for f, d in zip(kernel, dilation, strict=True)):
        stride, padding = [1] * rank, "same"
    bias, depthwise = random.random() < 0.5, groups == channels
    options = {"filters": filters, "kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation,
               "groups": "depthwise" if depthwise else groups, "bias": bias, "rounding": "floor"}  # fmt: skip
    arguments = (channels, filters, kernel, stride, padding, dilation, groups, bias)
    dims = (channels, *several(random, rank, 1, 24))
    return Setting(options, (dims,), partial(getattr(nn, f"Conv{rank}d"), *arguments, device="meta"))


def _pool(random: Random, is_max: bool) -> Setting:
    """Torch wants paddings of at most half the kernel; `ceil` is its ceil_mode with the clip rule."""
    rank, ceil_mode = random.randint(1, 3), random.random() < 0.6
    kernel, stride = several(random, rank, 1, 6), several(random, rank, 1, 5)
    padding = [random.randint(0, size // 2) for size in kernel]
    sizes = several(random, rank, 1, 14)
    if rank == 3 and not is_max:  # torch refuses an input below the kernel here, whatever the padding
        sizes = list(map(max, sizes, kernel))
    rounding = "ceil" if ceil_mode else "floor"
    options: dict[str, Any] = {"kernel": kernel, "stride": stride, "padding": padding, "rounding": rounding}
    if is_max:
        options["dilation"] = dilation = several(random, rank, 1, 3)
        module = partial(getattr(nn, f"MaxPool{rank}d"), kernel, stride, padding, dilation, ceil_mode=ceil_mode)
    else:
        options["count_padding"] = counted = random.random() < 0.5
        module = partial(getattr(nn, f"AvgPool{rank}d"), kernel, stride, padding, ceil_mode, counted)
    return Setting(options, ((random.randint(1, 4), *sizes),), module)


def maxpool(random: Random) -> Setting:
    return _pool(random, is_max=True)


def avgpool(random: Random) -> Setting:
    return _pool(random, is_max=False)


def globalavgpool(random: Random) -> Setting:
    dims = volume(random, 1)
    return Setting({}, (dims,), partial(getattr(nn, f"AdaptiveAvgPool{len(dims) - 1}d"), 1))


def adaptiveavgpool(random: Random) -> Setting:
    dims = volume(random, 1)
    output = several(random, len(dims) - 1, 1, 9)
    return Setting({"output": output}, (dims,), partial(getattr(nn, f"AdaptiveAvgPool{len(dims) - 1}d"), tuple(output)))


def fc(random: Random) -> Setting:
    dims = volume(random)
    outputs, bias = random.randint(1, 40), random.random() < 0.5
    options = {"outputs": outputs, "bias": bias}
    return Setting(options, (dims,), lambda: nn.Sequential(nn.Flatten(), nn.Linear(prod(dims), outputs, bias, device="meta")))


def flatten(random: Random) -> Setting:
    return Setting({}, (volume(random),), nn.Flatten)


def add(random: Random) -> Setting:
    dims = volume(random)
    return Setting({}, (dims,) * random.randint(2, 4), lambda: lambda *inputs: sum(inputs[1:], inputs[0]))


def multiply(random: Random) -> Setting:
    dims = volume(random)
    gate = (dims[0], *[1] * (len(dims) - 1))
    inputs = [dims, *[random.choice([dims, gate]) for _ in range(random.randint(1, 3))]]
    random.shuffle(inputs)
    return Setting({}, tuple(inputs), lambda: lambda *inputs: prod(inputs[1:], start=inputs[0]))


def concat(random: Random) -> Setting:
    """A quarter of them has one input of other sizes, which is refused."""
    dims = volume(random, 1)
    inputs = [(random.randint(1, 8), *dims[1:]) for _ in range(random.randint(2, 4))]
    if random.random() < 0.25:
        inputs[-1] = (inputs[-1][0], *[size + 1 for size in dims[1:]])
    return Setting({}, tuple(inputs), lambda: lambda *inputs: torch.cat(inputs, 1))


def split(random: Random) -> Setting:
    parts = random.randint(1, 5)
    part = random.randrange(parts)
    dims = volume(random, channels=parts * random.randint(1, 4))
    return Setting({"parts": parts, "part": part}, (dims,), lambda: lambda x: x.chunk(parts, 1)[part])


#: Kind -> what draws a setting of it. Kinds that work value by value or normalise stand in settings_pointwise.
WINDOWS_AND_JOINS: dict[str, Draw] = {
    "conv": conv, "maxpool": maxpool, "avgpool": avgpool, "globalavgpool": globalavgpool, "adaptiveavgpool": adaptiveavgpool,
    "fc": fc, "flatten": flatten, "add": add, "multiply": multiply, "concat": concat, "split": split,
}  # fmt: skip
