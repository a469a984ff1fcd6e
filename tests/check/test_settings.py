"""`cnncalc.toml`: which one holds for a file, what its overrides add, and what is said where it is wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cnncalc.check.budgets import Limit
from cnncalc.check.files import find
from cnncalc.check.settings import Chosen, Settings, SettingsOf, check_codes, chosen_limits, selects
from cnncalc.diagnostics import UsageError

EXAMPLE = """\
exclude = ["drafts/", "*.old.cnn.yaml"]
select = ["L", "B"]
ignore = ["L101"]
fail-level = "warning"
baseline = "ci/baseline.json"
[budget]
params = "25M"
weights = "100 MB"
macs = {warn = "3G", error = "4G"}
[[overrides]]
path = "mobile/"
ignore = ["Y0"]
[overrides.budget]
params = 5_000_000
[[overrides]]
path = ["*.big.cnn.yaml", "!tiny.big.cnn.yaml"]
select = ["L1"]
fail-level = "info"
budget = {params = 1e9, macs = {warn = "9G"}}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CNNCALC_CONFIG", raising=False)


def write(text: str, path: str = "cnncalc.toml") -> None:
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    Path(path).write_text(text, "utf-8")


def of(path: str) -> Settings:
    return SettingsOf().settings(path)


def limits(settings: Settings) -> dict[tuple[str, str], tuple[int, str, str]]:
    return {(limit.figure, limit.level): (limit.limit, limit.written, limit.source) for limit in settings.limits}


LISTED = "`cnncalc rule` lists the codes; a beginning such as L1 stands for several"
AS_IN = 'as in path = "mobile/"'
AT_TOP = "`{}` holds for all files: it stands at the top, before the first [table]"
TWO = "`{warn = ..., error = ...}` gives two limits"
BYTES = "must be bytes with their unit, such as 250 MB (10^6) or 250 MiB (2^20), not"
FOR = "must name the files that the override is for"
OWN = "cnncalc.toml"
MOBILE = "cnncalc.toml for mobile/"
BIG = "cnncalc.toml for *.big.cnn.yaml, !tiny.big.cnn.yaml"


def test_without_any() -> None:
    assert of("nets/a.cnn.yaml") == Settings(("",), (), "error", (), None)
    assert selects(of("a").select, "L101")
    assert not selects(of("a").ignore, "L101")


def test_what_it_says() -> None:
    write(EXAMPLE)
    settings = of("nets/a.cnn.yaml")
    assert settings[:3] == (("L", "B"), ("L101",), "warning")
    assert settings.baseline == os.path.realpath("ci/baseline.json")
    assert limits(settings) == {
        ("params", "error"): (25_000_000, "25M", OWN),
        ("weights", "error"): (100_000_000, "100 MB", OWN),
        ("macs", "warning"): (3_000_000_000, "3G", OWN),
        ("macs", "error"): (4_000_000_000, "4G", OWN),
    }


def test_an_override_adds_to_what_is_ignored_and_replaces_the_rest() -> None:
    write(EXAMPLE)
    mobile = of("mobile/deep/a.cnn.yaml")
    assert mobile[:3] == (("L", "B"), ("L101", "Y0"), "warning")
    assert limits(mobile)["params", "error"] == (5_000_000, "5000000", MOBILE)
    assert limits(mobile)["macs", "warning"] == (3_000_000_000, "3G", OWN)
    assert of("nets/mobile/a.cnn.yaml")[1] == ("L101", "Y0")  # a pattern without a slash before its end holds anywhere


def test_later_overrides_win() -> None:
    write(EXAMPLE)
    both = of("mobile/a.big.cnn.yaml")
    assert both[:3] == (("L1",), ("L101", "Y0"), "info")
    assert limits(both) == {
        ("weights", "error"): (100_000_000, "100 MB", OWN),
        ("params", "error"): (10**9, "1000000000", BIG),
        ("macs", "warning"): (9_000_000_000, "9G", BIG),
    }
    assert of("tiny.big.cnn.yaml") == of("other.cnn.yaml")


