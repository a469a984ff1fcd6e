"""Tensors of a network: their names and shapes, random ones, and files of them that fit or do not."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from cnncalc import load
from cnncalc.execution import weights
from cnncalc.graph import Graph
from tests.execution.tensors import NETWORK, SHAPES, fitting, graph_of, npz, refused, safetensors
from tests.oracle import oracle_or_skip

np = oracle_or_skip("numpy")


@pytest.fixture(scope="module")
def graph() -> Graph:
    return graph_of(NETWORK)


# Names and shapes


def test_names_and_shapes(graph: Graph) -> None:
    assert weights.tensors_of(graph) == SHAPES
    assert list(weights.tensors_of(graph)) == list(SHAPES)


def test_every_network_has_as_many_values_as_its_report() -> None:
    for name in ("lenet5-original", "googlenet", "resnet18", "unet", "torchvision/efficientnet_b0"):
        report = load(name).analyze()
        stored = sum(int(np.prod(shape)) for shape in weights.tensors_of(report.graph).values())
        assert stored == report.totals.cost.params + report.totals.cost.buffers, name


def test_shared_weights_are_stored_once() -> None:
    graph = graph_of("""\
input: 6
layers:
  - {name: a, fc: 6}
  - {name: b, fc: 6, share: a}
  - {name: c, fc: 6, share: b}
  - {name: d, fc: 6}
""")
    assert weights.owners(graph) == {"a": "a", "b": "a", "c": "a", "d": "d"}
    assert list(weights.tensors_of(graph)) == ["a.weight", "a.bias", "d.weight", "d.bias"]


# Random tensors


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_initial_tensors(dtype: str) -> None:
    graph = graph_of("""\
input: 16x16x32
layers:
  - conv: {filters: 64, kernel: 3, groups: 4}
  - deconv: {filters: 32, kernel: 4, stride: 2}
  - groupnorm: 4
  - batchnorm
  - prelu
  - scale
  - subsample: 2
  - fc: 200
""")
    made = weights.initial(graph, np, dtype, 3)
    assert {name: tensor.shape for name, tensor in made.items()} == weights.tensors_of(graph)
    assert {tensor.dtype for tensor in made.values()} == {np.dtype(dtype)}
    for name, fan_in in (("conv1.weight", 8 * 9), ("deconv1.weight", 64 * 16 * 14**2 / 30**2), ("fc2.weight", 15 * 15 * 32)):
        wide = made[name].astype("float64")
        assert wide.std() == pytest.approx((2 / fan_in) ** 0.5, rel=0.02), name
        assert abs(wide.mean()) < 4 * wide.std() / wide.size**0.5
    single = {name: set(tensor.ravel().tolist()) for name, tensor in made.items() if tensor.ndim == 1}
    assert single == {
        "conv1.bias": {0}, "deconv1.bias": {0}, "fc2.bias": {0}, "groupnorm1.weight": {1}, "groupnorm1.bias": {0},
        "batchnorm1.weight": {1}, "batchnorm1.bias": {0}, "batchnorm1.running_mean": {0}, "batchnorm1.running_var": {1},
        "prelu1.weight": {0.25}, "scale1.weight": {1}, "pool1.weight": {0.25}, "pool1.bias": {0},
    }  # fmt: skip


def test_connections_count_what_each_filter_reads() -> None:
    graph = graph_of("""\
input: 40x40x4
layers:
  - conv: {filters: 2, kernel: 20, connections: [[0, 1, 2], [3]]}
""")
    tensor = weights.initial(graph, np, "float64", 0)["conv1.weight"]
    assert tensor.shape == (4, 20, 20)
    assert tensor.std() == pytest.approx((2 / 800) ** 0.5, rel=0.06)


def test_values_of_the_file_are_the_weights() -> None:
    graph = graph_of("""\
input: 5x5x2
layers:
  - conv: {filters: 3, kernel: 3, values: [[0, 1, 0], [1, -4, 1], [0, 1, 0.5]]}
