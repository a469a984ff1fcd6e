"""The tensors of a network: what they are called, random ones that are the same in every run, and those of a file.

A tensor is called by its layer's path and its own name: `stage1/basic1/conv1.weight`.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from math import prod, sqrt
from typing import Any

from cnncalc.diagnostics import CnnCalcError, Diagnostic, did_you_mean
from cnncalc.execution import stored
from cnncalc.execution.backend import module
from cnncalc.execution.plan import main_nodes
from cnncalc.graph import Facts, Graph
from cnncalc.layer_base import Array
from cnncalc.spec.walk import Entry

#: Lines of what does not fit, the last of them for all the rest.
_TOLD = 20


def owners(graph: Graph) -> dict[str, str]:
    """Path of a layer of the network proper -> path of the layer whose tensors it uses: its own, or of the one it shares with."""
    shared = {node.path: node.share for node in graph.nodes if node.share is not None}
    found: dict[str, str] = {}
    for node in main_nodes(graph):
        owner = node.path
        while owner in shared:
            owner = shared[owner]
        found[node.path] = owner
    return found


def tensors_of(graph: Graph) -> dict[str, tuple[int, ...]]:
    """Name -> shape, channels first, of every tensor that the network proper stores: those of side heads are left out."""
    return {name: shape for name, shape, _ in _stored(graph)}


def _stored(graph: Graph) -> Iterator[tuple[str, tuple[int, ...], Entry]]:
    """Each tensor once, with the first layer that uses it."""
    owner = owners(graph)
    known: set[str] = set()
    for node in main_nodes(graph):
        for own, shape in {**node.facts.parameters, **node.facts.buffer_shapes}.items():
            name = f"{owner[node.path]}.{own}"
            if name not in known:
                known.add(name)
                yield name, shape, node


def initial(graph: Graph, xp: Any, dtype: Any, seed: int) -> dict[str, Array]:
    """Random tensors: weights normal about 0 with the variance 2/fan-in (He et al. 2015), norms that change nothing.

    Drawn by NumPy in float32, each tensor by a generator of its own: a seed gives the same network on a GPU and in
    every dtype, and a layer that is added changes no tensor before it.
    """
    numpy = module("numpy")
    dtype = numpy.dtype(dtype)
    found = {}
    for position, (name, shape, node) in enumerate(_stored(graph)):
        constant = _constant(name.rpartition(".")[2], shape, node.facts)
        if constant is None:
            values = numpy.empty(shape, "float32")
            numpy.random.default_rng([seed, position]).standard_normal(dtype="float32", out=values)
            summed = node.facts.macs / node.facts.elements or prod(shape[1:])  # values that make one of the output, on average
            values *= numpy.float32(sqrt(2 / summed))
        else:
            values = numpy.empty(shape, dtype)
            values[...] = constant
        found[name] = xp.asarray(values.astype(dtype, copy=False))
    return found


def random_input(graph: Graph, batch: int, dtype: Any, seed: int) -> Array:
    """Normal values, batch x spatial axes x channels, in NumPy's memory: the same on every device and in every dtype."""
    assert graph.input is not None
    random = module("numpy").random.default_rng([seed, 0, 1])  # of the tensors each has its own, [seed, its number]
    shape = (batch, *graph.input.spatial, graph.input.channels)
    return random.standard_normal(shape, "float32").astype(dtype, copy=False)


def origin(graph: Graph, path: str | None, typed: Collection[str] = ()) -> str:
    """Where a network's tensors are from: the file that was named, "random", or "given" where none of them is.

    "" where there are none; `typed` are those given one by one.
    """
    tensors = list(_stored(graph))
    rest = [(name, shape, node) for name, shape, node in tensors if name not in typed]
    if path is not None and (rest or not tensors):
        return path
    if any(_constant(name.rpartition(".")[2], shape, node.facts) is None for name, shape, node in rest):
        return "random"
    return "given" if tensors else ""


def _constant(own: str, shape: tuple[int, ...], facts: Facts) -> Any:
    """What a tensor holds at first where it is not random; None where it is."""
    if own in ("bias", "running_mean"):
        return 0
    values: Any = getattr(facts.layer, "values", None)
    if values is not None:
        return values
    if len(shape) > 1:
        return None
    return facts.layer.start()