def test_the_closest_one_holds_alone() -> None:
    write(EXAMPLE)
    write('fail-level = "info"\n', "nets/cnncalc.toml")
    assert of("nets/deep/er/a.cnn.yaml") == Settings(fail_level="info")
    assert of("netsa/a.cnn.yaml").fail_level == "warning"
    settings_of = SettingsOf()
    assert [settings_of.settings(path).fail_level for path in ("a", "nets/a", "nets/x/a", "x/a", "../a")] == [
        "warning", "info", "info", "warning", "error",
    ]  # fmt: skip


def test_of_a_link_the_folder_counts_that_it_leads_to() -> None:
    write('fail-level = "info"\n', "there/cnncalc.toml")
    os.makedirs("there/nets")
    os.symlink("there/nets", "link")
    assert of("link/a.cnn.yaml").fail_level == "info"


def test_patterns_are_relative_to_the_file_wherever_one_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    write('[[overrides]]\npath = "/mobile/*.cnn.yaml"\nfail-level = "info"\n')
    os.makedirs("mobile/deep")
    here = Path.cwd()
    for folder, path, level in [(".", "mobile/a", "info"), ("mobile", "a", "info"), ("mobile/deep", "../a", "info"),
                                ("mobile/deep", "a", "error"), ("mobile", "deep/a", "error")]:  # fmt: skip
        monkeypatch.chdir(here / folder)
        assert of(f"{path}.cnn.yaml").fail_level == level


def test_exclude_holds_from_each_file_on() -> None:
    write(EXAMPLE)
    write('exclude = ["/b.cnn.yaml"]', "own/cnncalc.toml")
    for path in ("a", "drafts/x", "nets/drafts/x", "nets/a.old", "own/b", "own/drafts/b", "own/a.old"):
        write("", f"{path}.cnn.yaml")
    expected = ["a.cnn.yaml", "own/a.old.cnn.yaml", "own/drafts/b.cnn.yaml"]
    assert find([], SettingsOf().exclude).files == expected
    named = find(["drafts/x.cnn.yaml", "own/b.cnn.yaml", "own"], SettingsOf().exclude, force_exclude=True)
    assert named == (["own/a.old.cnn.yaml", "own/drafts/b.cnn.yaml"], [])


def test_one_for_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    write('fail-level = "info"')
    write('fail-level = "warning"\nexclude = ["/drafts/"]\n[[overrides]]\npath = "nets/"\nselect = ["L1"]\n', "ci/strict.toml")
    settings_of = SettingsOf("ci/strict.toml")
    assert settings_of.settings("nets/a.cnn.yaml")[:3] == (("L1",), (), "warning")
    assert settings_of.settings("../nets/a.cnn.yaml")[:3] == (("",), (), "warning")
    write("", "drafts/a.cnn.yaml")
    assert find(["."], settings_of.exclude).files == []
    assert find(["drafts"], settings_of.exclude, force_exclude=True) == ([], [])
    assert of("a").fail_level == "info"
    monkeypatch.setenv("CNNCALC_CONFIG", "ci/strict.toml")
    assert of("a").fail_level == "warning"
    assert SettingsOf("cnncalc.toml").settings("a").fail_level == "info"
    assert SettingsOf(os.devnull).settings("a") == Settings()
    with pytest.raises(UsageError, match=r"^there is no file ci/no\.toml$"):
        SettingsOf("ci/no.toml")


