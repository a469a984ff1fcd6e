"""A cell of a published table: the figures of a layer in a network that has a name."""

from __future__ import annotations

from functools import cache

from cnncalc import catalogue
from cnncalc.analysis.report import Report, Row
from cnncalc.api import open_architecture
from cnncalc.homework.exercises._draws import Draws
from cnncalc.homework.exercises._exercise import Exercise, Made, part
from cnncalc.homework.exercises._window import start, volume
from cnncalc.homework.quantities._worked import layer_in_words, sizes
from cnncalc.homework.subjects import LIMITS

#: Bundled network -> what people call it; the later ones are larger.
_NETWORKS = {
    "easy": {"lenet5": "LeNet-5", "cifar10-convnetjs": "the CIFAR-10 demonstration network of ConvNetJS"},
    "medium": {"alexnet": "AlexNet", "vgg11": "VGG-11", "zfnet": "ZFNet"},
    "hard": {"vgg16": "VGG-16", "googlenet": "GoogLeNet", "resnet50": "ResNet-50"},
}
_COLUMNS = {
    "output": ("the size of its output (height x width x depth)", "Height and width follow from (N + 2P - F)/S + 1."),
    "weights": ("its number of weights, without biases", "Each filter or output has a weight for every value that it reads."),
    "params": ("its number of parameters, biases counted",
               "Each filter or output has a weight for every value that it reads, and a bias."),
    "macs": ("its number of multiply-adds for one image",
             "Every value of the output takes a multiply-add for every value that it reads."),
}  # fmt: skip
_ASKED = {"easy": ("output", "params"), "medium": ("output", "params"), "hard": ("weights", "macs")}


def _make(draw: Draws, difficulty: str) -> Made | None:
    name = draw.choice(list(_NETWORKS[difficulty]))
    row = draw.choice([row for row in _report(name).rows if row.kind in ("conv", "fc") and row.aux is None])
    assert row.facts is not None
    shape = sizes(row.facts.inputs[0], "hwc")
    read = volume(*shape) if len(shape) > 1 else f"a vector of {shape[0]} values"
    begin = (
        f"In a table of {_NETWORKS[difficulty][name]}, the row `{row.path}` is {layer_in_words(row)}. It reads {read}. "
        f"Fill in the row: "
    )
    columns = [word for word in _ASKED[difficulty] if not (row.kind == "fc" and word in ("output", "macs"))]
    parts = [
        part(f"what is {_COLUMNS[word][0]}?", _hints(word, row), {"easy": 1, "medium": 1, "hard": 2}[difficulty], ask=word,
             network=name, layer=row.path)
        for word in columns
    ]  # fmt: skip
    for number, one in enumerate(parts):
        one["text"] = begin + one["text"] if number == 0 else start(one["text"])
    return Made(parts)


@cache
def _report(name: str) -> Report:
    found = catalogue.find(name)
    assert found is not None, name
    return open_architecture(str(found[0]), found[1], LIMITS, {}).calculate()


def _hints(word: str, row: Row) -> list[str]:
    """The rule, and the numbers of this row."""
    assert row.facts is not None
    weight = row.facts.parameters["weight"]
    reads = "*".join(map(str, [*weight[2:], weight[1]]))
    axis = row.facts.axes[0] if row.facts.axes else None
    found = [_COLUMNS[word][1]]
    if word == "output" and axis is not None:
        return [*found, "It is as deep as there are filters.",
                f"Height: ({axis.size} + {axis.before} + {axis.after} - {axis.kernel})/{axis.stride} + 1"]  # fmt: skip
    found.append(f"One value of the output reads {reads} values.")
    if word == "macs":
        return [*found, "Work out how many values it puts out, then multiply."]
    return [*found, f"There are {weight[0]} of them{', each with its bias' if word == 'params' else ''}."]


EXERCISE = Exercise("a cell of a published table, of a network that is known by its name", _make)
