"""Tensors of a network: their names and shapes, random ones, and files of them that fit, do not fit, or attack."""

from __future__ import annotations

import bz2
import json
import struct
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cnncalc import load, loads
from cnncalc.diagnostics import CnnCalcError, UsageError
from cnncalc.execution import weights
from cnncalc.graph import Graph
from tests.oracle import oracle_or_skip

np = oracle_or_skip("numpy")

NETWORK = """\
input: 8x8x3
layers:
  - conv: {filters: 4, kernel: 3}
  - batchnorm
  - {name: stage1, stage: }
  - {name: head, aux: [fc: 7]}
  - fc: 2
blocks:
  stage:
    layers:
      - conv: {filters: 6, kernel: 1, bias: false}
      - prelu: {per_channel: true}
"""
SHAPES = {
    "conv1.weight": (4, 3, 3, 3), "conv1.bias": (4,), "batchnorm1.weight": (4,), "batchnorm1.bias": (4,),
    "batchnorm1.running_mean": (4,), "batchnorm1.running_var": (4,), "stage1/conv1.weight": (6, 4, 1, 1),
    "stage1/prelu1.weight": (6,), "fc2.weight": (2, 216), "fc2.bias": (2,),
}  # fmt: skip


def graph_of(text: str) -> Graph:
    graph: Graph = loads(text).analyze().graph
    return graph


@pytest.fixture(scope="module")
def graph() -> Graph:
    return graph_of(NETWORK)


def fitting(dtype: str = "float32") -> dict[str, Any]:
    """Tensors of the network, every value another."""
    values = np.random.default_rng(7)
    return {name: values.normal(size=shape).astype(dtype) for name, shape in SHAPES.items()}


def npz(path: Path, tensors: dict[str, Any], packed: bool = False) -> str:
    (np.savez_compressed if packed else np.savez)(path, **tensors)
    return str(path)


def safetensors(path: Path, tensors: dict[str, Any]) -> str:
    oracle_or_skip("safetensors.numpy").save_file(tensors, path)
    return str(path)


def refused(path: str, graph: Graph, dtype: str = "float32") -> list[str]:
    """The findings, as code and message; helps behind a bar."""
    with pytest.raises(CnnCalcError) as error:
        weights.read(path, graph, dtype)
    assert not isinstance(error.value, UsageError), error.value
    return [" | ".join((f"{finding.code} {finding.message}", *finding.help)) for finding in error.value.findings]


def unreadable(path: Path, graph: Graph) -> str:
    """The one line that is said of a file that cannot be read."""
    with pytest.raises(UsageError) as error:
        weights.read(str(path), graph, "float32")
    assert error.value.message.startswith(f"{path} ")
    assert "\n" not in error.value.message
    return error.value.message.removeprefix(f"{path} ")


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


def test_no_more_memory_than_the_tensors(tmp_path: Path) -> None:
    graph = graph_of("input: 3000\nlayers: [fc: 1000]\n")
    path = npz(tmp_path / "w.npz", {"fc1.weight": np.ones((1000, 3000)), "fc1.bias": np.ones(1000)})
    tracemalloc.start()
    weights.read(path, graph, "float32")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 12e6 < peak < 12e6 + 8e6  # a block of float64 and what is made of it


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
        tensor[690, 3] = 1e300
        path = npz(tmp_path / "w.npz", {"fc1.weight": tensor})
        told = "W104 fc1.weight: w.npz has 1e+300, beyond what float32 holds, at [690, 3]"
        assert refused(path, graph) == [told]
        assert weights.read(path, graph, "float64")["fc1.weight"][690, 3] == 1e300


def test_what_float16_cannot_hold(tmp_path: Path) -> None:
    graph = graph_of("input: 2\nlayers: [fc: {outputs: 1, bias: false}]\n")
    for tensor, told in (
        (np.array([[1.0, 70000.0]]), "70000, beyond what float16 holds, at [0, 1]"),
        (np.array([[1, 2049]]), "2049, an integer beyond those that float16 holds exactly, at [0, 1]"),
    ):
        path = npz(tmp_path / "w.npz", {"fc1.weight": tensor})
        assert refused(path, graph, "float16") == [f"W104 fc1.weight: w.npz has {told}"]


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


