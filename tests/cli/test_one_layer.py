"""`cnncalc conv`, `pool` and `fc`: one layer without a file, with the answers of torch and the refusals of `show`."""

from __future__ import annotations

import json
import random
import re

import pytest

from cnncalc.cli import COMMANDS
from cnncalc.render import FORMATS
from tests.cli.runner import call


def answer(*arguments: str) -> dict[str, str]:
    """The short answer: label to figure."""
    done = call(*arguments)
    assert done.status == 0, done.err
    assert done.err == ""
    lines = done.out.split("\n\n")[0].splitlines()
    return {label: figure.strip() for label, _, figure in (line.partition("  ") for line in lines)}


@pytest.mark.parametrize(
    ("arguments", "output", "parameters", "macs"),
    [
        # CS231n: ten 5x5 filters at stride 1, pad 2 on 32x32x3: 32x32x10 and 760 parameters
        ("conv 32x32x3 --filters 10 --kernel 5 --padding 2", "32x32x10", "760", "768,000"),
        ("conv 227x227x3 --filters 96 --kernel 11 --stride 4", "55x55x96", "34,944", "105,415,200"),
        ("conv 32x32x3 --filters 10 --kernel 5 --padding 2 --no-bias", "32x32x10", "750", "768,000"),
        ("conv 14x14x32 --filters 32 --kernel 3 --padding same --groups depthwise", "14x14x32", "320", "56,448"),
        ("conv 12x1 --filters 4 --kernel 3", "10x4", "16", "120"),
        ("conv 8x9x3 --filters 2 --kernel 1x3 --padding [[0,0],[2,1]]", "8x10x2", "20", "1,440"),
        ("conv 8x8x3 --filters 2 --kernel 3 --padding 1x0", "8x6x2", "56", "2,592"),
        ("conv 8x8x3 --filters 2 --kernel 3 --padding 0x1", "6x8x2", "56", "2,592"),
        ("conv 224x224x3 --filters 32 --kernel 3 --stride 2 --padding same-tf", "112x112x32", "896", "10,838,016"),
        ("pool 224x224x64 2", "112x112x64", "0", "0"),
        ("pool 55x55x96 3 --stride 2", "27x27x96", "0", "0"),
        ("pool 7x7x8 --kernel 2 --stride 2 --rounding floor --kind avg", "3x3x8", "0", "0"),
        ("fc 3072 10", "10", "30,730", "30,720"),
        ("fc 7x7x512 --outputs 4096", "4096", "102,764,544", "102,760,448"),
        ("fc 7x7x512 4096 --no-bias --batch 2", "4096", "102,760,448", "205,520,896 for 2 images"),
    ],
)
def test_answers(arguments: str, output: str, parameters: str, macs: str) -> None:
    found = answer(*arguments.split())
    assert (found["output"], found["parameters"], found["multiply-adds"]) == (output, parameters, macs)


def test_the_arithmetic_follows_the_answer() -> None:
    done = call("conv", "32x32x3", "--filters", "10", "--kernel", "5", "--padding", "2")
    assert done.out.startswith("input          32x32x3 (height x width x channels)\noutput         32x32x10\n")
    assert "(32 + 2*2 - 5)/1 + 1" in done.out
    assert "(5*5*3 + 1)*10" in done.out
    assert "input          12x1 (length x channels)\n" in call("conv", "12x1", "--filters", "4", "--kernel", "3").out


def test_random_layers_against_torch() -> None:
    torch = pytest.importorskip("torch")
    choose = random.Random(7)
    calculated = 0
    while calculated < 4:
        n, kernel, stride, padding = choose.randint(5, 30), choose.randint(1, 5), choose.randint(1, 3), choose.randint(0, 2)
        if (n + 2 * padding - kernel) % stride:
            continue
        layer = torch.nn.Conv2d(6, 4, kernel, stride, padding, groups=2)
        shape = layer(torch.zeros(1, 6, n, n)).shape
        options = ("--filters", "4", "--kernel", kernel, "--stride", stride, "--padding", padding, "--groups", "2", "-f", "json")
        found = json.loads(call("conv", f"{n}x{n}x6", *map(str, options)).out)["layers"][0]
        assert found["output_shape"] == list(shape[1:])
        assert found["params"] == sum(tensor.numel() for tensor in layer.parameters())
        calculated += 1


