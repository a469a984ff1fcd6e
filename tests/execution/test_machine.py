"""The machine: work shared by workers and done once, memory that each keeps, and multiply-adds counted by all of them."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cnncalc import layers
from cnncalc.diagnostics import UsageError
from cnncalc.execution import backend
from cnncalc.execution.machine import Machine
from tests.oracle import oracle_or_skip

numpy = oracle_or_skip("numpy")
threadpoolctl = oracle_or_skip("threadpoolctl")


@contextmanager
def machine(workers: int, dtype: str = "float32", **options: Any) -> Iterator[Machine]:
    """As on a processor of so many cores."""
    made = Machine("cpu", dtype, **options)
    made.workers = workers
    with made as on:
        yield on


def blas_threads() -> list[int]:
    return [library["num_threads"] for library in threadpoolctl.threadpool_info() if library["user_api"] == "blas"]


@pytest.mark.parametrize("workers", [1, 2, 5])
@pytest.mark.parametrize(("count", "step"), [(0, 3), (1, 3), (3, 3), (10, 3), (100, 1), (7, 100)])
def test_every_block_once(workers: int, count: int, step: int) -> None:
    done: list[tuple[int, int]] = []
    with machine(workers) as on:
        on.each(count, step, lambda first, last: done.append((first, last)))
    assert sorted(done) == [(first, min(first + step, count)) for first in range(0, count, step)]


def test_all_workers_work() -> None:
    """Blocks that wait for each other end only if each has a thread of its own."""
    together = threading.Barrier(3, timeout=20)

    def meet(first: int, last: int) -> None:
        together.wait()

    with machine(3) as on:
        on.each(3, 1, meet)
    assert not together.broken


def test_one_block_needs_no_other_thread() -> None:
    seen: set[int] = set()
    with machine(3) as on:
        for _ in range(20):
            on.each(8, 8, lambda first, last: seen.add(threading.get_ident()))
    assert seen == {threading.get_ident()}


@pytest.mark.parametrize("where", ["in the caller", "in another thread"])
def test_an_error_ends_the_work_and_is_told(where: str) -> None:
    caller, others, ended = threading.get_ident(), threading.Event(), threading.Event()

    def work(first: int, last: int) -> None:
        if (threading.get_ident() == caller) == (where == "in the caller"):
            others.wait(10)
            raise ZeroDivisionError(where)
        others.set()
        time.sleep(0.05)
        ended.set()

    with machine(2) as on:
        with pytest.raises(ZeroDivisionError, match=where):
            on.each(2, 1, work)
        assert ended.is_set()  # nobody works on when the error is told
        done: list[int] = []
        on.each(4, 1, lambda first, last: done.append(first))
    assert sorted(done) == [0, 1, 2, 3]


def test_the_blas_rests_while_workers_work() -> None:
    before = blas_threads()
    with Machine() as on:
        assert on.blas is not None
        assert on.workers == max(before)
        assert on.library.startswith(on.blas.name)
        if on.workers > 1:
            assert set(blas_threads()) == {1}
    assert blas_threads() == before
    with pytest.raises(ZeroDivisionError), Machine():
        raise ZeroDivisionError
    assert blas_threads() == before


def test_scratch_is_kept_by_name_and_grows() -> None:
    with machine(1) as on:
        first = on.scratch("a", (2, 3))
        first[...] = 7
        again = on.scratch("a", (5,))
        assert numpy.shares_memory(first, again)
        assert again.tolist() == [7] * 5
        assert not numpy.shares_memory(first, on.scratch("b", (2, 3)))
        larger = on.scratch("a", (4, 4))
        assert not numpy.shares_memory(first, larger)
        assert (larger.shape, larger.dtype, larger.flags.c_contiguous) == ((4, 4), "float32", True)
        assert on.scratch_bytes == 4 * (16 + 6)


def test_scratch_of_one_name_is_used_in_one_file() -> None:
    """What follows a layer runs while the layer's own scratch memory is in use."""
    at_times: dict[str, set[str]] = {}
    for file in Path(layers.__file__).parent.glob("*.py"):
        for name in re.findall(r'\.scratch\(f?"([^"]+)"', file.read_text("utf-8")):
            at_times.setdefault(name, set()).add(file.stem)
    assert len(at_times) > 20
    assert {name: files for name, files in at_times.items() if len(files) > 1} == {
        "columns": {"_convolution", "_transposed"},  # neither is done within the other
        "strip": {"_strips", "_winograd"},
    }


