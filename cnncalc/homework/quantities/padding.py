"""`ask: padding`."""

from __future__ import annotations

from cnncalc.homework.quantities._found import found

QUANTITY = found("padding")
