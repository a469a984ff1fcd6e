"""The rules of `cnncalc check`: one file each, imported when it is asked for, and what every code of the product means."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from cnncalc.diagnostics import unknown_word
from cnncalc.rules._rule import Rule

#: Code -> module of what is looked for in a network or a file; each has `RULE`, and `check` or `check_file`.
RULES: dict[str, str] = {
    "L101": "cnncalc.rules.collapsing_layers",
    "L102": "cnncalc.rules.bias_before_norm",
    "L103": "cnncalc.rules.repeated_activation",
    "L104": "cnncalc.rules.softmax_after_activation",
    "L105": "cnncalc.rules.dropout_before_norm",
    "L106": "cnncalc.rules.dropout_on_scores",
    "L107": "cnncalc.rules.output_activation",
    "L108": "cnncalc.rules.softmax_inside",
    "L109": "cnncalc.rules.norm_after_norm",
    "L110": "cnncalc.rules.no_effect",
    "L111": "cnncalc.rules.softmax_of_one",
    "L112": "cnncalc.rules.duplicate_input",
    "L113": "cnncalc.rules.activation_before_add",
    "L201": "cnncalc.rules.unread_cells",
    "L202": "cnncalc.rules.window_in_padding",
    "L203": "cnncalc.rules.padding_not_below_kernel",
    "L204": "cnncalc.rules.map_smaller_than_kernel",
    "L205": "cnncalc.rules.field_covers_input",
    "L206": "cnncalc.rules.field_below_input",
    "L207": "cnncalc.rules.shrinks_fast",
    "L208": "cnncalc.rules.skipped_cells",
    "L209": "cnncalc.rules.uneven_overlap",
    "L210": "cnncalc.rules.thinned_map",
    "L211": "cnncalc.rules.pool_padding",
    "L301": "cnncalc.rules.fc_holds_most",
    "L302": "cnncalc.rules.large_kernel",
    "L304": "cnncalc.rules.unmixed_groups",
    "L401": "cnncalc.rules.unused_block",
    "L402": "cnncalc.rules.unused_parameter",
    "L403": "cnncalc.rules.unread_layer",
    "L404": "cnncalc.rules.unmerged_branch",
    "L405": "cnncalc.rules.duplicate_variant",
    "L406": "cnncalc.rules.never_reached",
    "L407": "cnncalc.rules.missing_source",
    "L408": "cnncalc.rules.missing_expect",
    "L409": "cnncalc.rules.yaml_versions",
    "L410": "cnncalc.rules.misleading_name",
    "L411": "cnncalc.rules.unused_default",
    "L412": "cnncalc.rules.hidden_name",
    "L413": "cnncalc.rules.channels_first",
}
#: Start of a code -> module with `RULES`: what is found while a file is read, calculated, judged or executed.
FAMILIES: dict[str, str] = {
    "Y00": "cnncalc.rules.refusals.yaml_text",
    "Y01": "cnncalc.rules.refusals.yaml_values",
    "S": "cnncalc.rules.refusals.structure",
    "G": "cnncalc.rules.refusals.graph",
    "H": "cnncalc.rules.refusals.shapes",
    "E": "cnncalc.rules.refusals.expectations",
    "B": "cnncalc.rules.refusals.budgets",
    "L5": "cnncalc.rules.refusals.ignores",
}
#: The same for what is found in homework and in files of weights, which `check` never looks at.
ELSEWHERE: dict[str, str] = {"K": "cnncalc.rules.refusals.homework", "W": "cnncalc.rules.refusals.weights"}


def rule_of(word: str) -> Rule:
    """What a code, or a rule's name, means; case does not count. Raises UsageError where there is no such rule."""
    code = word.upper()
    if code in RULES:
        found: Rule = import_module(RULES[code]).RULE
        return found
    for start, module in {**FAMILIES, **ELSEWHERE}.items():
        if code.startswith(start):
            for rule in _of(module):
                if rule.code == code:
                    return rule
    names = {rule.name: rule for rule in all_rules(everywhere=True)}
    if word.lower() in names:
        return names[word.lower()]
    raise unknown_word("rule", word, [*codes(everywhere=True), *names], "`cnncalc rule` lists them")


def all_rules(everywhere: bool = False) -> Iterator[Rule]:
    """Every rule of architecture files, in the order of the codes; `everywhere`: those of homework and weights too."""
    for code in codes(everywhere):
        yield rule_of(code)


def codes(everywhere: bool = False) -> list[str]:
    """Every code of architecture files, in order; `everywhere`: those of homework and weights too."""
    modules = [*FAMILIES.values(), *(ELSEWHERE.values() if everywhere else ())]
    return sorted([*RULES, *(rule.code for module in modules for rule in _of(module))])


def _of(module: str) -> tuple[Rule, ...]:
    rules: tuple[Rule, ...] = import_module(module).RULES
    return rules
