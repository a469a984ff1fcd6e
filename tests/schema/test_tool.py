"""The schema in a tool that people use: check-jsonschema, on good files, bad files, and on itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cnncalc import schema

ROOT = Path(__file__).parent.parent.parent


def check(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schema") / schema.FILE_NAME
    path.write_text(schema.render("language"), "utf-8")
    return path


def test_the_schemas_are_schemas(tmp_path: Path) -> None:
    for name in schema.SCHEMAS:
        (tmp_path / f"{name}.json").write_text(schema.render(name), "utf-8")
    done = check("--check-metaschema", *sorted(tmp_path.iterdir()))
    assert done.returncode == 0, done.stdout


def test_bundled_files(written: Path) -> None:
    done = check("--schemafile", written, *sorted((ROOT / "architectures").glob("*.cnn.yaml")))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            "conv: {filters: 3, kernel: 3, strid: 2}",
            "$.layers[0].conv: Additional properties are not allowed ('strid' was unexpected)",
        ),
        ("conv: {filters: 3}", "$.layers[0].conv: 'kernel' is a required property"),
        ("rellu", "$.layers[0]: 'rellu' does not match"),
        ("repeat: 3", "$.layers[0]: 'layers' is a required property"),
        ("{relu: , nmae: x}", "$.layers[0]: Additional properties are not allowed ('nmae' was unexpected)"),
        ("fc: many", "$.layers[0].fc: 'many' is not valid"),
    ],
)
def test_bad_entries_are_named_where_they_stand(written: Path, tmp_path: Path, entry: str, said: str) -> None:
    path = tmp_path / "bad.cnn.yaml"
    path.write_text(f"input: 8x8x3\nlayers:\n  - {entry}\n", "utf-8")
    done = check("--schemafile", written, path)
    assert done.returncode == 1
    assert said in done.stdout
