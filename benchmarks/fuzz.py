"""Mutated inputs through the whole way: whatever they hold, nothing but the package's own words comes out.

    python benchmarks/fuzz.py --count 100000 --seed 1 [--target check]

Targets: `show` (bytes, text, program, report, JSON and findings), `check` (every rule, budgets and every format, read back by
a reader of that format), `diff` (against the file that was mutated, every format), `files` (these three), and the command with
mutated `settings`, `baseline`, `entry` (of the cache), `comments` (that ignore findings) and `arguments`.

Each case depends on the seed and its own number alone, so that a failure can be made again:
`--seed 1 --start 4711 --count 1 --show` prints the bytes of case 4711. A case fails if it raises anything but the
package's own errors, takes longer than `--slow` seconds of processor time, or prints a control character.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import time
import traceback
from collections.abc import Callable
from typing import NamedTuple
from unicodedata import category

import fuzz_check
import fuzz_command
from fuzz_mutations import mutate, seeds

from cnncalc import layers
from cnncalc.api import Architecture
from cnncalc.diagnostics import CnnCalcError, UsageError
from cnncalc.render.as_json import report_to_dict
from cnncalc.render.findings import render_findings, summary
from cnncalc.spec.document import Limits
from cnncalc.spec.load import Program
from cnncalc.spec.source import decode

#: Lower than the defaults, so that a case that only runs into a limit does it soon.
LIMITS = Limits(events=20_000, nodes=50_000, layers=400)
#: Texts that were printed, each with what it is.
Printed = list[tuple[str, str]]


class Failure(NamedTuple):
    """A case that went wrong."""

    number: int
    why: str
    data: bytes

    @property
    def kind(self) -> str:
        """The same for failures at the same place."""
        return "".join(line for line in self.why.splitlines() if line.startswith("  File "))[-80:] or self.why.split()[0]


def show(data: bytes, original: bytes) -> Printed:
    """As `show` does it."""
    try:
        architecture = Architecture(Program(decode(data, "fuzz"), layers, "fuzz", LIMITS), "fuzz", None, {})
        report = architecture.calculate()
    except UsageError as error:
        return [("usage", str(error))]
    except CnnCalcError as error:
        return [("findings", render_findings(error.findings, error.source, error.path) + summary(error.findings))]
    findings = render_findings(report.findings, report.text, report.path) + summary(report.findings)
    return [("findings", findings), ("json", json.dumps(report_to_dict(report), allow_nan=False))]


def _check(data: bytes, original: bytes) -> Printed:
    return fuzz_check.check(data, original, LIMITS)


def _diff(data: bytes, original: bytes) -> Printed:
    return fuzz_check.diff(data, original, LIMITS)


def _files(data: bytes, original: bytes) -> Printed:
    return [*show(data, original), *_check(data, original), *_diff(data, original)]


#: Target -> what makes a case, and what is done with it and with the file that it was made from.
TARGETS: dict[str, tuple[Callable[[random.Random, list[bytes]], bytes], Callable[[bytes, bytes], Printed]]] = {
    "show": (mutate, show), "check": (mutate, _check), "diff": (mutate, _diff), "files": (mutate, _files),
    "settings": (fuzz_command.make_settings, fuzz_command.settings),
    "baseline": (fuzz_command.make_baseline, fuzz_command.baseline),
    "entry": (fuzz_command.make_entry, fuzz_command.entry),
    "comments": (fuzz_command.make_comments, _check),
    "arguments": (fuzz_command.make_arguments, fuzz_command.arguments),
}  # fmt: skip


def make(seed: int, number: int, corpus: list[bytes], target: str = "show") -> tuple[bytes, bytes]:
    """A case, and the file of the corpus that its first random number chooses."""
    key = f"{seed}:{number}"
    return TARGETS[target][0](random.Random(key), corpus), random.Random(key).choice(corpus)


def check(data: bytes, original: bytes = b"", target: str = "show") -> str | None:
    """What is wrong with how a case is treated, or None."""
    try:
        printed = TARGETS[target][1](data, original)
    except Exception:  # what escapes is the failure that is looked for
        return traceback.format_exc(limit=-6)
    for what, text in printed:
        spaces = "Zs" if what == "github" else ""  # what they are in a file, they stay in its annotations
        strange = next((c for c in text if c != "\n" and not c.isprintable() and category(c) != spaces), None)
        if strange is not None:
            return f"{what} holds {strange!r}"
    return None


def run_range(seed: int, numbers: range, slow: float, target: str = "show") -> list[Failure]:
    """The failures among some cases."""
    corpus = seeds()
    failures = []
    for number in numbers:
        data, original = make(seed, number, corpus, target)
        start = time.process_time()
        why = check(data, original, target)
        spent = time.process_time() - start
        if why is None and spent > slow:
            why = f"took {spent:.2f} s"
        if why is not None:
            failures.append(Failure(number, why, data))
    return failures


def _work(job: tuple[int, range, float, str]) -> list[Failure]:
    return run_range(*job)


def main() -> int:
    """Say how many cases there were, and of failures at the same place the shortest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="number of the first case")
    parser.add_argument("--target", choices=TARGETS, default="files")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--slow", type=float, default=1.0, help="seconds that one case may take")
    parser.add_argument("--show", action="store_true", help="print the bytes of the cases and run nothing")
    options = parser.parse_args()
    last = options.start + options.count
    if options.show:
        corpus = seeds()
        for number in range(options.start, last):
            print(number, make(options.seed, number, corpus, options.target)[0])
        return 0
    begun = time.monotonic()
    numbers = (range(first, min(first + 500, last)) for first in range(options.start, last, 500))
    jobs = [(options.seed, some, options.slow, options.target) for some in numbers]
    failures: list[Failure] = []
    with multiprocessing.get_context("spawn").Pool(options.processes) as pool:
        for done, found in enumerate(pool.imap_unordered(_work, jobs), 1):
            failures += found
            print(
                f"{min(500 * done, options.count):>9,} of {options.count:,}, {len(failures)} failed", file=sys.stderr, flush=True
            )
    kinds: dict[str, list[Failure]] = {}
    for failure in failures:
        kinds.setdefault(failure.kind, []).append(failure)
    for alike in kinds.values():
        shortest = min(alike, key=lambda failure: len(failure.data))
        print(f"{len(alike)} alike, the shortest is case {shortest.number}: {shortest.why}\n{shortest.data!r}\n")
    spent = time.monotonic() - begun
    print(f"{options.count:,} cases in {spent:.0f} s: {len(failures)} failed")
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
