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
    "maxpool": ("maxpool", "MaxPool"),
    "avgpool": ("avgpool", "AvgPool"),
    "globalavgpool": ("globalavgpool", "GlobalAvgPool"),
    "adaptiveavgpool": ("adaptiveavgpool", "AdaptiveAvgPool"),
    "fc": ("fc", "FullyConnected"),
    "flatten": ("flatten", "Flatten"),
    "relu": ("relu", "ReLU"),
    "relu6": ("relu6", "ReLU6"),
    "sigmoid": ("sigmoid", "Sigmoid"),
    "tanh": ("tanh", "Tanh"),
    "softmax": ("softmax", "Softmax"),
    "dropout": ("dropout", "Dropout"),
    "lrn": ("lrn", "LocalResponseNorm"),
    "batchnorm": ("batchnorm", "BatchNorm"),
    "add": ("add", "Add"),
    "multiply": ("multiply", "Multiply"),
    "concat": ("concat", "Concat"),
    "split": ("split", "Split"),
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
