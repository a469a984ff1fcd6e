"""Exercises about small networks, worked through from the list of layers that the student reads."""

from __future__ import annotations

import re
from math import prod
from typing import NamedTuple

import pytest

from cnncalc.homework.exercises._exercise import DIFFICULTIES
from cnncalc.homework.exercises.sheet import make
from cnncalc.homework.judging import shown_truth
from cnncalc.homework.key import read_key
from cnncalc.homework.question import Question


class Layer(NamedTuple):
    sizes: tuple[int, ...]
    params: int
    macs: int


def walked(text: str) -> dict[str, Layer]:
    """Name -> what the layer puts out and takes; each of parallel convolutions reads the input."""
    found: dict[str, Layer] = {}
    read: tuple[int, ...] = ()
    for line in re.findall(r"```text\n(.*?)\n```", text, re.DOTALL)[0].split("\n"):
        name, words = line.split(maxsplit=1)
        numbers = [int(number) for number in re.findall(r"\d+", words)]
        if name == "input":
            read = tuple(numbers)
            found[name] = Layer(read, 0, 0)
            continue
        if name.startswith("fc"):
            layer = Layer((numbers[0],), (prod(read) + 1) * numbers[0], prod(read) * numbers[0])
        elif name.startswith("pool"):
            kernel, stride = numbers[0], numbers[2]
            assert (read[0] - kernel) % stride == 0
            side = (read[0] - kernel) // stride + 1
            layer = Layer((side, side, read[2]), 0, 0)
        else:
            filters, kernel, _, stride, padding = numbers
            assert (read[0] + 2 * padding - kernel) % stride == 0
            side = (read[0] + 2 * padding - kernel) // stride + 1
            weights = kernel * kernel * read[2] * filters
            layer = Layer((side, side, filters), weights + filters, weights * side * side)
        found[name] = layer
        read = read if "side by side" in text else layer.sizes
    return found


def by_hand(question: Question, layers: dict[str, Layer]) -> str:
    """The answer that the layers give to the words of a question."""
    words = question.text.rpartition("```\n\n")[2]
    named = re.search(r"`(\w+)`", words)
    of = [layers[named[1]]] if named else list(layers.values())
    values = sum(prod(layer.sizes) for layer in layers.values())
    if "put out" in words:
        return "x".join(map(str, of[0].sizes))
    if "stacked output" in words:
        outputs = [layer.sizes for name, layer in layers.items() if name != "input"]
        return "x".join(map(str, (*outputs[0][:2], sum(sizes[2] for sizes in outputs))))
    if "multiply-adds does" in words:
        return f"{sum(layer.macs for layer in of):,}"
    if "FLOPs" in words:
        return f"{2 * sum(layer.macs for layer in of):,}"
    if "parameters" in words:
        return f"{sum(layer.params for layer in of):,}"
    each = 2 if "float16" in words else 4
    batch = re.search(r"batch of (\d+) images", words)
    return f"{values * (each * (2 * int(batch[1]) if batch else 1) if 'bytes' in words else 1):,}"


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("type", ["stack", "operations", "memory"])
def test_networks(type: str, difficulty: str) -> None:
    worked = 0
    for seed in range(12):
        layers: dict[str, Layer] = {}
        for question in read_key(make([type], 2, difficulty, seed)).questions:
            if question.id.endswith(".1") or "." not in question.id:
                layers = walked(question.text) if "```" in question.text else {}
            if layers:
                worked += 1
                assert shown_truth(question) == by_hand(question, layers), question.text
    assert worked >= 40 or difficulty == "easy"


@pytest.mark.parametrize("seed", range(3))
def test_a_slip_runs_through(seed: int) -> None:
    """A wrong first output leaves the rest right, as it follows from it."""
    from cnncalc.homework.grading import Grader
    from cnncalc.homework.submissions import Sheet

    key = read_key(make(["stack"], 1, "medium", seed))
    layers = walked(key.questions[0].text)
    first = layers["conv1"].sizes
    slipped = key.questions[0].text.replace(f"{first[2]} filters", f"{first[2] + 1} filters", 1)
    answers = {question.id: by_hand(question, walked(slipped)) for question in key.questions}
    statuses = [graded.status for graded in Grader(key).sheet(Sheet("a.md", "ada", answers)).questions]
    assert statuses[:3] == ["wrong", "follows", "right"], answers