def test_a_refusal_is_that_of_show_in_the_words_of_the_command() -> None:
    done = call("conv", "7x7x3", "--filters", "8", "--kernel", "3", "--stride", "3")
    shown = call("show", "-", stdin="input: 7x7x3\nlayers:\n  - conv: {filters: 8, kernel: 3, stride: 3}\n")
    assert done.status == shown.status == 1
    assert done.out == ""
    first, *_, last, _, count = done.err.splitlines()
    assert [first, count] == [shown.err.splitlines()[0], shown.err.splitlines()[-1]]
    assert last == "  = help: `--rounding floor` gives 2 and leaves 1 row or column of the input unread"
    assert "\n1 | cnncalc conv 7x7x3 --filters 8 --kernel 3 --stride 3\n" in done.err


@pytest.mark.parametrize(
    ("arguments", "under"),
    [
        ("conv 32x32x3 --filters 4 --kernel 3 --stride 2 --no-bias", ["2"]),
        ("conv 32x32x3 --kernel 5", ["conv"]),
        ("conv (32,32,3) --filters 4 --kernel 5", ["'(32,32,3)'"]),
        ("conv 8x8x3 --filters 4 --kernel 3 --padding [[1,-1],[0,0]]", ["'[[1,-1],[0,0]]'"]),
        ("pool 9x9x3 2", ["2"]),
        ("pool 9x9x3 2 --kind avg --dilation 2", ["2"]),
        ("pool 3072 2", ["3072"]),
        ("fc 10 0", ["0"]),
        ("conv 8x8x3 --filters x --kernel y", ["x", "y"]),
    ],
)
def test_the_caret_stands_under_what_was_typed(arguments: str, under: list[str]) -> None:
    lines = call(*arguments.split()).err.splitlines()
    marked = [(line, lines[number + 1]) for number, line in enumerate(lines) if line.startswith("1 | ")]
    assert [line[marks.index("^") : marks.rindex("^") + 1] for line, marks in marked] == under
    assert all(line.startswith(f"1 | cnncalc {arguments.partition(' ')[0]} ") for line, _ in marked)


