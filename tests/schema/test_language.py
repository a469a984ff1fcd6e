"""The schema itself: well formed, complete, documented, and the same at every call."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from cnncalc import layers, schema
from cnncalc.schema import entries, language, values
from cnncalc.spec.convert import ROUNDINGS
from cnncalc.spec.header import parse_quantity
from cnncalc.spec.load import KEYS
from cnncalc.spec.options import plan_of
from cnncalc.spec.steps import FORMS
from cnncalc.spec.steps.branches import MERGES

LANGUAGE = schema.schema_of("language")
DEFINITIONS = LANGUAGE["definitions"]


def _schemas(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema of properties that a person can write or read, with its place."""
    if isinstance(node, dict):
        properties = node.get("properties", {})
        if not any(part in path for part in ("/if", "/then", "/else")):
            yield from ((f"{path}/{key}", value) for key, value in properties.items() if isinstance(value, dict))
        for key, value in node.items():
            yield from _schemas(value, f"{path}/{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _schemas(value, f"{path}/{number}")


@pytest.mark.parametrize("name", schema.SCHEMAS)
def test_it_is_a_schema(name: str) -> None:
    found = schema.schema_of(name)
    Draft7Validator.check_schema(found)
    assert found["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert found["title"]
    assert found["description"]
    assert found["additionalProperties"] is False


@pytest.mark.parametrize("name", schema.SCHEMAS)
def test_the_table_names_every_file(name: str) -> None:
    assert schema.SCHEMAS[name] == f"cnncalc.schema.{name}"
    folder = Path(schema.__file__).parent
    assert (folder / f"{name}.py").exists()
    with_schema = {path.stem for path in folder.glob("*.py") if "\ndef schema()" in path.read_text("utf-8")}
    assert with_schema == set(schema.SCHEMAS)


def test_everything_that_can_be_written_is_explained() -> None:
    described = [(path, found) for path, found in _schemas(LANGUAGE) if not path.endswith("/inputs")]
    assert len(described) > 200
    for path, found in described:
        if path.startswith("/allOf"):
            continue  # conditions, not keys
        assert found.get("title"), path
        text = found.get("description", "")
        assert text[:1].isupper() or text[:1] == "`" or text[:1].isdigit(), (path, text)
        assert text.endswith("."), (path, text)


def test_every_reference_leads_somewhere() -> None:
    for reference in _references(LANGUAGE):
        found: Any = LANGUAGE
        for part in reference.removeprefix("#/").split("/"):
            found = found[int(part)] if isinstance(found, list) else found[part]
        assert isinstance(found, dict)


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


@pytest.mark.parametrize("kind", layers.names())
def test_a_kind_has_just_its_options(kind: str) -> None:
    layer_class: Any = layers.load(kind)
    plan = plan_of(layer_class)
    options = DEFINITIONS[f"options.{kind}"]
    sugar = {"norm", "activation"} if layer_class.weighted else set()
    assert set(options["properties"]) == set(plan.metadata) | sugar
    assert options["additionalProperties"] is False
    for name, meta in plan.metadata.items():
        doc = options["properties"][name]["description"]
        assert doc.lower() == f"{meta['doc']}.".lower()


def test_tables_of_words_are_complete() -> None:
    assert tuple(language.KEY_DOCS) == KEYS
    assert tuple(entries.MERGE_DOCS) == MERGES
    assert tuple(values.ROUNDING_DOCS) == ROUNDINGS
    siblings = {word for _, words in FORMS.values() for word in words}
    assert set(entries.KEY_DOCS) == (siblings | set(entries.BESIDE)) - set(FORMS)


@pytest.mark.parametrize("unit", [*language.COUNT_UNITS, *language.BYTE_UNITS, "KB", "Mib", "kb", "m", "b", "PB", ""])
def test_units_of_budgets(unit: str) -> None:
    for is_bytes, name in ((False, "params"), (True, "weights")):
        valid = Draft7Validator({**DEFINITIONS["budget"]}).is_valid({name: f"2.5 {unit}"})
        assert valid == isinstance(parse_quantity(f"2.5 {unit}", is_bytes), int), unit


@pytest.mark.parametrize("name", schema.SCHEMAS)
def test_it_is_the_same_at_every_call(name: str) -> None:
    here = schema.render(name)
    assert json.loads(here) == schema.schema_of(name)
    code = f"import sys; from cnncalc.schema import render; sys.stdout.write(render({name!r}))"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout == here
