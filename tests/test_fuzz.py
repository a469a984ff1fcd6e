"""Nothing that a file can hold makes the package raise anything but its own errors, hang, or print a control character."""

from __future__ import annotations

import json
import random
import sys
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cnncalc import layers
from cnncalc.check.formats import FORMATS
from cnncalc.spec.expressions import ExpressionError, compile_expression

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))

import fuzz
import fuzz_mutations

CASES = 1_500


@pytest.mark.parametrize("first", range(0, CASES, 500))
def test_mutated_files(first: int) -> None:
    failures = fuzz.run_range(1, range(first, first + 500), slow=2.0)
    assert not failures, failures[0]


def test_the_same_case_again_is_the_same() -> None:
    corpus = fuzz_mutations.seeds()
    once, again = ([fuzz_mutations.mutate(random.Random(f"1:{n}"), corpus) for n in range(20)] for _ in range(2))
    assert once == again


def test_most_mutations_change_something() -> None:
    corpus = fuzz_mutations.seeds()
    assert sum(fuzz_mutations.mutate(random.Random(f"2:{n}"), corpus) not in corpus for n in range(200)) > 150


def test_a_crash_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr(layers, "load", broken)
    assert "KeyError" in (fuzz.check(b"input: 8x8x3\nlayers: [relu]\n") or "")


def test_a_control_character_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "summary", lambda findings: "\x1b[31m")
    assert fuzz.check(b"input: 8x8x3\nlayers: [relu]\n") == "findings holds '\\x1b'"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
@example(b"a: \xed\xa0\x80")
@example(b"[" * 5_000)
@example(b"%\xc2\x85")
def test_any_bytes(data: bytes) -> None:
    assert fuzz.check(data) is None


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet="ab:-[]{}&*!|>'\"%@`,#?~ \n\t\r\\0x1._$()", max_size=60))
def test_any_text_of_yamls_own_marks(text: str) -> None:
    assert fuzz.check(text.encode()) is None
    assert fuzz.check(b"input: 8x8x3\nlayers:\n  - " + text.replace("\n", "\n    ").encode()) is None


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_names(name: str, layer: str) -> None:
    """Quoted as JSON, which is YAML, a name may hold anything."""
    entry = f"{{name: {json.dumps(layer)}, fc: 10, from: {json.dumps(name)}}}"
    data = f"name: {json.dumps(name)}\ninput: 8x8x3\nlayers:\n  - {entry}\n"
    assert fuzz.check(data.encode()) is None


_ATOMS = st.sampled_from(["1", "2.5", "in", "x", "y", "'a'", "true", "[1, 2]", "(3)", "max", "-", "not ", "0"])
_JOINTS = st.sampled_from(
    ["+", "-", "*", "/", "//", "%", "**", " and ", " or ", " if ", " else ", "<", "==", "[", "]", "(", ")", ",", " "]
)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.lists(st.tuples(_ATOMS, _JOINTS), max_size=12))
def test_any_expression(parts: list[tuple[str, str]]) -> None:
    text = "".join(atom + joint for atom, joint in parts)
    try:
        value = compile_expression(text)({"in": 3, "x": (1, 2)})
    except ExpressionError as error:
        value = error.code
    assert type(value) in (int, float, bool, str, tuple)


TARGETS = ("check", "diff", "settings", "baseline", "entry", "comments", "arguments")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # refused runs leave reports to the process's end
@pytest.mark.parametrize("target", TARGETS)
def test_mutated_inputs_of_the_commands(target: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A few of the cases of `benchmarks/fuzz.py`, which runs as many as one likes."""
    monkeypatch.chdir(tmp_path)  # which the command's cases leave
    failures = fuzz.run_range(1, range(60), 5.0, target)
    assert not failures, failures[0]


def test_a_report_that_lacks_a_finding_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"input: 8x8x3\nlayers: [relu: 3]\n"
    assert fuzz.check(data, data, "check") is None
    for format in FORMATS:
        with monkeypatch.context() as patch:
            module = import_module(FORMATS[format])
            whole = module.render_file
            patch.setattr(
                module, "render_file", lambda file, *rest, whole=whole: whole(file._replace(networks=file.networks[:0]), *rest)
            )
            assert fuzz.check(data, data, "check") is not None, format
