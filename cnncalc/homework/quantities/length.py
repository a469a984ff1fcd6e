"""`ask: length`."""

from __future__ import annotations

from cnncalc.homework.quantities._one_size import axis

QUANTITY = axis("length")
