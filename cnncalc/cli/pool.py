"""`cnncalc pool SHAPE [KERNEL]`: one pooling layer without a file."""

from __future__ import annotations

from cnncalc.cli._one_layer import one_layer

command = one_layer(
    "pool",
    """Calculate one pooling layer without a file.

    For example: cnncalc pool 224x224x64 2 for kernel 2 and stride 2, or cnncalc pool 55x55x96 3 --stride 2
    """,
    {"max": "maxpool", "avg": "avgpool"},
)
