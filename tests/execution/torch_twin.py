"""Networks in torch.nn.functional: each kind of the bundled ones as a function of its options, written from PyTorch's manual.

Every function takes the layer for its options, its tensors, and its inputs, batch x channels x height x width.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from cnncalc.execution.plan import main_nodes
from cnncalc.execution.weights import owners
from cnncalc.graph import Graph
from tests.oracle import oracle_or_skip

torch = oracle_or_skip("torch")
functional = torch.nn.functional

Tensor = Any
Held = Mapping[str, Tensor]


@contextmanager
def inference() -> Iterator[None]:
    """Without gradients, and on one thread: layers are small here, and several wait for each other longer than they work."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    with torch.inference_mode():
        yield
    torch.set_num_threads(threads)


def twin(graph: Graph, tensors: Mapping[str, Any], input: Any) -> dict[int, Any]:
    """The output of every layer of the network proper, by its index; 0 is the input. Arrays are NumPy's, channels first.

    Batch norms are settled: `tensors` change.
    """
    found, owner_of = {0: torch.from_numpy(input)}, owners(graph)
    with inference():
        for node in main_nodes(graph):
            owner, facts = owner_of[node.path], node.facts
            held = {name: torch.from_numpy(tensors[f"{owner}.{name}"]) for name in (*facts.parameters, *facts.buffer_shapes)}
            inputs = [found[source] for source in (*node.inputs, *node.like)]
            if "running_mean" in held and node.share is None:
                settle(held["running_mean"], held["running_var"], *inputs)
            found[node.index] = KINDS[node.kind](facts.layer, held, *inputs)
    return {index: output.numpy() for index, output in found.items()}


def settle(mean: Tensor, variance: Tensor, x: Tensor) -> None:
    """Running statistics of the size of what arrives, which they come relative to.

    Without that, values grow or fade with the depth. All channels are taken together, and their mean stays: one that is freed
    of its mean or made larger is rounding made larger, and in a deep network of random weights that adds up.
    """
    square = x.square().mean()
    mean.mul_(square.sqrt())
    variance.mul_(square)


def _conv(layer: Any, held: Held, x: Tensor) -> Tensor:
    if layer.connections is not None:
        return _connected(layer, held, x)
    groups = x.shape[1] if layer.groups == "depthwise" else layer.groups
    x, padding = _padded(layer, x, 0.0)
    assert (layer.padding_mode, layer.form, layer.values) == ("zero", "correlation", None)
    return functional.conv2d(x, held["weight"], held.get("bias"), layer.stride, padding, layer.dilation, groups)


def _connected(layer: Any, held: Held, x: Tensor) -> Tensor:
    """Each filter apart, on the channels that it reads: as many kernels of the weight as there are such channels."""
    maps, first = [], 0
    for number, channels in enumerate(layer.connections):
        kernels = held["weight"][first : first + len(channels)]
        first += len(channels)
        bias = held["bias"][number : number + 1]
        maps.append(functional.conv2d(x[:, list(channels)], kernels[None], bias, layer.stride))
    assert layer.padding == ((0, 0), (0, 0))
    return torch.cat(maps, 1)


