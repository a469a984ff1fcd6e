"""`cnncalc grad`: the lectures' examples as they are printed, the table, every refusal, and JSON by its schema."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cnncalc.schema import schema_of
from tests.cli.runner import Done, call
from tests.oracle import oracle_or_skip
from tests.schema.judge import validator
from tests.schema.test_outputs import _undescribed

numpy = oracle_or_skip("numpy")
FILES = {
    "relu.cnn.yaml": "input: 4\nlayers: [relu]\n",
    "matrix.cnn.yaml": "input: 3\nlayers: [{fc: {outputs: 4, bias: false}}]\n",
    "small.cnn.yaml": """\
input: 8x8x3
layers:
  - {conv: {filters: 4, kernel: 3, activation: relu}}
  - {add: [conv1, conv1/relu], name: sum}
  - maxpool: {kernel: 2, stride: 2}
  - {fc: 5, name: scores}
  - softmax
""",
    "deep.cnn.yaml": "input: 16\nlayers: [{repeat: 12, layers: [{fc: 16}, sigmoid]}]\n",
    "heads.cnn.yaml": "input: 4\nlayers: [{branches: [[{fc: 2, name: b}], [{fc: 5, name: c}]], merge: none}]\n",
    "side.cnn.yaml": "input: 4\nlayers: [{fc: 3, name: a}, {aux: [{fc: 2, name: b}], name: head}, {fc: 2, name: end}]\n",
    "lost.cnn.yaml": "input: 4\nlayers: [{fc: 3, name: a}, {fc: 2, name: lost}, {relu: , name: end, from: a}]\n",
    "custom.cnn.yaml": "input: 4\nlayers:\n  - custom: {output: 4, params: 1, macs: 1}\n  - relu\n",
    "bad.cnn.yaml": "input: 4x4x1\nlayers: [conv: {filters: 1, kernel: 9}]\n",
}  # fmt: skip
RELU = ("relu.cnn.yaml", "relu1", "--values", "1 -2 3 -1", "--upstream", "4 -1 5 9")
MATRIX = (
    "matrix.cnn.yaml", "fc1", "--values", "2 1 -3; -3 4 2", "--upstream", "2 3 -3 9; -8 1 4 6",
    "--tensor", "fc1.weight=3 2 3; 2 1 2; 1 3 1; -1 2 -2",
)  # fmt: skip

RELU_PAGE = """\
backpropagation through relu
input 4, given; no weights; float64
dL/dy of relu1 as given

x, from input: 4
  1 -2 3 -1
y = relu, relu1: 4
  1 0 3 0

upstream, dL/dy: 4, norm 11.0905
  from L
  4 -1 5 9

local, the Jacobians: a row for each value of y, never written out by backpropagation
  dy/dx 4x4: 16 entries, 2 not 0; diag(1, 0, 1, 0)

downstream, dL/dx to input: 4, as x, norm 6.40312
  dL/dx = dL/dy where x > 0, else 0
  4 0 5 0

