"""What the slips about operations and memory share: a question's count, what it is the sum of, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from cnncalc.diagnostics import printable
from cnncalc.homework import volumes
from cnncalc.homework.decimals import fixed, short
from cnncalc.homework.misconceptions._slip import Slip
from cnncalc.tensor import DTYPE_BYTES, human_bytes

if TYPE_CHECKING:
    from cnncalc.graph import Facts
    from cnncalc.homework.question import Question

OPERATIONS = frozenset({"macs", "flops"})
MEMORY = frozenset({"activations", "memory"})
PARAMETERS = frozenset({"params", "weights"})

_UNITS = {"macs": "multiply-adds", "flops": "FLOPs", "activations": "values", "memory": "bytes", "params": "parameters"}
_FIGURES = {"flops": "macs", "memory": "activations"}


def count(question: Question) -> Fraction | None:
    """The answer where it is one number above 0 about layers, else None."""
    known = question.rows and question.report is not None and isinstance(question.truth, Fraction)
    return question.truth if known and isinstance(question.truth, Fraction) and question.truth > 0 else None


def written(question: Question, value: int | Fraction) -> str:
    """A count with its unit: `105,415,200 multiply-adds`, `60,950,432 bytes (60.95 MB)`."""
    shown = plain(value)
    in_words = f" ({human_bytes(int(value)).partition(' = ')[0]})" if question.ask == "memory" and value >= 10_000 else ""
    return f"{shown} {_UNITS.get(question.ask, question.ask)}{in_words}"


def plain(value: int | Fraction) -> str:
    """A number alone: `34,944`; of a fraction, at most two decimals."""
    return short(Fraction(value), 2)


def rounded(value: Fraction) -> str:
    """A ratio or a share as it is read: whole, or to three digits: `8.71`, `0.115`."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    places = 1
    while places < 12 and abs(value) * 10**places < 100:
        places += 1
    return fixed(value, places)


def value_bytes(question: Question) -> int:
    """Bytes of one value."""
    assert question.report is not None
    return DTYPE_BYTES[question.report.dtype]


def per_unit(question: Question) -> int:
    """What one of a row's figure is in the answer: 2 FLOPs a multiply-add, 4 bytes a value, as many again for its gradient."""
    if question.ask == "memory":
        return value_bytes(question) * (2 if question.options.get("backward") == "true" else 1)
    return 2 if question.ask == "flops" else 1


class Part(NamedTuple):
    """What one layer, or the input, has in the answer."""

    name: str
    kind: str
    value: int


def parts(question: Question, figure: str = "") -> list[Part]:
    """What the answer is the sum of, as far as it is one; empty where it is not, as of a single layer.

    `figure`: the weights alone, where the parameters are asked and biases need not count.
    """
    if not question.whole or question.report is None:
        return []
    figure, each = figure or _FIGURES.get(question.ask, question.ask), per_unit(question)
    found = [Part(row.path, row.kind, getattr(row.cost, figure) * each) for row in question.rows]
    if question.ask in MEMORY and is_network(question):
        found.insert(0, Part("input", "input", question.report.totals.input_activations * each))
    found = [part for part in found if part.value]
    accepted = [truth.value for truth in question.truths]
    return found if len(found) > 1 and Fraction(sum(part.value for part in found)) in accepted else []


def is_network(question: Question) -> bool:
    """Whether it is about all layers of the network, its side heads apart."""
    return question.report is not None and volumes.is_network(question.report, question.rows)


def total(question: Question, figure: str) -> int:
    """A figure of `Cost` over all layers asked about."""
    return sum(getattr(row.cost, figure) for row in question.rows)


def elements(question: Question) -> int:
    """The values that the layers put out, for the whole batch: of one layer, its output's, though it works in place."""
    facts = facts_of(question)
    if not question.whole and facts:
        return facts[0].elements * question.batch
    assert question.report is not None
    outputs = total(question, "activations")
    return outputs + (question.report.totals.input_activations if is_network(question) else 0)


