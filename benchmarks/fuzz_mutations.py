"""Files with something changed in them, for fuzz.py: each depends on its random numbers alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
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
