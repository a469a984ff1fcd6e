"""`cnncalc show` from outside: formats, options, exit statuses, where things are printed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.runner import call

SMALL = """name: small
input: 32x32x3
layers:
  - conv: {filters: 10, kernel: 5, padding: 2, activation: relu}
  - maxpool: 2
  - fc: 10
"""


def test_the_table_is_natural_when_piped() -> None:
    done = call("show", "vgg16")
    assert done.status == 0
    assert done.err == ""
    assert "(3*3*3 + 1)*64 = 1,792" in done.out
    assert "224*224*64 = 3,211,264" in done.out
    assert "\x1b" not in done.out
    assert not re.search(r"[ ]$", done.out, re.MULTILINE)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
@pytest.mark.parametrize("name", ["vgg16", "googlenet", "resnet50"])
def test_the_table_fits_the_width(name: str, width: int) -> None:
    done = call("show", name, env={"COLUMNS": str(width)})
    assert done.status == 0
    assert max(map(len, done.out.splitlines())) <= width
    assert "6,998,552" in done.out or name != "googlenet"


def test_hidden_columns_are_said_and_wide_shows_them() -> None:
    narrow = call("show", "vgg16", env={"COLUMNS": "80"})
    assert "(2 columns hidden, --wide shows all)" in narrow.out
    wide = call("show", "vgg16", "--wide", env={"COLUMNS": "80"})
    assert "hidden" not in wide.out
    assert "(7*7*512 + 1)*4096 = 102,764,544" in wide.out


def test_width_option_wins() -> None:
    done = call("show", "vgg16", "--width", "70", env={"COLUMNS": "200"})
    assert max(map(len, done.out.splitlines())) <= 70


def test_ascii_output_where_the_encoding_is_ascii() -> None:
    done = call("show", "vgg16", env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert done.status == 0
    assert done.out.isascii()
    assert "#" in done.out
    assert "expect: ok" in done.out


def test_colour_on_demand_only() -> None:
    assert "\x1b[" in call("show", "vgg16", "--color", "always").out
    assert "\x1b[" in call("show", "vgg16", env={"FORCE_COLOR": "1"}).out
    assert "\x1b" not in call("show", "vgg16", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).out
    assert call("show", "vgg16", "--color", "pink").status == 2


def test_json_is_one_object_and_exact() -> None:
    done = call("show", "vgg16", "--format", "json")
    report = json.loads(done.out)
    assert report["schema"] == "cnncalc.report/1"
    assert report["architecture"] == "vgg16"
    assert report["totals"]["macs"] == 15470264320
    assert report["layers"][0]["formulas"]["params"] == {
        "symbolic": "(F*F*D + 1)*K",
        "substituted": "(3*3*3 + 1)*64",
        "value": 1792,
    }


def test_json_of_a_refused_file_is_printed_too() -> None:
    text = SMALL.replace("maxpool: 2", "maxpool: 3")
    done = call("show", "-", "--format", "json", stdin=text)
    report = json.loads(done.out)
    assert done.status == 1
    by_path = {row["path"]: row for row in report["layers"]}
    assert by_path["pool1"]["error"] == "H302"
    assert by_path["pool1"]["params"] is None
    assert by_path["fc2"]["unknown"] is True
    assert by_path["conv1"]["params"] == 760
    assert report["totals"]["params"] is None
    assert report["findings"][0]["line"] == 5
    keys = "code severity message path line column end_line end_column layer help"
    assert set(report["findings"][0]) >= set(keys.split())


def test_json_is_printed_where_nothing_can_be_read() -> None:
    done = call("show", "-", "--format", "json", stdin="layers: [a\n")
    report = json.loads(done.out)
    assert done.status == 1
    assert report["layers"] == []
    assert report["totals"] is None
    assert [finding["code"] for finding in report["findings"]] == ["Y003"]


def test_lecture_prints_the_slides_lines() -> None:
    lines = call("show", "vgg16", "--format", "lecture").out.splitlines()
    assert lines[0] == "INPUT: [224x224x3] memory: 224*224*3=150K params: 0"
    assert lines[1] == "CONV3-64: [224x224x64] memory: 224*224*64=3.2M params: (3*3*3)*64 = 1,728"
    assert lines[3] == "POOL2: [112x112x64] memory: 112*112*64=800K params: 0"
    assert "FC: [1x1x4096] memory: 4096 params: 7*7*512*4096 = 102,760,448" in lines
    assert any(line.startswith("TOTAL memory: 15,237,608 * 4 bytes = 60.95 MB = 58.13 MiB") for line in lines)
    assert any("138,344,128" in line for line in lines)
    assert lines[-2].endswith("24,319,464 * 4 bytes = 97.28 MB = 92.77 MiB")
    assert '"24M * 4 bytes ~= 93MB"' in lines[-1]


def test_depth_folds_and_keeps_sums() -> None:
    full, folded = call("show", "resnet152").out, call("show", "resnet152", "--depth", "1").out
    totals = full[full.index("parameters ") :].splitlines()[:10]
    assert folded[folded.index("parameters ") :].splitlines()[:10][:1] == totals[:1]
    assert re.search(r"^stage3 .*14x14x1024", folded, re.MULTILINE)
    assert "stage3/" not in folded.split("parameters ", 1)[0]
    assert len(call("show", "resnet152", "--depth", "0").out.splitlines()) < 30


def test_sort_and_top() -> None:
    done = call("show", "vgg16", "--sort", "params", "--top", "2", "--columns", "layer,params")
    assert [line.split()[0] for line in done.out.splitlines()[5:7]] == ["fc6", "fc7"]
    assert "more lines" in done.out


def test_input_batch_dtype_set_rounding_no_bias() -> None:
    done = json.loads(
        call("show", "resnet18", "--format", "json", "--input", "320x320x3", "--batch", "2", "--dtype", "float16").out
    )
    assert done["input"] == [3, 320, 320]
    assert done["batch"] == 2
    row = done["layers"][0]
    assert row["output_shape"] == [64, 160, 160]
    assert row["activations"] == 2 * 64 * 160 * 160
    assert row["activation_bytes"] == 2 * row["activations"]
    done = json.loads(call("show", "resnet50", "--set", "depths=[2,2,2,2]", "--format", "json").out)
    assert done["totals"]["weight_layers"] == 1 + 3 * 8 + 1
    done = json.loads(call("show", "vgg16", "--no-bias", "--format", "json").out)
    assert done["totals"]["params"] == 138344128
    done = json.loads(
        call("show", "-", "--rounding", "floor", "--format", "json", stdin=SMALL.replace("maxpool: 2", "maxpool: 3")).out
    )
    assert done["layers"][2]["output_shape"] == [10, 10, 10]
    assert done["layers"][2]["unread"] == [2, 2]


@pytest.mark.parametrize("option", ["--columns=layer", "--depth=1", "--sort=params", "--top=3", "--wide", "--width=80"])
def test_an_option_without_effect_is_refused(option: str) -> None:
    for_lines = option.split("=")[0] not in ("--wide", "--width")
    for format in ("lecture", "json", "csv", "plain", "markdown", "latex", "html"):
        done = call("show", "lenet5", option, "--format", format)
        if for_lines and format not in ("lecture", "json"):
            assert done.status == 0
            continue
        assert done.status == 2
        assert done.out == ""
        assert f"`{option.split('=')[0]}` has no effect with --format {format}\n" in done.err
        assert f"help: it works with {'table, csv, plain, markdown, latex, html' if for_lines else 'table'}\n" in done.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("show",), "Missing argument"),
        (("shw", "vgg16"), "No such command"),
        (("show", "alexent"), "did you mean `alexnet`?"),
        (("show", "vgg16", "--format", "jsn"), "did you mean `json`?"),
        (("show", "vgg16", "--columns", "layer,parms"), "did you mean `params`?"),
        (("show", "vgg16", "--sort", "size"), "there is no sort key"),
        (("show", "vgg16", "--input", "0x3"), "--input"),
        (("show", "vgg16", "--dtype", "float31"), "did you mean `float32`?"),
        (("show", "vgg16", "--set", "depth=3"), "has no parameter `depth`"),
        (("show", "resnet50", "--set", "depths"), "has no value"),
        (("show", "vgg16", "--rounding", "up"), "there is no rounding `up`"),
        (("show", "vgg16", "--batch", "0"), "--batch"),
        (("show", "/nowhere/net.cnn.yaml"), "there is no file"),
        (("show", "."), "is a directory"),
        (("show", "/dev/null"), "is no regular file"),
        (("show", "vgg"), "name one: vgg-d, vgg16, vgg-a, vgg-a-lrn, vgg-b, vgg-c, vgg-e"),
        (("explain", "vgg16", "conv9"), "did you mean"),
    ],
)
def test_bad_usage_is_status_2_with_one_message(arguments: tuple[str, ...], says: str) -> None:
    done = call(*arguments)
    assert done.status == 2
    assert done.out == ""
    assert says in done.err
    assert "Traceback" not in done.err


def test_a_path_with_a_variant_and_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.cnn.yaml"
    path.write_text("input: 8x8x1\nparams: {n: 4}\nvariants: {a: {}, b: {n: 6}}\nlayers:\n  - conv: {filters: $n, kernel: 3}\n")
    assert json.loads(call("show", str(path), "-f", "json").out)["totals"]["params"] == 40
    assert json.loads(call("show", f"{path}:b", "-f", "json").out)["totals"]["params"] == 60
    assert call("show", f"{path}:c").status == 2


def test_names_are_printed_literally_and_escaped() -> None:
    text = 'input: 8x8x1\nlayers:\n  - relu:\n    name: "[red]x[/bold]"\n  - relu:\n    name: "a\\e[31mb\\u202e\\n::error::x"\n'
    done = call("show", "-", stdin=text)
    assert "[red]x[/bold]" in done.out
    assert "a\\x1b[31mb\\u202e\\n::error::x" in done.out
    assert "\x1b" not in done.out + done.err
    assert done.status == 0
    assert "warning[Y017]" in done.err
    assert not re.search(r"^::", done.out + done.err, re.MULTILINE)


def test_a_closed_pipe_is_no_failure() -> None:
    import subprocess
    import sys

    done = subprocess.run(
        f"set -o pipefail; {sys.executable} -m cnncalc show resnet152 | head -1", shell=True, executable="/bin/bash",
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stderr == ""


def test_a_bug_of_ours_is_one_line_and_status_2() -> None:
    import subprocess
    import sys

    code = "import cnncalc.api as a; a.open_architecture = None\nfrom cnncalc.__main__ import run\n"
    code += "import sys; sys.exit(run(['show', 'vgg16']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "internal error" in done.stderr
    assert "please report it" in done.stderr


def test_ctrl_c_is_130() -> None:
    import subprocess
    import sys

    code = "import cnncalc.api as a\ndef stop(*_, **__): raise KeyboardInterrupt\na.open_architecture = stop\n"
    code += "from cnncalc.__main__ import run; import sys; sys.exit(run(['show', 'vgg16']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert "Traceback" not in done.stderr


def test_help_names_the_commands() -> None:
    done = call("--help")
    assert done.status == 0
    assert "show" in done.out
    assert "explain" in done.out
    assert call().status in (0, 2)


def test_limits_can_be_raised() -> None:
    text = "input: 4x4x1\nlayers:\n  - repeat: 30000\n    layers: [relu]\n"
    refused = call("show", "-", "-f", "json", stdin=text)
    assert refused.status == 1
    assert "Y013" in refused.err
    assert "--max-layers" in refused.err
    assert call("show", "-", "--max-layers", "40000", "--top", "1", stdin=text).status == 0
