"""Numbers drawn from names: the same ones tomorrow, on every machine and with every version of Python."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """A stream of draws. `same` is one that all students have in common, for what should be equally hard for all.

    Python promises no more of its own generator than that `random()` stays as it is; a hash of names and a count does not change.
    """

    def __init__(self, names: Sequence[object], same: Draws | None = None) -> None:
        self._names, self._count = "\0".join(map(str, names)), 0
        self.same = same or self

    def below(self, limit: int) -> int:
        """A number from 0 to limit - 1."""
        digest = sha256(f"{self._names}\0{self._count}".encode("utf-8", "surrogatepass")).digest()
        self._count += 1
        return int.from_bytes(digest[:8], "big") % limit

    def between(self, low: int, high: int) -> int:
        """A number from low to high, both included."""
        return low + self.below(high - low + 1)

    def choice(self, items: Sequence[T]) -> T:
        """One of them."""
        return items[self.below(len(items))]

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """So many of them, none twice, in any order."""
        rest = list(items)
        return [rest.pop(self.below(len(rest))) for _ in range(count)]

    def row(self, count: int, low: int, high: int) -> list[int]:
        """So many numbers from low to high."""
        return [self.between(low, high) for _ in range(count)]

    def grid(self, rows: int, columns: int, low: int, high: int) -> list[list[int]]:
        """Rows of numbers from low to high."""
        return [self.row(columns, low, high) for _ in range(rows)]