""")
    made = weights.initial(graph, np, "float32", 0)
    assert made["conv1.weight"].tolist() == [[[[0, 1, 0], [1, -4, 1], [0, 1, 0.5]]] * 2] * 3
    assert made["conv1.bias"].tolist() == [0, 0, 0]


def test_a_seed_gives_the_same_network_and_each_tensor_its_own_numbers() -> None:
    short, long = (graph_of("input: 4\nlayers: [fc: 4, fc: 4" + more + "]\n") for more in ("", ", fc: 3, relu: "))
    first, again, other = (weights.initial(short, np, "float32", seed) for seed in (5, 5, 6))
    assert all((first[name] == again[name]).all() for name in first)
    assert not (first["fc1.weight"] == other["fc1.weight"]).any()
    assert not (first["fc1.weight"] == first["fc2.weight"]).any()
    longer = weights.initial(long, np, "float32", 5)
    assert all((first[name] == longer[name]).all() for name in first)


@pytest.mark.parametrize("dtype", ["float16", "float64"])
def test_a_seed_gives_the_same_numbers_in_every_dtype(graph: Graph, dtype: str) -> None:
    single, other = (weights.initial(graph, np, kind, 3) for kind in ("float32", dtype))
    assert all((single[name].astype(dtype) == other[name]).all() for name in single)
    x, y = (weights.random_input(graph, 2, kind, 3) for kind in ("float32", dtype))
    assert (x.astype(dtype) == y).all()
    assert (x.shape, y.dtype, x.std() > 0.9) == ((2, 8, 8, 3), dtype, True)


# Files that fit


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("stored", ["float16", "float32", "float64", ">f4"])
def test_npz(tmp_path: Path, graph: Graph, stored: str, dtype: str) -> None:
    tensors = fitting(stored)
    for packed in (False, True):
        found = weights.read(npz(tmp_path / "w.npz", tensors, packed), graph, dtype)
        assert list(found) == list(SHAPES)
        for name, tensor in tensors.items():
            assert (found[name].dtype, found[name].shape) == (np.dtype(dtype), SHAPES[name])
            assert found[name].flags.c_contiguous
            assert (found[name] == tensor.astype(dtype)).all(), name


@pytest.mark.parametrize("stored", ["float16", "float32", "float64"])
def test_safetensors(tmp_path: Path, graph: Graph, stored: str) -> None:
    tensors = fitting(stored)
    found = weights.read(safetensors(tmp_path / "w.safetensors", tensors), graph, "float32")
    assert all((found[name] == tensor.astype("float32")).all() for name, tensor in tensors.items())
    assert list(found) == list(SHAPES)


def test_a_file_that_torch_saved(tmp_path: Path, graph: Graph) -> None:
    """bfloat16 is read too, dots stand for slashes, and what only training reads is passed over."""
    torch = oracle_or_skip("torch")
    tensors = {name.replace("/", "."): torch.from_numpy(tensor) for name, tensor in fitting().items()}
    tensors["fc2.weight"] = tensors["fc2.weight"].to(torch.bfloat16)
    tensors["batchnorm1.num_batches_tracked"] = torch.tensor(3)
    tensors["head.fc1.weight"] = torch.zeros(1)
    oracle_or_skip("safetensors.torch").save_file(tensors, tmp_path / "w.safetensors")
    found = weights.read(str(tmp_path / "w.safetensors"), graph, "float32")
    for name, tensor in found.items():
        assert (tensor == tensors[name.replace("/", ".")].to(torch.float32).numpy()).all(), name


def test_fortran_order_and_exact_integers(tmp_path: Path, graph: Graph) -> None:
    tensors = fitting()
    whole = np.arange(108).reshape(4, 3, 3, 3)
    tensors["conv1.weight"] = np.asfortranarray(whole.astype("int64"))
    tensors["conv1.bias"] = np.array([2**24, -(2**24), 0, 1])
    tensors["fc2.bias"] = np.array([True, False])
    found = weights.read(npz(tmp_path / "w.npz", tensors), graph, "float32")
    assert (found["conv1.weight"] == whole).all()
    assert found["conv1.weight"].flags.c_contiguous
    assert found["conv1.bias"].tolist() == [2**24, -(2**24), 0, 1]
    assert found["fc2.bias"].tolist() == [1, 0]


def test_names_that_are_alike_only_letter_by_letter(tmp_path: Path) -> None:
    text = "input: 2\nlayers: [{name: a.b, fc: 2}, {name: a, one: }]\nblocks: {one: {layers: [{name: b, fc: 2}]}}\n"
    tensors = {"a.b.weight": np.ones((2, 2)), "a/b.weight": np.zeros((2, 2)), "a.b.bias": np.ones(2), "a/b.bias": np.zeros(2)}
    found = weights.read(npz(tmp_path / "w.npz", tensors), graph_of(text), "float32")
    assert {name: float(tensor.flat[0]) for name, tensor in found.items()} == {
        "a.b.weight": 1, "a.b.bias": 1, "a/b.weight": 0, "a/b.bias": 0,
    }  # fmt: skip
    del tensors["a/b.bias"]
    assert refused(npz(tmp_path / "w.npz", tensors), graph_of(text)) == ["W102 a/b.bias: w.npz lacks it, the network needs 2"]


def test_a_tensor_in_two_spellings(tmp_path: Path, graph: Graph) -> None:
    tensors = {**fitting(), "stage1.conv1.weight": np.zeros((6, 4, 1, 1))}
    told = ["W103 stage1.conv1.weight: w.npz has it, and nothing in the network needs it"]
    assert refused(npz(tmp_path / "w.npz", tensors), graph) == told


def test_no_more_memory_than_the_tensors(tmp_path: Path) -> None:
    graph = graph_of("input: 3000\nlayers: [fc: 1000]\n")
    path = npz(tmp_path / "w.npz", {"fc1.weight": np.ones((1000, 3000)), "fc1.bias": np.ones(1000)})
    tracemalloc.start()
    weights.read(path, graph, "float32")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 12e6 < peak < 12e6 + 8e6  # a block of float64 and what is made of it


def test_safetensors_hold_one_tensor_more(tmp_path: Path) -> None:
    graph = graph_of("input: 1000\nlayers: [fc: 1000, fc: 1000, fc: 1000]\n")
    tensors = {name: np.ones(shape, "float32") for name, shape in weights.tensors_of(graph).items()}
    path = safetensors(tmp_path / "w.safetensors", tensors)
    tracemalloc.start()
    weights.read(path, graph, "float32")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 12e6 + 4e6 < peak < 12e6 + 4e6 + 2e6  # what is made of a block


# Files that do not fit


def test_all_that_does_not_fit_is_told_at_once(tmp_path: Path, graph: Graph) -> None:
    tensors = fitting()
    tensors["conv1.weight"] = np.zeros((96, 3, 11, 11))
    tensors["fc2.weight"] = tensors["fc2.weight"].T
    tensors["stage1/prelu1.weights"] = tensors.pop("stage1/prelu1.weight")
    tensors["conv1.bias"][2] = np.nan
    tensors["batchnorm1.weight"] = np.array([1, np.inf, -np.inf, np.nan])
    tensors["batchnorm1.bias"] = np.array([1j, 0, 0, 0])
    tensors["fc2.bias"] = np.array([1, 2**24 + 1])
    tensors["zzz"] = np.zeros(1)
    expected = [
        "W101 conv1.weight: {} has 96x3x11x11, the network needs 4x3x3x3",
        "W104 conv1.bias: {} has nan at [2]",
        "W104 batchnorm1.weight: {} has inf at [1] and 2 more like it",
        "W104 batchnorm1.bias: {} has complex128, the network needs real numbers",
        "W101 fc2.weight: {} has 216x2, the network needs 2x216"
        " | the axes are in another order: PyTorch's is outputs, inputs, rows, columns",
        "W104 fc2.bias: {} has 16777217, an integer beyond those that float32 holds exactly, at [1]",
        "W102 stage1/prelu1.weight: {} lacks it, the network needs 6",
        "W103 stage1/prelu1.weights: {} has it, and nothing in the network needs it | did you mean `stage1/prelu1.weight`?",
        "W103 zzz: {} has it, and nothing in the network needs it",
    ]
    assert refused(npz(tmp_path / "w.npz", tensors), graph) == [line.format("w.npz") for line in expected]
    del tensors["batchnorm1.bias"]
    tensors = {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}
    expected[3:4] = []
    expected.insert(5, "W102 batchnorm1.bias: {} lacks it, the network needs 4")
    told = refused(safetensors(tmp_path / "w.safetensors", tensors), graph)
    assert sorted(told) == sorted(line.format("w.safetensors") for line in expected)


def test_places_in_fortran_order_and_in_later_blocks(tmp_path: Path) -> None:
    graph = graph_of("input: 1000\nlayers: [fc: {outputs: 700, bias: false}]\n")
    for order in "CF":
        tensor = np.zeros((700, 1000), order=order)
        tensor[690, 993] = 1e300
        path = npz(tmp_path / "w.npz", {"fc1.weight": tensor})
        told = "W104 fc1.weight: w.npz has 1e+300, beyond what float32 holds, at [690, 993]"
        assert refused(path, graph) == [told]
        assert weights.read(path, graph, "float64")["fc1.weight"][690, 993] == 1e300
        tensor[3, 2] = np.nan
        npz(tmp_path / "w.npz", {"fc1.weight": tensor})
        assert refused(path, graph) == ["W104 fc1.weight: w.npz has nan at [3, 2] and 1 more like it"]


def test_what_float16_cannot_hold(tmp_path: Path) -> None:
    graph = graph_of("input: 2\nlayers: [fc: {outputs: 1, bias: false}]\n")
    for tensor, told in (
        (np.array([[1.0, 70000.0]]), "70000, beyond what float16 holds, at [0, 1]"),
        (np.array([[1, 2049]]), "2049, an integer beyond those that float16 holds exactly, at [0, 1]"),
    ):
        path = npz(tmp_path / "w.npz", {"fc1.weight": tensor})
        assert refused(path, graph, "float16") == [f"W104 fc1.weight: w.npz has {told}"]


EDGES = """\
input: 5x5x1
layers:
  - {name: edges, conv: {filters: 1, kernel: 3, bias: false, values: [[0, 1, 0], [1, -4, 1], [0, 1, 0.1]]}}
  - fc: 2
