"""Files checked one after the other, in the order in which they are named, whatever is ready first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from cnncalc.check.cache import Cache
from cnncalc.check.examine import Examined, ExaminedNetwork
from cnncalc.check.judge import Judge
from cnncalc.check.results import CheckedFile
from cnncalc.check.settings import Settings
from cnncalc.check.tasks import Task, answer_all
from cnncalc.diagnostics import CnnCalcError, UsageError
from cnncalc.spec.document import Limits
from cnncalc.spec.source import read_file, read_stdin

STDIN = "-"


class Request(NamedTuple):
    """What a run needs beside the names of its files."""

    settings_of: Callable[[str], Settings]
    judge: Judge
    limits: Limits = Limits()
    jobs: int = 1
    cached: bool = True
    stdin_name: str = "<stdin>"


def check_files(paths: Iterable[str], request: Request) -> Iterator[CheckedFile]:
    """Each file with its findings; one that cannot be read says why, and the others are checked all the same."""
    cache = Cache(request.limits) if request.cached else None
    for answer in answer_all(_tasks(paths, request, cache), request.limits, request.jobs):
        task = answer.task
        name = request.stdin_name if task.path == STDIN else task.path
        if task.error:
            yield CheckedFile(name, (), "", True, task.error)
            continue
        if cache and answer.made is not None:
            cache.put(task.text, answer.made)
        yield request.judge.file(name, task.text, answer.examined, request.settings_of(name))


def _tasks(paths: Iterable[str], request: Request, cache: Cache | None) -> Iterator[Task]:
    for path in paths:
        try:
            text = read_stdin(request.limits) if path == STDIN else read_file(path, request.limits)
        except UsageError as error:
            yield Task(path, "", _NOTHING, error.message)
        except CnnCalcError as error:  # no text: too large, or no UTF-8
            found = ExaminedNetwork(None, "", error.findings, None, None, {}, ())
            yield Task(path, error.source, Examined((found,), ()))
        else:
            yield Task(path, text, cache.get(text) if cache else None)


_NOTHING = Examined((), ())
