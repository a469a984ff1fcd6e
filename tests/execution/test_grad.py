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
from cnncalc.execution import jacobian, losses, weights
from cnncalc.execution.backward import norm
from cnncalc.execution.gradients import Gradients, Request, differentiate
from cnncalc.execution.machine import Machine
from cnncalc.execution.tracing import Trace, need, refuse_declared
from cnncalc.homework.exact import read
from cnncalc.layer_base import Array
from cnncalc.layers.relu import ReLU
from tests.oracle import oracle_or_skip

numpy = oracle_or_skip("numpy")
Judge = Callable[[Trace], losses.Loss]


def backpropagated(
    text: str, x: Any, tensors: Mapping[str, Any] | None = None, loss: Judge = losses.total, layer: str | None = None,
    dtype: Any = "float64", *, check: bool = False, training: bool = False,
) -> Gradients:  # fmt: skip
    """A network on a batch, channels first, with these tensors; random ones otherwise."""
    graph = loads(text).analyze().graph
    node = next((node.index for node in graph.nodes if node.path == layer), None)
    assert node is not None or layer is None
    with Machine("cpu", dtype, exact=True, training=training) as on:
        batch = numpy.ascontiguousarray(numpy.moveaxis(numpy.asarray(x, dtype=dtype), 1, -1))
        if tensors is None:
            tensors = weights.initial(graph, numpy, dtype, 0)
        held = {name: numpy.asarray(tensor, dtype=dtype) for name, tensor in tensors.items()}
        return differentiate(on, Request(graph, "", node, check, "", "", ()), held, batch, loss)


def upstream(values: Any, dtype: Any = "float64") -> Judge:
    return lambda trace: losses.given(trace, numpy.asarray(values, dtype=dtype))


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


NETWORK = """\
input: 12x12x3
layers:
  - {conv: {filters: 4, kernel: 3, padding: 1, bias: false}, name: a}
  - {batchnorm: , name: norm}
  - {sigmoid: , name: s}
  - {conv: {filters: 4, kernel: 3, padding: 1, groups: 2}, name: b}
  - {add: [s, b], name: sum}
  - {relu: , name: r}
  - {concat: [r, s], name: both}
  - {maxpool: {kernel: 2, stride: 2}, name: p}
  - {conv: {filters: 8, kernel: 2, stride: 2}, name: c}
  - {avgpool: {kernel: 3, stride: 1}, name: q}
  - {flatten: , name: f}
  - {fc: 5, name: d}
  - {tanh: , name: t}
  - {fc: 5, name: e, share: d, from: f}
  - {add: [t, e], name: out}
"""


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


LAYERS = [
    ("conv: {filters: 3, kernel: 3, padding: 1, stride: 2}", "5x7x2"),
    ("conv: {filters: 4, kernel: 2, groups: 2, dilation: 2}", "5x5x2"),
    ("conv: {filters: 2, kernel: 3, padding: 1, padding_mode: reflect}", "4x4x1"),
    ("deconv: {filters: 2, kernel: 3, stride: 2}", "3x3x2"),
    ("fc: 3", "2x2x2"),
    ("maxpool: {kernel: 3, stride: 2, padding: 1}", "5x5x2"),
    ("avgpool: {kernel: 3, stride: 2, padding: 1}", "5x5x2"),
    ("globalavgpool", "3x4x2"),
    ("globalmaxpool", "3x4x2"),
    ("relu", "3x3x2"),
    ("batchnorm", "3x3x2"),
    ("flatten", "2x3x2"),
    ("softmax", "6"),
    ("lrn: {size: 3}", "2x2x5"),
]


