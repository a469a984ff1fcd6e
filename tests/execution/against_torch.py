"""Random settings of the layer kinds with random numbers, and what torch makes of them in float64."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from random import Random
from typing import Any

from cnncalc.graph import Facts
from cnncalc.layer_base import LayerError, Parameters
from cnncalc.layers import names
from cnncalc.tensor import Shape
from tests.conformance import make
from tests.execution.executed import Array, numpy
from tests.layers.settings import WINDOWS_AND_JOINS, Draw, Setting, torch
from tests.layers.settings_pointwise import POINTWISE
from tests.layers.settings_spatial import SPATIAL

DRAWS: dict[str, Draw] = {**WINDOWS_AND_JOINS, **POINTWISE, **SPATIAL}
assert set(DRAWS) == set(names()) - {"custom"}


class Case:
    """A setting that both sides accept, with inputs of a batch and tensors that float32 holds exactly."""

    def __init__(self, kind: str, setting: Setting, facts: Facts, random: Random) -> None:
        self.kind, self.setting, self.facts, self.options = kind, setting, facts, setting.options
        self._numbers = numpy.random.default_rng(random.getrandbits(64))
        single = any(prod(dims[1:]) > 1 for dims in setting.inputs)  # of one value torch takes no statistics
        batch, width = random.choice([1, 2, 2, 2]) if single else 2, random.choice([1, 4])  # kinds are special near 0
        self.inputs = tuple(width * self.random((batch, *dims)) for dims in setting.inputs)
        if kind == "lppool":  # torch takes powers of signed values, ours of sizes
            self.inputs = tuple(map(numpy.abs, self.inputs))
        self.tensors = {name: self.random(dims) for name, dims in {**facts.parameters, **facts.buffer_shapes}.items()}
        if "running_var" in self.tensors:
            self.tensors["running_var"] = numpy.abs(self.tensors["running_var"]) + 0.125

    def random(self, dims: Sequence[int]) -> Array:
        """Normal numbers, in float64."""
        return self._numbers.standard_normal(dims, "float32").astype("float64")

    def torchs(self, training: bool = False) -> Torchs:
        return Torchs(self, training)

    def __repr__(self) -> str:
        return f"{self.kind} {self.options} on {' and '.join(str(x.shape) for x in self.inputs)}"


class Torchs:
    """The same layer in torch, in float64."""

    def __init__(self, case: Case, training: bool) -> None:
        module = case.setting.module()
        self.inputs = [torch.from_numpy(x).requires_grad_() for x in case.inputs]
        self._learned: dict[str, tuple[Any, float]] = {}  # with what each of ours is multiplied by to become torch's
        if isinstance(module, torch.nn.Module):
            module = module.to_empty(device="cpu").double().train(training)
            factor = prod(case.options["kernel"]) if case.kind == "subsample" else 1  # torch's takes the mean, ours the sum
            for name, stored in (*module.named_parameters(), *module.named_buffers()):
                ours = _named(name)
                if ours in case.tensors:
                    scaled = factor if ours == "weight" else 1
                    stored.data.copy_(torch.from_numpy(case.tensors[ours] * scaled).reshape(stored.shape))
                    self._learned[ours] = (stored, scaled)
        assert set(self._learned) == set(case.tensors), (case, list(self._learned))
        dropped = case.kind == "droppath" and not training
        self._output = self.inputs[0] * 1 if dropped else module(*self.inputs)
        self.output: Array = self._output.detach().numpy()

    def gradients(self, upstream: Array, parameters: Parameters) -> tuple[tuple[Array, ...], Mapping[str, Array]]:
        """dL/d(inputs) and dL/d(tensors); zeros for what the output does not depend on."""
        learned = [self._learned[name][0] for name in parameters]
        found = torch.autograd.grad(
            self._output, [*self.inputs, *learned], torch.from_numpy(upstream), allow_unused=True, materialize_grads=True
        )
        arrays = [gradient.numpy() for gradient in found]
        tensors = zip(parameters.items(), arrays[len(self.inputs) :], strict=True)
        return tuple(arrays[: len(self.inputs)]), {
            name: gradient.reshape(dims) * self._learned[name][1] for (name, dims), gradient in tensors
        }


def _named(name: str) -> str:
    """A tensor's name in a module, as ours is called: ConvNeXt's factors stand in a list."""
    last = name.rpartition(".")[2]
    return "weight" if last.isdigit() else last


def cases(kind: str, count: int, purpose: str) -> list[Case]:
    """So many settings that the kind accepts; those that it refuses are passed over."""
    random = Random(f"{purpose} of {kind}")
    found: list[Case] = []
    for _ in range(8 * count):
        setting = DRAWS[kind](random)
        facts = accepted(kind, setting)
        if facts is not None:
            found.append(Case(kind, setting, facts, random))
        if len(found) == count:
            return found
    raise AssertionError(f"{kind}: only {len(found)} of {8 * count} settings are accepted")


def accepted(kind: str, setting: Setting) -> Facts | None:
    """What the layer is, or None where it is refused."""
    shapes = tuple(Shape(dims[0], tuple(dims[1:])) for dims in setting.inputs)
    try:
        return Facts(make(kind, setting.options, len(shapes[0].spatial)), shapes)
    except LayerError:
        return None


def distance(ours: Array, truth: Array, least: float = 1e-300) -> float:
    """|ours - truth| over |truth|, or over `least`, both as Euclidean norms in float64. Infinities must be the same."""
    assert ours.shape == truth.shape
    finite = numpy.isfinite(truth)
    assert numpy.array_equal(ours[~finite], truth[~finite])
    apart = float(numpy.linalg.norm(ours[finite].astype("float64") - truth[finite]))
    return apart / max(float(numpy.linalg.norm(truth[finite])), least)
