"""What the commands make of mutated settings, baselines, cache entries, comments and arguments: exit status 0, 1 or 2."""

from __future__ import annotations

import io
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from fuzz_mutations import SPECIALS, mutate

Printed = list[tuple[str, str]]

NETS = {
    "good.cnn.yaml": "source: x\ninput: 8x8x3\nlayers:\n  - conv: {filters: 4, kernel: 3}\n  - relu\nexpect: {params: 112}\n",
    "bad.cnn.yaml": "input: 8x8x3\nlayers:\n  - conv: {filters: 8, kernel: 3, stride: 2}\n  - relu: 3\n",
    "nets/many.cnn.yaml": "params: {f: 8}\nvariants: {a: {f: 8}, b: {f: 9}, c: {f: 9}}\ninput: 8x8x3\nbudget: {params: 1}\n"
    "layers:\n  - conv: {filters: $f, kernel: 3}  # cnncalc: ignore[L101]\n  - relu\n  - relu\n  - dropout: 0.5\n",
}
SETTINGS = b"""\
exclude = ["nets/old/", "!nets/[a-c]*.yaml", "**/x"]
select = ["L1", "E", "B101"]
ignore = ["L303"]
fail-level = "warning"
baseline = "baseline.json"

[budget]
params = "25M"
macs = {warn = 4_000, error = "4G"}
peak = "64 MiB"

[[overrides]]
path = "nets/"
select = []
budget = {weights = "100 MB"}

[[overrides]]
path = ["*.yaml", "/bad*"]
ignore = ["H301"]
fail-level = "info"
"""
WORDS = (
    "check", "diff", "compare", "rule", ".", "good.cnn.yaml", "bad.cnn.yaml", "nets", "nets/many.cnn.yaml",
    "nets/many.cnn.yaml:b", "*.yaml", "**/*.cnn.yaml", "n*/[a-m]*", "[", "[!", "[[:alpha:]]*", "\\", "gone", "gone*", "-", "--",
    "", "lenet5", "git:HEAD:x", "git:", "--max-params", "--max-weights", "--max-peak", "--max-layers", "--max-depth",
    "--max-bytes", "--max-size", "25M", "1", "0", "-1", "4 GiB", "64MiB", "1e3", "1.5K", "9" * 60, "nan", "--select",
    "--ignore", "L1", "L101", "L", "E,B,", "Q", ",", "--fail-level", "info", "warning", "--exit-zero", "--format", "-f", "json",
    "sarif", "junit", "github", "gitlab", "markdown", "jsonl", "concise", "full", "auto", "table", "--statistics",
    "--list-files", "--quiet", "--verbose", "--stdin-filename", "a\nb", "\udcff", "--baseline", "baseline.json",
    "--write-baseline", "--config", "cnncalc.toml", "--color", "always", "--width", "40", "--report", "sarif=out.sarif",
    "junit=out.xml", "json=", "=x", "-o", "out.txt", "--no-cache", "--jobs", "--force-exclude", "--step-summary",
    "--fail-on-increase", "params=1%", "macs=0", "peak=1MiB", "params=", "--all", "--sort", "params", "name", "--plot",
    "--batch", "--dtype", "float16", "--help", "H301", "bias-before-norm", "text", "vgg16", "resnet18",
)  # fmt: skip


@cache
def _home() -> Path:
    """Three files, of which one is refused and one has variants; what the environment says to cnncalc is gone."""
    home = Path(tempfile.mkdtemp(prefix="cnncalc-fuzz-"))
    for name in [name for name in os.environ if name.startswith(("CNNCALC_", "GITHUB_", "_CNNCALC"))]:
        del os.environ[name]
    os.environ.update(CNNCALC_DEBUG="1", CNNCALC_CACHE_DIR=str(home / "cache"), COLUMNS="80")
    (home / "work" / "nets").mkdir(parents=True)
    return home


def _files() -> None:
    """As they were: a mutated argument may have named one as an output."""
    os.chdir(_home() / "work")
    for name in os.listdir():
        if name != "nets":
            os.unlink(name)
    for name, text in NETS.items():
        Path(name).write_text(text, "utf-8")


def run(*arguments: str, statuses: tuple[int, ...] = (0, 1, 2)) -> Printed:
    """The command in this process; what it printed. A traceback comes as the exception that it is."""
    from cnncalc.__main__ import run as run_command

    with _streams() as (out, err):
        status = run_command([*arguments])
    said = err.getvalue().decode("utf-8", "replace")
    assert status in statuses, f"exit status {status}: {said}"
    assert "Traceback" not in said, said
    assert "internal error" not in said, said
    in_a_file = any(word.startswith(("-o", "--output")) for word in arguments)
    assert status != 2 or said or out.getvalue() or in_a_file, "2 and nothing is said"
    if any("always" in word for word in arguments):  # colours are escape sequences
        return []
    said = "" if said.startswith("Usage: ") else said  # typer's own words, which repeat what was typed as it is
    return [("stdout", out.getvalue().decode("utf-8", "replace")), ("stderr", said)]


