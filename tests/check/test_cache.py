"""The cache: what it gives back, what it is keyed by, and that nothing in it can do harm."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cnncalc import catalogue
from cnncalc.check import cache as module
from cnncalc.check.cache import Cache, decode, encode
from cnncalc.check.examine import Examined, examine
from cnncalc.spec.document import Limits

TEXT = """\
source: x
input: 8x8x3
params: {n: 4}
variants: {a: {}, b: {n: 8, budget: {params: {warn: 1k}, peak: 1 MB}}}
layers:
  - conv: {filters: $n, kernel: 3}   # cnncalc: ignore[L102]
  - relu
  - relu
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CNNCALC_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def examined(text: str = TEXT) -> Examined:
    return examine(text, "x", Limits())


def entries(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != "CACHEDIR.TAG"]


@pytest.mark.parametrize("path", sorted(catalogue.folder().glob("*.cnn.yaml")), ids=lambda path: path.name)
def test_bytes_and_back(path: Path) -> None:
    found = examined(path.read_text("utf-8"))
    assert decode(encode(found)) == found


@pytest.mark.parametrize(
    "text", [TEXT, TEXT.replace("relu", "rellu"), "", "a: [", "name: '\\ud800'", "\x00", TEXT + "x: '\U0001f600'"]
)
def test_of_any_text(text: str) -> None:
    found = examined(text)
    assert decode(encode(found)) == found
    cache = Cache(Limits())
    assert cache.get(text) is None
    cache.put(text, encode(found))
    assert cache.get(text) == found


def test_the_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The version, the limits and the text."""
    Cache(Limits()).put(TEXT, encode(examined()))
    assert Cache(Limits()).get(TEXT) is not None
    assert Cache(Limits()).get(TEXT + " ") is None
    assert Cache(Limits(layers=3)).get(TEXT) is None
    monkeypatch.setattr(module, "__version__", "99")
    other = Cache(Limits())
    assert other.get(TEXT) is None
    other.put(TEXT, encode(examined()))
    assert len(entries(folder)) == 1  # that of the other version is gone


def test_the_code_of_a_checkout_is_part_of_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    Cache(Limits()).put(TEXT, encode(examined()))
    monkeypatch.setattr(module, "_source", lambda: 1)
    assert Cache(Limits()).get(TEXT) is None


def test_an_entry_cut_off_anywhere_is_none(folder: Path) -> None:
    """A machine that lost its power may leave half a file, or zeros."""
    data = encode(examined())
    Cache(Limits()).put(TEXT, data)
    (entry,) = entries(folder)
    whole = entry.read_bytes()
    for end in range(0, len(whole), 7):
        other = whole[:end] + bytes([whole[end] ^ 1]) + whole[end + 1 :]
        for broken in (whole[:end], whole[:end] + bytes(len(whole) - end), other):
            entry.write_bytes(broken)
            assert Cache(Limits()).get(TEXT) is None
    for strange in (b"[]", b"[[], [[]]]", b"{}", b"null", b'[[["a"]], []]', b"\xff", b"[" * 100_000, b"1" * 10_000):
        entry.write_bytes(strange)
        assert Cache(Limits()).get(TEXT) is None
    entry.unlink()
    entry.mkdir()
    assert Cache(Limits()).get(TEXT) is None
    Cache(Limits()).put(TEXT, data)  # cannot be written, which nobody needs to know


@pytest.mark.parametrize("place", ["/dev/null/x", "x" * 5_000])
def test_where_nothing_can_be_written(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_root", lambda: place)
    cache = Cache(Limits())
    cache.put(TEXT, encode(examined()))
    assert cache.get(TEXT) is None


def test_foreign_files_stay(folder: Path) -> None:
    folder.mkdir()
    for name in ("mine.txt", "check-mine", "check-0123456789abcdeX.txt"):
        (folder / name).write_text("mine")
    Cache(Limits()).put(TEXT, encode(examined()))
    assert {"mine.txt", "check-mine", "check-0123456789abcdeX.txt", "CACHEDIR.TAG"} < set(os.listdir(folder))
    assert (folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


def test_it_is_emptied_when_it_is_full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 3)
    for number in range(5):
        Cache(Limits()).put(f"{TEXT}# {number}\n", b"{}")
    assert len(entries(folder)) == 1
