"""A class: `cnncalc grade` over hundreds of submissions of 20 questions against one such submission.

    python benchmarks/grading.py [--submissions 500] [--runs 5] [--limit 60]

The submissions are YAML files, tables and worksheets in turn. An answer is right, one that a slip gives, a number that no slip
was asked for, or no answer at all, drawn anew for each student, so that little of one sheet helps with the next. Prints for
three formats the time of all, that of one, the median of the ratios taken pair by pair (each with another submission) and the
largest resident size; the exit status is 1 where a ratio passes the limit.
"""

from __future__ import annotations

import argparse
import compileall
import csv
import io
import json
import random
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from typing import NamedTuple

from startup import measure

import cnncalc
from cnncalc.homework.judging import shown, shown_truth
from cnncalc.homework.key import read_key
from cnncalc.homework.misconceptions import about
from cnncalc.homework.question import Question

#: 20 words of `ask`; left out are those answered as others are: one axis of a size, weights, biases, jumps, kernels to find.
KEY = """\
title: Homework
biases: counted
network: alexnet
networks:
  small:
    input: 32x32x3
    layers:
      - {name: first, conv: {filters: 6, kernel: 5, padding: 1, activation: relu}}
      - {name: pool, maxpool: {kernel: 2, stride: 2}}
      - {name: second, conv: {filters: 10, kernel: 3}}
questions:
  - {id: 1.1, ask: output, layer: conv1}
  - {id: 1.2, ask: size, layer: pool1}
  - {id: 1.3, ask: depth, layer: conv2}
  - {id: 1.4, ask: params, layer: conv2}
  - {id: 1.5, ask: filter_params, layer: conv3}
  - {id: 1.6, ask: products, layer: conv3}
  - {id: 1.7, ask: macs, layer: conv2}
  - {id: 1.8, ask: flops, layer: conv2}
  - {id: 1.9, ask: memory, batch: 8}
  - {id: 1.10, ask: share, of: params, layers: [fc6, fc7, fc8]}
  - {id: 1.11, ask: weight_layers}
  - {id: 2.1, ask: activations, network: small, layer: first}
  - {id: 2.2, ask: field, network: small, layer: second}
  - {id: 2.3, ask: legal, input: 32x32x3, layer: {conv: {filters: 4, kernel: 5, stride: 2}}}
  - {id: 2.4, ask: unread, input: 32x32x3, layer: {conv: {filters: 4, kernel: 5, stride: 4, rounding: floor}}}
  - {id: 3.1, ask: padding, find: {input: 32, kernel: 5, stride: 1, output: 32}}
  - {id: 3.2, ask: stride, find: {input: 32, kernel: 4, padding: 0, output: 15}}
  - {id: 4.1, ask: values, compute: {op: correlation, input: [[1, 0, 2, 1], [0, 3, 1, 0], [2, 1, 0, 1], [1, 0, 1, 2]],
     filter: [[1, 0], [2, -1]], bias: 1}}
  - {id: 4.2, ask: gradient, of: input,
     compute: {op: maxpool, input: [4, 3, 2, -5, 6, 1], kernel: 2, stride: 2, upstream: [1, -2, 3]}}
  - {id: 4.3, ask: ratio, of: params, to: googlenet}
"""
_WAYS = {"right": 60, "slip": 22, "other": 10, "unreadable": 5, "none": 3}  # percent
_UNREADABLE = ("?", "see the sheet attached", "about half of it", "I do not know", "55 by something", "1,2,3;;", "-")
#: Format -> how it is asked for; Gradescope's is a file for each submission.
_FORMATS = {"text": (), "json": ("--format", "json"), "gradescope": ("--format", "gradescope", "--output", "graded")}


class Compared(NamedTuple):
    """What one format came to: medians, the ratio, and the largest resident MiB of all and of one."""

    every: float
    one: float
    ratio: float
    size: float
    size_of_one: float


def make(folder: Path, count: int) -> str:
    """The key and so many submissions, in a folder each and in one together; how the answers came out, for people to judge by."""
    (folder / "key.yaml").write_text(KEY, "utf-8")
    key, drawn = read_key(KEY), random.Random(5)
    slips = {question.id: _slips(question) for question in key.questions}
    (folder / "all").mkdir()
    for number in range(count):
        answers = {question.id: _answer(drawn, question, slips[question.id]) for question in key.questions}
        macs = answers["1.7"].replace(",", "")
        if macs.isdecimal() and drawn.random() < 0.5:
            answers["1.8"] = f"{2 * int(macs):,}"  # follows, where they are wrong
        given = {id: answer for id, answer in answers.items() if answer}
        ending, text = (_yaml, _table, _worksheet)[number % 3](f"Student {number}", given)
        (folder / f"{number:05d}").mkdir()
        for into in (folder / "all", folder / f"{number:05d}"):
            (into / f"s{number:05d}{ending}").write_text(text, "utf-8")
    return f"{count:,} submissions of {len(key.questions)} questions: {_mix(folder)}"


