"""What was given to an operation, key by key: each is read once, checked, and kept in one form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from cnncalc.diagnostics import did_you_mean
from cnncalc.homework.exact.errors import ComputationError
from cnncalc.homework.exact.tensor import MOST_CELLS, Exact, Tensor, described, read_number, read_tensor

#: Letters of formulas -> the keys that they mean.
LETTERS = {"x": "input", "w": "weight", "b": "bias"}
#: Depth of a tensor -> what it is.
WORDS = {1: "a list", 2: "rows of numbers", 3: "channels of rows of numbers", 4: "filters of channels of rows"}


class Given:
    """The keys of one computation. `values` collects what was read: tensors as Tensor, sizes as tuples, words as text."""

    def __init__(self, op: str, raw: Mapping[str, Any]) -> None:
        self.op, self.values = op, dict[str, Any]()
        self.raw: dict[str, Any] = {}
        self._typed: dict[str, str] = {}  # key -> how it was written
        for word, value in ((str(word), value) for word, value in raw.items()):
            if word == "op" or value is None:
                continue
            key = LETTERS.get(word, word)
            if key in self.raw:
                raise ComputationError(word, f"`{self._typed[key]}` and `{word}` both give the {key}", "leave one out")
            self.raw[key], self._typed[key] = value, word

    def only(self, keys: Iterable[str]) -> None:
        """Refuse what the operation does not take."""
        known = sorted(keys)
        for key, word in self._typed.items():
            if key not in known:
                raise ComputationError(word, f"`{self.op}` takes no `{word[:40]}`", did_you_mean(word, known))

    def __contains__(self, key: str) -> bool:
        return key in self.raw

    def path(self, key: str) -> str:
        """The key as it was written."""
        return self._typed.get(key, key)

    def tensor(self, key: str, *depths: int) -> Tensor:
        """A tensor whose lists are nested so deep; any depth where none is named."""
        if key not in self.raw:
            raise ComputationError("", f"`{self.op}` needs `{key}`", f"add `{key}`, {WORDS[max(depths, default=1)]}")
        found = read_tensor(self.path(key), self.raw[key])
        if depths and len(found.shape) not in depths:
            wanted = " or ".join(WORDS.get(depth, "one number") for depth in depths)
            raise ComputationError(self.path(key), f"`{key}` must be {wanted}, found {described(found.shape)}")
        self.values[key] = found
        return found

    def optional(self, key: str, default: Exact) -> Tensor:
        """A number or a list of numbers."""
        if key not in self.raw:
            return Tensor((), (default,))
        return self.tensor(key, 0, 1)

    def number(self, key: str, default: Exact) -> Exact:
        if key not in self.raw:
            return default
        self.values[key] = found = read_number(self.path(key), self.raw[key])
        return found

    def word(self, key: str, choices: tuple[str, ...]) -> str:
        """One of these words; the first where none is given."""
        if key not in self.raw:
            return choices[0]
        found = self.raw[key]
        if found not in choices:
            raise ComputationError(self.path(key), f"`{key}` cannot be `{str(found)[:40]}`", did_you_mean(str(found), choices))
        self.values[key] = found
        return str(found)

    def flag(self, key: str, default: bool) -> bool:
        if key not in self.raw:
            return default
        found = {"true": True, "false": False}.get(str(self.raw[key]).lower())
        if found is None:
            raise ComputationError(self.path(key), f"`{key}` must be true or false, found `{str(self.raw[key])[:40]}`")
        self.values[key] = found
        return found

    def sizes(self, key: str, rank: int, default: int | None, least: int = 1) -> tuple[int, ...]:
        """One size for all axes, or one an axis: `3`, `[3, 5]`, `3x5`."""
        if key not in self.raw and default is None:
            raise ComputationError("", f"`{self.op}` needs `{key}`", f"add `{key}`, one size or one an axis")
        self.values[key] = found = self._each(key, self.raw.get(key, default), rank, least)
        return found

    def _each(self, key: str, value: Any, rank: int, least: int) -> tuple[int, ...]:
        if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,9}(\s*[x×]\s*[0-9]{1,9})+\s*", value):
            value = re.split("[x×]", value)
        if not isinstance(value, (list, tuple)):
            return (self._size(key, self.path(key), value, least),) * rank
        if len(value) != rank:
            axes = "1 axis" if rank == 1 else f"{rank} axes"
            raise ComputationError(self.path(key), f"`{key}` has {len(value)} sizes for {axes}")
        return tuple(self._size(key, f"{self.path(key)}[{number}]", item, least) for number, item in enumerate(value))

    def _size(self, key: str, path: str, value: Any, least: int) -> int:
        found = read_number(path, value)
        if not isinstance(found, int) or not least <= found <= MOST_CELLS:
            raise ComputationError(path, f"`{key}` must be a whole number from {least} to {MOST_CELLS:,}, found `{found}`")
        return found

    def padding(self, rank: int, words: tuple[str, ...] = ()) -> tuple[tuple[int, int], ...] | str:
        """Cells before and after on each axis, or one of the words. Pairs are nested: `[[1, 2]]` is 1 before and 2 after."""
        value = self.raw.get("padding", 0)
        if isinstance(value, str) and value in words:
            self.values["padding"] = value
            return value
        if isinstance(value, str) and re.fullmatch(r"\s*[A-Za-z-]+\s*", value):
            help = did_you_mean(value, words) if words else "a size, or one an axis"
            raise ComputationError(self.path("padding"), f"`padding` cannot be `{value.strip()[:40]}`", help)
        path = self.path("padding")
        if isinstance(value, (list, tuple)) and any(isinstance(item, (list, tuple)) for item in value):
            if len(value) != rank or any(not isinstance(item, (list, tuple)) or len(item) != 2 for item in value):
                example = "[[1, 2]]" if rank == 1 else "[[1, 2], [0, 1]]"
                raise ComputationError(path, f"`padding` needs before and after on each axis, as in {example}")
            sides = [[self._size("padding", f"{path}[{a}][{b}]", side, 0) for b, side in enumerate(pair)]
                     for a, pair in enumerate(value)]  # fmt: skip
        else:
            sides = [[each, each] for each in self._each("padding", value, rank, 0)]
        self.values["padding"] = found = tuple((before, after) for before, after in sides)
        return found
