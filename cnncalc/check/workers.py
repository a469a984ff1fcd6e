"""Texts examined in several processes: answers come in the order of the questions, few of which are open at a time."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from threading import Thread

from cnncalc.check.cache import decode, encode
from cnncalc.check.examine import examine
from cnncalc.check.tasks import Answer, Task, answer
from cnncalc.diagnostics import UsageError
from cnncalc.spec.document import Limits

#: Texts that may wait for each process.
_AHEAD = 4


def answer_together(tasks: Iterable[Task], limits: Limits, jobs: int) -> Iterator[Answer]:
    """Each task's answer, in order. Raises UsageError where a process was killed."""
    pool: ProcessPoolExecutor | None = None
    waiting: deque[tuple[Task, Future[bytes] | None]] = deque()
    try:
        for task in tasks:
            if task.answer is None:
                pool = pool or _pool(jobs)
                waiting.append((task, pool.submit(_examine, task.text, task.path, limits)))
            else:
                waiting.append((task, None))
            while waiting and (len(waiting) > _AHEAD * jobs or waiting[0][1] is None or waiting[0][1].done()):
                yield _answer(*waiting.popleft(), limits)
        while waiting:
            yield _answer(*waiting.popleft(), limits)
    except BrokenProcessPool:
        raise UsageError("a process that checked files was killed", "`--jobs 1` checks one file after the other") from None
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)


def _answer(task: Task, future: Future[bytes] | None, limits: Limits) -> Answer:
    if future is None:
        return answer(task, limits)
    made = future.result()
    return Answer(task, decode(made), made)


def _examine(text: str, path: str, limits: Limits) -> bytes:
    return encode(examine(text, path, limits))


def _pool(jobs: int) -> ProcessPoolExecutor:
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    return ProcessPoolExecutor(jobs, context, _begin, (os.getpid(),))


def _begin(parent: int) -> None:
    """Ctrl-C is the parent's to answer; a parent that was killed leaves nobody behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_outlive, args=(parent,), daemon=True).start()


def _outlive(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