def facts_of(question: Question) -> list[Facts]:
    """What is known of each layer."""
    return [row.facts for row in question.rows if row.facts is not None]


def by_size(found: list[Part], most: int) -> list[tuple[int, str]]:
    """The largest different values among parts, each with the names of those that have it."""
    names: dict[int, list[str]] = {}
    for part in sorted(found, key=lambda part: -part.value):
        names.setdefault(part.value, []).append(f"`{printable(part.name)}`")
    listed = {value: ", ".join([*some[:3], *(["..."] if len(some) > 3 else [])]) for value, some in list(names.items())[:most]}
    return [(value, f"one of {words}" if "," in words else words) for value, words in listed.items()]


class Window(NamedTuple):
    """A convolution in numbers: each of the places has filters * kernel * depth multiply-adds (depth is one group's)."""

    input: tuple[int, ...]
    places: tuple[int, ...]
    filters: int
    kernel: tuple[int, ...]
    depth: int
    groups: int

    def product(self, **changed: tuple[int, ...] | int) -> tuple[int, str]:
        """Its multiply-adds and their arithmetic, `55*55*96*11*11*3`, with some of the numbers replaced; () leaves them out."""
        numbers = self._replace(**changed)  # type: ignore[arg-type]  # mypy knows no types of keywords here
        factors = [*numbers.places, *_each(numbers.filters), *numbers.kernel, *_each(numbers.depth)]
        return prod(factors), "*".join(map(str, factors))


def _each(factor: int | tuple[int, ...]) -> tuple[int, ...]:
    return factor if isinstance(factor, tuple) else (factor,)


def window(facts: Facts) -> Window | None:
    """The numbers of a convolution whose filters all read alike; None of any other layer."""
    weight = facts.parameters.get("weight", ())
    if facts.layer.kind != "conv" or len(weight) != len(facts.output.spatial) + 2:
        return None  # with `connections`, the filters read unlike numbers of channels
    filters, depth, *kernel = weight
    found = facts.inputs[0]
    return Window(found.spatial, facts.output.spatial, filters, tuple(kernel), depth, found.channels // depth)


def outputs(facts: Facts) -> Window | None:
    """A fully connected layer as filters that cover all of its input, at one place."""
    if facts.layer.kind != "fc":
        return None
    found = facts.inputs[0]
    return Window((), (), facts.output.channels, found.spatial, found.channels, 1)


def operations_slip(
    question: Question, wrong: Callable[[Window], tuple[int, str]], what: str, right: Callable[[Window], str] | None = None
) -> Iterator[Slip]:
    """Multiply-adds (FLOPs) in which every convolution's are worked out wrongly, the other layers' rightly.

    `wrong` gives the multiply-adds and their arithmetic, `what` says the slip and `right` what was overlooked.
    """
    truth = count(question)
    windows = [(facts, window(facts) or (None if question.whole else outputs(facts))) for facts in facts_of(question)]
    if truth is None or sum(facts.macs for facts, _ in windows) * _scale(question) != truth:
        return
    value = sum(wrong(found)[0] if found else facts.macs for facts, found in windows) * _scale(question)
    only = windows[0][1]
    if value == truth or value <= 0:
        return
    if question.whole or only is None:
        yield Slip(
            Fraction(value), f"{what} in every convolution, which gives {plain(value)} in all; it is {written(question, truth)}"
        )
        return
    first = _scaled(question, wrong(only)[1])
    reason = f"; {right(only)}" if right else ""
    yield Slip(
        Fraction(value), f"{what}: {first} = {plain(value)}{reason}: {_scaled(question, only.product()[1])} = {plain(truth)}"
    )


def _scale(question: Question) -> int:
    return (2 if question.ask == "flops" else 1) * question.batch


def _scaled(question: Question, product: str) -> str:
    flops, batch = ("2*" if question.ask == "flops" else ""), (f"{question.batch}*" if question.batch > 1 else "")
    return f"{flops}{batch}{product}"