def test_what_lies_elsewhere_is_not_taken_for_what_lies_here(monkeypatch: pytest.MonkeyPatch) -> None:
    write('exclude = ["/drafts/"]\n[[overrides]]\npath = "/nets/"\nfail-level = "info"\n', "here/any.toml")
    write("", "away/drafts/a.cnn.yaml")
    monkeypatch.chdir("here")
    settings_of = SettingsOf("any.toml")
    assert settings_of.settings("nets/a.cnn.yaml").fail_level == "info"
    assert settings_of.settings("../away/nets/a.cnn.yaml").fail_level == "error"
    assert find(["../away"], settings_of.exclude).files == ["../away/drafts/a.cnn.yaml"]


def test_the_command_line_has_the_last_word() -> None:
    write(EXAMPLE)
    chosen = Chosen(("L",), ("L101", "Y"), "info", chosen_limits({"macs": "5G", "peak": "1 MiB"}), "x.json")
    settings = SettingsOf(None, chosen).settings("mobile/a.cnn.yaml")
    assert settings[:3] == (("L",), ("L101", "Y0", "L101", "Y"), "info")
    assert settings.baseline == "x.json"
    assert {figure: limit[0] for (figure, _), limit in limits(settings).items()} == {
        "params": 5_000_000, "weights": 100_000_000, "macs": 5_000_000_000, "peak": 1_048_576,
    }  # fmt: skip
    assert settings.limits[-1] == Limit("peak", 1_048_576, "1 MiB", "error", "--max-peak")


@pytest.mark.parametrize(
    ("text", "message", "help"),
    [
        ("selct = []", "`selct` is unknown", "did you mean `select`?"),
        ("[budget]\nparms = 1", "`budget.parms` is unknown", "did you mean `params`?"),
        ("[budget]\nbaselin = 'b'", "`budget.baselin` is unknown", AT_TOP.format("baseline")),
        ("[budget]\nexclude = []", "`budget.exclude` is unknown", AT_TOP.format("exclude")),
        (
            '[[overrides]]\npath = "a"\nbaseline = "b"',
            "`overrides[0].baseline` is unknown",
            AT_TOP.format("baseline"),
        ),
        ("[budget.macs]\nwarning = 1", "`budget.macs.warning` is unknown", "did you mean `warn`?"),
        ("[budget.macs]", "`budget.macs` has no limit", "as in {warn = ..., error = ...}"),
        ("select = 'L1'", "`select` must be a list of codes, found a text", None),
        ("ignore = ['L1', 3]", "`ignore[1]` must be a text, found a number", None),
        ("ignore = ['L1', 'l101']", "`ignore` has `l101`, with which no code begins", "did you mean `L101`?"),
        ("ignore = ['']", "`ignore` has ``, with which no code begins", LISTED),
        ("fail-level = 1", "`fail-level` must be error, warning or info, found a number", None),
        ("fail-level = 'warn'", "`fail-level` must be error, warning or info, not `warn`", "did you mean `warning`?"),
        ("exclude = true", "`exclude` must be a list of patterns, found a boolean", None),
        ("exclude = 2020-01-01", "`exclude` must be a list of patterns, found a date or time", None),
        (
            "exclude = ['./drafts/']",
            "`exclude` has the pattern `./drafts/`, which matches nothing",
            "they are relative to cnncalc.toml's folder: `nets/` is a folder anywhere, `/nets/` one beside cnncalc.toml",
        ),
        ("baseline = ['a']", "`baseline` must be a path, found a list", None),
        ("baseline = ''", "`baseline` must be a path, but it is empty", None),
        ("budget = 3", "`budget` must be a table of limits, found a number", None),
        ("budget = {params = true}", "`budget.params` must be a limit, found a boolean", None),
        ("budget = {params = 1.5}", "`budget.params` must be a limit, found `1.5`", None),
        ("budget = {params = inf}", "`budget.params` must be a limit, found `inf`", None),
        ("budget = {params = [1, 2]}", "`budget.params` must be a limit, found a list", TWO),
        ("budget = {params = '25 Mio'}", "`budget.params` must be a number such as 65M or 1.2G, not `25 Mio`", None),
        ("budget = {params = -1}", "`budget.params` must be a number such as 65M or 1.2G, not `-1`", None),
        (
            "budget = {weights = {warn = '25M'}}",
            f"`budget.weights.warn` {BYTES} `25M`",
            None,
        ),
        ("budget = {weights = 250}", f"`budget.weights` {BYTES} `250`", None),
        ("overrides = {path = 'a'}", "`overrides` must be a list of tables, each under `[[overrides]]`, found a table", None),
        ("overrides = [1]", "`overrides[0]` must be a table, found a number", None),
        ("[[overrides]]\nselect = []", f"`overrides[0].path` {FOR}", AS_IN),
        ("[[overrides]]\npath = 'a'\n[[overrides]]\npath = []", f"`overrides[1].path` {FOR}", AS_IN),
        ("[[overrides]]\npath = {}", "`overrides[0].path` must be a list of patterns, found a table", None),
        ("[[overrides]]\npath = 'a'\nselect = ['Q']", "`overrides[0].select` has `Q`, with which no code begins", LISTED),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_key(text: str, message: str, help: str | None) -> None:
    write(text, "nets/cnncalc.toml")
    with pytest.raises(UsageError) as refused:
        of("nets/a.cnn.yaml")
    assert refused.value.message == f"nets/cnncalc.toml: {message}"
    assert refused.value.help == (() if help is None else (help,))
    assert refused.value.findings == ()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a = [1\nb = 2]\n", "cnncalc.toml:2:1: unclosed array"),
        (b"exclude = ['a'", "cnncalc.toml: unclosed array at the end of the file"),
        (b"a = 1\na = 2\n", "cnncalc.toml:2:6: cannot overwrite a value"),
        (b"a = 1\nb = '\xff'\n", "cnncalc.toml:2: this is not UTF-8"),
        (b"\xff\xfea\0", "cnncalc.toml:1: this is not UTF-8"),
        (b"a = " + b"[" * 100_000, "cnncalc.toml: lists or tables stand too deep in one another"),
        (b"#" * (2**20 + 1), "cnncalc.toml is larger than 1,048,576 bytes"),
    ],
)
def test_what_is_no_toml_is_told_with_its_place(data: bytes, message: str) -> None:
    Path("cnncalc.toml").write_bytes(data)
    with pytest.raises(UsageError) as refused:
        of("a.cnn.yaml")
    assert refused.value.message == message


