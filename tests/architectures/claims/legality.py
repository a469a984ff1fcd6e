"""Claims about what fits."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from tests.architectures.claims.networks import bundled, conv, network, output, refusal, said, volume


def compute(claim: Any) -> Any:
    setup: dict[str, Any] = claim.setup
    prefix = next(prefix for prefix in RULES if claim.id.startswith(prefix))
    return RULES[prefix](setup)


def _size(n: int, **options: Any) -> Any:
    """One axis of a convolution of n: its size, or the fraction that the refusal states."""
    rounding = options.pop("rounding", "strict")
    report = network([n, n, 1], conv(options), rounding=rounding)
    quotient = refusal(report)
    return output(report)[0] if quotient is None else str(quotient)


def _fits(n: int, **options: Any) -> bool:
    return isinstance(_size(n, **options), int)


def _refused(setup: dict[str, Any]) -> dict[str, Any]:
    """7/3 at stride 3; the help names what fits."""
    options = {name: setup[name] for name in ("kernel", "stride", "padding")}
    (n, _) = setup["input"]
    report = network(volume(setup), conv(setup))
    floor = network(volume(setup), conv(setup), rounding="floor")
    padding = next(p for p in range(1, 9) if _fits(n, **{**options, "padding": p}))
    size = _size(n, **{**options, "padding": padding})
    assert f"padding {padding} (gives {size})" in report.findings[0].help[0]
    (found,) = floor.rows
    assert found.facts is not None
    return {
        "quotient": str(refusal(report)),
        "legal": report.complete,
        "floor_size": output(floor)[0],
        "lost_columns": found.facts.unread[1],
        "padding_that_fits": padding,
        "size_with_that_padding": size,
    }


def _floor(setup: dict[str, Any]) -> dict[str, Any]:
    report = network(volume(setup), conv(setup), rounding=setup["rounding"])
    (found,) = report.rows
    assert found.facts is not None
    lost = found.facts.unread[1]
    settings = [(n, {"kernel": f, "stride": s}) for n in (7, 8, 12) for f in (1, 3, 5) for s in (1, 2, 3)]
    return {
        "output": output(report)[:-1],
        "columns_used": setup["input"][1] - lost,
        "columns_lost": lost,
        "same_as_strict_rule_when_integral": all(
            _size(n, **options) == _size(n, **options, rounding="floor") for n, options in settings if _fits(n, **options)
        ),
    }


def _same(setup: dict[str, Any]) -> list[Any]:
    """`padding: same` names P = (F - 1)/2, keeps the size, and refuses an even F with the half."""
    return [_same_padding(kernel) for kernel in setup["kernels"]]


def _same_padding(kernel: int) -> Any:
    report = network([32, 32, 1], {"conv": {"filters": 1, "kernel": kernel, "padding": "same"}})
    if report.findings:
        (finding,) = report.findings
        assert finding.code == "H307"
        assert _mixed(kernel) in finding.message
        return f"{kernel - 1}/2"
    (found,) = report.rows
    assert found.facts is not None
    assert output(report)[0] == 32
    return found.facts.axes[0].before


def _mixed(kernel: int) -> str:
    whole = (kernel - 1) // 2
    return f"({kernel} - 1)/2 = {whole} 1/2" if whole else f"({kernel} - 1)/2 = 1/2"


def _pool(n: int, kernel: int, stride: int) -> Any:
    report = network([n, n, 1], {"maxpool": {"kernel": kernel, "stride": stride}})
    quotient = refusal(report)
    return output(report)[0] if quotient is None else str(quotient)


def _overlap(setup: dict[str, Any]) -> dict[str, str]:
    disjoint, overlapping = setup["settings"]
    even, odd = range(4, 40, 2), range(3, 40, 2)
    field = _read_twice(**overlapping)
    return {
        "F2S2": said(
            "no overlap; fits every even size",
            _read_twice(**disjoint) == 0,
            all(isinstance(_pool(n, **disjoint), int) for n in even),
        ),
        "F3S2": said(
            "overlaps by 1; fits every odd size, never an even one without padding or floor/ceil",
            field == 1,
            all(isinstance(_pool(n, **overlapping), int) for n in odd),
            not any(isinstance(_pool(n, **overlapping), int) for n in even),
        ),
    }


def _read_twice(kernel: int, stride: int) -> int:
    """The columns that two windows side by side share: what a 1x2 window of the outputs sees, against two windows."""
    input = [kernel, kernel + stride, 1]
    report = network(input, {"maxpool": {"kernel": kernel, "stride": stride}}, {"maxpool": {"kernel": [1, 2], "stride": 1}})
    field = report.rows[-1].field
    assert field is not None
    return 2 * kernel - int(field.to_dict()["size"][1])


def _pool_settings(setup: dict[str, Any]) -> dict[str, Any]:
    settings = ((55, 3, 2), (27, 3, 2), (13, 3, 2), (112, 3, 2), (224, 2, 2))
    return {f"{n} F{kernel}S{stride}": _pool(n, kernel, stride) for n, kernel, stride in settings}


def _kept(setup: dict[str, Any]) -> dict[str, Any]:
    """S = 1 settings that keep every size, shown for 32."""
    found = {}
    for setting in setup["settings"]:
        options = {"kernel": setting["F"], "stride": setting["S"], "padding": setting["P"]}
        keeps = all(_size(n, **options) == n for n in (5, 7, 32, 55, 224))
        found[",".join(str(setting[letter]) for letter in "FSP")] = [_size(32, **options), "N" if keeps else "not N"]
    return found


def _whatever_fits(setup: dict[str, Any]) -> dict[str, Any]:
    options = {"kernel": setup["kernel"], "stride": setup["stride"]}
    first, last = setup["paddings_tried"]
    tried = range(first, last + 1)
    fitting = {n: [p for p in tried if _fits(n, **options, padding=p)] for n in setup["sizes"]}
    odd, even = range(5, 64, 2), range(6, 64, 2)
    total = {
        n: [before + after for before in range(3) for after in (before, before + 1)
            if _fits(n, **options, padding=[[before, after]] * 2)]
        for n in even
    }  # fmt: skip
    return {
        "symmetric_paddings_that_fit": {str(n): paddings for n, paddings in fitting.items()},
        "rule": said(
            "N+2P-5 must be even: every P fits an odd N, no P fits an even N",
            all(_fits(n, **options, padding=p) for n in odd for p in (0, 1, 2)),
            not any(_fits(n, **options, padding=p) for n in even for p in (0, 1, 2)),
        ),
        "odd_N_with_P2": said("(N+1)/2", all(_size(n, **options, padding=2) == (n + 1) // 2 for n in odd)),
        "even_N_total_padding": next(pair for pair in total[32] if all(pair in found for found in total.values()) and pair > 1),
        "output_32_total_padding_3": _size(32, **options, padding=[[1, 2]] * 2),
    }


def _pattern(name: str, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """[(CONV-RELU)*N-POOL?]*M-(FC-RELU)*K of a bundled network; the last fc makes the scores and is not in K."""
    kinds = [row.kind for row in bundled(name).rows if row.kind not in ("relu", "dropout", *without)]
    turns = [(kind, len(list(group))) for kind, group in groupby(kinds)]
    convs = [count for kind, count in turns if kind == "conv"]
    pools = sum(kind == "maxpool" for kind, _ in turns)
    assert [kind for kind, _ in turns] == ["conv", "maxpool"] * pools + ["fc"]
    return {"N": convs, "M": pools, "K": turns[-1][1] - 1}


def _patterns(setup: dict[str, Any]) -> dict[str, Any]:
    return {
        "VGG16": _pattern("vgg16"),
        "VGG19": _pattern("vgg19"),
        "AlexNet_without_norm": _pattern("alexnet", without=("lrn",)),
    }


def _largest(setup: dict[str, Any]) -> dict[str, Any]:
    named = {"AlexNet": "alexnet", "VGG16": "vgg16", "VGG19": "vgg19"}
    return {"N_largest": {label: max(_pattern(name, without=("lrn",))["N"]) for label, name in named.items()}}


def _googlenet_conv1(setup: dict[str, Any]) -> dict[str, Any]:
    n, options = setup["input"][0], {"kernel": setup["kernel"], "stride": setup["stride"]}
    return {
        "quotient": _size(n, **options, padding=setup["padding"]),
        "floor": _size(n, **options, padding=setup["padding"], rounding="floor"),
        "symmetric_padding_that_fits": [p for p in range(7) if _fits(n, **options, padding=p)],
    }


def _googlenet_pool(setup: dict[str, Any]) -> dict[str, Any]:
    n, options = setup["input"][0], {"kernel": setup["kernel"], "stride": setup["stride"]}
    report = network(setup["input"], {"maxpool": {**options, "rounding": "ceil"}})
    padded = network(setup["input"], {"maxpool": {**options, "padding": 1, "rounding": "floor"}})
    return {
        "quotient_p0": _size(n, **options),
        "quotient_p1": _size(n, **options, padding=1),
        "ceil_p0": output(report)[0],
        "floor_p1": output(padded)[0],
    }


RULES: dict[str, Any] = {
    "legality-7-3-s3": _refused,
    "torch-floor-formula": _floor,
    "same-padding-001": lambda setup: dict(zip(map(str, setup["kernels"]), _same(setup), strict=True)),
    "same-padding": _same,
    "pool-overlap": _overlap,
    "pool-settings": _pool_settings,
    "pattern-N-up-to-five": _largest,
    "pattern-N-M-K": _patterns,
    "settings-same": _kept,
    "settings-F5-S2": _whatever_fits,
    "googlenet-conv1-shape": _googlenet_conv1,
    "googlenet-pool": _googlenet_pool,
}
