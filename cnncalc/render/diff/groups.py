"""Layers that changed alike, and whose names differ in numbers alone, are told once: a block that is used 16 times, for one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from cnncalc.analysis.diff import Diff, LayerChange
from cnncalc.diagnostics import printable
from cnncalc.render.diff.words import Line, layer_lines

_NUMBER = re.compile("([0-9]+)")
_LEAST = 3  # two layers are told one by one


class Group(NamedTuple):
    """One layer, or as many as `times` says; the figures are those of each. All texts are printable."""

    status: str
    kind: str
    old: str | None  # the name before; `*` stands for a number that is not the same in all
    new: str | None
    times: int
    lines: Sequence[Line]

    @property
    def name(self) -> str:
        """As it is now, else as it was."""
        return self.new or self.old or ""


def groups_of(diff: Diff, all: bool) -> list[Group]:
    """The layers that changed, in their order; with `all` every layer, and each for itself."""
    if all:
        return [_group([layer], layer_lines(layer)) for layer in diff.layers]
    changed = [layer for layer in diff.layers if layer.status not in ("same", "renamed")]
    told = [tuple(layer_lines(layer)) for layer in changed]
    keys = [_key(layer, lines) for layer, lines in zip(changed, told, strict=True)]
    counts = Counter(keys)
    found: dict[Any, list[LayerChange]] = {}
    for number, (layer, key) in enumerate(zip(changed, keys, strict=True)):
        found.setdefault(key if counts[key] >= _LEAST else number, []).append(layer)
    return [_group(layers, layer_lines(layers[0])) for layers in found.values()]


def _key(layer: LayerChange, lines: tuple[Line, ...]) -> tuple[Any, ...]:
    names = [_NUMBER.sub("*", side.path) if side else None for side in (layer.old, layer.new)]
    return (layer.status, layer.row.kind, *names, lines)


def _group(layers: list[LayerChange], lines: list[Line]) -> Group:
    old, new = (
        _shared(side.path for side in sides if side) for sides in zip(*((one.old, one.new) for one in layers), strict=True)
    )
    return Group(layers[0].status, layers[0].row.kind, old, new, len(layers), lines)


def _shared(paths: Iterable[str]) -> str | None:
    """`stage*/conv1` of stage1/conv1, stage2/conv1 ...; None of nothing."""
    parts = [set(part) for part in zip(*map(_NUMBER.split, paths), strict=True)]
    return printable("".join(part.pop() if len(part) == 1 else "*" for part in parts)) if parts else None
