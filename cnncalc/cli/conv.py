"""`cnncalc conv SHAPE`: one convolution without a file."""

from __future__ import annotations

from cnncalc.cli._one_layer import one_layer

command = one_layer(
    "conv",
    """Calculate one convolution without a file.

    For example: cnncalc conv 32x32x3 --filters 10 --kernel 5 --padding 2
    """,
    {"conv": "conv"},
)