@pytest.mark.parametrize(
    "arguments",
    [
        "conv 32x32x3",
        "conv 32x32x3 --filters 4",
        "conv 32x32x3 --filters 4 --kernel 4 --padding same",
        "conv 3072 --filters 4 --kernel 2",
        "conv 32x32x3 --filters 4#5 --kernel 2",
        "conv 32x32x3 --filters 1_000 --kernel yes",
        "conv 8x8x3 --filters 4 --kernel 3 --padding x",
        "conv 8x8x3 --filters 4 --kernel 3 --rounding x",
        "conv 8x8x3 --filters 4 --kernel 3 --groups 3",
        "conv 8x8x3 --filters 4 --kernel 9",
        "pool 8x8x3",
        "pool 9x9x3 2",
        "pool 9x9x3 2 --kind avg --dilation 2",
        "pool 8x8x3 0",
        "fc 10",
        "fc 10 x",
        "fc ten 5",
    ],
)
def test_no_answer_speaks_of_yaml(arguments: str) -> None:
    err = call(*arguments.split()).err
    assert err.startswith("error[")
    assert not re.search(
        r"`(filters|kernel|stride|padding|rounding|outputs|dilation|input|count_padding)\b|YAML|\{|flatten|comment", err
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("conv", "(32, 32, 3)", "--filters", "1", "--kernel", "1"), "help: write 32x32x3"),
        (("conv", "32,32,3", "--filters", "1", "--kernel", "1"), "help: write 32x32x3"),
        (("conv", "32 x 32 x 3", "--filters", "1", "--kernel", "1"), "help: write 32x32x3"),
        (("conv", "32x32x3", "--filters", "1, kernel: 3", "--kernel", "1"), "not the text"),
        (("conv", "32x32x3", "--filters", "}", "--kernel", "1"), "`--filters` must be an integer, not the text"),
        (("conv", "32x32x3", "--filters", "4", "--kernel", "05"), "write 5 without the leading 0"),
        (("conv", "32x32x3", "--filters", "4", "--kernel", "3", "--padding", "-1"), "at least 0, found -1"),
        (("conv", "32x32x3", "--filters", "4", "--kernel", "3", "--padding", "[1"), "`--padding` must be"),
        (("conv", "32x32x3", "--filters", "4"), "`conv` needs `--kernel`"),
        (("conv", "32x32x3"), "`conv` needs `--filters` and `--kernel`"),
        (("conv", "32x32x3"), "= help: add `--filters N --kernel N|HxW`\n"),
        (("conv", "32x32x3", "--filters", "4", "--kernel", "3", "--groups", "2"), "H304"),
        (("pool", "8x8x1", "2", "--kind", "avg", "--dilation", "2"), "no option `--dilation`"),
        (
            ("pool", "8x8x1", "2", "--kind", "avg", "--dilation", "2"),
            "`--stride`, `--padding`, `--count-padding`, `--rounding`\n",
        ),
        (("pool", "3072", "2"), "H306"),
        (("pool", "3072", "2"), "= help: height x width x channels, as in 32x32x3\n"),
        (("conv", "5", "--filters", "1_000", "--kernel", "1"), 'not the text "1_000"'),
        (("fc", "0", "2"), "SHAPE must be at least 1, found 0"),
        (("fc", "3072"), "`fc` needs `--outputs`"),
        (("fc", "3072", "\x1b[31m"), "\\x1b[31m"),
    ],
)
def test_findings_are_status_1(arguments: tuple[str, ...], says: str) -> None:
    done = call(*arguments)
    assert done.status == 1
    assert says in done.err
    assert done.out == ""
    assert "\x1b" not in done.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("fc", "3072", "10", "--outputs", "12"), "`10` and `--outputs 12` both give the outputs\n  help: leave one out\n"),
        (("pool", "8x8x3", "2", "--kernel", "3"), "`2` and `--kernel 3` both give the kernel\n  help: leave one out\n"),
        (("pool", "8x8x3", "2", "--kernel", "2", "--stride", "2"), "both give the kernel"),
        (("pool", "8x8x1", "2", "--kind", "maximum"), "no kind `maximum`"),
        (("fc", "3072", "10", "--format", "jsn"), "did you mean `json`"),
        (("fc", "3072", "10", "--dtype", "float3"), "did you mean `float32`"),
        (("fc",), "SHAPE"),
    ],
)
def test_bad_usage_is_status_2(arguments: tuple[str, ...], says: str) -> None:
    done = call(*arguments)
    assert done.status == 2
    assert says in done.err


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_of_show(format: str) -> None:
    done = call("fc", "3072", "10", "--format", format)
    assert done.status == 0
    assert "30730" in done.out.replace(",", "").replace("{}", "")


def test_the_json_of_a_refusal() -> None:
    done = call("fc", "3", "0", "--format", "json")
    assert done.status == 1
    assert [finding["code"] for finding in json.loads(done.out)["findings"]] == ["H303"]


@pytest.mark.parametrize("command", ["conv", "pool", "fc"])
def test_options_are_the_kinds_own(command: str) -> None:
    shown = call(command, "--help", env={"COLUMNS": "200"}).out
    wanted = {
        "conv": ["--filters", "--kernel", "--stride", "--padding", "--dilation", "--groups", "--no-bias", "--rounding"],
        "pool": ["--kernel", "--stride", "--padding", "--dilation", "--rounding", "--kind", "--no-count-padding"],
        "fc": ["--outputs", "--no-bias"],
    }
    assert all(option in shown for option in wanted[command])
    assert COMMANDS[command] == f"cnncalc.cli.{command}"