@pytest.mark.parametrize(("layer", "input"), LAYERS)
@pytest.mark.parametrize("batch", [1, 2])
def test_jacobians_are_torchs(layer: str, input: str, batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written out, and their entries counted without that: a matrix of finite differences is the judge."""
    monkeypatch.setattr(jacobian, "SHOWN", 512)
    text = f"input: {input}\nlayers: [{{{layer if ':' in layer else layer + ': '}, name: it}}]\n"
    dims = loads(text).analyze().input
    assert dims is not None
    random = numpy.random.default_rng(1)
    x = random.permutation(batch * dims.elements).reshape(batch, *dims.dims()) / 10 - 1.23
    (written, *_) = _detail(text, x).jacobians
    size = 1e-6
    columns = []
    for at in range(x.size):
        step = numpy.zeros(x.size)
        step[at] = size
        up, down = (_detail(text, x + way * step.reshape(x.shape)).output for way in (1, -1))
        columns.append(((up - down) / (2 * size)).reshape(-1))
    truth = numpy.array(columns).T
    assert (written.rows, written.columns) == truth.shape
    numpy.testing.assert_allclose(written.matrix, truth, atol=1e-6)
    filled = int((abs(truth) > 1e-8).sum())
    assert written.filled == filled
    monkeypatch.setattr(jacobian, "MOST", 0)
    (counted, *_) = _detail(text, x).jacobians
    assert counted.matrix is None
    assert counted.filled in (filled, None)
    assert (counted.filled is None) == (layer.split(":")[0] in ("softmax", "lrn") or "reflect" in layer)


def _detail(text: str, x: Array) -> Any:
    found = backpropagated(text, x, None, losses.total, "it").detail
    assert found is not None
    return found


def test_jacobians_of_the_lecture_by_size_alone() -> None:
    """A batch of 64 on 4,096 values: dy/dx has 2^36 entries (256 GiB in float32), dy/dw 2^42 (16 TiB)."""
    x, w = (numpy.ones((rows, 4096), "float32") for rows in (64, 4096))
    text = "input: 4096\nlayers: [fc: {outputs: 4096, bias: false}]\n"
    found = backpropagated(text, x, {"fc1.weight": w}, layer="fc1", dtype="float32")
    assert found.detail is not None
    by_x, by_w = found.detail.jacobians
    assert (by_x.rows, by_x.columns, by_x.entries * 4) == (64 * 4096, 64 * 4096, 256 * 2**30)
    assert by_x.filled == 64 * 4096 * 4096
    assert by_w.entries * 4 == 16 * 2**40


CHECKED = [
    NETWORK,
    "input: 4x4x1\nlayers: [relu, maxpool: {kernel: 2, stride: 2}, fc: 3, softmax]\n",
    "input: 8x8x4\nlayers: [lrn: {size: 3}, deconv: {filters: 2, kernel: 2, stride: 2}, dropout: 0.5, globalavgpool]\n",
]


@pytest.mark.parametrize("text", CHECKED)
@pytest.mark.parametrize("training", [False, True])
def test_finite_differences_agree(text: str, training: bool) -> None:
    shape = loads(text).analyze().input
    assert shape is not None
    x = numpy.random.default_rng(0).standard_normal((2, *shape.dims()))
    found = backpropagated(text, x, check=True, training=training)
    assert found.problems == ()
    assert found.whole_error is not None
    assert all(layer.error is not None and layer.error < 1e-6 for layer in found.layers)


def test_ties_and_zeros_are_kinks_and_no_errors() -> None:
    """Half of what goes into the maximum is 0, and all windows of one channel are."""
    x = numpy.random.default_rng(0).integers(-1, 2, (1, 2, 8, 8)).astype("float64")
    x[:, 1] = 0
    found = backpropagated("input: 8x8x2\nlayers: [relu, maxpool: {kernel: 3, stride: 1}]\n", x, {}, check=True)
    assert found.problems == ()


@pytest.mark.parametrize("factor", [1 + 1e-5, 0, -1, nan])
def test_a_wrong_backward_pass_is_found(factor: float, monkeypatch: pytest.MonkeyPatch) -> None:
    right = ReLU.backward

    def wrong(self: ReLU, *given: Any) -> Any:
        (to_input,), learned = right(self, *given)
        return (to_input * factor,), learned

    monkeypatch.setattr(ReLU, "backward", wrong)
    found = backpropagated(NETWORK, numpy.random.default_rng(0).standard_normal((1, 3, 12, 12)), check=True)
    blamed = [problem.partition(":")[0] for problem in found.problems]
    assert (blamed[0], blamed[-1]) == ("`r`", "the whole network")
    assert len(blamed) == 2 or isnan(factor)
    assert "at most 1e-06 is allowed" in found.problems[0]


def test_a_gradient_of_another_shape_ends_the_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReLU, "backward", lambda self, on, tensors, inputs, output, upstream: ((upstream[..., :1],), {}))
    found = backpropagated(NETWORK, numpy.zeros((1, 3, 12, 12)))
    assert found.problems == ("`r`: dL/dx is 1x12x12x1, expected 1x12x12x4",)
    assert found.layers[-1].path == "r"


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
