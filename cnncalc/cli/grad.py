"""`cnncalc grad NAME [LAYER]`: backpropagation through a network, from the loss to the input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from cnncalc.cli import _complete
from cnncalc.cli import _options as options
from cnncalc.cli._layers import output_of, side_heads
from cnncalc.cli._numbers import batch_of, fits, numbers, tensor_of
from cnncalc.cli._output import exit_status, is_ascii, known_width, print_findings, wants_color, write
from cnncalc.diagnostics import CnnCalcError, UsageError, did_you_mean

if TYPE_CHECKING:
    from cnncalc.execution.gradients import Gradients
    from cnncalc.execution.losses import Loss
    from cnncalc.execution.machine import Machine
    from cnncalc.execution.tracing import Trace
    from cnncalc.graph import Graph
    from cnncalc.report import Report

FORMATS = ("text", "json")
LOSSES = ("sum", "cross-entropy")
DTYPES = ("float64", "float32")
_SMALLER = "a smaller --input, fewer images in --batch, or --dtype float32"


class _Asked(NamedTuple):
    """What is to be worked out, the numbers as they were typed."""

    values: str | None
    array: str | None
    weights: str | None
    tensors: list[str]
    upstream: str | None
    loss: str | None
    target: str | None
    batch: int | None
    check: bool


class _Machine(NamedTuple):
    """What is executed on."""

    dtype: str
    train: bool
    seed: int


@options.limited
def command(
    name: options.Name,
    layer: Annotated[
        str | None,
        typer.Argument(
            metavar="[LAYER]",
            help="A layer as `show` prints it, the end of its path, or a block.",
            autocompletion=_complete.layers,
        ),
    ] = None,
    values: Annotated[
        str | None, typer.Option("--values", metavar="LIST", help="The input's values, as '1 -2 3 -1'; random otherwise.")
    ] = None,
    array: Annotated[str | None, typer.Option("--array", metavar="FILE.npy", help="The same from a file of NumPy.")] = None,
    weights: Annotated[
        str | None, typer.Option("--weights", metavar="FILE", help="A .npz or .safetensors file; random otherwise.")
    ] = None,
    tensor: Annotated[
        list[str] | None, typer.Option("--tensor", metavar="NAME=LIST", help="One tensor, as fc1.weight='1 2; 3 4'.")
    ] = None,
    upstream: Annotated[
        str | None, typer.Option("--upstream", metavar="LIST", help="dL/dy of the network's output, shaped as it.")
    ] = None,
    loss: Annotated[
        str | None,
        typer.Option(
            "--loss",
            autocompletion=_complete.words_of(LOSSES),
            help="sum of the outputs, or cross-entropy; left out: cross-entropy with --target, or of class 0 where the network "
            "ends in a softmax, else sum.",
        ),
    ] = None,
    target: Annotated[
        str | None, typer.Option("--target", metavar="CLASS", help="The right class, from 0, or one for each image, as '3 1'.")
    ] = None,
    train: Annotated[
        bool, typer.Option("--train", help="As in training: dropout drops, batch norms use the batch, from two images on.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Compare every gradient with finite differences.")] = False,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the random numbers.")] = 0,
    input: options.Input = None,
    batch: Annotated[
        int | None,
        typer.Option(
            "--batch", min=1, help="Images in a batch; 1, or as many as --values or --array has. A single one is repeated."
        ),
    ] = None,
    dtype: Annotated[
        str, typer.Option("--dtype", help="float64 or float32.", autocompletion=_complete.words_of(DTYPES))
    ] = "float64",
    set: options.Set = None,
    rounding: options.Rounding = None,
    format: Annotated[
        str, typer.Option("--format", "-f", help="text or json.", autocompletion=_complete.words_of(FORMATS))
    ] = "text",
    color: options.Color = "auto",
    width: options.Width = None,
    *,
    limits: dict[str, int],
) -> None:
    """Show backpropagation layer by layer: upstream, local and downstream gradients, and those of the weights.

    Without LAYER a line for each, last to first; with it that layer's numbers. Needs NumPy: pip install 'cnncalc[run]'.
    """
    options.known_word("format", format, FORMATS)
    options.known_word("dtype", dtype, DTYPES)
    asked = _Asked(values, array, weights, tensor or [], upstream, loss, target, batch, check)
    _check_words(asked, dtype)
    is_colored = wants_color(color, sys.stdout)
    report = options.calculate(options.load(name, set, limits), input, rounding=rounding)
    if exit_status(report.findings):
        raise CnnCalcError(report.findings, report.text, report.path)
    node = _layer(report, layer) if layer is not None else None
    found = _differentiate(report, asked, _Machine(dtype, train, seed), node)
    write(_rendered(found, format, is_colored, width, side_heads(report)))
    print_findings(report.findings, report.text, report.path, color)
    raise typer.Exit(int(bool(found.problems)))


def _check_words(asked: _Asked, dtype: str) -> None:
    """Refuse what contradicts itself, before anything is read."""
    if asked.loss is not None:
        options.known_word("loss", asked.loss, LOSSES)
    for one, other in (("upstream", "loss"), ("upstream", "target"), ("values", "array")):
        if getattr(asked, one) is not None and getattr(asked, other) is not None:
            raise UsageError(f"--{one} and --{other} exclude each other")
    if asked.loss == "sum" and asked.target is not None:
        raise UsageError("the sum of the outputs has no --target", "--loss cross-entropy")
    if asked.loss == "cross-entropy" and asked.target is None:
        raise UsageError("cross-entropy needs the right class", "--target 0 is the first")
    if asked.check and dtype != "float64":
        raise UsageError("finite differences are too coarse in float32", "leave --dtype out: float64 is checked")


def _layer(report: Report, wanted: str) -> int:
    """A layer that is named. Raises UsageError."""
    found = output_of(report, wanted)
    if not found:
        raise UsageError("the input is no layer", "the gradient of the input stands in the table without LAYER")
    return found


def _differentiate(report: Report, asked: _Asked, on: _Machine, layer: int | None) -> Gradients:
    from cnncalc.cli._progress import Progress
    from cnncalc.execution.gradients import Request, differentiate
    from cnncalc.execution.machine import Machine
    from cnncalc.execution.tracing import refuse_declared

    graph = report.graph
    refuse_declared(graph, report.text, report.path)
    with Machine("cpu", on.dtype, exact=True, training=on.train, seed=on.seed) as machine, Progress() as bar:
        try:
            x, from_where = _input(machine, graph, asked)
            tensors, weights, typed = _tensors(machine, graph, asked)
            network = report.name or report.architecture or report.path
            request = Request(graph, network, layer, asked.check, from_where, weights, typed)
            return differentiate(
                machine, request, tensors, x, lambda trace: _loss(trace, asked),
                lambda done, count: bar.step(f"layer {done} of {count}", done, count),
            )  # fmt: skip
        except MemoryError as error:
            raise UsageError(f"the memory is too small: {error or 'no more can be had'}", _SMALLER) from None


def _input(on: Machine, graph: Graph, asked: _Asked) -> tuple[Any, str]:
    """The batch, channels last, and where it is from. Raises UsageError where the memory would not hold what it leads to."""
    from cnncalc.execution.weights import random_input

    shape = graph.input
    assert shape is not None
    if asked.array is not None:
        from cnncalc.execution.images import array, count

        batch = _batch(on, graph, asked, count(asked.array, shape), "--array")
        return _repeated(on, array(asked.array, shape, on.dtype), batch), asked.array
    if asked.values is not None:
        from cnncalc.execution.tracing import channels_last

        dims = tuple(shape.dims())
        typed = numbers("--values", asked.values)
        is_batch = not fits(typed.shape, dims) and fits(typed.shape[1:], dims)
        images = typed.shape[0] if is_batch else 1
        batch = _batch(on, graph, asked, images, "--values")
        given = batch_of("--values", typed, (images, *dims), "the input is", on.xp, on.dtype)
        return _repeated(on, on.xp.ascontiguousarray(channels_last(given)), batch), "given"
    images = _batch(on, graph, asked, 1, "")
    return random_input(graph, images, on.dtype, on.seed), "random"


def _repeated(on: Machine, x: Any, batch: int) -> Any:
    return x if len(x) == batch else on.xp.repeat(x, batch, axis=0)


def _batch(on: Machine, graph: Graph, asked: _Asked, images: int, option: str) -> int:
    """Images of the batch; one that is given stands for all. Raises UsageError where it would not fit into the memory."""
    from cnncalc.execution.capacity import halves
    from cnncalc.execution.memory import available
    from cnncalc.execution.tracing import need
    from cnncalc.tensor import human_bytes

    if images > 1 and asked.batch not in (None, images):
        raise UsageError(f"{option} is a batch of {images}, --batch {asked.batch} asks for another", "leave --batch out")
    batch = asked.batch or images
    needed, free = need(graph, batch, asked.check) * on.dtype.itemsize, available("cpu")
    if needed > free:
        said = f"every array and its gradient take {human_bytes(needed)} in {on.dtype}, {human_bytes(free)} are available"
        fits = (count for count in halves(batch) if need(graph, count, asked.check) * on.dtype.itemsize <= free)
        fewer = next(fits, None) if images == 1 else None
        raise UsageError(said, f"--batch {fewer} fits" if fewer else _SMALLER)
    return batch


def _tensors(on: Machine, graph: Graph, asked: _Asked) -> tuple[dict[str, Any], str, tuple[str, ...]]:
    """Those of the file, or random ones, where they are from, and the names of those that were typed."""
    from cnncalc.execution import weights

    if asked.weights is not None:
        found = weights.read(asked.weights, graph, on.dtype)
    else:
        found = weights.initial(graph, on.xp, on.dtype, on.seed)
    typed: list[str] = []
    for text in asked.tensors:
        name, equals, list = text.partition("=")
        option = f"--tensor {name}"
        if not equals:
            raise UsageError(f"{option} has no values", "write --tensor NAME=LIST, such as fc1.weight='1 2; 3 4'")
        if name not in found:
            raise UsageError(f"there is no tensor `{name}`", did_you_mean(name, found))
        if name in typed:
            raise UsageError(f"{option} is given twice")
        shape = tuple(found[name].shape)
        found[name] = tensor_of(option, numbers(option, list), shape, on.xp, on.dtype)
        typed.append(name)
    return found, weights.origin(graph, asked.weights, typed), tuple(typed)


def _loss(trace: Trace, asked: _Asked) -> Loss:
    from cnncalc.execution import losses

    if asked.upstream is not None:
        shape = losses.check_upstream(trace)
        on = trace.on
        return losses.given(
            trace, batch_of("--upstream", numbers("--upstream", asked.upstream), shape, "the output is", on.xp, on.dtype)
        )
    if asked.target is not None:
        return losses.cross_entropy(trace, _classes(asked.target))
    if asked.loss is None and losses.ends_in_softmax(trace):
        return losses.cross_entropy(trace, [0])
    return losses.total(trace)


def _classes(text: str) -> list[int]:
    words = text.replace(",", " ").split()
    if not words or not all(word.isascii() and word.isdecimal() and len(word) < 10 for word in words):
        raise UsageError(f"--target must be a class, counted from 0, found `{text[:60]}`", "--target 3, or '3 1' for two images")
    return [int(word) for word in words]


def _rendered(found: Gradients, format: str, color: bool, width: int | None, left_out: str) -> str:
    if format == "json":
        from cnncalc.render.grad_json import render

        return render(found)
    from cnncalc.render import Look
    from cnncalc.render.grad_text import render as as_text

    look = Look(width=width or known_width(sys.stdout), color=color, ascii_only=is_ascii(sys.stdout))
    return as_text(found, look, left_out)
