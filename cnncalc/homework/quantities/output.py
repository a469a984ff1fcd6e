"""`ask: output`."""

from __future__ import annotations

from fractions import Fraction

from cnncalc.homework.fields import Refused
from cnncalc.homework.quantities._quantity import Answered, Asked, Quantity
from cnncalc.homework.quantities._worked import for_images, misfit_lines, output_lines, place, shown
from cnncalc.homework.question import Truth
from cnncalc.homework.volumes import of_batch
from cnncalc.tensor import Shape


def _answer(asked: Asked) -> Answered:
    subject = asked.about
    text = f"{place(subject, asked.layout)}. What is the size of the output{for_images(asked)}?"
    if subject.misfit:
        return Answered((Truth(subject.misfit),), tuple(misfit_lines(subject.rows[0], subject.misfit)), text)
    if not subject.whole:
        row = subject.rows[0]
        assert row.facts is not None
        batched = _of_all(row.facts.output, asked)
        return Answered((Truth(_sizes(row.facts.output, asked)),), (*output_lines(row, asked.layout), *batched), text)
    shape, path = _end(asked)
    one = shown(shape, asked.layout)
    steps = [f"{row.path}: {shown(row.output, asked.layout)}" for row in subject.rows if row.output is not None]
    return Answered((Truth(_sizes(shape, asked)),), (*steps[-12:], f"output of {path}: {one}", *_of_all(shape, asked)), text)


def _end(asked: Asked) -> tuple[Shape, str]:
    """The output of a block or of the network."""
    subject, graph = asked.about, asked.about.report.graph
    last = subject.rows[-1]
    shape = last.output if len(subject.rows) < len(subject.report.rows) else graph.shape(graph.outputs[0])
    if shape is None:
        raise Refused("K603", "the output is not known")
    return shape, last.path


def _sizes(shape: Shape, asked: Asked) -> tuple[Fraction, ...]:
    return of_batch(shape, asked.layout, asked.batch)


def _of_all(shape: Shape, asked: Asked) -> tuple[str, ...]:
    """The line that follows where there are several images."""
    return (f"of {asked.batch} images: {'x'.join(map(str, _sizes(shape, asked)))}",) if asked.batch > 1 else ()


QUANTITY = Quantity("output", "sizes", "the output: height x width x depth", "layers", _answer)
