"""What the rules mean as text, as JSON, and as the page `docs/rules.md` (`python -m cnncalc.render.rules` prints it)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cnncalc.diagnostics import printable
from cnncalc.render.findings import colored, render_findings
from cnncalc.render.prose import READABLE, heading, hung, marked, table
from cnncalc.rules import all_rules
from cnncalc.rules._rule import Rule

#: How a code begins -> what such rules are about, in the order in which they are listed.
GROUPS: dict[str, str] = {
    "Y": "YAML",
    "S": "Structure and types",
    "G": "Names and connections",
    "H": "Shapes",
    "E": "Expected figures",
    "B": "Budgets",
    "L1": "What layers compute",
    "L2": "Windows, maps and receptive fields",
    "L3": "Cost",
    "L4": "The file",
    "L5": "Ignored findings",
    "K1": "Homework: slips with parameters",
    "K2": "Homework: slips with shapes",
    "K3": "Homework: slips with memory and operations",
    "K4": "Homework: slips with receptive fields, values and the rest",
    "K5": "Homework: answers that cannot be read",
    "K6": "Homework: keys",
    "K7": "Homework: tables",
    "W": "Files of weights",
}
_LEVELS = (
    "An error fails a file: it cannot be calculated, or does not hold what it promises. A warning is most likely a mistake. "
    "An info is worth knowing, and often meant."
)
_LEAST_ROOM = 50  # for what stands behind a label; with less it has lines of its own


def listed() -> list[Rule]:
    """Every rule, group by group."""
    groups = list(GROUPS.values())
    return sorted(all_rules(everywhere=True), key=lambda rule: groups.index(group_of(rule)))


def group_of(rule: Rule) -> str:
    """What a rule is about."""
    return next(group for start, group in GROUPS.items() if rule.code.startswith(start))


def overview(width: int | None, color: bool) -> str:
    """Every rule in a line or two, group by group; lines are broken where a width is given."""
    rules = listed()
    column = max(len(rule.name) for rule in rules) + 2
    heads = f"  code  {'level':<9}{'name':<{column}}"
    beside = width is None or width - len(heads) >= _LEAST_ROOM
    lines = [heading(f"{heads}what it finds" if beside else heads.rstrip(), color)]
    for group in GROUPS.values():
        lines += ["", heading(group, color)]
        for rule in rules:
            if group_of(rule) == group:
                label = f"  {rule.code}  {rule.level:<9}{rule.name:<{column}}"
                lines += hung(label, rule.what, width) if beside else [label.rstrip(), *hung(" " * 8, rule.what, width)]
    lines += ["", *hung("", f"{_LEVELS} `cnncalc rule CODE` explains one.", width)]
    return "\n".join(lines) + "\n"


def page(rule: Rule, width: int | None, color: bool) -> str:
    """One rule: what it finds and why, an example with its finding, and the example mended."""
    width = min(width or READABLE, READABLE)
    lines = [heading(f"{rule.code} {rule.name} ({rule.level})", color), ""]
    lines += [*hung("", _sentence(rule.what), width), "", *hung("", rule.why, width), ""]
    if rule.example:
        finding = _finding(rule, width - 4)
        lines += [heading("this file", color), "", *_indented(_shown(rule.example)), ""]
        lines += [heading("gives", color), "", *_indented(colored(finding) if color else finding), ""]
    lines += [heading("what to do", color), "", *hung("", _sentence(rule.fix), width)]
    if rule.fixed:
        lines += ["", *_indented(_shown(rule.fixed))]
    return "\n".join(lines) + "\n"


def pages(rules: Iterable[Rule], width: int | None, color: bool) -> str:
    """Several, one below the other."""
    line = "-" * min(width or READABLE, READABLE)
    return f"\n{line}\n\n".join(page(rule, width, color) for rule in rules)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _finding(rule: Rule, width: int) -> str:
    """What a check of the example prints."""
    from cnncalc.check.example import PATH, found

    return render_findings(found(rule, rule.example), rule.example, PATH, width).rstrip("\n")


def _shown(text: str) -> str:
    """A file without what a terminal would obey or hide."""
    return "\n".join(printable(line) for line in text.rstrip("\n").split("\n"))


def _indented(text: str) -> list[str]:
    return [f"    {line}".rstrip() for line in text.rstrip("\n").split("\n")]


def as_json(rules: Iterable[Rule]) -> str:
    """One object, `cnncalc.rule/1`, with a record for each rule; `found` is what the example gives, as people are shown it."""
    import json

    records = [
        {
            "code": rule.code,
            "name": rule.name,
            "group": group_of(rule),
            "level": rule.level,
            "what": rule.what,
            "why": rule.why,
            "example": rule.example,
            "found": f"{_finding(rule, READABLE)}\n" if rule.example else "",
            "fix": rule.fix,
            "fixed": rule.fixed,
        }
        for rule in rules
    ]
    return json.dumps({"schema": "cnncalc.rule/1", "rules": records}, indent=1, ensure_ascii=False) + "\n"


def markdown() -> str:
    """The page of all rules, with a table of contents."""
    rules = listed()
    lines = [
        "# What `cnncalc check` finds", "",
        "<!-- Generated by `python -m cnncalc.render.rules > docs/rules.md` from the rules. -->", "",
        "What `cnncalc rule CODE` prints, for every code. A code, once given, is kept for ever.", "",
        marked(_LEVELS), "",
    ]  # fmt: skip
    for group in GROUPS.values():
        rows = [_row(rule) for rule in rules if group_of(rule) == group]
        lines += [f"**{group}**", "", *table(("code", "level", "name", "what it finds"), rows), ""] if rows else []
    for group in GROUPS.values():
        mine = [rule for rule in rules if group_of(rule) == group]
        lines += [f"## {group}", "", *(line for rule in mine for line in section(rule))] if mine else []
    return "\n".join(lines).rstrip("\n") + "\n"


def _row(rule: Rule) -> tuple[str, ...]:
    return (f"[{rule.code}](#{rule.code.lower()})", rule.level, rule.name, marked(rule.what))


def section(rule: Rule) -> Iterator[str]:
    """One rule as a section of Markdown; its heading is the code alone, as that is what links lead to."""
    yield from (f"### {rule.code}", "", f"**{rule.name}** ({rule.level}): {marked(rule.what)}.", "", marked(rule.why), "")
    if rule.example:
        yield from ("```yaml", *_shown(rule.example).split("\n"), "```", "")
        yield from ("```text", *_finding(rule, READABLE).split("\n"), "```", "")
    yield from (f"What to do: {marked(rule.fix)}.", "")
    if rule.fixed:
        yield from ("```yaml", *_shown(rule.fixed).split("\n"), "```", "")


if __name__ == "__main__":
    print(markdown(), end="")
