"""Random settings of the kinds that keep their input's shape: activations, norms, dropout."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

from tests.layers.settings import Draw, Setting, nn, several, torch, volume, with_way


def plain(module: Callable[[], Any]) -> Draw:
    """A kind without options, on anything."""
    return lambda random: Setting({}, (volume(random),), module)


def numbered(option: str, make: Callable[[float], Any]) -> Draw:
    """A kind with one number from 0 to 1."""

    def draw(random: Random) -> Setting:
        number = random.choice([0.0, 1.0, round(random.random(), 3)])
        return Setting({option: number}, (volume(random),), lambda: make(number))

    return draw


def prelu(random: Random) -> Setting:
    dims, per_channel = volume(random), random.random() < 0.5
    return Setting({"per_channel": per_channel}, (dims,), partial(nn.PReLU, dims[0] if per_channel else 1, device="meta"))


def gelu(random: Random) -> Setting:
    form = random.choice(["exact", "tanh"])
    return Setting({"form": form}, (volume(random),), partial(nn.GELU, "none" if form == "exact" else "tanh"))


def lrn(random: Random) -> Setting:
    size = random.randint(1, 9)
    return Setting({"size": size}, (volume(random, 1),), partial(nn.LocalResponseNorm, size))


def _eps(random: Random) -> float:
    return random.choice([1e-5, 1e-3, 0.1])


def batchnorm(random: Random) -> Setting:
    dims, affine, eps = volume(random), random.random() < 0.7, _eps(random)
    made = getattr(nn, f"BatchNorm{max(len(dims) - 1, 1)}d")
    return Setting({"affine": affine, "eps": eps}, (dims,), lambda: made(dims[0], eps, affine=affine, device="meta").eval())


def layernorm(random: Random) -> Setting:
    dims, affine, eps = volume(random), random.random() < 0.7, _eps(random)

    norm = partial(nn.LayerNorm, dims[0], eps, elementwise_affine=affine, device="meta")
    return Setting({"affine": affine, "eps": eps}, (dims,), lambda: normed_last(norm()))


def groupnorm(random: Random) -> Setting:
    """Now and then the groups do not divide the channels, which is refused."""
    groups, affine, eps = random.randint(1, 6), random.random() < 0.7, _eps(random)
    channels = groups * random.randint(1, 5) + (random.random() < 0.2)
    dims = volume(random, channels=channels)
    options = {"groups": groups, "affine": affine, "eps": eps}
    return Setting(options, (dims,), partial(nn.GroupNorm, groups, channels, eps, affine, device="meta"))


def instancenorm(random: Random) -> Setting:
    """Channels of one place are refused."""
    rank, affine, eps = random.randint(1, 3), random.random() < 0.5, _eps(random)
    dims = (random.randint(1, 8), *several(random, rank, 1, random.choice([1, 2, 9])))
    module = partial(getattr(nn, f"InstanceNorm{rank}d"), dims[0], eps, affine=affine, device="meta")
    return Setting({"affine": affine, "eps": eps}, (dims,), module)


def scale(random: Random) -> Setting:
    dims = volume(random)
    return Setting({}, (dims,), lambda: layer_scale(dims[0], len(dims) - 1, device="meta"))


def normed_last(norm: Any) -> Any:
    """The channels are normalised as the last axis: ConvNeXt's LayerNorm2d."""
    return with_way(norm, lambda way, x: way(x.movedim(1, -1)).movedim(-1, 1))


def layer_scale(channels: int, rank: int, device: str = "cpu") -> Any:
    """The factors of ConvNeXt's blocks."""
    factors = torch.ones(channels, *[1] * rank, device=device)
    return with_way(nn.ParameterList([factors]), lambda way, x: way[0] * x)


def drop_path(rate: float) -> Any:
    """torchvision's stochastic_depth in mode "row", in training."""

    def drop(_: Any, x: Any) -> Any:
        if not rate:
            return x
        noise = torch.empty([x.shape[0]] + [1] * (x.dim() - 1), device=x.device).bernoulli_(1 - rate)
        return x * (noise.div_(1 - rate) if rate < 1 else noise)

    return with_way(None, drop)


#: Kind -> what draws a setting of it.
POINTWISE: dict[str, Draw] = {
    "relu": plain(nn.ReLU), "relu6": plain(nn.ReLU6), "sigmoid": plain(nn.Sigmoid), "tanh": plain(nn.Tanh),
    "silu": plain(nn.SiLU), "hardswish": plain(nn.Hardswish), "hardsigmoid": plain(nn.Hardsigmoid),
    "softmax": plain(lambda: nn.Softmax(1)), "identity": plain(nn.Identity),
    "leakyrelu": numbered("slope", nn.LeakyReLU), "elu": numbered("alpha", nn.ELU), "dropout": numbered("rate", nn.Dropout),
    "droppath": numbered("rate", drop_path), "prelu": prelu, "gelu": gelu, "lrn": lrn, "batchnorm": batchnorm,
    "layernorm": layernorm, "groupnorm": groupnorm, "instancenorm": instancenorm, "scale": scale,
}  # fmt: skip
