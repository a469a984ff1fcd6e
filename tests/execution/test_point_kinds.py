"""What the kinds that work value by value, that normalise or that move values promise beside their values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import count
from typing import Any

import pytest

from cnncalc.execution.machine import Machine
from cnncalc.layer_base import LayerError
from cnncalc.layers import load
from cnncalc.layers._erf import erf
from tests.conformance import make
from tests.execution.against_torch import DRAWS, Case, cases, distance
from tests.execution.executed import Array, Execution, channels_last, executed, gradients, numpy

#: Kinds that may be given some places alone.
POINT = [
    kind for kind in DRAWS if load(kind).reach == "point" and not load(kind).view and kind not in ("fc", "crop", "pixelshuffle")
]
IN_PLACE = [kind for kind in DRAWS if load(kind).in_place]


@pytest.mark.parametrize("kind", IN_PLACE)
def test_in_place_gives_the_same(kind: str) -> None:
    """Over each input that has the output's shape."""
    for case in cases(kind, 20, "in place"):
        apart = Execution(kind, case.options, case.inputs, case.tensors)
        places = [i for i, x in enumerate(apart.inputs) if x.shape == apart.output.shape]
        assert places
        for place in places:
            inputs = [x.copy() for x in apart.inputs]
            with apart.machine as on:
                prepared = apart.layer.prepare(on, apart.tensors, *apart.shapes)
                apart.layer.forward(on, prepared, *inputs, out=inputs[place])
            assert numpy.array_equal(inputs[place], apart.output), case


@pytest.mark.parametrize("kind", POINT)
def test_places_in_blocks_by_several_threads_give_the_same(kind: str) -> None:
    """Blocks of places x channels are cut from what may be a view; scratch memory is each thread's own."""
    for case in cases(kind, 20, "in blocks"):
        whole = Execution(kind, case.options, case.inputs, case.tensors, "float32")
        if any(x.shape[:-1] != whole.output.shape[:-1] for x in whole.inputs):
            continue  # a gate
        inputs = [_inside_another(x) for x in whole.inputs]
        out = _inside_another(numpy.full_like(whole.output, numpy.nan))
        with _machine_of_four() as on:
            prepared = whole.layer.prepare(on, whole.tensors, *whole.shapes)

            def work(first: int, last: int) -> None:
                blocks = [x[first:last] for x in inputs]  # noqa: B023  # run before the next case
                whole.layer.forward(on, prepared, *blocks, out=out[first:last])  # noqa: B023

            on.each(len(out), 3, work)
        assert distance(out.reshape(whole.output.shape), whole.output.astype("float64")) < 1e-6, case


def _inside_another(x: Array) -> Array:
    """Places x channels whose memory is part of a wider array's, as `split` leaves it."""
    wide = numpy.full((x.size // x.shape[-1], x.shape[-1] + 2), numpy.nan, x.dtype)
    wide[:, 1:-1] = x.reshape(-1, x.shape[-1])
    return wide[:, 1:-1]


def _machine_of_four() -> Machine:
    machine = Machine("cpu", "float32")
    machine.workers = 4
    return machine


@pytest.mark.parametrize("kind", [kind for kind in DRAWS if load(kind).reach != "window"])
def test_inputs_may_be_views(kind: str) -> None:
    """Of every other channel, and of a part of each row."""
    for case in cases(kind, 8, "views"):
        whole = Execution(kind, case.options, case.inputs, case.tensors)
        inputs = [_strided(x) for x in whole.inputs]
        out = numpy.full_like(whole.output, numpy.nan)
        with whole.machine as on:
            if whole.layer.view and not whole.layer.moves(*whole.shapes):
                out = whole.layer.view_of(inputs[0], *whole.shapes)
            else:
                whole.layer.forward(on, whole.layer.prepare(on, whole.tensors, *whole.shapes), *inputs, out=out)
        assert distance(out, whole.output) < 1e-12, case


def _strided(x: Array) -> Array:
    wide = numpy.full((*x.shape[:-2], x.shape[-2] + 1, 2 * x.shape[-1]), numpy.nan, x.dtype)
    part = wide[..., : x.shape[-2], ::2]
    part[...] = x
    return part


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("kind", ["sigmoid", "silu", "tanh", "gelu", "elu", "softmax", "hardswish"])
def test_large_values_do_not_overflow(kind: str, dtype: str) -> None:
    """Warnings are errors here. Far out each is constant, or the identity."""
    most = 1e4 if kind != "softmax" else 1e30
    x = numpy.array([[-most, -90, most, 0.5]])
    found = executed(kind, {}, [x], dtype=dtype)[0]
    ends = {"sigmoid": (0, 1), "tanh": (-1, 1), "elu": (-1, most), "softmax": (0, 1)}.get(kind, (0, most))
    assert found[[0, 2]] == pytest.approx(ends, rel=1e-6, abs=1e-30)
    to_input, _ = gradients(kind, {}, [x], numpy.ones_like(x), dtype=dtype)
    assert numpy.isfinite(to_input[0]).all()


@pytest.mark.parametrize("form", ["exact", "tanh"])
def test_gelu_is_its_definition(form: str) -> None:
    """Against the standard library's erf and tanh."""
    values = numpy.linspace(-12, 12, 4001)
    curve: Callable[[float], float] = {
        "exact": lambda x: x * (1 + math.erf(x / math.sqrt(2))) / 2,
        "tanh": lambda x: x * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))) / 2,
    }[form]
    found = executed("gelu", {"form": form}, [values[:, None]])[:, 0]
    assert numpy.abs(found - [curve(x) for x in values]).max() < 2e-15


