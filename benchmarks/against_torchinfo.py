"""In one process, in turn: a text to a complete report, against torchinfo on torch's meta device.

    python benchmarks/against_torchinfo.py [--runs 11]

Ours: the YAML text to every field of the JSON report but formulas. Theirs: building the model and summarising it.
Needs the `oracle` extra. Prints medians and the median of the ratios taken pair by pair.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import torchinfo
from torch_models import build_on_meta, resnet152, vgg16

from cnncalc import catalogue
from cnncalc.api import loads
from cnncalc.render.as_json import report_to_dict


def timed(work: Callable[[], Any]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ours(name: str) -> Callable[[], Any]:
    """Text to report to dict."""
    found = catalogue.find(name)
    assert found is not None
    text = found[0].read_text("utf-8")
    return lambda: report_to_dict(loads(text, found[1]).analyze(), formulas=False)


def theirs(make: Callable[[], Any]) -> Callable[[], Any]:
    """Model and summary."""
    return lambda: torchinfo.summary(build_on_meta(make), input_size=(1, 3, 224, 224), device="meta", verbose=0)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=11)
    runs = parser.parse_args().runs
    for name, make, limit in (("resnet152", resnet152, 20), ("vgg16", vgg16, 5)):
        a, b = ours(name), theirs(make)
        a()
        b()
        pairs = [(timed(a), timed(b)) for _ in range(runs)]
        ratio = median(theirs / ours for ours, theirs in pairs)
        mine, other = (median(column) * 1000 for column in zip(*pairs, strict=True))
        print(f"{name}: cnncalc {mine:.1f} ms, torchinfo {other:.1f} ms, {ratio:.1f} times faster (wanted: {limit})")


if __name__ == "__main__":
    main()
