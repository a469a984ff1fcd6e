"""Whole processes, in turn: `cnncalc show vgg16`, `cnncalc list` and `cnncalc --version` against `bare.py` on the same file.

    python benchmarks/startup.py [--runs 11]

Prints medians, the median of the ratios taken pair by pair, and the largest resident size.
"""

from __future__ import annotations

import argparse
import compileall
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import cnncalc
from cnncalc import catalogue

BARE = Path(__file__).with_name("bare.py")


def measure(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak resident MiB of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"{command} failed")
    return seconds, usage.ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=11)
    runs = parser.parse_args().runs
    found = catalogue.find("vgg16")
    assert found is not None
    compileall.compile_dir(str(Path(cnncalc.__file__).parent), quiet=2)  # as pip does when it installs
    bare = [sys.executable, str(BARE), str(found[0])]
    for arguments, limit in ((["show", "vgg16"], 1.8), (["list"], 2.5), (["--version"], 1.0)):
        ours = [sys.executable, "-m", "cnncalc", *arguments]
        measure(ours)
        measure(bare)
        pairs = [(measure(ours), measure(bare)) for _ in range(runs)]
        ratio = median(a[0] / b[0] for a, b in pairs)
        milliseconds, other = (median(pair[side][0] for pair in pairs) * 1000 for side in (0, 1))
        size = max(a[1] for a, _ in pairs)
        compared = f"{milliseconds:.0f} ms, bare {other:.0f} ms, {ratio:.2f}x (limit {limit}x)"
        print(f"cnncalc {' '.join(arguments)}: {compared}, {size:.1f} MiB")


if __name__ == "__main__":
    main()
