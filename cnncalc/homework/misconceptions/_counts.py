"""What slips about parameters share: a layer's weights and biases, miscounted, and summed over all that a question is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from cnncalc.homework.misconceptions._slip import Slip
from cnncalc.homework.rounding import shows

if TYPE_CHECKING:
    from cnncalc.analysis.report import Report, Row
    from cnncalc.graph import Facts
    from cnncalc.homework.question import Question

Miscount = Callable[["Counts"], "Wrong | None"]

#: The quantities in which a miscounted weight, or a miscounted bias, shows.
WEIGHTS = frozenset({"params", "weights", "filter_params", "products"})
BIASES = frozenset({"params", "biases", "filter_params"})
_FILTERS = ("conv", "deconv")
_POOLS = ("maxpool", "avgpool", "lppool")
_GLOBAL_POOLS = ("globalavgpool", "globalmaxpool")
_FLAT = ("flatten", "dropout", "identity")
_MOST_STEPS = 10  # back from a fully connected layer to what is flattened
NORMS = ("batchnorm", "layernorm", "groupnorm", "instancenorm")


class Asked(NamedTuple):
    """The quantity that is asked, under one of the conventions that the question accepts."""

    ask: str
    counted: bool  # whether biases count


class Counts(NamedTuple):
    """A layer in the numbers of (F*F*D + 1)*K; of a fully connected one, the window covers all of its input."""

    row: Row
    facts: Facts
    report: Report | None
    asked: Asked
    weights: int
    biases: int
    filters: int  # K: filters, outputs, or the channels of a layer that has neither
    window: tuple[int, ...] = ()  # of a pool as well
    depth: int = 0  # D: channels that one filter reads; 0 where filters differ in it, or there are none

    @property
    def has_filters(self) -> bool:
        """Whether it is a bank of filters that all have one shape."""
        return self.row.kind in _FILTERS and self.depth > 0

    @property
    def is_fc(self) -> bool:
        return self.row.kind == "fc"

    @property
    def is_pool(self) -> bool:
        return self.row.kind in _POOLS or self.row.kind in _GLOBAL_POOLS

    @property
    def each(self) -> str:
        """What has one bias."""
        return "filter" if self.row.kind in _FILTERS else "output" if self.is_fc else "channel"

    @property
    def each_of_all(self) -> str:
        return f"each of the {self.filters:,} {self.each}s" if self.filters > 1 else f"the one {self.each}"

    @property
    def reads(self) -> int:
        """Values that one filter or output reads."""
        return prod(self.window) * self.depth

    def reading(self, values: int) -> Counts:
        """The same with filters that read so many values each."""
        return self._replace(weights=values * self.filters)

    @property
    def figure(self) -> Fraction:
        """The quantity that is asked."""
        ask, biases = self.asked.ask, self.biases if self.asked.counted else 0
        if ask in ("filter_params", "products"):
            return Fraction(self.weights + biases, self.filters) if self.filters else Fraction(0)
        return Fraction(self.biases if ask == "biases" else self.weights if ask == "weights" else self.weights + biases)

    @property
    def worked(self) -> str:
        """The right arithmetic, as in `(5*5*3 + 1)*10 = 760`."""
        ask, biased = self.asked.ask, self.asked.counted and self.biases > 0
        if ask == "biases":
            return f"{self.biases:,}"
        if not (self.has_filters or self.is_fc):
            return self.added if biased else f"{number(self.figure)}"
        filter = "*".join(f"{size:,}" for size in (*self.window, self.depth))
        if ask in ("filter_params", "products"):
            text = f"{filter} + 1" if biased else filter
        else:
            text = f"({filter} + 1)*{self.filters:,}" if biased else f"{filter}*{self.filters:,}"
        return f"{text} = {number(self.figure)}"

    @property
    def added(self) -> str:
        """Weights and biases put together, as in `750 + 10 = 760`."""
        if self.asked.ask == "biases":
            return f"{self.biases:,}"
        parts = [self.weights, self.biases]
        if self.asked.ask == "filter_params":
            parts = [part // self.filters for part in parts]
        return f"{parts[0]:,} + {parts[1]:,} = {number(self.figure)}"


class Wrong(NamedTuple):
    """What a slip makes of a layer: its miscount, what is wrong, and what is so, ending in the right arithmetic.

    `besides`: not the slip itself, but a part of it that goes wrong along with it; `head` names what is missing.
    """

    counts: Counts
    head: str
    because: str = ""
    besides: bool = False


def in_layers(*miscounts: Miscount, only_with_biases: bool = False) -> Callable[[Question], Iterator[Slip]]:
    """The slips of a question in which every layer is miscounted in one of these ways.

    `only_with_biases`: not where biases do not count, because there the slip would be another one.
    """

    def slips(question: Question) -> Iterator[Slip]:
        told = set()
        for asked in conventions(question):
            counts = () if only_with_biases and not asked.counted else layers(question, asked)
            for miscount in miscounts:
                slip = _summed(question, counts, miscount)
                if slip is not None and slip.value not in told:
                    told.add(slip.value)
                    yield slip

    return slips


def _summed(question: Question, counts: tuple[Counts, ...], miscount: Miscount) -> Slip | None:
    made = [(right, wrong) for right in counts if (wrong := miscount(right)) and wrong.counts.figure != right.figure]
    slipped = [one for one in made if not one[1].besides]
    if not slipped:
        return None
    total = sum((right.figure for right in counts), Fraction(0))
    value = total + sum(wrong.counts.figure - right.figure for right, wrong in made)
    first, wrong = slipped[0]
    if not question.whole:
        return Slip(value, f"{wrong.head}: {wrong.because}")
    where = f"in {len(slipped)} layers, as in `{first.row.path}`" if len(slipped) > 1 else f"in `{first.row.path}`"
    more = next((wrong.head for _, wrong in made if wrong.besides), "")
    where += f", and {more} in {len(made) - len(slipped)} more" if more else ""
    together = f"; all layers together {number(total)}" if total != first.figure else ""
    return Slip(value, f"{wrong.head} {where}: {wrong.because}{together}")


def conventions(question: Question) -> list[Asked]:
    """The ways of counting whose answers the question accepts."""
    ask = question.ask
    if ask not in ("params", "filter_params"):
        return [Asked(ask, ask == "biases")]
    accepted = {truth.value for truth in question.truths}
    ways = [Asked(ask, True), Asked(ask, False)]
    sums = [total_of(layers(question, way)) for way in ways]
    found = [way for way, total in zip(ways, sums, strict=True) if total in accepted]
    return found[:1] if sums[0] == sums[1] or not found else found


def total_of(counts: Iterable[Counts]) -> Fraction:
    """What is asked, of all these layers together."""
    return sum((each.figure for each in counts), Fraction(0))


def layers(question: Question, asked: Asked) -> tuple[Counts, ...]:
    """Every layer that the question is about, but for those that share another's weights."""
    known = [(row, row.facts) for row in question.rows if row.facts is not None and row.shares is None]
    return tuple(of_layer(row, facts, question.report, asked) for row, facts in known)


