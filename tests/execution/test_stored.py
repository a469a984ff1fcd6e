"""Files of tensors that are none, damaged or hostile: one line each, nothing run, nothing unpacked beyond what is needed."""

from __future__ import annotations

import json
import struct
import sys
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cnncalc.diagnostics import CnnCalcError, UsageError
from cnncalc.execution import weights
from cnncalc.graph import Graph
from tests.execution.tensors import NETWORK, SHAPES, fitting, graph_of, npz, refused, safetensors, unreadable
from tests.oracle import oracle_or_skip

np = oracle_or_skip("numpy")
ONE = "input: 2\nlayers: [fc: {outputs: 1, bias: false}]\n"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return graph_of(NETWORK)


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
    graph = graph_of(ONE)
    assert unreadable(archived(tmp_path / "w.npz", member), graph) == f"cannot be read as .npz: {told}"


def test_the_same_members_are_read_where_they_are_right(tmp_path: Path) -> None:
    graph = graph_of(ONE)
    for version in (b"\1\0", b"\2\0"):
        archived(tmp_path / "w.npz", header(GOOD, version) + struct.pack("<2f", 3, 4))
        assert weights.read(str(tmp_path / "w.npz"), graph, "float32")["fc1.weight"].tolist() == [[3, 4]]
    archived(tmp_path / "w.npz", header(GOOD.replace("(1, 2)", "(1L, 2L)")) + struct.pack("<2f", 3, 4))  # by Python 2
    assert weights.read(str(tmp_path / "w.npz"), graph, "float32")["fc1.weight"].tolist() == [[3, 4]]


def test_an_archive_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """60 MB of zeros in 60 kB: its shape is refused before it is read; with a right shape, what stands behind is not read."""
    graph = graph_of(ONE)
    zeros = bytes(60_000_000)
    path = archived(tmp_path / "w.npz", header(GOOD.replace("(1, 2)", "(15000000,)")) + zeros, zipfile.ZIP_DEFLATED)
    behind = archived(tmp_path / "v.npz", header(GOOD) + zeros, zipfile.ZIP_DEFLATED)
    del zeros
    tracemalloc.start()
    assert refused(str(path), graph) == ["W101 fc1.weight: w.npz has 15000000, the network needs 1x2"]
    assert unreadable(behind, graph) == "cannot be read as .npz: more stands in it than its header says"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5e6


def test_archives_that_numpy_does_not_write(tmp_path: Path) -> None:
    graph = graph_of(ONE)
    member = header(GOOD) + bytes(8)
    path = tmp_path / "w.npz"
    assert unreadable(archived(path, member, zipfile.ZIP_BZIP2), graph) == (
        "cannot be read as .npz: its member `fc1.weight.npy` is packed in another way than NumPy packs"
    )
    assert unreadable(archived(path, member, name="readme.txt"), graph) == (
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
        (struct.pack("<Q", 2**63) + b"{}", "header too large"),
        (packed(b" " * 20_000_000), "invalid JSON"),
        (packed([1, 2]), "invalid type: sequence"),
        (packed(b"{" * 100_000), "key must be a string"),
        (packed(b'{"fc1.weight": ' + b"[" * 100_000), "recursion limit exceeded"),
        (packed(b"\xff\xfe{}"), "invalid UTF-8"),
        (packed({"fc1.weight": 1}), "expected struct TensorInfo"),
        (packed({"fc1.weight": {**RIGHT, "dtype": "F" + "9" * 9_999}}), "unknown variant `F99"),
        (packed({"fc1.weight": {**RIGHT, "shape": [1, -2]}}), "invalid value: integer `-2`"),
        (packed({"fc1.weight": {**RIGHT, "shape": [1, 2.0]}}), "invalid type: floating point"),
        (packed({"fc1.weight": {**RIGHT, "data_offsets": [0, 9]}}), "invalid shape, data type, or offset"),
        (packed({"fc1.weight": {**RIGHT, "data_offsets": [8, 16]}}), "invalid offset for tensor `fc1.weight`"),
        (packed({"fc1.weight": {**RIGHT, "data_offsets": [-8, 0]}}), "invalid value: integer `-8`"),
        (packed({"fc1.weight": {**RIGHT, "shape": [2**40, 2**40]}}), "overflow computing buffer size"),
        (packed({"fc1.weight": RIGHT, "fc1.bias": RIGHT}), "invalid offset for tensor"),
        (packed({"fc1.weight": RIGHT}, bytes(7)), "file not fully covered"),
        (packed({"fc1.weight": RIGHT}, bytes(9)), "file not fully covered"),
    ],
    ids=range(17),
)
def test_hostile_safetensors(tmp_path: Path, data: bytes, told: str) -> None:
    """Refused by the library, whose words are given, and cut."""
    path = tmp_path / "w.safetensors"
    path.write_bytes(data)
    said = unreadable(path, graph_of(ONE))
    assert said.startswith("cannot be read as .safetensors: error while deserializing header: ")
    assert told in said
    assert len(said) < 240


