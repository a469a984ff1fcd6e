"""What autograd keeps of every kind for the backward pass, measured with torch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cnncalc.api import loads
from tests.layers.settings import with_way
from tests.layers.settings_pointwise import drop_path, layer_scale, normed_last
from tests.oracle import oracle_or_skip

torch = oracle_or_skip("torch")
nn = torch.nn


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
    "leakyrelu": ("leakyrelu", lambda: nn.LeakyReLU(inplace=True)),
    "prelu": ("prelu", nn.PReLU),
    "prelu by channel": ("prelu: {per_channel: true}", lambda: nn.PReLU(4)),
    "elu": ("elu", lambda: nn.ELU(inplace=True)),
    "gelu": ("gelu", nn.GELU),
    "gelu by tanh": ("gelu: {form: tanh}", lambda: nn.GELU("tanh")),
    "silu": ("silu", lambda: nn.SiLU(inplace=True)),
    "silu after a norm": ("batchnorm\n  - silu", lambda: nn.Sequential(nn.BatchNorm2d(4), nn.SiLU(inplace=True))),
    "hardswish": ("hardswish", lambda: nn.Hardswish(inplace=True)),
    "hardsigmoid": ("hardsigmoid", lambda: nn.Hardsigmoid(inplace=True)),
    "dropout of nothing": ("relu\n  - dropout: 0", lambda: nn.Sequential(nn.ReLU(inplace=True), nn.Dropout(0.0))),
    "droppath": ("droppath: 0.2", lambda: drop_path(0.2)),
    "droppath after relu": ("relu\n  - droppath: 0.2", lambda: nn.Sequential(nn.ReLU(inplace=True), drop_path(0.2))),
    "droppath of nothing": ("relu\n  - droppath: 0", lambda: nn.Sequential(nn.ReLU(inplace=True), drop_path(0))),
    "droppath of everything": ("droppath: 1", lambda: drop_path(1)),
    "layernorm": ("layernorm", lambda: normed_last(nn.LayerNorm(4))),
    "layernorm without scale": ("layernorm: {affine: false}", lambda: normed_last(nn.LayerNorm(4, elementwise_affine=False))),
    "groupnorm": ("groupnorm: 2", lambda: nn.GroupNorm(2, 4)),
    "groupnorm without scale": ("groupnorm: {groups: 4, affine: false}", lambda: nn.GroupNorm(4, 4, affine=False)),
    "instancenorm": ("instancenorm", lambda: nn.InstanceNorm2d(4)),
    "instancenorm with scale": ("instancenorm: {affine: true}", lambda: nn.InstanceNorm2d(4, affine=True)),
    "scale": ("scale", lambda: layer_scale(4, 2)),
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
