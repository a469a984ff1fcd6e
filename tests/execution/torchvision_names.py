"""torchvision's classifiers as they are called here: which module holds which layer's tensors, by the order of the run."""

from __future__ import annotations

import warnings
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

import pytest

from cnncalc.execution.plan import main_nodes
from cnncalc.graph import Graph
from cnncalc.spec.walk import Entry
from tests.execution.torch_twin import settle, torch
from tests.oracle import oracle_or_skip

#: Module -> the kinds that it may be here. A gate's 1x1 convolutions are such on both sides.
_KINDS = {
    "Conv2d": ("conv",),
    "Linear": ("fc", "conv"),  # ConvNeXt's see volumes with the channels last
    "BatchNorm2d": ("batchnorm",),
    "LayerNorm": ("layernorm",),
    "LayerNorm2d": ("layernorm",),
    "CNBlock": ("scale",),  # holds a factor a channel of its own
}
#: Without the heads of training and what they add to the input's range.
_OFF = {
    "googlenet": {"aux_logits": False, "transform_input": False, "init_weights": False},
    "inception_v3": {"aux_logits": False, "transform_input": False, "init_weights": False},
}


class Held(NamedTuple):
    """A module with tensors of its own."""

    name: str
    module: Any
    tensors: dict[str, Any]


@cache
def _models() -> Any:
    """torchvision.models. Beside a build of torch for other devices its compiled operators do not load, and it stops where it
    describes what they give; no classifier uses one, so that is passed over."""
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the operators which read pictures do not load
        patch.setattr(torch.library, "register_fake", lambda *args, **options: lambda function: function)
        return oracle_or_skip("torchvision").models


def module_of(name: str) -> Any:
    """The network in torchvision, for inference; its tensors hold nothing yet."""
    name, models = name.removeprefix("torchvision/"), _models()
    widths = models.regnet.BlockParams

    def calculated(*args: Any, made: Any = widths.from_init_params, **options: Any) -> Any:
        """RegNet works its widths out with tensors."""
        with torch.device("cpu"):
            return made(*args, **options)

    with pytest.MonkeyPatch.context() as patch, torch.device("meta"):
        patch.setattr(widths, "from_init_params", calculated)
        return models.get_model(name, weights=None, **_OFF.get(name, {})).eval()


def fill(module: Any, graph: Graph, tensors: dict[str, Any]) -> None:
    """Have a module use our tensors, in the same memory. Each must have the shape that the module's has."""
    assert graph.input is not None
    theirs = _in_order(module, (1, graph.input.channels, *graph.input.spatial))
    ours = [node for node in main_nodes(graph) if node.facts.parameters]
    for node, held in zip(ours, theirs, strict=True):
        _fill(node, held, tensors)
    empty = [name for name, tensor in module.state_dict().items() if tensor.is_meta]
    assert all(name.endswith("num_batches_tracked") for name in empty), empty


def _in_order(module: Any, input: tuple[int, ...]) -> list[Held]:
    """Modules with tensors of their own, as they end in a run; a shortcut stands behind the body that it passes by."""
    ended: list[Held] = []

    def note(name: str, part: Any, held: dict[str, Any]) -> Any:
        return part.register_forward_hook(lambda *call: ended.append(Held(name, part, held)))

    hooks = []
    for name, part in module.named_modules():
        held = dict([*part.named_parameters(recurse=False), *part.named_buffers(recurse=False)])
        held.pop("num_batches_tracked", None)
        if held:
            hooks.append(note(name, part, held))
    module(torch.empty(input, device="meta"))
    for hook in hooks:
        hook.remove()
    blocks = groupby(ended, key=lambda held: held.name.partition(".proj.")[0].partition(".f.")[0])
    return [held for _, block in blocks for held in sorted(block, key=lambda held: ".proj." in held.name)]


def _fill(node: Entry, held: Held, tensors: dict[str, Any]) -> None:
    found = {**node.facts.parameters, **node.facts.buffer_shapes}
    kind = type(held.module).__name__
    assert node.kind in _KINDS[kind], (node.path, held.name)
    assert len(found) == len(held.tensors), (node.path, held.name)
    for name, tensor in held.tensors.items():
        own = "weight" if name == "layer_scale" else name
        array = tensors[f"{node.path}.{own}"]
        assert _without_ones(array.shape) == _without_ones(tensor.shape), (node.path, held.name)
        value = torch.from_numpy(array).reshape(tensor.shape)
        is_learned = name in dict(held.module.named_parameters(recurse=False))
        setattr(held.module, name, torch.nn.Parameter(value, requires_grad=False) if is_learned else value)
    if kind == "BatchNorm2d":
        held.module.register_forward_pre_hook(lambda part, args: settle(part.running_mean, part.running_var, *args))


def _without_ones(shape: tuple[int, ...]) -> tuple[int, ...]:
    """A convolution's window of one cell left out, as the matrix has none; the places that a factor is for."""
    while shape[-1:] == (1,):
        shape = shape[:-1]
    return tuple(shape)
