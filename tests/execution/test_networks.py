"""The lectures' networks, and one of each family of torchvision's, executed beside the same networks in torch."""

from __future__ import annotations

import pytest

from cnncalc import catalogue
from cnncalc.execution.plan import main_nodes
from tests.execution.drawn import Size, apart, bundled, channels_first, drawn, executed, images, left_by_steps, numpy
from tests.execution.torch_twin import KINDS, twin

NAMES = [network.name for network in catalogue.networks()]
LECTURES = [name for name in NAMES if not name.startswith("torchvision/")]
#: The largest error of float32, of a network's output and of the worst of its layers; and of float64.
MOST, MOST_EXACTLY = 1e-4, 1e-10
#: What two images must differ by in the output, as a share of it: what happens to them is not drowned by biases.
TOLD_APART = 0.005
#: Networks that take long at their own input, at another height and width.
SMALLER: dict[str, Size] = {
    "unet": (188, 204), "vgg-a-lrn": (64, 96), "vgg-b": (64, 96), "vgg-c": (64, 96), "vgg-e": (64, 96),
    "zfnet-as-printed": (131, 163),
}  # fmt: skip
#: Networks that are held against torch layer by layer, at the least sizes that they can take.
EVERY_LAYER: dict[str, Size | None] = {
    "alexnet": (67, 99), "cifar10-preview": None, "googlenet": None, "inception-naive": (9, 12), "inception-reduced": (9, 12),
    "lenet5": None, "lenet5-original": None, "linear-classifier": None, "mobilenet-v1": (64, 96), "resnet18": (64, 96),
    "resnet50": (64, 96), "stack-5-3-3": None, "two-layer": None, "unet": (188, 204), "vgg-a-lrn": (32, 64),
    "xception": (75, 107), "zfnet": (67, 99),
    "torchvision/alexnet": (64, 96), "torchvision/convnext_tiny": (64, 96), "torchvision/densenet121": (64, 96),
    "torchvision/efficientnet_b0": (64, 96), "torchvision/efficientnet_v2_s": (64, 96), "torchvision/googlenet": (64, 96),
    "torchvision/inception_v3": (299, 299), "torchvision/mnasnet0_5": (64, 96), "torchvision/mobilenet_v2": (64, 96),
    "torchvision/mobilenet_v3_small": (64, 96), "torchvision/regnet_x_400mf": (64, 96), "torchvision/regnet_y_400mf": (64, 96),
    "torchvision/resnext50_32x4d": (64, 96), "torchvision/shufflenet_v2_x0_5": (64, 96), "torchvision/squeezenet1_1": (64, 96),
}  # fmt: skip


def test_torch_has_every_kind_that_is_bundled() -> None:
    """`custom` stands for what cannot be executed."""
    used = {node.kind for name in NAMES for node in main_nodes(bundled(name))}
    assert used <= set(KINDS)


@pytest.mark.parametrize("name", LECTURES)
def test_outputs_of_the_lectures_networks_are_torchs(name: str) -> None:
    graph = bundled(name, SMALLER.get(name))
    tensors, input = drawn(graph), images(graph)
    theirs = twin(graph, tensors, numpy.ascontiguousarray(channels_first(input)))
    truth = {index: theirs[index] for index in graph.outputs}
    del theirs
    for fold in (True, False):
        network = executed(graph, dict(tensors), input, fold=fold)
        for index, output in truth.items():
            assert apart(output[:1], output[1:]) > TOLD_APART
            error = apart(channels_first(network.arrays[index]), output)
            assert error < MOST, fold


@pytest.mark.parametrize("name", EVERY_LAYER)
def test_every_layer_is_torchs(name: str) -> None:
    """In float64, layer by layer; folded, after every group of layers that run as one."""
    graph = bundled(name, EVERY_LAYER[name])
    tensors, input = drawn(graph, "float64"), images(graph, batch=1, dtype="float64")
    theirs = twin(graph, tensors, numpy.ascontiguousarray(channels_first(input)))
    assert left_by_steps(graph, fold=False) == tuple(node.index for node in main_nodes(graph))
    for fold in (False, True):
        keep = left_by_steps(graph, fold)
        network = executed(graph, dict(tensors), input, fold=fold, keep=keep)
        for index in keep:
            error = apart(channels_first(network.arrays[index]), theirs[index])
            assert error < MOST_EXACTLY, (fold, graph.nodes[index - 1].path)
