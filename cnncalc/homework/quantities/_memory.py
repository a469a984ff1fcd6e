"""The values that a layer or a network puts out, as the lectures add them up."""

from __future__ import annotations

from cnncalc.analysis.formulas import formulas
from cnncalc.homework.quantities._quantity import Asked
from cnncalc.homework.quantities._worked import layer_lines, line, sum_line
from cnncalc.homework.volumes import is_network


def has_input(asked: Asked) -> bool:
    """Whether the network's input is among what is added up: of the whole network it is."""
    subject = asked.about
    return subject.whole and is_network(subject.report, subject.rows)


def values(asked: Asked) -> int:
    """Values of the whole batch. Of one layer, its output's, though it works in place."""
    subject = asked.about
    if not subject.whole:
        facts = subject.rows[0].facts
        assert facts is not None
        return facts.elements * asked.batch
    counted = sum(row.cost.activations for row in subject.rows)
    return counted + (subject.report.totals.input_activations if has_input(asked) else 0)


def where(asked: Asked) -> str:
    """What is added up, in words."""
    if not asked.about.whole:
        return "its output"
    return "its input and all outputs" if has_input(asked) else "all outputs"


def not_counted(asked: Asked) -> str:
    """A sentence behind the question, of the layers whose outputs take no memory of their own."""
    silent = [row for row in asked.about.rows if row.facts is not None and row.facts.elements and not row.facts.activations]
    if not asked.about.whole or not silent:
        return ""
    *first, last = dict.fromkeys(f"`{row.kind}`" for row in silent)
    kinds = f"{', '.join(first)} and {last}" if first else last
    return f" Outputs of {kinds}, written over their inputs, are not counted."


def worked(asked: Asked) -> tuple[str, ...]:
    """Where they come from."""
    subject = asked.about
    images = (f"for {asked.batch} images = {values(asked):,}",) if asked.batch > 1 else ()
    if not subject.whole:
        facts = subject.rows[0].facts
        assert facts is not None
        found = formulas(facts).activations
        return (line("values", found) if found.value else f"values = {facts.elements:,}", *images)
    before: tuple[str, ...] = ()
    if has_input(asked) and subject.report.input is not None:
        shape = subject.report.input
        before = (f"input = {'*'.join(map(str, (*shape.spatial, shape.channels)))} = {shape.elements:,}",)
    lines = (*before, *layer_lines(subject.rows, "activations"), sum_line("outputs", subject.rows, "activations", asked.batch))
    return (*lines, f"values = {values(asked) // asked.batch:,}", *images)
