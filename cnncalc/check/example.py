"""The file that a rule shows, checked as any other."""

from __future__ import annotations

from cnncalc.check.examine import examine
from cnncalc.check.judge import Judge
from cnncalc.check.settings import Settings
from cnncalc.diagnostics import Diagnostic
from cnncalc.rules._rule import Rule
from cnncalc.spec.document import Limits

#: What a finding names as the file.
PATH = "example.cnn.yaml"


def found(rule: Rule, text: str) -> tuple[Diagnostic, ...]:
    """What the rule finds in a text; of the rules' own examples there is one finding or more."""
    file = Judge().file(PATH, text, examine(text, PATH, Limits()), Settings())
    return tuple(merged.finding for merged in file.merged() if merged.finding.code == rule.code)
