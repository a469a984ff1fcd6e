"""Random small integers against PyTorch in float64, where every sum is exact; its gradients too."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from cnncalc.homework.exact import Computation, ComputationError, read
from tests.homework.exact.grids import grid
from tests.oracle import oracle_or_skip

torch = oracle_or_skip("torch")


def integers(chance: random.Random, *shape: int) -> Any:
    return [integers(chance, *shape[1:]) for _ in range(shape[0])] if shape else chance.randint(-4, 4)


def tensor(values: Any) -> Any:
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def agree(found: Computation, output: Any, operands: dict[str, Any], exact: bool = True) -> None:
    """Output and gradients are torch's."""
    above = [(cell % 7) - 3 for cell in range(output.numel())]
    output.backward(torch.tensor(above, dtype=torch.float64).reshape(output.shape))
    given = torch.tensor(above).reshape(output.shape).squeeze(0).tolist()
    mine = found.with_(upstream=given)
    compared = {"output": (mine.output, output.detach().squeeze(0))}
    compared |= {key: (mine.gradients()[key], operand.grad) for key, operand in operands.items()}
    for key, (ours, theirs) in compared.items():
        if exact:
            assert ours == grid(theirs.tolist()), key
        else:
            flat = torch.tensor(floats(ours), dtype=torch.float64).flatten()
            torch.testing.assert_close(flat, theirs.flatten(), rtol=1e-12, atol=1e-12)


def floats(value: Any) -> Any:
    return list(map(floats, value)) if isinstance(value, tuple) else float(value)


def sliding(chance: random.Random, rank: int) -> tuple[tuple[int, ...], tuple[int, ...], dict[str, Any]]:
    """Sizes of an input and of a window, with options."""
    kernel = tuple(chance.randint(1, 3) for _ in range(rank))
    options = {"stride": [chance.randint(1, 3) for _ in range(rank)], "padding": [chance.randint(0, 2) for _ in range(rank)]}
    return tuple(chance.randint(3, 6) for _ in range(rank)), kernel, options


@pytest.mark.parametrize("seed", range(60))
def test_correlation(seed: int) -> None:
    chance = random.Random(seed)
    size, kernel, options = sliding(chance, 2)
    channels, count = chance.randint(1, 3), chance.randint(1, 3)
    mode = chance.choice(["zero", "reflect", "replicate"])
    given = {
        "input": integers(chance, channels, *size), "filters": integers(chance, count, channels, *kernel),
        "bias": integers(chance, count), "dilation": [chance.randint(1, 2), chance.randint(1, 2)], **options,
    }  # fmt: skip
    found = _or_misfit({"op": "correlation", "rounding": "floor", "padding_mode": mode, **given})
    if found is None:
        return
    x, w, b = (tensor(given[key]) for key in ("input", "filters", "bias"))
    rows, columns = given["padding"]
    padded = x[None] if mode == "zero" else torch.nn.functional.pad(x[None], (columns, columns, rows, rows), mode=mode)
    output = torch.nn.functional.conv2d(
        padded, w, b, given["stride"], given["padding"] if mode == "zero" else 0, given["dilation"]
    )  # fmt: skip
    agree(found, output, {"input": x, "filters": w, "bias": b})
    flipped = torch.nn.functional.conv2d(padded, w.flip(2, 3), b, given["stride"], given["padding"] if mode == "zero" else 0,
                                         given["dilation"])  # fmt: skip
    assert found.with_(op="convolution").output == grid(flipped[0].tolist())


def _or_misfit(given: dict[str, Any]) -> Computation | None:
    """None where the window is larger than the input or its reflection, or where nothing of the output is left."""
    try:
        return read(given)
    except ComputationError as error:
        if error.code in ("H301", "H303"):
            return None
        raise


def test_most_random_windows_fit() -> None:
    fitting = 0
    for seed in range(60):
        chance = random.Random(seed)
        size, kernel, options = sliding(chance, 2)
        given = {"input": integers(chance, *size), "filter": integers(chance, *kernel)}
        fitting += _or_misfit({"op": "correlation", "rounding": "floor", **given, **options}) is not None
    assert fitting > 50


@pytest.mark.parametrize("seed", range(30))
def test_one_axis(seed: int) -> None:
    chance = random.Random(seed)
    size, kernel, options = sliding(chance, 1)
    given = {"input": integers(chance, *size), "filters": integers(chance, 2, *kernel), **options}
    found = read({"op": "correlation", "rounding": "floor", **given})
    x, w = tensor([given["input"]]), tensor([[row] for row in given["filters"]])
    output = torch.nn.functional.conv1d(x[None], w, None, given["stride"], given["padding"])
    assert found.output == grid(output[0].tolist())


@pytest.mark.parametrize("seed", range(40))
def test_deconv(seed: int) -> None:
    chance = random.Random(seed)
    size, kernel, options = sliding(chance, 2)
    channels, count = chance.randint(1, 3), chance.randint(1, 3)
    given = {"input": integers(chance, channels, *size), "filters": integers(chance, count, channels, *kernel), **options}
    found = _or_misfit({"op": "deconv", "bias": (bias := integers(chance, count)), **given})
    if found is None:
        return
    x, w, b = tensor(given["input"]), tensor(given["filters"]), tensor(bias)
    output = torch.nn.functional.conv_transpose2d(x[None], w.transpose(0, 1), b, given["stride"], given["padding"])
    agree(found, output, {"input": x, "filters": w, "bias": b})


