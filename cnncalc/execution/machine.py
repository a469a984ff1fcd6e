"""What layers are executed on: the workers that share their blocks, the scratch memory, and the count of multiply-adds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from math import prod
from queue import SimpleQueue
from time import perf_counter
from typing import Any

from cnncalc.execution.backend import Blas, namespace
from cnncalc.layer_base import Array

#: Device -> values of a block, and rows of a matrix product.
_SIZES = {"cpu": (1 << 16, 1 << 10), "gpu": (1 << 22, 1 << 20)}
#: Done on a block of places: [first, last).
Work = Callable[[int, int], None]


class _Worker:
    """What one thread keeps."""

    def __init__(self) -> None:
        self.products = 0
        self.held: dict[str, Array] = {}


class Machine:
    """The processor with NumPy, or a GPU with CuPy; layer_base.Machine says what layers use of it. Use it in a `with`."""

    def __init__(self, device: str = "cpu", dtype: Any = "float32", *, exact: bool = False, training: bool = False,
                 seed: int = 0) -> None:  # fmt: skip
        self.device, self.exact, self.training, self.seed = device, exact, training, seed
        self.plain = exact
        self.xp: Any = namespace(device)
        self.dtype = self.xp.dtype(dtype)
        self.blas = Blas() if device == "cpu" else None
        self.workers = self.blas.threads if self.blas else 1
        self.block, self.places = _SIZES[device]
        self.layer = 0  # the index of the layer that runs
        self.tail: Work | None = None
        self._mine = threading.local()
        self._all: list[_Worker] = []
        self._zeros = self.xp.zeros(0, self.dtype)
        self._pool: _Pool | None = None
        self._resting: Any = None

    def __enter__(self) -> Machine:
        if self.blas and self.workers > 1:
            self._resting = self.blas.resting()
            self._resting.__enter__()
            self._pool = _Pool(self.workers - 1)
        return self

    def __exit__(self, *error: object) -> None:
        if self._pool:
            self._pool.close()
            self._resting.__exit__(*error)
            self._pool = None

    def each(self, count: int, step: int, work: Work) -> None:
        """`work(first, last)` over [0, count) in blocks of at most `step`, shared by all workers."""
        blocks = iter(range(0, count, step))
        if self._pool is None or count <= step:
            _take(blocks, count, step, work)
            return
        others = min(self.workers, -(-count // step)) - 1
        self._pool.start(others, partial(_take, blocks, count, step, work))
        try:
            _take(blocks, count, step, work)
        finally:
            errors = self._pool.wait(others)
        for error in errors:
            raise error

    @property
    def _worker(self) -> _Worker:
        """This thread's own."""
        try:
            found: _Worker = self._mine.worker
        except AttributeError:
            found = self._mine.worker = _Worker()
            self._all.append(found)
        return found

    def scratch(self, name: str, shape: tuple[int, ...]) -> Array:
        """Memory that each worker keeps between blocks and layers; it holds what was left there."""
        held, values = self._worker.held, prod(shape)
        if name not in held or held[name].size < values:
            held.pop(name, None)
            held[name] = self.xp.empty(values, self.dtype)
        return held[name][:values].reshape(shape)

    def zeros(self, count: int) -> Array:
        """So many zeros, which nobody writes to."""
        held = self._zeros  # another worker may exchange it meanwhile
        if held.size < count:
            held = self._zeros = self.xp.full(count, Fraction(0) if self.dtype == object else 0, self.dtype)
        return held[:count]

    def strided(self, array: Array, shape: tuple[int, ...], strides: tuple[int, ...]) -> Array:
        """A view of an array with other axes; the caller sees to it that it stays inside."""
        if self.device == "cpu" and array.flags.c_contiguous and self.dtype != object:  # the same, without its overhead
            return self.xp.ndarray(shape, array.dtype, array, 0, strides)
        return self.xp.lib.stride_tricks.as_strided(array, shape, strides)

    @property
    def scratch_bytes(self) -> int:
        return sum(array.nbytes for array in [self._zeros, *[held for worker in self._all for held in worker.held.values()]])

    def matmul(self, a: Array, b: Array, out: Array) -> None:
        self.xp.matmul(a, b, out=out)
        self._worker.products += out.size * a.shape[-1]

    def sums(self, subscripts: str, a: Array, b: Array, out: Array) -> None:
        """As numpy.einsum of two arrays; CuPy's cannot write into an array that there is. Multiply-adds are not counted."""
        if self.device == "cpu":
            self.xp.einsum(subscripts, a, b, out=out)
        else:
            out[...] = self.xp.einsum(subscripts, a, b)

    def count(self, products: int) -> None:
        self._worker.products += products

    @property
    def products(self) -> int:
        """Multiply-adds done since the machine was made."""
        return sum(worker.products for worker in self._all)

    @property
    def library(self) -> str:
        """What multiplies matrices."""
        return self.blas.name if self.blas else f"CuPy {self.xp.__version__}"

    def stamp(self) -> Any:
        """A moment, for `seconds`: of the clock, or in the GPU's queue."""
        if self.device == "cpu":
            return perf_counter()
        event = self.xp.cuda.Event()
        event.record()
        return event

    def seconds(self, stamps: list[tuple[Any, Any]]) -> list[float]:
        """The seconds between the two stamps of each pair."""
        if self.device == "cpu":
            return [after - before for before, after in stamps]
        stamps[-1][1].synchronize()
        return [self.xp.cuda.get_elapsed_time(before, after) / 1e3 for before, after in stamps]

    def finish(self, first: int, last: int) -> None:
        if self.tail is not None:
            self.tail(first, last)

    def random(self) -> Any:
        return self.xp.random.default_rng([self.seed, self.layer, 1])  # tensors are drawn from pairs


class _Pool:
    """Threads that wait for work. Handing it over takes a third of what concurrent.futures needs, which small layers feel."""

    def __init__(self, count: int) -> None:
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._done: SimpleQueue[BaseException | None] = SimpleQueue()
        self._threads = [threading.Thread(target=self._run, name="cnncalc", daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def _run(self) -> None:
        for work in iter(self._work.get, None):
            failed: BaseException | None = None
            try:
                work()
            except BaseException as error:  # raised again where the work was asked for
                failed = error
            del work  # and with it the arrays that it holds, before the next one comes
            self._done.put(failed)
            del failed

    def start(self, times: int, work: Callable[[], None]) -> None:
        """Have so many threads do this."""
        for _ in range(times):
            self._work.put(work)

    def wait(self, times: int) -> list[BaseException]:
        """Until so many are done: what they raised."""
        return [error for error in [self._done.get() for _ in range(times)] if error is not None]

    def close(self) -> None:
        for _ in self._threads:
            self._work.put(None)
        for thread in self._threads:
            thread.join()


def _take(blocks: Iterator[int], count: int, step: int, work: Work) -> None:
    """One worker's share: whichever block is next."""
    for first in blocks:
        work(first, min(first + step, count))