"""


def test_a_file_may_lack_what_the_architecture_gives(tmp_path: Path) -> None:
    graph = graph_of(EDGES)
    given = {"fc2.weight": np.ones((2, 9), "float32"), "fc2.bias": np.zeros(2, "float32")}
    found = weights.read(npz(tmp_path / "w.npz", given), graph, "float32")
    values = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0.1]], "float32")
    assert found["edges.weight"].tolist() == [[values.tolist()]]
    same = {**given, "edges.weight": values.reshape(1, 1, 3, 3)}
    assert (weights.read(npz(tmp_path / "w.npz", same), graph, "float32")["edges.weight"] == values).all()
    same["edges.weight"] = np.ones((1, 1, 3, 3), "float32")
    told = ["W105 edges.weight: w.npz has other values than the architecture's `values`"]
    assert refused(npz(tmp_path / "w.npz", same), graph) == told


def test_a_tensor_of_a_layer_that_shares_another_s(tmp_path: Path) -> None:
    graph = graph_of("input: 4\nlayers:\n  - {name: a, fc: 4}\n  - {name: b, fc: 4, share: a}\n")
    given = {f"{layer}.{name}": np.ones(dims, "float32") for layer in "ab" for name, dims in (("weight", (4, 4)), ("bias", 4))}
    told = "W103 b.{}: w.npz has it, and nothing in the network needs it | `b` shares the tensors of `a`: leave it out"
    assert refused(npz(tmp_path / "w.npz", given), graph) == [told.format("weight"), told.format("bias")]


def test_a_prefix_with_values_that_the_file_may_lack(tmp_path: Path) -> None:
    given = {"module.fc2.weight": np.ones((2, 9), "float32"), "module.fc2.bias": np.zeros(2, "float32")}
    (told,) = refused(npz(tmp_path / "w.npz", given), graph_of(EDGES))
    assert "its name begins with `module.`" in told


def test_a_prefix_of_all_names_is_one_finding(tmp_path: Path, graph: Graph) -> None:
    path = npz(tmp_path / "w.npz", {f"module.{name.replace('/', '.')}": tensor for name, tensor in fitting().items()})
    said = "W102 every tensor that the network needs is in w.npz, but its name begins with `module.`"
    assert refused(path, graph) == [f"{said} | store them under their names without `module.`"]


def test_a_long_list_is_cut(tmp_path: Path) -> None:
    report = load("resnet50").analyze()
    needed = len(weights.tensors_of(report.graph))
    for extra in (0, 3_000):
        told = refused(npz(tmp_path / "w.npz", {f"layer{number}.weight": np.ones(1) for number in range(extra)} or {"a": [1]}),
                       report.graph)  # fmt: skip
        assert len(told) == 20
        assert told[-1] == f"W102 and {needed + (extra or 1) - 19} more tensors that do not fit"
        assert all("the network needs" in line for line in told[:-1])


def test_twenty_are_told_in_full(tmp_path: Path) -> None:
    graph = graph_of("input: 2\nlayers: [" + ", ".join(["fc: 2"] * 10) + "]\n")
    told = refused(npz(tmp_path / "w.npz", {}), graph)
    assert told == [f"W102 {name}: w.npz lacks it, the network needs {'2x2' if 'weight' in name else '2'}"
                    for name in weights.tensors_of(graph)]  # fmt: skip