def test_safetensors_by_hand(tmp_path: Path) -> None:
    graph = graph_of(ONE)
    path = tmp_path / "w.safetensors"
    path.write_bytes(packed({"__metadata__": {"format": "pt"}, "fc1.weight": RIGHT}, struct.pack("<2f", 3, 4)))
    assert weights.read(str(path), graph, "float32")["fc1.weight"].tolist() == [[3, 4]]
    path.write_bytes(packed({"fc1.weight": {**RIGHT, "dtype": "F8_E4M3", "data_offsets": [0, 2]}}, bytes(2)))
    assert refused(str(path), graph) == ["W104 fc1.weight: w.safetensors has F8_E4M3, the network needs real numbers"]


def test_bfloat16_alone_needs_a_package_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Values by hand: a bfloat16 is the upper half of a float32."""
    graph, path = graph_of(ONE), tmp_path / "w.safetensors"
    half = {**RIGHT, "dtype": "BF16", "data_offsets": [0, 4]}
    path.write_bytes(packed({"fc1.weight": half}, b"\x40\x40\x80\xc0"))
    assert weights.read(str(path), graph, "float32")["fc1.weight"].tolist() == [[3, -4]]
    path.write_bytes(packed({"fc1.weight": half}, b"\x40\x40\xc0\x7f"))
    assert refused(str(path), graph) == ["W104 fc1.weight: w.safetensors has nan at [0, 1]"]
    path.write_bytes(packed({"fc1.weight": half}, b"\x40\x40\x80\x47"))  # 2^16
    told = ["W104 fc1.weight: w.safetensors has 65536, beyond what float16 holds, at [0, 1]"]
    assert refused(str(path), graph, "float16") == told
    monkeypatch.setitem(sys.modules, "ml_dtypes", None)
    with pytest.raises(UsageError) as error:
        weights.read(str(path), graph, "float32")
    assert (error.value.message, error.value.help) == ("ml-dtypes is not installed", ("pip install 'cnncalc[run]'",))
    path.write_bytes(packed({"fc1.weight": RIGHT}))
    assert weights.read(str(path), graph, "float32")["fc1.weight"].tolist() == [[0, 0]]


def test_the_values_of_a_wrong_shape_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    wrong = {"dtype": "F32", "shape": [15_000_000], "data_offsets": [0, 60_000_000]}
    path.write_bytes(packed({"fc1.weight": wrong}, bytes(60_000_000)))
    tracemalloc.start()
    assert refused(str(path), graph_of(ONE)) == ["W101 fc1.weight: w.safetensors has 15000000, the network needs 1x2"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5e6


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


@pytest.mark.parametrize(
    ("suffix", "lacking", "told"),
    [(".npz", "numpy", "NumPy"), (".safetensors", "numpy", "NumPy"), (".safetensors", "safetensors", "safetensors")],
)
def test_one_line_says_what_to_install(
    tmp_path: Path, graph: Graph, monkeypatch: pytest.MonkeyPatch, suffix: str, lacking: str, told: str
) -> None:
    path = (npz if suffix == ".npz" else safetensors)(tmp_path / f"w{suffix}", fitting())
    monkeypatch.setitem(sys.modules, lacking, None)
    with pytest.raises(UsageError) as error:
        weights.read(path, graph, "float32")
    assert (error.value.message, error.value.help) == (f"{told} is not installed", ("pip install 'cnncalc[run]'",))
