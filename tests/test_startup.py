"""What a call loads: only the kinds, the format and the command that it uses; nothing heavy, ever."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cnncalc.render import FORMATS

PROBE = """
import sys
for name in {blocked}:
    sys.modules[name] = None
sys.stdout = open({sink!r}, "w")
from cnncalc.__main__ import run
status = run({arguments})
sys.stdout = sys.__stdout__
print(status, *sorted(sys.modules))
"""

HEAVY = ["numpy", "cupy", "torch", "onnx", "pandas", "pydantic", "PIL"]


def loaded(tmp_path: object, *arguments: str) -> tuple[int, set[str]]:
    code = PROBE.format(blocked=HEAVY, sink=f"{tmp_path}/out", arguments=list(arguments))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    status, *modules = done.stdout.split()
    return int(status), set(modules)


def test_show_loads_just_what_vgg16_uses(tmp_path: object) -> None:
    status, modules = loaded(tmp_path, "show", "vgg16")
    assert status == 0
    kinds = {name.rpartition(".")[2] for name in modules if name.startswith("cnncalc.layers.")}
    assert kinds == {"_checks", "_window", "conv", "maxpool", "relu", "fc", "dropout"}
    assert {name for name in modules if name.startswith("cnncalc.cli.")} == {
        "cnncalc.cli._complete", "cnncalc.cli._options", "cnncalc.cli._output", "cnncalc.cli.show",
    }  # fmt: skip
    assert {name for name in modules if name.startswith("cnncalc.render.")} == {
        "cnncalc.render.table", "cnncalc.render.columns", "cnncalc.render.grid", "cnncalc.render.lines", "cnncalc.render.totals",
    }  # fmt: skip
    assert not modules & {"json", "pygments", "markdown_it", "asyncio"}


@pytest.mark.parametrize(
    "arguments", [("--version",), *(("show", "vgg16", "--format", format) for format in FORMATS if format != "table")]
)
def test_without_a_table_rich_is_not_loaded(tmp_path: object, arguments: tuple[str, ...]) -> None:
    status, modules = loaded(tmp_path, *arguments)
    assert status == 0
    assert "rich" not in modules


def test_version_loads_no_yaml_and_no_command(tmp_path: object) -> None:
    _, modules = loaded(tmp_path, "--version")
    assert not {name for name in modules if name.startswith(("yaml", "cnncalc.spec", "cnncalc.cli."))}


def test_importing_the_package_is_cheap() -> None:
    code = "import sys, cnncalc; print(*[m for m in sys.modules if m.startswith(('yaml', 'rich', 'typer', 'cnncalc.'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
