"""Every bundled network of torchvision beside torchvision's own module, with the same tensors, on the same images."""

from __future__ import annotations

import pytest

from cnncalc import catalogue
from cnncalc._index import NAMES
from cnncalc.graph import Graph
from tests.execution.drawn import Array, Size, apart, bundled, channels_first, drawn, executed, images, numpy
from tests.execution.torch_twin import inference, torch
from tests.execution.torchvision_names import fill, module_of

ZOO = [network for network in catalogue.networks() if network.name.startswith("torchvision/")]
#: No square, so that height and width cannot be exchanged.
SIZE: Size = (64, 96)
#: The least that its head for training can take is 299, though the head is left out here.
LARGER: dict[str, Size] = {"torchvision/inception_v3": (299, 331)}
#: The largest error of float32; the largest seen is 1.4e-5.
MOST = 1e-4
#: What two images must differ by in the output, as a share of it.
TOLD_APART = 0.005


def _smallest() -> set[str]:
    """Of each file, the network with the fewest parameters."""
    files: dict[str, list[tuple[int, str]]] = {}
    for network in ZOO:
        files.setdefault(NAMES[network.name][0], []).append((network.params, network.name))
    return {min(networks)[1] for networks in files.values()}


#: Run without folding too.
APART = _smallest()


def test_there_are_68() -> None:
    assert len(ZOO) == 68
    assert len(APART) == 15


@pytest.mark.parametrize("name", [network.name for network in ZOO])
def test_outputs_are_torchvisions(name: str) -> None:
    """What is compared is the scores of 1,000 classes, of two images."""
    graph = bundled(name, LARGER.get(name, SIZE))
    tensors, input = drawn(graph), images(graph)
    theirs = _of_torchvision(name, graph, tensors, input)
    assert theirs.shape == (2, 1000)
    assert apart(theirs[:1], theirs[1:]) > TOLD_APART
    for fold in (True, False) if name in APART else (True,):
        given = dict(tensors) if name in APART else tensors  # else each is given back as soon as it is prepared
        network = executed(graph, given, input, fold=fold)
        (output,) = graph.outputs
        error = apart(network.arrays[output].reshape(2, -1), theirs)
        assert error < MOST, fold


def _of_torchvision(name: str, graph: Graph, tensors: dict[str, Array], input: Array) -> Array:
    module = module_of(name)
    fill(module, graph, tensors)
    with inference():
        found: Array = module(torch.from_numpy(numpy.ascontiguousarray(channels_first(input)))).numpy()
    return found