shapes: dL/dx has the shape of x
"""

MATRIX_PARTS = [
    "y = fc, fc1: 2 images of 4\n  -1 -1  2 6\n   5  2 11 7\n",
    "  dy/dx 8x6: 48 entries, 24 not 0\n   3 2  3  0 0  0\n   2 1  2  0 0  0\n",
    "dL/dx = dL/dy W\n    0 16  -9\n  -24  9 -30\n",
    "  28 -30 -22\n    3   7  -7\n  -18  13  17\n    0  33 -15\n",
]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_the_relu_of_the_lecture(here: Path) -> None:
    assert call("grad", *RELU, cwd=here) == Done(0, RELU_PAGE, "")


def test_the_matrix_product_of_the_lecture(here: Path) -> None:
    done = call("grad", *MATRIX, "--check", cwd=here)
    assert (done.status, done.err) == (0, "")
    for part in MATRIX_PARTS:
        assert part in done.out


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("arguments", [(), ("--check",), ("conv1",), ("sum",)])
def test_no_line_is_wider_than_asked_for(here: Path, width: int, arguments: tuple[str, ...]) -> None:
    done = call("grad", "small.cnn.yaml", *arguments, "--width", str(width), "--color", "never", cwd=here)
    assert (done.status, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= width
    assert not re.search(r" $|\x1b", done.out, re.MULTILINE)


def test_the_table_goes_from_the_last_layer_to_the_input(here: Path) -> None:
    done = call("grad", "small.cnn.yaml", "--width", "200", "--target", "2", cwd=here)
    assert (done.status, done.err) == (0, "")
    _, head, lines, news = done.out.split("\n\n")[0], *done.out.partition("\n\n")[2].partition("\n─")[::2], ""
    assert head.split() == [
        "layer",
        "kind",
        "dL/dy",
        "|dL/dy|",
        "per",
        "value",
        "Jacobian",
        "dL/dx",
        "|dL/dx|",
        "|dL/dW|",
        "|dL/db|",
    ]
    rows = [line.split() for line in lines.splitlines()[1:]]
    assert [row[0] for row in rows[:7]] == ["softmax1", "scores", "pool1", "sum", "conv1/relu", "conv1", "input"]
    by_name = {row[0]: row for row in rows[:7]}
    assert by_name["pool1"][2] == "3x3x4"
    assert "36x144" in by_name["pool1"]
    assert by_name["sum"][6:9] == ["2", "x", "144x144"]
    assert by_name["input"][1] == "8x8x3"
    assert "L = -log of what softmax1 gives class 2 = " in done.out
    assert "shapes: each of 7 dL/dx has the shape of its x, each of 4 gradients of tensors its tensor's" in done.out
    assert not news


def test_gradients_that_vanish_are_called_so(here: Path) -> None:
    done = call("grad", "deep.cnn.yaml", cwd=here)
    assert done.status == 0
    assert re.search(r"^vanishing: from sigmoid12 back to input it shrinks \S+e\+06-fold$", done.out, re.MULTILINE)
    assert "vanishing" not in call("grad", "small.cnn.yaml", cwd=here).out


def test_gradients_beyond_the_dtype_are_called_exploding(here: Path) -> None:
    eye = str([[10**17 * (row == column) for column in range(16)] for row in range(16)])
    tensors = [f"--tensor=fc{number}.weight={eye}" for number in range(1, 4)]
    (here / "linear.cnn.yaml").write_text("input: 16\nlayers: [fc: 16, fc: 16, fc: 16]\n", "utf-8")
    done = call("grad", "linear.cnn.yaml", "--dtype", "float32", *tensors, cwd=here)
    assert (done.status, done.err) == (0, "")
    assert "exploding: from input on the gradients are beyond what the dtype holds" in done.out


def test_a_softmax_at_the_end_is_judged_by_its_logarithm(here: Path) -> None:
    """Its own dL/dp = -1/p is not compared with the gradients before it."""
    out = call("grad", "small.cnn.yaml", cwd=here).out
    assert "L = -log of what softmax1 gives class 0 = " in out
    assert "softmax1 stands apart: " in out
    assert not re.search("^softmax1 .*█", out, re.MULTILINE)
    assert re.search("^(?!softmax).*█", out, re.MULTILINE)
    assert "L = the sum of the 5 values of softmax1 = 1\n" in call("grad", "small.cnn.yaml", "--loss", "sum", cwd=here).out


def test_several_outputs_are_summed(here: Path) -> None:
    assert "L = the sum of the 7 values of b, c = " in call("grad", "heads.cnn.yaml", cwd=here).out


def test_what_the_loss_does_not_depend_on(here: Path) -> None:
    assert re.search(r"^lost +fc +no part of L +0 +0$", call("grad", "lost.cnn.yaml", cwd=here).out, re.MULTILINE)
    assert "lost: L does not depend on it" in call("grad", "lost.cnn.yaml", "lost", cwd=here).out


def test_numbers_of_files_are_taken(here: Path) -> None:
    numpy.save(here / "x.npy", numpy.array([[2.0, 1, -3], [-3, 4, 2]]))
    numpy.savez(here / "w.npz", **{"fc1.weight": numpy.array([[3.0, 2, 3], [2, 1, 2], [1, 3, 1], [-1, 2, -2]])})
    done = call(
        "grad", "matrix.cnn.yaml", "fc1", "--array", "x.npy", "--weights", "w.npz", "--upstream", MATRIX[5], cwd=here
    )  # fmt: skip
    assert (done.status, done.err) == (0, "")
    assert "input 3, x.npy; weights w.npz; batch 2, float64\n" in done.out
    for part in MATRIX_PARTS:
        assert part in done.out


def test_a_seed_is_the_same_network_and_input(here: Path) -> None:
    first, again, other = (call("grad", "small.cnn.yaml", "--seed", seed, cwd=here).out for seed in ("7", "7", "8"))
    assert first == again
    assert first.replace("seed 7", "seed 8") != other


def document(here: Path, *arguments: str, status: int = 0) -> Any:
    done = call("grad", *arguments, "--format", "json", cwd=here)
    assert (done.status, done.err) == (status, "")
    found = json.loads(done.out)
    assert [error.message for error in validator("grad").iter_errors(found)] == []
    return found


def test_json_is_what_its_schema_says(here: Path) -> None:
    found = document(here, "small.cnn.yaml", "--check", "--batch", "2", "--train")
    assert found["ok"]
    assert "detail" not in found
    assert [layer["path"] for layer in found["layers"]] == ["softmax1", "scores", "pool1", "sum", "conv1/relu", "conv1"]
    assert found["layers"][3]["jacobians"] == [[288, 288], [288, 288]]
    assert found["to_input"]["shape"] == [3, 8, 8]
    assert all(layer["error"] < 1e-6 for layer in found["layers"])
    document(here, "lost.cnn.yaml")
    document(here, "small.cnn.yaml", "conv1")


def test_json_of_one_layer_has_its_numbers(here: Path) -> None:
    found = document(here, *RELU)
    assert found["loss"] == {"kind": "given", "words": "dL/dy of relu1 as given", "value": None, "target": []}
    assert found["detail"]["downstream"] == [[[4, 0, 5, 0]]]
    assert found["detail"]["jacobians"][0]["matrix"][2] == [0, 0, 1, 0]
    assert str(found).count("-0.0") == 0


def test_every_key_is_described() -> None:
    assert _undescribed(schema_of("grad")) == []


REFUSED = [
    (("nope.cnn.yaml",), 2, "nope.cnn.yaml"),
    (("bad.cnn.yaml",), 1, "error[H301]: height and width: a kernel of 9 is larger"),
    (("custom.cnn.yaml",), 1, "`custom` layer declares its figures and cannot be executed\n --> custom.cnn.yaml:3:5"),
    (("relu.cnn.yaml", "relu2"), 2, "cnncalc: there is no layer `relu2`\n  help: did you mean `relu1`?\n"),
    (("side.cnn.yaml", "head/b"), 2, "`head/b` is part of the side head `head`, which is left out of a run"),
    (("relu.cnn.yaml", "--values", "1 2 3"), 2, "cnncalc: --values is 3, the input is 4\n  help: lists nest as"),
    (("relu.cnn.yaml", "--values", "1 x 3 4"), 2, "cnncalc: --values: `x` is no number"),
    (("relu.cnn.yaml", "--values", "1 2 3 4; 5 6 7 8", "--batch", "3"), 2, "--values is a batch of 2, --batch 3 asks"),
    (("relu.cnn.yaml", "--values", "1 2 3 4", "--array", "x.npy"), 2, "--values and --array exclude each other"),
    (("relu.cnn.yaml", "--array", "no.npy"), 2, "there is no file no.npy"),
    (("relu.cnn.yaml", "--upstream", "1 2"), 2, "cnncalc: --upstream is 2, the output is 4\n"),
    (("relu.cnn.yaml", "--batch", "2", "--upstream", "1 2 3 4"), 2, "--upstream is 4, the output is a batch of 2, each 4\n"),
    (("relu.cnn.yaml", "--upstream", "1 2 3 4", "--target", "1"), 2, "--upstream and --target exclude each other"),
    (("heads.cnn.yaml", "--upstream", "1 2"), 2, "and the network has 2: b, c"),
    (("heads.cnn.yaml", "--target", "1"), 2, "and the network has 2 outputs\n  help: --loss sum\n"),
    (("relu.cnn.yaml", "--loss", "huber"), 2, "there is no loss `huber`\n  help: one of sum, cross-entropy\n"),
    (("relu.cnn.yaml", "--loss", "cross-entropy"), 2, "cross-entropy needs the right class\n  help: --target 0 is the first\n"),
    (("relu.cnn.yaml", "--loss", "sum", "--target", "1"), 2, "the sum of the outputs has no --target"),
    (("relu.cnn.yaml", "--target", "4"), 2, "there is no class 4: relu1 has 4, from 0 to 3\n"),
    (("relu.cnn.yaml", "--target", "1.5"), 2, "--target must be a class, counted from 0, found `1.5`"),
    (("relu.cnn.yaml", "--target", "1 2"), 2, "--target names 2 classes for 1 image\n"),
    (("relu.cnn.yaml", "--dtype", "float32", "--check"), 2, "finite differences are too coarse in float32"),
    (("relu.cnn.yaml", "--dtype", "float16"), 2, "there is no dtype `float16`"),
    (("relu.cnn.yaml", "--format", "xml"), 2, "there is no format `xml`\n  help: one of text, json\n"),
    (("matrix.cnn.yaml", "--tensor", "fc1.weight"), 2, "--tensor fc1.weight has no values"),
    (("matrix.cnn.yaml", "--tensor", "fc1.wieght=1"), 2, "there is no tensor `fc1.wieght`\n  help: did you mean `fc1.weight`?\n"),
    (("matrix.cnn.yaml", "--tensor", "fc1.weight=1 2"), 2, "--tensor fc1.weight is 2, the network needs 4x3\n"),
    (
        ("matrix.cnn.yaml", "--tensor", "fc1.weight=1 2 3 4; 1 2 3 4; 1 2 3 4"), 2,
        "--tensor fc1.weight is 3x4, the network needs 4x3\n  help: the axes are in another order",
    ),
    (("small.cnn.yaml", "--batch", "1000000000"), 2, "are available\n  help: --batch "),
    (("small.cnn.yaml", "--input", "200000x200000x3"), 2, "are available\n  help: a smaller --input, fewer images"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "status", "said"), REFUSED, ids=lambda value: " ".join(value)[:60] if isinstance(value, tuple) else ""
)
def test_refusals(here: Path, arguments: tuple[str, ...], status: int, said: str) -> None:
    done = call("grad", *arguments, cwd=here)
    assert (done.status, done.out) == (status, "")
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_softmax_of_exactly_0_has_no_logarithm(here: Path) -> None:
    (here / "end.cnn.yaml").write_text("input: 2\nlayers: [softmax]\n", "utf-8")
    done = call("grad", "end.cnn.yaml", "--values", "0 2000", cwd=here)
    assert (done.status, done.out) == (2, "")
    assert "the softmax gives class 0 a probability of 0 in float64: its logarithm is infinite" in done.err


def run_after(here: Path, code: str, *arguments: str) -> tuple[int, str, str]:
    """Status, output and messages of a process that did something before."""
    run = f"import sys\n{code}\nfrom cnncalc.__main__ import run\nsys.exit(run(['grad', 'relu.cnn.yaml', *{arguments!r}]))"
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=False, cwd=here)
    return done.returncode, done.stdout, done.stderr


def test_without_numpy_one_line_says_what_to_install(here: Path) -> None:
    done = run_after(here, "sys.modules['numpy'] = None")
    assert done == (2, "", "cnncalc: NumPy is not installed\n  help: pip install 'cnncalc[run]'\n")


def test_gradients_that_differences_contradict_end_with_1(here: Path) -> None:
    doubled = "from cnncalc.layers.relu import ReLU\nReLU.backward = lambda self, *given: ((given[-1] * 2,), {})"
    status, out, err = run_after(here, doubled, "--check", "--values", "1 2 3 4")
    assert (status, err) == (1, "")
    said = "wrong: `relu1`: the gradients are 5.0e-01 from finite differences, at most 1e-06 is allowed"
    assert said in " ".join(out.split())
