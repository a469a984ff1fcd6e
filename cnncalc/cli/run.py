"""`cnncalc run NAME|FILE|-`: the network executed, and what is found held against what was predicted."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple
from warnings import catch_warnings, simplefilter

import typer

from cnncalc.cli import _complete
from cnncalc.cli import _options as options
from cnncalc.cli._layers import output_of, side_heads
from cnncalc.cli._output import exit_status, is_ascii, keep_what_is_read, known_width, print_findings, wants_color, write
from cnncalc.diagnostics import CnnCalcError, UsageError
from cnncalc.execution.backend import DEVICES, DTYPES

if TYPE_CHECKING:
    from cnncalc.execution.largest import Top
    from cnncalc.execution.results import Run
    from cnncalc.graph import Graph
    from cnncalc.report import Report

FORMATS = ("table", "json")
#: Random weights from which on somebody waits for them.
_MANY = 10_000_000
_FILE = "write --save LAYER=FILE.npy"


class _Source(NamedTuple):
    """Where the input and the weights come from."""

    image: str | None
    array: str | None
    mean: str | None
    std: str | None
    weights: str | None

    def files(self) -> list[str]:
        return [path for path in (self.image, self.array, self.weights) if path is not None]


class _Asked(NamedTuple):
    """How it is to be run, and what is wanted of it."""

    batch: int | None
    dtype: str
    device: str
    seed: int
    fold: bool
    scale: str | None
    save: Mapping[str, str]  # file -> layer
    maps: str | None
    picture: str | None
    top: int


@options.limited
def command(
    name: options.Name,
    batch: Annotated[
        int | None,
        typer.Option("--batch", min=1, help="Images in a batch; 1, or as many as --array has. A single one is repeated."),
    ] = None,
    dtype: Annotated[
        str,
        typer.Option("--dtype", help="float32, float64, or float16 on a GPU.", autocompletion=_complete.words_of(DTYPES["gpu"])),
    ] = "float32",
    device: Annotated[
        str,
        typer.Option("--device", help="cpu with NumPy, or gpu with CuPy.", autocompletion=_complete.words_of(DEVICES)),
    ] = "cpu",
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of random weights and a random input.")] = 0,
    weights: Annotated[
        str | None, typer.Option("--weights", metavar="FILE", help="A .npz or .safetensors file; random otherwise.")
    ] = None,
    image: Annotated[
        str | None, typer.Option("--image", metavar="FILE", help="A picture, cropped and normalized; random otherwise.")
    ] = None,
    mean: Annotated[
        str | None, typer.Option("--mean", metavar="A,B,C", help="Taken off the picture's values, which go from 0 to 1.")
    ] = None,
    std: Annotated[str | None, typer.Option("--std", metavar="A,B,C", help="What they are divided by then.")] = None,
    array: Annotated[
        str | None, typer.Option("--array", metavar="FILE.npy", help="The input as numbers, channels first.")
    ] = None,
    save: Annotated[
        list[str] | None, typer.Option("--save", metavar="LAYER=FILE.npy", help="Write what a layer gives, channels first.")
    ] = None,
    maps: Annotated[
        str | None,
        typer.Option(
            "--maps", metavar="LAYER", help="Write what a layer gives as a picture, see -o.", autocompletion=_complete.layers
        ),
    ] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE.png", help="The picture of --maps.")] = None,
    top: Annotated[int, typer.Option("--top", min=0, help="So many of the largest outputs.")] = 0,
    no_fold: Annotated[
        bool, typer.Option("--no-fold", help="Each layer by itself, and every multiply-add of it done and counted.")
    ] = False,
    scale: Annotated[
        str | None,
        typer.Option("--scale", metavar="1/2", help="A reduced twin; channels=1/2 or input=1/2 reduce one alone."),
    ] = None,
    input: options.Input = None,
    set: options.Set = None,
    rounding: options.Rounding = None,
    format: Annotated[
        str, typer.Option("--format", "-f", help="table or json.", autocompletion=_complete.words_of(FORMATS))
    ] = "table",
    color: options.Color = "auto",
    width: options.Width = None,
    *,
    limits: dict[str, int],
) -> None:
    """Run a network on real numbers: shapes, bytes and operations as predicted, and the time of each layer.

    Layers that follow each other run as one where they can. Needs NumPy: pip install 'cnncalc[run]'.
    """
    options.known_word("format", format, FORMATS)
    source = _Source(image, array, mean, std, weights)
    asked = _Asked(batch, dtype, device, seed, not no_fold, scale, _saved(save or []), maps, output, top)
    _check_words(source, asked)
    read = [path for path in (name, name.rpartition(":")[0], *source.files()) if path]
    keep_what_is_read([*asked.save, output], read, "output")
    color_wanted = wants_color(color, sys.stdout)
    report = options.calculate(options.load(name, set, limits), input, rounding=rounding)
    if exit_status(report.findings):
        raise CnnCalcError(report.findings, report.text, report.path)
    found, tops, wrote = _run(report, source, asked)
    if format == "json":
        from cnncalc.render.run_json import render as as_json

        write(as_json(found, tops))
    else:
        from cnncalc.render import Look
        from cnncalc.render.run_text import render

        look = Look(width=width or known_width(sys.stdout), color=color_wanted, ascii_only=is_ascii(sys.stdout))
        write(render(found, tops, look, side_heads(report), wrote))
    print_findings(report.findings, report.text, report.path, color)
    raise typer.Exit(int(not found.ok))


def _saved(texts: list[str]) -> dict[str, str]:
    """File -> layer, of --save."""
    found: dict[str, str] = {}
    for text in texts:
        layer, equals, path = text.partition("=")
        if not equals or not layer or not path:
            raise UsageError(f"--save {text} names no file", _FILE)
        if path == "-":
            raise UsageError(f"--save {text} names no file, and the array is not written to standard output", _FILE)
        _check_ending(path, ".npy", "--save writes NumPy's .npy format", f"--save {layer}=")
        if path in found:
            raise UsageError(f"two layers are to be written to {path}")
        found[path] = layer
    return found


def _check_words(source: _Source, asked: _Asked) -> None:
    """Refuse what contradicts itself, before anything is read."""
    options.known_word("device", asked.device, DEVICES)
    options.known_word("dtype", asked.dtype, DTYPES["gpu"])
    if asked.dtype not in DTYPES[asked.device]:
        raise UsageError(f"{asked.dtype} runs on a GPU alone", "--device gpu", "--dtype float32")
    if source.image is not None and source.array is not None:
        raise UsageError("--image and --array exclude each other")
    for option, given in (("mean", source.mean), ("std", source.std)):
        if given is not None and source.image is None:
            raise UsageError(f"--{option} has no effect without --image")
    if (asked.maps is None) != (asked.picture is None):
        if asked.maps is None:
            raise UsageError("-o names the picture of --maps", "--maps LAYER; `--format json > FILE` keeps the figures")
        raise UsageError("--maps needs a file", f"--maps {asked.maps} -o FILE.png")
    if asked.picture == "-":
        raise UsageError("-o - names no file, and the picture is not written to standard output", "-o FILE.png")
    if asked.picture is not None:
        _check_ending(asked.picture, ".png", "--maps writes a PNG picture", "-o ")


def _check_ending(path: str, ending: str, said: str, option: str) -> None:
    """Refuse a file whose name tells another format than it would have. `a/`, `.` and `..` are refused as folders later."""
    if os.path.basename(path).strip(".") and not path.lower().endswith(ending):
        raise UsageError(f"{said}, `{path}` does not end in {ending}", f"{option}{PurePath(path).with_suffix(ending)}")


def _run(report: Report, source: _Source, asked: _Asked) -> tuple[Run, tuple[Top, ...], list[str]]:
    """Run it, and write what was asked for; a line for each file."""
    from cnncalc.execution import capacity, scaling, weights
    from cnncalc.execution.largest import largest
    from cnncalc.execution.machine import Machine
    from cnncalc.execution.run import Request
    from cnncalc.execution.tracing import refuse_declared

    save = {path: output_of(report, layer) for path, layer in asked.save.items()}
    mapped = [output_of(report, asked.maps)] if asked.maps is not None else []
    refuse_declared(report.graph, report.text, report.path)
    on = Machine(asked.device, asked.dtype, exact=not asked.fold, seed=asked.seed)
    graph, twin = report.graph, ""
    if asked.scale is not None:
        graph, twin = scaling.twin(graph, scaling.parse(asked.scale))
    keep = (*save.values(), *mapped)
    network = report.name or report.architecture or report.path
    try:
        batch = _batch(source, graph, asked)
        capacity.check(graph, on, batch, asked.fold, keep, network=network, whole=report.graph)
        request = Request(
            graph, network, batch, asked.dtype, asked.device, asked.seed, asked.fold, twin,
            weights.origin(graph, source.weights), source.image or source.array or "random", keep,
        )  # fmt: skip
        found, arrays = _executed(request, source, _given(source, graph, asked))
        wrote = list(_written(found, arrays, save, asked, mapped))
        return found, largest(found, graph, asked.top) if asked.top else (), wrote
    except MemoryError as error:
        help = ("--batch with fewer images", "--scale 1/2 is a reduced twin")
        raise UsageError(f"the memory is too small: {str(error) or 'no more can be had'}", *help) from None


def _batch(source: _Source, graph: Graph, asked: _Asked) -> int:
    """Images of the batch; one picture stands for all of them. Of --array no more is read than its header."""
    if source.array is None:
        return asked.batch or 1
    from cnncalc.execution.images import count

    assert graph.input is not None
    images = count(source.array, graph.input)
    if images > 1 and asked.batch not in (None, images):
        raise UsageError(f"{source.array} is a batch of {images}, --batch asks for {asked.batch}", "leave --batch out")
    return asked.batch or images


def _given(source: _Source, graph: Graph, asked: _Asked) -> Any:
    """The input that was named, None for a random one."""
    from cnncalc.execution.images import array, image

    shape = graph.input
    assert shape is not None
    if source.image is not None:
        numbers = (_numbers(name, text) for name, text in (("mean", source.mean), ("std", source.std)))
        return image(source.image, shape, asked.dtype, *numbers)
    return None if source.array is None else array(source.array, shape, asked.dtype)


def _numbers(option: str, text: str | None) -> list[float] | None:
    try:
        return None if text is None else [float(number) for number in text.split(",")]
    except ValueError:
        raise UsageError(f"--{option} must be numbers, found `{text}`", f"such as --{option} 0.5,0.5,0.5") from None


def _executed(request: Any, source: _Source, given: Any) -> tuple[Run, Mapping[int, Any]]:
    """Weights, then the run, under a bar where it takes long."""
    from cnncalc.cli._progress import Progress
    from cnncalc.execution import weights
    from cnncalc.execution.run import execute

    graph = request.graph

    def tensors(on: Any) -> Any:
        if source.weights is not None:
            read = weights.read(source.weights, graph, on.dtype)
            return {name: on.xp.asarray(read.pop(name)) for name in list(read)}
        count = sum(node.facts.params for node in graph.nodes if node.aux is None)
        if count > _MANY:
            progress.say(f"drawing {count:,} random weights")
        return weights.initial(graph, on.xp, on.dtype, on.seed)

    def input(on: Any) -> Any:
        return on.xp.asarray(weights.random_input(graph, request.batch, on.dtype, on.seed) if given is None else given)

    def step(done: int, count: int) -> None:
        progress.step(f"step {done} of {count}", done, count)

    with Progress() as progress, catch_warnings():
        simplefilter("ignore", RuntimeWarning)  # numbers beyond what a dtype holds are told in the results
        return execute(request, tensors, input, step)


def _written(found: Run, arrays: Mapping[int, Any], save: Mapping[str, int], asked: _Asked, mapped: list[int]) -> Iterator[str]:
    """Write the files of --save and --maps, and say of each what it holds."""
    if save:
        from cnncalc.execution.images import save as save_array

        for path, index in save.items():
            array = arrays[index]
            save_array(path, array)
            sizes = "x".join(map(str, (array.shape[0], array.shape[-1], *array.shape[1:-1])))
            yield f"wrote {path}: {asked.save[path]}, an array of {sizes}, channels first"
    for index in mapped:
        from cnncalc.execution.maps import grid

        twin = f", reduced twin ({found.twin})" if found.twin else ""
        assert asked.picture is not None
        shown = grid(arrays[index][0], f"{found.network}{twin}, {asked.maps}", asked.picture)
        image = " of image 0" if found.batch > 1 else ""
        yield f"wrote {asked.picture}: {asked.maps}, {shown}{image}"
