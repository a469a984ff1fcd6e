"""A computation for programs: fractions as texts, `10/3`, whole numbers as ints."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from cnncalc.homework.exact.computation import Computation
from cnncalc.homework.exact.filters import Response, kernel_sums


def plain(value: Any) -> Any:
    """Exact values as JSON holds them; sizes and words as they are."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    return value


def render(computation: Computation) -> str:
    """One object: what was given, the output, every cell's sum (its place counted from 0), and the gradients."""
    found: dict[str, Any] = {
        "schema": "cnncalc.value/1",
        "op": computation.op,
        "given": {key: plain(value) for key, value in computation.given.items()},
        "output": plain(computation.output),
        "shape": list(computation.shape),
        "cells": [{"cell": list(cell), "worked": computation.worked(cell)} for cell in computation.result.places()],
    }
    if "filter" in computation.given or "filters" in computation.given:
        found["kernel_sums"] = plain(tuple(kernel_sums(computation)))
    if "upstream" in computation.given:
        found["gradients"] = {key: plain(grid) for key, grid in computation.gradients().items()}
    return _written(found)


def render_response(response: Response) -> str:
    """One object: the filter, its sum, and what it makes of each test image."""
    images = [{"image": name, "output": plain(output.grid())} for name, output in response.seen]
    given = {"filter": plain(response.filter.grid()), "scale": plain(Fraction(response.scale))}
    total = [plain(response.total)]
    return _written({"schema": "cnncalc.value/1", "op": response.op, "given": given, "kernel_sums": total, "responses": images})


def _written(found: dict[str, Any]) -> str:
    return json.dumps(found, indent=1) + "\n"
