"""Both sides of `diff`: which file, and which network of it, is held against which."""

from __future__ import annotations

import os
from typing import Any

from cnncalc.analysis.diff import compare
from cnncalc.cli._git import PREFIX, Missing, place_of
from cnncalc.cli._sources import Calculator, Source, open_source
from cnncalc.diagnostics import CnnCalcError, UsageError, printable
from cnncalc.render.diff.words import Side


def open_both(old: str, new: str, limits: dict[str, int], calculator: Calculator) -> tuple[Source | None, Source | None]:
    """Both sides; None for a file that one of them does not have, and for one that was refused as a whole."""
    if old == new == "-":
        raise UsageError("standard input is one network", "name a file for OLD or for NEW")
    found: list[Source | None] = []
    gone: list[UsageError] = []
    for name, other in ((old, new), (new, old)):
        try:
            found.append(open_source(name, limits))
        except UsageError as error:
            if not (_is_missing(name, error) and _same_path(name, other)):
                raise
            gone.append(error)
            found.append(None)
        except CnnCalcError as error:
            calculator.refuse(error)
            found.append(None)
    if len(gone) == 2:
        raise gone[1]
    return found[0], found[1]


def _is_missing(name: str, error: UsageError) -> bool:
    """Whether a name was refused because there is no such file, and for nothing else."""
    return isinstance(error, Missing) or not (name.startswith(PREFIX) or os.path.lexists(name))


def _same_path(one: str, other: str) -> bool:
    """Whether two names mean one file, in the folder or in a commit: then one side of it may be missing."""
    paths = [place_of(name).path if name.startswith(PREFIX) else name for name in (one, other)]
    return os.path.abspath(paths[0]) == os.path.abspath(paths[1])


def make_sides(old: Source | None, new: Source | None, calculator: Calculator) -> list[Side]:
    """Every network of both, those of the new side in its order, with what changed."""
    if calculator.findings:  # one of the files is none that has networks
        return [Side(None, "refused", None, None)]
    theirs: dict[str | None, Any] = dict(old.networks) if old else {}
    ours: dict[str | None, Any] = dict(new.networks) if new else {}
    if old and new:
        _match(old, new, theirs, ours)
    if len(theirs) <= 1 and theirs.keys() == ours.keys():  # two networks: what was asked for says which
        theirs, ours = (dict.fromkeys([None], *networks.values()) for networks in (theirs, ours))
    names = [*ours, *(name for name in theirs if name not in ours)]
    return [_side(name, theirs.get(name), ours.get(name), calculator) for name in names]


def _match(old: Source, new: Source, theirs: dict[Any, Any], ours: dict[Any, Any]) -> None:
    """Give what is to be compared one name: two single networks, or one and the variant of a file that it means."""
    for one, other, mine, others in ((old, new, theirs, ours), (new, old, ours, theirs)):
        if len(mine) > 1:
            continue
        (name,) = mine
        if len(others) == 1:
            others[name] = others.pop(next(iter(others)))
        elif name is None:  # a file became one with variants: what it was is what `show` takes, the first one
            mine[next(iter(others))] = mine.pop(name)
        elif one.chosen is not None:
            if name not in others:
                listed = ", ".join(map(str, others))
                raise UsageError(f"{other.name} has variants, and none is called `{name}`", f"name one: {listed}")
            for variant in [variant for variant in others if variant != name]:
                del others[variant]
        return


def _side(name: str | None, old: Any, new: Any, calculator: Calculator) -> Side:
    reports = [calculator.report(network) if network is not None else None for network in (old, new)]
    label = printable(name) if name is not None else None
    wanted = [report for report, network in zip(reports, (old, new), strict=True) if network is not None]
    if None in wanted:
        return Side(label, "refused", None, None)
    theirs, ours = reports
    if theirs is None or ours is None:
        return Side(label, "added" if theirs is None else "removed", None, theirs or ours)
    diff = compare(theirs, ours)
    return Side(label, "same" if diff.same else "changed", diff, ours)
