"""What the rules find in a text."""

from __future__ import annotations

from cnncalc.check.examine import examine
from cnncalc.diagnostics import Diagnostic, in_text_order
from cnncalc.spec.document import Limits


def found(text: str, code: str) -> list[Diagnostic]:
    """The findings of one code in all variants of a text, which has no error; each once, in the order of the text."""
    networks = examine(text, "test.cnn.yaml", Limits()).networks
    findings = in_text_order(finding for network in networks for finding in network.findings)
    errors = [finding for finding in findings if finding.severity == "error" and finding.code != code]
    assert not errors, errors
    return [finding for finding in findings if finding.code == code]
