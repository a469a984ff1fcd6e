"""torchvision's networks with random weights, and those weights by the names that the bundled files give them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import torch

from cnncalc.execution.weights import tensors_of
from cnncalc.graph import Graph


def model(name: str) -> Any:
    """One of torchvision's classifiers, ready to be used; side heads are left out."""
    with _other_builds():
        models = import_module("torchvision.models")
    torch.manual_seed(0)
    options = {"aux_logits": False, "init_weights": True} if name == "googlenet" else {}
    return getattr(models, name)(weights=None, **options).eval()


def weights(module: Any, graph: Graph) -> dict[str, Any]:
    """Its tensors as NumPy's arrays, by PATH.NAME: both list them in the order of the layers, so each has its shape."""
    theirs = [tensor for name, tensor in module.state_dict().items() if not name.endswith("num_batches_tracked")]
    pairs = zip(tensors_of(graph).items(), theirs, strict=True)
    found = {}
    for (name, shape), tensor in pairs:
        if tuple(tensor.shape) != shape:
            raise SystemExit(f"{name} is {shape}, torchvision's is {tuple(tensor.shape)}")
        found[name] = tensor.numpy(force=True).copy()
    return found


@contextmanager
def _other_builds() -> Iterator[None]:
    """Where torchvision's own operators are built for another torch, it stops as it describes what they give: passed over."""
    register = torch.library.register_fake
    torch.library.register_fake = lambda *arguments, **options: lambda function: function
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that they do not load
            yield
    finally:
        torch.library.register_fake = register
