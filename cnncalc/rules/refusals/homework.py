"""K: slips that `cnncalc grade` names, answers that it cannot read, and what is wrong with a key."""

from __future__ import annotations

from cnncalc.homework.misconceptions import MISCONCEPTIONS, misconception
from cnncalc.rules._rule import Rule

_WORK_IT = "go through the arithmetic once with `cnncalc explain` or `cnncalc conv`, which show every step"


def _slip(code: str) -> Rule:
    found = misconception(code)
    return Rule(found.code, found.name, "info", found.what, found.why, "", _WORK_IT, "")


def _said(code: str, name: str, what: str, why: str, fix: str) -> Rule:
    return Rule(code, name, "error", what, why, "", fix, "")


RULES = (
    *(_slip(code) for code in MISCONCEPTIONS),
    _said(
        "K501", "unreadable-answer", "an answer cannot be read as what its question asks for",
        "What cannot be read is not wrong: it is told apart, so that a person can look at it. Numbers are written as in "
        "`34,944`, `35K`, `2 1/3` or `93 MB`, sizes as in `32x32x10` or `(10, 32, 32)`, values as in `[[1, 2], [3, 4]]`.",
        "write the answer in one of these ways",
    ),
    _said(
        "K502", "unreadable-submission", "a submission cannot be read at all",
        "A submission is a YAML file with `answers`, a CSV table, or a filled-in Markdown worksheet. One that is none of "
        "these, or is no text, is told with its place, and all other submissions are graded.",
        "mend the file at the place that is named",
    ),
    _said(
        "K503", "ambiguous-answer", "an answer can mean two different things, or is given twice",
        "`45 kb` may be kilobits or kilobytes, `none` may be 0 or no answer, and two answers to one question cannot both "
        "count. Nothing is guessed: such an answer counts as not read.",
        "write one answer, with a point for decimals and no separator or a comma for thousands",
    ),
    _said(
        "K504", "left-out", "a question has no answer",
        "The line of the answer is empty or holds a placeholder such as `____` or `?`. It scores nothing and shows nothing, "
        "so it is counted apart from wrong answers.",
        "answer the question, or leave it out on purpose",
    ),
    _said(
        "K601", "bad-key", "a key or one of its questions is not written as keys are",
        "A key names its questions, and every question what it asks about which layers. A word that is unknown, missing or "
        "of the wrong type would change what is graded without anybody noticing, so the key is refused as a whole.",
        "write the word as the message says; `cnncalc grade --check-key` reads a key without grading",
    ),
    _said(
        "K602", "unknown-quantity", "a question asks for something that cannot be calculated",
        "The words that can follow `ask` are those of the figures that the calculator knows: sizes, parameters, operations, "
        "memory, receptive fields, what fits, and the values of small tensors.",
        "use one of the words that the message names",
    ),
    _said(
        "K603", "nothing-to-ask", "what a question asks about does not have the figure",
        "There is no such layer, or the layer has no such figure: a vector has no height, a pooling layer has no filters to "
        "count, and an input without height and width has no receptive fields.",
        "ask about another layer, or for another figure",
    ),
    _said(
        "K604", "bad-network-in-key", "a network, layer or computation that a key writes is refused",
        "Questions can bring their own network or layer, and it is held to the same rules as a file. Only a window that does "
        "not fit may be asked about, as that it does not fit is then the answer.",
        "mend the network; the message is the one that `cnncalc show` would give",
    ),
    _said(
        "K605", "key-contradicts-itself", "the answer that a key states is not the one that is recomputed",
        "A key that states an answer promises that it is right. Grading with a wrong key marks the students who were right "
        "as wrong, so every stated answer is recomputed before anything is graded.",
        "correct the answer, or the question that it belongs to",
    ),
    _said(
        "K606", "duplicate-question", "two questions of a key have the same `id`",
        "Answers are found by the question's `id`. With two of the same, nobody could say which of them a student has "
        "answered, and one of the two would be graded with the other's answer.",
        "give each question an `id` of its own",
    ),
    _said(
        "K701", "no-such-figure", "a column of a table names no figure that is known, or a cell holds none",
        "The heading of a column says what its cells are held against: `output`, `params`, `macs`, `memory`, `field` and the "
        "words that papers use for them. A heading that is read wrongly would judge every cell below it by another figure.",
        "use one of the words that the message names, or leave the column out",
    ),
    _said(
        "K702", "no-such-line", "a line of a table names no layer, block or network that there is",
        "A line is held against the layer, block or network that its first cell names, or against `total`. Nothing is "
        "guessed from the order of the lines, as a line more or less would shift all that follow.",
        "name the layer as `cnncalc show NAME` lists it",
    ),
    _said(
        "K703", "no-table", "a text is no table, or one that is too large",
        "A table is a CSV text with a heading and a line a layer, separated by commas, semicolons or tabs, of at most 1 MiB. "
        "What is cut short or shifted is refused as a whole, since its figures would stand beside the wrong layers.",
        "save it as CSV in UTF-8, with a heading",
    ),
)  # fmt: skip
