"""The schema of `cnncalc rule --format json`."""

from __future__ import annotations

from typing import Any

from cnncalc.schema.records import TEXT, document, record, rows, said


def schema() -> dict[str, Any]:
    """One record a rule."""
    rule = record(
        {
            "code": said("A letter for the family and three digits; kept for ever.", {**TEXT, "pattern": "^[A-Z][0-9]{3}$"}),
            "name": said("The code in words.", {**TEXT, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}),
            "group": said("What such rules are about.", TEXT),
            "level": said("How bad its findings are; a budget's may be warnings.", {"enum": ["error", "warning", "info"]}),
            "what": said("What it finds, in one sentence without its full stop.", {**TEXT, "minLength": 1}),
            "why": said("Why that is told or refused.", {**TEXT, "minLength": 1}),
            "example": said("A file in which it finds something; empty where no small file can show it.", TEXT),
            "found": said("What it finds there, as `cnncalc check` prints it.", TEXT),
            "fix": said("What to do, without its full stop.", {**TEXT, "minLength": 1}),
            "fixed": said("The example, mended.", TEXT),
        }
    )
    rules = said("Every rule that was asked for.", rows(rule))
    return document("rule", "cnncalc rule", "What the codes of findings mean.", {"rules": rules})
