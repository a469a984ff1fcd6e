"""What the README and the pages of docs/ show, and what happens: `python -m tests.docs [PAGE ...]` brings pages up to date.

A ```console block holds commands of a shell after `$ ` with what each prints at 100 columns, findings last. A ```yaml or ```toml
block whose first line is a comment with a file's name is that file, from the next line on. A ```python block is run after those
above it on its page, in one namespace; the ```text block that follows it directly, where there is one, holds what it prints.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PYTHON = re.compile(r"^```python\n(.*?)^```$(\n\n```text\n(?:.*?)^```$)?", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
_FILE = re.compile(r"^```(?:yaml|toml)\n# (\S+\.(?:yaml|yml|toml))\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def pages() -> list[Path]:
    """The README and every page of docs/."""
    return [README, *sorted((ROOT / "docs").rglob("*.md"))]


def commands(page: Path) -> list[tuple[str, str]]:
    """Every command that a page shows, with what it prints there."""
    return [command for block in CONSOLE.findall(page.read_text("utf-8")) for command in _COMMAND.findall(block)]


def files(page: Path) -> list[tuple[str, str]]:
    """The files that a page shows: paths and texts."""
    return _FILE.findall(page.read_text("utf-8"))


def write_files(page: Path, folder: Path) -> None:
    """The files that a page shows, in a folder."""
    for name, body in files(page):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(body, "utf-8")


def run(command: str, folder: Path) -> str:
    """What a command prints in a folder at 100 columns, findings included."""
    clean = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS")}
    environment = {**clean, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    assert "cnncalc " in command, f"{command}: commands of other programs stand in an `sh` block, which is not run"
    shell = f'cnncalc() {{ {shlex.quote(sys.executable)} -m cnncalc "$@"; }}\n{command}'
    done = subprocess.run(["sh", "-c", shell], cwd=folder, env=environment, capture_output=True, check=False)
    return (done.stdout + done.stderr).decode()


def outputs(page: Path, folder: Path) -> list[tuple[str, str]]:
    """What stands under each Python block of a page, and what should: they are run one after the other."""
    namespace: dict[str, Any] = {}
    found = []
    with contextlib.chdir(folder):
        for code, shown in PYTHON.findall(page.read_text("utf-8")):
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(code, page.name, "exec"), namespace)
            found.append((shown, f"\n\n```text\n{out.getvalue()}```" if shown else ""))
    return found


def renewed(page: Path, folder: Path) -> str:
    """The text of a page with what its commands and its code print today."""
    write_files(page, folder)
    text = page.read_text("utf-8")
    prints: Callable[[re.Match[str]], str] = lambda found: f"$ {found[1]}\n{run(found[1], folder)}"  # noqa: E731
    text = CONSOLE.sub(lambda block: f"```console\n{_COMMAND.sub(prints, block[1])}```", text)
    made = iter(outputs(page, folder))
    return PYTHON.sub(lambda block: f"```python\n{block[1]}```{next(made)[1]}", text)


def main(names: list[str]) -> None:
    """Rewrite the pages named, or all."""
    import tempfile

    for page in [Path(name).resolve() for name in names] or pages():
        with tempfile.TemporaryDirectory() as folder:
            page.write_text(renewed(page, Path(folder)), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
