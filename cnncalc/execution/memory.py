"""Memory while a network runs: what was allocated at once, and how much there is."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path
from types import TracebackType
from typing import Any

from cnncalc.execution.backend import module, namespace

#: The domain of tracemalloc that Python's own objects are in; NumPy's arrays have another.
_OBJECTS = 0
#: Where control groups are; of both versions the folder and its files of the limit and of what is used, and what memory.stat
#: calls pages of files that nobody has read of late.
_GROUPS = Path("/sys/fs/cgroup")
_VERSIONS = (
    (".", "memory.max", "memory.current", "inactive_file"),
    ("memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
)


class Watch:
    """Everything that is allocated from `with` on: by tracemalloc, which NumPy reports its arrays to, or by CuPy's pool."""

    def __init__(self, device: str) -> None:
        self.pool: Any = namespace("gpu").get_default_memory_pool() if device == "gpu" else None
        self._started = False

    def __enter__(self) -> Watch:
        self._started = self.pool is None and not tracemalloc.is_tracing()
        if self._started:
            tracemalloc.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """Watching costs time: it ends before what is timed."""
        if self._started:
            tracemalloc.stop()
            self._started = False

    def reset(self) -> None:
        """Forget what was allocated and given back."""
        gc.collect()
        if self.pool is None:
            tracemalloc.reset_peak()
        else:
            self.pool.free_all_blocks()

    def peak(self) -> int:
        """Bytes of arrays at once since the last reset, without Python's own objects as they are now.

        CuPy's pool keeps what it was given, so its size is its peak.
        """
        if self.pool is not None:
            return int(self.pool.total_bytes())
        _, peak = tracemalloc.get_traced_memory()
        objects = tracemalloc.take_snapshot().filter_traces([tracemalloc.DomainFilter(True, _OBJECTS)])
        return peak - sum(trace.size for trace in objects.traces)


def available(device: str) -> int:
    """Bytes that can be allocated without swapping; a container's limit counts, of control groups of both versions."""
    if device == "gpu":
        free: int = namespace("gpu").cuda.runtime.memGetInfo()[0]
        return free
    found = int(module("psutil").virtual_memory().available)
    left = [_left(_GROUPS / folder, *files) for folder, *files in _VERSIONS]
    return max(min([found, *[bytes for bytes in left if bytes is not None]]), 0)


def _left(group: Path, limit: str, used: str, dropped: str) -> int | None:
    """Bytes up to the limit of a control group, what the kernel drops when asked for more not counted as used; None where
    there is no such group or no limit."""
    try:
        most, taken = (int((group / name).read_text("ascii")) for name in (limit, used))
        counts = dict(line.split() for line in (group / "memory.stat").read_text("ascii").splitlines())
    except (OSError, ValueError):  # the second version says `max` where there is no limit
        return None
    return most - taken + int(counts.get(dropped, 0))