@contextmanager
def _streams() -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    kept = sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(b"input: 8x8x3\nlayers: [relu]\n"))
    sys.stdout = io.TextIOWrapper(out, "utf-8", errors="surrogateescape", write_through=True)
    sys.stderr = io.TextIOWrapper(err, "utf-8", errors="backslashreplace", write_through=True)
    streams = sys.stdout, sys.stderr
    try:
        yield out, err
    finally:
        for stream in streams:
            stream.flush()
        kept_streams = [stream.detach() for stream in streams]
        sys.stdin, sys.stdout, sys.stderr = kept
        del kept_streams


def make_settings(rng: random.Random, corpus: list[bytes]) -> bytes:
    """A `cnncalc.toml`."""
    return mutate(rng, [SETTINGS])


def settings(data: bytes, original: bytes) -> Printed:
    """Found beside the files, or named."""
    _files()
    name = "cnncalc.toml" if len(data) % 2 else "other.toml"
    Path("baseline.json").write_bytes(_baseline())
    Path(name).write_bytes(data)
    return run("check", "--jobs", "1", "--no-cache", *(["--config", name] if name[0] == "o" else []))


@cache
def _baseline() -> bytes:
    _files()
    run("check", "--jobs", "1", "--no-cache", "--write-baseline", "baseline.json")
    return Path("baseline.json").read_bytes()


def make_baseline(rng: random.Random, corpus: list[bytes]) -> bytes:
    """A baseline."""
    return mutate(rng, [_baseline()])


def baseline(data: bytes, original: bytes) -> Printed:
    """Read, and then written anew over it."""
    _files()
    Path("baseline.json").write_bytes(data)
    return run("check", "--jobs", "1", "--no-cache", "--baseline", "baseline.json")


@cache
def _entry() -> tuple[str, bytes]:
    """The entry of one file in the cache, and its place."""
    _files()
    run("check", "nets", "--jobs", "1")
    (path,) = (_home() / "cache").glob("check-*/??/*")
    return str(path), path.read_bytes()


def make_entry(rng: random.Random, corpus: list[bytes]) -> bytes:
    """An entry of the cache."""
    return mutate(rng, [_entry()[1]])


def entry(data: bytes, original: bytes) -> Printed:
    """Whatever an entry holds, it is as good as none, or what it says can be told."""
    path, _ = _entry()
    _files()
    Path(path).write_bytes(data)
    printed = run("check", "nets", "--jobs", "1", "-f", ("json", "full", "junit", "sarif")[len(data) % 4])
    if Path(path).exists():
        Path(path).unlink()
    return printed


def make_comments(rng: random.Random, corpus: list[bytes]) -> bytes:
    """A file with comments to cnncalc anywhere in it, some of them broken."""
    data = rng.choice(corpus)
    for _ in range(rng.choice((1, 2, 8))):
        at = rng.choice([0, len(data), rng.randrange(len(data) + 1), data.find(b"\n", rng.randrange(len(data) + 1))])
        comment = " # cnncalc: ignore[" + ", ".join(
            rng.choice(("L101", "S104", "Y010", "H301", "L5", "", "x", "L201")) for _ in "ab"
        )
        comment += rng.choice(("]", "] why", "", "]]", "] # cnncalc: ignore[L303]", rng.choice(SPECIALS) + "]"))
        data = data[:at] + comment.encode("utf-8", "surrogatepass") + data[at:]
    return mutate(rng, [data]) if rng.randrange(2) else data


def make_arguments(rng: random.Random, corpus: list[bytes]) -> bytes:
    """Words of the command line, NUL between them."""
    words = [rng.choice(WORDS[:4]), *(rng.choice(WORDS) for _ in range(rng.choice((0, 1, 2, 3, 5, 9))))]
    for _ in range(rng.choice((0, 1, 1, 2))):
        at = rng.randrange(1, len(words)) if len(words) > 1 else 0
        if at:
            words[at] = _changed(rng, words[at])
    return "\0".join(words).encode("utf-8", "surrogateescape")


def _changed(rng: random.Random, word: str) -> str:
    at = rng.randrange(len(word) + 1)
    new = rng.choice((rng.choice(SPECIALS), rng.choice(WORDS), "/", "*", "[", "%", "=", chr(rng.randrange(1, 0xD800)), "9" * 200))
    return (word[:at] + new + word[at + rng.randrange(2) :]).replace("\0", "")


def arguments(data: bytes, original: bytes) -> Printed:
    """Whatever is typed. Not tried are an endless watch, more than one process, and what lies outside the folder."""
    words = data.decode("utf-8", "surrogateescape").split("\0")
    outside = any(word.startswith(("/", "~")) or ".." in word or "=/" in word for word in words)
    endless = any(word.startswith(("--w", "-w")) and not word.startswith(("--wi", "--wr")) for word in words)
    if outside or endless or words[0] not in WORDS[:4]:
        return []
    _files()
    Path("baseline.json").write_bytes(_baseline())
    jobs = ["--jobs", "1"] if words[0] == "check" else []
    return run(words[0], *jobs, *words[1:])
