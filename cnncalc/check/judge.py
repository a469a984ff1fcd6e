"""What was found in a file, judged: budgets, what is selected and ignored, comments in the file, and the baseline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cnncalc.check.baseline import Baseline
from cnncalc.check.budgets import Limit, over_budget
from cnncalc.check.examine import MOST_TOLD, Examined, ExaminedNetwork
from cnncalc.check.results import CheckedFile, CheckedNetwork
from cnncalc.check.settings import Settings, selects
from cnncalc.diagnostics import Diagnostic, in_text_order
from cnncalc.rules import codes
from cnncalc.rules.refusals.budgets import UNKNOWN_TOTAL
from cnncalc.rules.refusals.ignores import BAD_IGNORE, STALE_BASELINE, UNUSED_IGNORE

#: Families of what refuses a file: never left out by a selection, only where they are ignored by name.
_REFUSALS = "YSGH"


class Judge:
    """Judges one file after the other, and counts what was silenced."""

    def __init__(self) -> None:
        self.ignored = 0
        self.accepted = 0
        self._baselines: dict[str, Baseline] = {}

    def file(self, path: str, text: str, examined: Examined, settings: Settings) -> CheckedFile:
        """The file's findings that count under its settings."""
        silencer = _Silencer(examined, settings)
        kept = [silencer.keep(_found(network, settings.limits)) for network in examined.networks]
        for network, found in zip(examined.networks, kept, strict=True):
            found += silencer.keep(_unknown_total(network, found, settings))
        refused = any(network.figures is None for network in examined.networks)
        of_file = silencer.of_comments(refused)
        self.ignored += len(silencer.silenced)
        if settings.baseline:
            baseline = self._baseline(settings.baseline)
            accepted = _accepted(baseline, path, [*(finding for found in kept for finding in found), *of_file])
            self.accepted += len(accepted)
            kept = [[finding for finding in found if finding.fault not in accepted] for found in kept]
            of_file = [finding for finding in of_file if finding.fault not in accepted]
            of_file += silencer.keep(() if refused else _stale(baseline, path, settings))
        everywhere = len(of_file) * len(kept) <= MOST_TOLD
        for found in kept if everywhere else kept[:1]:
            found += of_file
        networks = [
            CheckedNetwork(network.variant, in_text_order(found), network.totals, network.name)
            for network, found in zip(examined.networks, kept, strict=True)
        ]
        file = CheckedFile(path, tuple(networks), text, False, "", settings.fail_level)
        return file._replace(failed=any(file.fails(finding) for network in networks for finding in network.findings))

    def of_gone_files(self) -> int:
        """How many findings the baselines hold of files that are no more."""
        return sum(count for baseline in self._baselines.values() for _, _, count in baseline.unmatched([]))

    def _baseline(self, path: str) -> Baseline:
        """Raises UsageError for one that cannot be read."""
        if path not in self._baselines:
            self._baselines[path] = Baseline.load(path)
        return self._baselines[path]


def _accepted(baseline: Baseline, path: str, findings: Iterable[Diagnostic]) -> set[tuple[object, ...]]:
    """Those that the baseline holds, each asked once for the file."""
    found: dict[tuple[object, ...], Diagnostic] = {}
    for finding in findings:  # the first of a place stands for it, as where findings are merged
        found.setdefault(finding.fault, finding)
    return {key for key, finding in found.items() if baseline.accepts(path, finding)}


def _stale(baseline: Baseline, path: str, settings: Settings) -> Iterator[Diagnostic]:
    """L503: what the baseline holds of the file and what is no more, where it would have counted."""
    for _, entry, count in baseline.unmatched([path], gone=False):
        if not _selected(entry.code, settings) or selects(settings.ignore, entry.code):
            continue
        times = f" {count} times" if count > 1 else ""
        message = f"the baseline accepts{times} what is no more: {entry.code} {entry.message}"
        yield Diagnostic(STALE_BASELINE.code, message, None, (), ("write the baseline anew",), entry.layer, STALE_BASELINE.level)


def _found(network: ExaminedNetwork, limits: tuple[Limit, ...]) -> list[Diagnostic]:
    return [*network.findings, *over_budget(network, [*network.limits, *limits])]


def _unknown_total(network: ExaminedNetwork, kept: list[Diagnostic], settings: Settings) -> Iterator[Diagnostic]:
    """Nothing unknown is within a budget: said where the error that makes it unknown is silenced."""
    limits = [*network.limits, *settings.limits]
    if network.figures is None and limits and not any(finding.severity == "error" for finding in kept):
        figures = " and ".join(dict.fromkeys(limit.figure for limit in limits))
        message = f"the budget of {figures} cannot be judged: an error that is ignored leaves the totals unknown"
        yield Diagnostic(UNKNOWN_TOTAL.code, message, next((limit.span for limit in limits if limit.span), None))


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _selected(code: str, settings: Settings) -> bool:
    return code[0] in _REFUSALS or selects(settings.select, code)


class _Silencer:
    """What settings and comments leave out of one file."""

    def __init__(self, examined: Examined, settings: Settings) -> None:
        self.comments, self.settings = examined.comments, settings
        self.silenced: set[tuple[object, ...]] = set()
        self._comments = {(comment.line, code) for comment in self.comments for code in comment.codes}
        self._used: set[tuple[int, str]] = set()  # of these, those that silenced something

    def keep(self, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Those of a network that nothing silences."""
        kept = []
        for finding in findings:
            if not _selected(finding.code, self.settings):
                continue
            if self._commented(finding) or selects(self.settings.ignore, finding.code):
                self.silenced.add(finding.fault)
            else:
                kept.append(finding)
        return kept

    def _commented(self, finding: Diagnostic) -> bool:
        """A budget from outside has no place in the file, and so none where the file could lift it."""
        place = (finding.span.line if finding.span else 0, finding.code)
        if place not in self._comments:
            return False
        self._used.add(place)
        return True

    def of_comments(self, refused: bool) -> list[Diagnostic]:
        """L501 and L502, for comments that are wrong or silenced nothing. A refused file's rules were not asked."""
        known = frozenset(codes()) if self.comments else frozenset()
        found = []
        for comment in self.comments:
            if comment.fault:
                found.append(BAD_IGNORE.on(comment.span, comment.fault, *comment.help))
            if strange := [f"`{code[:20]}`" for code in comment.codes if code not in known]:
                message = f"a comment ignores {_listed(strange)}, which {'is no rule' if len(strange) == 1 else 'are no rules'}"
                found.append(BAD_IGNORE.on(comment.span, message, "`cnncalc rule` lists them"))
            if unused := [code for code in comment.codes if code in known and self._unused(comment.line, code, refused)]:
                message = f"a comment ignores {_listed(unused)}, but line {comment.line} has no such finding"
                found.append(UNUSED_IGNORE.on(comment.span, message, "take it out"))
        return self.keep(found)

    def _unused(self, line: int, code: str, refused: bool) -> bool:
        asked = _selected(code, self.settings) and not (refused and code[0] not in _REFUSALS)
        return asked and (line, code) not in self._used and not selects(self.settings.ignore, code)
