"""`cnncalc exercise`: worksheets and keys as a teacher gets them, and what is graded with them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cnncalc.homework.exercises import EXERCISES
from cnncalc.homework.judging import shown_truth
from cnncalc.homework.key import load_key
from tests.cli.runner import call

KEY = "title: My own\nsheet: own\nquestions:\n  - {id: 1.1, ask: output, network: alexnet, layer: conv1, text: 'How large?'}\n"


def test_a_worksheet_its_key_and_its_solutions() -> None:
    asked = ("exercise", "find-padding", "-n", "1", "--difficulty", "easy", "--seed", "7")
    sheet, key, solution = call(*asked), call(*asked, "--key-only"), call(*asked, "--solution")
    assert [done.status for done in (sheet, key, solution)] == [0, 0, 0]
    assert [done.err for done in (sheet, key, solution)] == ["", "", ""]
    word = re.search(r"(?m)^Sheet: (7-\w{6})$", sheet.out)
    assert word
    assert f"\nsheet: {word[1]}\n" in key.out
    assert f"\nSheet: {word[1]}\n" in solution.out
    answer = re.search(r"(?m)^    answer: (.*)$", key.out)
    assert answer
    assert f"**{answer[1]}**" in solution.out
    assert call(*asked).out == sheet.out


def test_without_a_seed_one_is_told() -> None:
    done = call("exercise", "pooling", "-n", "1")
    again = re.fullmatch(r"--seed (\d+) gives this again\n", done.err)
    assert again
    assert call("exercise", "pooling", "-n", "1", "--seed", again[1]).out == done.out


def test_list() -> None:
    done = call("exercise", "--list")
    assert [line.split()[0] for line in done.out.splitlines()] == list(EXERCISES)
    assert max(map(len, done.out.splitlines())) <= 100


def test_a_class_from_worksheets_to_grades(tmp_path: Path) -> None:
    """Three students; one fills in everything, one half, one nothing; one folder of sheets and keys grades them all."""
    (tmp_path / "class.txt").write_text("Ada Lovelace\nGrace Hopper\nada lovelace\n", "utf-8")
    done = call("exercise", "parameters", "stack", "-n", "2", "--seed", "1", "--students", "class.txt", "-o", "hw", cwd=tmp_path)
    assert (done.status, done.out, done.err) == (0, "wrote 3 worksheets and 3 keys to hw\n", "")
    names = sorted(path.name for path in (tmp_path / "hw").iterdir())
    stems = ["Ada_Lovelace", "Grace_Hopper", "ada_lovelace-2"]
    assert names == sorted(stem + end for stem in stems for end in (".key.yaml", ".md"))
    texts = {stem: (tmp_path / "hw" / f"{stem}.md").read_text("utf-8") for stem in stems}
    assert len({text.partition("## ")[2] for text in texts.values()}) == 3
    for stem, most in zip(stems, (100, 2, 0), strict=True):
        key = load_key(str(tmp_path / "hw" / f"{stem}.key.yaml"))
        text = texts[stem]
        for question in key.questions[:most]:
            text = text.replace("_" * 20, shown_truth(question), 1)
        (tmp_path / "hw" / f"{stem}.md").write_text(text, "utf-8")
    graded = json.loads(call("grade", "hw", "--key", "hw", "--format", "json", cwd=tmp_path).out)["submissions"]
    scores = {one["student"]: one["score"] / one["max_score"] for one in graded}
    assert scores["Ada Lovelace"] == 1
    assert 0 < scores["Grace Hopper"] < 1
    assert scores["ada lovelace"] == 0


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    asked = ("exercise", "values", "-n", "1", "--students", "ada,bob", "-o", "hw")
    (tmp_path / "hw").mkdir()
    (tmp_path / "hw" / "bob.md").write_text("his answers", "utf-8")
    refused = call(*asked, "--seed", "1", cwd=tmp_path)
    assert refused.status == 2
    assert refused.err.startswith(f"cnncalc: {Path('hw', 'bob.md')} is there already\n  help: --force overwrites")
    assert [path.name for path in (tmp_path / "hw").iterdir()] == ["bob.md"]
    assert call(*asked, "--seed", "1", "--force", cwd=tmp_path).status == 0
    assert "Student: bob" in (tmp_path / "hw" / "bob.md").read_text("utf-8")
    again = call(*asked, "--seed", "2", cwd=tmp_path)
    assert "ada.md and 3 more are there already" in again.err


def test_one_sheet_into_a_folder(tmp_path: Path) -> None:
    done = call("exercise", "-n", "1", "--seed", "5", "-o", "out", cwd=tmp_path)
    assert done.out == f"wrote {Path('out', 'exercise-5.md')} and {Path('out', 'exercise-5.key.yaml')}\n"


def test_names_cannot_leave_the_folder(tmp_path: Path) -> None:
    names = "../up,..,C:\\x,a\x1b[2Jb"
    assert call("exercise", "values", "-n", "1", "--seed", "5", "--students", names, "-o", "in/hw", cwd=tmp_path).status == 0
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    written = sorted(path.name for path in (tmp_path / "in" / "hw").iterdir())
    assert written == sorted(stem + end for stem in ("up", "student", "C_x", "a_2Jb") for end in (".key.yaml", ".md"))
    assert all("\x1b" not in path.read_text("utf-8") for path in (tmp_path / "in" / "hw").iterdir())


def test_the_worksheet_of_a_key(tmp_path: Path) -> None:
    (tmp_path / "own.key.yaml").write_text(KEY, "utf-8")
    done = call("exercise", "--from-key", "own.key.yaml", cwd=tmp_path)
    assert done.out.startswith("# My own\n\nStudent: ____________________\n\nSheet: own\n\n## 1.1 (1 point)\n\nHow large?\n")
    asked = ("exercise", "--from-key", "own.key.yaml", "--students", "ada,bob", "-o", ".")
    assert call(*asked, cwd=tmp_path).out == "wrote 2 worksheets to .\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ada.md", "bob.md", "own.key.yaml"]
    assert "**55x55x96**" in call("exercise", "--from-key", "own.key.yaml", "--solution", cwd=tmp_path).out
    (tmp_path / "ada.md").write_text(KEY, "utf-8")
    kept = call("exercise", "--from-key", "ada.md", "--students", "ada", "-o", ".", "--force", cwd=tmp_path)
    assert (kept.status, (tmp_path / "ada.md").read_text("utf-8")) == (2, KEY)
    assert "is a file that is read" in kept.err


def test_a_network_is_described_at_its_first_question(tmp_path: Path) -> None:
    net = "{input: 9x9x1, layers: [{conv: {filters: 2, kernel: 3}}, {conv: {filters: 2, kernel: 3, rounding: floor}}]}"
    asked = "\n".join(
        f"  - {{ask: {ask}, network: n, layer: conv{n}}}" for ask, n in (("output", 1), ("params", 2), ("field", 2))
    )
    (tmp_path / "k.yaml").write_text(f"networks:\n  n: {net}\nquestions:\n{asked}\n", "utf-8")
    text = call("exercise", "--from-key", "k.yaml", cwd=tmp_path).out
    assert call("exercise", "--from-key", "-", stdin=(tmp_path / "k.yaml").read_text("utf-8")).out == text
    assert text.count("A network reads a volume of 9x9x1") == 1
    assert "\nThe network of 1. Look at `conv2` of n. How many parameters does it have" in text
    assert text.count("\nThe network of 1. ") == 2


def test_a_key_with_faults_shows_them(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(KEY.replace("conv1", "conv9"), "utf-8")
    done = call("exercise", "--from-key", "own.yaml", cwd=tmp_path)
    assert (done.status, done.out) == (1, "")
    assert "alexnet has no layer `conv9`" in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["bogus"], "there is no type `bogus`"),
        (["--difficulty", "hrd"], "there is no difficulty `hrd`"),
        (["--number", "0"], "0 is not in the range 1<=x<=100"),
        (["--seed", "x"], "'x' is not a valid int"),
        (["--students", "a,b"], "2 sheets are more than one text"),
        (["--students", "a,a"], "`a` is named twice"),
        (["--key-only", "--solution"], "both say what is printed"),
        (["-o", "x", "--solution"], "with `-o`, worksheets and keys are written"),
        (["--from-key", "k.yaml", "--seed", "1"], "the questions are those of --from-key"),
        (["--from-key", "k.yaml", "values"], "the questions are those of --from-key"),
        (["--from-key", "k.yaml"], "there is no file k.yaml"),
    ],
)
def test_refused(arguments: list[str], message: str, tmp_path: Path) -> None:
    done = call("exercise", *arguments, cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert message in done.err
    assert list(tmp_path.iterdir()) == []
