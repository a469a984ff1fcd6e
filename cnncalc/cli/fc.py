"""`cnncalc fc SHAPE [OUTPUTS]`: one fully connected layer without a file."""

from __future__ import annotations

from cnncalc.cli._one_layer import one_layer

command = one_layer(
    "fc",
    """Calculate one fully connected layer without a file.

    For example: cnncalc fc 32x32x3 10, or cnncalc fc 7x7x512 4096
    """,
    {"fc": "fc"},
)