@pytest.mark.parametrize("number", ["9" * 60, "9" * 4_000, "9" * 5_000, "0x" + "f" * 5_000, "1e400"])
def test_a_number_with_thousands_of_digits_is_no_crash(number: str) -> None:
    write(f"budget = {{params = {number}}}")
    with pytest.raises(UsageError, match=r"^cnncalc\.toml: "):
        of("a")


def test_a_byte_order_mark_and_crlf_are_fine() -> None:
    Path("cnncalc.toml").write_bytes(b'\xef\xbb\xbffail-level = "info"\r\n[budget]\r\nparams = "1k"\r\n')
    assert of("a").fail_level == "info"


def test_codes_and_their_beginnings() -> None:
    assert selects(("L1",), "L101")
    assert selects(("Y", "L101"), "L101")
    assert not selects(("L102", "L2", "Y"), "L101")
    assert not selects((), "L101")
    check_codes(("L", "L1", "L10", "L101", "Y"), "--select")
    for word in ("L1011", "l", "", "1", "ALL"):
        with pytest.raises(UsageError, match=rf"^--select has `{word}`, with which no code begins"):
            check_codes((word,), "--select")
    with pytest.raises(UsageError, match=r"^--ignore has `X`"):
        SettingsOf(None, Chosen(ignore=("X",)))


def test_limits_of_the_command_line() -> None:
    assert chosen_limits({}) == ()
    with pytest.raises(UsageError, match=r"^--max-weights must be bytes with their unit, .*, not `100`"):
        chosen_limits({"weights": "100"})
