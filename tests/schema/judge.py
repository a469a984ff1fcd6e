"""One file before two judges: the schema of the language, read by jsonschema, and our own reader."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema import Draft7Validator

from cnncalc import layers
from cnncalc.api import Architecture
from cnncalc.diagnostics import CnnCalcError, Diagnostic
from cnncalc.schema import schema_of
from cnncalc.spec.document import Mapping, Node, Scalar, Sequence, read
from cnncalc.spec.load import Program

#: Codes of what a schema can see: structure, types, and words that are not of the language.
STRUCTURE = {"S101", "S102", "S104", "S105", "S106", "S107", "S112"}


@lru_cache(maxsize=8)
def validator(name: str = "language") -> Draft7Validator:
    return Draft7Validator(schema_of(name))


def plain(node: Node | None) -> Any:
    """A document as any reader of YAML 1.2 gives it."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    return node.value


def findings(text: str, name: str = "<text>") -> list[Diagnostic]:
    """The errors of every variant."""
    try:
        program = Program(text, layers, name)
        reports = [Architecture(program, name, variant, {}).analyze(strict=False) for variant in program.variants or [None]]
    except CnnCalcError as error:
        return [finding for finding in error.findings if finding.severity == "error"]
    return [finding for report in reports for finding in report.findings if finding.severity == "error"]


def refused_by_schema(document: Any) -> list[str]:
    """Where, and what the validator says."""
    return [f"{error.json_path}: {error.message[:200]}" for error in validator().iter_errors(document)]


def document_of(text: str) -> Any:
    """The text as plain values; None where it is not YAML that we read."""
    document = read(text)
    return None if document.root is None or document.findings else plain(document.root)
