"""PyTorch as the oracle: output sizes, parameters, and what autograd keeps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import pytest

from cnncalc.api import loads
from cnncalc.graph import Facts
from cnncalc.layer_base import LayerError
from cnncalc.layers import names
from tests.conformance import facts_of
from tests.oracle import torch_or_skip

torch = torch_or_skip()
nn = torch.nn

CONVOLUTIONS = 2_500
POOLS = 2_500
#: What torch says where no window lies in the input.
NO_OUTPUT = ("too small", "can't be greater than actual input size", "Invalid computed output size")


def predicted(kind: str, options: dict[str, Any], dims: tuple[int, ...]) -> Facts | None:
    try:
        return facts_of(kind, options, "x".join(map(str, (*dims[1:], dims[0]))))
    except LayerError as error:
        if error.code != "H301":
            raise
        return None


def run(module: Callable[[], Any], dims: tuple[int, ...]) -> tuple[tuple[int, ...], int] | None:
    """The output's dimensions and the number of parameters, on the meta device; None where torch finds no output."""
    made = module()
    try:
        output = made(torch.empty((1, *dims), device="meta"))
    except RuntimeError as error:
        if not any(words in str(error) for words in NO_OUTPUT):
            raise
        return None
    return tuple(output.shape[1:]), sum(parameter.numel() for parameter in made.parameters())


def compare(kind: str, options: dict[str, Any], dims: tuple[int, ...], module: Callable[[], Any]) -> bool:
    """Whether there is an output at all; both sides must agree on everything."""
    facts, truth = predicted(kind, options, dims), run(module, dims)
    found = None if facts is None else ((facts.output.channels, *facts.output.spatial), facts.params)
    assert found == truth, (kind, options, dims)
    return truth is not None


def several(random: Random, rank: int, lowest: int, highest: int) -> list[int]:
    return [random.randint(lowest, highest) for _ in range(rank)]


def test_random_convolutions() -> None:
    random = Random(20)
    accepted = 0
    for _ in range(CONVOLUTIONS):
        rank = random.randint(1, 3)
        groups = random.choice([1, 1, 2, 3, 4])
        channels, filters = groups * random.randint(1, 4), groups * random.randint(1, 5)
        kernel, stride, dilation = (several(random, rank, 1, top) for top in (7, 4, 3))
        padding, bias = several(random, rank, 0, 3), random.random() < 0.5
        dims = (channels, *several(random, rank, 1, 24))
        options = {"filters": filters, "kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation,
                   "groups": groups, "bias": bias, "rounding": "floor"}  # fmt: skip
        arguments = (channels, filters, kernel, stride, padding, dilation, groups, bias)
        module = partial(getattr(nn, f"Conv{rank}d"), *arguments, device="meta")
        accepted += compare("conv", options, dims, module)
    assert CONVOLUTIONS // 4 < accepted < CONVOLUTIONS, "both what torch accepts and what it refuses must occur"