@pytest.mark.parametrize(("dtype", "most"), [("float64", 1e-15), ("float32", 5e-7)])
def test_erf_is_the_standard_librarys(dtype: str, most: float) -> None:
    values = numpy.concatenate([numpy.linspace(-9, 9, 20_001), [1e30, -1e30, 1, -1, 0, 1e-300, 7]]).astype(dtype)
    found = numpy.empty_like(values)
    with Machine("cpu", dtype) as on:
        erf(on, values, found)
    assert found.dtype == dtype
    truth = numpy.array([math.erf(x) for x in values])
    assert numpy.abs(found.astype("float64") - truth).max() < most
    small = numpy.abs(values) < 0.5
    assert numpy.abs(found[small] / numpy.where(truth[small] == 0, 1, truth[small]) - (truth[small] != 0)).max() < most


def test_erf_in_half_precision() -> None:
    values = numpy.linspace(-5, 5, 1001).astype("float16")
    found = numpy.empty_like(values)
    with Machine("cpu", "float16") as on:
        erf(on, values, found)
    assert numpy.abs(found.astype("float64") - [math.erf(x) for x in values]).max() < 1e-3


@pytest.mark.parametrize(("kind", "shape"), [("dropout", (40, 50, 8, 5)), ("droppath", (4000, 3, 2, 2))])
def test_dropped_in_training_alone(kind: str, shape: tuple[int, ...]) -> None:
    x = numpy.ones(shape)
    assert numpy.array_equal(executed(kind, {"rate": 0.25}, [x]), x)
    trained = Execution(kind, {"rate": 0.25}, [x], training=True)
    kept = trained.output != 0
    assert set(numpy.unique(trained.output)) == {0, 1 / 0.75}
    assert abs(kept.mean() - 0.75) < 0.03
    upstream = numpy.full(shape, 3.0)
    (to_input,), _ = trained.gradients(upstream)
    assert numpy.array_equal(channels_last(to_input), kept * 4.0)  # the same are dropped on the way back
    images = kept.reshape(len(x), -1)
    assert (kind == "droppath") == bool((images.all(axis=1) | ~images.any(axis=1)).all())
    other = Execution(kind, {"rate": 0.25}, [x], training=True, seed=1).output
    assert not numpy.array_equal(other, trained.output)
    assert not Execution(kind, {"rate": 1}, [x], training=True).output.any()
    assert numpy.array_equal(executed(kind, {"rate": 0}, [x], training=True), x)


def test_batch_norm_takes_the_batchs_own_statistics_in_training_alone() -> None:
    """Worked by hand: mean 3 and variance 4 of 1, 1, 5, 5; a batch of one is frozen."""
    tensors = {"weight": [2], "bias": [1], "running_mean": [0], "running_var": [1]}
    x = numpy.array([1, 1, 5, 5])[:, None]
    assert executed("batchnorm", {"eps": 0}, [x], tensors)[:, 0].tolist() == [3, 3, 11, 11]
    assert executed("batchnorm", {"eps": 0}, [x], tensors, training=True)[:, 0].tolist() == [-1, -1, 3, 3]
    assert executed("batchnorm", {"eps": 0}, [x[:1]], tensors, training=True)[:, 0].tolist() == [3]


