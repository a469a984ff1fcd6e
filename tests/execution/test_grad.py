"""Backpropagation through whole networks: against torch's autograd, the exact evaluator and finite differences."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import inf, isnan, nan
from pathlib import Path
from typing import Any

import pytest

from cnncalc.api import Architecture, loads
from cnncalc.diagnostics import CnnCalcError
from cnncalc.execution import losses, weights
from cnncalc.execution.backward import norm
from cnncalc.execution.tracing import need, refuse_declared
from cnncalc.homework.exact import read
from cnncalc.layer_base import Array
from tests.execution.backpropagated import NETWORK, Judge, backpropagated, numpy, upstream
from tests.oracle import oracle_or_skip


def exactly(values: Any) -> Any:
    """Nested lists of whole numbers as fractions."""
    return [exactly(value) for value in values] if isinstance(values, list | tuple) else Fraction(values)


def nested(array: Array) -> Any:
    """An array as nested tuples of fractions."""
    return tuple(nested(part) for part in array) if isinstance(array, numpy.ndarray) and array.ndim else Fraction(array)


def test_the_relu_of_the_lecture() -> None:
    found = backpropagated("input: 4\nlayers: [relu]\n", [[1, -2, 3, -1]], {}, upstream([[4, -1, 5, 9]]), "relu1")
    assert found.detail is not None
    assert found.detail.downstream[0].tolist() == [[4, 0, 5, 0]]
    (local,) = found.detail.jacobians
    assert (local.rows, local.columns, local.filled, local.is_diagonal) == (4, 4, 2, True)
    assert local.matrix == ((1, 0, 0, 0), (0, 0, 0, 0), (0, 0, 1, 0), (0, 0, 0, 0))


def test_the_matrix_product_of_the_lecture() -> None:
    w = [[3, 2, 1, -1], [2, 1, 3, 2], [3, 2, 1, -2]]
    found = backpropagated(
        "input: 3\nlayers: [{fc: {outputs: 4, bias: false}}]\n", [[2, 1, -3], [-3, 4, 2]], {"fc1.weight": numpy.transpose(w)},
        upstream([[2, 3, -3, 9], [-8, 1, 4, 6]]), "fc1",
    )  # fmt: skip
    assert found.detail is not None
    assert found.detail.output.tolist() == [[-1, -1, 2, 6], [5, 2, 11, 7]]
    assert found.detail.downstream[0].tolist() == [[0, 16, -9], [-24, 9, -30]]
    ((_, _, gradient),) = found.detail.tensors
    assert gradient is not None
    assert gradient.T.tolist() == [[28, 3, -18, 0], [-30, 7, 13, 33], [-22, -7, 17, -15]]
    by_x, by_w = found.detail.jacobians
    assert (by_x.rows, by_x.columns, by_x.filled) == (8, 6, 24)
    assert (by_w.rows, by_w.columns, by_w.filled) == (8, 12, 24)


#: A kind on one input, the same as the exact evaluator takes it, and which of its gradients are which of ours.
EXACT: dict[str, tuple[str, Any, dict[str, Any], dict[str, Any], dict[str, str]]] = {
    "relu": ("input: 2x3x1\nlayers: [relu]\n", [[[[1, -2, 3], [-4, 5, 0]]]], {}, {"op": "relu"}, {}),
    "fc": (
        "input: 3\nlayers: [fc: 2]\n", [[1, 2, 5]], {"fc1.weight": [[1, 2, 3], [-4, 5, 6]], "fc1.bias": [7, -8]},
        {"op": "fc", "weight": [[1, 2, 3], [-4, 5, 6]], "bias": [7, -8]}, {"fc1.weight": "weight", "fc1.bias": "bias"},
    ),
    "conv": (
        "input: 4x4x1\nlayers: [conv: {filters: 1, kernel: 3, padding: 1, stride: 3}]\n",
        [[[[1, 2, 0, 3], [4, -1, 2, 5], [0, 7, 1, 1], [2, 3, 5, 8]]]],
        {"conv1.weight": [[[[1, 0, 2], [-1, 3, 1], [2, 2, -5]]]], "conv1.bias": [4]},
        {"op": "correlation", "filter": [[1, 0, 2], [-1, 3, 1], [2, 2, -5]], "bias": 4, "stride": 3, "padding": 1},
        {"conv1.weight": "filter"},
    ),
    "maxpool": (
        "input: 4x4x1\nlayers: [maxpool: {kernel: 2, stride: 2}]\n", [[[[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]]],
        {}, {"op": "maxpool", "kernel": 2, "stride": 2}, {},
    ),
    "avgpool": (
        "input: 3x3x1\nlayers: [avgpool: {kernel: 2, stride: 1}]\n", [[[[1, 1, 2], [5, 6, 7], [3, 2, 1]]]],
        {}, {"op": "avgpool", "kernel": 2, "stride": 1}, {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", EXACT)
def test_gradients_are_those_of_the_exact_evaluator(kind: str) -> None:
    """As fractions: nothing is rounded."""
    text, x, tensors, given, names = EXACT[kind]
    shape = loads(text).analyze().rows[-1].output
    assert shape is not None
    arriving = numpy.arange(2, shape.elements + 2).reshape(1, *shape.dims()) * Fraction(1, 3)
    values = {name: exactly(tensor) for name, tensor in tensors.items()}
    layer = f"{kind.removeprefix('max').removeprefix('avg')}1"
    found = backpropagated(text, exactly(x), values, upstream(arriving, object), layer, object).detail
    plain = x[0] if kind == "fc" else x[0][0]
    top = nested(arriving[0]) if kind == "fc" else nested(arriving[0, 0])
    truth = read({"input": plain, "upstream": top, **given})
    gradients = truth.gradients()
    assert found is not None
    squeeze: Callable[[Array], Array] = lambda array: array[0] if kind == "fc" else array[0, 0]  # noqa: E731  # read where it is used
    assert nested(squeeze(found.output)) == truth.output
    assert nested(squeeze(found.downstream[0])) == gradients["input"]
    for name, _, gradient in found.tensors:
        if name in names:
            ours = gradient if kind == "fc" else squeeze(gradient)
            assert nested(ours) == gradients[names[name]]


def test_a_batch_norm_in_training_is_the_exact_evaluators() -> None:
    """Four values of one channel, their mean and variance their own."""
    values, arriving = [1, 3, 1, 3], [1, 2, 3, 5]
    truth = read({"op": "batchnorm", "input": values, "gamma": 2, "beta": 1, "upstream": arriving})
    tensors = {"batchnorm1.weight": [2], "batchnorm1.bias": [1], "batchnorm1.running_mean": [0], "batchnorm1.running_var": [1]}
    found = backpropagated(
        "input: 1\nlayers: [batchnorm: {eps: 0}]\n", [[value] for value in values], tensors,
        upstream([[value] for value in arriving]), "batchnorm1", training=True,
    ).detail  # fmt: skip
    assert found is not None
    gradients = truth.gradients()
    close = {"rtol": 1e-12, "atol": 1e-12}
    numpy.testing.assert_allclose(found.output[:, 0], _floats(truth.output), **close)
    numpy.testing.assert_allclose(found.downstream[0][:, 0], _floats(gradients["input"]), **close)
    learned = [gradient[0] for _, _, gradient in found.tensors if gradient is not None]
    numpy.testing.assert_allclose(learned, _floats((gradients["gamma"], gradients["beta"])), **close)


def _floats(grid: Any) -> list[float]:
    return [float(cell) for cell in grid]


def test_an_addition_is_the_exact_evaluators() -> None:
    truth = read({"op": "add", "input": [1, 2], "skip": [3, 4], "upstream": [5, 6]}).gradients()
    text = "input: 4\nlayers: [{split: 2, branches: [[identity], [identity]], merge: add}]\n"
    layer = loads(text).analyze().rows[-1].path
    found = backpropagated(text, exactly([[1, 2, 3, 4]]), {}, upstream(exactly([[5, 6]]), object), layer, object).detail
    assert found is not None
    assert [nested(gradient[0]) for gradient in found.downstream] == [truth["input"], truth["skip"]]


def in_torch(x: Array, tensors: Mapping[str, Array], target: list[int] | None, training: bool) -> tuple[Any, dict[str, Any]]:
    """The loss, and every array and tensor of the network by its name; their `grad` is filled in."""
    torch = oracle_or_skip("torch")
    F = torch.nn.functional  # noqa: N806  # as torch's users call it
    t = {name: torch.from_numpy(tensor.copy()) for name, tensor in tensors.items()}
    for name in [*t]:
        t[name].requires_grad_("running" not in name)
    v = {"input": torch.from_numpy(x.copy()).requires_grad_()}
    v["a"] = F.conv2d(v["input"], t["a.weight"], padding=1)
    running = [t[f"norm.running_{what}"].clone() for what in ("mean", "var")]
    v["norm"] = F.batch_norm(v["a"], *running, t["norm.weight"], t["norm.bias"], training)
    v["s"] = torch.sigmoid(v["norm"])
    v["b"] = F.conv2d(v["s"], t["b.weight"], t["b.bias"], padding=1, groups=2)
    v["sum"] = v["s"] + v["b"]
    v["r"] = torch.relu(v["sum"])
    v["both"] = torch.cat([v["r"], v["s"]], 1)
    v["p"] = F.max_pool2d(v["both"], 2)
    v["c"] = F.conv2d(v["p"], t["c.weight"], t["c.bias"], stride=2)
    v["q"] = F.avg_pool2d(v["c"], 3, 1)
    v["f"] = v["q"].flatten(1)
    v["d"] = F.linear(v["f"], t["d.weight"], t["d.bias"])
    v["t"] = torch.tanh(v["d"])
    v["e"] = F.linear(v["f"], t["d.weight"], t["d.bias"])
    v["out"] = v["t"] + v["e"]
    for array in v.values():
        array.retain_grad()
    loss = v["out"].sum() if target is None else F.cross_entropy(v["out"], torch.tensor(target))
    loss.backward()
    return loss, {**v, **t}


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("target", [None, [3, 0]])
def test_every_gradient_is_torchs(training: bool, target: list[int] | None) -> None:
    random = numpy.random.default_rng(5)
    x = random.standard_normal((2, 3, 12, 12))
    shapes = weights.tensors_of(loads(NETWORK).analyze().graph)
    tensors = {name: abs(random.standard_normal(shape)) + 0.1 for name, shape in shapes.items()}
    tensors |= {name: random.standard_normal(shape) for name, shape in shapes.items() if "running" not in name}
    loss, truth = in_torch(x, tensors, target, training)
    judge: Judge = losses.total if target is None else lambda trace: losses.cross_entropy(trace, target)
    found = backpropagated(NETWORK, x, tensors, judge, training=training)
    assert found.problems == ()
    assert found.loss.value == pytest.approx(loss.item(), rel=1e-12)
    assert found.to_input is not None
    flows = [layer.upstream for layer in found.layers if layer.upstream] + [found.to_input]
    assert {flow.path for flow in flows} == {*truth} - set(shapes)
    for flow in flows:
        gradient = truth[flow.path].grad
        assert flow.shape.dims() == list(gradient.shape[1:])
        assert flow.norm == pytest.approx(gradient.norm().item(), rel=1e-10), flow.path
    learned = {tensor.name: tensor for layer in found.layers for tensor in layer.learned if tensor.shared != "share"}
    assert set(learned) == {name for name in shapes if "running" not in name}
    for name, tensor in learned.items():
        assert tensor.norm == pytest.approx(truth[name].grad.norm().item(), rel=1e-10), name
    for layer in found.layers:
        detail = backpropagated(NETWORK, x, tensors, judge, layer.path, training=training).detail
        assert detail is not None
        pairs = [(detail.upstream, truth[layer.path].grad), (detail.output, truth[layer.path].detach())]
        pairs += [
            (gradient, truth[name].grad) for name, _, gradient in detail.tensors if gradient is not None and layer.path != "e"
        ]
        for ours, theirs in pairs:
            numpy.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-9, atol=1e-12, err_msg=layer.path)


def test_gradients_of_an_array_read_twice_are_summed_and_told_apart() -> None:
    found = backpropagated(NETWORK, numpy.random.default_rng(5).standard_normal((1, 3, 12, 12)))
    by_path = {layer.path: layer for layer in found.layers}
    assert [path for path, _ in by_path["s"].readers] == ["both", "sum", "b"]
    assert by_path["out"].readers == (("L", 5**0.5),)
    assert [flow.path for flow in by_path["sum"].downstream] == ["s", "b"]
    assert [layer.path for layer in found.layers][:3] == ["out", "e", "t"]
    assert {tensor.name: tensor.shared for tensor in by_path["e"].learned} == {"d.weight": "share", "d.bias": "share"}
    assert {tensor.shared for tensor in by_path["d"].learned} == {"sum"}


def test_what_the_loss_does_not_depend_on_has_no_gradient() -> None:
    text = "input: 4\nlayers: [{fc: 3, name: a}, {fc: 2, name: lost}, {relu: , name: end, from: a}]\n"
    found = backpropagated(text, [[1, 2, 3, 4]])
    lost = next(layer for layer in found.layers if layer.path == "lost")
    assert (lost.upstream, lost.learned) == (None, ())


@pytest.mark.parametrize("scores", [[[2.0, -1.0, 0.5]], [[2.0, -1.0, 0.5], [700.0, 0.0, -700.0]]])
def test_cross_entropy_of_scores_is_torchs(scores: list[list[float]]) -> None:
    torch = oracle_or_skip("torch")
    given = torch.tensor(scores, dtype=torch.float64, requires_grad=True)
    truth = torch.nn.functional.cross_entropy(given, torch.tensor([1] * len(scores)))
    truth.backward()
    found = backpropagated(
        "input: 3\nlayers: [identity]\n", scores, {}, lambda trace: losses.cross_entropy(trace, [1]), "identity1"
    )
    assert found.loss.value == pytest.approx(truth.item(), rel=1e-14)
    assert found.detail is not None
    numpy.testing.assert_allclose(found.detail.upstream, given.grad.numpy(), rtol=1e-13, atol=1e-300)


def test_cross_entropy_through_a_softmax_is_that_of_its_scores() -> None:
    x = [[2.0, -1.0, 0.5], [3.0, 0.0, 1.0]]
    judge: Judge = lambda trace: losses.cross_entropy(trace, [2, 0])  # noqa: E731  # passed on as it is
    through = backpropagated("input: 3\nlayers: [identity, softmax]\n", x, {}, judge, "identity1")
    of_scores = backpropagated("input: 3\nlayers: [identity]\n", x, {}, judge, "identity1")
    assert through.loss.value == pytest.approx(of_scores.loss.value, rel=1e-14)
    assert through.detail is not None
    assert of_scores.detail is not None
    numpy.testing.assert_allclose(through.detail.upstream, of_scores.detail.upstream, rtol=1e-12)


@pytest.mark.parametrize(
    ("values", "size"), [([3, -4], 5), ([1e300, 1e300], 2**0.5 * 1e300), ([1e-200, 0], 1e-200), ([0, 0], 0), ([inf, 1], inf)]
)
def test_norms_do_not_overflow(values: list[float], size: float) -> None:
    assert norm(numpy.array([values], "float64")) == pytest.approx(size, rel=1e-14)


def test_the_norm_of_what_is_no_number_is_none() -> None:
    assert isnan(norm(numpy.array([1, nan, inf])))
    assert norm(numpy.ones(3 << 20, "float32")) == pytest.approx((3 << 20) ** 0.5)


def test_memory_is_what_is_announced() -> None:
    text = "input: 32x32x16\nlayers: [conv: {filters: 32, kernel: 3, padding: 1}, relu, fc: 256, relu, fc: 10]\n"
    graph = loads(text).analyze().graph
    x = numpy.zeros((4, 16, 32, 32))
    backpropagated(text, x)  # what is imported and kept from the first time on
    tracemalloc.start()
    try:
        backpropagated(text, x)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert 0.5 < peak / (8 * need(graph, 4)) < 1


def test_declared_layers_are_refused_each_at_its_place(tmp_path: Path) -> None:
    text = (
        "input: 4\nlayers:\n  - custom: {output: 4, params: 1, macs: 1}\n  - relu\n  - custom: {output: 4, params: 1, macs: 1}\n"
    )
    architecture: Architecture = loads(text)
    with pytest.raises(CnnCalcError) as caught:
        refuse_declared(architecture.calculate().graph, text, "it")
    assert [(finding.code, finding.span.line) for finding in caught.value.findings if finding.span] == [("H309", 3), ("H309", 5)]
