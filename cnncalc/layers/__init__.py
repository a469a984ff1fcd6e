"""The layer kinds: one file each, imported when a network uses it.

To add a kind: write its file (read `relu.py` and `conv.py` first), add its line here, and give it a table in
`tests/layers/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from cnncalc.layer_base import Layer

#: Kind -> module and class.
KINDS: dict[str, tuple[str, str]] = {
    "conv": ("conv", "Conv"),
    "deconv": ("deconv", "Deconv"),
    "maxpool": ("maxpool", "MaxPool"),
    "avgpool": ("avgpool", "AvgPool"),
    "lppool": ("lppool", "LpPool"),
    "globalavgpool": ("globalavgpool", "GlobalAvgPool"),
    "globalmaxpool": ("globalmaxpool", "GlobalMaxPool"),
    "adaptiveavgpool": ("adaptiveavgpool", "AdaptiveAvgPool"),
    "subsample": ("subsample", "Subsample"),
    "fc": ("fc", "FullyConnected"),
    "flatten": ("flatten", "Flatten"),
    "relu": ("relu", "ReLU"),
    "relu6": ("relu6", "ReLU6"),
    "sigmoid": ("sigmoid", "Sigmoid"),
    "tanh": ("tanh", "Tanh"),
    "leakyrelu": ("leakyrelu", "LeakyReLU"),
    "prelu": ("prelu", "PReLU"),
    "elu": ("elu", "ELU"),
    "gelu": ("gelu", "GELU"),
    "silu": ("silu", "SiLU"),
    "hardswish": ("hardswish", "HardSwish"),
    "hardsigmoid": ("hardsigmoid", "HardSigmoid"),
    "softmax": ("softmax", "Softmax"),
    "dropout": ("dropout", "Dropout"),
    "droppath": ("droppath", "DropPath"),
    "lrn": ("lrn", "LocalResponseNorm"),
    "batchnorm": ("batchnorm", "BatchNorm"),
    "layernorm": ("layernorm", "LayerNorm"),
    "groupnorm": ("groupnorm", "GroupNorm"),
    "instancenorm": ("instancenorm", "InstanceNorm"),
    "scale": ("scale", "Scale"),
    "add": ("add", "Add"),
    "multiply": ("multiply", "Multiply"),
    "concat": ("concat", "Concat"),
    "split": ("split", "Split"),
    "shuffle": ("shuffle", "Shuffle"),
    "pad": ("pad", "Pad"),
    "crop": ("crop", "Crop"),
    "upsample": ("upsample", "Upsample"),
    "pixelshuffle": ("pixelshuffle", "PixelShuffle"),
    "reshape": ("reshape", "Reshape"),
    "permute": ("permute", "Permute"),
    "custom": ("custom", "Custom"),
    "identity": ("identity", "Identity"),
}


def names() -> Iterable[str]:
    """Every kind."""
    return KINDS


def load(name: str) -> type[Layer]:
    """A kind's class."""
    module, class_name = KINDS[name]
    found: type[Layer] = getattr(import_module(f"cnncalc.layers.{module}"), class_name)
    return found
