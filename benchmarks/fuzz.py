"""Mutated files through the whole way: bytes, text, program, report, JSON and findings.

    python benchmarks/fuzz.py --count 100000 --seed 1

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
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cnncalc import layers
from cnncalc.api import Architecture
from cnncalc.diagnostics import CnnCalcError, UsageError
from cnncalc.render.as_json import report_to_dict
from cnncalc.render.findings import render_findings, summary
from cnncalc.spec.document import Limits
from cnncalc.spec.load import Program
from cnncalc.spec.source import decode

ROOT = Path(__file__).resolve().parent.parent
#: Lower than the defaults, so that a case that only runs into a limit does it soon.
LIMITS = Limits(events=20_000, nodes=50_000, layers=400)
#: Files larger than this are not mutated: they would only be slow.
LARGEST = 6_000

SPECIALS = (
    ": ", "- ", "? ", "#", " #", "&a ", "*a", "!!int ", "!x ", "|\n", ">\n", "'", '"', "[", "]", "{", "}", ",", "%", "@", "`",
    "\t", "\r\n", "\n", "\n\n", "---\n", "...\n", "<<: *a", "~", "null", "true", "no", ".inf", ".nan", "0x1F", "010", "1_0",
    "1e5",
    "3.0", "$", "$(", ")", "$in", "$x", "$(in // 0)", "\u200b", "\u202e", "\x00", "\x07", "\x1b", "\x85", "\u2028", "\ufeff",
    "\\",
    '"\\e[31m"', '"\\ud800"', '"\\x07"', "\ud7ff", "\U0010ffff",
)  # fmt: skip
NUMBERS = ("0", "-1", "1", "2", "7", "99", "65535", "2147483647", "2147483648", "9" * 30, "9" * 5000, "0.5", "1e308", "1e-400")
EXPRESSIONS = (
    "$(in * 2)", "$(in // 2)", '"$(max(in, 8))"', "$(2 ** 31)", "$(in / 3)", '"$([1, 2, 3][1])"', "$(1 if in > 3 else 2)",
    '"$(multiple(in, 8))"', "$(not true)", "$(round(2.5))", "$(len(x))", "$(sum(x))", "$((((in))))", "$(-in)", "$(in ** -1)",
    "$(0.1 * 3)", "$('a' == 'a')", "a$(in)b",
)  # fmt: skip


class Failure(NamedTuple):
    """A case that went wrong."""

    number: int
    why: str
    data: bytes

    @property
    def kind(self) -> str:
        """The same for failures at the same place."""
        return "".join(line for line in self.why.splitlines() if line.startswith("  File "))[-80:] or self.why.split()[0]


def seeds() -> list[bytes]:
    """The files to start from: those of the package and those of the tests."""
    paths = [*ROOT.glob("architectures/**/*.yaml"), *ROOT.glob("tests/**/*.cnn.yaml")]
    found = [path.read_bytes() for path in sorted(paths)]
    return [data for data in found if len(data) <= LARGEST] or [b"input: 8x8x3\nlayers: [relu]\n"]


def mutate(rng: random.Random, corpus: list[bytes]) -> bytes:
    """One file with one to six changes."""
    data = rng.choice(corpus)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 6))):
        data = rng.choice(_MUTATIONS)(rng, data, corpus)
    return data[: 4 * LARGEST]


def _flip(rng: random.Random, data: bytes, corpus: list[bytes]) -> bytes:
    if not data:
        return b"\xff"
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]


def _insert(rng: random.Random, data: bytes, corpus: list[bytes]) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(SPECIALS).encode("utf-8", "surrogatepass") + data[at:]


def _delete(rng: random.Random, data: bytes, corpus: list[bytes]) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[at + rng.choice((1, 1, 2, 5, 20)) :]


def _token(rng: random.Random, data: bytes, corpus: list[bytes]) -> bytes:
    """One word or number replaced by another of any file, a number or an expression."""
    words = list(_words(data))
    if not words:
        return data
    start, end = rng.choice(words)
    kind = rng.randrange(4)
    if kind == 0:
        new = rng.choice(NUMBERS).encode()
    elif kind == 1:
        new = rng.choice(EXPRESSIONS).encode()
    else:
        other = data if kind == 2 else rng.choice(corpus)
        others = list(_words(other))
        first, last = rng.choice(others) if others else (0, 0)
        new = other[first:last]
    return data[:start] + new + data[end:]


def _words(data: bytes) -> Iterator[tuple[int, int]]:
    start = None
    for at, byte in enumerate(data):
        inside = byte > 127 or chr(byte).isalnum() or byte in b"_.$-"
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            yield start, at
            start = None
    if start is not None:
        yield start, len(data)


def _line(rng: random.Random, data: bytes, corpus: list[bytes]) -> bytes:
    """A line twice, elsewhere, gone, or indented otherwise."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    at = rng.randrange(len(lines))
    kind = rng.randrange(4)
    if kind == 0:
        lines.insert(rng.randrange(len(lines) + 1), lines[at])
    elif kind == 1:
        lines[at : at + 1] = []
    elif kind == 2:
        lines[at] = lines[at].replace(b"  ", b"", 1)
    else:
        lines[at] = b"  " * rng.randrange(4) + lines[at]
    return b"".join(lines)