def of_layer(row: Row, facts: Facts, report: Report | None, asked: Asked) -> Counts:
    """A layer's own numbers."""
    layer, first = facts.layer, facts.inputs[0]
    counts = Counts(row, facts, report, asked, facts.weights, facts.biases, first.channels)
    if row.kind == "fc":
        sizes = _flattened(row, facts, report)
        window = sizes[:-1] if prod(sizes[:-1]) > 1 else ()
        return counts._replace(filters=facts.output.channels, window=window, depth=sizes[-1])
    if row.kind in _FILTERS:
        count, window = facts.output.channels, tuple(getattr(layer, "kernel", ()))
        alike = getattr(layer, "connections", None) is None
        return counts._replace(filters=count, window=window, depth=facts.weights // (count * prod(window)) if alike else 0)
    if row.kind in _POOLS:
        return counts._replace(window=tuple(getattr(layer, "kernel", ())))
    return counts._replace(window=first.spatial) if row.kind in _GLOBAL_POOLS else counts


def _flattened(row: Row, facts: Facts, report: Report | None) -> tuple[int, ...]:
    """The volume that a fully connected layer reads, channels last, also where it is flattened before."""
    shape, index = facts.inputs[0], row.entry.inputs[0]
    for _ in range(_MOST_STEPS):
        if report is None or index < 1 or shape.spatial:
            break
        before = report.rows[index - 1]
        if before.facts is None or before.kind not in _FLAT:
            break
        shape, index = before.facts.inputs[0], before.entry.inputs[0]
    return (*shape.spatial, shape.channels)


def number(value: Fraction) -> str:
    """As it is written in sentences: 34,944."""
    return shows(value, "number")
