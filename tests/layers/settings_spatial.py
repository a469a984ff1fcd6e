"""Random settings of the kinds that change the sizes or move values: transposed convolution, resampling, padding, reshaping."""

from __future__ import annotations

from functools import partial
from itertools import chain
from math import prod
from random import Random
from typing import Any

from tests.layers.settings import Draw, Setting, nn, several, torch, volume, with_way


def deconv(random: Random) -> Setting:
    """Groups, stride, output padding and dilation; a padding of up to 4 leaves nothing of some."""
    rank = random.randint(1, 3)
    groups = random.choice([1, 1, 2, 3, 4])
    channels, filters = groups * random.randint(1, 4), groups * random.randint(1, 5)
    kernel, stride, dilation = (several(random, rank, 1, top) for top in (6, 4, 3))
    padding, bias = several(random, rank, 0, 4), random.random() < 0.5
    extra = [random.choice([0, random.randint(0, max(s, d) - 1)]) for s, d in zip(stride, dilation, strict=True)]
    options = {"filters": filters, "kernel": kernel, "stride": stride, "padding": padding, "output_padding": extra,
               "dilation": dilation, "groups": "depthwise" if groups == channels else groups, "bias": bias}  # fmt: skip
    arguments = (channels, filters, kernel, stride, padding, extra, groups, bias, dilation)
    dims = (channels, *several(random, rank, 1, 9))
    return Setting(options, (dims,), partial(getattr(nn, f"ConvTranspose{rank}d"), *arguments, device="meta"))


def lppool(random: Random) -> Setting:
    rank, ceil_mode = random.randint(1, 3), random.random() < 0.5
    kernel, stride = several(random, rank, 1, 5), several(random, rank, 1, 4)
    kernel, stride = (kernel[:1] * rank, stride[:1] * rank) if rank == 1 else (kernel, stride)
    sizes = [size + random.randint(0, 9) for size in kernel]
    power = random.choice([1.0, 2.0, 3.0])
    options = {"kernel": kernel, "stride": stride, "power": power, "rounding": "ceil" if ceil_mode else "floor"}
    window: tuple[Any, Any] = (kernel[0], stride[0]) if rank == 1 else (tuple(kernel), tuple(stride))
    return Setting(options, ((random.randint(1, 4), *sizes),), partial(getattr(nn, f"LPPool{rank}d"), power, *window, ceil_mode))


def globalmaxpool(random: Random) -> Setting:
    dims = volume(random, 1)
    return Setting({}, (dims,), partial(getattr(nn, f"AdaptiveMaxPool{len(dims) - 1}d"), 1))


def subsample(random: Random) -> Setting:
    """Torch has no such layer: a sum over windows, and a factor and a bias for each channel."""
    rank = random.randint(1, 3)
    kernel, stride, bias = several(random, rank, 1, 4), several(random, rank, 1, 3), random.random() < 0.7
    dims = (random.randint(1, 4), *[size + random.randint(0, 6) for size in kernel])
    options = {"kernel": kernel, "stride": stride, "bias": bias, "rounding": "floor"}
    pool = partial(getattr(nn, f"AvgPool{rank}d"), kernel, stride)
    return Setting(options, (dims,), lambda: nn.Sequential(pool(), factors(dims[0], bias)))


def factors(channels: int, bias: bool) -> Any:
    """A learned factor and perhaps a learned bias for each channel: a depthwise 1x1 window in 1-D."""
    way = nn.Conv1d(channels, channels, 1, groups=channels, bias=bias, device="meta")
    return with_way(way, lambda inner, x: inner(x.flatten(2)).reshape(x.shape))


def upsample(random: Random) -> Setting:
    dims = volume(random, 1)
    rank = len(dims) - 1
    factor = several(random, rank, 1, 4)
    if random.random() < 0.5:
        return Setting({"factor": factor}, (dims,), partial(nn.Upsample, scale_factor=tuple(factor)))
    corners = random.random() < 0.5
    mode = ("linear", "bilinear", "trilinear")[rank - 1]
    options = {"factor": factor, "mode": "bilinear", "align_corners": corners}
    return Setting(options, (dims,), partial(nn.Upsample, scale_factor=tuple(factor), mode=mode, align_corners=corners))


def pad(random: Random) -> Setting:
    """A tenth of them reflects more than there is."""
    dims = volume(random, 1)
    rank, mode = len(dims) - 1, random.choice(["zero", "reflect", "replicate"])
    most = [size if random.random() < 0.05 else size - 1 for size in dims[1:]] if mode == "reflect" else [3] * rank
    pads = [[random.randint(0, size), random.randint(0, size)] for size in most]
    written = {"zero": "ZeroPad", "reflect": "ReflectionPad", "replicate": "ReplicationPad"}[mode]
    flat = tuple(chain.from_iterable(reversed(pads)))
    return Setting({"padding": pads, "mode": mode}, (dims,), partial(getattr(nn, f"{written}{rank}d"), flat))


def crop(random: Random) -> Setting:
    dims = volume(random, 1)
    model = (random.randint(1, 8), *[random.randint(1, size) for size in dims[1:]])
    return Setting({"to": "other"}, (dims, model), lambda: centre_crop)


def centre_crop(x: Any, model: Any) -> Any:
    for axis, (n, m) in enumerate(zip(x.shape[2:], model.shape[2:], strict=True), 2):
        x = x.narrow(axis, (n - m) // 2, m)
    return x


def pixelshuffle(random: Random) -> Setting:
    """A tenth of them has channels that the factor does not divide."""
    factor = random.randint(1, 4)
    channels = factor * factor * random.randint(1, 3) + (random.random() < 0.1)
    dims = (channels, *several(random, 2, 1, 9))
    return Setting({"factor": factor}, (dims,), partial(nn.PixelShuffle, factor))


def shuffle(random: Random) -> Setting:
    groups = random.randint(1, 5)
    dims = (groups * random.randint(1, 4), *several(random, 2, 1, 9))
    return Setting({"groups": groups}, (dims,), lambda: lambda x: nn.functional.channel_shuffle(x, groups))


def permute(random: Random) -> Setting:
    dims = volume(random, 1)
    names = {1: ["length"], 2: ["height", "width"], 3: ["depth", "height", "width"]}[len(dims) - 1]
    words = ["channels", *names]
    order = random.sample(words, len(words))  # channels first, as torch has it
    written = [*order[1:], order[0]]
    return Setting({"order": written}, (dims,), lambda: lambda x: x.permute(0, *[words.index(word) + 1 for word in order]))


def reshape(random: Random) -> Setting:
    dims = volume(random)
    factors = [f for f in range(1, prod(dims) + 1) if prod(dims) % f == 0]
    first = random.choice(factors)
    left = prod(dims) // first
    second = random.choice([f for f in factors if left % f == 0])
    sizes = [first, second, left // second]
    written = "x".join(map(str, [*sizes[1:], sizes[0]]))
    return Setting({"output": written}, (dims,), lambda: lambda x: torch.reshape(x, (x.shape[0], *sizes)))


SPATIAL: dict[str, Draw] = {
    "deconv": deconv, "lppool": lppool, "globalmaxpool": globalmaxpool, "subsample": subsample, "upsample": upsample, "pad": pad,
    "crop": crop, "pixelshuffle": pixelshuffle, "shuffle": shuffle, "permute": permute, "reshape": reshape,
}  # fmt: skip