def test_statistics_do_not_drown_in_a_large_mean() -> None:
    """Float32 and a mean of a thousand deviations over as many places: the variance is taken around the mean."""
    x = numpy.random.default_rng(0).standard_normal((1, 4, 150, 150)) + 1000
    x = x.astype("float32").astype("float64")
    for kind, options in (("groupnorm", {"groups": 2}), ("instancenorm", {})):
        tensors = {"weight": numpy.ones(4), "bias": numpy.zeros(4)} if kind == "groupnorm" else {}
        truth = executed(kind, options, [x], tensors)
        assert distance(executed(kind, options, [x], tensors, "float32"), truth) < 1e-4
        near = (x - 900).astype("float32").astype("float64")
        assert distance(executed(kind, options, [near], tensors, "float32"), executed(kind, options, [near], tensors)) < 5e-6


F = Fraction
#: Kinds whose arithmetic is rational, on fractions: options, inputs, tensors, and the output as worked by hand.
EXACT: list[tuple[str, dict[str, Any], list[list[Any]], dict[str, list[Any]], list[Any]]] = [
    ("relu", {}, [[1, -2, F(1, 3), -1]], {}, [1, 0, F(1, 3), 0]),
    ("relu6", {}, [[7, -2, F(1, 3)]], {}, [6, 0, F(1, 3)]),
    ("leakyrelu", {"slope": 0.1}, [[-3, 3]], {}, [F(-3, 10), 3]),
    ("prelu", {}, [[-3, 3]], {"weight": [F(1, 7)]}, [F(-3, 7), 3]),
    ("hardsigmoid", {}, [[-3, 1, 4, F(1, 2)]], {}, [0, F(2, 3), 1, F(7, 12)]),
    ("hardswish", {}, [[-4, 1, 4, F(1, 2)]], {}, [0, F(2, 3), 4, F(7, 24)]),
    ("lrn", {"size": 3, "alpha": 3, "beta": 1, "k": 2}, [[1, 2, 0]], {}, [F(1, 7), F(2, 7), 0]),
    ("batchnorm", {"eps": 0}, [[5, F(1, 2)]],
     {"weight": [3, 1], "bias": [1, 0], "running_mean": [1, 0], "running_var": [4, F(1, 9)]}, [7, F(3, 2)]),
    ("layernorm", {"eps": 0, "affine": False}, [[1, 5]], {}, [-1, 1]),
    ("groupnorm", {"groups": 2, "eps": 0, "affine": False}, [[1, 5, 0, F(2, 3)]], {}, [-1, 1, -1, 1]),
    ("scale", {}, [[2, 3]], {"weight": [F(1, 2), F(1, 3)]}, [1, 1]),
    ("add", {}, [[F(1, 2), 1], [F(1, 3), 1], [F(1, 6), 1]], {}, [1, 3]),
    ("multiply", {}, [[F(1, 2), 1], [F(1, 3), 4]], {}, [F(1, 6), 4]),
    ("concat", {}, [[F(1, 2)], [F(1, 3)]], {}, [F(1, 2), F(1, 3)]),
    ("shuffle", {"groups": 2}, [[1, 2, 3, 4]], {}, [1, 3, 2, 4]),
    ("split", {"parts": 2, "part": 1}, [[1, 2, 3, 4]], {}, [3, 4]),
    ("dropout", {}, [[F(1, 3)]], {}, [F(1, 3)]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "options", "inputs", "tensors", "output"), EXACT, ids=[row[0] for row in EXACT])
def test_fractions_stay_exact(
    kind: str, options: dict[str, Any], inputs: list[list[Any]], tensors: dict[str, list[Any]], output: list[Any]
) -> None:
    arrays = [_fractions([x]) for x in inputs]
    learned = {name: _fractions(tensor) for name, tensor in tensors.items()}
    ran = Execution(kind, options, arrays, learned, object)
    assert ran.output.tolist() == [output]
    found = [*ran.output.flat]
    if kind not in ("split", "concat", "shuffle"):
        to_inputs, to_tensors = ran.gradients(_fractions([range(1, len(output) + 1)]))
        found += [value for array in (*to_inputs, *to_tensors.values()) for value in array.flat]
    assert {type(value) for value in found} <= {Fraction, int}


