"""Keys: what is read, what is recomputed, and what is refused at its place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from cnncalc.diagnostics import CnnCalcError, UsageError
from cnncalc.homework.judging import shown_truth
from cnncalc.homework.key import Key, load_key, read_key
from cnncalc.homework.quantities import QUANTITIES, quantity

#: A question and the answer that hand, lecture or paper gives: every word of `ask`.
ANSWERS = [
    ("{ask: output, network: alexnet, layer: conv1}", "55x55x96"),
    ("{ask: output, input: 32x32x3, layer: {conv: {filters: 10, kernel: 5, padding: 2}}}", "32x32x10"),
    ("{ask: output, input: 7x7x3, layer: {conv: {filters: 4, kernel: 3, stride: 3}}}", "does not fit: 7/3"),
    ("{ask: output, network: vgg16}", "1000"),
    ("{ask: output, network: googlenet, layer: inception_3a}", "28x28x256"),
    ("{ask: output, input: 32x32x3, batch: 2, layer: {conv: {filters: 6, kernel: 5}}}", "2x28x28x6"),
    ("{ask: output, input: 32x32x3, layers: [{conv: {filters: 6, kernel: 5}}, {maxpool: 2}, flatten]}", "1176"),
    ("{ask: size, input: 7x7x3, layer: {conv: {filters: 4, kernel: 3, stride: 2}}}", "3x3"),
    ("{ask: height, input: 32x16x3, layer: {conv: {filters: 4, kernel: 5}}}", "28"),
    ("{ask: width, input: 32x16x3, layer: {conv: {filters: 4, kernel: 5}}}", "12"),
    ("{ask: length, input: 10x1, layer: {conv: {filters: 1, kernel: 3}}}", "8"),
    ("{ask: depth, input: 7x7x3, layer: {conv: {filters: 4, kernel: 3}}}", "4"),
    ("{ask: params, input: 32x32x3, layer: {conv: {filters: 10, kernel: 5}}}", "760"),
    ("{ask: params, input: 32x32x3, layer: {conv: {filters: 10, kernel: 5, bias: false}}}", "750"),
    ("{ask: params, network: alexnet}", "62,378,344"),
    ("{ask: params, network: vgg16, layers: [fc6, fc7, fc8], biases: left out}", "123,633,664"),
    ("{ask: weights, network: vgg16}", "138,344,128"),
    ("{ask: biases, network: vgg16}", "13,416"),
    ("{ask: filter_params, input: 32x32x3, layer: {conv: {filters: 10, kernel: 5}}}", "76"),
    ("{ask: products, input: 32x32x3, layer: {conv: {filters: 10, kernel: 5}}}", "75"),
    ("{ask: macs, network: inception-naive}", "854,196,224"),
    ("{ask: flops, network: vgg16}", "30,940,528,640"),
    ("{ask: activations, network: vgg16}", "15,237,608"),
    ("{ask: activations, network: vgg16, layer: conv1_1}", "3,211,264"),
    ("{ask: memory, network: vgg16}", "60,950,432"),
    ("{ask: memory, network: vgg16, backward: true}", "121,900,864"),
    ("{ask: memory, network: vgg16, dtype: float16, batch: 2}", "60,950,432"),
    ("{ask: field, network: alexnet, layer: pool3}", "195x195"),
    ("{ask: field, input: 32x32x3, layers: [" + ", ".join(["{conv: {filters: 4, kernel: 3}}"] * 3) + "]}", "7x7"),
    ("{ask: jump, network: alexnet, layer: pool3}", "32x32"),
    ("{ask: legal, input: 28x28x3, layer: {conv: {filters: 4, kernel: 3, stride: 2}}}", "does not fit: 27/2"),
    ("{ask: legal, input: 7x7x3, layer: {conv: {filters: 4, kernel: 3, stride: 2}}}", "3x3"),
    ("{ask: unread, input: 7x7x3, layer: {conv: {filters: 4, kernel: 3, stride: 3}}}", "1x1"),
    ("{ask: weight_layers, network: resnet152}", "152"),
    ("{ask: padding, find: {input: 7, kernel: 3, stride: 1, output: 7}}", "1"),
    ("{ask: stride, find: {input: 7, kernel: 3, padding: 0, output: 3}}", "2"),
    ("{ask: kernel, find: {input: 32, padding: 0, stride: 1, output: 28}}", "5"),
    ("{ask: input, find: {kernel: 3, padding: 0, stride: 2, output: 3}}", "7"),
    ("{ask: values, compute: {op: correlation, input: [0, 0, 1, 1, 1], filter: [-1, 1, -1]}}", "[-1, 0, -1]"),
    ("{ask: gradient, of: input, compute: {op: relu, input: [1, -2, 3, -1], upstream: [4, -1, 5, 9]}}", "[4, 0, 5, 0]"),
    ("{ask: ratio, of: params, network: alexnet-grouped, to: googlenet}", "8.71"),
    ("{ask: share, of: weights, network: vgg16, layers: [fc6, fc7, fc8]}", "89.4 %"),
]  # fmt: skip


def key(*questions: str, head: str = "biases: counted") -> Key:
    listed = "\n".join(f"  - {question}" for question in questions)
    return read_key(f"{head}\nquestions:\n{listed}\n")


@pytest.mark.parametrize(("question", "answer"), ANSWERS)
def test_every_quantity_has_its_answer(question: str, answer: str) -> None:
    (asked,) = key(question).questions
    assert shown_truth(asked) == answer
    assert asked.text
    assert asked.solution


BATCH = "input: 10x10x3, batch: 4, layer: {conv: {filters: 8, kernel: 5}}"
SILENT = "Outputs of `relu` and `dropout`, written over their inputs, are not counted."
#: A question, and what the student reads.
TEXTS = [
    ("ask: activations, network: vgg16",
     f"Look at vgg16. How many values are in its input and all outputs? {SILENT}"),
    ("ask: memory, network: vgg16",
     f"Look at vgg16. How many bytes do its input and all outputs take in float32, forward only? {SILENT}"),
    ("ask: activations, network: vgg16, layers: [conv1_1, conv1_2]",
     "Look at `conv1_1`, `conv1_2` of vgg16. How many values are in all outputs?"),
    ("ask: memory, network: vgg16, layer: conv1_1",
     "Look at `conv1_1` of vgg16. How many bytes does its output take in float32, forward only?"),
    ("ask: ratio, of: params, network: alexnet, to: googlenet", "How many times the parameters of googlenet does alexnet have?"),
    ("ask: share, of: macs, network: vgg16, layers: [fc6, fc7]",
     "What share of the network's multiply-adds is in `fc6`, `fc7` of vgg16, in percent?"),
    ("ask: jump, network: alexnet, layer: pool1",
     "Look at `pool1` of alexnet. How many pixels of the input apart are neighbouring values of the output?"),
    ("ask: params, network: vgg16, layers: [fc6, fc7], biases: counted",
     "Look at `fc6`, `fc7` of vgg16. How many parameters do they have together, biases counted?"),
    ("ask: params, network: googlenet, layer: inception_3a, biases: left out",
     "Look at `inception_3a` of googlenet. How many parameters does it have, biases left out?"),
    ("ask: flops, batch: 2, network: vgg16, layers: [fc6, fc7]",
     "Look at `fc6`, `fc7` of vgg16. How many FLOPs do they take together for a batch of 2 images (2 for each multiply-add)?"),
    ("ask: weights, layers: [conv1, fc2], network: {input: 8x8x3, layers: [{conv: {filters: 2, kernel: 3}}, {fc: 4}]}",
     "A network reads a volume of 8x8x3: `conv1` is a convolution with 2 filters of 3x3; `fc2` is a fully connected layer with "
     "4 outputs. Look at `conv1`, `fc2` of this network. How many weights do they have together, without biases?"),
    ("ask: filter_params, input: 8x8x3, layer: {conv: {filters: 2, kernel: 3}}, biases: counted",
     "A convolution with 2 filters of 3x3 reads a volume of 8x8x3. How many parameters does one filter have, its bias counted?"),
    (f"ask: output, {BATCH}",
     "A convolution with 8 filters of 5x5 reads a volume of 10x10x3. What is the size of the output for a batch of 4 images?"),
    (f"ask: activations, {BATCH}",
     "A convolution with 8 filters of 5x5 reads a volume of 10x10x3. How many values are in its output for a batch of 4 images?"),
    ("ask: output, input: 10x10x3, layer: {conv: {filters: 8, kernel: 4, stride: 4, rounding: ceil}}",
     "A convolution with 8 filters of 4x4, stride 4, rounding up, reads a volume of 10x10x3. What is the size of the output?"),
    ("ask: output, input: 10x10x3, layer: {conv: {filters: 8, kernel: 4, stride: 4}}",  # it does not fit, and does not say so
     "A convolution with 8 filters of 4x4, stride 4 reads a volume of 10x10x3. What is the size of the output?"),
    ("ask: size, layer: pool1, network: {input: 10x10x3, layers: [{maxpool: {kernel: 3, stride: 2, rounding: floor}}]}",
     "A network reads a volume of 10x10x3: `pool1` is max pooling with windows of 3x3, stride 2, rounding down. Look at `pool1` "
     "of this network. What is the spatial size of the output?"),
    ("ask: size, input: 9x9x3, layer: {conv: {filters: 8, kernel: 3, rounding: floor}}",  # what fits at any size
     "A convolution with 8 filters of 3x3 reads a volume of 9x9x3. What is the spatial size of the output?"),
    ("ask: legal, network: {input: 10x10x3, layers: [{maxpool: {kernel: 3, stride: 2, rounding: floor}}, "
     "{conv: {filters: 8, kernel: 3, stride: 2}}]}, layer: conv1",
     "A network reads a volume of 10x10x3: `pool1` is max pooling with windows of 3x3, stride 2, rounding down; `conv1` is a "
     "convolution with 8 filters of 3x3, stride 2. Look at `conv1` of this network. Does it fit? How large is the output, or "
     "what does the formula give?"),
    ("ask: unread, input: 7x7x3, layer: {conv: {filters: 4, kernel: 3, stride: 3}}",
     "A convolution with 4 filters of 3x3, stride 3 reads a volume of 7x7x3, rounding down. How many rows and columns of the "
     "input does no window read?"),
    ("ask: unread, input: 7x7x3, layer: {conv: {filters: 4, kernel: 3, stride: 3, rounding: ceil-caffe}}",
     "A convolution with 4 filters of 3x3, stride 3, rounding up as Caffe does, reads a volume of 7x7x3. How many rows and "
     "columns of the input does no window read?"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "text"), TEXTS)
def test_the_words_of_a_question(question: str, text: str) -> None:
    assert read_key(f"questions: [{{{question}}}]").questions[0].text == text


#: A question, and the end of its worked solution.
SOLUTIONS = [
    (f"ask: output, {BATCH}", ("output 6x6x8", "of 4 images: 4x6x6x8")),
    ("ask: output, batch: 4, network: lenet5, layout: chw", ("output of output: 10", "of 4 images: 4x10")),
    ("ask: activations, input: 4x4x1, batch: 4, layers: [{conv: {filters: 2, kernel: 3}}, {fc: 3}]",
     ("outputs = 8 + 3 = 11", "values = 27", "for 4 images = 108")),
    ("ask: macs, input: 4x4x1, batch: 4, layers: [{conv: {filters: 2, kernel: 3}}, {fc: 3}]",
     ("multiply-adds = 72 + 24 = 96", "multiply-adds of 4 images = 384")),
    ("ask: field, input: 8x8x3, layers: [{conv: {filters: 2, kernel: 3}}, {conv: {filters: 2, kernel: 3}}]",
     ("conv1: 1 + (3 - 1)*1 = 3", "conv2: 3 + (3 - 1)*1 = 5", "receptive field 5x5")),
    ("ask: field, input: 8x8x3, layers: [{conv: {filters: 2, kernel: 3}}, {upsample: 2}, {conv: {filters: 2, kernel: 3}}]",
     ("receptive field 4x4",)),  # the recurrence of windows would come to 5
]  # fmt: skip


@pytest.mark.parametrize(("question", "lines"), SOLUTIONS)
def test_a_solution_ends_in_the_answer(question: str, lines: tuple[str, ...]) -> None:
    layout = "chw" if "chw" in question else "hwc"
    found = read_key(f"layout: {layout}\nquestions: [{{{question.replace(', layout: chw', '')}}}]").questions[0]
    assert found.solution[-len(lines) :] == lines
    if "field" in question:
        assert found.solution == lines


def test_every_word_is_asked_and_says_what_it_is() -> None:
    assert {question.partition("ask: ")[2].split(",")[0] for question, _ in ANSWERS} == set(QUANTITIES)
    for word in QUANTITIES:
        assert quantity(word).word == word
        assert quantity(word).what


def test_a_stated_answer_says_which_convention_is_asked_for() -> None:
    layer = "ask: params, input: 32x32x3, layer: {conv: {filters: 10, kernel: 5}}"
    either, with_answer, bare, said = key(
        f"{{id: 1, {layer}}}", f"{{id: 2, {layer}, answer: 760}}", f"{{id: 3, {layer}, answer: 750}}",
        "{id: 4, ask: params, input: 32x32x3, layer: {conv: {filters: 10, kernel: 5, bias: true}}}", head="title: T",
    ).questions  # fmt: skip
    assert [truth.value for truth in either.truths] == [760, 750]
    assert either.truths[1].label == "without the 10 biases"
    assert [truth.value for truth in with_answer.truths] == [760]
    assert [truth.value for truth in bare.truths] == [750]
    assert [truth.value for truth in said.truths] == [760]


def test_shares_and_ratios_count_biases_as_the_key_does() -> None:
    """By hand: a layer of (5*5*1 + 1)*6 = 156 beside one of (5*5*6 + 1)*16 = 2,416, their biases 6 and 16."""
    small = (
        "network: {input: 12x12x1, layers: [{name: a, conv: {filters: 6, kernel: 5}}, {name: b, conv: {filters: 16, kernel: 5}}]}"
    )
    expected = {
        "counted": [Fraction(100 * 156, 2572)], "left out": [Fraction(100 * 150, 2550)],
        "either": [Fraction(100 * 156, 2572), Fraction(100 * 150, 2550)],
    }  # fmt: skip
    for biases, truths in expected.items():
        (share,) = key("{ask: share, of: params, layer: a}", head=f"{small}\nbiases: {biases}").questions
        assert [truth.value for truth in share.truths] == truths
        other = "to: {input: 5x5x1, layers: [{conv: {filters: 6, kernel: 5}}]}"
        (ratio,) = key(f"{{ask: ratio, of: params, {other}}}", head=f"{small}\nbiases: {biases}").questions
        assert [truth.value for truth in ratio.truths] == [100 / truth for truth in truths]
    assert share.text == "What share of the network's parameters is in `a` of this network, in percent?"


def test_what_stands_above_holds_for_all_questions() -> None:
    head = "title: Sheet 3\nsheet: s3\nlayout: chw\nnetwork: lenet5\ntolerance: 1 %\ncredit: {follows: 1/2, K101: 0.5}"
    found = key("{ask: output, layer: c1, points: 2}", "{ask: params, credit: {K101: 1/4}}", head=head)
    assert (found.title, found.sheet) == ("Sheet 3", "s3")
    assert found.points == 3
    first, second = found.questions
    assert (first.id, second.id, shown_truth(first)) == ("1", "2", "6x28x28")
    assert first.tolerance == Fraction(1, 100)
    assert (first.credit["follows"], first.credit["K101"]) == (Fraction(1, 2), Fraction(1, 2))
    assert (second.credit["follows"], second.credit["K101"]) == (Fraction(1, 2), Fraction(1, 4))
    assert second.earlier == (first,)


#: A key's text below `questions:` -> code, place and a part of the message.
REFUSED = [
    ("  - {ask: params, network: alexnet, answer: 62378344, layer: conv1}", "K605", (2, 45), "the answer is 34,944"),
    ("  - {ask: parms, network: alexnet}", "K602", (2, 11), "nothing is known as `parms`"),
    ("  - {ask: params, network: alexnt}", "K603", (2, 28), "there is no network `alexnt`"),
    ("  - {ask: params, network: /etc/passwd}", "K603", (2, 28), "there is no network `/etc/passwd`"),
    ("  - {ask: params, network: ../net.cnn.yaml}", "K603", (2, 28), "there is no network `../net.cnn.yaml`"),
    ("  - {ask: params, network: alexnet, layer: conv9}", "K603", (2, 44), "alexnet has no layer `conv9`"),
    ("  - {ask: params}", "K601", (2, 5), "the question names no network"),
    ("  - {ask: params, netwrk: alexnet}", "K601", (2, 19), "a question about `params` has no `netwrk`"),
    ("  - {network: alexnet}", "K601", (2, 5), "the question has no `ask`"),
    ("  - {ask: height, network: vgg16, layer: fc6}", "K603", (2, 5), "the output has no height"),
    ("  - {ask: output, input: 7x7x3, layer: {conv: {filters: 4, kernel: 9}}}", "K604", (2, 68), "larger than the padded input"),
    ("  - {ask: output, input: 7x7x3, layer: {conv: {filters: 4, kernl: 3}}}", "K604", (2, 67), "`kernl`"),
    ("  - {ask: output, input: 7x7, layer: {conv: {filters: 4, kernel: 3, stride: 0}}}", "K604", (2, 77), "stride"),
    ("  - {id: a, ask: params, network: lenet5}\n  - {id: a, ask: macs, network: lenet5}", "K606", (3, 10), "two questions `a`"),
    ("  - {ask: padding, find: {input: 7, kernel: 3, stride: 1, output: 4}}", "K603", (2, 26), "no padding fits"),
    ("  - {ask: values, compute: {op: correlation, input: [1, x], filter: [1]}}", "K604", (2, 57), "x"),
    ("  - {ask: params, network: lenet5, points: -1}", "K601", (2, 44), "`points` must be a number"),
    ("  - {ask: params, network: lenet5, hidden: maybe}", "K601", (2, 44), "`hidden` must be true or false"),
    ("  - {ask: params, network: lenet5, credit: {K999: 1}}", "K601", (2, 45), "no credit can be given for `K999`"),
    ("  - {ask: params, network: lenet5, credit: {K101: 2}}", "K601", (2, 51), "credit is a share from 0 to 1"),
    ("  - {ask: params, network: lenet5, batch: 1.5}", "K601", (2, 43), "`batch` must be a whole number"),
    ("  - {ask: ratio, of: params, network: lenet5}", "K601", (2, 5), "`ratio` needs"),
    ("  - {ask: gradient, compute: {op: relu, input: [1]}}", "K604", (2, 30), "upstream"),
    ("  - {ask: params, network: lenet5, answer: {a: 1}}", "K605", (2, 44), "a mapping is no answer"),
    ("  - {ask: params, network: lenet5, tolerance: 5}", "K601", (2, 47), "a tolerance is a share below 1, found `5`"),
    ("  - {ask: params, network: lenet5, hints: [put in: 3]}", "K601", (2, 44), "a hint must be a text, found a mapping"),
    ("  - {ask: output, network: lenet5, layers: []}", "K601", (2, 44), "`layers` names no layer"),
    ("  - conv", "K601", (2, 5), "a question must be a mapping"),
    ("  - {ask: params, network: {input: 4x4x1, layers: []}}", "K604", None, "layers"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "place", "said"), REFUSED)
def test_what_is_wrong_is_told_at_its_place(text: str, code: str, place: tuple[int, int] | None, said: str) -> None:
    with pytest.raises(CnnCalcError) as refused:
        read_key(f"questions:\n{text}\n")
    (finding,) = refused.value.findings
    assert finding.code == code
    assert said in finding.message
    assert finding.span is not None
    if place is not None:
        assert (finding.span.line, finding.span.column) == place


def test_everything_wrong_is_told_in_one_run() -> None:
    text = "titel: x\nbiases: some\nquestions:\n  - {ask: parms}\n  - {ask: params, network: lenet5, answer: 1}\n"
    with pytest.raises(CnnCalcError) as refused:
        read_key(text)
    assert [(finding.code, finding.span and finding.span.line) for finding in refused.value.findings] == [
        ("K601", 1), ("K601", 2), ("K602", 4), ("K605", 5),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "[]", "title: x", "questions: 3", "questions: []", "questions: [", "a: &a [*a]", "\x00"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(CnnCalcError) as refused:
        read_key(text)
    assert refused.value.findings


def test_a_file_of_the_folder_is_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key can only name bundled networks: neither a path nor a file that happens to have a bundled name is read."""
    (tmp_path / "lenet5").write_text("input: 1x1x1\nlayers: [{fc: 1}]\n")
    (tmp_path / "mine").write_text("input: 1x1x1\nlayers: [{fc: 1}]\n")
    monkeypatch.chdir(tmp_path)
    (question,) = key("{ask: params, network: lenet5}").questions
    assert shown_truth(question) == "61,706"
    with pytest.raises(CnnCalcError):
        key("{ask: params, network: mine}")


def test_a_key_comes_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.key.yaml"
    path.write_text("questions: [{ask: params, network: lenet5}]\n")
    assert load_key(str(path)).path == str(path)
    with pytest.raises(UsageError):
        load_key(str(tmp_path / "none.yaml"))
