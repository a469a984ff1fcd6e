"""`cnncalc kinds [KIND]`: every kind and form is listed and has its manual."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields

import pytest

from cnncalc import layers
from cnncalc.api import loads
from cnncalc.manual import GROUPS, examples, find, names
from cnncalc.render.manual import page
from cnncalc.schema.kinds import documentation_of
from cnncalc.spec.steps import FORMS
from tests.cli.runner import call


def test_every_kind_and_form_is_listed_in_its_group() -> None:
    done = call("kinds")
    assert (done.status, done.err) == (0, "")
    listed = re.findall(r"^  (\w+) +(\S.*?) {2,}(\S.*)$", done.out, re.MULTILINE)
    words = {name: (learns, text) for name, learns, text in listed}
    assert set(words) == {"kind", *layers.names(), *FORMS}
    assert words["conv"][0] == "(F*F*D + 1)*K"
    assert words["batchnorm"][0] == "2D"
    assert words["relu"] == ("-", "ReLU: max(0, x), element by element")
    assert re.findall(r"^[A-Z].*(?=\n  )", done.out, re.MULTILINE) == list(GROUPS)


@pytest.mark.parametrize("kind", layers.names())
def test_the_summary_is_the_schemas_too(kind: str) -> None:
    told = find(kind).summary
    assert documentation_of(kind)["description"] == f"{told}." or kind in FORMS
    assert find(kind).text[0].startswith(f"{told}.")
    assert ". " not in told


def test_who_learns_is_what_the_layers_say() -> None:
    """Of all others, what the textbooks say: they learn nothing (an instance norm by default)."""
    learns = {name: find(name).params for name in layers.names() if name not in FORMS}
    assert {name for name, formula in learns.items() if formula} == {
        "conv", "deconv", "fc", "subsample", "batchnorm", "layernorm", "groupnorm", "prelu", "scale", "custom",
    }  # fmt: skip


@pytest.mark.parametrize("width", [40, 80, 200])
def test_it_fits_the_terminal(width: int) -> None:
    done = call("kinds", env={"COLUMNS": str(width)})
    assert max(map(len, done.out.splitlines())) <= max(width, 56)
    for kind in ("conv", "batchnorm", "concat", "residual"):
        lines = page(find(kind), width, False).splitlines()
        assert max(len(line) for line in lines if not line.startswith("    ")) <= max(width, 44)


@pytest.mark.parametrize("kind", layers.names())
def test_a_manual_tells_all_options(kind: str) -> None:
    text = call("kinds", kind).out if kind == "conv" else page(find(kind), None, False)
    for option in fields(layers.load(kind)) if kind not in FORMS else ():  # type: ignore[arg-type]
        (told,) = re.findall(rf"^  {option.name}\b(?: \(\w\))? +(.*(?:\n    .*)*)", text, re.MULTILINE)
        told = " ".join(told.split())
        assert told.startswith(f"{option.metadata['doc']}: ")
        assert told.endswith("must be given") == (option.default is MISSING)
        assert all(f"`{choice}`" in told for choice in option.metadata["choices"])
    assert f"- {kind}" in text


def test_defaults_are_as_a_file_writes_them() -> None:
    defaults = {option.name: option.default for option in find("batchnorm").options}
    assert defaults == {"eps": "0.00001", "momentum": "0.1", "affine": "true"}
    assert {option.name: option.default for option in find("lrn").options} == {
        "size": "5", "alpha": "0.0001", "beta": "0.75", "k": "1",
    }  # fmt: skip
    assert find("conv").options[-1].default == "the file's `rounding`"


def test_same_is_told_where_it_is_understood() -> None:
    for kind in layers.names():
        for option in find(kind).options:
            if option.name == "padding":
                window = "filters: 2, kernel: 3" if "conv" in kind else "kernel: 3, stride: 1"
                entry = f"{kind}: {{{'' if kind == 'pad' else window + ', '}padding: same}}"
                complete = not loads(f"input: 8x8x2\nlayers: [{entry}]").analyze(strict=False).findings
                assert ("`same`" in option.takes) == complete, kind


@pytest.mark.parametrize(
    ("kind", "what", "text"),
    [
        ("conv", "output", "(N + 2P - F)/S + 1 on each axis, K deep"),
        ("conv", "multiply-adds", "H_out*W_out*K*F*F*D"),
        ("maxpool", "main value", "`maxpool: VALUE` gives `kernel` and `stride`"),
        ("maxpool", "its names", "`pool1`, `pool2` ... where the file gives none"),
        ("fc", "its names", "`fc1`, `fc2` ... where the file gives none; conv and fc are counted together"),
        ("fc", "output", "a vector of M values"),
        ("concat", "output", "as high and wide as its inputs, D_1 + D_2 deep"),
        ("pixelshuffle", "output", "R*N on each axis, D/(R*R) deep"),
        ("permute", "output", "as `order` says"),
        ("crop", "output", "as `to` says"),
        ("relu", "may stand in", "`activation:` of a weight layer"),
        ("flatten", "activations", "its output is a view and does not count"),
        ("custom", "figures", "as the file declares them"),
        ("branches", "beside it", "`merge`, `split`, `name`, `from`"),
    ],
)
def test_facts(kind: str, what: str, text: str) -> None:
    assert dict(find(kind).facts)[what] == text


@pytest.mark.parametrize("form", FORMS)
def test_a_form_has_examples_that_run(form: str) -> None:
    shown = examples(find(form).text)
    assert shown
    for entry in shown:
        assert re.match(rf"- {form}: ?", entry)
        report = loads(f"input: 227x227x4\nrounding: floor\nlayers:\n{entry}\n").analyze()
        assert report.complete
        assert report.rows


def test_every_name_has_a_group() -> None:
    assert sorted(names()) == sorted({*layers.names(), *FORMS})


@pytest.mark.parametrize(
    ("word", "help"),
    [
        ("Conv2d", "the word is `conv` here"),
        ("Dense", "the word is `fc` here"),
        ("mxpool", "did you mean `maxpool`?"),
        ("RELU", "did you mean `relu`?"),
        ("residul", "did you mean `residual`?"),
        ("sequential", "`cnncalc kinds` lists them all"),
        ("\x1b[31m", "`cnncalc kinds` lists them all"),
    ],
)
def test_an_unknown_kind(word: str, help: str) -> None:
    done = call("kinds", word)
    assert (done.status, done.out) == (2, "")
    assert done.err.endswith(f"\n  help: {help}\n")
    assert "\x1b" not in done.err