def _slips(question: Question) -> list[str]:
    """What is written by those who make a slip that is known."""
    accepted = [truth.value for truth in question.truths]
    values = [slip.value for found in about(question.ask) for slip in found.slips(question)]
    written = dict.fromkeys(shown(question, value) for value in values if value not in accepted)
    return [text for text in written if "/" not in text or question.form == "fit"]


def _answer(drawn: random.Random, question: Question, slips: list[str]) -> str:
    (way,) = drawn.choices(list(_WAYS), list(_WAYS.values()))
    if way == "none":
        return ""
    if way == "unreadable":
        return drawn.choice(_UNREADABLE)
    text = drawn.choice(slips) if way == "slip" and slips else shown_truth(question)
    if way == "other" or (way == "slip" and not slips):
        return _other(drawn, text)
    return drawn.choice((text, text.replace(",", "")) if question.form == "number" else (text, text.replace("x", " x ")))


def _other(drawn: random.Random, text: str) -> str:
    """The same with other numbers in it."""
    words = "".join(character if character.isdigit() else " " for character in text.replace(",", "") or "7").split()
    numbers = [str(int(word) + drawn.randint(1, 9 * int(word) + 9)) for word in words] or ["11"]
    if text.startswith("["):
        return f"[{', '.join(numbers)}]"
    return "x".join(numbers) if "x" in text else numbers[0]


def _yaml(student: str, answers: dict[str, str]) -> tuple[str, str]:
    listed = "".join(f"  {id}: {json.dumps(answer)}\n" for id, answer in answers.items())
    return ".yaml", f"student: {student}\nanswers:\n{listed}"


def _table(student: str, answers: dict[str, str]) -> tuple[str, str]:
    text = io.StringIO()
    csv.writer(text).writerows([("student", "question", "answer"), *((student, *one) for one in answers.items())])
    return ".csv", text.getvalue()


def _worksheet(student: str, answers: dict[str, str]) -> tuple[str, str]:
    listed = "".join(f"## {id} (1 point)\n\nWhat is it?\n\nAnswer: {answer}\n\n" for id, answer in answers.items())
    return ".md", f"# Homework\n\nStudent: {student}\n\n{listed}"


def compare(folder: Path, count: int, runs: int, options: tuple[str, ...]) -> Compared:
    """All and one, in turn."""
    pairs = [(_graded(folder, "all", options), _graded(folder, f"{run * 7 % count:05d}", options)) for run in range(runs)]
    every, one = (median(pair[side][0] for pair in pairs) for side in (0, 1))
    ratio = median(a[0] / b[0] for a, b in pairs)
    return Compared(every, one, ratio, max(a[1] for a, _ in pairs), max(b[1] for _, b in pairs))


def _graded(folder: Path, part: str, options: tuple[str, ...]) -> tuple[float, float]:
    """Wall seconds and peak resident MiB."""
    asked = [str(folder / option) if option == "graded" else option for option in options]
    command = [sys.executable, "-m", "cnncalc", "grade", str(folder / part), "--key", str(folder / "key.yaml")]
    return measure([*command, "--exit-zero", *asked])


def _mix(folder: Path) -> str:
    """The shares of the answers that came out right, wrong and so on."""
    target = folder / "graded.json"
    _graded(folder, "all", ("--report", f"json={target}"))
    counts = Counter[str]()
    for submission in json.loads(target.read_text("utf-8"))["submissions"]:
        for answer in submission["questions"]:
            known = " by a known slip" if answer["misconceptions"] else " otherwise"
            counts[answer["status"] + (known if answer["status"] == "wrong" else "")] += 1
    return ", ".join(f"{100 * number / counts.total():.0f} % {what}" for what, number in counts.most_common())


def main() -> int:
    """Print the table; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=500)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--limit", type=float, default=60)
    asked = parser.parse_args()
    compileall.compile_dir(str(Path(cnncalc.__file__).parent), quiet=2)  # as pip does when it installs
    too_slow = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with ProcessPoolExecutor(1) as apart:  # Linux counts what a process held before it became another: stay small
            print(apart.submit(make, folder, asked.submissions).result())
        for format, options in _FORMATS.items():
            found = compare(folder, asked.submissions, asked.runs, options)
            too_slow |= found.ratio > asked.limit
            compared = f"{found.every:.2f} s, one {found.one:.3f} s, {found.ratio:.1f}x (limit {asked.limit:g}x)"
            print(f"{format}: {compared}, {found.size:.0f} MiB, one {found.size_of_one:.0f} MiB")
    return int(too_slow)


if __name__ == "__main__":
    sys.exit(main())
