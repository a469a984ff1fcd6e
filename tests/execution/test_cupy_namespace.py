"""The layers on a GPU, as far as that shows without one: all that they call is CuPy's, and no array of NumPy gets in between.

Each kind and a whole network run on a stand-in for CuPy; every function, method and keyword that was used is then looked up
in CuPy itself.
"""

from __future__ import annotations

import ast
import inspect
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import cnncalc
from cnncalc.api import loads
from cnncalc.execution import machine
from cnncalc.execution.machine import Machine
from cnncalc.execution.network import Network
from cnncalc.execution.run import Request, execute
from cnncalc.execution.weights import initial
from tests.execution.against_torch import DRAWS, Case, cases
from tests.execution.as_cupy import Device, Recorder, Use, numpy
from tests.execution.executed import Array, channels_last
from tests.oracle import oracle_or_skip

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # that there is no GPU
    cupy = oracle_or_skip("cupy")

SETTINGS = 12
DTYPES = ("float32", "float16")
#: Files that work on the processor alone: pictures, and files of tensors.
HOST = ("images.py", "maps.py", "stored.py")
#: A way through each method of convolution: Winograd's, im2col's, depthwise, 1x1; and joins, norms, heads.
NETWORK = """
name: all ways
input: 16x16x3
layers:
  - conv: {filters: 32, kernel: 3, padding: 1, norm: batchnorm, activation: relu}
  - residual:
      - conv: {filters: 32, kernel: 3, padding: 1, activation: relu6}
      - conv: {filters: 32, kernel: 3, padding: 1, padding_mode: reflect, groups: depthwise}
      - conv: {filters: 32, kernel: 1, norm: batchnorm}
  - relu
  - maxpool: 2
  - lrn
  - dropout: 0.5
  - flatten
  - fc: {outputs: 10, activation: tanh}
  - softmax
"""


def on_device(array: Array, dtype: str) -> Array:
    return numpy.asarray(array).astype(dtype).view(Device)


@contextmanager
def gpu(xp: Recorder, dtype: str = "float32", **options: Any) -> Iterator[Machine]:
    """The machine of a GPU, with the stand-in for CuPy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(machine, "namespace", lambda device: xp)
        with Machine("gpu", dtype, **options) as on:
            yield on


def run(case: Case, xp: Recorder, dtype: str, **options: Any) -> None:
    """Forward and backward of one setting on the stand-in."""
    layer, shapes = case.facts.layer, case.facts.inputs
    inputs = [on_device(channels_last(x), dtype) for x in case.inputs]
    tensors = {name: on_device(tensor, dtype) for name, tensor in case.tensors.items()}
    with gpu(xp, dtype, **options) as on:
        if layer.view and not layer.moves(*shapes):
            output = layer.view_of(inputs[0], *shapes)
        else:
            output = xp.empty((len(inputs[0]), *case.facts.output.spatial, case.facts.output.channels), on.dtype)
            layer.forward(on, layer.prepare(on, tensors, *shapes), *inputs, out=output)
        upstream = xp.ones(output.shape, on.dtype)
        to_inputs, to_tensors = layer.backward(on, tensors, inputs, output, upstream)
    for array in (output, *to_inputs, *to_tensors.values()):
        assert isinstance(array, Device)
        assert array.dtype == dtype


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("kind", DRAWS)
def test_kinds(kind: str, dtype: str) -> None:
    uses: set[Use] = set()
    with numpy.errstate(all="ignore"):  # half precision overflows early
        for case in cases(kind, SETTINGS, "cupy"):
            for options in ({}, {"exact": True}, {"training": True}):
                run(case, Recorder(uses), dtype, **options)
    look_up(uses)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("fold", [True, False])
def test_a_network(fold: bool, dtype: str) -> None:
    uses: set[Use] = set()
    xp, graph = Recorder(uses), loads(NETWORK).analyze().graph
    with gpu(xp, dtype, exact=not fold) as on:
        network = Network(graph, on, initial(graph, xp, on.dtype, 0), 2, fold=fold)
        network(xp.ones((2, 16, 16, 3), on.dtype))
    assert all(isinstance(array, Device) for array in network.arrays.values())
    assert abs(float(network.arrays[graph.outputs[0]].sum()) - 2) < 0.01  # of the softmax of both images
    assert {"matmul", "maximum", "lib.stride_tricks.as_strided", "ndarray.reshape"} <= {use.path for use in uses}
    look_up(uses)


def test_a_run_that_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """All but what measures a GPU's time and memory."""
    uses: set[Use] = set()
    xp, graph = Recorder(uses), loads(NETWORK).analyze().graph
    monkeypatch.setattr(machine, "namespace", lambda device: xp)
    as_strided = xp.lib.stride_tricks.as_strided  # the shortcut of the processor is NumPy's own
    monkeypatch.setattr(machine.Machine, "strided", lambda self, array, shape, strides: as_strided(array, shape, strides))
    request = Request(graph, "all ways", 2)
    found, arrays = execute(
        request, lambda on: initial(graph, on.xp, on.dtype, 0), lambda on: on.xp.ones((2, 16, 16, 3), on.dtype)
    )
    assert found.problems == ()
    assert all(isinstance(array, Device) for array in arrays.values())
    look_up(uses)


def test_a_network_of_the_device_refuses_an_array_of_the_host() -> None:
    xp, graph = Recorder(set()), loads(NETWORK).analyze().graph
    with gpu(xp) as on:
        network = Network(graph, on, initial(graph, xp, "float32", 0))
        with pytest.raises(TypeError, match="an array of NumPy meets one of the device"):
            network(numpy.ones((1, 16, 16, 3), "float32"))


