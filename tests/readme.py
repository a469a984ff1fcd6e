"""The console blocks of the README: `python -m tests.readme` writes what the commands print today."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n\$ (cnncalc [^\n]*)\n(.*?)```", re.DOTALL)


def yaml_files() -> dict[str, str]:
    """The files that the README shows with their name in a comment on the first line."""
    text = README.read_text("utf-8")
    return dict(re.findall(r"```yaml\n# (\S+\.cnn\.yaml)\n(.*?)```", text, re.DOTALL))


def run(command: str, folder: Path) -> str:
    """What a command prints at 100 columns, findings included."""
    for name, body in yaml_files().items():
        (folder / name).write_text(body, "utf-8")
    clean = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    environment = {**clean, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    arguments = [sys.executable, "-m", *command.split()]
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, check=False)
    return (done.stdout + done.stderr).decode()


def main() -> None:
    """Rewrite every block."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        text = README.read_text("utf-8")
        text = BLOCK.sub(lambda found: f"```console\n$ {found[1]}\n{run(found[1], Path(folder))}```", text)
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
