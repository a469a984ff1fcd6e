"""Many files: `cnncalc check` over a folder of networks of ResNet-50's size against one such file.

    python benchmarks/many_files.py [--files 1000] [--runs 5]

Each file holds ResNet-50 with a name and an input of its own, so that no two texts and few layers are alike. Prints the time
of one file, of all of them without a cache and with a full one, each as a ratio to the one file, and the largest resident size
of the main process for a tenth of the files and for all of them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median


def make(folder: Path, count: int) -> None:
    """So many files."""
    for number in range(count):
        (folder / f"net{number:05d}.cnn.yaml").write_text(_text(number), "utf-8")


def _text(number: int) -> str:
    side = 224 + number % 64
    return _RESNET50.replace("NUMBER", str(number)).replace("SIDE", str(side))


_RESNET50 = """\
name: ResNet-50, number NUMBER
source: He et al. 2016
input: SIDExSIDEx3
rounding: floor
defaults: {conv: {bias: false, norm: batchnorm, activation: relu}}
blocks:
  bottleneck:
    params: {width: , stride: 1, project: false}
    layers:
      - residual:
          - conv: {filters: $width, kernel: 1}
          - conv: {filters: $width, kernel: 3, stride: $stride, padding: 1}
          - conv: {filters: $(4 * width), kernel: 1, activation: none}
        shortcut:
          - if: $project
            layers: [{conv: {filters: $(4 * width), kernel: 1, stride: $stride, activation: none}}]
      - relu
layers:
  - conv: {filters: 64, kernel: 7, stride: 2, padding: 3}
  - maxpool: {kernel: 3, stride: 2, padding: 1}
  - for: {depth: [3, 4, 6, 3], width: [64, 128, 256, 512], stride: [1, 2, 2, 2]}
    name: stage
    layers:
      - bottleneck: {width: $width, stride: $stride, project: true}
      - repeat: $(depth - 1)
        layers: [{bottleneck: {width: $width}}]
  - globalavgpool
  - fc: 1000
expect: {output: 1000, params: 25557032}
"""


def measure(folder: Path, path: str, *options: str) -> tuple[float, float]:
    """Wall seconds, and peak resident MiB of the main process."""
    command = [sys.executable, "-m", "cnncalc", "check", path, "-q", *options]
    environment = {**os.environ, "CNNCALC_CACHE_DIR": str(folder / "cache")}
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment, cwd=folder)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part, count in (("one", 1), ("few", asked.files // 10), ("all", asked.files)):
            (folder / part).mkdir()
            make(folder / part, count)
        measure(folder, "all")  # fills the cache
        few = measure(folder, "few", "--no-cache")[1]
        for what, options, limit in (("without a cache", ["--no-cache"], 60), ("with a full cache", [], 4)):
            pairs = [(measure(folder, "all", *options), measure(folder, "one", "--no-cache")) for _ in range(asked.runs)]
            ratio = median(every[0] / one[0] for every, one in pairs)
            one, every = (median(pair[side][0] for pair in pairs) for side in (1, 0))
            size = max(every[1] for every, _ in pairs)
            compared = f"{every:.2f} s, one file {one:.3f} s, {ratio:.1f}x (limit {limit}x)"
            print(f"{asked.files:,} files {what}: {compared}, {size:.0f} MiB")
        print(f"{asked.files // 10:,} files without a cache: {few:.0f} MiB")


if __name__ == "__main__":
    main()
