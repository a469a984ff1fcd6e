"""What several formats say in the same words: counts, sums, which variants have a finding, and paths as a CI system has them."""

from __future__ import annotations

import os
from typing import Any

from cnncalc.check.results import CheckedFile, CheckedNetwork, Merged, Summary
from cnncalc.diagnostics import printable

_NAMED = 3


def plural(count: int, word: str) -> str:
    """`1 error`, `12 errors`."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def found(summary: Summary) -> str:
    """`2 errors, 1 warning`; nothing is ""."""
    return ", ".join(plural(count, level) for level, count in summary.counts.items() if count)


def checked(summary: Summary) -> str:
    """`Checked 12 files (31 networks): 2 errors, 1 warning in 1 file.`"""
    if not summary.files:
        return "Checked no files."
    said = [f"{found(summary)} in {plural(summary.with_findings, 'file')}"] if found(summary) else []
    said += [f"{plural(summary.unreadable, 'path')} could not be read"] if summary.unreadable else []
    return f"Checked {read(summary)}: {', '.join(said) or 'all is well'}{set_aside(summary)}."


def read(summary: Summary) -> str:
    """`12 files (31 networks)`: those that could be read."""
    return f"{plural(summary.files - summary.unreadable, 'file')} ({plural(summary.networks, 'network')})"


def set_aside(summary: Summary) -> str:
    """What was found and is not shown, in brackets; nothing is ""."""
    said = [f"{summary.ignored:,} ignored"] if summary.ignored else []
    said += [f"{summary.accepted:,} accepted by the baseline"] if summary.accepted else []
    return f" ({', '.join(said)})" if said else ""


def statistics(summary: Summary) -> list[tuple[int, str, str]]:
    """How often each code was found, its name beside it; the most frequent first."""
    from cnncalc.rules import rule_of

    ordered = sorted(summary.codes.items(), key=lambda item: (-item[1], item[0]))
    return [(count, code, rule_of(code).name) for code, count in ordered]


def closing(summary: Summary, last: str, statistical: bool) -> str:
    """What stands below findings for people: a line for each code where that was asked for, then the sums."""
    rows = statistics(summary) if statistical else []
    width = max((len(f"{count:,}") for count, _, _ in rows), default=0)
    return "".join(f"{count:>{width},} {code} {name}\n" for count, code, name in rows) + last + "\n"


def at_start(path: str) -> str:
    """A path as a line may begin with it: GitHub's runner obeys lines that begin with `::`, whatever printed them."""
    shown = printable(path)
    return f"./{shown}" if shown.lstrip().startswith("::") else shown


def unreadable(file: CheckedFile) -> str:
    """Why a file could not be read, in one line that names it."""
    path, error = printable(file.path), printable(file.error)
    return error if path in error else f"{path}: {error}"


def clean(file: CheckedFile) -> str:
    """`nets/a.cnn.yaml: ok, 61,100,840 parameters, 714,188,480 multiply-adds`; of several networks the least and the most."""
    totals = [network.totals for network in file.networks if network.totals]
    several = plural(len(file.networks), "network") if len(file.networks) > 1 else ""
    figures = (_range(totals, "params", "parameter"), _range(totals, "macs", "multiply-add"))
    return f"{at_start(file.path)}: {', '.join(filter(None, ('ok', several, *figures)))}\n"


def _range(totals: list[dict[str, Any]], key: str, word: str) -> str:
    known = [total[key] for total in totals if total[key] is not None]
    if not known:
        return ""
    least, most = min(known), max(known)
    return (f"{least:,} to " if least < most else "") + plural(most, word)


def among(merged: Merged) -> str:
    """`in resnet18, resnet34 and 3 more`, of the variants that have a finding where others do not; and whose figures it tells."""
    names = [printable(name) for name in merged.variants]
    if len(names) > _NAMED:
        names = [*names[: _NAMED - 1], f"{len(names) - _NAMED + 1} more"]
    where = f"in {', '.join(names[:-1])}{' and ' * (len(names) > 1)}{names[-1]}" if names else ""
    figures = f"figures of {printable(merged.told_of)}" if merged.told_of else ""
    return ", ".join(filter(None, (where, figures)))


def whose(merged: Merged) -> str:
    """` (layer conv1, in resnet18)`: what a line alone would lose of a finding."""
    layer = f"layer {printable(merged.finding.layer)}" if merged.finding.layer else ""
    said = ", ".join(filter(None, (layer, among(merged))))
    return f" ({said})" if said else ""


def message(merged: Merged) -> str:
    """The message in one line, with its layer and variants."""
    return printable(merged.finding.message) + whose(merged)


def line(file: CheckedFile, merged: Merged) -> str:
    """A finding in one line behind its place, `nets/a.cnn.yaml:3:5: message (layer conv1)`."""
    return f"{printable(file.path)}:{merged.place.line}:{merged.place.column}: {message(merged)}"


def networks_of(file: CheckedFile) -> tuple[CheckedNetwork, ...]:
    """The file's networks; of one that could not be read a network of which nothing is known."""
    return file.networks or (CheckedNetwork(None, (), None),)


def below(path: str, variable: str) -> str:
    """A path with forward slashes, relative to the folder that an environment variable names where it lies in there."""
    folder = os.environ.get(variable)
    absolute = os.path.abspath(path)
    for base in (os.path.abspath(folder), os.path.realpath(folder)) if folder else ():
        inside = os.path.join(base, "")
        if absolute.startswith(inside):
            path = absolute[len(inside) :]
            break
    return path.replace(os.sep, "/")
