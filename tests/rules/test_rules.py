"""Every code means something: its texts, its example, and the same example mended."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from cnncalc import catalogue
from cnncalc.check.baseline import write_baseline
from cnncalc.check.examine import examine
from cnncalc.check.example import PATH, found
from cnncalc.check.judge import Judge
from cnncalc.check.results import LEVELS
from cnncalc.check.settings import Settings
from cnncalc.diagnostics import Diagnostic, UsageError
from cnncalc.render.rules import GROUPS, listed
from cnncalc.rules import ELSEWHERE, FAMILIES, RULES, all_rules, codes, rule_of
from cnncalc.rules._rule import Rule
from cnncalc.spec.document import Limits

PACKAGE = Path(catalogue.__file__).parent
EVERY = list(all_rules(everywhere=True))
#: What no small file of a network can show: a large one, a baseline beside it, homework, and files of weights.
WITHOUT_EXAMPLE = {"Y016", "H309", "L503", *(rule.code for rule in EVERY if rule.code.startswith(("K", "W")))}
each = pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.code)
shown = pytest.mark.parametrize("rule", [rule for rule in EVERY if rule.example], ids=lambda rule: rule.code)


def findings(text: str) -> list[Diagnostic]:
    """All that a check without settings finds."""
    return [merged.finding for merged in Judge().file(PATH, text, examine(text, PATH, Limits()), Settings()).merged()]


@each
def test_its_texts_are_the_houses(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert rule.level in LEVELS
    for text in (rule.what, rule.fix):
        assert re.match(r"(?!A |An |The )[a-z0-9`(]|[A-Z]{2}", text), text
        assert len(text) >= 12
        assert not text.endswith((".", "!", ":"))
    assert ". " not in rule.what
    assert re.match(r"[A-Z0-9`(]|\w+(\(| \+ )", rule.why)  # a formula stays as it is
    assert rule.why.endswith((".", ")"))
    assert len(rule.why) >= (30 if rule.code < "K5" and rule.code[0] == "K" else 80)
    for text in (rule.what, rule.why, rule.fix):
        assert " ".join(text.split()) == text
        assert text.count("`") % 2 == 0
        assert not re.search(r"\b(please|simply|just|obviously)\b", text, re.IGNORECASE)


@each
def test_it_has_an_example_and_its_mending(rule: Rule) -> None:
    assert bool(rule.example) == bool(rule.fixed) == (rule.code not in WITHOUT_EXAMPLE)
    for text in filter(None, (rule.example, rule.fixed)):
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert len(text.splitlines()) <= 16
        assert max(map(len, text.splitlines())) <= 100
    assert rule.example != rule.fixed or not rule.example


@shown
def test_the_example_is_found_and_nothing_else_is_wrong_with_it(rule: Rule) -> None:
    own = found(rule, rule.example)
    assert own
    assert {finding.severity for finding in own} == {rule.level}
    assert [finding for finding in findings(rule.example) if finding.code != rule.code and finding.severity != "info"] == []


@shown
def test_mended_it_is_clean(rule: Rule) -> None:
    assert found(rule, rule.fixed) == ()
    assert [finding for finding in findings(rule.fixed) if finding.severity != "info"] == []


def test_what_no_example_shows(tmp_path: Path) -> None:
    text = "input: 32x32x3\nlayers: [relu]\n"
    (large,) = examine(text, PATH, Limits(bytes=10)).networks
    assert [(finding.code, finding.severity) for finding in large.findings] == [("Y016", rule_of("Y016").level)]
    baseline = tmp_path / "baseline.json"
    path = str(tmp_path / PATH)
    bad = "input: 32x32x3\nlayers: [maxpool: 3]\n"
    write_baseline([Judge().file(path, bad, examine(bad, path, Limits()), Settings())], str(baseline))
    settings = Settings(baseline=str(baseline))
    for now, code in ((bad, ""), (text, "L503")):
        (network,) = Judge().file(path, now, examine(now, path, Limits()), settings).networks
        stale = [(finding.code, finding.severity) for finding in network.findings if finding.code in ("H302", "L503")]
        assert stale == ([(code, rule_of(code).level)] if code else [])


def test_codes_and_names_are_unique() -> None:
    assert [rule.code for rule in EVERY] == codes(everywhere=True) == sorted({*codes(everywhere=True)})
    assert len({rule.name for rule in EVERY}) == len(EVERY)
    assert not {rule.name.upper() for rule in EVERY} & {*codes(everywhere=True)}


def test_the_tables_hold_every_file() -> None:
    files = {path.stem: f"cnncalc.rules.{path.stem}" for path in (PACKAGE / "rules").glob("[!_]*.py")}
    assert sorted(RULES.values()) == sorted(files.values())
    assert list(RULES) == sorted(RULES)
    for code, module in RULES.items():
        rule = import_module(module).RULE
        assert (rule.code, rule.name.replace("-", "_")) == (code, module.rpartition(".")[2])
        assert {"check", "check_file"} & set(vars(import_module(module)))
    refusals = [f"cnncalc.rules.refusals.{path.stem}" for path in (PACKAGE / "rules" / "refusals").glob("[!_]*.py")]
    families = {**FAMILIES, **ELSEWHERE}
    assert sorted(families.values()) == sorted(refusals)
    for start, module in families.items():
        rules = import_module(module).RULES
        assert [rule.code for rule in rules] == sorted(rule.code for rule in rules)
        assert all(rule.code.startswith(start) for rule in rules)
    assert not [code for code in RULES if code.startswith(tuple(families))]


def test_every_rule_has_its_group() -> None:
    assert sorted(rule.code for rule in listed()) == codes(everywhere=True)
    assert {start for start in GROUPS if any(code.startswith(start) for code in codes(everywhere=True))} == set(GROUPS)


def test_what_the_package_gives_is_what_the_rules_mean() -> None:
    """Every code that stands in the source has a rule, and every rule's code or constant stands where findings are made."""
    texts: set[str] = set()
    names: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        if "rules" not in path.relative_to(PACKAGE).parts:
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    texts.add(node.value)
                elif isinstance(node, ast.Name):
                    names.add(node.id)
    given = {text for text in texts if re.fullmatch(r"[A-Z][0-9]{3}", text)}
    assert given <= set(codes(everywhere=True))
    for module in FAMILIES.values():
        constants = {value.code: name for name, value in vars(import_module(module)).items() if isinstance(value, Rule)}
        for rule in import_module(module).RULES:
            assert rule.code in given or constants.get(rule.code) in names, rule.code


def test_a_rule_is_found_by_code_and_by_name() -> None:
    assert rule_of("H302") is rule_of("h302") is rule_of("windows-do-not-fit") is rule_of("Windows-Do-Not-Fit")
    for word, help in (
        ("S111", "did you mean `S112`?"),
        ("windows-do-not-ft", "did you mean `windows-do-not-fit`?"),
        ("", "`cnncalc rule` lists them"),
        ("qqqqqq", "`cnncalc rule` lists them"),
    ):
        with pytest.raises(UsageError) as refused:
            rule_of(word)
        assert refused.value.message == f"there is no rule `{word}`"
        assert refused.value.help == (help,)


@pytest.mark.parametrize(
    "path", sorted(catalogue.folder().rglob(f"*{catalogue.SUFFIX}")), ids=lambda path: path.name.removesuffix(catalogue.SUFFIX)
)
def test_the_bundled_files_are_clean(path: Path) -> None:
    """No finding above info in any variant, and no comment that hides one."""
    examined = examine(path.read_text("utf-8"), path.name, Limits())
    assert examined.comments == ()
    assert [finding for network in examined.networks for finding in network.findings if finding.severity != "info"] == []