# Files that are none, damaged or hostile


def test_no_such_file_and_no_such_format(tmp_path: Path, graph: Graph) -> None:
    with pytest.raises(UsageError, match=r"^there is no file .*w\.npz$"):
        weights.read(str(tmp_path / "w.npz"), graph, "float32")
    (tmp_path / "dir.npz").mkdir()
    assert unreadable(tmp_path / "dir.npz", graph) == "cannot be read: is a directory"
    for name in ("w.pt", "w.pth", "w", "w.npy"):
        with pytest.raises(UsageError) as error:
            weights.read(str(tmp_path / name), graph, "float32")
        assert error.value.message == f"weights are read from .npz and .safetensors files, and {tmp_path / name} is neither"
        assert "safetensors.torch.save_file" in error.value.help[0]


@pytest.mark.parametrize("suffix", [".npz", ".safetensors"])
def test_empty_cut_short_or_something_else(tmp_path: Path, graph: Graph, suffix: str) -> None:
    path = tmp_path / f"w{suffix}"
    (npz if suffix == ".npz" else safetensors)(path, fitting())
    whole = path.read_bytes()
    path.write_bytes(b"")
    assert unreadable(path, graph) == "is empty"
    for part in (1, 7, 8, 60, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:part])
        assert unreadable(path, graph).startswith(f"cannot be read as {suffix}: "), part
    for other in (b"\x89PNG\r\n\x1a\n" + bytes(100), b"PK\x03\x04" + bytes(100), b"\xff" * 100, b"a: 1\n" * 100):
        path.write_bytes(other)
        assert unreadable(path, graph).startswith(f"cannot be read as {suffix}: ")


def test_a_flipped_byte_of_an_archive_is_seen(tmp_path: Path, graph: Graph) -> None:
    path = tmp_path / "w.npz"
    for packed in (False, True):
        npz(path, fitting(), packed)
        data = bytearray(path.read_bytes())
        data[data.index(b"fc2.weight.npy") + 400] ^= 0x55
        path.write_bytes(data)
        assert unreadable(path, graph).startswith("cannot be read as .npz: ")