def _padded(layer: Any, x: Tensor, value: float) -> tuple[Tensor, Any]:
    """The input and the padding that is left to torch: TensorFlow's puts the odd row or column behind, torch's is even."""
    if layer.padding == "same":
        return x, tuple(dilation * (size - 1) // 2 for size, dilation in zip(layer.kernel, layer.dilation, strict=True))
    if layer.padding != "same-tf":
        assert all(before == after for before, after in layer.padding)
        return x, tuple(before for before, _ in layer.padding)
    amounts: list[int] = []
    for n, size, stride in zip(x.shape[2:], layer.kernel, layer.stride, strict=True):
        missing = max((-(-n // stride) - 1) * stride + size - n, 0)
        amounts = [missing // 2, missing - missing // 2, *amounts]  # torch names the last axis first
    return functional.pad(x, amounts, value=value), (0, 0)


def _maxpool(layer: Any, held: Held, x: Tensor) -> Tensor:
    x, padding = _padded(layer, x, float("-inf"))
    return functional.max_pool2d(x, layer.kernel, layer.stride, padding, layer.dilation, ceil_mode=layer.rounding == "ceil")


def _avgpool(layer: Any, held: Held, x: Tensor) -> Tensor:
    x, padding = _padded(layer, x, 0.0)
    ceil = layer.rounding == "ceil"
    return functional.avg_pool2d(x, layer.kernel, layer.stride, padding, ceil, layer.count_padding)


def _subsample(layer: Any, held: Held, x: Tensor) -> Tensor:
    sums = functional.avg_pool2d(x, layer.kernel, layer.stride, divisor_override=1)
    return sums * held["weight"][:, None, None] + held["bias"][:, None, None]


def _deconv(layer: Any, held: Held, x: Tensor) -> Tensor:
    assert (layer.padding, layer.output_padding) == (((0, 0), (0, 0)), (0, 0))
    return functional.conv_transpose2d(x, held["weight"], held["bias"], layer.stride)


def _batchnorm(layer: Any, held: Held, x: Tensor) -> Tensor:
    statistics = held["running_mean"], held["running_var"]
    return functional.batch_norm(x, *statistics, held["weight"], held["bias"], eps=layer.eps)


def _layernorm(layer: Any, held: Held, x: Tensor) -> Tensor:
    last = functional.layer_norm(x.movedim(1, -1), x.shape[1:2], held["weight"], held["bias"], layer.eps)
    return last.movedim(-1, 1)


def _lrn(layer: Any, held: Held, x: Tensor) -> Tensor:
    return functional.local_response_norm(x, layer.size, layer.alpha, layer.beta, layer.k)


def _crop(layer: Any, held: Held, x: Tensor, like: Tensor) -> Tensor:
    """The middle; of an odd surplus the last row or column goes."""
    for axis in (2, 3):
        surplus = x.shape[axis] - like.shape[axis]
        x = x.narrow(axis, surplus // 2, like.shape[axis])
    return x


def _permute(layer: Any, held: Held, x: Tensor) -> Tensor:
    """`order` names the input's axes, the channels as the last of them."""
    axes = [{"height": 2, "width": 3, "channels": 1}[name] for name in layer.order]
    return x.permute(0, axes[2], axes[0], axes[1])


def _reshape(layer: Any, held: Held, x: Tensor) -> Tensor:
    high, wide, channels = layer.output
    return x.reshape(len(x), channels, high, wide)


def _as_it_is(layer: Any, held: Held, x: Tensor) -> Tensor:
    return x


KINDS: dict[str, Callable[..., Tensor]] = {
    "conv": _conv,
    "deconv": _deconv,
    "fc": lambda layer, held, x: functional.linear(x.flatten(1), held["weight"], held["bias"]),
    "maxpool": _maxpool,
    "avgpool": _avgpool,
    "subsample": _subsample,
    "globalavgpool": lambda layer, held, x: x.mean((2, 3), keepdim=True),
    "adaptiveavgpool": lambda layer, held, x: functional.adaptive_avg_pool2d(x, layer.output),
    "batchnorm": _batchnorm,
    "layernorm": _layernorm,
    "lrn": _lrn,
    "scale": lambda layer, held, x: x * held["weight"][:, None, None],
    "relu": lambda layer, held, x: functional.relu(x),
    "relu6": lambda layer, held, x: functional.relu6(x),
    "gelu": lambda layer, held, x: functional.gelu(x, approximate="none" if layer.form == "exact" else "tanh"),
    "silu": lambda layer, held, x: functional.silu(x),
    "sigmoid": lambda layer, held, x: torch.sigmoid(x),
    "tanh": lambda layer, held, x: torch.tanh(x),
    "hardsigmoid": lambda layer, held, x: functional.hardsigmoid(x),
    "hardswish": lambda layer, held, x: functional.hardswish(x),
    "softmax": lambda layer, held, x: torch.softmax(x, 1),
    "add": lambda layer, held, *inputs: sum(inputs[1:], inputs[0]),
    "multiply": lambda layer, held, a, b: a * b,
    "concat": lambda layer, held, *inputs: torch.cat(inputs, 1),
    "split": lambda layer, held, x: x.chunk(layer.parts, 1)[layer.part],
    "shuffle": lambda layer, held, x: functional.channel_shuffle(x, layer.groups),
    "flatten": lambda layer, held, x: x.flatten(1),
    "crop": _crop,
    "permute": _permute,
    "reshape": _reshape,
    "identity": _as_it_is,
    "dropout": _as_it_is,
    "droppath": _as_it_is,
}