@pytest.mark.parametrize("seed", range(40))
def test_pools(seed: int) -> None:
    chance = random.Random(seed)
    size, kernel, options = sliding(chance, 2)
    options["padding"] = [min(pad, axis // 2) for pad, axis in zip(options["padding"], kernel, strict=True)]
    values, count = integers(chance, 2, *size), chance.choice([True, False])
    x = tensor(values)
    found = read({"op": "maxpool", "input": values, "kernel": list(kernel), "rounding": "floor", **options})
    agree(found, torch.nn.functional.max_pool2d(x[None], kernel, options["stride"], options["padding"]), {"input": x})
    x = tensor(values)
    found = read(
        {"op": "avgpool", "input": values, "kernel": list(kernel), "rounding": "floor", "count_padding": count, **options}
    )
    output = torch.nn.functional.avg_pool2d(x[None], kernel, options["stride"], options["padding"], count_include_pad=count)
    agree(found, output, {"input": x}, exact=False)


@pytest.mark.parametrize("seed", range(20))
def test_layers_without_windows(seed: int) -> None:
    chance = random.Random(seed)
    rows, inner, columns = (chance.randint(1, 4) for _ in range(3))
    values, weights, biases = integers(chance, rows, inner), integers(chance, inner, columns), integers(chance, columns)
    x, w, b = tensor(values), tensor(weights), tensor(biases)
    found = read({"op": "matmul", "input": values, "weight": weights, "bias": biases, "then": "relu"})
    agree(found, torch.relu(x @ w + b)[None], {"input": x, "weight": w, "bias": b})
    x, w, b = tensor(values[0]), tensor(list(zip(*weights, strict=True))), tensor(biases)
    found = read({"op": "fc", "input": values[0], "weight": list(zip(*weights, strict=True)), "bias": biases})
    agree(found, torch.nn.functional.linear(x, w, b)[None], {"input": x, "weight": w, "bias": b})
    x = tensor(values)
    agree(read({"op": "relu", "input": values}), torch.relu(x)[None], {"input": x})


@pytest.mark.parametrize("shape", [(6, 1), (6, 3), (2, 3, 2)])
@pytest.mark.parametrize("training", [True, False])
def test_batchnorm(shape: tuple[int, ...], training: bool) -> None:
    chance = random.Random(len(shape))
    sets = shape[1] if len(shape) == 2 else shape[0]
    values = _balanced(chance, shape)
    gamma, beta, mean, variance = ([chance.randint(1, 4) for _ in range(sets)] for _ in range(4))
    given = {"op": "batchnorm", "input": values, "gamma": gamma, "beta": beta}
    squares = [number * number for number in variance]
    found = read(given if training else {**given, "mean": mean, "variance": squares})
    x, g, b = tensor(values), tensor(gamma), tensor(beta)
    output = torch.nn.functional.batch_norm(
        x if len(shape) == 2 else x[None], torch.tensor(mean, dtype=torch.float64), torch.tensor(squares, dtype=torch.float64),
        g, b, training=training, eps=1e-30,  # which no variance here feels
    )  # fmt: skip
    agree(found, output[None] if len(shape) == 2 else output, {"input": x, "gamma": g, "beta": b}, exact=False)


def _balanced(chance: random.Random, shape: tuple[int, ...]) -> Any:
    """Half of each feature or channel is k above its mean and half k below: the root of its variance is k."""
    per = shape[0] if len(shape) == 2 else shape[1] * shape[2]
    sets = []
    for _ in range(shape[1] if len(shape) == 2 else shape[0]):
        mean, away = chance.randint(-3, 3), chance.randint(1, 3)
        cells = [mean + away] * (per // 2) + [mean - away] * (per // 2)
        chance.shuffle(cells)
        sets.append(cells)
    if len(shape) == 2:
        return [list(row) for row in zip(*sets, strict=True)]
    return [[cells[row * shape[2] : (row + 1) * shape[2]] for row in range(shape[1])] for cells in sets]


@pytest.mark.parametrize("seed", range(20))
def test_fractions_are_whole_numbers_brought_to_one_denominator(seed: int) -> None:
    """A filter over sevenths of an image is a seventh of the filter over the image."""
    chance = random.Random(seed)
    values, weights = integers(chance, 4, 5), integers(chance, 2, 3)
    sevenths = [[Fraction(cell, 7) for cell in row] for row in values]
    scaled: Any = read({"op": "correlation", "input": sevenths, "filter": weights}).output
    whole: Any = read({"op": "correlation", "input": values, "filter": weights, "scale": "1/7"}).output
    assert scaled == whole
    images, filters = (torch.tensor([[cells]], dtype=torch.float64) for cells in (values, weights))
    theirs = torch.nn.functional.conv2d(images, filters)[0, 0].tolist()
    assert scaled == grid([[Fraction(int(cell), 7) for cell in row] for row in theirs])
