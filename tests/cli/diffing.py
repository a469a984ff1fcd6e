"""Two networks for the tests of `cnncalc diff`, and how they are compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.runner import Done, call
from tests.schema.judge import validator

#: 28 parameters a filter and 640 for each in the fc, with its 10 biases: 668 * K + 10.
NET = """\
name: A net
input: 8x8x3
layers:
  - conv: {filters: %d, kernel: 3, padding: 1, activation: relu}
    name: first
  - fc: 10
"""
#: 3 % of 100 filters.
OLD, NEW = NET % 100, NET % 103
#: Variants of one convolution, to be filled in.
VARIANTS = """\
input: 8x8x3
params: {k: 4}
variants: {%s}
layers:
  - conv: {filters: $k, kernel: 3}
"""


def compare(folder: Path, *arguments: str, old: str = OLD, new: str = NEW) -> Done:
    (folder / "old.cnn.yaml").write_text(old, "utf-8")
    (folder / "new.cnn.yaml").write_text(new, "utf-8")
    return call("diff", "old.cnn.yaml", "new.cnn.yaml", *arguments, cwd=folder)


def judged(done: Done) -> Any:
    """The JSON, held against its schema."""
    found = json.loads(done.out)
    assert [f"{error.json_path}: {error.message[:200]}" for error in validator("diff").iter_errors(found)] == []
    return found