def _fractions(values: Any) -> Array:
    made: Array = numpy.vectorize(Fraction, otypes=[object])(numpy.array(values, dtype=object))
    return made


def test_gradient_of_the_lectures_relu() -> None:
    """Input 1, -2, 3, -1 and upstream 4, -1, 5, 9: what was below 0 lets nothing through."""
    (found,), _ = gradients("relu", {}, [_fractions([[1, -2, 3, -1]])], _fractions([[4, -1, 5, 9]]), dtype=object)
    assert found.tolist() == [[4, 0, 5, 0]]
    (found,), _ = gradients("relu", {}, [numpy.array([[1, -2, 3, -1]])], numpy.array([[4, -1, 5, 9]]))
    assert numpy.signbit(found).sum() == 0  # no -0 is printed


def test_gradient_through_batch_statistics_by_hand() -> None:
    """x = 1, 1, 5, 5 is -1, -1, 1, 1 normalised by a root of 2; upstream 1, 0, 0, 0 has mean 1/4, and -1/4 with it."""
    tensors = {
        "weight": _fractions([2]),
        "bias": _fractions([0]),
        "running_mean": _fractions([0]),
        "running_var": _fractions([1]),
    }
    x, upstream = _fractions([[1], [1], [5], [5]]), _fractions([[1], [0], [0], [0]])
    (found,), learned = gradients("batchnorm", {"eps": 0}, [x], upstream, tensors, object, training=True)
    assert found[:, 0].tolist() == [F(1, 2), F(-1, 2), 0, 0]
    assert (learned["weight"].tolist(), learned["bias"].tolist()) == ([-1], [1])


def test_a_root_that_is_no_fraction_is_refused() -> None:
    tensors = {"weight": [1], "bias": [0], "running_mean": [0], "running_var": [2]}
    with pytest.raises(LayerError) as caught:
        executed("batchnorm", {"eps": 0}, [_fractions([[1]])], tensors, object)
    assert (caught.value.code, caught.value.message) == ("H304", "the variance + eps is 2, which has no rational square root")


def test_custom_is_refused() -> None:
    layer = make("custom", {"output": "2x2x3", "params": 0, "macs": 1}, 2)
    with Machine() as on, pytest.raises(LayerError) as caught:
        layer.prepare(on, {})
    assert caught.value.code == "H309"
    assert caught.value.message == "a `custom` layer declares its figures and cannot be executed"


#: Kind, options, dims of the input -> whether its values stand in another order in the output.
MOVES = [
    ("flatten", {}, (3, 2, 2), True), ("flatten", {}, (1, 2, 2), False), ("flatten", {}, (3, 1, 1), False),
    ("flatten", {}, (3,), False), ("flatten", {}, (3, 5), True), ("reshape", {"output": "2x2x3"}, (12,), True),
    ("reshape", {"output": "1x1x12"}, (12,), False), ("reshape", {"output": "3x4x1"}, (12,), False),
    ("reshape", {"output": "4x1x3"}, (3, 2, 2), False), ("reshape", {"output": "2x3x2"}, (3, 2, 2), True),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "options", "dims", "moves"), MOVES)
def test_values_are_moved_where_the_order_asks_for_it(kind: str, options: dict[str, Any], dims: Any, moves: bool) -> None:
    numbers: Iterator[int] = count()
    x = numpy.array([next(numbers) for _ in range(2 * math.prod(dims))]).reshape(2, *dims)
    ran = Execution(kind, options, [x])
    assert ran.layer.moves(*ran.shapes) is moves
    flat = numpy.moveaxis(ran.output, -1, 1).reshape(2, -1)
    assert numpy.array_equal(flat, x.reshape(2, -1))


def test_what_is_compared_is_every_kind() -> None:
    assert {"relu", "add", "batchnorm", "lrn", "concat", "multiply"} <= set(POINT)
    assert {"relu", "add", "batchnorm", "groupnorm", "multiply"} <= set(IN_PLACE)
    assert isinstance(cases("relu", 1, "a look")[0], Case)