def read(path: str, graph: Graph, dtype: Any) -> dict[str, Array]:
    """The tensors of a .npz or .safetensors file, in NumPy's arrays of `dtype`, each of the shape that the network needs.

    Names are those of `tensors_of`; `/` and `.` are the same in them. Values that the architecture gives may be missing.
    Raises CnnCalcError with all that does not fit, UsageError where the file cannot be read.
    """
    needed, training, shown = tensors_of(graph), set(_for_training(graph)), os.path.basename(path)
    listed = _listed(graph, dtype)
    found: dict[str, Array] = {}
    problems: list[Diagnostic] = []
    with stored.tensors(path) as given:
        called = _called(given, needed)
        if not called and (prefix := _prefix(given, {*needed} - {*listed})):
            raise CnnCalcError([_prefixed(prefix, shown)], path=path)
        for name, shape in needed.items():
            if name not in called:
                continue
            header, blocks = given[called[name]]()
            problem = _header_problem(name, shape, header, shown)
            if problem is None:
                found[name], beyond = stored.load(header, blocks, dtype)
                problem = Diagnostic("W104", f"{name}: {shown} has {beyond}") if beyond else None
                if problem is None and name in listed and not (found[name] == listed[name]).all():
                    problem = Diagnostic("W105", f"{name}: {shown} has other values than the architecture's `values`")
            problems += [problem] if problem else []
        found.update({name: values for name, values in listed.items() if name not in called})
        missing = {name: shape for name, shape in needed.items() if name not in called and name not in listed}
        read = {*called.values()}
        unread = [name for name in given if name not in read and _dotted(name) not in training]
    problems += [Diagnostic("W102", f"{name}: {shown} lacks it, the network needs {stored.by_sizes(shape)}")
                 for name, shape in missing.items()]  # fmt: skip
    problems += _unread(graph, unread, missing, shown, _TOLD - len(problems))
    if problems:
        raise CnnCalcError(_cut(problems), path=path)
    return found


def _listed(graph: Graph, dtype: Any) -> dict[str, Array]:
    """The tensors whose values the architecture gives."""
    numpy, found = module("numpy"), {}
    for name, shape, node in _stored(graph):
        values = getattr(node.facts.layer, "values", None)
        if values is not None and name.endswith(".weight"):
            found[name] = numpy.empty(shape, dtype)
            found[name][...] = values
    return found


def _prefix(given: Iterable[str], needed: Iterable[str]) -> str:
    """What all names of a file begin with before those of the network, such as `module.`; "" where that is not so."""
    given, wanted = [_dotted(name) for name in given], {_dotted(name) for name in needed}
    first, dot, _ = given[0].partition(".") if given else ("", "", "")
    return first + dot if wanted and wanted <= {name.removeprefix(first + dot) for name in given} else ""


def _prefixed(prefix: str, shown: str) -> Diagnostic:
    said = f"every tensor that the network needs is in {shown}, but its name begins with `{prefix}`"
    return Diagnostic("W102", said, help=(f"store them under their names without `{prefix}`",))


def _called(given: Iterable[str], needed: Iterable[str]) -> dict[str, str]:
    """The network's name of a tensor -> the file's: letter by letter, else with `/` and `.` the same, where that is unique."""
    given = list(given)
    called = {name: name for name in {*given} & {*needed}}
    alike: dict[str, list[str]] = {}
    for name in needed:
        if name not in called:
            alike.setdefault(_dotted(name), []).append(name)
    for name in given:
        meant = alike.get(_dotted(name), [])
        if len(meant) == 1 and name not in called:
            called.setdefault(meant[0], name)
    return called


def _dotted(name: str) -> str:
    return name.replace("/", ".")


def _for_training(graph: Graph) -> Iterator[str]:
    """What a file may hold though no run reads it: tensors of side heads, and PyTorch's count of the batches of a batch norm."""
    for node in graph.nodes:
        names = (*node.facts.parameters, *node.facts.buffer_shapes)
        yield from (_dotted(f"{node.path}.{own}") for own in names if node.aux is not None)
        if "running_mean" in names:
            yield _dotted(f"{node.path}.num_batches_tracked")


def _header_problem(name: str, shape: tuple[int, ...], header: stored.Header, shown: str) -> Diagnostic | None:
    """What is wrong with a tensor before its values are read."""
    if header.shape != shape:
        turned = sorted(header.shape) == sorted(shape)
        help = ("the axes are in another order: PyTorch's is outputs, inputs, rows, columns",) if turned else ()
        sizes = f"{shown} has {stored.by_sizes(header.shape)[:100]}, the network needs {stored.by_sizes(shape)}"
        return Diagnostic("W101", f"{name}: {sizes}", help=help)
    if header.dtype is None:
        return Diagnostic("W104", f"{name}: {shown} has {header.told}, the network needs real numbers")
    return None


def _unread(graph: Graph, names: list[str], missing: Iterable[str], shown: str, room: int) -> Iterator[Diagnostic]:
    """Tensors that nothing needs; near words are looked for where they are shown."""
    missing = list(missing)
    lent = {_dotted(path): (path, owner) for path, owner in owners(graph).items() if path != owner}
    for number, name in enumerate(names):
        help = did_you_mean(name, missing, "") if number < room else ""
        if found := lent.get(_dotted(name).rpartition(".")[0]):
            help = "`{}` shares the tensors of `{}`: leave it out".format(*found)
        yield Diagnostic(
            "W103", f"{name[:200]}: {shown} has it, and nothing in the network needs it", help=(help,) if help else ()
        )


def _cut(problems: list[Diagnostic]) -> list[Diagnostic]:
    """As many as are read, the last of them for all the rest."""
    if len(problems) <= _TOLD:
        return problems
    shown, rest = problems[: _TOLD - 1], problems[_TOLD - 1 :]
    return [*shown, Diagnostic(rest[0].code, f"and {len(rest)} more tensors that do not fit")]
