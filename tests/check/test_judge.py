"""What counts of what was found: selections, ignores, comments, baselines, budgets that nobody can judge."""

from __future__ import annotations

from pathlib import Path

from cnncalc.check.baseline import write_baseline
from cnncalc.check.budgets import Limit
from cnncalc.check.examine import examine
from cnncalc.check.judge import Judge
from cnncalc.check.results import CheckedFile
from cnncalc.check.settings import Settings
from cnncalc.spec.document import Limits

# L103 at 5:5 (relu after relu), E101 at 7:18, L407 (no source)
TWICE = """\
input: 8x8x3
layers:
  - conv: {filters: 4, kernel: 3}
  - relu
  - relu
  - fc: 10
expect: {params: 1000}
"""
# H302 at 3:43; nothing else can be judged
MISFIT = """\
input: 7x7x3
layers:
  - conv: {filters: 8, kernel: 3, stride: 3}
"""


def judged(text: str, judge: Judge | None = None, **settings: object) -> CheckedFile:
    examined = examine(text, "net.cnn.yaml", Limits())
    return (judge or Judge()).file("net.cnn.yaml", text, examined, Settings(**settings))  # type: ignore[arg-type]


def codes(text: str, judge: Judge | None = None, **settings: object) -> list[str]:
    """The codes above info, in the order of the text."""
    found = judged(text, judge, **settings).merged()
    return [merged.finding.code for merged in found if merged.finding.severity != "info"]


def test_everything_by_default() -> None:
    assert codes(TWICE) == ["L103", "E101"]
    assert codes(MISFIT) == ["H302"]


def test_select_and_ignore() -> None:
    assert codes(TWICE, select=("L",)) == ["L103"]
    assert codes(TWICE, select=("L2", "E101")) == ["E101"]
    assert codes(TWICE, ignore=("L1",)) == ["E101"]
    assert codes(TWICE, select=("L1",), ignore=("L103",)) == []


def test_what_refuses_a_file_is_never_left_out_by_a_selection() -> None:
    assert codes(MISFIT, select=("L",)) == ["H302"]
    assert codes(MISFIT, ignore=("H302",)) == []


def test_the_level_that_fails() -> None:
    quiet = TWICE.replace("expect: {params: 1000}\n", "")
    assert judged(TWICE).failed
    assert not judged(quiet).failed
    assert judged(quiet, fail_level="warning").failed
    silent = quiet.replace("  - relu\n  - relu\n", "  - relu\n")
    assert not judged(silent, fail_level="warning").failed
    assert judged(silent, fail_level="info").failed  # no source


def test_comments() -> None:
    judge = Judge()
    beside = TWICE.replace("  - relu\n  - fc", "  - relu  # cnncalc: ignore[L103]\n  - fc")
    assert codes(beside, judge) == ["E101"]
    assert judge.ignored == 1
    above = TWICE.replace("expect:", "# cnncalc: ignore[E101]\nexpect:")
    assert codes(above) == ["L103"]
    another = TWICE.replace("  - relu\n  - fc", "  - relu  # cnncalc: ignore[L104]\n  - fc")
    assert codes(another) == ["L103", "L501", "E101"]


def test_a_comment_that_silences_nothing() -> None:
    unused = TWICE.replace("  - fc: 10", "  - fc: 10  # cnncalc: ignore[L103, E101]")
    found = [merged.finding for merged in judged(unused).merged() if merged.finding.code == "L501"]
    assert [finding.message for finding in found] == ["a comment ignores L103 and E101, but line 6 has no such finding"]
    assert codes(unused, select=("E",)) == ["E101"]
    assert "L501" not in codes(unused, ignore=("L5",))
    silenced = TWICE.replace("  - fc: 10", "  - fc: 10  # cnncalc: ignore[L103, L501]")
    assert "L501" not in codes(silenced)


def test_a_comment_of_an_unknown_code() -> None:
    assert codes(TWICE.replace("  - fc: 10", "  - fc: 10  # cnncalc: ignore[L999]")) == ["L103", "L502", "E101"]
    assert codes(TWICE.replace("  - fc: 10", "  - fc: 10  # cnncalc: ignore")) == ["L103", "L502", "E101"]


def test_a_refused_file_says_nothing_of_comments_for_rules() -> None:
    """The rules were not asked, so nobody knows whether the comment is needed."""
    text = MISFIT + "  - relu  # cnncalc: ignore[L103]\n"
    assert codes(text) == ["H302"]
    assert codes(text.replace("L103", "H301")) == ["H302", "L501"]


def test_an_unknown_total_is_within_no_budget() -> None:
    limit = Limit("params", 10**9, "1G", source="--max-params")
    ignoring = MISFIT.replace("stride: 3}", "stride: 3}  # cnncalc: ignore[H302]")
    assert codes(ignoring) == []
    assert codes(MISFIT, limits=(limit,)) == ["H302"]
    (found,) = judged(ignoring, limits=(limit,)).merged()
    assert found.finding.code == "B102"
    assert found.finding.message == ("the budget of params cannot be judged: an error that is ignored leaves the totals unknown")
    assert codes(ignoring + "budget: {macs: 1G}\n") == ["B102"]
    assert codes(ignoring, limits=(limit,), ignore=("B102",)) == []


def test_a_baseline(tmp_path: Path) -> None:
    path = str(tmp_path / "baseline.json")
    write_baseline([judged(TWICE)], path)
    judge = Judge()
    moved = "# a comment that moves every line\n" + TWICE
    assert judged(moved, judge, baseline=path).merged() == []
    assert judge.accepted == len(judged(TWICE).merged())
    more = TWICE.replace("  - relu\n  - fc", "  - relu\n  - relu\n  - fc")
    assert codes(more, baseline=path) == ["L103"]  # the new one
    mended = TWICE.replace("  - relu\n  - relu\n", "  - relu\n")
    stale = [merged.finding for merged in judged(mended, baseline=path).merged()]
    assert [finding.code for finding in stale] == ["L503"]
    assert "L103" in stale[0].message


def test_variants_are_judged_apart_and_merged() -> None:
    text = """\
source: x
params: {n: 8}
input: 8x8x3
variants:
  small: {expect: {params: 1220}}
  large: {n: 16, expect: {params: 1}}
layers:
  - conv: {filters: $n, kernel: 3, padding: 1}
  - relu
  - relu
"""
    file = judged(text)
    assert [(network.variant, [finding.code for finding in network.findings]) for network in file.networks] == [
        ("small", ["E101", "L103"]),
        ("large", ["E101", "L103"]),
    ]
    assert [(merged.finding.code, merged.variants) for merged in file.merged()] == [
        ("E101", ("small",)),
        ("E101", ("large",)),
        ("L103", ()),
    ]
    ignoring = text.replace("expect: {params: 1}}", "expect: {params: 1}}  # cnncalc: ignore[E101]")
    assert [(merged.finding.code, merged.variants) for merged in judged(ignoring).merged()] == [
        ("E101", ("small",)),
        ("L103", ()),
    ]
