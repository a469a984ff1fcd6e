"""What a layer costs in a network of 100 layers and in one of 100,000, text to complete report.

python benchmarks/scaling.py
"""

from __future__ import annotations

import time
from statistics import median

from cnncalc.api import loads
from cnncalc.render.as_json import report_to_dict
from cnncalc.spec.document import Limits

TEXT = """input: 32x32x16
layers:
  - repeat: {turns}
    layers:
      - conv: {{filters: 16, kernel: 3, padding: 1}}
      - relu
"""


def seconds_a_layer(layers: int, runs: int) -> float:
    """The median over runs."""
    text = TEXT.format(turns=layers // 2)
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        report_to_dict(loads(text, limits=Limits(layers=layers)).analyze(), formulas=False)
        found.append((time.perf_counter() - start) / layers)
    return median(found)


def main() -> None:
    """Print both and their ratio."""
    seconds_a_layer(100, 5)
    small, large = seconds_a_layer(100, 201), seconds_a_layer(100_000, 3)
    ratio = f"{large / small:.2f}x (limit 1.5x)"
    print(f"a layer costs {small * 1e6:.1f} us among 100 and {large * 1e6:.1f} us among 100,000: {ratio}")


if __name__ == "__main__":
    main()
