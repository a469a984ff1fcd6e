"""The schema of `cnncalc check --format json`. A line of jsonl is a `file` of it; the last has the other keys."""

from __future__ import annotations

from typing import Any

from cnncalc.schema.records import COUNT, TEXT, document, nullable, record, rows, said
from cnncalc.schema.report import finding, totals
from cnncalc.schema.values import Schema

_CODE = "^[A-Z][0-9]{3}$"


def schema() -> dict[str, Any]:
    """Every network that was checked, and the sums."""
    keys = {
        "files": said(
            "An entry for each network, in the order in which the files were named.", rows({"$ref": "#/definitions/file"})
        ),
        "summary": _summary(),
    }
    known = document("check", "cnncalc check", "What is wrong with architecture files, network by network.", keys)
    known["definitions"] |= {"file": _file(), "finding": finding()}
    return known


def _file() -> Schema:
    keys = {
        "path": said("The file, as it was named.", TEXT),
        "variant": said("Which of its variants; null where it has none.", nullable(TEXT)),
        "status": said("failed: a finding is at or above the fail level.", {"enum": ["ok", "failed", "unreadable"]}),
        "findings": said("What was found in it, in the order of the text.", rows({"$ref": "#/definitions/finding"})),
        "totals": said("Sums without auxiliary heads; null where the text gives no network.", nullable(totals())),
        "error": said("Why the file could not be read.", {**TEXT, "minLength": 1}),
    }
    entry = record(keys, ("error",))
    unreadable = {"properties": {"status": {"const": "unreadable"}}}
    nothing = {"properties": {"findings": {"maxItems": 0}, "totals": {"type": "null"}}, "required": ["error"]}
    judged = {"if": unreadable, "then": nothing, "else": {"not": {"required": ["error"]}}}
    return {**said("One network, or a file that could not be read.", entry), **judged}


def _summary() -> Schema:
    once = " Each counts once for a file, however many of its variants have it."
    codes = {"type": "object", "propertyNames": {"pattern": _CODE}, "additionalProperties": {"type": "integer", "minimum": 1}}
    return said(
        "The sums of the run.",
        record(
            {
                "files": said("Files.", COUNT),
                "networks": said("Networks in them: a file's variants, or the one that it has.", COUNT),
                "errors": said(f"Findings that are errors.{once}", COUNT),
                "warnings": said(f"Findings that are warnings.{once}", COUNT),
                "infos": said(f"Findings that are informations.{once}", COUNT),
                "failed": said("Files with a finding at or above the fail level, or that could not be read.", COUNT),
                "unreadable": said("Files that could not be read.", COUNT),
                "ignored": said("Findings that a comment or an option silenced.", COUNT),
                "accepted": said("Findings that the baseline holds.", COUNT),
                "codes": said("How often each code was found.", codes),
            }
        ),
    )