def look_up(uses: set[Use]) -> None:
    """Every path is CuPy's, and every call fits its signature."""
    assert uses
    wrong = [f"cupy.{use.path}: {problem}" for use in sorted(uses, key=str) if (problem := problem_of(use))]
    assert not wrong, "\n".join(wrong)


def problem_of(use: Use) -> str:
    """Why CuPy could not do this; "" where it can."""
    found: Any = cupy
    for name in use.path.split("."):
        if not hasattr(found, name):
            return "CuPy has it not"
        found = getattr(found, name)
    if isinstance(found, cupy.ufunc):
        return "takes `out` and `dtype` alone" if use.keywords - {"out", "dtype"} or use.given > found.nargs else ""
    signature = _signature(found)
    if signature is None or not (use.given or use.keywords):
        return ""
    bound = (None,) if use.path.startswith(("ndarray.", "random.Generator.")) else ()
    try:
        signature.bind(*bound, *[None] * use.given, **dict.fromkeys(use.keywords))
    except TypeError as error:
        return f"{use.given} arguments and {sorted(use.keywords)}: {error}"
    return ""


def _signature(function: Any) -> inspect.Signature | None:
    """Of a compiled method, from the first line of its documentation; None where it cannot be read."""
    try:
        return inspect.signature(function)
    except (ValueError, TypeError):
        line = re.match(r"[\w.]+(\(.*?\))(?: ->|$)", (function.__doc__ or "").partition("\n")[0])
        typed = re.sub(r"\b(?:Py_ssize_t|bint|int) (?=\w)", "", line[1]) if line else "no"
    names: dict[str, Any] = {}
    try:
        exec(f"def made{typed}: pass", names)
    except SyntaxError:
        return None
    return inspect.signature(names["made"])


@pytest.mark.parametrize(
    ("use", "problem"),
    [
        (Use("maximum", 2, frozenset({"out"})), ""),
        (Use("maximum", 2, frozenset({"out", "where"})), "takes `out` and `dtype` alone"),
        (Use("nanpercentil", 2, frozenset()), "CuPy has it not"),
        (Use("sum", 1, frozenset({"axis", "out"})), ""),
        (Use("sum", 1, frozenset({"axis", "where"})), "1 arguments and"),
        (Use("lib.stride_tricks.as_strided", 3, frozenset()), ""),
        (Use("lib.stride_tricks.as_strided", 3, frozenset({"writeable"})), "3 arguments and"),
        (Use("ndarray.sum", 1, frozenset()), ""),
        (Use("ndarray.sum", 0, frozenset({"where"})), "0 arguments and"),
        (Use("ndarray.swapaxes", 3, frozenset()), "3 arguments and"),
        (Use("ndarray.resize", 1, frozenset()), "CuPy has it not"),
        (Use("random.Generator.random", 2, frozenset()), ""),
        (Use("random.Generator.normal", 1, frozenset()), "CuPy has it not"),
    ],
)
def test_looking_up(use: Use, problem: str) -> None:
    found = problem_of(use)
    assert found.startswith(problem)
    assert bool(found) == bool(problem)


def sources() -> list[Path]:
    """What may hold arrays of the device."""
    root = Path(cnncalc.__file__).parent
    return [path for folder in ("layers", "execution") for path in sorted((root / folder).glob("*.py")) if path.name not in HOST]


def _chain(node: ast.expr) -> list[str]:
    """`on.xp.random.default_rng` as its names, as `namespace("gpu").random`; empty for what is no chain of names."""
    if isinstance(node, ast.Attribute):
        before = _chain(node.value)
        return [*before, node.attr] if before else []
    if isinstance(node, ast.Call) and _chain(node.func) == ["namespace"]:
        return ["xp"]
    return [node.id] if isinstance(node, ast.Name) else []


#: A name in the code -> what it is in CuPy.
MEANT: dict[str, Any] = {"pool": cupy.cuda.MemoryPool, "event": cupy.cuda.Event}


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.name)
def test_names_in_the_code(path: Path) -> None:
    """Those that are written down, though nothing above has come by: of the namespace, and of arrays."""
    attributes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)]
    assert not [ast.unparse(node) for node in attributes if _is_missing(node)]


def _is_missing(node: ast.Attribute) -> bool:
    names = _chain(node)
    if "xp" in names[:-1]:
        return bool(problem_of(Use(".".join(names[names.index("xp") + 1 :]), 0, frozenset())))
    for name in {*MEANT} & {*names[:-1]}:
        return not hasattr(MEANT[name], names[names.index(name) + 1])
    return "numpy" not in names and hasattr(numpy.ndarray, node.attr) and not hasattr(cupy.ndarray, node.attr)


@pytest.mark.parametrize(
    ("code", "missing"),
    [
        ("on.xp.lib.stride_tricks.as_strided", False),
        ("on.xp.lib.stride_tricks.sliding", True),
        ("self.pool.total_bytes", False),
        ("self.pool.all_bytes", True),
        ("namespace('gpu').cuda.runtime.memGetInfo", False),
        ("namespace('gpu').cuda.runtime.memoryInfo", True),
        ("(x * 2).swapaxes", False),
        ("(x * 2).resize", True),
    ],
)
def test_reading_names(code: str, missing: bool) -> None:
    node = ast.parse(code, mode="eval").body
    assert isinstance(node, ast.Attribute)
    assert _is_missing(node) == missing


def test_there_is_code_to_read() -> None:
    read = {path.name for path in sources()}
    assert {"conv.py", "_winograd.py", "network.py", "run.py", "weights.py"} <= read
    assert all((Path(cnncalc.__file__).parent / "execution" / name).is_file() for name in HOST)
