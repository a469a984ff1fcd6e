"""Every kind against torch on random settings: output shape, parameters, buffers and, where torch counts them, multiply-adds."""

from __future__ import annotations

from importlib import import_module
from random import Random
from typing import Any

import pytest

from cnncalc.graph import Facts
from cnncalc.layer_base import LayerError
from cnncalc.layers import names
from tests.conformance import facts_of
from tests.layers.settings import WINDOWS_AND_JOINS, Dims, Draw, Setting
from tests.layers.settings_pointwise import POINTWISE
from tests.layers.settings_spatial import SPATIAL
from tests.oracle import oracle_or_skip

torch = oracle_or_skip("torch")
count_operations: Any = import_module("torch.utils.flop_counter").FlopCounterMode

DRAWS: dict[str, Draw] = {**WINDOWS_AND_JOINS, **POINTWISE, **SPATIAL}
SETTINGS = 200
#: Kinds with many options get more.
MORE = {"conv": 1_000, "maxpool": 1_250, "avgpool": 1_250}
#: Kinds that torch counts: FlopCounterMode counts two operations for each multiply-add, biases not at all.
COUNTED = ("conv", "deconv", "fc")
BATCH = 2
#: What a refusal of ours is called -> what torch says then.
REFUSALS = {
    "H301": (
        "too small",
        "can't be greater than actual input size",
        "Invalid computed output size",
        "negative dimension",
        "no output",
    ),
    "H303": ("Padding size should be less than", "is less than"),
    "H304": ("must be divisible by num_groups", "pixel_shuffle"),
    "H305": ("Sizes of tensors must match",),
    "H306": ("Expected more than 1 spatial element",),
}


def ours(kind: str, setting: Setting) -> Facts | str:
    """What the product says, or the code of its refusal."""
    inputs = tuple("x".join(map(str, (*dims[1:], dims[0]))) for dims in setting.inputs)
    try:
        return facts_of(kind, setting.options, inputs)
    except LayerError as error:
        return error.code


def torchs(setting: Setting, counted: bool) -> tuple[Dims, int, dict[str, Dims], int | None] | str:
    """Output, parameters, buffers and multiply-adds of one image, or how torch refuses."""
    batches = [torch.empty((BATCH, *dims), device="meta") for dims in setting.inputs]
    try:
        module: Any = setting.module()
        macs, output = counting(module, batches) if counted else (None, module(*batches))
    except (RuntimeError, ValueError) as error:
        return str(error)
    if 0 in output.shape:
        return "no output"
    stored = module if isinstance(module, torch.nn.Module) else torch.nn.Identity()
    params = sum(parameter.numel() for parameter in stored.parameters())
    buffers = {name: tuple(buffer.shape) for name, buffer in stored.named_buffers() if buffer.dim()}
    assert output.shape[0] == BATCH
    return tuple(output.shape[1:]), params, buffers, macs


def counting(module: Any, batches: list[Any]) -> tuple[int, Any]:
    with count_operations(display=False) as counter:
        output = module(*batches)
    return counter.get_total_flops() // 2 // BATCH, output


def agree(kind: str, setting: Setting) -> bool:
    """Whether both sides gave a layer; they must agree on all figures, or refuse for the same reason."""
    found, truth = ours(kind, setting), torchs(setting, kind in COUNTED)
    if isinstance(found, str) or isinstance(truth, str):
        assert isinstance(found, str), (found, truth, setting)
        assert isinstance(truth, str), (found, truth, setting)
        assert any(words in truth for words in REFUSALS[found]), (found, truth, setting)
        return False
    dims, params, buffers, macs = truth
    assert (found.output.channels, *found.output.spatial) == dims, setting
    assert (found.params, found.buffer_shapes) == (params, buffers), setting
    assert macs is None or found.macs == macs, setting
    return True


@pytest.mark.parametrize("kind", DRAWS)
def test_kind_is_torchs(kind: str) -> None:
    random = Random(f"settings of {kind}")
    count = MORE.get(kind, SETTINGS)
    accepted = sum(agree(kind, DRAWS[kind](random)) for _ in range(count))
    assert accepted > count // 4, "most settings must give a layer"
    if kind in ("conv", "maxpool", "avgpool", "concat", "groupnorm", "instancenorm"):
        assert accepted < count, "both what torch accepts and what it refuses must occur"


@pytest.mark.parametrize("kind", ["maxpool", "avgpool"])
def test_the_clip_rule_of_ceil_is_met(kind: str) -> None:
    """Among the settings are such as ONNX's unclipped rounding gives another size for."""
    random = Random(f"settings of {kind}")
    settings = [DRAWS[kind](random) for _ in range(MORE[kind])]
    unclipped = [setting._replace(options={**setting.options, "rounding": "ceil-onnx"}) for setting in settings]
    pairs = [(ours(kind, a), ours(kind, b)) for a, b in zip(settings, unclipped, strict=True) if a.options["rounding"] == "ceil"]
    differ = [a for a, b in pairs if isinstance(a, Facts) and isinstance(b, Facts) and a.output != b.output]
    assert len(differ) > 50


def test_every_kind_has_settings() -> None:
    """`custom` declares its figures itself."""
    assert set(DRAWS) == set(names()) - {"custom"}