def test_random_pools() -> None:
    """Torch wants paddings of at most half the kernel; `ceil` is its ceil_mode with the clip rule."""
    random = Random(21)
    accepted = clipped = 0
    for _ in range(POOLS):
        rank, is_max, ceil_mode = random.randint(1, 3), random.random() < 0.5, random.random() < 0.6
        kernel, stride = several(random, rank, 1, 6), several(random, rank, 1, 5)
        padding = [random.randint(0, size // 2) for size in kernel]
        dilation = several(random, rank, 1, 3) if is_max else [1] * rank
        sizes = several(random, rank, 1, 14)
        if rank == 3 and not is_max:  # torch refuses an input below the kernel here, whatever the padding
            sizes = list(map(max, sizes, kernel))
        dims = (random.randint(1, 4), *sizes)
        options = {"kernel": kernel, "stride": stride, "padding": padding, "rounding": "ceil" if ceil_mode else "floor"}
        more = {"dilation": dilation} if is_max else {}
        kind = "maxpool" if is_max else "avgpool"
        made = getattr(nn, f"{'Max' if is_max else 'Avg'}Pool{rank}d")
        module = partial(made, kernel, stride, padding, **more, ceil_mode=ceil_mode)
        accepted += compare(kind, {**options, **more}, dims, module)
        clipped += ceil_mode and _is_clipped(kind, {**options, **more}, dims)
    assert POOLS // 4 < accepted < POOLS, "both what torch accepts and what it refuses must occur"
    assert clipped > 100, "the clip rule must matter"


def _is_clipped(kind: str, options: dict[str, Any], dims: tuple[int, ...]) -> bool:
    facts, unclipped = predicted(kind, options, dims), predicted(kind, {**options, "rounding": "ceil-onnx"}, dims)
    return facts is not None and unclipped is not None and facts.output != unclipped.output


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_adaptive_and_global_pools(rank: int) -> None:
    random = Random(22)
    for _ in range(50):
        dims = (random.randint(1, 4), *several(random, rank, 1, 9))
        output = several(random, rank, 1, 9)
        made = getattr(nn, f"AdaptiveAvgPool{rank}d")
        assert compare("adaptiveavgpool", {"output": output}, dims, partial(made, tuple(output)))
        assert compare("globalavgpool", {}, dims, partial(made, 1))


def test_parameters_and_buffers() -> None:
    assert compare("fc", {"outputs": 7}, (12,), lambda: nn.Linear(12, 7, device="meta"))
    assert compare("fc", {"outputs": 7, "bias": False}, (12,), lambda: nn.Linear(12, 7, bias=False, device="meta"))
    assert compare("batchnorm", {}, (6, 4, 5), lambda: nn.BatchNorm2d(6, device="meta").eval())
    assert compare("batchnorm", {"affine": False}, (6, 4, 5), lambda: nn.BatchNorm2d(6, affine=False, device="meta").eval())
    stored = {name: tuple(buffer.shape) for name, buffer in nn.BatchNorm2d(6, device="meta").named_buffers() if buffer.dim()}
    assert facts_of("batchnorm", {}, "4x5x6").buffer_shapes == stored


def with_way(way: Any, forward: Callable[[Any, Any], Any]) -> Any:
    """A module of one convolution: `forward` gets it and the input."""
    made = type("WithWay", (nn.Module,), {"forward": lambda self, x: forward(self.way, x)})()
    made.way = way
    return made


def joined(join: Callable[[Any, Any], Any]) -> Any:
    """Two ways: the input through a 1x1 convolution, and the input."""
    return with_way(nn.Conv2d(4, 4, 1), lambda way, x: join(way(x), x))


def gated() -> Any:
    return with_way(nn.Conv2d(4, 4, 1), lambda way, x: way(nn.functional.adaptive_avg_pool2d(x, 1)) * x)


def shared_out() -> Any:
    return with_way(nn.Conv2d(2, 2, 1), lambda way, x: torch.cat([x.chunk(2, 1)[0], way(x.chunk(2, 1)[1])], 1))


TWO_WAYS = """{{name: from_here, identity: }}
  - {{name: way, conv: {{filters: 4, kernel: 1}}}}
  - {0}: [way, from_here]"""
GATE = """{name: from_here, identity: }
  - globalavgpool
  - {name: way, conv: {filters: 4, kernel: 1}}
  - multiply: [way, from_here]"""
SHARES = """split: 2
    branches: [[], [{conv: {filters: 2, kernel: 1}}]]
    merge: concat"""

#: An entry that stands between two convolutions, and the same in torch. In torchvision's way ReLU writes in place.
KEPT: dict[str, tuple[str, Callable[[], Any]]] = {
    "conv": ("conv: {filters: 4, kernel: 3, groups: 2}", lambda: nn.Conv2d(4, 4, 3, groups=2)),
    "maxpool": ("maxpool: 2", lambda: nn.MaxPool2d(2)),
    "maxpool overlapping": ("maxpool: {kernel: 3, stride: 1, padding: 1}", lambda: nn.MaxPool2d(3, 1, 1)),
    "avgpool": ("avgpool: 2", lambda: nn.AvgPool2d(2)),
    "globalavgpool": ("globalavgpool", lambda: nn.AdaptiveAvgPool2d(1)),
    "adaptiveavgpool": ("adaptiveavgpool: 3", lambda: nn.AdaptiveAvgPool2d(3)),
    "adaptiveavgpool to 1x1": ("adaptiveavgpool: 1", lambda: nn.AdaptiveAvgPool2d(1)),
    "relu": ("relu", lambda: nn.ReLU(inplace=True)),
    "relu6": ("relu6", lambda: nn.ReLU6(inplace=True)),
    "sigmoid": ("sigmoid", nn.Sigmoid),
    "tanh": ("tanh", nn.Tanh),
    "softmax": ("softmax", lambda: nn.Softmax(1)),
    "dropout": ("dropout: 0.5", lambda: nn.Dropout(0.5)),
    "lrn": ("lrn", lambda: nn.LocalResponseNorm(5)),
    "lrn of three": ("lrn: 3", lambda: nn.LocalResponseNorm(3)),
    "batchnorm": ("batchnorm", lambda: nn.BatchNorm2d(4)),
    "batchnorm without scale": ("batchnorm: {affine: false}", lambda: nn.BatchNorm2d(4, affine=False)),
    "identity": ("identity", nn.Identity),
    "add": (TWO_WAYS.format("add"), lambda: joined(torch.add)),
    "multiply": (TWO_WAYS.format("multiply"), lambda: joined(torch.mul)),
    "multiply by a gate": (GATE, gated),
    "concat": (TWO_WAYS.format("concat"), lambda: joined(lambda a, b: torch.cat([a, b], 1))),
    "split": (SHARES, shared_out),
}
#: Those that end in a vector: before a fully connected layer.
KEPT_BEFORE_FC: dict[str, tuple[str, Callable[[], Any]]] = {
    "flatten": ("flatten", nn.Flatten),
    "fc": ("flatten\n  - fc: 5", lambda: nn.Sequential(nn.Flatten(), nn.Linear(144, 5))),
    "fc relu dropout": (
        "fc: {outputs: 5, activation: relu}\n  - dropout: 0.5",
        lambda: nn.Sequential(nn.Flatten(), nn.Linear(144, 5), nn.ReLU(inplace=True), nn.Dropout(0.5)),
    ),
    "softmax": ("fc: 5\n  - softmax", lambda: nn.Sequential(nn.Flatten(), nn.Linear(144, 5), nn.Softmax(1))),
}


def measure(model: Any, batch: int) -> int:
    """Bytes of everything that autograd packs on the CPU: parameters and buffers left out, storages once."""
    own = {tensor.untyped_storage().data_ptr() for tensor in (*model.parameters(), *model.buffers())}
    seen: dict[int, tuple[int, Any]] = {}

    def pack(tensor: Any) -> Any:
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in own:
            seen[storage.data_ptr()] = (storage.nbytes(), storage)
        return tensor

    model.train()
    if batch == 1:  # a batch of one has no statistics: batch norms are frozen
        for module in model.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.eval()
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        output = model(torch.rand(batch, 3, 6, 6))
    assert output.requires_grad
    return sum(size for size, _ in seen.values())


def kept(between: str, last: str, batch: int) -> int:
    text = f"input: 6x6x3\nlayers:\n  - conv: {{filters: 4, kernel: 1}}\n  - {between}\n  - {last}\n"
    report = loads(text).analyze(batch=batch)
    assert report.complete, report.findings
    assert sum(row.cost.kept_bytes for row in report.rows) == report.totals.memory.kept
    return report.totals.memory.kept


@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("name", KEPT)
def test_kept_between_convolutions(name: str, batch: int) -> None:
    between, middle = KEPT[name]
    channels = 8 if name == "concat" else 4
    model = nn.Sequential(nn.Conv2d(3, 4, 1), middle(), nn.Conv2d(channels, 2, 1))
    assert kept(between, "conv: {filters: 2, kernel: 1}", batch) == measure(model, batch)


@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("name", KEPT_BEFORE_FC)
def test_kept_before_a_fully_connected_layer(name: str, batch: int) -> None:
    between, middle = KEPT_BEFORE_FC[name]
    model = nn.Sequential(nn.Conv2d(3, 4, 1), middle(), nn.Linear(144 if name == "flatten" else 5, 2))
    assert kept(between, "fc: 2", batch) == measure(model, batch)


def test_every_kind_is_measured() -> None:
    assert {name.split()[0] for name in (*KEPT, *KEPT_BEFORE_FC)} == set(names())