def test_each_worker_has_its_own_scratch() -> None:
    together, held = threading.Barrier(2, timeout=20), []

    def work(first: int, last: int) -> None:
        together.wait()
        held.append(on.scratch("a", (3,)))

    with machine(2) as on:
        on.each(2, 1, work)
        assert on.scratch_bytes == 2 * 3 * 4
    assert not numpy.shares_memory(*held)


def test_multiply_adds_of_all_workers_are_counted() -> None:
    a, b = numpy.ones((2, 3), "float32"), numpy.ones((3, 5), "float32")
    out = numpy.empty((40, 2, 5), "float32")
    with machine(4) as on:
        on.each(40, 1, lambda first, last: on.matmul(a, b, out[first]))
        assert on.products == 40 * 2 * 3 * 5
        on.each(10, 1, lambda first, last: on.count(7))
        assert on.products == 40 * 2 * 3 * 5 + 70
        on.matmul(numpy.ones((6, 2, 3), "float32"), b, numpy.empty((6, 2, 5), "float32"))
        assert on.products == 40 * 2 * 3 * 5 + 70 + 6 * 2 * 3 * 5
    assert (out == 3).all()


def test_random_numbers_are_the_layers_own() -> None:
    with machine(1, seed=3) as on:
        drawn = {}
        for on.layer in (1, 2):
            drawn[on.layer] = on.random().random(4)
            assert (on.random().random(4) == drawn[on.layer]).all()
        assert (drawn[1] != drawn[2]).all()
    with machine(1, seed=4) as on:
        on.layer = 1
        assert (on.random().random(4) != drawn[1]).all()


def test_what_follows_is_told_of_blocks() -> None:
    told: list[tuple[int, int]] = []
    with machine(1) as on:
        on.finish(0, 5)  # nothing follows
        on.tail = lambda first, last: told.append((first, last))
        on.finish(2, 4)
    assert told == [(2, 4)]


def test_time_between_stamps() -> None:
    with machine(1) as on:
        pairs = []
        for pause in (0.02, 0.0):
            before = on.stamp()
            time.sleep(pause)
            pairs.append((before, on.stamp()))
        first, second = on.seconds(pairs)
    assert first >= 0.02 > second >= 0


def test_sums_of_products() -> None:
    a, b = numpy.arange(6.0).reshape(2, 3), numpy.arange(12.0).reshape(3, 4)
    for device in ("cpu", "gpu"):  # CuPy's einsum does not write into what there is
        out = numpy.empty((4, 2))
        with machine(1, "float64") as on:
            on.device = device
            on.sums("ij,jk->ki", a, b, out)
            assert on.products == 0
        assert (out == (a @ b).T).all()


def test_an_absent_package_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> Any:
        raise ModuleNotFoundError(f"No module named '{name}'", name=name)

    monkeypatch.setattr(backend, "import_module", absent)
    for device, message, help in (
        ("cpu", "NumPy is not installed", "pip install 'cnncalc[run]'"),
        ("gpu", "CuPy is not installed", "pip install 'cnncalc[gpu]'"),
    ):
        with pytest.raises(UsageError) as caught:
            Machine(device)
        assert (caught.value.message, caught.value.help) == (message, (help,))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ImportError("libcudart.so.12:\n cannot open shared object file"), "libcudart.so.12: cannot open shared object file"),
        (ModuleNotFoundError("No module named 'fastrlock'", name="fastrlock"), "No module named 'fastrlock'"),
        (ImportError(), "ImportError"),
        (ImportError("word " * 1_000), "word " * 59 + "..."),
    ],
)
def test_a_package_that_fails_tells_why_on_one_line(monkeypatch: pytest.MonkeyPatch, error: ImportError, said: str) -> None:
    def fails(name: str) -> Any:
        raise error

    def fails_with_a_page(name: str) -> Any:
        raise ImportError(f"\n\n====\nread the page about {name}\n====\n") from error

    for failing in (fails, fails_with_a_page):
        monkeypatch.setattr(backend, "import_module", failing)
        with pytest.raises(UsageError) as caught:
            backend.module("cupy", "gpu")
        assert (caught.value.message, caught.value.help) == (f"CuPy cannot be imported: {said}", ())