def _splice(rng: random.Random, data: bytes, corpus: list[bytes]) -> bytes:
    other = rng.choice(corpus)
    first, second = rng.randrange(len(data) + 1), rng.randrange(len(other) + 1)
    return data[:first] + other[second : second + rng.choice((20, 200, 2_000))] + (data[first:] if rng.randrange(2) else b"")


def _repeat(rng: random.Random, data: bytes, corpus: list[bytes]) -> bytes:
    """A piece many times over."""
    at = rng.randrange(len(data) + 1)
    piece = data[at : at + rng.choice((1, 2, 10, 40))]
    return data[:at] + piece * rng.choice((2, 10, 80)) + data[at:]


_MUTATIONS = (_flip, _insert, _insert, _delete, _token, _token, _token, _line, _line, _splice, _repeat)


def check(data: bytes) -> str | None:
    """What is wrong with how a file is treated, or None."""
    try:
        printed = _run(data)
    except Exception:  # what escapes is the failure that is looked for
        return traceback.format_exc(limit=-6)
    for what, text in printed:
        strange = next((character for character in text if character != "\n" and not character.isprintable()), None)
        if strange is not None:
            return f"{what} holds {strange!r}"
    return None


def _run(data: bytes) -> list[tuple[str, str]]:
    """Everything that is printed for a file."""
    try:
        architecture = Architecture(Program(decode(data, "fuzz"), layers, "fuzz", LIMITS), "fuzz", None, {})
        report = architecture.calculate()
    except UsageError as error:
        return [("usage", str(error))]
    except CnnCalcError as error:
        return [("findings", render_findings(error.findings, error.source, error.path) + summary(error.findings))]
    findings = render_findings(report.findings, report.text, report.path) + summary(report.findings)
    return [("findings", findings), ("json", json.dumps(report_to_dict(report), allow_nan=False))]


def run_range(seed: int, numbers: range, slow: float) -> list[Failure]:
    """The failures among some cases."""
    corpus = seeds()
    failures = []
    for number in numbers:
        data = mutate(random.Random(f"{seed}:{number}"), corpus)
        start = time.process_time()
        why = check(data)
        spent = time.process_time() - start
        if why is None and spent > slow:
            why = f"took {spent:.2f} s"
        if why is not None:
            failures.append(Failure(number, why, data))
    return failures


def _work(job: tuple[int, range, float]) -> list[Failure]:
    return run_range(*job)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="number of the first case")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--slow", type=float, default=1.0, help="seconds that one case may take")
    parser.add_argument("--show", action="store_true", help="print the bytes of the cases and run nothing")
    options = parser.parse_args()
    if options.show:
        corpus = seeds()
        for number in range(options.start, options.start + options.count):
            print(number, mutate(random.Random(f"{options.seed}:{number}"), corpus))
        return 0
    begun = time.monotonic()
    last = options.start + options.count
    jobs = [(options.seed, range(first, min(first + 500, last)), options.slow) for first in range(options.start, last, 500)]
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
