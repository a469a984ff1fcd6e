"""The differences for the comment of a pull request: a sentence, the totals, and the layers folded away.

GitHub takes 65,536 characters; where there is more to say, the last layers are left out and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import starmap

from cnncalc.analysis.diff import Diff
from cnncalc.diagnostics import Diagnostic, printable
from cnncalc.render import Look
from cnncalc.render.diff.groups import Group, groups_of
from cnncalc.render.diff.words import OTHERS, Comparison, Line, Side, counted, figures_of, grown, headline, total_lines
from cnncalc.render.markdown import code

_MOST = 60_000
_FINDINGS = 20  # that are told; all of them are on standard error
_ALWAYS = ("parameters", "multiply-adds")
_HEAD = ("| figure | old | new | change | % |", "|---|--:|--:|--:|--:|")
_LAYERS = ("| layer | figure | old | new | change | % |", "|---|---|--:|--:|--:|--:|")


def render(comparison: Comparison, look: Look, all: bool) -> str:
    """A whole comment: each network that changed, then the others in one line each."""
    alone = len(comparison.networks) == 1
    changed = [side for side in comparison.networks if side.diff and (all or side.status == "changed")]
    lines = [f"### {_heading(comparison)}", "", _asked(comparison), ""]
    wrong = [*map(_plain, grown(comparison)), *starmap(_finding, comparison.findings[:_FINDINGS])]
    wrong += [f"{len(comparison.findings) - _FINDINGS:,} more errors"] * (len(comparison.findings) > _FINDINGS)
    if wrong:
        lines += [*(f"- :x: {line}" for line in wrong), ""]
    sections = [(f"#### {_name(side)}: {headline(side.diff)}", side.diff) for side in changed if side.diff]
    room = (_MOST - sum(map(len, lines))) // max(len(sections), 1)
    for head, diff in sections:
        lines += [*([] if alone else [head, ""]), *_network(diff, all, room)]
    lines += _others(comparison)
    return "\n".join(lines).rstrip("\n") + "\n"


def _heading(comparison: Comparison) -> str:
    """What the whole comes to."""
    name = code(printable(comparison.new))
    if len(comparison.networks) == 1 and comparison.networks[0].diff:
        return f"{name}: {headline(comparison.networks[0].diff)}"
    counts = [(len(comparison.of(status)), status) for status in ("changed", "added", "removed", "refused")]
    said = [f"{count} {status}" for count, status in counts if count]
    if len(comparison.networks) <= 1:
        return f"{name}: {said[0].split()[1] if said else 'refused'}"
    return f"{name}: of {len(comparison.networks)} networks {', '.join(said) or 'none changed'}"


def _asked(comparison: Comparison) -> str:
    old, new = (code(printable(name)) for name in (comparison.old, comparison.new))
    return f"{old} → {new}, batch {comparison.batch}, {comparison.dtype}"


def _plain(line: str) -> str:
    """A line of exact numbers that may begin with a variant's name."""
    name, colon, rest = line.rpartition(": ")
    return f"{code(name)}{colon}{rest}" if colon else line


def _finding(finding: Diagnostic, path: str) -> str:
    place = f":{finding.span.line}:{finding.span.column}" if finding.span else ""
    return f"{code(printable(path) + place)} {finding.code}: {code(printable(finding.message))}"


def _name(side: Side) -> str:
    return code(side.variant or "network")


def _network(diff: Diff, all: bool, room: int) -> Iterator[str]:
    totals = [line for line, changed in total_lines(diff) if changed or line.label in _ALWAYS]
    used = 0
    for line in [*_HEAD, *(_row(line) for line in totals), ""]:
        used += len(line) + 1
        yield line
    groups = groups_of(diff, all)
    if groups:
        yield from (f"<details><summary>{counted(diff)}</summary>", "", *_LAYERS)
        yield from _rows(groups, room - used - 500)
        yield from ("", "</details>", "")
    elif not diff.same:
        yield from (counted(diff), "")


def _rows(groups: list[Group], room: int) -> Iterator[str]:
    """As many layers as there is room for, none of them in part, and how many there are besides."""
    for number, group in enumerate(groups):
        lines = group.lines or [Line("", "", "")]
        title = _title(group)
        rows = [_row(line, title if not place else "") for place, line in enumerate(lines)]
        room -= sum(len(row) + 1 for row in rows)
        if room < 0:
            left = sum(group.times for group in groups[number:])
            yield from ("", f"({left:,} more layer{'s' if left > 1 else ''}: a comment on GitHub is too short for them)")
            return
        yield from rows


def _title(group: Group) -> str:
    count = f"{group.times:,} x " if group.times > 1 else ""
    if group.old is None or group.new is None:
        return f"{group.status} {count}{code(group.name)} ({group.kind})"
    return count + " → ".join(code(name) for name in dict.fromkeys((group.old, group.new)))


def _row(line: Line, *first: str) -> str:
    cells = [line.label, *(_value(text, line.change) for text in (line.old, line.new)), line.change, line.percent]
    return f"| {' | '.join([*first, *cells])} |"


def _value(text: str, change: str) -> str:
    """A number or a volume as it is; words and lists are code, as anything may stand in them."""
    return code(text) if text and not change and not text.replace("x", "").replace(",", "").isdigit() else text


def _others(comparison: Comparison) -> Iterable[str]:
    """What was not compared, and what is the same."""
    for side in comparison.of("added", "removed"):
        if side.report is not None:
            name = f"{code(side.variant)} " if side.variant else ""
            yield f"- {name}{side.status}: {figures_of(side.report)}"
    for status, words in OTHERS.items():
        rest = [side.variant for side in comparison.of(status) if side.variant]
        if rest:
            yield f"- {words}: {', '.join(map(code, rest))}"