class Bomb:
    """Pickled, it would write a file where it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


def test_nothing_is_unpickled(tmp_path: Path, graph: Graph) -> None:
    mark = tmp_path / "ran"
    tensors = {**fitting(), "fc2.bias": np.array([Bomb(mark), Bomb(mark)], dtype=object)}
    told = refused(npz(tmp_path / "w.npz", tensors), graph)
    assert told == ["W104 fc2.bias: w.npz has Python objects, the network needs real numbers"]
    with zipfile.ZipFile(tmp_path / "w.npz", "w") as archive:  # as torch.save writes it
        archive.writestr("archive/data.pkl", b"\x80\x02.")
    with pytest.raises(UsageError, match=r"`archive/data\.pkl` in the \.npz file is a pickle") as error:
        weights.read(str(tmp_path / "w.npz"), graph, "float32")
    assert "safetensors.torch.save_file" in error.value.help[0]
    assert not mark.exists()


def header(text: str, version: bytes = b"\1\0") -> bytes:
    size = struct.pack("<H" if version == b"\1\0" else "<I", len(text))
    return b"\x93NUMPY" + version + size + text.encode("latin1")


def archived(path: Path, member: bytes, method: int = zipfile.ZIP_STORED, name: str = "fc1.weight.npy") -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr(name, member)
    return path


GOOD = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2)}\n"


@pytest.mark.parametrize(
    ("member", "told"),
    [
        (b"", "it does not begin as a .npy file does"),
        (b"\x80\x04abcdefgh", "it does not begin as a .npy file does"),
        (b"\x93NUMPY\x09\x00" + bytes(80), "it does not begin as a .npy file does"),
        (header(GOOD + " " * 20_000), "its header takes 20,058 bytes, and 10,000 at most are read"),
        (b"\x93NUMPY\2\0\xff\xff\xff\xff" + bytes(100), "its header takes 4,294,967,295 bytes, and 10,000 at most are read"),
        (header("(" * 9_000), "its header is none of a .npy file"),
        (header("[" * 900 + "]" * 900), "its header is none of a .npy file"),
        (header("__import__('os').getcwd()"), "its header is none of a .npy file"),
        (header("{'descr': '<f4'}"), "its header is none of a .npy file"),
        (header(GOOD)[:20], "its header is none of a .npy file"),
        (header(GOOD.replace("(1, 2)", "(1, -2)")), "its header has a negative size"),
        (header(GOOD) + bytes(7), "it ends before its values do"),
        (header(GOOD) + bytes(9), "more stands in it than its header says"),
    ],
    ids=range(13),
)
def test_hostile_members_of_an_archive(tmp_path: Path, member: bytes, told: str) -> None:
    graph = graph_of("input: 2\nlayers: [fc: {outputs: 1, bias: false}]\n")
    assert unreadable(archived(tmp_path / "w.npz", member), graph) == f"cannot be read as .npz: {told}"


def test_the_same_members_are_read_where_they_are_right(tmp_path: Path) -> None:
    graph = graph_of("input: 2\nlayers: [fc: {outputs: 1, bias: false}]\n")
    for version in (b"\1\0", b"\2\0"):
        archived(tmp_path / "w.npz", header(GOOD, version) + struct.pack("<2f", 3, 4))
        assert weights.read(str(tmp_path / "w.npz"), graph, "float32")["fc1.weight"].tolist() == [[3, 4]]
    archived(tmp_path / "w.npz", header(GOOD.replace("(1, 2)", "(1L, 2L)")) + struct.pack("<2f", 3, 4))  # by Python 2
    assert weights.read(str(tmp_path / "w.npz"), graph, "float32")["fc1.weight"].tolist() == [[3, 4]]


def test_an_archive_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """200 MB of zeros in 200 kB: its shape is refused before it is read; with a right shape, what stands behind is not read."""
    graph = graph_of("input: 2\nlayers: [fc: {outputs: 1, bias: false}]\n")
    zeros = bytes(200_000_000)
    path = archived(tmp_path / "w.npz", header(GOOD.replace("(1, 2)", "(50000000,)")) + zeros, zipfile.ZIP_DEFLATED)
    behind = archived(tmp_path / "v.npz", header(GOOD) + zeros, zipfile.ZIP_DEFLATED)
    del zeros
    tracemalloc.start()
    assert refused(str(path), graph) == ["W101 fc1.weight: w.npz has 50000000, the network needs 1x2"]
    assert unreadable(behind, graph) == "cannot be read as .npz: more stands in it than its header says"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5e6


def test_archives_that_numpy_does_not_write(tmp_path: Path) -> None:
    graph = graph_of("input: 2\nlayers: [fc: {outputs: 1, bias: false}]\n")
    member = header(GOOD) + bytes(8)
    path = tmp_path / "w.npz"
    assert unreadable(archived(path, member, zipfile.ZIP_BZIP2), graph) == (
        "cannot be read as .npz: its member `fc1.weight.npy` is packed in another way than NumPy packs"
    )
    assert unreadable(archived(path, bz2.compress(b""), name="readme.txt"), graph) == (
        "cannot be read as .npz: its member `readme.txt` is no .npy file"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("fc1.weight.npy", member)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("fc1.weight.npy", member)
    assert unreadable(path, graph) == "cannot be read as .npz: it holds `fc1.weight` twice"
    data = bytearray(archived(path, member).read_bytes())
    data[6] |= 1  # encrypted, where the member stands and in the directory
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    assert unreadable(path, graph) == "cannot be read as .npz: its member `fc1.weight.npy` is encrypted"


def packed(header: Any, values: bytes = bytes(8)) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + values


RIGHT = {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (struct.pack("<Q", 2**63) + b"{}", "its header would take 9,223,372,036,854,775,808 bytes"),
        (packed(b" " * 20_000_000), "its header would take 20,000,000 bytes"),
        (packed([1, 2]), "its header is no mapping"),
        (packed(b"{" * 100_000), "expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        (packed(b"[" * 100_000), "maximum recursion depth exceeded"),
        (packed(b"\xff\xfe{}"), "'utf-8' codec can't decode byte 0xff"),
        (packed(b'{"fc1.weight": 1, "fc1.weight": 2}'), "its header gives a name twice"),
        (packed({"fc1.weight": 1}), "its header does not say what `fc1.weight` is"),
        (packed({"fc1.weight": {**RIGHT, "shape": [1, -2]}}), "its header does not say what `fc1.weight` is"),
        (packed({"fc1.weight": {**RIGHT, "shape": [1, 2.0]}}), "its header does not say what `fc1.weight` is"),
        (packed({"fc1.weight": {**RIGHT, "data_offsets": [0, 9]}}), "`fc1.weight` does not lie within the file"),
        (packed({"fc1.weight": {**RIGHT, "data_offsets": [8, 16]}}), "`fc1.weight` does not lie within the file"),
        (packed({"fc1.weight": {**RIGHT, "data_offsets": [-8, 0]}}), "`fc1.weight` does not lie within the file"),
        (packed({"fc1.weight": {**RIGHT, "shape": [2**40, 2**40]}}), "`fc1.weight` does not lie within the file"),
    ],
    ids=range(14),
)
def test_hostile_safetensors(tmp_path: Path, data: bytes, told: str) -> None:
    graph = graph_of("input: 2\nlayers: [fc: {outputs: 1, bias: false}]\n")
    path = tmp_path / "w.safetensors"
    path.write_bytes(data)
    assert unreadable(path, graph).startswith(f"cannot be read as .safetensors: {told}")


def test_safetensors_by_hand(tmp_path: Path) -> None:
    graph = graph_of("input: 2\nlayers: [fc: {outputs: 1, bias: false}]\n")
    path = tmp_path / "w.safetensors"
    path.write_bytes(packed({"__metadata__": {"format": "pt"}, "fc1.weight": RIGHT}, struct.pack("<2f", 3, 4)))
    assert weights.read(str(path), graph, "float32")["fc1.weight"].tolist() == [[3, 4]]
    path.write_bytes(packed({"fc1.weight": {**RIGHT, "dtype": "F8_E4M3", "data_offsets": [0, 2]}}))
    assert refused(str(path), graph) == ["W104 fc1.weight: w.safetensors has F8_E4M3, the network needs real numbers"]


def test_random_damage_gives_one_line_or_the_tensors(tmp_path: Path, graph: Graph) -> None:
    """Whatever byte is wrong, the answer is a refusal in words or tensors of the right shapes, never another exception."""
    rng = np.random.default_rng(1)
    for suffix, write in ((".npz", npz), (".safetensors", safetensors)):
        path = tmp_path / f"w{suffix}"
        write(path, fitting())
        whole = path.read_bytes()
        seen: set[Any] = set()
        for _ in range(300):
            data = bytearray(whole)
            for at in rng.integers(0, len(data), 2):
                data[at] = int(rng.integers(256))
            at = int(rng.integers(0, 1_200))  # headers stand here
            data[at] = int(rng.integers(256))
            path.write_bytes(data)
            try:
                seen.add(tuple(tensor.shape for tensor in weights.read(str(path), graph, "float32").values()))
            except CnnCalcError as error:
                seen.add(type(error))
        assert UsageError in seen
        assert seen <= {UsageError, CnnCalcError, tuple(SHAPES.values())}


def test_without_numpy_one_line_says_what_to_install(tmp_path: Path, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    path = npz(tmp_path / "w.npz", fitting())
    monkeypatch.setitem(__import__("sys").modules, "numpy", None)
    with pytest.raises(UsageError) as error:
        weights.read(path, graph, "float32")
    assert (error.value.message, error.value.help) == ("NumPy is not installed", ("pip install 'cnncalc[run]'",))
