"""What a stranger's repository could hold to make a check take for ever or fill the memory: each within a few seconds.

Every one of these once took ten times what is allowed here, or never ended.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.measured import measure

NET = "source: x\ninput: 64x64x4\nlayers:\n"
VARIANTS = "source: x\nparams: {{f: 3}}\nvariants: {{{0}}}\ninput: 8x8x3\nlayers: [{{conv: {{filters: $f, kernel: 3}}}}, {1}]\n"


def turns(count: int, *layers: str) -> str:
    return f"  - repeat: {count}\n    layers: [{', '.join(f'{{{layer}}}' for layer in layers)}]\n"


def chain(*readers: str, of: str = "relu: ") -> str:
    """A long chain, and as many layers that read its end."""
    return NET + turns(4_000, of) + f"  - {{name: end, {of}}}\n" + turns(4_000, *readers)


def variants(count: int, layer: str) -> str:
    return VARIANTS.format(", ".join(f"v{number}: {{f: 3}}" for number in range(count)), layer)


def blocks(count: int) -> str:
    return "blocks:\n" + "".join(f"  b{number}: {{layers: [relu]}}\n" for number in range(count))


FILES = {
    "comments": NET + "  - relu\n" + "# cnncalc: ignore[L101]\n" * 10_000,
    "large variants": variants(40, "{repeat: 19000, layers: [relu]}"),
    "many variants": variants(10_000, "relu"),
    "variants and what none of them uses": variants(900, "relu") + blocks(3_000),
    "variants and comments": variants(900, "relu") + "# cnncalc: ignore[L101]\n" * 3_000,
    "unused blocks": NET + "  - relu\n" + blocks(8_000),
    "unused parameters": NET + "  - relu\nparams:\n" + "".join(f"  p{number}: {number}\n" for number in range(16_000)),
    "expected layers": NET + turns(10_000, "relu: ")
    + f"expect: {{layers: {{{', '.join(f'relu{number + 1}: {{params: 0}}' for number in range(10_000))}}}}}\n",
    "linear pairs": chain("conv: {filters: 4, kernel: 1}, from: end", "conv: {filters: 4, kernel: 1}"),
    "groups": chain("conv: {filters: 4, kernel: 1, groups: 2}, from: end"),
    "norms": chain("batchnorm: , from: end"),
    "scores": chain("softmax: , from: end", of="identity: "),
    "one input often": NET + turns(4_000, "identity: ") + f"  - {{name: end, identity: }}\n  - concat: [{'end, ' * 6_000}]\n",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_files(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.cnn.yaml").write_text(FILES[name])
    done = measure("check", "--no-cache", "-f", "concise", "a.cnn.yaml", cwd=tmp_path)
    assert done.status in (0, 1)
    assert "internal error" not in done.err
    assert done.seconds < 3
    assert done.mebibytes < 100


def test_a_limit_that_was_reached_is_told(tmp_path: Path) -> None:
    """A variant has 101 layers and a parameter: the tenth goes over 1,000."""
    text = variants(40, "{repeat: 100, layers: [relu]}")
    (tmp_path / "a.cnn.yaml").write_text(text)
    command = ("check", "--no-cache", "-f", "concise", "a.cnn.yaml")
    assert not any(" Y013 " in line for line in measure(*command, cwd=tmp_path).lines)
    done = measure(*command, "--max-layers", "1000", cwd=tmp_path)
    place = text.splitlines()[2].index("v10: ") + len("v10: ") + 1
    message = "the variants above are as much as 1,000 layers: each counts as 20 or more (in v10)"
    assert (done.status, done.lines[0]) == (1, f"a.cnn.yaml:3:{place}: Y013 {message}")


def test_what_a_file_has_too_much_of_is_told_of_its_first_variant(tmp_path: Path) -> None:
    (tmp_path / "a.cnn.yaml").write_text(FILES["variants and what none of them uses"])
    done = measure("check", "--no-cache", "-f", "concise", "a.cnn.yaml", cwd=tmp_path)
    blocks = [line for line in done.lines if " L401 " in line]
    assert len(blocks) == 3_000
    assert all(" (in v0) " in line for line in blocks)


def test_an_ignore_file_that_fills_the_memory(tmp_path: Path) -> None:
    (tmp_path / "a.cnn.yaml").write_text(NET + "  - relu\n")
    with (tmp_path / ".gitignore").open("wb") as file:
        file.truncate(500 * 2**20)
    done = measure("check", "--no-cache", "-f", "concise", cwd=tmp_path)
    assert (done.status, done.mebibytes < 100) == (2, True)
    assert any("is larger than 1,048,576 bytes" in line for line in done.lines)
    assert any(line.startswith("a.cnn.yaml:") for line in done.lines)


@pytest.mark.parametrize("name", [".gitignore", "cnncalc.toml", ".git/commondir", ".git/info/exclude"])
def test_pipes_that_nobody_writes_to(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.cnn.yaml").write_text(NET + "  - relu\n")
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(tmp_path / name)
    done = measure("check", "--no-cache", cwd=tmp_path)
    assert done.status == (2 if name == "cnncalc.toml" else 0)
