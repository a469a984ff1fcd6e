"""Two networks' layers in pairs: the cheapest alignment of two sequences (Needleman & Wunsch 1970), in the order of the files.

A pair costs nothing where name and everything else are equal; another name, other shapes and other options cost more and more,
and a layer without a partner costs as much as other options. So a name that the file gives holds a layer where it is, and
numbered names (`conv3`) give way where a layer was put in before them: it is added, and what stands below it is renamed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from cnncalc.analysis.report import Report, Row
from cnncalc.layer_base import options_of

#: Positions of a layer in the old and in the new network; None where it has no partner.
Pair = tuple[int | None, int | None]

_NAME, _SHAPES, _OPTIONS, _ALONE, _KIND, _NEVER = 2, 3, 10, 10, 15, 100
#: Pairs that are weighed at most (a few seconds); larger networks are matched by their names alone.
_MOST = 4_000_000


def align(old: Report, new: Report) -> list[Pair]:
    """Every layer of both once: those of the new network in its order, what is gone where it stood."""
    theirs, ours = _keys(old, new)
    first, last = _common(theirs, ours)
    gone, come = theirs[first : len(theirs) - last], ours[first : len(ours) - last]
    small = len(gone) * len(come) <= _MOST
    pairs = _cheapest(gone, come) if small else [*((i, None) for i in range(len(gone))), *((None, j) for j in range(len(come)))]
    middle = [(i if i is None else i + first, j if j is None else j + first) for i, j in pairs]
    tail = [(len(theirs) - back, len(ours) - back) for back in range(last, 0, -1)]
    return _by_name([*((i, i) for i in range(first)), *middle, *tail], theirs, ours)


def options(row: Row, rounding: str) -> dict[str, Any]:
    """A layer's options with their values, defaults too, but the rounding where it is the file's."""
    if row.facts is None:
        return {}
    layer = row.facts.layer
    found = {field.name: getattr(layer, field.name) for field in options_of(layer)}
    if found.get("rounding") == rounding:
        del found["rounding"]
    return found


class _Key(NamedTuple):
    """What pairs are weighed by, each thing a number that equal ones share."""

    path: int
    kind: int
    own: int  # kind and options
    content: int  # all that a layer is but its name and what it reads


def _keys(*reports: Report) -> tuple[list[_Key], list[_Key]]:
    numbers: dict[Any, int] = {}

    def number(*thing: Any) -> int:
        return numbers.setdefault(thing, len(numbers))

    def key(row: Row, rounding: str) -> _Key:
        own = number(row.kind, repr(options(row, rounding)))  # a text, as some values are lists
        content = number(own, row.input_shapes, row.output, row.cost, row.aux is not None)
        return _Key(number(row.path), number("kind", row.kind), own, content)

    old, new = ([key(row, report.rounding) for row in report.rows] for report in reports)
    return old, new


def _common(old: Sequence[_Key], new: Sequence[_Key]) -> tuple[int, int]:
    """How many layers at the beginning, and how many at the end, are the same under the same name."""
    most = min(len(old), len(new))
    first = next((i for i in range(most) if old[i] != new[i]), most)
    last = next((i for i in range(most - first) if old[-1 - i] != new[-1 - i]), most - first)
    return first, last


def _cheapest(old: Sequence[_Key], new: Sequence[_Key]) -> list[Pair]:
    """The table of least costs, filled row by row, and the way back through it."""
    table = [list(range(0, _ALONE * (len(new) + 1), _ALONE))]
    for i, theirs in enumerate(old):
        above, cost = table[-1], _ALONE * (i + 1)
        line = [cost]
        for j, ours in enumerate(new):
            alone = min(above[j + 1], cost) + _ALONE
            cost = above[j]
            if theirs != ours:
                cost = min(cost + _price(theirs, ours), alone)
            line.append(cost)
        table.append(line)
    i, j, pairs = len(old), len(new), list[Pair]()
    while i and j:
        if table[i][j] == table[i - 1][j - 1] + _price(old[i - 1], new[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif table[i][j] == table[i][j - 1] + _ALONE:
            j -= 1
            pairs.append((None, j))
        else:
            i -= 1
            pairs.append((i, None))
    pairs += [(None, rest) for rest in range(j - 1, -1, -1)] + [(rest, None) for rest in range(i - 1, -1, -1)]
    return pairs[::-1]


def _price(old: _Key, new: _Key) -> int:
    """What it costs to call one layer the other."""
    name = 0 if old.path == new.path else _NAME
    if old.content == new.content:
        return name
    if old.own == new.own:
        return name + _SHAPES
    if old.kind == new.kind:
        return name + _OPTIONS
    return _NEVER if name else _KIND


def _by_name(pairs: list[Pair], old: Sequence[_Key], new: Sequence[_Key]) -> list[Pair]:
    """What was moved keeps its partner: layers that are left over and have one name are one layer."""
    gone = {old[i].path: i for i, j in pairs if i is not None and j is None}
    moved = {j: gone[new[j].path] for i, j in pairs if i is None and j is not None and new[j].path in gone}
    kept = set(moved.values())
    return [(moved.get(j, i) if i is None and j is not None else i, j) for i, j in pairs if not (j is None and i in kept)]
