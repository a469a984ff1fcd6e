"""`cnncalc init`: a file to start from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncalc import catalogue
from cnncalc.api import loads
from cnncalc.cli import init
from cnncalc.diagnostics import UsageError
from cnncalc.schema import FILE_NAME, render
from tests.cli.runner import call
from tests.schema.judge import document_of, refused_by_schema


def test_the_starter_is_shown_without_findings_and_its_expectations_hold(tmp_path: Path) -> None:
    done = call("init", "mynet", cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["mynet.cnn.yaml"]
    text = (tmp_path / "mynet.cnn.yaml").read_text("utf-8")
    assert text.startswith(f"# yaml-language-server: $schema={FILE_NAME}\n")
    shown = call("show", "mynet.cnn.yaml", "--format", "json", cwd=tmp_path)
    report = json.loads(shown.out)
    assert (shown.status, report["findings"]) == (0, [])
    assert len(report["expect"]) == 7
    assert all(expectation["holds"] for expectation in report["expect"])
    assert len(report["budget"]) == 3
    assert all(budget["holds"] for budget in report["budget"])
    assert report["name"] == "mynet"


def test_what_its_comments_say_is_so() -> None:
    text = init.starter("x")
    report = loads(text).analyze()
    by_layer = [row.cost.params for row in report.rows if row.cost.params]
    assert f"# {' + '.join(map(str, by_layer))}\n" in text
    sides = [row.output.spatial[0] for row in report.rows if row.output is not None and row.output.spatial]
    assert sorted(set(sides)) == [8, 16, 32]
    assert any("8x8x32 to 2,048" in said for row in report.rows if row.facts for said in row.facts.remarks)
    assert max(map(len, text.splitlines())) <= 120


def test_its_parts_teach_what_there_is() -> None:
    text = init.starter("x")
    assert refused_by_schema(document_of(text)) == []
    for word in ("name:", "source:", "input:", "params:", "defaults:", "layers:", "expect:", "budget:"):
        assert f"\n{word}" in text


def test_what_to_do_next_can_be_done(tmp_path: Path) -> None:
    out = call("init", "a b's", cwd=tmp_path).out
    calls = [line.split("   ")[0].split() for line in out.splitlines() if line.startswith("  cnncalc ")]
    assert len(calls) == 3
    for words in calls:
        assert call(*words[1:], cwd=tmp_path).status == 0
    assert (tmp_path / FILE_NAME).read_text("utf-8") == render("language")
    assert FILE_NAME not in call("init", "second", cwd=tmp_path).out, "the schema is there already"


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    path = tmp_path / "a.cnn.yaml"
    path.write_text("mine")
    done = call("init", "a", cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert done.err == "cnncalc: a.cnn.yaml is there already\n  help: --force overwrites it; -o FILE writes another\n"
    assert path.read_text() == "mine"
    assert call("init", "a", "--force", cwd=tmp_path).status == 0
    assert path.read_text("utf-8").startswith("# yaml-language-server")


def test_a_dangling_link_is_something_too(tmp_path: Path) -> None:
    (tmp_path / "a.cnn.yaml").symlink_to("elsewhere")
    assert call("init", "a", cwd=tmp_path).status == 2
    assert not (tmp_path / "elsewhere").exists()


def test_with_the_schema(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    assert call("init", "a", "-o", "sub/a.cnn.yaml", "--schema", cwd=tmp_path).status == 0
    assert (tmp_path / "sub" / FILE_NAME).read_text("utf-8") == render("language")
    assert call("init", "b", "-o", "sub/b.cnn.yaml", "--schema", cwd=tmp_path).status == 0, "the same schema may stay"
    (tmp_path / "sub" / FILE_NAME).write_text("{}")
    done = call("init", "c", "-o", "sub/c.cnn.yaml", "--schema", cwd=tmp_path)
    assert done.status == 2
    assert f"sub/{FILE_NAME} is there already" in done.err
    assert not (tmp_path / "sub" / "c.cnn.yaml").exists(), "both or none"


@pytest.mark.parametrize("output", [FILE_NAME, f"./{FILE_NAME}", f"sub/{FILE_NAME}", "link.cnn.yaml"])
@pytest.mark.parametrize("options", [(), ("--schema",), ("--schema", "--force")], ids=" ".join)
def test_a_network_does_not_take_the_schemas_place(tmp_path: Path, output: str, options: tuple[str, ...]) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.cnn.yaml").symlink_to(FILE_NAME)
    done = call("init", "a", "-o", output, *options, cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        f"cnncalc: {output} is where the schema stands\n  help: name the network's file otherwise: `-o a.cnn.yaml`\n"
    )
    assert not list(tmp_path.rglob(FILE_NAME))


def test_on_standard_output(tmp_path: Path) -> None:
    done = call("init", "a", "-o", "-", cwd=tmp_path)
    assert done.out == init.MODELINE + init.starter("a")
    assert list(tmp_path.iterdir()) == []
    assert call("init", "a", "-o", "-", "--schema", cwd=tmp_path).status == 2


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    done = call("init", "a", "-o", "gone/a.cnn.yaml", cwd=tmp_path)
    assert done.status == 2
    assert "there is no folder gone" in done.err


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("My Net", "My-Net"), ("net.cnn.yaml", "net"), ("net.yaml", "net"), ("LeNet-5 (mine)", "LeNet-5-mine"),
        ("größe", "größe"), ("..a", "a"), ("no", "no"), ("3.10", "3.10"),
        ('say "hi" \U0001f600', "say-hi"), ("a: b # c", "a-b-c"),
    ],
)  # fmt: skip
def test_names(tmp_path: Path, name: str, file: str) -> None:
    assert call("init", name, cwd=tmp_path).status == 0
    assert [path.name for path in tmp_path.iterdir()] == [f"{file}.cnn.yaml"]
    report = json.loads(call("show", f"{file}.cnn.yaml", "-f", "json", cwd=tmp_path).out)
    assert report["name"] == name.removesuffix(".yaml").removesuffix(".cnn")
    assert report["findings"] == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nets/lenet", "help: write `cnncalc init lenet -o nets/lenet.cnn.yaml`"),
        ("..\\x", "is a path"),
        ("", "it is empty"),
        ("  ", "it is empty"),
        ("$x", "begins an expression"),
        ("a\nb", "control characters"),
        ("a\u202eb", "invisible"),
        ("x" * 101, "longer than 100 characters"),
        ("...", "gives no name of a file"),
    ],
)
def test_names_that_are_refused(tmp_path: Path, name: str, said: str) -> None:
    done = call("init", name, cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert all(character == "\n" or character.isprintable() for character in done.err)
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=12)
    | st.sampled_from(["true", "Null", "~", "0x3", "1_000", "- a", "? a", "a:", "!t", "&a", "*a", "%a", "@a", "`a"])
)
def test_any_name_is_refused_or_read_back(name: str) -> None:
    try:
        checked = init.check_name(name)
    except UsageError:
        return
    report = loads(init.starter(checked)).analyze()
    assert report.findings == ()
    assert report.name == checked


def test_from_a_bundled_network(tmp_path: Path) -> None:
    done = call("init", "mine", "--from", "vgg16", cwd=tmp_path)
    found = catalogue.find("vgg16")
    assert found is not None
    text = (tmp_path / "mine.cnn.yaml").read_text("utf-8")
    assert text == init.MODELINE + found[0].read_text("utf-8")
    assert f"cnncalc show mine.cnn.yaml:{found[1]} " in done.out
    unknown = call("init", "mine2", "--from", "vgg16x", cwd=tmp_path)
    assert (unknown.status, unknown.out) == (2, "")
    assert "did you mean `vgg16`?" in unknown.err
